/* What the import and its worker tell one another. */
#ifndef NX_FORMATS_WORKER_MESSAGE_H
#define NX_FORMATS_WORKER_MESSAGE_H

#include "base/buf.h"
#include "ingest/item.h"

#include <stdbool.h>

/*
 *     [ kind: 4 | length: 4 | payload: length bytes ]
 *
 * Numbers are as the machine has them, as both ends are the same program.
 * Who reads believes nothing: the worker may be in the hands of whoever wrote
 * the article.
 */
typedef enum nx_message_kind {
    /* from the import */
    NX_MESSAGE_OPEN = 1, /* a source; a file's descriptor comes with it */
    NX_MESSAGE_BYTES,    /* the next of a stream; empty: it has ended */
    NX_MESSAGE_BROKEN,   /* the stream can't be read any further */
    /* from the worker */
    NX_MESSAGE_READY, /* it has begun; a number: is it filtered? */
    NX_MESSAGE_WANT,  /* bytes of the stream, as many as one message has */
    NX_MESSAGE_ALIVE, /* it steps over articles; nothing else to tell */
    NX_MESSAGE_ITEM,
    NX_MESSAGE_PROBLEM,
    NX_MESSAGE_DONE, /* the source has ended; a number: its bytes read */
} nx_message_kind;

#define NX_MESSAGE_HEADER_BYTES 8

/* Of a stream, at most so many bytes come at once. */
#define NX_MESSAGE_CHUNK_BYTES ((size_t)64 * 1024)

/* A body, as much that was dropped, extra and the short fields. */
#define NX_MESSAGE_LIMIT_BYTES ((size_t)132 * 1024 * 1024)

typedef struct nx_message {
    nx_message_kind kind;
    newsidx_text payload; /* borrowed from what was received */
} nx_message;

/* After so many articles that brought the parser down, the rest of a file is
 * given up: each costs a new process and all that comes before once more. */
#define NX_MESSAGE_BAD_ARTICLES 100

/* A source to read. Texts are borrowed. */
typedef struct nx_message_source {
    newsidx_format format;
    newsidx_text source;
    newsidx_text key;
    bool is_file;  /* else a stream */
    uint64_t skip; /* articles and problems that were told already */
    uint64_t bad[NX_MESSAGE_BAD_ARTICLES]; /* of these, from 0, in order: what
                                              must not be taken apart again */
    size_t bad_count;
} nx_message_source;

/* What is wrong with an article; the message is in an error. */
typedef struct nx_message_problem {
    uint64_t bytes; /* of the source, read so far */
    bool is_extra;  /* it is about the article before, and counts for none */
} nx_message_problem;

/* Write a message in place of what `out` holds; out->status says if it fits. */
void nx_message_write(nx_buf *out, nx_message_kind kind, uint64_t number);
void nx_message_write_bytes(nx_buf *out, newsidx_text bytes);
void nx_message_write_source(nx_buf *out, const nx_message_source *source);
void nx_message_write_item(nx_buf *out, const nx_item *item, uint64_t bytes);
void nx_message_write_problem(nx_buf *out, const nx_item *item,
                              const newsidx_error *error,
                              const nx_message_problem *problem);

/*
 * The message that `received` begins with. NEWSIDX_NOT_FOUND if it isn't there
 * as a whole; then *out_length is how many bytes it will have, as far as that
 * is known. NEWSIDX_ERR_INPUT if it can't be one.
 */
newsidx_status nx_message_find(newsidx_text received, nx_message *out,
                               size_t *out_length, newsidx_error *err);

/* Their payloads. NEWSIDX_ERR_INPUT for what no worker of ours would send;
 * _MEMORY. The number of one that is too short is 0. */
uint64_t nx_message_number(newsidx_text payload);
newsidx_status nx_message_read_source(newsidx_text payload,
                                      nx_message_source *out,
                                      newsidx_error *err);
/* Texts are copied to the item, which was reset, and are what item.h says. */
newsidx_status nx_message_read_item(newsidx_text payload, nx_item *item,
                                    uint64_t *out_bytes, newsidx_error *err);
/* Where it is goes to the item, what it is to *out_error. */
newsidx_status nx_message_read_problem(newsidx_text payload, nx_item *item,
                                       nx_message_problem *out,
                                       newsidx_error *out_error,
                                       newsidx_error *err);

#endif
