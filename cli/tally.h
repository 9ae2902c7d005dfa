/* What an import came to, by format and by reason. */
#ifndef NEWSQ_TALLY_H
#define NEWSQ_TALLY_H

#include "memory.h"

#include <stdint.h>

/** A name with a count. */
typedef struct nq_counted {
    char *name;
    uint64_t count;
} nq_counted;

/** Names in the order in which they came. Start from {NULL, 0}. */
typedef struct nq_tally {
    nq_counted *rows;
    size_t count;
} nq_tally;

/** Count `name` once. Past some hundred names it is counted as "other". */
void tally_add(nq_tally *tally, const char *name);

/**
 * The same for the reason of a problem: its figures become N and what is in
 * quotes "...", so that like reasons are one.
 */
void tally_add_reason(nq_tally *tally, newsidx_text reason);

/** The greatest count first. */
void tally_sort(nq_tally *tally);

void tally_finish(nq_tally *tally);

#endif
