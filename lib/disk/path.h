/* The names of the file and of what lies beside it. */
#ifndef NX_DISK_PATH_H
#define NX_DISK_PATH_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * `path` as SQLite shall have it: absolute, so that no name is taken for a URI
 * or for ":memory:", and its folder without symbolic links, so that only the
 * file itself is held against SQLITE_OPEN_NOFOLLOW. Free it with nx_free().
 */
newsidx_status nx_path_resolve(const char *path, char **out_path,
                               newsidx_error *err);

/* `path` with "-wal", ".lock" after it; NULL when there is no memory. */
char *nx_path_beside(const char *path, const char *ending);

/* Is `other` that path, or of a file which SQLite or the lock puts there? */
bool nx_path_is_beside(const char *path, const char *other);

/* Bytes of what lies beside it; -1 if there is no such file. */
int64_t nx_path_length(const char *path, const char *ending);

/* Which file it is, and whether it was written since. */
typedef struct nx_file_mark {
    uint64_t device;
    uint64_t number;
    int64_t length;
    int64_t changed_s; /* its inode, so also by what sets times back */
    int64_t changed_ns;
} nx_file_mark;

/* NEWSIDX_ERR_IO for what is not there, or no file (a pipe, a device, a
 * symbolic link). */
newsidx_status nx_path_mark(const char *path, nx_file_mark *out,
                            newsidx_error *err);

/* Make an empty file for its owner only. `*out_made` is false if there was
 * something already, which is no failure. */
newsidx_status nx_path_make_file(const char *path, bool *out_made,
                                 newsidx_error *err);

#endif
