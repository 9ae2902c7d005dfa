/* What a query's writer should know, collected while it is read. */
#ifndef NX_QUERY_DIAGNOSES_H
#define NX_QUERY_DIAGNOSES_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

/* The codes, as GRAMMAR.md explains them. */
typedef enum nx_diagnosis {
    NX_DIAGNOSIS_EMPTY = 1,     /* Q01 */
    NX_DIAGNOSIS_QUOTE = 2,     /* Q02 */
    NX_DIAGNOSIS_GROUP = 3,     /* Q03 */
    NX_DIAGNOSIS_DANGLING = 4,  /* Q04 */
    NX_DIAGNOSIS_NUMBER = 5,    /* Q05 */
    NX_DIAGNOSIS_FIELD = 6,     /* Q06; Q07 is an error: a date that is none */
    NX_DIAGNOSIS_WILDCARD = 8,  /* Q08 */
    NX_DIAGNOSIS_LIMIT = 9,     /* Q09 */
    NX_DIAGNOSIS_LOWER = 10,    /* Q10 */
    NX_DIAGNOSIS_READING = 11,  /* Q11 */
    NX_DIAGNOSIS_BYTES = 12,    /* Q12 */
    NX_DIAGNOSIS_NEGATIVE = 13, /* Q13 */
    NX_DIAGNOSIS_COUNT
} nx_diagnosis;

typedef struct nx_diagnoses {
    newsidx_diagnostic *items;
    size_t count;
    size_t capacity;
    bool has_code[NX_DIAGNOSIS_COUNT];
    bool is_out_of_memory; /* one of them is missing */
} nx_diagnoses;

void nx_diagnoses_init(nx_diagnoses *diagnoses);
void nx_diagnoses_finish(nx_diagnoses *diagnoses);

/* Both texts are borrowed; `suggestion` may be NULL. */
void nx_diagnoses_add(nx_diagnoses *diagnoses, nx_diagnosis code,
                      newsidx_span span, const char *message,
                      const char *suggestion);

/*
 * Put them in the order of the text and move them to the arena. Notes on how
 * something was read suggest `reading`. False when there is no memory.
 */
bool nx_diagnoses_settle(nx_diagnoses *diagnoses, newsidx_text reading,
                         nx_arena *arena, newsidx_diagnostic **out_items);

#endif
