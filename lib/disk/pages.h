/* What SQLite itself says of the pages of a file. */
#ifndef NX_DISK_PAGES_H
#define NX_DISK_PAGES_H

#include "disk/db.h"

/*
 * `sql` gives a complaint, "ok" or no row, as PRAGMA integrity_check does.
 * NEWSIDX_ERR_CORRUPT with the complaint; NEWSIDX_ERR_IO and the like if it is
 * of a page that the disk doesn't give.
 */
newsidx_status nx_pages_check(sqlite3 *db, const char *sql, newsidx_error *err);

#endif
