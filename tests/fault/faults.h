/* Faults of any kind at each chance, in all that is done to an index. */
#ifndef NX_TESTS_FAULT_FAULTS_H
#define NX_TESTS_FAULT_FAULTS_H

#include "scenarios.h"

#include <stdbool.h>

/* A kind of fault. */
typedef struct fault_kind {
    const char *name;
    /* Let one happen at the `number`-th chance, from 1, or at all from there
     * on; for allocations and calls, those are what is counted. */
    void (*begin)(size_t number, bool and_on);
    /* No more. Returns whether there was one. */
    bool (*end)(void);
    newsidx_status told; /* what the library says of it */
} fault_kind;

typedef struct fault_counts {
    size_t failures;
    size_t told; /* others were done without */
} fault_counts;

void faults_add(fault_counts *to, fault_counts counts);

/* The last line of a test that had `failed` failures: how many of `what` failed
 * in scenarios, and in histories. Returns the exit status. */
int faults_end(int failed, const char *what, fault_counts total,
               fault_counts endured);

/*
 * Let a scenario meet the fault at every `stride`-th chance in turn, beginning
 * with the `first`. The handle goes on working, the index is whole, and what
 * the scenario writes is there as a whole or not at all, and surely if it said
 * so.
 */
fault_counts faults_in_scenario(const fault_kind *kind, const scenario *what,
                                bool and_on, size_t first, size_t stride);

/* The same for closing after a commit, which is there all the same. */
fault_counts faults_in_closing(const fault_kind *kind);

/* Go through a history of `steps` steps, with one of the faults in most of
 * them. Each is there then as a whole or not at all, and is done again. */
fault_counts faults_in_history(const fault_kind *kinds, size_t kind_count,
                               uint64_t history, unsigned steps);

/* A chance to fail among the first `most`: small numbers as often as large
 * ones, for what begins a step is worth as much as the middle of it. */
size_t faults_choose(size_t most, uint64_t *random);

/* SQLite's allocations and ours; failing_memory.h. */
extern const fault_kind faults_memory;

/* faulty_vfs.h, in each of its ways. */
#define FAULTS_FILE_COUNT 3
extern const fault_kind faults_file[FAULTS_FILE_COUNT];

#endif
