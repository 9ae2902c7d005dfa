/* An array by id that the file keeps in chunks. */
#ifndef NX_DISK_CHUNKS_H
#define NX_DISK_CHUNKS_H

#include "base/buf.h"

#include <stdbool.h>

/* How the items of one array lie in memory and in the file. */
typedef struct nx_chunk_format {
    const char *name; /* "row", for messages */
    size_t ids_per_chunk;
    size_t item_length;
    size_t stored_length;
    const void *absent; /* the item of an id that isn't there */
    void (*encode)(const void *item, unsigned char *out);
} nx_chunk_format;

/*
 *   items   [0][1][2] ... [1023] | [1024] ... [2047] | ...   last_id
 *   dirty            0           |        1          | ...
 *
 * One array for all ids; a chunk is dirty when the transaction changed it.
 */
typedef struct nx_chunks {
    const nx_chunk_format *format;
    void *items;
    size_t capacity;
    bool *dirty;
    size_t dirty_capacity;
    int64_t last_id; /* 0: there is none */
} nx_chunks;

/* `format` must stay as long. */
void nx_chunks_init(nx_chunks *chunks, const nx_chunk_format *format);
void nx_chunks_finish(nx_chunks *chunks);

/* There is no id, and nothing is dirty. The memory is kept. */
void nx_chunks_forget(nx_chunks *chunks);

/* Nothing is dirty any more. */
void nx_chunks_clean(nx_chunks *chunks);

size_t nx_chunks_count(const nx_chunks *chunks);

/* Room for all ids up to `last_id`; those that are new are absent. The items
 * may move. */
newsidx_status nx_chunks_reserve(nx_chunks *chunks, int64_t last_id,
                                 newsidx_error *err);

/* The item of `id`, which there is, was changed. */
void nx_chunks_touch(nx_chunks *chunks, int64_t id);

/* The blob of `chunk`, into `out`. */
void nx_chunks_encode(const nx_chunks *chunks, size_t chunk, nx_buf *out);

/*
 * Make room for what a chunk of the file holds: `*out_count` items from the id
 * `*out_first`. The caller reads them. NEWSIDX_ERR_CORRUPT for what can't be.
 */
newsidx_status nx_chunks_take(nx_chunks *chunks, int64_t chunk,
                              size_t blob_length, size_t *out_first,
                              size_t *out_count, newsidx_error *err);

/* Numbers as they are stored. */
static inline void nx_put_little_endian(unsigned char *out, uint64_t value,
                                        size_t length)
{
    for (size_t i = 0; i < length; i++)
        out[i] = (unsigned char)(value >> (8 * i));
}

static inline uint64_t nx_get_little_endian(const unsigned char *in,
                                            size_t length)
{
    uint64_t value = 0;

    for (size_t i = 0; i < length; i++)
        value |= (uint64_t)in[i] << (8 * i);
    return value;
}

#endif
