/* Stage two: the best of stage one, in their final order. */
#ifndef NX_RESULTS_WINDOW_H
#define NX_RESULTS_WINDOW_H

#include "rank/candidates.h"
#include "results/examiner.h"

/* One place of the final order. */
typedef struct nx_standing {
    int64_t id;
    double score;
    uint32_t passage; /* of a flat ranking of passages */
    bool has_phrase;
} nx_standing;

/* In `arena`, best first. */
typedef struct nx_ranking {
    nx_standing *standings;
    size_t count;
    bool is_partial; /* the deadline came before the last was examined */
} nx_ranking;

/*
 * Rank `candidates` for `options`, by README.md of rank. Articles behind the
 * window, and all of them by date or for ids, stay in the order they have.
 */
newsidx_status nx_window_rank(nx_examiner *examiner,
                              const nx_candidates *candidates,
                              const newsidx_search_options *options,
                              int64_t deadline_ms, nx_arena *arena,
                              nx_ranking *out, newsidx_error *err);

#endif
