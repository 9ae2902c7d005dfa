#include "disk/pages.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char doing[] = "checking the pages";

/* SQLite tells of a page that it can't read as of one that is damaged, and only
 * of some why. */
static newsidx_status complain(const char *message, bool *out_is_unread,
                               newsidx_error *err)
{
    static const char coded[] = "unable to get the page. error code=";
    const char *found = strstr(message, coded);
    int code = SQLITE_CORRUPT;

    if (found != NULL)
        code = (int)strtol(found + strlen(coded), NULL, 10);
    else if (strstr(message, "failed to get page") != NULL)
        code = SQLITE_IOERR_READ;
    *out_is_unread = (code & 0xff) != SQLITE_CORRUPT;
    if (*out_is_unread)
        return nx_db_fail(NULL, code, doing, err);
    return nx_fail(err, NEWSIDX_ERR_CORRUPT, "the file: %s", message);
}

static newsidx_status look(sqlite3 *db, const char *sql, bool *out_is_unread,
                           newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_db_prepare(db, sql, &statement, err);
    const char *message;
    int code;

    *out_is_unread = false;
    if (status < 0)
        return status;
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        message = (const char *)sqlite3_column_text(statement, 0);
        if (message == NULL)
            status = nx_fail_memory(err);
        else if (strcmp(message, "ok") != 0)
            status = complain(message, out_is_unread, err);
    } else if (code != SQLITE_DONE) {
        status = nx_db_fail(db, code, doing, err);
    }
    sqlite3_finalize(statement);
    return status;
}

/* The disk is to blame for a page only if it fails twice: it may have been
 * memory, which the second time is told as such or is there. */
newsidx_status nx_pages_check(sqlite3 *db, const char *sql, newsidx_error *err)
{
    bool is_unread;
    newsidx_status status = look(db, sql, &is_unread, err);

    if (is_unread)
        status = look(db, sql, &is_unread, err);
    return status;
}
