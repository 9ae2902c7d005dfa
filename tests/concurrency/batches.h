/*
 * A writer whose every state a reader can tell from half of one. Batch 17 is
 * BATCH_ARTICLES articles, all with the words "common", "t17" and, in their
 * second edition, "t17e1". They are put, replaced and removed in one
 * transaction. The article FACTS_KEY tells, as of each transaction, which
 * batches there are: from a first one up to, not including, a next.
 */
#ifndef NX_TESTS_BATCHES_H
#define NX_TESTS_BATCHES_H

#include "newsidx.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BATCH_ARTICLES 4
#define BATCHES_MOST 24
#define FACTS_KEY "facts"

typedef struct batches {
    newsidx *index;
    uint64_t random;
    unsigned first;
    unsigned next;
    unsigned editions[BATCHES_MOST]; /* of batch i, at i % BATCHES_MOST */
    size_t imported;
} batches;

/* On an empty index: the facts of no batch. */
newsidx_status batches_begin(batches *in, newsidx *index, uint64_t seed,
                             newsidx_error *err);

/*
 * Do one thing, by chance: mostly a transaction with a new batch or a new
 * edition, at times one that is rolled back, an optimize, or an import that
 * seals ranked lists. Once there are BATCHES_MOST, the oldest goes as one
 * comes.
 */
newsidx_status batches_step(batches *in, newsidx_error *err);

/* What the facts say now. */
newsidx_status batches_read_facts(newsidx *index, unsigned *out_first,
                                  unsigned *out_next, newsidx_error *err);

#endif
