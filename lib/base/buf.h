/* A growing run of bytes, born with a limit. */
#ifndef NX_BASE_BUF_H
#define NX_BASE_BUF_H

#include "base/status.h"

/*
 * `bytes` holds `length` bytes and always a NUL after them once anything was
 * added; NULL before. Adding to a buffer whose `status` is negative does
 * nothing, so callers check once, at the end.
 */
typedef struct nx_buf {
    char *bytes;
    size_t length;
    size_t capacity;
    size_t limit_bytes;
    newsidx_status status; /* NEWSIDX_OK, _ERR_LIMIT or _ERR_MEMORY */
} nx_buf;

void nx_buf_init(nx_buf *buf, size_t limit_bytes);
void nx_buf_finish(nx_buf *buf);

/* Empty it, forgive its status, keep its memory. */
void nx_buf_clear(nx_buf *buf);

void nx_buf_add(nx_buf *buf, const void *bytes, size_t length);
void nx_buf_add_string(nx_buf *buf, const char *string);
void nx_buf_add_text(nx_buf *buf, newsidx_text text);
void nx_buf_add_byte(nx_buf *buf, char byte);
void nx_buf_add_format(nx_buf *buf, const char *format, ...) NX_PRINTF(2, 3);

/* Keep the first `length` bytes; `length` is at most the present one. */
void nx_buf_truncate(nx_buf *buf, size_t length);

/* What it holds; never NULL bytes, so an empty one is "". Borrowed. */
newsidx_text nx_buf_text(const nx_buf *buf);

#endif
