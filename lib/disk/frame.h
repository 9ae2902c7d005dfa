/*
 * Texts as zstd frames, written and read by a dictionary. What fails is said by
 * the caller, who knows whose text it is.
 */
#ifndef NX_DISK_FRAME_H
#define NX_DISK_FRAME_H

#include "newsidx.h"

#include <stdbool.h>

/* With 110 KB the frames of 72,631 press releases are 0.7 % smaller and take a
 * third longer to make: what they are looked up in fits no cache. */
#define NX_DICTIONARY_BYTES ((size_t)64 * 1024)

/* A dictionary, with what zstd keeps in order to work by it. For one thread. */
typedef struct nx_dictionary nx_dictionary;

/* False in a build without zstd, in which nothing below is ever OK. */
bool nx_frame_is_known(void);

/*
 * Train a dictionary on `samples`, of which the first has lengths[0] bytes and
 * so on, into the NX_DICTIONARY_BYTES at `out`. NEWSIDX_NOT_FOUND if there is
 * too little in them to learn from.
 */
newsidx_status nx_dictionary_train(const char *samples, const size_t *lengths,
                                   size_t count, char *out, size_t *out_length);

/* Ours to free; `bytes` are copied. NEWSIDX_ERR_CORRUPT if they are none, or
 * are longer than NX_DICTIONARY_BYTES. */
newsidx_status nx_dictionary_new(newsidx_text bytes, nx_dictionary **out);

/* Takes NULL. */
void nx_dictionary_free(nx_dictionary *dictionary);

/* The number that its frames name it by; never 0. */
uint32_t nx_dictionary_id(const nx_dictionary *dictionary);

/*
 * Write `text` as one frame into the `capacity` bytes at `out`.
 * NEWSIDX_NOT_FOUND if it doesn't fit, so a capacity says what is worth while;
 * NEWSIDX_ERR_CORRUPT if the dictionary is no good for writing.
 */
newsidx_status nx_frame_write(nx_dictionary *dictionary, newsidx_text text,
                              char *out, size_t capacity, size_t *out_length);

/*
 * What a frame says of itself: the dictionary to read it by and the text's
 * length, which nobody has checked. False if it is no frame of ours.
 */
bool nx_frame_look(newsidx_text frame, uint32_t *out_dictionary,
                   uint64_t *out_length);

/* Read the text of `frame`, all `length` bytes of it, into `out`.
 * NEWSIDX_ERR_CORRUPT if it is damaged or is of another length. */
newsidx_status nx_frame_read(nx_dictionary *dictionary, newsidx_text frame,
                             char *out, size_t length);

#endif
