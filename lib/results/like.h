/* The query for articles that are like one. */
#ifndef NX_RESULTS_LIKE_H
#define NX_RESULTS_LIKE_H

#include "rank/frequencies.h"
#include "store/store.h"

/* As newsidx_like(). */
newsidx_status nx_like(nx_store *store, nx_frequencies *frequencies, int64_t id,
                       const newsidx_like_options *options,
                       newsidx_query **out_query, newsidx_error *err);

#endif
