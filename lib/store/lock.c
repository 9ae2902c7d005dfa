/* Locks of open file descriptions are Linux's; elsewhere flock() is alike. */
#define _GNU_SOURCE

#include "store/lock.h"

#include "base/clock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONGEST_SLEEP_MS 20

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
static int set_lock(int file, bool wanted)
{
    struct flock range;

    memset(&range, 0, sizeof range);
    range.l_type = wanted ? F_WRLCK : F_UNLCK;
    range.l_whence = SEEK_SET;
    return fcntl(file, F_OFD_SETLK, &range);
}
#else
static int set_lock(int file, bool wanted)
{
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

newsidx_status nx_lock_take(nx_lock *lock, const char *path, int64_t timeout_ms,
                            const atomic_bool *stop, newsidx_error *err)
{
    int64_t until_ms = nx_clock_ms() + timeout_ms;
    int64_t sleep_ms = 1;
    newsidx_status status = open_file(lock, path, err);

    assert(!lock->held);
    if (status < 0)
        return status;
    while (set_lock(lock->file, true) != 0) {
        if (errno != EAGAIN && errno != EACCES && errno != EWOULDBLOCK &&
            errno != EINTR)
            return nx_fail_system(err, NEWSIDX_ERR_IO, errno,
                                  "can't lock %s: %s", path, strerror(errno));
        if (atomic_load(stop))
            return nx_fail(err, NEWSIDX_ERR_CANCELLED,
                           "interrupted while another writer had the index");
        if (nx_clock_ms() >= until_ms)
            return nx_fail(err, NEWSIDX_ERR_BUSY,
                           "another writer has had the index for %lld ms",
                           (long long)(timeout_ms > 0 ? timeout_ms : 0));
        nx_clock_sleep_ms(sleep_ms);
        sleep_ms = sleep_ms < LONGEST_SLEEP_MS ? sleep_ms * 2 : sleep_ms;
    }
    lock->held = true;
    return NEWSIDX_OK;
}

void nx_lock_give(nx_lock *lock)
{
    if (lock->held)
        (void)set_lock(lock->file, false);
    lock->held = false;
}
