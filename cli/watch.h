/* Folders whose new files are wanted as soon as they are whole (inotify(7)). */
#ifndef NEWSQ_WATCH_H
#define NEWSQ_WATCH_H

#include "memory.h"

typedef struct nq_watch nq_watch;

/**
 * Watch folders and all that is below them, but what begins with a dot. Files
 * are watched by the folder that they are in. What can't be watched is
 * reported, and then it is NULL. Yours.
 */
nq_watch *watch_open(const char *const *paths, size_t path_count);

/**
 * Wait until files were closed after writing, or moved in, and nothing more
 * came for a moment. True if there are; false when Ctrl-C was pressed. If more
 * happened than the system could tell, they are the paths that were watched.
 *
 * @param out_paths  Borrowed until the next call.
 */
bool watch_wait(nq_watch *watch, const char *const **out_paths,
                size_t *out_count);

/** Takes NULL. */
void watch_close(nq_watch *watch);

#endif
