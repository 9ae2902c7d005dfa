/* Processes that use one index at once, and what they tell of it. */
#ifndef NX_TESTS_PROCESSES_H
#define NX_TESTS_PROCESSES_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define PROCESSES_MOST 16

/* What was found wrong, by whomever: it lies in memory that all share. */
typedef struct findings {
    atomic_size_t count;
    char first[480];
} findings;

/* cmocka's asserts belong to the parent; a child notes, and goes on. */
void findings_note(findings *in, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Zeroed memory that children share with their parent; never given back. */
void *processes_share(size_t length);

/* Run `run(shared, number)` in `count` children, numbered from 0. No index may
 * be open: SQLite's locks don't survive a fork. */
typedef void processes_run(void *shared, unsigned number);
void processes_start(processes_run *run, void *shared, unsigned count);

/* Wait for all that were started. One that was killed or crashed is noted. */
void processes_wait(findings *in);

/* Milliseconds of a clock that only goes forward. */
int64_t processes_now_ms(void);
void processes_sleep_ms(unsigned duration_ms);

/* The largest of what many say. */
void processes_keep_largest(atomic_llong *largest, long long value);

#endif
