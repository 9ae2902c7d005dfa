/* The bytes of a file or a stream, chunk by chunk and line by line. */
#ifndef NX_INGEST_INPUT_H
#define NX_INGEST_INPUT_H

#include "base/buf.h"

#include <stdbool.h>

/*
 * Turns bytes into text, a piece after the other: adds to `out` what `bytes`
 * are, and may keep a few for the next call. `is_last` at the end of the
 * source, when nothing may be kept; `bytes` may be empty then.
 */
typedef newsidx_status (*nx_decode_fn)(void *decoder, newsidx_text bytes,
                                       bool is_last, nx_buf *out,
                                       newsidx_error *err);

/*
 *   file or callback   [ taken ......... | at ....... end | not read yet ... ]
 *                      <---- offset ---->  <-- window -->
 *
 * The window is the chunk that was read last: the callback's own memory, or
 * `chunk` for a file. Only nx_input_peek() joins chunks, in `head`. With a
 * decoder the window is a chunk decoded, in `decoded`, and `offset` counts
 * decoded bytes from where decoding began.
 */
typedef struct nx_input {
    newsidx_read_fn read; /* NULL: `descriptor` is read */
    void *user;
    int descriptor; /* -1: none */
    bool ended;
    const char *at;
    const char *end;
    uint64_t offset;
    char *chunk;
    nx_buf head;
    bool in_head;        /* where the window is */
    nx_decode_fn decode; /* NULL: the window holds bytes as they are */
    void *decoder;
    bool decode_ended;
    newsidx_text undecoded; /* the window that decoding began in */
    nx_buf decoded;
    uint64_t source_bytes;  /* that went into the decoder, and before */
    uint64_t source_before; /* without those of the last chunk */
} nx_input;

/* Nothing is read yet. */
void nx_input_init(nx_input *input);

/* Read from a callback. */
void nx_input_use(nx_input *input, newsidx_read_fn read, void *user);

/* Open a file or a named pipe. NEWSIDX_ERR_IO, _INPUT (a folder, a device),
 * _MEMORY. */
newsidx_status nx_input_open(nx_input *input, const char *path,
                             newsidx_error *err);

void nx_input_finish(nx_input *input);

/* Fill an empty window. NEWSIDX_DONE at the end. */
newsidx_status nx_input_more(nx_input *input, newsidx_error *err);

/* Make the window hold `least` bytes, or all there are. */
newsidx_status nx_input_peek(nx_input *input, size_t least, newsidx_error *err);

/*
 * From the window's first byte on, hand out what `decode` makes of the source.
 * To be called once, with a window that holds something; `decoder` stays the
 * caller's.
 */
void nx_input_decode(nx_input *input, nx_decode_fn decode, void *decoder);

/* Bytes of the source taken so far: with a decoder, as many as it was given but
 * for what the window still holds, though no less than before that. */
uint64_t nx_input_source_bytes(const nx_input *input);

/* Step over `length` bytes of the window. */
void nx_input_take(nx_input *input, size_t length);

/*
 * The next line, without its \n, borrowed until the next call. A line that is
 * not in one chunk is put together in `spill`; one that is longer than the
 * limit of `spill` is stepped over: NEWSIDX_ERR_LIMIT.
 */
newsidx_status nx_input_line(nx_input *input, nx_buf *spill,
                             newsidx_text *out_line, newsidx_error *err);

/* What errno means, as "permission denied", with room for 80 bytes. */
const char *nx_input_reason(int code, char out[80]);

#endif
