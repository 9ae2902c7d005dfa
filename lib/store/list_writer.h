/* Writes one segment of ranked lists into the file. */
#ifndef NX_STORE_LIST_WRITER_H
#define NX_STORE_LIST_WRITER_H

#include "store/internal.h"

/*
 * Within a write transaction:
 *
 *   open
 *     for each spelling, in the order of bytes:
 *       for each of its lists: begin, add, add, ..., end
 *       put
 *   close
 */
typedef struct nx_list_writer nx_list_writer;

/* Of a segment whose articles have ids from `first` on. */
newsidx_status nx_list_writer_open(nx_store *store, uint32_t first,
                                   nx_list_writer **out_writer,
                                   newsidx_error *err);

void nx_list_writer_begin(nx_list_writer *writer);

/* Ids rise from one call to the next. */
newsidx_status nx_list_writer_add(nx_list_writer *writer, nx_postings postings,
                                  newsidx_error *err);

/* Nothing is kept of a list without postings. */
newsidx_status nx_list_writer_end(nx_list_writer *writer, nx_list_kind kind,
                                  newsidx_error *err);

/* The lists that were ended are those of `spelling`. */
newsidx_status nx_list_writer_put(nx_list_writer *writer, newsidx_text spelling,
                                  newsidx_error *err);

/* Make the segment known, up to `last`. Frees the writer, also after an
 * error. */
newsidx_status nx_list_writer_close(nx_list_writer *writer, uint32_t last,
                                    newsidx_error *err);
void nx_list_writer_free(nx_list_writer *writer);

#endif
