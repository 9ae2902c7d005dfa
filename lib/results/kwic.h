/* Every match of a query, a line each. */
#ifndef NX_RESULTS_KWIC_H
#define NX_RESULTS_KWIC_H

#include "results/search.h"

typedef struct nx_kwic nx_kwic;

/* See newsidx_kwic(); `options` may be NULL and is of any size. The store must
 * stay as long as the lines. */
newsidx_status nx_kwic_open(nx_store *store, nx_frequencies *frequencies,
                            const newsidx_query *query,
                            const newsidx_kwic_options *options,
                            nx_kwic **out_kwic, newsidx_error *err);

/* See newsidx_lines_next(). */
newsidx_status nx_kwic_next(nx_kwic *kwic, const newsidx_line **out_line,
                            newsidx_error *err);

const newsidx_results *nx_kwic_results(const nx_kwic *kwic);

/* Takes NULL. */
void nx_kwic_free(nx_kwic *kwic);

#endif
