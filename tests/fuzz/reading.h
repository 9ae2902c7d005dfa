/* Any bytes as a source of articles, for the fuzz targets of ingest. */
#ifndef NX_FUZZ_READING_H
#define NX_FUZZ_READING_H

#include "base/str.h"
#include "base/utf8.h"
#include "ingest/clean.h"
#include "formats/reader.h"

#include <stdlib.h>

typedef struct source {
    newsidx_text rest;
    size_t chunk_bytes;
} source;

static inline ptrdiff_t read_chunk(const char **bytes, void *user)
{
    source *from = user;
    const size_t length = from->rest.length < from->chunk_bytes
                              ? from->rest.length
                              : from->chunk_bytes;

    *bytes = from->rest.bytes;
    from->rest.bytes += length;
    from->rest.length -= length;
    return (ptrdiff_t)length;
}

/* What item.h promises of each text. */
static inline void check_text(newsidx_text text)
{
    if (text.bytes == NULL ? text.length != 0 : text.bytes[text.length] != '\0')
        abort();
    if (nx_utf8_find_invalid(text.bytes, text.length) != NEWSIDX_NO_OFFSET)
        abort();
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];

        if (byte < 0x20 && byte != '\n' && byte != '\t')
            abort();
    }
}

static inline void check_item(const nx_item *item)
{
    const newsidx_article *a = &item->article;
    const newsidx_text texts[] = {
        a->key,     a->headline,  a->byline,   a->dateline, a->body,
        a->source,  a->section,   a->keywords, a->url,      a->language,
        a->dropped, a->copyright, a->extra};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        check_text(texts[i]);
    if (nx_article_check(a, NULL) != NEWSIDX_OK || item->line == 0)
        abort();
}

/* Returns a hash over all articles and where they stand. */
static inline uint64_t read_articles(newsidx_text text, size_t chunk_bytes,
                                     newsidx_format format)
{
    const nx_reader_options options = {format, {NULL, 0}, {NULL, 0}, NULL};
    source from = {text, chunk_bytes};
    newsidx_status status;
    newsidx_error err;
    nx_reader *reader;
    uint64_t hash = 0;
    nx_item item;

    nx_item_init(&item);
    if (nx_reader_open(read_chunk, &from, &options, &reader, &err) < 0)
        abort();
    for (;;) {
        status = nx_reader_next(reader, &item, &err);
        if (status == NEWSIDX_DONE)
            break;
        hash = hash * 31 + (uint64_t)status + item.line;
        if (status == NEWSIDX_OK) {
            check_item(&item);
            hash = hash * 31 + nx_content_hash(&item.article);
        } else if (status != NEWSIDX_ERR_INPUT && status != NEWSIDX_ERR_LIMIT) {
            abort();
        } else if (err.offset != NEWSIDX_NO_OFFSET &&
                   err.offset > text.length) {
            abort();
        }
    }
    if (status == NEWSIDX_DONE &&
        nx_reader_next(reader, &item, &err) != NEWSIDX_DONE)
        abort();
    nx_reader_free(reader);
    nx_item_finish(&item);
    return hash;
}

/* The same articles, however the bytes come. */
static inline void read_in_chunks(const uint8_t *data, size_t length,
                                  newsidx_format format)
{
    /* An empty input may be NULL, which no callback hands out. */
    const newsidx_text text =
        length > 0 ? nx_str_slice((const char *)data, length) : nx_str("");
    const uint64_t hash = read_articles(text, length + 1, format);

    if (read_articles(text, 1, format) != hash ||
        read_articles(text, 7, format) != hash)
        abort();
}

#endif
