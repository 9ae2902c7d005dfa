/* Ranked lists, read part by part; within a snapshot. */
#ifndef NX_STORE_LIST_READER_H
#define NX_STORE_LIST_READER_H

#include "base/arena.h"
#include "store/lists.h"

/* Behind the last posting. */
#define NX_LIST_END UINT32_MAX

/* What is read together: where it is, and what is known of it unread. */
typedef struct nx_list_chunk {
    uint32_t base;  /* the last id before it */
    uint32_t last;  /* its own last id */
    uint32_t count; /* postings */
    int64_t id;     /* its row; 0: the bytes below */
    newsidx_text bytes;
    bool is_bare; /* of one block, without a line before it */
    nx_impacts impacts;
} nx_list_chunk;

/* A chunk that was read. */
typedef struct nx_list_part {
    size_t number; /* of the chunk; SIZE_MAX: none */
    void *bytes;
    size_t capacity;
    nx_block blocks[NX_CHUNK_BLOCKS];
    size_t block_count;
} nx_list_part;

/* Parts that are held: what follows one another can be looked at together. */
#define NX_LIST_PARTS 2

/*
 * The list of one spelling, over all segments:
 *
 *   chunks  [ 0 ][ 1 ][ 2 ] ...          all known by their heads
 *   parts          1    2                the two latest that were read
 *   ids            ^ block, at           the block that was decoded
 *
 * It only goes forward.
 */
typedef struct nx_list {
    nx_store *store;
    nx_arena arena; /* of what came with the heads */
    uint64_t count; /* postings: the document frequency */
    nx_list_chunk *chunks;
    size_t chunk_count;
    size_t chunk_capacity;
    nx_list_part parts[NX_LIST_PARTS];
    /* The posting at hand: ids[at] of the block. */
    size_t chunk;
    size_t block;
    bool is_decoded; /* the ids are those of that block */
    uint32_t at;
    uint32_t id_count;
    uint32_t ids[NX_BLOCK_POSTINGS];
} nx_list;

/*
 * The list `kind` of `spelling`, before its first posting; one without postings
 * if the spelling isn't known. NEWSIDX_ERR_CORRUPT for damaged lists. Finish it
 * with nx_list_finish() whatever comes of it.
 */
newsidx_status nx_list_open(nx_list *list, nx_store *store,
                            newsidx_text spelling, nx_list_kind kind,
                            newsidx_error *err);
void nx_list_finish(nx_list *list);

/*
 * The head of the list `kind` in a row of list_term whose column `first` is
 * `exact` and whose next is `stem`: what has only one list has it under EXACT.
 * {NULL, 0}: there is none. Borrowed from the row.
 */
newsidx_text nx_list_head(sqlite3_stmt *row, int first, nx_list_kind kind);

/* The head of a list in one segment, as above; borrowed until `find`, which is
 * NX_SQL_LIST_FIND, is reset. */
newsidx_status nx_list_find_head(nx_store *store, const nx_segment *segment,
                                 newsidx_text spelling, nx_list_kind kind,
                                 sqlite3_stmt *find, newsidx_text *out_head,
                                 newsidx_error *err);

/* The same as nx_list_open() with a head that somebody has, of one segment. */
newsidx_status nx_list_open_head(nx_list *list, nx_store *store,
                                 const nx_segment *segment, newsidx_text head,
                                 newsidx_error *err);

/* Only how many postings a head is of, or there are in all segments. */
newsidx_status nx_list_head_count(const nx_segment *segment, newsidx_text head,
                                  uint64_t *out_count, newsidx_error *err);
newsidx_status nx_list_count(nx_store *store, newsidx_text spelling,
                             nx_list_kind kind, uint64_t *out_count,
                             newsidx_error *err);

/* Read a chunk, unless it is there. Borrowed until two others were read; then
 * the posting at hand has to be sought again before it is weighed. */
newsidx_status nx_list_read(nx_list *list, size_t chunk,
                            const nx_list_part **out_part, newsidx_error *err);

/* Leave behind the chunks that end before `id`. */
void nx_list_skip(nx_list *list, uint32_t id);

/* The block that the posting nx_list_seek() would move to is in; NULL behind
 * the last. Nothing is decoded. Borrowed like its part. */
newsidx_status nx_list_find_block(nx_list *list, uint32_t id,
                                  const nx_block **out_block,
                                  newsidx_error *err);

/* Back before the first posting. */
void nx_list_rewind(nx_list *list);

/* Move to the first posting whose id is `id` or above and that is not before
 * the one at hand. NX_LIST_END in `*out_id` if there is none. */
newsidx_status nx_list_seek(nx_list *list, uint32_t id, uint32_t *out_id,
                            newsidx_error *err);

/* What the term weighs in the article at hand. */
uint32_t nx_list_weight(const nx_list *list);

/* The block that the posting at hand is in. Borrowed until the next seek. */
const nx_block *nx_list_block(const nx_list *list);

#endif
