/* The rows that ranking needs, in memory and as chunks in the file. */
#ifndef NX_STORE_ROWS_H
#define NX_STORE_ROWS_H

#include "disk/chunks.h"
#include "store/store.h"

/* Ids of one chunk; FORMAT.md draws its blob. */
#define NX_ROWS_PER_CHUNK 1024
#define NX_ROW_BYTES 16

typedef struct nx_row_table {
    nx_chunks chunks;
    nx_rows view;           /* what nx_store_rows() hands out */
    bool embargoes_changed; /* a row that is or was embargoed was read */
} nx_row_table;

void nx_rows_init(nx_row_table *table);
void nx_rows_finish(nx_row_table *table);

/* Forget everything: the next refresh reads it all again. */
void nx_rows_forget(nx_row_table *table);

/* Set the row of `id`, which is at most last_id + 1. */
newsidx_status nx_rows_set(nx_row_table *table, int64_t id, const nx_row *row,
                           newsidx_error *err);

/* Set the state of a row, in the file too. */
void nx_rows_set_state(nx_row_table *table, int64_t id, nx_state state);

/* What an embargo means at the moment; the file goes on saying that it is one.
 * Rows that aren't embargoed there are let alone. */
void nx_rows_show(nx_row_table *table, int64_t id, nx_state state);

/* Take a chunk from the file. NEWSIDX_ERR_CORRUPT for what can't be. */
newsidx_status nx_rows_decode(nx_row_table *table, int64_t chunk,
                              newsidx_text blob, newsidx_error *err);

#endif
