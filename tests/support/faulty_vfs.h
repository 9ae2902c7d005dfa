/* Files as SQLite sees them, of which any call can fail, kill the process or be
 * written down. */
#ifndef NX_TESTS_FAULTY_VFS_H
#define NX_TESTS_FAULTY_VFS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * It stands before SQLite's own "unix" and does the same, but for what it is
 * told to let fail, and but for waiting: nothing is synced to the real disk and
 * nobody sleeps. What a simulated disk holds, recorded_disk.h says; it sees all
 * calls. For one thread at a time.
 */

/* Make it SQLite's default. False if there is no "unix". */
bool faulty_vfs_install(void);

typedef enum faulty_way {
    FAULTY_ERROR, /* any call: it does nothing, and fails in its own way */
    FAULTY_SHORT, /* writes: half is written, then an I/O error */
    FAULTY_FULL,  /* writes: half is written, then the disk is full */
    FAULTY_WAY_COUNT
} faulty_way;

/* Let the `number`-th of the calls that can fail in this way do so, from 1, and
 * the ones after it too if `and_on`. */
void faulty_vfs_fail(faulty_way way, size_t number, bool and_on);

/* SIGKILL at the `number`-th call that changes a file: before it or, of a write
 * if `is_half`, in the middle of it. */
void faulty_vfs_kill(size_t number, bool is_half);

/* No more failures. Returns whether there was one. */
bool faulty_vfs_end(void);

/* Calls that could fail, or change a file, since one of the above. */
size_t faulty_vfs_calls(void);

/* The name of the call that failed first, for messages. */
const char *faulty_vfs_failed(void);

#endif
