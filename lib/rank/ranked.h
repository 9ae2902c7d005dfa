/* The ranked driver: candidates from ranked lists. */
#ifndef NX_RANK_RANKED_H
#define NX_RANK_RANKED_H

#include "rank/candidates.h"

/*
 * Find what `wanted` asks for among the articles up to nx_store_listed(), of a
 * plan for which nx_listed_plan() holds, and add it to `out`. `phrases` are the
 * ids, rising, of articles that hold the plan's whole phrase.
 * NEWSIDX_ERR_CORRUPT for damaged lists.
 */
newsidx_status nx_ranked_find(nx_store *store, const nx_plan *plan,
                              const nx_wanted *wanted, const nx_ids *phrases,
                              nx_candidates *out, newsidx_error *err);

#endif
