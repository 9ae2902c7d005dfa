/* The parts of this folder: for newsidx_build_info() as they were compiled, for
 * newsidx_examine() as they are loaded. */
#ifndef NX_DISK_ABOUT_H
#define NX_DISK_ABOUT_H

#include "base/findings.h"

#include <sqlite3.h>

#ifdef NX_HAVE_ZSTD
#include <zstd.h>
#define NX_DISK_ABOUT_ZSTD " zstd/" ZSTD_VERSION_STRING
#else
#define NX_DISK_ABOUT_ZSTD ""
#endif

#define NX_DISK_ABOUT "sqlite/" SQLITE_VERSION NX_DISK_ABOUT_ZSTD

/* With SQLite's known errors. */
void nx_disk_examine(newsidx_findings *to);

#endif
