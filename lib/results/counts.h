/* How many articles have each of many names. */
#ifndef NX_RESULTS_COUNTS_H
#define NX_RESULTS_COUNTS_H

#include "base/arena.h"
#include "results/tally.h"

typedef struct nx_counted {
    newsidx_text key;  /* by which it is found */
    newsidx_text name; /* the spelling that most have, of two the first */
    uint64_t count;
    uint64_t name_count; /* how many have that spelling; 0: not known */
    int64_t last_id;     /* the article that had it last; 0: none */
    size_t group;        /* of several spellings, from 1; 0: not known yet */
} nx_counted;

/*
 *   items  [ann lee: Ann Lee 3][piet salas: Piet Salas 1] ...
 *   slots  numbers of items, from 1, by the hash of the key; 0: free
 */
typedef struct nx_counts {
    nx_arena arena; /* of the texts */
    nx_counted *items;
    size_t count;
    size_t capacity;
    uint32_t *slots;
    size_t slot_count; /* a power of two, or 0 */
} nx_counts;

void nx_counts_init(nx_counts *counts);
void nx_counts_finish(nx_counts *counts);

/*
 * The item of that key; a new one has the name and counts 0. It is borrowed
 * until the next call. NEWSIDX_ERR_LIMIT if there are too many.
 */
newsidx_status nx_counts_find(nx_counts *counts, newsidx_text key,
                              newsidx_text name, nx_counted **out_item,
                              newsidx_error *err);

/* So many have that spelling, which lives as long as `item` is looked at. */
void nx_counted_prefer(nx_counted *item, newsidx_text name, uint64_t count);

/* An article has it; it counts once, however often the same one comes. */
void nx_counted_add(nx_counted *item, int64_t id);

/*
 * Add a line for each of the `limit` most frequent, 0: of all, then by key;
 * weights are shares of `articles`. Nothing can be added to `counts` any more.
 */
newsidx_status nx_counts_tell(nx_counts *counts, size_t limit,
                              uint64_t articles, newsidx_tally *tally,
                              newsidx_error *err);

#endif
