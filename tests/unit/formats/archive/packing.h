/* Archives made by libarchive's writer, for the tests of this folder. */
#ifndef NX_TESTS_PACKING_H
#define NX_TESTS_PACKING_H

#include "base/buf.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

typedef struct packing {
    struct archive *archive;
    nx_buf bytes;
    locale_t utf8;
} packing;

/* `format` is "zip", "ustar", "pax", "gnutar" or "raw"; `filter` is "gzip",
 * "bzip2", "xz", "zstd" or "none". */
void packing_begin(packing *p, const char *format, const char *filter);

/* A file. */
void packing_add(packing *p, const char *name, newsidx_text text);

/* Something that is no file: AE_IFDIR, AE_IFLNK with `target`, AE_IFCHR; or a
 * hard link, AE_IFREG with `target`. */
void packing_add_other(packing *p, const char *name, __LA_MODE_T type,
                       const char *target);

/* The archive's bytes, until packing_free(). */
newsidx_text packing_end(packing *p);
void packing_free(packing *p);

#endif
