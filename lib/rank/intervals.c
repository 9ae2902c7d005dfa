#include "rank/intervals.h"

#include "base/memory.h"

#include <string.h>

uint64_t nx_place(nx_column column, uint32_t position)
{
    return (uint64_t)column << 32 | position;
}

nx_column nx_place_column(uint64_t place)
{
    return (nx_column)(place >> 32);
}

uint32_t nx_place_position(uint64_t place)
{
    return (uint32_t)place;
}

void nx_intervals_finish(nx_intervals *set)
{
    nx_free(set->items);
    memset(set, 0, sizeof *set);
}

void nx_intervals_clear(nx_intervals *set)
{
    set->count = 0;
    set->longest = 0;
}

bool nx_intervals_add(nx_intervals *set, nx_interval added)
{
    void *items = set->items;

    if (!nx_grow(&items, &set->capacity, set->count + 1, sizeof added))
        return false;
    set->items = items;
    set->items[set->count++] = added;
    if (added.last - added.first > set->longest)
        set->longest = added.last - added.first;
    return true;
}

static int compare(const void *a, const void *b)
{
    const nx_interval *left = a;
    const nx_interval *right = b;

    if (left->first != right->first)
        return left->first < right->first ? -1 : 1;
    return (left->last > right->last) - (left->last < right->last);
}

/* Where the rising run that begins at `start` ends. */
static size_t run_end(const nx_intervals *set, size_t start)
{
    size_t end = start + 1;

    while (end < set->count &&
           compare(&set->items[end - 1], &set->items[end]) <= 0)
        end++;
    return end;
}

/* Merge [start, middle) and [middle, end) of `from` into `to`. */
static void merge(const nx_interval *from, size_t start, size_t middle,
                  size_t end, nx_interval *to)
{
    size_t left = start;
    size_t right = middle;

    for (size_t i = start; i < end; i++) {
        if (right == end ||
            (left < middle && compare(&from[left], &from[right]) <= 0))
            to[i] = from[left++];
        else
            to[i] = from[right++];
    }
}

static void remove_repeated(nx_intervals *set)
{
    size_t kept = 0;

    for (size_t i = 0; i < set->count; i++) {
        if (kept == 0 || compare(&set->items[kept - 1], &set->items[i]) != 0)
            set->items[kept++] = set->items[i];
    }
    set->count = kept;
}

/*
 * A natural merge sort: what is united here are lists in order, as runs one
 * behind the other.
 */
bool nx_intervals_sort(nx_intervals *set)
{
    nx_interval *other;

    if (set->count < 2)
        return true;
    if (run_end(set, 0) < set->count) {
        other = nx_alloc_zeroed(set->capacity, sizeof *other);
        if (other == NULL)
            return false;
        while (run_end(set, 0) < set->count) {
            nx_interval *sorted = other;

            for (size_t start = 0; start < set->count;) {
                const size_t middle = run_end(set, start);
                const size_t end =
                    middle < set->count ? run_end(set, middle) : middle;

                merge(set->items, start, middle, end, sorted);
                start = end;
            }
            other = set->items;
            set->items = sorted;
        }
        nx_free(other);
    }
    remove_repeated(set);
    return true;
}

