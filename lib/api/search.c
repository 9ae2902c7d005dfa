#include "results/search.h"

#include "api/handle.h"
#include "base/options.h"
#include "results/boilerplate.h"
#include "results/term_info.h"

static newsidx_status check_call(newsidx *index, const newsidx_query *query,
                                 const void *out, newsidx_error *err)
{
    if (query == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "query is NULL");
    if (out == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "the out parameter is NULL");
    return nx_handle_enter(index, err);
}

newsidx_status newsidx_search(newsidx *index, const newsidx_query *query,
                              const newsidx_search_options *options,
                              newsidx_results **out_results, newsidx_error *err)
{
    newsidx_status status;

    if (out_results != NULL)
        *out_results = NULL;
    status = check_call(index, query, out_results, err);
    if (status < 0)
        return status;
    return nx_handle_leave(index,
                           nx_search_run(index->store, index->frequencies,
                                         query, options, out_results, err));
}

newsidx_status newsidx_results_next(newsidx_results *results,
                                    const newsidx_hit **out_hit,
                                    newsidx_error *err)
{
    if (out_hit == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_hit is NULL");
    *out_hit = NULL;
    if (results == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "results is NULL");
    if (results->next == results->hit_count)
        return NEWSIDX_DONE;
    *out_hit = &results->hits[results->next++].public;
    return NEWSIDX_OK;
}

const newsidx_passage *newsidx_hit_passage(const newsidx_hit *hit,
                                           size_t number)
{
    /* Every hit that we hand out is the first field of an nx_hit. */
    const nx_hit *kept = (const nx_hit *)(const void *)hit;

    if (hit == NULL || number >= hit->passage_count)
        return NULL;
    return &kept->passages[number];
}

newsidx_status newsidx_results_summary(const newsidx_results *results,
                                       newsidx_summary *summary,
                                       newsidx_error *err)
{
    if (results == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "results is NULL");
    return nx_options_write(summary, &results->summary, sizeof results->summary,
                            err);
}

size_t newsidx_results_diagnostic_count(const newsidx_results *results)
{
    return results != NULL ? results->diagnostic_count : 0;
}

const newsidx_diagnostic *
newsidx_results_diagnostic(const newsidx_results *results, size_t number)
{
    if (number >= newsidx_results_diagnostic_count(results))
        return NULL;
    return &results->diagnostics[number];
}

const char *newsidx_results_plan(const newsidx_results *results)
{
    return results != NULL ? results->plan : NULL;
}

const char *newsidx_results_page(const newsidx_results *results)
{
    return results != NULL ? results->page : NULL;
}

void newsidx_results_free(newsidx_results *results)
{
    nx_results_free(results);
}

newsidx_status newsidx_count(newsidx *index, const newsidx_query *query,
                             const newsidx_search_options *options,
                             uint64_t *out_count, newsidx_error *err)
{
    newsidx_status status;

    if (out_count != NULL)
        *out_count = 0;
    status = check_call(index, query, out_count, err);
    if (status < 0)
        return status;
    return nx_handle_leave(
        index, nx_search_count(index->store, query, options, out_count, err));
}

newsidx_status newsidx_select(newsidx *index, const newsidx_query *query,
                              const newsidx_search_options *options,
                              newsidx_selection **out_selection,
                              newsidx_error *err)
{
    newsidx_status status;

    if (out_selection != NULL)
        *out_selection = NULL;
    status = check_call(index, query, out_selection, err);
    if (status < 0)
        return status;
    return nx_handle_leave(
        index, nx_search_select(index->store, index->frequencies, query,
                                options, out_selection, err));
}

newsidx_status newsidx_selection_next(newsidx_selection *selection,
                                      int64_t *out_id)
{
    if (out_id == NULL)
        return NEWSIDX_ERR_MISUSE;
    *out_id = 0;
    if (selection == NULL || selection->next == selection->count)
        return NEWSIDX_DONE;
    *out_id = selection->ids[selection->next++];
    return NEWSIDX_OK;
}

uint64_t newsidx_selection_count(const newsidx_selection *selection)
{
    return selection != NULL ? selection->count : 0;
}

void newsidx_selection_free(newsidx_selection *selection)
{
    nx_selection_free(selection);
}

newsidx_status newsidx_explain(newsidx *index, const newsidx_query *query,
                               const newsidx_search_options *options,
                               int64_t id, newsidx_tally **out_parts,
                               newsidx_error *err)
{
    newsidx_status status;

    if (out_parts != NULL)
        *out_parts = NULL;
    status = check_call(index, query, out_parts, err);
    if (status < 0)
        return status;
    return nx_handle_leave(
        index, nx_search_explain(index->store, index->frequencies, query,
                                 options, id, out_parts, err));
}

newsidx_status newsidx_term_info(newsidx *index, newsidx_text term,
                                 newsidx_tally **out_lines, newsidx_error *err)
{
    newsidx_status status;

    if (out_lines == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_lines is NULL");
    *out_lines = NULL;
    status = nx_handle_check_text("term", term, err);
    if (status >= 0)
        status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    return nx_handle_leave(index, nx_term_info(index->store, index->frequencies,
                                               term, out_lines, err));
}

newsidx_status newsidx_list_boilerplate(newsidx *index,
                                        newsidx_tally **out_lines,
                                        newsidx_error *err)
{
    newsidx_status status;

    if (out_lines == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_lines is NULL");
    *out_lines = NULL;
    status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    return nx_handle_leave(index,
                           nx_boilerplate_list(index->store, out_lines, err));
}

newsidx_status newsidx_tally_next(newsidx_tally *tally,
                                  const newsidx_tally_line **out_line)
{
    if (out_line == NULL)
        return NEWSIDX_ERR_MISUSE;
    *out_line = tally != NULL ? nx_tally_next(tally) : NULL;
    return *out_line != NULL ? NEWSIDX_OK : NEWSIDX_DONE;
}

void newsidx_tally_free(newsidx_tally *tally)
{
    nx_tally_free(tally);
}
