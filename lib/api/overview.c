#include "results/overview.h"

#include "api/handle.h"

static newsidx_status check_call(newsidx *index, const newsidx_query *query,
                                 newsidx_tally **out_tally, newsidx_error *err)
{
    if (out_tally == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_tally is NULL");
    *out_tally = NULL;
    if (query == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "query is NULL");
    return nx_handle_enter(index, err);
}

newsidx_status newsidx_facet(newsidx *index, const newsidx_query *query,
                             const newsidx_overview_options *options,
                             newsidx_tally **out_tally, newsidx_error *err)
{
    const newsidx_status status = check_call(index, query, out_tally, err);

    if (status < 0)
        return status;
    return nx_handle_leave(
        index, nx_facet_make(index->store, query, options, out_tally, err));
}

newsidx_status newsidx_timeline(newsidx *index, const newsidx_query *query,
                                const newsidx_overview_options *options,
                                newsidx_tally **out_tally, newsidx_error *err)
{
    const newsidx_status status = check_call(index, query, out_tally, err);

    if (status < 0)
        return status;
    return nx_handle_leave(
        index, nx_timeline_make(index->store, query, options, out_tally, err));
}

newsidx_status newsidx_tally_get_sums(const newsidx_tally *tally,
                                      newsidx_tally_sums *sums,
                                      newsidx_error *err)
{
    if (tally == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "tally is NULL");
    return nx_tally_get_sums(tally, sums, err);
}
