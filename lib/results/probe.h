/* What another query would find, before it is suggested. */
#ifndef NX_RESULTS_PROBE_H
#define NX_RESULTS_PROBE_H

#include "base/arena.h"
#include "newsidx.h"
#include "rank/plan.h"
#include "store/store.h"

/*
 * How many articles the query `text` finds, within a snapshot; `language` as in
 * nx_plan_make(). NEWSIDX_ERR_LIMIT when `deadline_ms` (of nx_clock_ms(); 0:
 * none) comes before that is known.
 */
newsidx_status nx_probe(nx_store *store, newsidx_text text,
                        const newsidx_query_options *options,
                        newsidx_text language, nx_arena *arena,
                        int64_t deadline_ms, uint64_t *out_count,
                        newsidx_error *err);

/* The same of a plan that there is already. */
newsidx_status nx_probe_plan(nx_store *store, const nx_plan *plan,
                             int64_t deadline_ms, uint64_t *out_count,
                             newsidx_error *err);

#endif
