#include "failing_sqlite.h"

#include "failing_memory.h"

#include <sqlite3.h>
#include <stdio.h>

/* SQLite's own allocator, behind one that asks whether to fail. */
static sqlite3_mem_methods own;

static void *allocate(int length)
{
    return failing_memory_next() ? NULL : own.xMalloc(length);
}

static void *reallocate(void *memory, int length)
{
    return failing_memory_next() ? NULL : own.xRealloc(memory, length);
}

bool failing_sqlite_install(void)
{
    sqlite3_mem_methods ours;

    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &own) != SQLITE_OK) {
        printf("skipped: SQLite's allocator can't be asked for\n");
        return false;
    }
    ours = own;
    ours.xMalloc = allocate;
    ours.xRealloc = reallocate;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) != SQLITE_OK) {
        printf("skipped: SQLite's allocator can't be replaced\n");
        return false;
    }
    return true;
}
