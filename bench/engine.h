/* A search engine under measurement, whichever it is. */
#ifndef BENCH_ENGINE_H
#define BENCH_ENGINE_H

#include "articles.h"

/* What is asked for; the best ten unless it says something else. */
typedef enum bench_task {
    BENCH_ANY_IDS,      /* newsidx's match any; elsewhere OR of all words */
    BENCH_ANY_PASSAGES, /* the same, with passages of the ten */
    BENCH_OR_IDS,       /* OR of all words, stop words too, everywhere */
    BENCH_AND_IDS,      /* AND of the first three words */
    BENCH_AND_PASSAGES, /* the same, with passages */
    BENCH_PHRASE_IDS,   /* the first two words as a phrase */
    BENCH_NEAR_IDS,     /* the same two, at most five words apart */
    BENCH_COUNT,        /* how many match BENCH_OR_IDS */
    BENCH_TASK_COUNT
} bench_task;

#define BENCH_HITS 10
#define BENCH_AND_WORDS 3
#define BENCH_PHRASE_WORDS 2
#define BENCH_NEAR_DISTANCE 5

typedef struct bench_engine {
    const char *name;
    void *state;

    /* The query as the engine wants it, made before the clock starts. */
    char *(*spell)(const bench_query *query, bench_task task);

    /* Hits read to the end, or the count of BENCH_COUNT. */
    uint64_t (*search)(void *state, bench_task task, const char *query);
    void (*close)(void *state);
} bench_engine;

#endif
