/* Queries at random, good ones and bad ones. */
#ifndef NX_TEST_RANDOM_QUERY_H
#define NX_TEST_RANDOM_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Set it, and what follows is the same each time. */
extern uint64_t random_state;

size_t random_below(size_t bound);

/* 1, or NEWSIDX_TEST_SEED, which repeats what a failure has printed. */
uint64_t first_seed(void);

/* What grows by pieces; its text ends in NUL. */
typedef struct test_text {
    char bytes[65536];
    size_t length;
} test_text;

/* Pieces of queries in any order; returns how many bytes. */
size_t random_text(char *text, size_t limit);

/*
 * Append a query with operators of all kinds in one another. `is_near`: it is
 * to stand near something, or often.
 */
void random_operators(test_text *text, size_t depth, bool is_near);

#endif
