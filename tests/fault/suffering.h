/* Histories of which every step meets a fault: for the long forms. */
#ifndef NX_TESTS_FAULT_SUFFERING_H
#define NX_TESTS_FAULT_SUFFERING_H

#include "newsidx.h"

#include <stdbool.h>
#include <stddef.h>

/* A kind of fault. */
typedef struct suffering {
    /* Let one happen, at the `number`-th chance from 1. */
    void (*begin)(size_t number, uint64_t *random);
    /* No more. Returns whether there was one. */
    bool (*end)(void);
    /* May a step that met one say so? */
    bool (*may_be)(newsidx_status status);
    /* What it was, for messages. */
    const char *(*name)(void);
    size_t most_chances; /* of a step, about */
} suffering;

/* Go through a history of `steps` steps, with a fault in most of them. Each is
 * there then as a whole or not at all, and is done again. Returns how many
 * faults there were. */
size_t suffering_endure(const suffering *kind, uint64_t history,
                        unsigned steps);

#endif
