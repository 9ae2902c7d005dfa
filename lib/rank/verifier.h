/* Holds an article against a plan that FTS5 alone can't decide. */
#ifndef NX_RANK_VERIFIER_H
#define NX_RANK_VERIFIER_H

#include "rank/evaluator.h"
#include "rank/matcher.h"

/* Not for two threads at once. */
typedef struct nx_verifier nx_verifier;

/* The plan and the store's snapshot must stay as long. */
newsidx_status nx_verifier_new(nx_store *store, const nx_plan *plan,
                               nx_verifier **out_verifier, newsidx_error *err);
void nx_verifier_free(nx_verifier *verifier);

/* Take the article `id`. False if it can't match, whatever its words are. */
newsidx_status nx_verifier_begin(nx_verifier *verifier, int64_t id,
                                 bool *out_may_match, newsidx_error *err);

/* A unit stands at `first`, over `count` positions. False when there is no
 * memory. */
bool nx_verifier_add(nx_verifier *verifier, size_t unit, uint64_t first,
                     uint32_t count);

/* What the weights below, in fifths, can be at most: as if all places satisfied
 * the query. */
void nx_verifier_bound(const nx_verifier *verifier, uint32_t *weights);

/* After the last place: does the article match? It is read for that where the
 * plan needs its text. */
newsidx_status nx_verifier_decide(nx_verifier *verifier, bool *out_matches,
                                  newsidx_error *err);

/* Of an article that matches: the weight of each unit's occurrences that
 * satisfy the query. */
newsidx_status nx_verifier_weigh(nx_verifier *verifier, uint32_t *weights,
                                 newsidx_error *err);

/* Leave in `reading`, which is of the article `id`, only the occurrences that
 * satisfy the query. */
newsidx_status nx_verifier_refine(nx_verifier *verifier, int64_t id,
                                  nx_reading *reading, newsidx_error *err);

/* See nx_evaluator_is_cut(). */
bool nx_verifier_is_cut(const nx_verifier *verifier);

#endif
