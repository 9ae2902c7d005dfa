#include "store/list_builder.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Spellings of a batch: some hundred thousand of ten bytes. */
#define LETTERS_LIMIT ((size_t)1024 * 1024 * 1024)

#define FIRST_TABLE 4096

/* More forms than one position has: exact, stem, joined, its stem, mark. */
#define MOST_FORMS 8

struct nx_list_entry {
    size_t start; /* bytes of the letters */
    uint32_t length;
    uint32_t hash;
    size_t last[NX_LIST_KINDS]; /* number of its latest note + 1; 0: none */
};

void nx_list_builder_init(nx_list_builder *builder)
{
    memset(builder, 0, sizeof *builder);
    nx_buf_init(&builder->letters, LETTERS_LIMIT);
}

static void forget_order(nx_list_builder *builder)
{
    nx_free(builder->order);
    nx_free(builder->postings);
    nx_free(builder->starts);
    builder->order = NULL;
    builder->postings = NULL;
    builder->starts = NULL;
}

void nx_list_builder_finish(nx_list_builder *builder)
{
    forget_order(builder);
    nx_free(builder->entries);
    nx_free(builder->table);
    nx_free(builder->notes);
    nx_buf_finish(&builder->letters);
    nx_list_builder_init(builder);
}

void nx_list_builder_clear(nx_list_builder *builder)
{
    forget_order(builder);
    if (builder->entry_count > 0)
        memset(builder->table, 0,
               builder->table_length * sizeof *builder->table);
    nx_buf_clear(&builder->letters);
    builder->entry_count = 0;
    builder->note_count = 0;
    builder->first_id = 0;
    builder->last_id = 0;
}

size_t nx_list_builder_bytes(const nx_list_builder *builder)
{
    return builder->note_count * sizeof *builder->notes;
}

/* ------------------------------------------------------------- notes ---- */

static newsidx_text spelling_of(const nx_list_builder *builder,
                                const nx_list_entry *entry)
{
    return nx_str_slice(builder->letters.bytes + entry->start, entry->length);
}

/* Twice as many places, at a load of at most a half. */
static bool grow_table(nx_list_builder *builder)
{
    const size_t length =
        builder->table_length > 0 ? builder->table_length * 2 : FIRST_TABLE;
    uint32_t *table = nx_alloc_zeroed(length, sizeof *table);

    if (table == NULL)
        return false;
    for (size_t i = 0; i < builder->entry_count; i++) {
        size_t place = builder->entries[i].hash;

        while (table[place & (length - 1)] != 0)
            place++;
        table[place & (length - 1)] = (uint32_t)i + 1;
    }
    nx_free(builder->table);
    builder->table = table;
    builder->table_length = length;
    return true;
}

static bool add_entry(nx_list_builder *builder, newsidx_text spelling,
                      uint32_t hash)
{
    void *entries = builder->entries;
    nx_list_entry *added;

    if (!nx_grow(&entries, &builder->entry_capacity, builder->entry_count + 1,
                 sizeof *added))
        return false;
    builder->entries = entries;
    added = &builder->entries[builder->entry_count];
    added->start = builder->letters.length;
    added->length = (uint32_t)spelling.length;
    added->hash = hash;
    added->last[NX_LIST_EXACT] = 0;
    added->last[NX_LIST_STEM] = 0;
    nx_buf_add_text(&builder->letters, spelling);
    if (builder->letters.status < 0)
        return false;
    builder->entry_count++;
    return true;
}

/* The number of the spelling's entry; SIZE_MAX when there is no memory. */
static size_t find_entry(nx_list_builder *builder, newsidx_text spelling)
{
    const uint32_t hash =
        (uint32_t)nx_hash64(spelling.bytes, spelling.length, 0);
    size_t place = hash;
    size_t mask;

    if (builder->entry_count * 2 >= builder->table_length &&
        !grow_table(builder))
        return SIZE_MAX;
    mask = builder->table_length - 1;
    while (builder->table[place & mask] != 0) {
        const size_t number = builder->table[place & mask] - 1;
        const nx_list_entry *entry = &builder->entries[number];

        if (entry->hash == hash &&
            nx_str_equal(spelling_of(builder, entry), spelling))
            return number;
        place++;
    }
    if (!add_entry(builder, spelling, hash))
        return SIZE_MAX;
    builder->table[place & mask] = (uint32_t)builder->entry_count;
    return builder->entry_count - 1;
}

static bool note(nx_list_builder *builder, newsidx_text spelling,
                 nx_list_kind kind, uint32_t weight)
{
    const size_t number = find_entry(builder, spelling);
    void *notes = builder->notes;
    nx_list_note *added;
    size_t *last;

    if (number == SIZE_MAX)
        return false;
    last = &builder->entries[number].last[kind];
    if (*last > 0 && builder->notes[*last - 1].posting.id == builder->last_id) {
        builder->notes[*last - 1].posting.weight += weight;
        return true;
    }
    if (!nx_grow(&notes, &builder->note_capacity, builder->note_count + 1,
                 sizeof *added))
        return false;
    builder->notes = notes;
    added = &builder->notes[builder->note_count++];
    added->list = (uint32_t)(number * NX_LIST_KINDS + kind);
    added->posting.id = builder->last_id;
    added->posting.weight = weight;
    *last = builder->note_count;
    return true;
}

/* All forms of one position. */
typedef struct forms {
    newsidx_text items[MOST_FORMS];
    size_t count;
} forms;

static bool has_form(const forms *of, newsidx_text form, size_t before)
{
    for (size_t i = 0; i < before; i++) {
        if (nx_str_equal(of->items[i], form))
            return true;
    }
    return false;
}

