/* Reads articles again, for what the index doesn't tell. */
#ifndef NX_RESULTS_EXAMINER_H
#define NX_RESULTS_EXAMINER_H

#include "rank/recency.h"
#include "rank/score.h"
#include "rank/verifier.h"

/* The article at hand; everything but the matcher's tools is replaced by the
 * next one. */
typedef struct nx_examiner {
    nx_store *store;
    nx_matcher *matcher;
    nx_scorer *scorer;
    nx_verifier *verifier; /* NULL: every occurrence satisfies the query */
    nx_recency recency;
    nx_reading reading;
    nx_arena arena;
    nx_stored stored;
    double freshness; /* what its age leaves of scores */
} nx_examiner;

/* The store's snapshot and the plan must stay as long. */
newsidx_status nx_examiner_init(nx_examiner *examiner, nx_store *store,
                                const nx_plan *plan, const nx_recency *recency,
                                newsidx_error *err);
void nx_examiner_finish(nx_examiner *examiner);

/* Read the article, find what satisfies the plan, make it ready to be scored.
 * NEWSIDX_ERR_CORRUPT if the index has words of an article that isn't there. */
newsidx_status nx_examiner_take(nx_examiner *examiner, int64_t id,
                                newsidx_error *err);

#endif
