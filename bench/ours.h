/* Newsidx, as any program that has its header would use it. */
#ifndef BENCH_OURS_H
#define BENCH_OURS_H

#include "engine.h"

/* Load a JSON Lines file, streamed, into a new index. Articles stored. */
uint64_t bench_ours_load(const char *index_path, const char *articles_path);
void bench_ours_optimize(const char *index_path);
void bench_ours_open(const char *index_path, bench_engine *engine);

#endif
