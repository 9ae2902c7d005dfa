#include "disk/db.h"

#include "disk/watch.h"

#include <errno.h>
#include <string.h>

/* What a code is to us; the watch tells a deadline from an interrupt. */
static newsidx_status status_of(int code)
{
    if (code == SQLITE_IOERR_NOMEM)
        return NEWSIDX_ERR_MEMORY;
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return NEWSIDX_ERR_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return NEWSIDX_ERR_BUSY;
    case SQLITE_FULL:
        return NEWSIDX_ERR_FULL;
    case SQLITE_READONLY:
        return NEWSIDX_ERR_READ_ONLY;
    /* FTS5 breaks its own tables' constraints when they contradict each
     * other, and ours are never broken by us. */
    case SQLITE_CONSTRAINT:
    case SQLITE_CORRUPT:
        return NEWSIDX_ERR_CORRUPT;
    case SQLITE_NOTADB:
        return NEWSIDX_ERR_NOT_AN_INDEX;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOLFS:
        return NEWSIDX_ERR_IO;
    case SQLITE_TOOBIG:
        return NEWSIDX_ERR_LIMIT;
    case SQLITE_INTERRUPT:
        return NEWSIDX_ERR_CANCELLED;
    default:
        return NEWSIDX_ERR_INTERNAL;
    }
}

/* Why the system refused, or 0. A commit that fails doesn't tell the
 * connection, but the files remember. */
static int system_error(sqlite3 *db)
{
    int number = sqlite3_system_errno(db);
    sqlite3_file *log = NULL;

    if (number == 0)
        (void)sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO,
                                   &number);
    if (number != 0 ||
        sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER,
                             (void *)&log) != SQLITE_OK ||
        log == NULL || log->pMethods == NULL)
        return number;
    (void)log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &number);
    return number;
}

/* A quota or a limit is as a full disk; SQLite takes only ENOSPC for one. */
static newsidx_status fail_system(sqlite3 *db, int code, const char *doing,
                                  newsidx_error *err)
{
    const int number = system_error(db);
    newsidx_status status = NEWSIDX_ERR_IO;

    if (number == 0)
        return nx_fail_system(err, status, code, "%s: %s", doing,
                              sqlite3_errmsg(db));
    if (number == EDQUOT || number == EFBIG)
        status = NEWSIDX_ERR_FULL;
    return nx_fail_system(err, status, code, "%s: %s (%s)", doing,
                          sqlite3_errmsg(db), strerror(number));
}

newsidx_status nx_db_fail(sqlite3 *db, int code, const char *doing,
                          newsidx_error *err)
{
    newsidx_status status = status_of(code);
    const char *message = sqlite3_errstr(code);

    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_system(err, status, code, "out of memory");
    if (status == NEWSIDX_ERR_CANCELLED && nx_watch_is_late(db))
        return nx_fail_system(err, NEWSIDX_ERR_LIMIT, code,
                              "%s took longer than it may", doing);
    if (status == NEWSIDX_ERR_CANCELLED)
        return nx_fail_system(err, status, code, "%s was interrupted", doing);
    if (db != NULL && (sqlite3_errcode(db) & 0xff) == (code & 0xff)) {
        if (status == NEWSIDX_ERR_IO)
            return fail_system(db, code, doing, err);
        message = sqlite3_errmsg(db);
    }
    return nx_fail_system(err, status, code, "%s: %s", doing, message);
}

newsidx_status nx_db_prepare(sqlite3 *db, const char *sql,
                             sqlite3_stmt **statement, newsidx_error *err)
{
    int code;

    if (*statement != NULL)
        return NEWSIDX_OK;
    code = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement,
                              NULL);
    if (code != SQLITE_OK)
        return nx_db_fail(db, code, "preparing a statement", err);
    return NEWSIDX_OK;
}

newsidx_status nx_db_number(sqlite3 *db, const char *sql, const char *doing,
                            int64_t *out_number, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_db_prepare(db, sql, &statement, err);
    int code;

    *out_number = 0;
    if (status < 0)
        return status;
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *out_number = sqlite3_column_int64(statement, 0);
    else
        status = nx_db_fail(db, code, doing, err);
    sqlite3_finalize(statement);
    return status;
}

static newsidx_status find_none(sqlite3 *db, const nx_fault *fault,
                                newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_db_prepare(db, fault->sql, &statement, err);
    const char *which;
    int code;

    if (status < 0)
        return status;
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        which = (const char *)sqlite3_column_text(statement, 0);
        status = nx_fail(err, NEWSIDX_ERR_CORRUPT, "%s %s %s", fault->where,
                         which != NULL ? which : "", fault->what);
    } else if (code != SQLITE_DONE) {
        status = nx_db_fail(db, code, "looking for faults", err);
    }
    sqlite3_finalize(statement);
    return status;
}

newsidx_status nx_db_find_none(sqlite3 *db, const nx_fault *faults,
                               size_t count, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < count && status >= 0; i++)
        status = find_none(db, &faults[i], err);
    return status;
}
