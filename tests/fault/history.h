/* A made-up history of an index: what each step does, and what is there then.
 */
#ifndef NX_TESTS_FAULT_HISTORY_H
#define NX_TESTS_FAULT_HISTORY_H

#include "newsidx.h"

#include <stdbool.h>

#define HISTORY_KEYS 24

/* Which step stored what each key has; 0: it has nothing. */
typedef struct history_outcome {
    unsigned steps[HISTORY_KEYS];
} history_outcome;

/*
 * Do the step `number`, from 1, of the history that `seed` names: a transaction
 * that stores articles, new ones and other versions, or removes some, or both;
 * an optimize or a rebuild. After a failure it is there as a whole or not.
 */
newsidx_status history_do(newsidx *index, uint64_t seed, unsigned number,
                          newsidx_error *err);

/* What is there after that step. */
history_outcome history_after(uint64_t seed, unsigned number);

/* What is there: by the keys, the stored texts and the words. */
newsidx_status history_read(newsidx *index, history_outcome *out,
                            newsidx_error *err);

bool history_is_same(const history_outcome *a, const history_outcome *b);

typedef enum history_finding {
    HISTORY_KEPT,        /* as after the step `from`, or the one behind it */
    HISTORY_LOST,        /* as after an earlier one */
    HISTORY_INCONSISTENT /* as never, or not to be read */
} history_finding;

/* Hold an index against what was acknowledged, the step `from`; checks it too.
 * `err` says what was wrong. */
history_finding history_judge(newsidx *index, uint64_t seed, unsigned from,
                              newsidx_error *err);

#endif
