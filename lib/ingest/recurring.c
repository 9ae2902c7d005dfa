#include "ingest/recurring.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/str.h"
#include "ingest/lines.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_LINE 80
#define FEWEST_ARTICLES 20
#define ONE_IN 20

/* Of an archive's short lines most are seen once, and forgotten in between. */
#define MOST_LINES ((uint32_t)200 * 1000)

#define FIRST_SLOT_COUNT ((size_t)1024)

static void init_table(nx_recurring_table *table)
{
    memset(table, 0, sizeof *table);
    nx_arena_init(&table->arena);
}

static void finish_table(nx_recurring_table *table)
{
    nx_arena_finish(&table->arena);
    nx_free(table->items);
    nx_free(table->slots);
}

void nx_recurring_init(nx_recurring *recurring)
{
    init_table(&recurring->sources);
    init_table(&recurring->lines);
    recurring->articles = 0;
}

void nx_recurring_finish(nx_recurring *recurring)
{
    finish_table(&recurring->sources);
    finish_table(&recurring->lines);
    nx_recurring_init(recurring);
}

static size_t find_slot(const nx_recurring_table *table, uint32_t owner,
                        newsidx_text text)
{
    const size_t mask = table->slot_count - 1;
    size_t at = (size_t)nx_hash64(text.bytes, text.length, owner) & mask;

    while (table->slots[at] != 0) {
        const nx_recurring_text *item = &table->items[table->slots[at] - 1];

        if (item->owner == owner && nx_str_equal(item->text, text))
            break;
        at = (at + 1) & mask;
    }
    return at;
}

static void fill_slots(nx_recurring_table *table)
{
    memset(table->slots, 0, table->slot_count * sizeof *table->slots);
    for (uint32_t i = 0; i < table->count; i++) {
        const nx_recurring_text *item = &table->items[i];

        table->slots[find_slot(table, item->owner, item->text)] = i + 1;
    }
}

/* Half of the slots stay free. */
static bool reserve(nx_recurring_table *table)
{
    void *items = table->items;
    size_t count = table->slot_count > 0 ? table->slot_count : FIRST_SLOT_COUNT;
    uint32_t *slots;

    if (!nx_grow(&items, &table->capacity, (size_t)table->count + 1,
                 sizeof *table->items))
        return false;
    table->items = items;
    while (count / 2 <= table->count)
        count *= 2;
    if (count == table->slot_count)
        return true;
    slots = nx_alloc_zeroed(count, sizeof *slots);
    if (slots == NULL)
        return false;
    nx_free(table->slots);
    table->slots = slots;
    table->slot_count = count;
    fill_slots(table);
    return true;
}

/* The number of a text, from 1, counted for that article; 0: no memory. */
static uint32_t count_text(nx_recurring_table *table, uint32_t owner,
                           newsidx_text text, uint64_t article)
{
    nx_recurring_text *item;
    size_t slot;

    if (!reserve(table))
        return 0;
    slot = find_slot(table, owner, text);
    if (table->slots[slot] == 0) {
        item = &table->items[table->count];
        memset(item, 0, sizeof *item);
        item->owner = owner;
        item->text = nx_arena_text(&table->arena, text);
        if (item->text.bytes == NULL)
            return 0;
        table->slots[slot] = ++table->count;
    }
    item = &table->items[table->slots[slot] - 1];
    if (item->last != article)
        item->count++;
    item->last = article;
    return table->slots[slot];
}

/* Keep what was seen in two articles or more. */
static bool forget_rare(nx_recurring_table *table)
{
    nx_arena kept;
    uint32_t count = 0;

    nx_arena_init(&kept);
    for (uint32_t i = 0; i < table->count; i++) {
        nx_recurring_text item = table->items[i];

        if (item.count < 2)
            continue;
        item.text = nx_arena_text(&kept, item.text);
        if (item.text.bytes == NULL) {
            nx_arena_finish(&kept);
            return false;
        }
        table->items[count++] = item;
    }
    nx_arena_finish(&table->arena);
    table->arena = kept;
    table->count = count;
    fill_slots(table);
    return true;
}

static bool is_candidate(newsidx_text line)
{
    bool has_letter = false;

    if (line.length < 2 || line.length > LONGEST_LINE)
        return false;
    for (size_t i = 0; i < line.length && !has_letter; i++)
        has_letter =
            nx_is_alpha(line.bytes[i]) || (unsigned char)line.bytes[i] >= 0xC0;
    return has_letter && !nx_text_ends_sentence(line);
}

/* Count a line; one that isn't known only if there is room for it. */
static bool count_line(nx_recurring_table *lines, uint32_t owner,
                       newsidx_text line, uint64_t article)
{
    if (lines->count >= MOST_LINES && !lines->is_full) {
        if (!forget_rare(lines))
            return false;
        /* To sweep again and again for a few would take for ever. */
        lines->is_full = lines->count > MOST_LINES / 2;
    }
    if (lines->is_full && lines->slots[find_slot(lines, owner, line)] == 0)
        return true;
    return count_text(lines, owner, line, article) != 0;
}

newsidx_status nx_recurring_add(nx_recurring *recurring,
                                const newsidx_article *article,
                                newsidx_error *err)
{
    const uint64_t number = ++recurring->articles;
    const newsidx_text source =
        article->source.bytes != NULL ? article->source : nx_str("");
    newsidx_text rest = article->body;
    const uint32_t owner = count_text(&recurring->sources, 0, source, number);

    if (owner == 0)
        return nx_fail_memory(err);
    while (rest.length > 0) {
        const char *end = memchr(rest.bytes, '\n', rest.length);
        const size_t length =
            end != NULL ? (size_t)(end - rest.bytes) : rest.length;
        const newsidx_text line = nx_str_trim(nx_str_slice(rest.bytes, length));
        const size_t step = end != NULL ? length + 1 : length;

        if (is_candidate(line) &&
            !count_line(&recurring->lines, owner, line, number))
            return nx_fail_memory(err);
        rest = nx_str_slice(rest.bytes + step, rest.length - step);
    }
    return NEWSIDX_OK;
}

/* Qsort hands no context over, but all it needs is in the items. */
static int compare(const void *a, const void *b)
{
    const nx_recurring_text *first = a;
    const nx_recurring_text *second = b;

    if (first->owner != second->owner)
        return first->owner < second->owner ? -1 : 1;
    if (first->count != second->count)
        return first->count > second->count ? -1 : 1;
    return nx_str_compare(first->text, second->text);
}

void nx_recurring_sort(nx_recurring *recurring)
{
    if (recurring->lines.count > 0)
        qsort(recurring->lines.items, recurring->lines.count,
              sizeof *recurring->lines.items, compare);
}

bool nx_recurring_next(const nx_recurring *recurring, size_t *at,
                       nx_recurring_line *out)
{
    while (*at < recurring->lines.count) {
        const nx_recurring_text *line = &recurring->lines.items[(*at)++];
        const nx_recurring_text *source =
            &recurring->sources.items[line->owner - 1];

        if (line->count < FEWEST_ARTICLES ||
            (uint64_t)line->count * ONE_IN < source->count)
            continue;
        out->source = source->text;
        out->line = line->text;
        out->articles = line->count;
        out->source_articles = source->count;
        return true;
    }
    return false;
}
