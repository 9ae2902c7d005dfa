#include "store/internal.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ALL_MAY_WRITE (S_IWUSR | S_IWGRP | S_IWOTH)

/* Take `lost` away from the file's mode and add `added`. */
static newsidx_status change_mode(const nx_store *store, mode_t lost,
                                  mode_t added, newsidx_error *err)
{
    struct stat about;
    mode_t mode;

    if (lstat(store->path, &about) != 0)
        return nx_fail_system(err, NEWSIDX_ERR_IO, errno, "%s: %s", store->path,
                              strerror(errno));
    mode = ((about.st_mode & 07777) & ~lost) | added;
    if (mode != (about.st_mode & 07777) && chmod(store->path, mode) != 0)
        return nx_fail_system(
            err, errno == EROFS ? NEWSIDX_ERR_READ_ONLY : NEWSIDX_ERR_IO, errno,
            "can't change who may write %s: %s", store->path, strerror(errno));
    return NEWSIDX_OK;
}

/* In one transaction of its own, whatever journal the file has. */
static newsidx_status set_mark(nx_store *store, bool is_sealed,
                               newsidx_error *err)
{
    static const char doing[] = "marking the index";
    newsidx_status status =
        nx_checkpoint_set_durability(store, NX_DURABLE, err);

    if (status >= 0)
        status = nx_statement_once(store, "BEGIN IMMEDIATE", doing, err);
    if (status < 0)
        return status;
    status = nx_meta_set_number(store, "sealed", is_sealed ? 1 : 0, err);
    if (status >= 0)
        status = nx_statement_once(store, "COMMIT", doing, err);
    if (status >= 0)
        store->is_sealed = is_sealed;
    else if (sqlite3_get_autocommit(store->db) == 0)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/*
 * Without its log the file is one that needs nothing beside it. The mark comes
 * last: killed before it, the file is as one whose creation was killed, and the
 * next who writes begins a log again.
 */
static newsidx_status seal_locked(nx_store *store, newsidx_error *err)
{
    newsidx_error failure;
    newsidx_status status = nx_checkpoint_truncate(store, &failure);

    if (status >= 0)
        status = nx_connection_use_log(store, false, &failure);
    if (status == NEWSIDX_ERR_BUSY)
        return nx_fail(err, status, "%s is open elsewhere: close it first",
                       store->path);
    if (status < 0) {
        if (err != NULL)
            *err = failure;
        return status;
    }
    status = set_mark(store, true, err);
    if (status >= 0)
        status = change_mode(store, ALL_MAY_WRITE, 0, err);
    return status;
}

newsidx_status nx_store_seal(nx_store *store, newsidx_progress_fn progress,
                             void *user, newsidx_error *err)
{
    newsidx_status status;

    /* Killed or refused before it was done: what is left to do is this. */
    if (store->is_sealed) {
        status = change_mode(store, ALL_MAY_WRITE, 0, err);
        return status < 0 ? status : NEWSIDX_UNCHANGED;
    }
    status = nx_store_check(store, progress, user, err);
    if (status >= 0)
        status = nx_transaction_take_lock(store, err);
    if (status < 0)
        return status;
    status = seal_locked(store, err);
    nx_lock_give(&store->lock);
    return status;
}

newsidx_status nx_store_unlock_file(nx_store *store, newsidx_error *err)
{
    if (!store->is_sealed)
        return NEWSIDX_UNCHANGED;
    return change_mode(store, 0, S_IWUSR, err);
}

newsidx_status nx_store_unseal(nx_store *store, newsidx_error *err)
{
    newsidx_status status = nx_transaction_take_lock(store, err);

    if (status < 0)
        return status;
    status = set_mark(store, false, err);
    if (status >= 0)
        status = nx_connection_use_log(store, true, err);
    nx_lock_give(&store->lock);
    return status;
}
