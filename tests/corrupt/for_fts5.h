/* FTS5 has faults of its own: it only gets what it can bear. */
#ifndef CORRUPT_FOR_FTS5_H
#define CORRUPT_FOR_FTS5_H

#include "words/audit.h"

#include <sqlite3.h>
#include <stdbool.h>

/* Whether it can, though the file may be damaged elsewhere. */
static inline bool is_for_fts5(const char *path)
{
    newsidx_status status = NEWSIDX_ERR_CORRUPT;
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
        status = nx_words_audit(db, INT64_C(1) << 40, NULL);
    sqlite3_close(db);
    return status >= 0;
}

#endif
