#include "store/internal.h"

#include "base/memory.h"

#include <unistd.h>

/* Copied between two calls of the progress function: 4 MiB. */
#define STEP_PAGES 256

static newsidx_status copy_pages(nx_store *store, sqlite3 *copy,
                                 newsidx_progress_fn progress, void *user,
                                 newsidx_error *err)
{
    sqlite3_backup *backup =
        sqlite3_backup_init(copy, "main", store->db, "main");
    newsidx_status status = NEWSIDX_OK;
    int code = SQLITE_OK;
    int finished;

    if (backup == NULL)
        return nx_db_fail(copy, sqlite3_errcode(copy), "copying", err);
    while (code == SQLITE_OK && status >= 0) {
        uint64_t total, left;

        code = sqlite3_backup_step(backup, STEP_PAGES);
        total = (uint64_t)sqlite3_backup_pagecount(backup);
        left = (uint64_t)sqlite3_backup_remaining(backup);
        if (nx_store_is_interrupted(store) ||
            (progress != NULL && progress(total - left, total, user) != 0))
            status =
                nx_fail(err, NEWSIDX_ERR_CANCELLED, "the copying was stopped");
    }
    /* It repeats what the last step said, and the copy's connection with it,
     * but for what might have passed. */
    finished = sqlite3_backup_finish(backup);
    if (finished != SQLITE_OK)
        code = finished;
    if (code != SQLITE_OK && code != SQLITE_DONE && status >= 0)
        status = nx_db_fail(finished != SQLITE_OK ? copy : NULL, code,
                            "copying", err);
    return status;
}

static newsidx_status write_copy(nx_store *store, const char *path,
                                 newsidx_progress_fn progress, void *user,
                                 newsidx_error *err)
{
    sqlite3 *copy = NULL;
    newsidx_status status;
    int code = sqlite3_open_v2(path, &copy,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                                   SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE,
                               NULL);

    if (copy == NULL)
        return nx_fail_memory(err);
    /* FULL doesn't wait until the journal is gone from its folder: after a
     * power cut it could be back, and take the whole copy away again. */
    if (code == SQLITE_OK)
        code =
            sqlite3_exec(copy, "PRAGMA synchronous = EXTRA", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        status = nx_db_fail(copy, code, "opening the copy", err);
    else
        status = copy_pages(store, copy, progress, user, err);
    sqlite3_close(copy);
    return status;
}

newsidx_status nx_store_backup(nx_store *store, const char *path,
                               newsidx_progress_fn progress, void *user,
                               newsidx_error *err)
{
    char *resolved = NULL;
    char *journal = NULL;
    bool made = false;
    newsidx_status status;

    if (store->activity != NX_IDLE)
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "a transaction is open already");
    status = nx_path_resolve(path, &resolved, err);
    if (status < 0)
        goto cleanup;
    journal = nx_path_beside(resolved, "-journal");
    if (journal == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    status = nx_path_make_file(resolved, &made, err);
    if (status >= 0 && !made)
        status = nx_fail(err, NEWSIDX_ERR_IO, "%s exists already", resolved);
    if (status < 0)
        goto cleanup;
    /* Within a read transaction the pages are those of one moment, and what
     * others write doesn't make the copying begin again. */
    status = nx_store_begin_read(store, err);
    if (status >= 0)
        status = write_copy(store, resolved, progress, user, err);
    nx_store_end_read(store);
    if (status < 0) {
        unlink(resolved);
        unlink(journal);
    }

cleanup:
    nx_free(journal);
    nx_free(resolved);
    return status;
}
