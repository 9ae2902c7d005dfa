/* When articles go into ranked lists, and how lists become fewer. */
#ifndef NX_STORE_LISTS_H
#define NX_STORE_LISTS_H

#include "postings/builder.h"
#include "postings/lister.h"
#include "store/store.h"

/*
 * Segments cover the ids from 1 on without gaps; what comes after the last one
 * is the tail, which only `words` knows:
 *
 *     1 .. 8000 | 8001 .. 9000 | 9001 .. 10000 | 10001 ... last_id
 *     segment     segment        segment         tail
 */
typedef struct nx_segment {
    int64_t number;
    uint32_t first; /* ids */
    uint32_t last;
    uint64_t posting_count;
    uint64_t byte_count; /* of heads and chunks */
    int64_t first_chunk; /* rows of list_chunk, up to, not including, the end */
    int64_t end_chunk;
} nx_segment;

typedef struct nx_lists {
    nx_segment *segments;
    size_t segment_count;
    size_t segment_capacity;
    bool are_damaged;        /* somebody found them so: they aren't used */
    nx_list_builder builder; /* of the newest articles, if it has any */
    nx_lister *lister;       /* a load's, that gathers instead; or NULL */
    nx_segment *retired;     /* merged, and not swept yet */
    size_t retired_count;
    size_t retired_capacity;
} nx_lists;

void nx_lists_init(nx_lists *lists);
void nx_lists_finish(nx_lists *lists);

/* Forget what may not be in the file, or not be in it any more. */
void nx_lists_forget(nx_lists *lists);

/* Read which segments there are, within a transaction of either kind. */
newsidx_status nx_lists_load(nx_store *store, newsidx_error *err);

/* The last id that is in a segment; 0: none. */
uint32_t nx_lists_last(const nx_lists *lists);

/* Within a write transaction: an article was stored, with the highest id. */
newsidx_status nx_lists_take(nx_store *store, int64_t id, const nx_words *words,
                             newsidx_error *err);

/* How long a tail may be: of a commit, after a bulk load, by no means. */
typedef enum nx_tail { NX_TAIL_LONG, NX_TAIL_SHORT, NX_TAIL_NONE } nx_tail;

/* Make segments of the tail if it is longer, and merge those of a size. */
newsidx_status nx_lists_seal(nx_store *store, nx_tail allowed,
                             newsidx_error *err);

/* Make one segment of everything. */
newsidx_status nx_lists_optimize(nx_store *store, newsidx_error *err);

/* Delete all segments; nx_lists_seal() makes them anew. */
newsidx_status nx_lists_drop(nx_store *store, newsidx_error *err);

/* list_merge.c: replace `count` segments from number `first` on by one. Their
 * rows of list_term and list_chunk stay until they are swept. */
newsidx_status nx_lists_merge(nx_store *store, size_t first, size_t count,
                              newsidx_error *err);

/* list_merge.c: delete what merges have left; in the same transaction. Within a
 * savepoint SQLite would keep all of it in memory. */
newsidx_status nx_lists_sweep(nx_store *store, newsidx_error *err);

#endif
