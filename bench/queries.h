/* What is searched for: lines of words, as headlines are. */
#ifndef BENCH_QUERIES_H
#define BENCH_QUERIES_H

#include <stddef.h>

/* Letters and digits only, so that every engine sees the same. */
typedef struct bench_query {
    char **words;
    size_t word_count;
} bench_query;

typedef struct bench_queries {
    bench_query *items;
    size_t count;
    size_t capacity;
} bench_queries;

/*
 * Lines "id TAB words", or words alone, `most` of them. Capitals become small
 * letters. bench_die() if there are none.
 */
void bench_queries_read(bench_queries *queries, const char *path, size_t most);
void bench_queries_finish(bench_queries *queries);

/* The first word of letters and digits in `text`; NULL if there is none. */
const char *bench_next_word(const char *text, size_t *length);

#endif
