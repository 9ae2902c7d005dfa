/* Facets and timelines: numbers of all the articles that match. */
#ifndef NX_RESULTS_OVERVIEW_H
#define NX_RESULTS_OVERVIEW_H

#include "results/search.h"

/* See newsidx_facet() and newsidx_timeline(); `options` may be NULL and is of
 * any size. `*out_tally` is to be freed with nx_tally_free(). */
newsidx_status nx_facet_make(nx_store *store, const newsidx_query *query,
                             const newsidx_overview_options *options,
                             newsidx_tally **out_tally, newsidx_error *err);
newsidx_status nx_timeline_make(nx_store *store, const newsidx_query *query,
                                const newsidx_overview_options *options,
                                newsidx_tally **out_tally, newsidx_error *err);

#endif
