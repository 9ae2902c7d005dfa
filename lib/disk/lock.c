/* Locks of open file descriptions are Linux's; elsewhere flock() is alike. */
#define _GNU_SOURCE

#include "disk/lock.h"

#include "base/clock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Two bytes of the file are locked, one after the other. Who has the turn is
 * next, and waits for the lock alone; the others wait for the turn. A writer
 * that gives the lock and wants it again at once, as a load does, would else
 * hardly ever be seen without it: somebody who looked every few milliseconds
 * waited until the load was over.
 */
typedef enum part { LOCK, TURN } part;

/* One at most looks for the lock, so it may look more often. */
#define LONGEST_SLEEP_MS 5
#define LONGEST_SLEEP_FOR_TURN_MS 20

void nx_lock_init(nx_lock *lock)
{
    lock->file = -1;
    lock->held = false;
}

void nx_lock_finish(nx_lock *lock)
{
    if (lock->file >= 0)
        close(lock->file);
    nx_lock_init(lock);
}

#if defined(F_OFD_SETLK)
static int set_lock(int file, part which, bool wanted)
{
    struct flock range;

    memset(&range, 0, sizeof range);
    range.l_type = wanted ? F_WRLCK : F_UNLCK;
    range.l_whence = SEEK_SET;
    range.l_start = (off_t)which;
    range.l_len = 1;
    return fcntl(file, F_OFD_SETLK, &range);
}
#else
/* It has no parts: everybody has the turn. */
static int set_lock(int file, part which, bool wanted)
{
    if (which == TURN)
        return 0;
    return flock(file, wanted ? LOCK_EX | LOCK_NB : LOCK_UN);
}
#endif

static newsidx_status open_file(nx_lock *lock, const char *path,
                                newsidx_error *err)
{
    newsidx_status status = NEWSIDX_ERR_IO;

    if (lock->file >= 0)
        return NEWSIDX_OK;
    lock->file =
        open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (lock->file >= 0)
        return NEWSIDX_OK;
    if (errno == EROFS || errno == EACCES || errno == EPERM)
        status = NEWSIDX_ERR_READ_ONLY;
    else if (errno == ENOSPC || errno == EDQUOT)
        status = NEWSIDX_ERR_FULL;
    return nx_fail_system(err, status, errno, "can't open the lock %s: %s",
                          path, strerror(errno));
}

/* How long somebody waits, and for what. */
typedef struct patience {
    const char *path;
    int64_t timeout_ms;
    int64_t until_ms;
    const atomic_bool *stop;
} patience;

static newsidx_status wait_for(const nx_lock *lock, part which,
                               const patience *in, newsidx_error *err)
{
    const int64_t longest_ms =
        which == TURN ? LONGEST_SLEEP_FOR_TURN_MS : LONGEST_SLEEP_MS;
    int64_t sleep_ms = 1;

    while (set_lock(lock->file, which, true) != 0) {
        if (errno != EAGAIN && errno != EACCES && errno != EWOULDBLOCK &&
            errno != EINTR)
            return nx_fail_system(err, NEWSIDX_ERR_IO, errno,
                                  "can't lock %s: %s", in->path,
                                  strerror(errno));
        if (atomic_load(in->stop))
            return nx_fail(err, NEWSIDX_ERR_CANCELLED,
                           "interrupted while another writer had the index");
        if (nx_clock_ms() >= in->until_ms)
            return nx_fail(
                err, NEWSIDX_ERR_BUSY,
                "another writer has had the index for %lld ms",
                (long long)(in->timeout_ms > 0 ? in->timeout_ms : 0));
        nx_clock_sleep_ms(sleep_ms);
        sleep_ms = sleep_ms * 2 < longest_ms ? sleep_ms * 2 : longest_ms;
    }
    return NEWSIDX_OK;
}

newsidx_status nx_lock_take(nx_lock *lock, const char *path, int64_t timeout_ms,
                            const atomic_bool *stop, newsidx_error *err)
{
    const patience in = {path, timeout_ms, nx_clock_ms() + timeout_ms, stop};
    newsidx_status status = open_file(lock, path, err);

    assert(!lock->held);
    if (status >= 0)
        status = wait_for(lock, TURN, &in, err);
    if (status < 0)
        return status;
    status = wait_for(lock, LOCK, &in, err);
    (void)set_lock(lock->file, TURN, false);
    lock->held = status >= 0;
    return status;
}

void nx_lock_give(nx_lock *lock)
{
    if (lock->held)
        (void)set_lock(lock->file, LOCK, false);
    lock->held = false;
}
