/*
 * Memory and growing text. Nothing here fails: a command that gets no memory
 * says so and ends with 70, as it has nothing to save (writes to the index are
 * transactions, and an unfinished one is undone when it is opened next).
 */
#ifndef NEWSQ_MEMORY_H
#define NEWSQ_MEMORY_H

#include "newsidx.h"

#include <stdbool.h>
#include <stdio.h>

/** `length` bytes, zeroed. Give back with memory_free(). */
void *memory_new(size_t length);

/** Grow `old`, which may be NULL. What is added is not zeroed. */
void *memory_grow(void *old, size_t count, size_t item_length);

/** A copy that ends in NUL; NULL for NULL. */
char *memory_copy(const char *text);

void memory_free(void *old);

/** Text that grows. Start from {NULL, 0, 0}; `bytes` ends in NUL once used. */
typedef struct nq_buffer {
    char *bytes;
    size_t length;
    size_t room;
} nq_buffer;

#define BUFFER_INIT                                                            \
    {                                                                          \
        NULL, 0, 0                                                             \
    }

void buffer_add(nq_buffer *to, const char *bytes, size_t length);
void buffer_add_string(nq_buffer *to, const char *string);
void buffer_add_text(nq_buffer *to, newsidx_text text);
void buffer_add_format(nq_buffer *to, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** `count` times the byte `filler`. */
void buffer_fill(nq_buffer *to, char filler, size_t count);

/** Empty it and keep its room. */
void buffer_clear(nq_buffer *to);

/** Write it to `file` and empty it. */
void buffer_flush(nq_buffer *to, FILE *file);

/**
 * Read one line without its end (LF or CR LF), replacing what was there.
 * False at the end of the file, and then `to` is empty.
 */
bool buffer_read_line(nq_buffer *to, FILE *file);

/** The text with an end, "" if it was never used. */
const char *buffer_string(const nq_buffer *from);

void buffer_finish(nq_buffer *to);

#endif
