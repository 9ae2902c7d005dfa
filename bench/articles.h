/* Articles and queries from files, for the engines that parse nothing. */
#ifndef BENCH_ARTICLES_H
#define BENCH_ARTICLES_H

#include <stddef.h>
#include <stdint.h>

typedef struct bench_piece {
    char *bytes; /* ends in NUL */
    size_t length;
} bench_piece;

typedef struct bench_article {
    bench_piece key;
    bench_piece title;
    bench_piece text;
} bench_article;

typedef struct bench_articles {
    bench_article *items;
    size_t count;
    size_t capacity;
    uint64_t text_bytes; /* titles and texts */
} bench_articles;

/*
 * The strings "id", "title" and "text" of each line of a JSON Lines file; a
 * line without a text and a title is left out. bench_die() if it can't be
 * read. This is a reader of what the benchmarks are fed with, not of all JSON.
 */
void bench_articles_read(bench_articles *articles, const char *path);
void bench_articles_finish(bench_articles *articles);

/* A query: letters and digits only, so that every engine sees the same. */
typedef struct bench_query {
    char **words;
    size_t word_count;
} bench_query;

typedef struct bench_queries {
    bench_query *items;
    size_t count;
    size_t capacity;
} bench_queries;

/* Lines "id TAB words", or words alone. Capitals become small letters. */
void bench_queries_read(bench_queries *queries, const char *path);
void bench_queries_finish(bench_queries *queries);

/*
 * The first `word_count` words between `before` and `after`, with `between`
 * between them: "a" OR "b". The caller frees it.
 */
char *bench_query_spell(const bench_query *query, size_t word_count,
                        const char *before, const char *between,
                        const char *after);

#endif
