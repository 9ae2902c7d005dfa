/* What a query that finds little may have been meant to be. */
#ifndef NX_RESULTS_CORRECTION_H
#define NX_RESULTS_CORRECTION_H

#include "rank/frequencies.h"
#include "results/results.h"
#include "store/store.h"

/* A query that finds no more is one that finds little. */
#define NX_FEW_ARTICLES 3

/*
 * The query with the nearest word of the index in the place of each that no
 * article has, or as few as the query finds and a near one fifty times as many,
 * as diagnostic Q15 behind the results' others; within a snapshot. Only if it
 * finds more articles, and if that is known by `deadline_ms` (of
 * nx_clock_ms()). What advice suggests already isn't looked for again.
 */
newsidx_status nx_correct(nx_store *store, nx_frequencies *frequencies,
                          const newsidx_query *query, newsidx_text language,
                          int64_t deadline_ms, newsidx_results *results,
                          newsidx_error *err);

#endif
