/* Stage one: which articles match, and the best of them as wholes. */
#ifndef NX_RANK_CANDIDATES_H
#define NX_RANK_CANDIDATES_H

#include "rank/plan.h"
#include "rank/top.h"

/* What to find. */
typedef struct nx_wanted {
    newsidx_order order;
    size_t count;        /* how many of the best; 0: none, only count matches */
    int64_t id;          /* note this one's standing too; 0: none */
    int64_t deadline_ms; /* of nx_clock_ms(); 0: none */
} nx_wanted;

/*
 * `best` is sorted; a candidate's key is S of README.md, or, by date, seconds
 * since 1970 (negated for oldest first; -infinity without a date).
 */
typedef struct nx_candidates {
    nx_top best;
    uint64_t looked_at;    /* articles that were held against the query */
    uint64_t total;        /* matching articles */
    uint64_t phrase_total; /* of them, with the plan's whole phrase */
    nx_candidate wanted;   /* id 0: `wanted.id` doesn't match */
    bool is_partial;       /* a limit came first */
} nx_candidates;

/* Teach a connection the function below; once, before the first search. */
newsidx_status nx_candidates_register(nx_store *store, newsidx_error *err);

/* Within a snapshot. Free `out->best` with nx_candidates_finish(). */
newsidx_status nx_candidates_find(nx_store *store, const nx_plan *plan,
                                  const nx_wanted *wanted, nx_candidates *out,
                                  newsidx_error *err);

void nx_candidates_finish(nx_candidates *candidates);

#endif
