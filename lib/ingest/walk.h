/* Files of the folders that are to be read. */
#ifndef NX_INGEST_WALK_H
#define NX_INGEST_WALK_H

#include "base/arena.h"
#include "base/status.h"

/* A regular file to read (or a pipe that the caller named), or a path that
 * can't be read and why. */
typedef struct nx_walk_file {
    const char *path;     /* as given, with the folder's files after it */
    const char *absolute; /* as realpath(3) has it; NULL if it failed */
    uint64_t length_bytes;
    const char *problem; /* NULL: readable as far as one can tell */
} nx_walk_file;

/*
 * All files below `paths`, folders in order of names (bytewise), in `arena`.
 * Names that begin with a dot are left out below a folder, symbolic links to
 * folders are not followed below a folder, and a file that was met before (by
 * its absolute path) is left out.
 */
newsidx_status nx_walk(const char *const *paths, size_t path_count,
                       nx_arena *arena, nx_walk_file **out_files,
                       size_t *out_count, newsidx_error *err);

#endif
