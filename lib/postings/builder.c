#include "postings/builder.h"

#include "base/bits.h"
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

struct nx_list_entry {
    uint32_t start; /* bytes of the letters */
    uint32_t length;
};

/* A place of the table: what is looked for is known before the entry is. */
struct nx_list_place {
    uint32_t hash;
    uint32_t number; /* of the entry + 1; 0: free */
};

/* Spellings that are looked up together. */
#define GROUP 64

void nx_list_builder_init(nx_list_builder *builder)
{
    memset(builder, 0, sizeof *builder);
    nx_buf_init(&builder->letters, LETTERS_LIMIT);
}

void nx_list_builder_finish(nx_list_builder *builder)
{
    nx_free(builder->lengths);
    nx_free(builder->order);
    nx_free(builder->postings);
    nx_free(builder->starts);
    nx_free(builder->entries);
    nx_free(builder->table);
    nx_free(builder->notes);
    nx_buf_finish(&builder->letters);
    nx_list_builder_init(builder);
}

void nx_list_builder_clear(nx_list_builder *builder)
{
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
    nx_list_place *table = nx_alloc_zeroed(length, sizeof *table);

    if (table == NULL)
        return false;
    for (size_t i = 0; i < builder->table_length; i++) {
        const nx_list_place *from = &builder->table[i];
        size_t place = from->hash;

        if (from->number == 0)
            continue;
        while (table[place & (length - 1)].number != 0)
            place++;
        table[place & (length - 1)] = *from;
    }
    nx_free(builder->table);
    builder->table = table;
    builder->table_length = length;
    return true;
}

static bool add_entry(nx_list_builder *builder, newsidx_text spelling)
{
    void *entries = builder->entries;
    nx_list_entry *added;

    if (!nx_grow(&entries, &builder->entry_capacity, builder->entry_count + 1,
                 sizeof *added))
        return false;
    builder->entries = entries;
    added = &builder->entries[builder->entry_count];
    added->start = (uint32_t)builder->letters.length;
    added->length = (uint32_t)spelling.length;
    nx_buf_add_text(&builder->letters, spelling);
    if (builder->letters.status < 0)
        return false;
    builder->entry_count++;
    return true;
}

/* The number of the spelling's entry, for which there is room; SIZE_MAX when
 * there is no memory. */
static size_t find_entry(nx_list_builder *builder, newsidx_text spelling,
                         uint32_t hash)
{
    const size_t mask = builder->table_length - 1;
    size_t place = hash;
    nx_list_place *found;

    for (;; place++) {
        found = &builder->table[place & mask];
        if (found->number == 0)
            break;
        if (found->hash == hash &&
            nx_str_equal(
                spelling_of(builder, &builder->entries[found->number - 1]),
                spelling))
            return found->number - 1;
    }
    if (!add_entry(builder, spelling))
        return SIZE_MAX;
    found->hash = hash;
    found->number = (uint32_t)builder->entry_count;
    return builder->entry_count - 1;
}

static bool note(nx_list_builder *builder, const nx_weight *weight,
                 uint32_t hash)
{
    const size_t number = find_entry(builder, weight->spelling, hash);
    void *notes = builder->notes;
    nx_list_note *added;

    if (number == SIZE_MAX || !nx_grow(&notes, &builder->note_capacity,
                                       builder->note_count + 1, sizeof *added))
        return false;
    builder->notes = notes;
    added = &builder->notes[builder->note_count++];
    added->list = (uint32_t)(number * NX_LIST_KINDS + weight->kind);
    added->posting.id = builder->last_id;
    added->posting.weight = weight->weight;
    return true;
}

/*
 * The table and what it leads to are larger than a processor's caches, so the
 * places of a group are asked for before the first is looked at, and then their
 * entries: half of the time of the whole would be waiting.
 */
