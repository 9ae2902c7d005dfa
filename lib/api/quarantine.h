/* Copies of what an import refused, for somebody to look at. */
#ifndef NX_API_QUARANTINE_H
#define NX_API_QUARANTINE_H

#include "base/status.h"

#include <stdbool.h>

/*
 *     folder/index.tsv                       a line for each thing refused
 *     folder/0123456789abcdef-story.xml      a file
 *     folder/fedcba9876543210-all.jsonl-17   a line of a file, by its number
 *
 * Names are made here, of a hash and the letters of the file's own that are
 * safe; nothing is written over, and links are not followed. The same thing
 * refused again has the same copy.
 */
typedef struct nx_quarantine nx_quarantine;

/* Open the folder, which is made if it isn't there. NEWSIDX_ERR_IO, _MEMORY. */
newsidx_status nx_quarantine_open(const char *folder,
                                  nx_quarantine **out_quarantine,
                                  newsidx_error *err);

/* Takes NULL. */
void nx_quarantine_close(nx_quarantine *quarantine);

/* Is this file, by its absolute path, in the folder? NULL quarantine: no. */
bool nx_quarantine_owns(const nx_quarantine *quarantine, const char *absolute);

/*
 * Note a problem, with a copy: of the line if that is what was refused and
 * begins at `start`, else of the whole file, unless that is no file, can't be
 * read or has more than 64 MiB; then the list says "-".
 *
 * @param path   NULL: a stream, of which there is nothing left.
 * @param start  Byte of the file, or NEWSIDX_NO_OFFSET: the whole file.
 * @return NEWSIDX_OK, or NEWSIDX_ERR_FULL, _IO, _MEMORY if it can't be written.
 */
newsidx_status nx_quarantine_add(nx_quarantine *quarantine,
                                 const newsidx_problem *problem,
                                 const char *path, size_t start,
                                 newsidx_error *err);

#endif
