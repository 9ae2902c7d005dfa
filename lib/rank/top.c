#include "rank/top.h"

#include "base/memory.h"

#include <stdlib.h>

bool nx_candidate_is_better(const nx_candidate *a, const nx_candidate *b)
{
    if (a->leads != b->leads)
        return a->leads;
    if (a->key < b->key || a->key > b->key)
        return a->key > b->key;
    return a->id < b->id;
}

void nx_top_init(nx_top *top, size_t capacity)
{
    top->entries = NULL;
    top->count = 0;
    top->room = 0;
    top->capacity = capacity;
}

void nx_top_finish(nx_top *top)
{
    nx_free(top->entries);
    nx_top_init(top, top->capacity);
}

static void swap(nx_candidate *a, nx_candidate *b)
{
    const nx_candidate kept = *a;

    *a = *b;
    *b = kept;
}

/* Let the last one rise over those that are better than it. */
static void rise(nx_candidate *entries, size_t child)
{
    while (child > 0) {
        const size_t parent = (child - 1) / 2;

        if (!nx_candidate_is_better(&entries[parent], &entries[child]))
            return;
        swap(&entries[parent], &entries[child]);
        child = parent;
    }
}

/* Let the first one sink under those that are worse than it. */
static void sink(nx_candidate *entries, size_t count)
{
    size_t parent = 0;

    for (;;) {
        size_t child = 2 * parent + 1;

        if (child >= count)
            return;
        if (child + 1 < count &&
            nx_candidate_is_better(&entries[child], &entries[child + 1]))
            child++;
        if (!nx_candidate_is_better(&entries[parent], &entries[child]))
            return;
        swap(&entries[parent], &entries[child]);
        parent = child;
    }
}

bool nx_top_wants(const nx_top *top, const nx_candidate *candidate)
{
    return top->count < top->capacity ||
           (top->count > 0 &&
            nx_candidate_is_better(candidate, &top->entries[0]));
}

bool nx_top_add(nx_top *top, const nx_candidate *candidate)
{
    void *entries = top->entries;

    if (!nx_top_wants(top, candidate))
        return true;
    if (top->count == top->capacity) {
        top->entries[0] = *candidate;
        sink(top->entries, top->count);
        return true;
    }
    if (!nx_grow(&entries, &top->room, top->count + 1, sizeof *top->entries))
        return false;
    top->entries = entries;
    top->entries[top->count] = *candidate;
    rise(top->entries, top->count);
    top->count++;
    return true;
}

static int compare(const void *a, const void *b)
{
    return nx_candidate_is_better(a, b) ? -1 : 1;
}

void nx_top_sort(nx_top *top)
{
    if (top->count > 1)
        qsort(top->entries, top->count, sizeof *top->entries, compare);
}
