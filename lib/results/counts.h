/* How many articles have each of many names. */
#ifndef NX_RESULTS_COUNTS_H
#define NX_RESULTS_COUNTS_H

#include "base/arena.h"
#include "results/tally.h"

typedef struct nx_counted {
    newsidx_text name;
    uint64_t count;
    int64_t last_id; /* the article that had it last */
} nx_counted;

/*
 *   items  [Ann Lee 3][Piet Salas 1] ...
 *   slots  numbers of items, from 1, by the hash of the name; 0: free
 */
typedef struct nx_counts {
    nx_arena arena; /* of the names */
    nx_counted *items;
    size_t count;
    size_t capacity;
    uint32_t *slots;
    size_t slot_count; /* a power of two, or 0 */
} nx_counts;

void nx_counts_init(nx_counts *counts);
void nx_counts_finish(nx_counts *counts);

/*
 * The article has that name; it counts once, however often it is said while
 * `id` stays the same. NEWSIDX_ERR_LIMIT if there are too many names.
 */
newsidx_status nx_counts_add(nx_counts *counts, newsidx_text name, int64_t id,
                             newsidx_error *err);

/* A name that isn't there yet, with its count. */
newsidx_status nx_counts_set(nx_counts *counts, newsidx_text name,
                             uint64_t count, newsidx_error *err);

/*
 * Add a line for each of the `limit` most frequent, 0: of all, then by name;
 * weights are shares of `articles`. No name can be added to `counts` any more.
 */
newsidx_status nx_counts_tell(nx_counts *counts, size_t limit,
                              uint64_t articles, newsidx_tally *tally,
                              newsidx_error *err);

#endif
