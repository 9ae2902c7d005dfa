/* Where a page ended, as text that a caller keeps. */
#ifndef NX_RESULTS_CURSOR_H
#define NX_RESULTS_CURSOR_H

#include "base/arena.h"
#include "query/tree.h"

/*
 * Where a page ended, and the index as the first page found it: later pages are
 * of those articles alone and weigh words as the first one did, so that what is
 * added meanwhile moves nothing.
 */
typedef struct nx_cursor {
    uint32_t hits_before;
    int64_t last_id;
    uint64_t version_count;
    uint64_t total_length;
    const double *idfs; /* nx_plan_weights() */
    size_t idf_count;   /* past 256 none is kept; 0: nothing is scored */
} nx_cursor;

/*
 * As text that names the search it is of: "2-20-72631-72631-34913914-", a hash
 * and what the units weigh. NULL when there is no memory.
 */
const char *nx_cursor_make(nx_arena *arena, const newsidx_query *query,
                           const newsidx_search_options *options,
                           const nx_cursor *cursor);

/* NEWSIDX_ERR_MISUSE for a cursor of another search, or none at all. */
newsidx_status nx_cursor_read(const char *text, const newsidx_query *query,
                              const newsidx_search_options *options,
                              nx_arena *arena, nx_cursor *out,
                              newsidx_error *err);

#endif
