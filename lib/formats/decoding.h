/* The charset of a source, between its bytes and its format. */
#ifndef NX_FORMATS_DECODING_H
#define NX_FORMATS_DECODING_H

#include "base/buf.h"
#include "ingest/input.h"

/*
 *   input (bytes) ── begin: UTF-16, UTF-32? decode ── recognise the format
 *                      ├─ stream: decode from here on ── lines, articles
 *                      └─ document: all bytes read ── decode them
 *
 * A document is decoded as a whole, so that all of it can be looked at; a
 * stream by what it begins with. In a build without NEWSIDX_FORMATS there is
 * UTF-8 only, and what isn't is refused.
 */
typedef struct nx_decoding {
    struct nx_decoder *decoder; /* NULL: the input's bytes are as they are */
    bool is_changed;            /* a document has been decoded */
    uint64_t told; /* of what it replaced, by nx_decoding_replaced() */
} nx_decoding;

void nx_decoding_init(nx_decoding *decoding);
void nx_decoding_finish(nx_decoding *decoding);

/*
 * Decode the input, whose window is its beginning, if that is needed to see
 * what it is, and step over a byte order mark. NEWSIDX_ERR_INPUT if it is no
 * text.
 */
newsidx_status nx_decoding_begin(nx_decoding *decoding, nx_input *input,
                                 newsidx_error *err);

/* The format takes an article after the other: decode the rest by what the
 * window holds. */
newsidx_status nx_decoding_stream(nx_decoding *decoding, nx_input *input,
                                  newsidx_error *err);

/*
 * All that was left of the input, into well-formed UTF-8; `start` is its first
 * byte in the file, for NEWSIDX_ERR_INPUT. *out_replaced says how many U+FFFD
 * stand for what could not be decoded.
 */
newsidx_status nx_decoding_document(nx_decoding *decoding, nx_buf *document,
                                    size_t start, uint64_t *out_replaced,
                                    newsidx_error *err);

/* Is each byte so far where it is in the source? */
bool nx_decoding_is_exact(const nx_decoding *decoding);

/* How many U+FFFD the input has got since the last call: of a stream, in the
 * chunks that were read for an article. */
uint64_t nx_decoding_replaced(nx_decoding *decoding);

#endif
