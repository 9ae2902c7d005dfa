/* Are the ranked lists those of the articles' words? */
#ifndef NX_STORE_LIST_SUMS_H
#define NX_STORE_LIST_SUMS_H

#include "postings/builder.h"
#include "store/posting_sums.h"

/*
 * As in posting_sums.h, of (spelling, kind, article, weight): by article
 *
 *   + what analysis of the text gives     - what the lists have
 */

/* Take what `builder` has gathered, and clear it. */
newsidx_status nx_list_sums_add(nx_posting_sums *sums, nx_list_builder *builder,
                                newsidx_error *err);

/*
 * Go through all lists. NEWSIDX_ERR_CORRUPT for one that can't be read or that
 * belongs to no segment, and for a posting that would add more to a score than
 * its block or chunk promises.
 */
newsidx_status nx_list_sums_subtract(nx_posting_sums *sums, nx_store *store,
                                     newsidx_error *err);

newsidx_status nx_list_sums_judge(const nx_posting_sums *sums,
                                  newsidx_error *err);

#endif
