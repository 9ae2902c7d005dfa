/* The rows that ranking needs, in memory and as chunks in the file. */
#ifndef NX_STORE_ROWS_H
#define NX_STORE_ROWS_H

#include "store/store.h"

/* Ids of one chunk; FORMAT.md draws its blob. */
#define NX_ROWS_PER_CHUNK 4096
#define NX_ROW_BYTES 16

/*
 *   rows    [0][1][2] ... [4095] | [4096] ... [8191] | ...   last_id
 *   dirty            0           |        1          | ...
 *
 * One array for all ids; a chunk is dirty when the transaction changed it.
 */
typedef struct nx_row_table {
    nx_row *rows;
    size_t capacity;
    bool *dirty;
    size_t dirty_capacity;
    nx_rows view; /* what nx_store_rows() hands out */
} nx_row_table;

void nx_rows_init(nx_row_table *table);
void nx_rows_finish(nx_row_table *table);

/* Forget everything: the next refresh reads it all again. */
void nx_rows_forget(nx_row_table *table);

/* Set the row of `id`, which is at most last_id + 1. */
newsidx_status nx_rows_set(nx_row_table *table, int64_t id, const nx_row *row,
                           newsidx_error *err);

void nx_rows_set_state(nx_row_table *table, int64_t id, nx_state state);

size_t nx_rows_chunk_count(const nx_row_table *table);

/* The blob of `chunk`, into `out`. */
void nx_rows_encode(const nx_row_table *table, size_t chunk, nx_buf *out);

/* Take a chunk from the file. NEWSIDX_ERR_CORRUPT for what can't be. */
newsidx_status nx_rows_decode(nx_row_table *table, int64_t chunk,
                              newsidx_text blob, newsidx_error *err);

/* Nothing is dirty any more. */
void nx_rows_clean(nx_row_table *table);

#endif
