/* Stage one: which articles match, and the best of them as wholes. */
#ifndef NX_RANK_CANDIDATES_H
#define NX_RANK_CANDIDATES_H

#include "rank/matches.h"
#include "rank/plan.h"
#include "rank/recency.h"
#include "rank/top.h"

/* What to find. */
typedef struct nx_wanted {
    newsidx_order order;
    size_t count;        /* how many of the best; 0: none, only count matches */
    int64_t id;          /* note this one's standing too; 0: none */
    int64_t deadline_ms; /* of nx_clock_ms(); 0: none */
    bool at_least; /* `total` need not count what can't be among the best */
    bool no_lists; /* ask `words` alone */
    nx_recency recency;
    nx_matches *matches; /* add every match, where `count` and `id` are 0 and
                            nothing is ranked; NULL: nobody asks */
} nx_wanted;

/*
 * `best` is sorted; a candidate's key is S of README.md, as far as its age
 * leaves it, or, by date, seconds since 1970 (negated for oldest first;
 * -infinity without a date), or the length in words.
 */
typedef struct nx_candidates {
    nx_top best;
    uint64_t looked_at;    /* articles that were held against the query */
    uint64_t total;        /* matching articles */
    uint64_t phrase_total; /* of them, with the plan's whole phrase; 0 if
                              nothing is ranked */
    nx_candidate wanted;   /* id 0: `wanted.id` doesn't match */
    bool is_partial;       /* a limit came first */
    bool is_bound;         /* the totals are at least so many */
    uint32_t listed;       /* the ids up to this one came from lists */
} nx_candidates;

/* Ids, rising. */
typedef struct nx_ids {
    uint32_t *ids;
    size_t count;
    size_t capacity;
} nx_ids;

/* The key of an article whose parts add up to `score`; by date that is not
 * looked at. */
double nx_candidates_key(const nx_plan *plan, const nx_wanted *wanted,
                         const nx_row *row, int64_t score);

/* Has somebody interrupted, or is the time over? */
newsidx_status nx_candidates_check_time(const nx_store *store,
                                        const nx_wanted *wanted,
                                        newsidx_error *err);

/* Teach a connection the function below; once, before the first search. */
newsidx_status nx_candidates_register(nx_store *store, newsidx_error *err);

/* Within a snapshot. Free `out->best` with nx_candidates_finish(). */
newsidx_status nx_candidates_find(nx_store *store, const nx_plan *plan,
                                  const nx_wanted *wanted, nx_candidates *out,
                                  newsidx_error *err);

void nx_candidates_finish(nx_candidates *candidates);

#endif
