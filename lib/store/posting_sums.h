/* Are the postings of the index those of the articles? By sums, not by sorts.*/
#ifndef NX_STORE_POSTING_SUMS_H
#define NX_STORE_POSTING_SUMS_H

#include "store/store.h"

/*
 * A posting is (term, article, column, position). Articles have them by
 * article and the index has them by term, and to compare the two would mean to
 * sort one of them. A sum doesn't mind the order:
 *
 *   sums[id] = sum of hash(term, column, position) over the article's postings
 *            - the same over the index's, which leaves 0 if they are the same
 *
 * modulo 2^64. What differs by accident gives 0 once in 2^64 times.
 */
typedef struct nx_posting_sums {
    uint64_t *sums; /* by id, element 0 unused */
    int64_t last_id;
} nx_posting_sums;

newsidx_status nx_posting_sums_init(nx_posting_sums *sums, int64_t last_id,
                                    newsidx_error *err);
void nx_posting_sums_finish(nx_posting_sums *sums);

/* The postings that article `id` has, by its words. */
void nx_posting_sums_add(nx_posting_sums *sums, int64_t id,
                         const nx_words *words);

/* All postings of the index. */
newsidx_status nx_posting_sums_subtract(nx_posting_sums *sums, nx_store *store,
                                        newsidx_error *err);

/* NEWSIDX_ERR_CORRUPT with the first article whose sum is not 0. */
newsidx_status nx_posting_sums_judge(const nx_posting_sums *sums,
                                     newsidx_error *err);

#endif
