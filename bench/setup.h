/* The arguments that bench_import and bench_search share, and their files. */
#ifndef BENCH_SETUP_H
#define BENCH_SETUP_H

#include <stdbool.h>
#include <stdint.h>

/*
 *     --articles FILE.jsonl   id, title, text, date, source; without it a
 *                             corpus is made
 *     --count N               articles to make; 20000
 *     --short                 make articles of some sixty words
 *     --work DIR              where indexes and made files lie; bench-work
 *     --no-stock              leave stock FTS5 out
 *     --no-xapian             leave Xapian out: it loads slowly
 *
 * and of bench_search:
 *
 *     --queries FILE.tsv      id TAB words; without it queries are made
 *     --most N                the first N queries
 *     --tasks NAME,NAME       these kinds of question
 *     --ids                   without passages
 *     --words                 newsidx without its ranked lists too
 *     --reuse                 take indexes that are there already
 *     --csv FILE              append the times to FILE, as results.csv has them
 *     --label NAME            what was measured: a release, a commit
 */
typedef struct bench_setup {
    char *articles;
    char *queries;
    char *work;
    char *tasks; /* NULL: all */
    char *csv;   /* NULL: none */
    char *label;
    char *ours_path;
    char *stock_path;
    char *xapian_path;
    uint64_t count;
    uint64_t most;
    bool is_short;
    bool is_reusing;
    bool is_ids_only;
    bool has_words;
    bool has_stock;
    bool has_xapian;
} bench_setup;

/* Reads the arguments, makes the folder and what files are missing. */
void bench_setup_init(bench_setup *setup, int argc, char **argv);
void bench_setup_finish(bench_setup *setup);

/* Versions and machine, on one line each. */
void bench_setup_print(const bench_setup *setup);

/* Whether --tasks names it, or nothing. */
bool bench_setup_has_task(const bench_setup *setup, const char *name);

#endif
