/* Newsidx, as any program that has its header would use it. */
#ifndef BENCH_OURS_H
#define BENCH_OURS_H

#include "engine.h"

/* Load a JSON Lines file, streamed, into a new index. Articles stored. */
uint64_t bench_ours_load(const char *index_path, const char *articles_path);
void bench_ours_optimize(const char *index_path);

/* How it answers: what is asked for differs, the index is the same. */
typedef enum bench_ours_way {
    BENCH_OURS_QUICK, /* "newsidx": the hits, however many match */
    BENCH_OURS_TOTAL, /* "newsidx total": and how many match, exactly */
    BENCH_OURS_WORDS  /* "newsidx words": the same without ranked lists */
} bench_ours_way;

void bench_ours_open(const char *index_path, bench_ours_way way,
                     bench_engine *engine);

/* The index's size, part by part, in lines on standard output. */
void bench_ours_print_sizes(const char *index_path, uint64_t text_bytes);

#endif
