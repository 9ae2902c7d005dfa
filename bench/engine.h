/* A search engine under measurement, whichever it is. */
#ifndef BENCH_ENGINE_H
#define BENCH_ENGINE_H

#include "questions.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct bench_engine {
    const char *name;
    void *state;
    bool has_total; /* the best ten come with how many match, exactly */

    /* The question as the engine wants it, made before the clock starts. */
    char *(*spell)(const bench_question *question);

    /* Hits read to the end, or the count of BENCH_COUNT. */
    uint64_t (*search)(void *state, const bench_question *question,
                       const char *text);
    void (*close)(void *state);
} bench_engine;

#endif
