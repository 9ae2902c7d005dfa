/* Sets of places in an article, and which of them are near one another. */
#ifndef NX_RANK_INTERVALS_H
#define NX_RANK_INTERVALS_H

#include "query/tree.h"
#include "text/boundaries.h"
#include "words/words.h"

/*
 * From the first word to the last, both included, as column << 32 | position:
 * two places of one column are as far apart as their numbers.
 */
typedef struct nx_interval {
    uint64_t first;
    uint64_t last;
} nx_interval;

/* Sorted by first, then by last; each is there once. */
typedef struct nx_intervals {
    nx_interval *items;
    size_t count;
    size_t capacity;
    uint64_t longest; /* the greatest last - first */
} nx_intervals;

uint64_t nx_place(nx_column column, uint32_t position);
nx_column nx_place_column(uint64_t place);
uint32_t nx_place_position(uint64_t place);

void nx_intervals_finish(nx_intervals *set);
void nx_intervals_clear(nx_intervals *set);

/* Both are false when there is no memory. What was added in any order is to be
 * sorted before the set is used. */
bool nx_intervals_add(nx_intervals *set, nx_interval added);
bool nx_intervals_sort(nx_intervals *set);

/* The number of the first one that begins at `place` or later. */
size_t nx_intervals_find(const nx_intervals *set, uint64_t place);

/* Is this very interval there? Then its number. */
bool nx_intervals_has(const nx_intervals *set, nx_interval wanted,
                      size_t *out_number);

bool nx_interval_is_in(nx_interval inner, nx_interval outer);

/* From the first word of both to the last. */
nx_interval nx_interval_hull(nx_interval a, nx_interval b);

/* How many of them fit beside each other without an overlap. */
size_t nx_intervals_count_apart(const nx_intervals *set);

/*
 * The sentence or paragraph that `place` lies in. A column that is not the body
 * is one of each.
 */
nx_interval nx_scope_of(const nx_boundaries *boundaries, nx_reach reach,
                        uint64_t place);

/* What one operand of a NEAR asks of the other. */
typedef struct nx_nearness {
    const nx_near *relation;
    const nx_boundaries *boundaries; /* NULL if distances are words */
    bool looks_right;                /* the asked set is the right operand */
} nx_nearness;

/* A walk over the intervals of a set that are in the relation with one. */
typedef struct nx_partners {
    const nx_intervals *set;
    const nx_nearness *nearness;
    nx_interval from;
    nx_interval reach; /* where a partner may lie */
    size_t next_after;
    size_t next_before; /* one more than the number to look at */
} nx_partners;

void nx_partners_init(nx_partners *partners, const nx_intervals *set,
                      const nx_nearness *nearness, nx_interval from);

/* The nearest come first, those behind it before those in front of it. False
 * when there is no more. */
bool nx_partners_next(nx_partners *partners, nx_interval *out);

#endif
