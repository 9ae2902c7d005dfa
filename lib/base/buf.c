#include "base/buf.h"

#include "base/memory.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void nx_buf_init(nx_buf *buf, size_t limit_bytes)
{
    memset(buf, 0, sizeof *buf);
    buf->limit_bytes = limit_bytes;
}

void nx_buf_finish(nx_buf *buf)
{
    nx_free(buf->bytes);
    nx_buf_init(buf, buf->limit_bytes);
}

void nx_buf_clear(nx_buf *buf)
{
    buf->length = 0;
    buf->status = NEWSIDX_OK;
    if (buf->bytes != NULL)
        buf->bytes[0] = '\0';
}

/* Room for `length` more bytes and the NUL, or a status that says why not. */
static bool reserve(nx_buf *buf, size_t length)
{
    void *bytes = buf->bytes;

    if (buf->status < 0)
        return false;
    /* Without a limit, the NUL could still wrap the count of bytes round. */
    if (length > buf->limit_bytes - buf->length ||
        length >= SIZE_MAX - buf->length) {
        buf->status = NEWSIDX_ERR_LIMIT;
        return false;
    }
    if (!nx_grow(&bytes, &buf->capacity, buf->length + length + 1, 1)) {
        buf->status = NEWSIDX_ERR_MEMORY;
        return false;
    }
    buf->bytes = bytes;
    return true;
}

/* So it is most of the time: no memory has to be asked for. */
static inline bool has_room(const nx_buf *buf, size_t length)
{
    return buf->status >= 0 && length < buf->capacity - buf->length &&
           length <= buf->limit_bytes - buf->length;
}

void nx_buf_add(nx_buf *buf, const void *bytes, size_t length)
{
    if (!has_room(buf, length) && !reserve(buf, length))
        return;
    if (length > 0)
        memcpy(buf->bytes + buf->length, bytes, length);
    buf->length += length;
    buf->bytes[buf->length] = '\0';
}

void nx_buf_add_string(nx_buf *buf, const char *string)
{
    nx_buf_add(buf, string, strlen(string));
}

void nx_buf_add_text(nx_buf *buf, newsidx_text text)
{
    nx_buf_add(buf, text.bytes, text.length);
}

void nx_buf_add_byte(nx_buf *buf, char byte)
{
    if (!has_room(buf, 1) && !reserve(buf, 1))
        return;
    buf->bytes[buf->length++] = byte;
    buf->bytes[buf->length] = '\0';
}

void nx_buf_add_format(nx_buf *buf, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !reserve(buf, (size_t)length))
        return;
    va_start(arguments, format);
    length = vsnprintf(buf->bytes + buf->length, (size_t)length + 1, format,
                       arguments);
    va_end(arguments);
    if (length > 0)
        buf->length += (size_t)length;
}

void nx_buf_truncate(nx_buf *buf, size_t length)
{
    assert(length <= buf->length);
    buf->length = length;
    if (buf->bytes != NULL)
        buf->bytes[length] = '\0';
}

newsidx_text nx_buf_text(const nx_buf *buf)
{
    newsidx_text text = {"", 0};

    if (buf->bytes != NULL) {
        text.bytes = buf->bytes;
        text.length = buf->length;
    }
    return text;
}
