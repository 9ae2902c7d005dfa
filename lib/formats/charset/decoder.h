/* Bytes of a charset to UTF-8, piece by piece. */
#ifndef NX_FORMATS_CHARSET_DECODER_H
#define NX_FORMATS_CHARSET_DECODER_H

#include "base/buf.h"

#include <stdbool.h>

/*
 *   bytes ── kept from before ── iconv, or checked if UTF-8 ── out
 *
 * What can't be decoded becomes U+FFFD, one for each piece that the Encoding
 * standard of the WHATWG would replace, and is counted. Whatever the pieces,
 * the text is the same.
 */
typedef struct nx_decoder nx_decoder;

/*
 * `charset` as in labels.h. NULL: it is guessed (guess.h) from the 16 KiB that
 * begin with the first byte that isn't ASCII, or all there are.
 * NEWSIDX_ERR_INPUT if the C library doesn't have that charset, _MEMORY.
 */
newsidx_status nx_decoder_new(const char *charset, nx_decoder **out_decoder,
                              newsidx_error *err);

/* Takes NULL. */
void nx_decoder_free(nx_decoder *decoder);

/*
 * Keep all threads out of iconv_open() and iconv_close(), and let them in
 * again: those hold a lock of the C library's, which a process that is forked
 * meanwhile would wait for without end. In such a child the second is to be
 * called, too.
 */
void nx_decoder_hold_opening(void);
void nx_decoder_release_opening(void);

/* Decode `bytes`, add them to `out`; an nx_decode_fn (ingest/input.h). Nothing
 * may follow the last. NEWSIDX_ERR_MEMORY; whether `out` took it all is in its
 * status. */
newsidx_status nx_decoder_decode(void *decoder, newsidx_text bytes,
                                 bool is_last, nx_buf *out, newsidx_error *err);

/* Is what it has written, byte for byte, what it was given? */
bool nx_decoder_is_exact(const nx_decoder *decoder);

/* How many U+FFFD it has written for what it could not decode. */
uint64_t nx_decoder_replaced(const nx_decoder *decoder);

#endif
