/* Writes one segment of ranked lists into the file. */
#ifndef NX_STORE_LIST_WRITER_H
#define NX_STORE_LIST_WRITER_H

#include "postings/encoder.h"
#include "store/internal.h"

/* Within a write transaction: open, store, store, ..., close. */
typedef struct nx_list_writer {
    nx_store *store;
    int64_t segment;
    int64_t first_chunk; /* of the segment */
    int64_t next_chunk;
    uint64_t byte_count;
    nx_buf head; /* with the number that its chunks have */
} nx_list_writer;

newsidx_status nx_list_writer_open(nx_list_writer *writer, nx_store *store,
                                   newsidx_error *err);

/* Store what `rows` has, and clear it. Spellings rise from one call to the
 * next. */
newsidx_status nx_list_writer_store(nx_list_writer *writer, nx_list_rows *rows,
                                    newsidx_error *err);

/* All is stored: the segment is that of `rows`. */
newsidx_status nx_list_writer_close(nx_list_writer *writer,
                                    const nx_list_rows *rows,
                                    newsidx_error *err);

/* To be called whatever came of it. */
void nx_list_writer_finish(nx_list_writer *writer);

#endif
