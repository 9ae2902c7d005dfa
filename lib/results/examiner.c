#include "results/examiner.h"

#include <inttypes.h>
#include <string.h>

newsidx_status nx_examiner_init(nx_examiner *examiner, nx_store *store,
                                const nx_plan *plan, const nx_recency *recency,
                                newsidx_error *err)
{
    newsidx_status status;

    memset(examiner, 0, sizeof *examiner);
    examiner->store = store;
    examiner->recency = *recency;
    nx_reading_init(&examiner->reading);
    nx_arena_init(&examiner->arena);
    status = nx_matcher_new(plan, &examiner->matcher, err);
    if (status < 0)
        return status;
    status = nx_scorer_new(plan, &examiner->scorer, err);
    if (status < 0 || plan->is_exact || plan->condition == NULL)
        return status;
    return nx_verifier_new(store, plan, &examiner->verifier, err);
}

void nx_examiner_finish(nx_examiner *examiner)
{
    nx_matcher_free(examiner->matcher);
    nx_scorer_free(examiner->scorer);
    nx_verifier_free(examiner->verifier);
    nx_reading_finish(&examiner->reading);
    nx_arena_finish(&examiner->arena);
}

newsidx_status nx_examiner_take(nx_examiner *examiner, int64_t id,
                                newsidx_error *err)
{
    const nx_rows *rows = nx_store_rows(examiner->store);
    nx_analyzer *analyzer;
    newsidx_status status;

    examiner->freshness =
        nx_recency_freshness(&examiner->recency, rows->rows[id].published_at);
    nx_arena_reset(&examiner->arena);
    status = nx_store_read(examiner->store, id, &examiner->arena,
                           &examiner->stored, err);
    if (status == NEWSIDX_NOT_FOUND)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "article %" PRId64 " is in the index but not stored",
                       id);
    if (status < 0)
        return status;
    status = nx_store_analyzer(
        examiner->store, examiner->stored.article.language, &analyzer, err);
    if (status < 0)
        return status;
    status = nx_matcher_read(examiner->matcher, analyzer, &examiner->stored,
                             &examiner->reading, err);
    if (status >= 0 && examiner->verifier != NULL)
        status =
            nx_verifier_refine(examiner->verifier, id, &examiner->reading, err);
    if (status < 0)
        return status;
    return nx_scorer_load(examiner->scorer, &examiner->reading,
                          rows->rows[id].length, err);
}
