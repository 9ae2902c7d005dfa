/* Files of the folders that are to be read. */
#ifndef NX_INGEST_WALK_H
#define NX_INGEST_WALK_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

/* A regular file to read (or a pipe that the caller named), or a path that
 * can't be read and why. */
typedef struct nx_walk_file {
    const char *path;     /* as given, with the folder's files after it */
    const char *absolute; /* as realpath(3) has it; NULL if it failed */
    uint64_t length_bytes;
    const char *problem; /* NULL: readable as far as one can tell */
} nx_walk_file;

typedef struct nx_walk_options {
    bool follows_links; /* below a folder; a path that is given always is */
    int64_t since;      /* files changed before are left out: seconds since 1970
                           UTC; 0: all are taken */
} nx_walk_options;

/*
 * All files below `paths`, folders in order of names (bytewise), in `arena`.
 * Left out below a folder are names that begin with a dot, symbolic links
 * (unless they are to be followed) and what is neither a file nor a folder; a
 * file or a folder that was met before is left out everywhere. `options` may
 * be NULL: the defaults.
 */
newsidx_status nx_walk(const char *const *paths, size_t path_count,
                       const nx_walk_options *options, nx_arena *arena,
                       nx_walk_file **out_files, size_t *out_count,
                       newsidx_error *err);

#endif
