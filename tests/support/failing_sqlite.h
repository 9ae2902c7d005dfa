/* SQLite's allocations fail as ours do in failing_memory.h. */
#ifndef NX_TESTS_FAILING_SQLITE_H
#define NX_TESTS_FAILING_SQLITE_H

#include <stdbool.h>

/* From now on SQLite asks failing_memory_next() each time; before anything else
 * is done with SQLite. False, with a line "skipped: ...", if it can't be had.
 */
bool failing_sqlite_install(void);

#endif
