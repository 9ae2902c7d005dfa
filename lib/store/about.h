/* The parts of this folder, for newsidx_build_info(). */
#ifndef NX_STORE_ABOUT_H
#define NX_STORE_ABOUT_H

#include <sqlite3.h>

#define NX_STORE_ABOUT "sqlite/" SQLITE_VERSION

#endif
