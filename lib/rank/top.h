/* The best of many, without sorting the rest. */
#ifndef NX_RANK_TOP_H
#define NX_RANK_TOP_H

#include "newsidx.h"

#include <stdbool.h>

/*
 * What a search found, with what it is ordered by: those that lead come first,
 * then the higher key, then the lower id. No two are equal.
 */
typedef struct nx_candidate {
    int64_t id;
    double key;
    bool has_phrase;
    bool leads; /* for its phrase; by date nothing does */
} nx_candidate;

bool nx_candidate_is_better(const nx_candidate *a, const nx_candidate *b);

/*
 * A binary heap of at most `capacity` candidates whose worst stands at the
 * top, so that one comparison turns most newcomers away.
 */
typedef struct nx_top {
    nx_candidate *entries; /* ours */
    size_t count;
    size_t room;
    size_t capacity;
} nx_top;

void nx_top_init(nx_top *top, size_t capacity);
void nx_top_finish(nx_top *top);

/* Would it be kept, or is it worse than all that are there? */
bool nx_top_wants(const nx_top *top, const nx_candidate *candidate);

/* False when there is no memory. */
bool nx_top_add(nx_top *top, const nx_candidate *candidate);

/* Best first. Nothing can be added afterwards. */
void nx_top_sort(nx_top *top);

#endif
