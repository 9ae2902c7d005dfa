/* Articles from a file, one after another, for engines that parse nothing. */
#ifndef BENCH_ARTICLES_H
#define BENCH_ARTICLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct bench_piece {
    const char *bytes; /* ends in NUL; "" if it wasn't given */
    size_t length;
} bench_piece;

/* Borrowed until the next one is read. */
typedef struct bench_article {
    bench_piece key;
    bench_piece title;
    bench_piece text;
    bench_piece date; /* as the file has it */
    bench_piece source;
} bench_article;

/* A JSON Lines file that is being read; one line of it is in memory. */
typedef struct bench_articles {
    FILE *file;
    char *line;
    size_t line_capacity;
    char *strings; /* of the line, without their escapes */
    size_t strings_capacity;
    uint64_t count;      /* articles so far */
    uint64_t text_bytes; /* their titles and texts */
    double reading_ms;   /* what bench_articles_next() took in all */
} bench_articles;

/* bench_die() if it can't be read. */
void bench_articles_open(bench_articles *articles, const char *path);

/*
 * The strings "id", "title", "text", "date" and "source" of the next line;
 * false after the last. A line without a text and a title is left out. This is
 * a reader of what the benchmarks are fed with, not of all JSON.
 */
bool bench_articles_next(bench_articles *articles, bench_article *article);
void bench_articles_close(bench_articles *articles);

#endif
