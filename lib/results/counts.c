#include "results/counts.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOT_COUNT ((size_t)256)

void nx_counts_init(nx_counts *counts)
{
    memset(counts, 0, sizeof *counts);
    nx_arena_init(&counts->arena);
}

void nx_counts_finish(nx_counts *counts)
{
    nx_arena_finish(&counts->arena);
    nx_free(counts->items);
    nx_free(counts->slots);
    nx_counts_init(counts);
}

/* Where the key is, or would be. */
static size_t find_slot(const nx_counts *counts, newsidx_text key)
{
    const size_t mask = counts->slot_count - 1;
    size_t at = (size_t)nx_hash64(key.bytes, key.length, 0) & mask;

    while (counts->slots[at] != 0 &&
           !nx_str_equal(counts->items[counts->slots[at] - 1].key, key))
        at = (at + 1) & mask;
    return at;
}

/* Room for one item more; of the slots never more than half are taken. */
static bool reserve(nx_counts *counts)
{
    size_t slot_count =
        counts->slot_count > 0 ? counts->slot_count : FIRST_SLOT_COUNT;
    void *items = counts->items;
    uint32_t *slots;

    if (!nx_grow(&items, &counts->capacity, counts->count + 1,
                 sizeof *counts->items))
        return false;
    counts->items = items;
    while (slot_count / 2 <= counts->count)
        slot_count *= 2;
    if (slot_count == counts->slot_count)
        return true;
    slots = nx_alloc_zeroed(slot_count, sizeof *slots);
    if (slots == NULL)
        return false;
    nx_free(counts->slots);
    counts->slots = slots;
    counts->slot_count = slot_count;
    for (size_t i = 0; i < counts->count; i++)
        slots[find_slot(counts, counts->items[i].key)] = (uint32_t)(i + 1);
    return true;
}

static newsidx_status add_item(nx_counts *counts, newsidx_text key,
                               newsidx_text name, newsidx_error *err)
{
    nx_counted added = {.count = 0};

    if (counts->count == NX_LIMIT_FACET_NAMES)
        return nx_fail(err, NEWSIDX_ERR_LIMIT,
                       "there are more than %d different names",
                       NX_LIMIT_FACET_NAMES);
    added.key = nx_arena_text(&counts->arena, key);
    added.name = nx_arena_text(&counts->arena, name);
    if (added.key.bytes == NULL || added.name.bytes == NULL || !reserve(counts))
        return nx_fail_memory(err);
    counts->items[counts->count++] = added;
    counts->slots[find_slot(counts, added.key)] = (uint32_t)counts->count;
    return NEWSIDX_OK;
}

newsidx_status nx_counts_find(nx_counts *counts, newsidx_text key,
                              newsidx_text name, nx_counted **out_item,
                              newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    size_t number = 0;

    *out_item = NULL;
    if (counts->slot_count > 0)
        number = counts->slots[find_slot(counts, key)];
    if (number == 0) {
        status = add_item(counts, key, name, err);
        number = counts->count;
    }
    if (status < 0)
        return status;
    *out_item = &counts->items[number - 1];
    return NEWSIDX_OK;
}

void nx_counted_prefer(nx_counted *item, newsidx_text name, uint64_t count)
{
    if (count <= item->name_count)
        return;
    item->name = name;
    item->name_count = count;
}

void nx_counted_add(nx_counted *item, int64_t id)
{
    item->count += item->last_id != id;
    item->last_id = id;
}

static int compare(const void *a, const void *b)
{
    const nx_counted *first = a;
    const nx_counted *second = b;

    if (first->count != second->count)
        return first->count > second->count ? -1 : 1;
    return nx_str_compare(first->key, second->key);
}

newsidx_status nx_counts_tell(nx_counts *counts, size_t limit,
                              uint64_t articles, newsidx_tally *tally,
                              newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    if (limit == 0 || limit > counts->count)
        limit = counts->count;
    if (counts->count > 1)
        qsort(counts->items, counts->count, sizeof *counts->items, compare);
    for (size_t i = 0; i < limit && status >= 0; i++) {
        const nx_counted *item = &counts->items[i];

        status = nx_tally_add(tally, item->name, item->count,
                              (double)item->count / (double)articles, err);
    }
    return status;
}
