/* What the tests of ingest share: cmocka, and a text read like a file. */
#ifndef NX_TESTS_READING_H
#define NX_TESTS_READING_H

#include "base/str.h"
#include "formats/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A source in memory that is handed out in chunks. */
typedef struct reading_source {
    newsidx_text rest;
    size_t chunk_bytes;
} reading_source;

static inline ptrdiff_t reading_next(const char **bytes, void *user)
{
    reading_source *source = user;
    size_t length = source->rest.length;

    if (source->chunk_bytes > 0 && length > source->chunk_bytes)
        length = source->chunk_bytes;
    *bytes = source->rest.bytes;
    source->rest.bytes += length;
    source->rest.length -= length;
    return (ptrdiff_t)length;
}

/* Everything a test needs to read one source, from begin to end. */
typedef struct reading {
    reading_source source;
    nx_reader *reader;
    nx_item item;
    newsidx_error err;
    newsidx_status status; /* of the last nx_reader_next() */
} reading;

static inline void reading_begin(reading *r, newsidx_text text,
                                 size_t chunk_bytes, newsidx_format format)
{
    nx_reader_options options = {format, {NULL, 0}, {NULL, 0}, NULL};

    memset(r, 0, sizeof *r);
    r->source.rest = text;
    r->source.chunk_bytes = chunk_bytes;
    nx_item_init(&r->item);
    assert_int_equal(
        nx_reader_open(reading_next, &r->source, &options, &r->reader, &r->err),
        NEWSIDX_OK);
}

static inline newsidx_status reading_step(reading *r)
{
    memset(&r->err, 0, sizeof r->err);
    r->status = nx_reader_next(r->reader, &r->item, &r->err);
    return r->status;
}

static inline void reading_end(reading *r)
{
    nx_reader_free(r->reader);
    nx_item_finish(&r->item);
}

/* Read `text` as one plain text, which must work. */
static inline void reading_plain(reading *r, const char *text)
{
    reading_begin(r, nx_str(text), 0, NEWSIDX_FORMAT_TEXT);
    assert_int_equal(reading_step(r), NEWSIDX_OK);
}

/* A field holds exactly this; NULL: it isn't there. */
#define assert_text(text, expected)                                            \
    do {                                                                       \
        const newsidx_text seen_ = (text);                                     \
        const char *wanted_ = (expected);                                      \
                                                                               \
        if (wanted_ == NULL) {                                                 \
            assert_null(seen_.bytes);                                          \
        } else {                                                               \
            assert_non_null(seen_.bytes);                                      \
            assert_string_equal(seen_.bytes, wanted_);                         \
            assert_int_equal(seen_.length, strlen(wanted_));                   \
        }                                                                      \
    } while (0)

#endif
