/* One source of articles in one of the formats. */
#ifndef NX_FORMATS_READER_H
#define NX_FORMATS_READER_H

#include "ingest/item.h"

#include <stdbool.h>

/*
 *   bytes -> input (chunks) -> recognise -> one of the formats of format.h
 *                                           -> nx_item, item after item
 *
 * A reader holds at most one article's bytes and a chunk, so memory is bounded
 * whatever the length of the source.
 */
typedef struct nx_reader nx_reader;

typedef struct nx_reader_options {
    newsidx_format format;
    newsidx_text source; /* for articles that name none */
    newsidx_text key; /* for a document without; not given: made of its text */
    const struct nx_around *around; /* archives, of format.h; NULL: none */
} nx_reader_options;

/* Read from memory, a stream or a file that the caller chose. */
newsidx_status nx_reader_open(newsidx_read_fn read, void *user,
                              const nx_reader_options *options,
                              nx_reader **out_reader, newsidx_error *err);

/* `path` is opened, and closed with the reader. NEWSIDX_ERR_IO if it can't be
 * read; what is neither a file nor a pipe is NEWSIDX_ERR_INPUT. */
newsidx_status nx_reader_open_file(const char *path,
                                   const nx_reader_options *options,
                                   nx_reader **out_reader, newsidx_error *err);

/*
 * The next article, into `item`, which is reset first.
 *
 * @return NEWSIDX_OK; NEWSIDX_DONE at the end; NEWSIDX_ERR_INPUT or _LIMIT for
 *         one that can't be taken, after which the next call goes on behind
 *         it: `item->line` says where it was (0: the whole file), err->offset
 *         at which byte of the file (NEWSIDX_NO_OFFSET once it had to be
 *         decoded: bytes in a message are then of the text in UTF-8), and the
 *         message why; other errors end it.
 */
newsidx_status nx_reader_next(nx_reader *reader, nx_item *item,
                              newsidx_error *err);

/*
 * Step over the next article, or over what next() would say is wrong with one,
 * without taking it apart, because that has gone badly before. Where articles
 * can't be told apart without, it is taken apart if `may_parse`; else the rest
 * of the source (or of the archive's member) is given up, NEWSIDX_ERR_LIMIT.
 * `scratch` is overwritten, and tells the member. Statuses else as of next().
 */
newsidx_status nx_reader_skip(nx_reader *reader, bool may_parse,
                              nx_item *scratch, newsidx_error *err);

/* See which format the source has, before its first article. Is it one that may
 * be read in this process (format.h)? If not, it can't be read by this any
 * more.
 */
bool nx_reader_is_trusted(nx_reader *reader);

/* Bytes of the source taken so far, as they are in the file. */
uint64_t nx_reader_bytes(const nx_reader *reader);

void nx_reader_free(nx_reader *reader);

#endif
