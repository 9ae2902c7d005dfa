/* Does an article pass a query's filters? */
#ifndef NX_RANK_FILTERS_H
#define NX_RANK_FILTERS_H

#include "query/tree.h"
#include "store/store.h"

/* Names are compared as words, so values are analyzed once and kept. */
typedef struct nx_filters nx_filters;

/* `analyzer` is borrowed: its exact forms are the same in every language. */
newsidx_status nx_filters_new(nx_analyzer *analyzer, nx_filters **out_filters,
                              newsidx_error *err);
void nx_filters_free(nx_filters *filters);

/* What is known of an article; `facts` may be NULL for filters that don't need
 * them. */
typedef struct nx_subject {
    int64_t id;
    const nx_row *row;
    const nx_facts *facts;
    newsidx_text default_language;
} nx_subject;

newsidx_status nx_filters_test(nx_filters *filters, const nx_filter *filter,
                               const nx_subject *subject, bool *out_passes,
                               newsidx_error *err);

#endif
