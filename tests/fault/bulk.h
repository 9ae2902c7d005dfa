/* A bulk load, and what comes of it. */
#ifndef NX_TESTS_FAULT_BULK_H
#define NX_TESTS_FAULT_BULK_H

#include "newsidx.h"

#define BULK_FILES 600
#define BULK_QUERIES 5

/* By keys and scores, as ids depend on what was cut. */
typedef struct bulk_outcome {
    uint64_t totals[BULK_QUERIES];
    uint64_t articles;
    uint64_t versions;
    uint64_t tokens;
    double best_scores[BULK_QUERIES];
} bulk_outcome;

/* Make the files that it reads. */
void bulk_prepare(void);

/* In small batches, so that a fault falls between and into commits. */
newsidx_status bulk_import(newsidx *index);

void bulk_look(newsidx *index, bulk_outcome *out);
void bulk_expect_same(const bulk_outcome *a, const bulk_outcome *b);

/* Are the articles in it the first of the load, none left out? How many there
 * are, in *out_count. */
newsidx_status bulk_count_first(newsidx *index, uint64_t *out_count,
                                newsidx_error *err);

#endif
