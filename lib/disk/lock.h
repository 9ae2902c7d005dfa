/* One lock beside the file, around every write and every checkpoint. */
#ifndef NX_DISK_LOCK_H
#define NX_DISK_LOCK_H

#include "base/status.h"

#include <stdatomic.h>
#include <stdbool.h>

/*
 * SQLite's own locks allow a commit while another connection writes the log
 * back, and versions before 3.51.3 can then lose it (the "WAL-reset" bug). This
 * lock keeps the two apart. It is of the open file description, so two handles
 * of one process exclude each other as well, and a killed process leaves none.
 * The lock file stays: to remove it while others wait for it would be a race.
 */
typedef struct nx_lock {
    int file; /* -1 until it is first needed */
    bool held;
} nx_lock;

void nx_lock_init(nx_lock *lock);
void nx_lock_finish(nx_lock *lock);

/*
 * Take the lock of the file `path`, which is made if need be; wait for at most
 * `timeout_ms`, or until `*stop` is set (NEWSIDX_ERR_CANCELLED). Whoever waits
 * gets it before one who had it and takes it again.
 */
newsidx_status nx_lock_take(nx_lock *lock, const char *path, int64_t timeout_ms,
                            const atomic_bool *stop, newsidx_error *err);
void nx_lock_give(nx_lock *lock);

#endif
