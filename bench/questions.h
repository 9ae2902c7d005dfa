/* The kinds of questions that are measured, and the questions themselves. */
#ifndef BENCH_QUESTIONS_H
#define BENCH_QUESTIONS_H

#include "profile.h"
#include "queries.h"

#include <stdbool.h>
#include <stddef.h>

#define BENCH_HITS 10
#define BENCH_NEAR_DISTANCE 5

/* How the words of a question belong together. */
typedef enum bench_logic {
    BENCH_ANY,    /* newsidx's match any; elsewhere OR */
    BENCH_OR,     /* stop words too, everywhere */
    BENCH_AND,    /* written out */
    BENCH_PLAIN,  /* newsidx's plain words, the phrase first; elsewhere AND */
    BENCH_PHRASE, /* the very words, one after the other */
    BENCH_NEAR    /* at most BENCH_NEAR_DISTANCE apart */
} bench_logic;

typedef enum bench_want { BENCH_BEST, BENCH_NEWEST, BENCH_COUNT } bench_want;

/* Which words of a query are asked for. */
typedef enum bench_pick {
    BENCH_FIRST_WORDS,
    BENCH_COMMON_WORD,   /* the one that most articles have */
    BENCH_COMMONEST_WORD /* of all queries: the same question again and again */
} bench_pick;

typedef struct bench_task {
    const char *name;    /* as --tasks has it, and results.csv */
    const char *meaning; /* for people */
    bench_logic logic;
    bench_want want;
    bench_pick pick;
    size_t most_words; /* of the first ones; 0: all */
    bool is_filtered;  /* by a tenth of the articles' time, and a source */
} bench_task;

/* Borrowed from queries and profile. */
typedef struct bench_question {
    const bench_task *task;
    char *const *words;
    size_t word_count;
    bool has_passages;  /* the hits are to be shown, not only named */
    const char *from;   /* the first day; NULL: no filter */
    const char *last;   /* and the last */
    const char *source; /* NULL: any */
} bench_question;

/* By number, from 0; NULL past the end. */
const bench_task *bench_task_at(size_t number);

/*
 * The question that a task makes of query `number`. False if there is none:
 * past the last query, or without the dates that the task's filter needs.
 */
bool bench_question_make(const bench_task *task, const bench_queries *queries,
                         size_t number, const bench_profile *profile,
                         bench_question *question);

/*
 * The words between `before` and `after`, with `between` between them: "a" OR
 * "b". The caller frees it.
 */
char *bench_question_spell(const bench_question *question, const char *before,
                           const char *between, const char *after);

#endif
