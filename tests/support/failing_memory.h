/* Let the n-th allocation fail. */
#ifndef NX_TESTS_FAILING_MEMORY_H
#define NX_TESTS_FAILING_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The program has to be linked with
 *
 *     -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
 *
 * so that calls from its own objects and from the static library come here.
 * Shared libraries (json-c, SQLite) go on calling the C library themselves.
 * Threads share one count.
 */

/* False if the program was linked without --wrap: then nothing ever fails. */
bool failing_memory_works(void);

/* Let allocation `number`, from 1, fail; the ones after it too if `and_on`. */
void failing_memory_begin(size_t number, bool and_on);

/* For allocators that call no malloc of ours: does this one fail? Counts. */
bool failing_memory_next(void);

/* No more failures. Returns whether there was one. */
bool failing_memory_end(void);

#endif
