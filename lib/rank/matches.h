/* Which articles match, all of them: a bit for each id. */
#ifndef NX_RANK_MATCHES_H
#define NX_RANK_MATCHES_H

#include "base/status.h"

#include <stdbool.h>

/* A search finds an article once or twice, and in no order; bits give each once
 * and the ids rising, in a thirtieth of what a list of them would take. */
typedef struct nx_matches {
    uint64_t *words;
    size_t word_count;
} nx_matches;

/* None, with room for the ids from 1 to `last_id`. */
newsidx_status nx_matches_init(nx_matches *matches, int64_t last_id,
                               newsidx_error *err);
void nx_matches_finish(nx_matches *matches);

/* Forget them. */
void nx_matches_clear(nx_matches *matches);

/* `id` is one that there is room for. */
static inline void nx_matches_add(nx_matches *matches, int64_t id)
{
    matches->words[id / 64] |= UINT64_C(1) << (uint64_t)id % 64;
}

/* The first one above `*id`, which begins as 0, into `*id`; false: none is. */
bool nx_matches_next(const nx_matches *matches, int64_t *id);

#endif
