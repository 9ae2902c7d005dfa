/* Reading a caller's options struct of another version. */
#ifndef NX_BASE_OPTIONS_H
#define NX_BASE_OPTIONS_H

#include "base/status.h"

/*
 * Copy a caller's options into `mine`. Bytes the caller doesn't know stay
 * zero, which means "the default". Bytes that this version doesn't know must
 * be zero, or the caller wants something we can't do: NEWSIDX_ERR_OPTIONS. The
 * copy's size is `my_size`.
 * A `theirs` of NULL gives the defaults; a size that can't be is
 * NEWSIDX_ERR_MISUSE.
 */
newsidx_status nx_options_read(void *mine, size_t my_size, const void *theirs,
                               newsidx_error *err);

/*
 * Fill a caller's struct whose first field is its size: as many bytes of
 * `mine` as the caller knows; what we don't know is zeroed.
 */
newsidx_status nx_options_write(void *theirs, const void *mine, size_t my_size,
                                newsidx_error *err);

#endif
