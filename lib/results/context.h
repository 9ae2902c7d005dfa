/* The sentences around a passage. */
#ifndef NX_RESULTS_CONTEXT_H
#define NX_RESULTS_CONTEXT_H

#include "base/arena.h"
#include "rank/matcher.h"

/* Where the sentences of a body begin, in bytes. All memory is of an arena. */
typedef struct nx_context {
    nx_gap *gaps; /* before each sentence; before the first is none */
    size_t count;
} nx_context;

/* Read the body that `reading` is of with the analyzer of its language. */
newsidx_status nx_context_read(nx_analyzer *analyzer, const nx_reading *reading,
                               newsidx_text body, nx_arena *arena,
                               nx_context *out, newsidx_error *err);

/*
 * Fill in `before` and `after` of a passage that is made: up to `sentences` of
 * the body on either side. With the passage's text they are one piece of it.
 */
newsidx_status nx_context_add(const nx_context *context,
                              const nx_reading *reading, newsidx_text body,
                              size_t sentences, nx_arena *arena,
                              newsidx_passage *passage, newsidx_error *err);

#endif
