/* What a search gives back, as it is kept. */
#ifndef NX_RESULTS_RESULTS_H
#define NX_RESULTS_RESULTS_H

#include "base/arena.h"
#include "base/status.h"

/* A hit with its passages; the public part comes first. */
typedef struct nx_hit {
    newsidx_hit public;
    newsidx_passage *passages;
} nx_hit;

/* Everything lives in the arena. */
struct newsidx_results {
    nx_arena arena;
    nx_hit *hits;
    size_t hit_count;
    size_t next;
    newsidx_summary summary;
    newsidx_diagnostic *diagnostics;
    size_t diagnostic_count;
    const char *plan; /* the account of the search; NULL: not asked for */
    const char *page; /* the cursor of the next page; NULL: none */
};

/* Put them behind those that are there. Their texts are borrowed. */
newsidx_status nx_results_add_diagnostics(newsidx_results *results,
                                          const newsidx_diagnostic *items,
                                          size_t count, newsidx_error *err);

/* All that match, in their order. */
struct newsidx_selection {
    int64_t *ids; /* ours */
    size_t count;
    size_t next;
};

#endif
