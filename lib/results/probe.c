#include "results/probe.h"

#include "query/parse.h"
#include "rank/candidates.h"

newsidx_status nx_probe_plan(nx_store *store, const nx_plan *plan,
                             int64_t deadline_ms, uint64_t *out_count,
                             newsidx_error *err)
{
    const nx_wanted nothing = {.order = NEWSIDX_BEST_FIRST,
                               .deadline_ms = deadline_ms};
    nx_candidates found;
    newsidx_status status =
        nx_candidates_find(store, plan, &nothing, &found, err);

    *out_count = 0;
    if (status < 0)
        return status;
    *out_count = found.total;
    nx_candidates_finish(&found);
    return found.is_partial ? NEWSIDX_ERR_LIMIT : NEWSIDX_OK;
}

newsidx_status nx_probe(nx_store *store, newsidx_text text,
                        const newsidx_query_options *options,
                        newsidx_text language, nx_arena *arena,
                        int64_t deadline_ms, uint64_t *out_count,
                        newsidx_error *err)
{
    newsidx_query *query = NULL;
    nx_plan plan;
    newsidx_status status = nx_query_parse(text, options, &query, err);

    *out_count = 0;
    if (status >= 0)
        status = nx_plan_make(store, NULL, query, language, arena, &plan, err);
    if (status >= 0)
        status = nx_probe_plan(store, &plan, deadline_ms, out_count, err);
    nx_query_free(query);
    return status;
}
