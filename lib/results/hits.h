/* Places of the final order, as hits that a person reads. */
#ifndef NX_RESULTS_HITS_H
#define NX_RESULTS_HITS_H

#include "results/results.h"
#include "results/window.h"

/*
 * Fill in `hit` for `standing`, in `arena`. Its rank is the caller's. For
 * NEWSIDX_IDS only the id, the key and the score are given.
 */
newsidx_status nx_hit_make(nx_examiner *examiner, const nx_standing *standing,
                           const newsidx_search_options *options,
                           nx_arena *arena, nx_hit *hit, newsidx_error *err);

#endif
