/* Clocks, percentiles and what else every benchmark needs. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stddef.h>
#include <stdint.h>

/* A benchmark has nobody to hand an error to: say what and exit with 1. */
#if defined(__GNUC__)
__attribute__((noreturn, format(printf, 1, 2)))
#endif
void bench_die(const char *format, ...);

/* Of a clock that nobody sets. */
double bench_now_ms(void);

/* Memory or bench_die(). */
void *bench_alloc(size_t length);
void *bench_realloc(void *memory, size_t length);
char *bench_copy(const char *bytes, size_t length);
char *bench_join(const char *folder, const char *name);

/* Times of one engine at one task, a number each query. */
typedef struct bench_times {
    double *values_ms;
    size_t count;
    size_t capacity;
    uint64_t hit_count; /* of all queries, to see that engines agree roughly */
} bench_times;

void bench_times_add(bench_times *times, double value_ms);

/* `share` from 0 to 1; sorts the values. 0 if there are none. */
double bench_times_percentile(const bench_times *times, double share);
void bench_times_finish(bench_times *times);

/* Of a file, or of a folder's files; 0 if there is none. */
uint64_t bench_path_bytes(const char *path);

/* An SQLite file with what it keeps beside it. */
uint64_t bench_database_bytes(const char *path);
void bench_database_remove(const char *path);
void bench_folder_remove(const char *path);

#endif
