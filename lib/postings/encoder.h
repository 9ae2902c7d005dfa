/* One segment of ranked lists as rows that have yet to be stored. Pure. */
#ifndef NX_POSTINGS_ENCODER_H
#define NX_POSTINGS_ENCODER_H

#include "postings/builder.h"

/*
 *   terms    [ spelling | head of EXACT | head of STEM ] ...
 *   chunks   [ length | data ] ...
 *
 * A head names its list's chunks by numbers that only the file can give, so it
 * is kept without: nx_list_rows_next() tells where the number belongs.
 */
typedef struct nx_list_rows {
    uint32_t first; /* ids of the segment */
    uint32_t last;
    uint64_t posting_count;
    nx_buf terms;
    nx_buf chunks;
} nx_list_rows;

void nx_list_rows_init(nx_list_rows *rows);
void nx_list_rows_finish(nx_list_rows *rows);

/* Forget terms and chunks, keep the memory and what is said of the segment. */
void nx_list_rows_clear(nx_list_rows *rows);

/* A list's head; `before` of length 0: there is no such list. */
typedef struct nx_list_rows_head {
    newsidx_text before;
    newsidx_text after; /* behind the number */
    bool has_chunks;    /* then the number of its first chunk lies between */
    uint32_t chunk;     /* that, counted from the segment's first on */
} nx_list_rows_head;

typedef struct nx_list_rows_term {
    newsidx_text spelling;
    nx_list_rows_head heads[NX_LIST_KINDS];
} nx_list_rows_term;

/* The term, or the chunk, that begins at byte `*at`, from 0; false behind the
 * last. Borrowed until the rows change. */
bool nx_list_rows_next(const nx_list_rows *rows, size_t *at,
                       nx_list_rows_term *out);
bool nx_list_rows_next_chunk(const nx_list_rows *rows, size_t *at,
                             newsidx_text *out);

/*
 *   new
 *     for each spelling, in the order of bytes:
 *       for each of its lists: begin, add, add, ..., end
 *       put
 *   free
 *
 * Meanwhile nx_list_rows_clear() may be called between two spellings: who has
 * stored the rows needs them no more.
 */
typedef struct nx_list_encoder nx_list_encoder;

/* Of a segment whose articles have ids from `first` on; `lengths` are theirs,
 * nx_words_length(), and must live as long as `rows`. */
newsidx_status nx_list_encoder_new(uint32_t first, const uint32_t *lengths,
                                   nx_list_rows *rows,
                                   nx_list_encoder **out_encoder,
                                   newsidx_error *err);
void nx_list_encoder_free(nx_list_encoder *encoder);

void nx_list_encoder_begin(nx_list_encoder *encoder);

/* Ids rise from one call to the next. */
void nx_list_encoder_add(nx_list_encoder *encoder, nx_postings postings);

/* Nothing is kept of a list without postings. */
void nx_list_encoder_end(nx_list_encoder *encoder, nx_list_kind kind);

/* The lists that were ended are those of `spelling`. NEWSIDX_ERR_MEMORY or
 * _LIMIT if anything since the last one failed. */
newsidx_status nx_list_encoder_put(nx_list_encoder *encoder,
                                   newsidx_text spelling, newsidx_error *err);

/* All that the builder has as `rows`, which are initialised and empty. The
 * builder is sorted by it. */
newsidx_status nx_list_encode(nx_list_builder *builder, nx_list_rows *rows,
                              newsidx_error *err);

#endif
