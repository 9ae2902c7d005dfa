/* Known errors of SQLite, and what newsidx does about each. */
#ifndef NX_DISK_ISSUES_H
#define NX_DISK_ISSUES_H

#include "base/findings.h"

/*
 * Those of the version `number`, as of sqlite3_libversion_number(). Systems
 * repair old versions without another number, so some may be repaired.
 */
void nx_issues_examine(int number, newsidx_findings *to);

#endif