/* How many come before `wanted`. */
static size_t count_before(const nx_intervals *set, nx_interval wanted)
{
    size_t low = 0;
    size_t high = set->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (compare(&set->items[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t nx_intervals_find(const nx_intervals *set, uint64_t place)
{
    const nx_interval earliest = {place, 0};

    return count_before(set, earliest);
}

bool nx_intervals_has(const nx_intervals *set, nx_interval wanted,
                      size_t *out_number)
{
    *out_number = count_before(set, wanted);
    return *out_number < set->count &&
           compare(&set->items[*out_number], &wanted) == 0;
}

bool nx_interval_is_in(nx_interval inner, nx_interval outer)
{
    return inner.first >= outer.first && inner.last <= outer.last;
}

nx_interval nx_interval_hull(nx_interval a, nx_interval b)
{
    const nx_interval hull = {a.first < b.first ? a.first : b.first,
                              a.last > b.last ? a.last : b.last};

    return hull;
}

/* The greedy choice by where they end, made in the order of where they begin:
 * one that begins inside the last chosen and ends earlier takes its place. */
size_t nx_intervals_count_apart(const nx_intervals *set)
{
    uint64_t last = 0;
    size_t count = 0;

    for (size_t i = 0; i < set->count; i++) {
        const nx_interval *at = &set->items[i];

        if (count == 0 || at->first > last) {
            last = at->last;
            count++;
        } else if (at->last < last) {
            last = at->last;
        }
    }
    return count;
}

nx_interval nx_scope_of(const nx_boundaries *boundaries, nx_reach reach,
                        uint64_t place)
{
    const nx_column column = nx_place_column(place);
    const nx_starts *starts = reach == NX_REACH_SENTENCE
                                  ? &boundaries->sentences
                                  : &boundaries->paragraphs;
    nx_interval scope = {nx_place(column, 0), nx_place(column, UINT32_MAX)};
    size_t number;

    if (column != NX_COLUMN_BODY || starts->count == 0)
        return scope;
    number = nx_starts_find(starts, nx_place_position(place));
    scope.first = nx_place(column, starts->positions[number]);
    if (number + 1 < starts->count)
        scope.last = nx_place(column, starts->positions[number + 1] - 1);
    return scope;
}

/* Where a partner of `from` may lie, at most. */
static nx_interval reach_of(const nx_nearness *nearness, nx_interval from)
{
    const nx_near *relation = nearness->relation;
    const nx_column column = nx_place_column(from.first);
    nx_interval reach = {nx_place(column, 0), nx_place(column, UINT32_MAX)};

    if (relation->reach != NX_REACH_WORDS) {
        reach = nx_scope_of(nearness->boundaries, relation->reach, from.first);
        /* What lies in two sentences is in neither. */
        if (from.last > reach.last)
            reach.last = reach.first - 1;
    } else {
        /* Of a partner, the nearest word must be in reach. */
        if (from.first - reach.first > relation->distance)
            reach.first = from.first - relation->distance;
        if (reach.last - from.last > relation->distance)
            reach.last = from.last + relation->distance;
    }
    return reach;
}

void nx_partners_init(nx_partners *partners, const nx_intervals *set,
                      const nx_nearness *nearness, nx_interval from)
{
    const bool is_ordered = nearness->relation->is_ordered;

    partners->set = set;
    partners->nearness = nearness;
    partners->from = from;
    partners->reach = reach_of(nearness, from);
    partners->next_after = set->count;
    partners->next_before = 0;
    if (partners->reach.last + 1 == partners->reach.first)
        return;
    if (!is_ordered || nearness->looks_right)
        partners->next_after = nx_intervals_find(set, from.last + 1);
    if (!is_ordered || !nearness->looks_right)
        partners->next_before = nx_intervals_find(set, from.first);
}

bool nx_partners_next(nx_partners *partners, nx_interval *out)
{
    const nx_intervals *set = partners->set;
    const nx_interval from = partners->from;
    const nx_interval reach = partners->reach;
    const bool is_near = partners->nearness->relation->reach == NX_REACH_WORDS;

    while (partners->next_after < set->count) {
        const nx_interval *at = &set->items[partners->next_after];

        if (at->first > reach.last)
            break;
        partners->next_after++;
        if (is_near || at->last <= reach.last) {
            *out = *at;
            return true;
        }
    }
    while (partners->next_before > 0) {
        const nx_interval *at = &set->items[partners->next_before - 1];

        /* One that begins so early ends too early, however long it is. */
        if (at->first + set->longest < reach.first)
            break;
        partners->next_before--;
        if (at->last < from.first &&
            (is_near ? at->last >= reach.first : at->first >= reach.first)) {
            *out = *at;
            return true;
        }
    }
    return false;
}
