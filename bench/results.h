/* Times as rows of results.csv, which keeps those of each release. */
#ifndef BENCH_RESULTS_H
#define BENCH_RESULTS_H

#include "setup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define BENCH_SHARES 3 /* p50, p95 and p99 */

/* How often as fast as another engine, share by share; 0: not measured. */
typedef struct bench_ratios {
    double to_stock[BENCH_SHARES];
    double to_xapian[BENCH_SHARES];
} bench_ratios;

typedef struct bench_row {
    const char *task;
    const char *engine;
    bool has_passages;
    size_t queries;
    uint64_t hits;
    double times_ms[BENCH_SHARES];
    bench_ratios ratios;
} bench_row;

typedef struct bench_results {
    FILE *file; /* NULL: none is written */
    const bench_setup *setup;
    uint64_t articles;
} bench_results;

/*
 * Append to the file of --csv, which gets its header if it is new. The setup
 * is borrowed until bench_results_close().
 */
void bench_results_open(bench_results *results, const bench_setup *setup,
                        uint64_t articles);
void bench_results_add(const bench_results *results, const bench_row *row);
void bench_results_close(bench_results *results);

#endif
