/* The parts of this folder, for newsidx_build_info(). */
#ifndef NX_STORE_ABOUT_H
#define NX_STORE_ABOUT_H

#include <sqlite3.h>

#ifdef NX_HAVE_ZSTD
#include <zstd.h>
#define NX_STORE_ABOUT_ZSTD " zstd/" ZSTD_VERSION_STRING
#else
#define NX_STORE_ABOUT_ZSTD ""
#endif

#define NX_STORE_ABOUT "sqlite/" SQLITE_VERSION NX_STORE_ABOUT_ZSTD

#endif
