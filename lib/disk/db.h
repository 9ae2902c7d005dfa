/* The SQLite file: opened by the rules, locked for writing, never trusted. */
#ifndef NX_DISK_DB_H
#define NX_DISK_DB_H

#include "base/status.h"

#include <sqlite3.h>
#include <stdbool.h>

/* SQLite's code, with what was being done, as one of our statuses. */
newsidx_status nx_db_fail(sqlite3 *db, int code, const char *doing,
                          newsidx_error *err);

/* Prepare a statement that is kept; `*statement` is left alone if there. */
newsidx_status nx_db_prepare(sqlite3 *db, const char *sql,
                             sqlite3_stmt **statement, newsidx_error *err);

/* The number that a statement without parameters gives. */
newsidx_status nx_db_number(sqlite3 *db, const char *sql, const char *doing,
                            int64_t *out_number, newsidx_error *err);

/* Rows that can't be: of a statement whose first column says which. */
typedef struct nx_fault {
    const char *sql;
    const char *where; /* as "article", before that */
    const char *what;  /* as "is hidden but not there", behind it */
} nx_fault;

/* NEWSIDX_ERR_CORRUPT with the first that one of them finds. */
newsidx_status nx_db_find_none(sqlite3 *db, const nx_fault *faults,
                               size_t count, newsidx_error *err);

#endif
