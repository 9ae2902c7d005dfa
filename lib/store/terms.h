/* The index's list of terms, without what the articles are. */
#ifndef NX_STORE_TERMS_H
#define NX_STORE_TERMS_H

#include "store/store.h"

/* Takes a term, borrowed until it returns. False: no more of this segment. */
typedef bool (*nx_term_fn)(newsidx_text term, void *user);

/*
 * All terms that begin with `prefix`, which may be empty: segment after
 * segment, sorted by bytes within one. So a term comes as often as there are
 * segments that have it. Within a snapshot or a write transaction, which sees
 * what it wrote.
 */
newsidx_status nx_terms_walk(nx_store *store, newsidx_text prefix,
                             nx_term_fn on_term, void *user,
                             newsidx_error *err);

#endif
