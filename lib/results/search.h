/* A search from the query to the hits. */
#ifndef NX_RESULTS_SEARCH_H
#define NX_RESULTS_SEARCH_H

#include "rank/frequencies.h"
#include "results/marks.h"
#include "results/results.h"
#include "results/tally.h"
#include "results/window.h"

/* All that a query finds. Everything lives in the results' arena; they have no
 * hits. */
typedef struct nx_all {
    newsidx_results *results; /* free it with nx_results_free() */
    nx_plan plan;
    nx_ranking ranking;
    nx_recency recency;
} nx_all;

/* See newsidx_search(), _count(), _select() and _explain(); `options` may
 * be NULL and is of any size. */
newsidx_status nx_search_run(nx_store *store, nx_frequencies *frequencies,
                             const newsidx_query *query,
                             const newsidx_search_options *options,
                             newsidx_results **out_results, newsidx_error *err);
newsidx_status nx_search_count(nx_store *store, const newsidx_query *query,
                               const newsidx_search_options *options,
                               uint64_t *out_count, newsidx_error *err);
newsidx_status nx_search_select(nx_store *store, nx_frequencies *frequencies,
                                const newsidx_query *query,
                                const newsidx_search_options *options,
                                newsidx_selection **out_selection,
                                newsidx_error *err);
newsidx_status nx_search_explain(nx_store *store, nx_frequencies *frequencies,
                                 const newsidx_query *query,
                                 const newsidx_search_options *options,
                                 int64_t id, newsidx_tally **out_parts,
                                 newsidx_error *err);
/* NEWSIDX_NOT_FOUND if the query doesn't find `id`. */
newsidx_status nx_search_marks(nx_store *store, nx_frequencies *frequencies,
                               const newsidx_query *query,
                               const newsidx_search_options *options,
                               int64_t id, newsidx_marks **out_marks,
                               newsidx_error *err);

/* All articles in their final order, but for the limit and offset of a page. */
newsidx_status nx_search_all(nx_store *store, nx_frequencies *frequencies,
                             const newsidx_query *query,
                             const newsidx_search_options *options, nx_all *out,
                             newsidx_error *err);

void nx_results_free(newsidx_results *results);
void nx_selection_free(newsidx_selection *selection);

#endif
