/*
 * The pages of an index file and its log as they are on the disk, without
 * SQLite, which gives up where a page contradicts another. Nothing is written.
 */
#ifndef NX_DISK_RAW_PAGES_H
#define NX_DISK_RAW_PAGES_H

#include "base/status.h"

#include <stdbool.h>

/* As internal.h and FORMAT.md have it; a header may be damaged. */
#define NX_RAW_PAGE_BYTES 16384

typedef struct nx_raw_pages {
    int file;
    int log; /* -1: there is none */
    uint32_t count;
    uint64_t *places;          /* by page number: where in the log, or 0 */
    uint32_t unreadable_count; /* pages that the disk didn't give */
} nx_raw_pages;

/* Open what is at `path`, absolute, and beside it. The log counts as far as
 * SQLite would follow it. */
newsidx_status nx_raw_pages_open(nx_raw_pages *pages, const char *path,
                                 newsidx_error *err);
void nx_raw_pages_close(nx_raw_pages *pages);

/* Page `number`, from 1, into the NX_RAW_PAGE_BYTES at `out`; what the file is
 * too short for is zeros. False if there is none, or it can't be read. */
bool nx_raw_pages_read(nx_raw_pages *pages, uint32_t number,
                       unsigned char *out);

/* As SQLite stores numbers. */
static inline uint32_t nx_raw_number(const unsigned char *in, size_t length)
{
    uint32_t number = 0;

    for (size_t i = 0; i < length; i++)
        number = number << 8 | in[i];
    return number;
}

#endif