static bool note_group(nx_list_builder *builder, const nx_weight *group,
                       size_t count)
{
    uint32_t hashes[GROUP];
    size_t mask;

    while ((builder->entry_count + count) * 2 > builder->table_length) {
        if (!grow_table(builder))
            return false;
    }
    mask = builder->table_length - 1;
    for (size_t i = 0; i < count; i++) {
        hashes[i] = (uint32_t)nx_hash64(group[i].spelling.bytes,
                                        group[i].spelling.length, 0);
        nx_prefetch(&builder->table[hashes[i] & mask]);
    }
    for (size_t i = 0; i < count; i++) {
        const uint32_t number = builder->table[hashes[i] & mask].number;

        if (number != 0)
            nx_prefetch(builder->letters.bytes +
                        builder->entries[number - 1].start);
    }
    for (size_t i = 0; i < count; i++) {
        if (!note(builder, &group[i], hashes[i]))
            return false;
    }
    return true;
}

/* Make room for the article's length, and say it. */
static bool set_length(nx_list_builder *builder, uint32_t id, uint32_t length)
{
    const size_t number = id - builder->first_id;
    size_t at =
        builder->last_id == 0 ? 0 : builder->last_id - builder->first_id + 1;
    void *lengths = builder->lengths;

    if (!nx_grow(&lengths, &builder->length_capacity, number + 1,
                 sizeof *builder->lengths))
        return false;
    builder->lengths = lengths;
    for (; at < number; at++)
        builder->lengths[at] = 0;
    builder->lengths[number] = length;
    return true;
}

newsidx_status nx_list_builder_add_weights(nx_list_builder *builder,
                                           uint32_t id, uint32_t length,
                                           newsidx_text weights,
                                           newsidx_error *err)
{
    nx_weight group[GROUP];
    size_t count = GROUP;
    size_t at = 0;

    assert(id > builder->last_id);
    if (builder->first_id == 0)
        builder->first_id = id;
    if (!set_length(builder, id, length))
        return nx_fail_memory(err);
    builder->last_id = id;
    while (count == GROUP) {
        count = 0;
        while (count < GROUP && nx_weights_next(weights, &at, &group[count]))
            count++;
        if (!note_group(builder, group, count))
            return nx_fail_memory(err);
    }
    return NEWSIDX_OK;
}

newsidx_status nx_list_builder_add(nx_list_builder *builder, uint32_t id,
                                   const nx_words *words, newsidx_error *err)
{
    return nx_list_builder_add_weights(builder, id, nx_words_length(words),
                                       nx_buf_text(&words->weights.packed),
                                       err);
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
    void *order = builder->order;
    sorted *all;

    if (!nx_grow(&order, &builder->order_capacity, count, sizeof(uint32_t)))
        return false;
    builder->order = order;
    all = nx_alloc_zeroed(count, sizeof *all);
    if (all == NULL)
        return false;
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
    const size_t start_count = builder->entry_count * NX_LIST_KINDS + 2;
    void *postings = builder->postings;
    void *room = builder->starts;
    uint32_t *starts;

    if (builder->note_count > UINT32_MAX ||
        !nx_grow(&postings, &builder->posting_capacity, builder->note_count,
                 sizeof *builder->postings))
        return false;
    builder->postings = postings;
    if (!nx_grow(&room, &builder->start_capacity, start_count, sizeof *starts))
        return false;
    starts = room;
    builder->starts = starts;
    memset(starts, 0, start_count * sizeof *starts);
    for (size_t i = 0; i < builder->note_count; i++)
        starts[builder->notes[i].list + 2]++;
    for (size_t i = 2; i < start_count; i++)
        starts[i] += starts[i - 1];
    /* starts[list + 1] is where the next of `list` goes, and in the end where
     * those of the next list begin. */
    for (size_t i = 0; i < builder->note_count; i++) {
        const nx_list_note *from = &builder->notes[i];

        builder->postings[starts[from->list + 1]++] = from->posting;
    }
    return true;
}

newsidx_status nx_list_builder_sort(nx_list_builder *builder,
                                    newsidx_error *err)
{
    if (!sort_entries(builder) || !group_notes(builder))
        return nx_fail_memory(err);
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
