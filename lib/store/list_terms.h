/* The words that ranked lists know, one after another. */
#ifndef NX_STORE_LIST_TERMS_H
#define NX_STORE_LIST_TERMS_H

#include "base/limits.h"
#include "store/list_reader.h"

typedef struct nx_list_terms_row nx_list_terms_row;

/*
 * All exact forms in the order of their bytes, with how many versions have
 * them, out of rows that are sorted within each segment:
 *
 *   rows  [ kerry | talk ... ]  [ lavrov | talk ... ]  ...   a segment each
 *   term    kerry, lavrov, talk: once, with the sum of its counts
 *
 * Marks and stems that are no words are left out.
 */
typedef struct nx_list_terms {
    nx_store *store;
    nx_list_terms_row *rows;
    size_t row_count;
    char term[NX_LIMIT_WORD_BYTES];
} nx_list_terms;

/* From the term `first` on, if it is there; within a snapshot that lasts until
 * nx_list_terms_finish(), which is called whatever comes of it. */
newsidx_status nx_list_terms_open(nx_list_terms *terms, nx_store *store,
                                  newsidx_text first, newsidx_error *err);
void nx_list_terms_finish(nx_list_terms *terms);

/* NEWSIDX_DONE behind the last; NEWSIDX_ERR_CORRUPT for damaged lists. The term
 * is borrowed until the next call. */
newsidx_status nx_list_terms_next(nx_list_terms *terms, newsidx_text *out_term,
                                  uint64_t *out_versions, newsidx_error *err);

#endif
