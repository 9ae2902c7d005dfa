/* The members of an archive, one after another, as streams of bytes. */
#ifndef NX_FORMATS_ARCHIVE_UNPACK_H
#define NX_FORMATS_ARCHIVE_UNPACK_H

#include "formats/format.h"

/*
 *   input -> libarchive: gzip, bzip2, xz, zstd -> zip, tar or one file -> bytes
 *
 * Nothing goes to disk, no other program is started, and no more is in memory
 * than libarchive needs. What comes out is counted, for this archive and those
 * around it, and ends where it is more than any archive of texts has.
 */
typedef struct nx_unpack nx_unpack;

/* Is it an archive, by its first kibibyte? */
bool nx_unpack_recognises(newsidx_text head);

/* Everything of `origin` must stay. NEWSIDX_ERR_INPUT, _LIMIT, _MEMORY. */
newsidx_status nx_unpack_new(const nx_origin *origin, nx_unpack **out_unpack,
                             newsidx_error *err);
void nx_unpack_free(nx_unpack *unpack);

/*
 * Go to the next member that is a file; folders, links, devices and hidden
 * files are stepped over. *out_name is its label, borrowed until the next call;
 * {NULL, 0} for the only one of a file that is just compressed.
 *
 * @return NEWSIDX_OK, NEWSIDX_DONE; NEWSIDX_ERR_INPUT or _LIMIT for a member
 *         that is refused, with its label, or for what ends it all; _IO,
 * _MEMORY.
 */
newsidx_status nx_unpack_next(nx_unpack *unpack, newsidx_text *out_name,
                              newsidx_error *err);

/* Give the next bytes of the member; `user` is the nx_unpack. */
ptrdiff_t nx_unpack_read(const char **bytes, void *user);

/* Why nx_unpack_read() gave -1. NEWSIDX_ERR_INPUT, _LIMIT, _MEMORY; _IO if the
 * archive itself can't be read. Its status is NEWSIDX_OK if it didn't. */
const newsidx_error *nx_unpack_failure(const nx_unpack *unpack);

/* What is around the readers of its members; of several compressions, one in
 * the other, each is an archive. */
const nx_around *nx_unpack_around(const nx_unpack *unpack);

#endif
