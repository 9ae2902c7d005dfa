/* Where a page ended, as text that a caller keeps. */
#ifndef NX_RESULTS_CURSOR_H
#define NX_RESULTS_CURSOR_H

#include "base/arena.h"
#include "query/tree.h"

/*
 * A cursor names the search it is of and how many hits came before:
 * "1-20-9f86d081884c7d65". NULL when there is no memory.
 */
const char *nx_cursor_make(nx_arena *arena, const newsidx_query *query,
                           const newsidx_search_options *options,
                           uint64_t hits_before);

/* NEWSIDX_ERR_MISUSE for a cursor of another search, or none at all. */
newsidx_status nx_cursor_read(const char *cursor, const newsidx_query *query,
                              const newsidx_search_options *options,
                              uint32_t *out_hits_before, newsidx_error *err);

#endif
