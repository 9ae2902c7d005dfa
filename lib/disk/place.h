/* Where an index lies: its file, folder, file system and who has it open. */
#ifndef NX_DISK_PLACE_H
#define NX_DISK_PLACE_H

#include "base/findings.h"

/* `path` is as nx_path_resolve() made it. Opens nothing but the system's list
 * of locks: to open and close the file would drop the locks of other handles.
 */
void nx_place_examine(const char *path, newsidx_findings *to);

#endif
