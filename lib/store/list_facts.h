/* What there is of a ranked list, for those who look into an index. */
#ifndef NX_STORE_LIST_FACTS_H
#define NX_STORE_LIST_FACTS_H

#include "postings/block.h"
#include "postings/builder.h"
#include "store/store.h"

/* Of one list, in one segment. */
typedef struct nx_list_facts {
    uint32_t first; /* ids of the segment */
    uint32_t last;
    uint64_t posting_count; /* 0: the segment has no such list */
    uint64_t chunk_count;
    uint64_t block_count;
    uint64_t byte_count;    /* of the head and the chunks */
    uint32_t first_posting; /* ids */
    uint32_t last_posting;
    nx_impacts impacts;
} nx_list_facts;

/*
 * Look into segment `number`, from 0 on, within a snapshot. NEWSIDX_DONE behind
 * the last one; NEWSIDX_ERR_CORRUPT for a damaged list.
 */
newsidx_status nx_list_look(nx_store *store, size_t number,
                            newsidx_text spelling, nx_list_kind kind,
                            nx_list_facts *out, newsidx_error *err);

#endif