static bool note_forms(nx_list_builder *builder, const forms *of,
                       uint32_t weight)
{
    for (size_t i = 0; i < of->count; i++) {
        newsidx_text form = of->items[i];
        nx_list_kind kind = NX_LIST_EXACT;

        if (has_form(of, form, i))
            continue;
        if (form.bytes[0] == '~') {
            form = nx_str_slice(form.bytes + 1, form.length - 1);
            kind = NX_LIST_STEM;
            if (has_form(of, form, of->count))
                continue;
        }
        if (!note(builder, form, kind, weight))
            return false;
    }
    return true;
}

static bool add_column(nx_list_builder *builder, const nx_words *words,
                       nx_column column, uint32_t lead)
{
    const newsidx_text packed = nx_buf_text(&words->packed[column]);
    const char *at = packed.bytes;
    const char *end = at + packed.length;
    uint32_t position = 0;

    while (at < end) {
        forms of = {.count = 0};

        do {
            const size_t length = (unsigned char)*at & 0x7FU;

            if (of.count < MOST_FORMS)
                of.items[of.count++] = nx_str_slice(at + 1, length);
            at += 1 + length;
        } while (at < end && ((unsigned char)*at & 0x80U) != 0);
        if (!note_forms(builder, &of, nx_words_weight(column, position, lead)))
            return false;
        position++;
    }
    return true;
}

newsidx_status nx_list_builder_add(nx_list_builder *builder, uint32_t id,
                                   const nx_words *words, newsidx_error *err)
{
    const uint32_t lead = nx_words_lead(words);

    assert(id > builder->last_id);
    forget_order(builder);
    builder->last_id = id;
    if (builder->first_id == 0)
        builder->first_id = id;
    for (nx_column i = 0; i < NX_COLUMN_COUNT; i++) {
        if (!add_column(builder, words, i, lead))
            return nx_fail_memory(err);
    }
    return NEWSIDX_OK;
}

/* ------------------------------------------------------------- order ---- */

/* qsort() hands no context, so what it compares has all it needs. */
typedef struct sorted {
    newsidx_text spelling;
    uint32_t number;
} sorted;

static int compare(const void *a, const void *b)
{
    const sorted *first = a;
    const sorted *second = b;

    return nx_str_compare(first->spelling, second->spelling);
}

static bool sort_entries(nx_list_builder *builder)
{
    const size_t count = builder->entry_count;
    sorted *all = nx_alloc_zeroed(count, sizeof *all);

    builder->order = nx_alloc_zeroed(count, sizeof *builder->order);
    if (all == NULL || builder->order == NULL) {
        nx_free(all);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        all[i].spelling = spelling_of(builder, &builder->entries[i]);
        all[i].number = (uint32_t)i;
    }
    qsort(all, count, sizeof *all, compare);
    for (size_t i = 0; i < count; i++)
        builder->order[i] = all[i].number;
    nx_free(all);
    return true;
}

/* Notes by their lists: they are counted and then put where they belong, which
 * leaves those of a list in the order of their ids. */
static bool group_notes(nx_list_builder *builder)
{
    const size_t list_count = builder->entry_count * NX_LIST_KINDS;
    size_t *starts = nx_alloc_zeroed(list_count + 2, sizeof *starts);

    builder->postings =
        nx_alloc_zeroed(builder->note_count, sizeof *builder->postings);
    if (starts == NULL || builder->postings == NULL) {
        nx_free(starts);
        return false;
    }
    for (size_t i = 0; i < builder->note_count; i++)
        starts[builder->notes[i].list + 2]++;
    for (size_t i = 2; i < list_count + 2; i++)
        starts[i] += starts[i - 1];
    /* starts[list + 1] is where the next of `list` goes, and in the end where
     * those of the next list begin. */
    for (size_t i = 0; i < builder->note_count; i++) {
        const nx_list_note *from = &builder->notes[i];

        builder->postings[starts[from->list + 1]++] = from->posting;
    }
    builder->starts = starts;
    return true;
}

newsidx_status nx_list_builder_sort(nx_list_builder *builder,
                                    newsidx_error *err)
{
    forget_order(builder);
    if (!sort_entries(builder) || !group_notes(builder)) {
        forget_order(builder);
        return nx_fail_memory(err);
    }
    return NEWSIDX_OK;
}

newsidx_text nx_list_builder_spelling(const nx_list_builder *builder,
                                      size_t number)
{
    return spelling_of(builder, &builder->entries[builder->order[number]]);
}

nx_postings nx_list_builder_postings(const nx_list_builder *builder,
                                     size_t number, nx_list_kind kind)
{
    const size_t list =
        (size_t)builder->order[number] * NX_LIST_KINDS + (size_t)kind;
    const nx_postings found = {builder->postings + builder->starts[list],
                               builder->starts[list + 1] -
                                   builder->starts[list]};

    return found;
}

size_t nx_postings_unite(nx_postings a, nx_postings b, nx_posting *out)
{
    size_t i = 0;
    size_t j = 0;
    size_t count = 0;

    while (i < a.count || j < b.count) {
        const bool take_a =
            j == b.count || (i < a.count && a.items[i].id <= b.items[j].id);
        const bool take_b =
            i == a.count || (j < b.count && b.items[j].id <= a.items[i].id);

        out[count] = take_a ? a.items[i] : b.items[j];
        if (take_a && take_b)
            out[count].weight += b.items[j].weight;
        i += take_a;
        j += take_b;
        count++;
    }
    return count;
}
