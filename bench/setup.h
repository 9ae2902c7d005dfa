/* The arguments that bench_import and bench_search share, and their files. */
#ifndef BENCH_SETUP_H
#define BENCH_SETUP_H

#include <stdbool.h>
#include <stdint.h>

/*
 *     --articles FILE.jsonl   id, title, text; without it a corpus is made
 *     --queries FILE.tsv      id TAB words; without it queries are made
 *     --count N               articles to make; 20000
 *     --work DIR              where indexes and made files lie; bench-work
 *     --reuse                 take indexes that are there already
 *     --no-xapian             leave Xapian out: it loads slowly
 */
typedef struct bench_setup {
    char *articles;
    char *queries;
    char *work;
    char *ours_path;
    char *stock_path;
    char *xapian_path;
    uint64_t count;
    bool is_reusing;
    bool has_xapian;
} bench_setup;

/* Reads the arguments, makes the folder and what files are missing. */
void bench_setup_init(bench_setup *setup, int argc, char **argv);
void bench_setup_finish(bench_setup *setup);

/* Versions and machine, on one line each. */
void bench_setup_print(const bench_setup *setup);

#endif
