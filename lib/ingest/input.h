/* The bytes of a file or a stream, chunk by chunk and line by line. */
#ifndef NX_INGEST_INPUT_H
#define NX_INGEST_INPUT_H

#include "base/buf.h"

#include <stdbool.h>

/*
 *   file or callback   [ taken ......... | at ....... end | not read yet ... ]
 *                      <---- offset ---->  <-- window -->
 *
 * The window is the chunk that was read last: the callback's own memory, or
 * `chunk` for a file. Only nx_input_peek() joins chunks, in `head`.
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
    bool in_head; /* where the window is */
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
