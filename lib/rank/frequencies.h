/* How many versions hold a term, asked of FTS5 once a revision. */
#ifndef NX_RANK_FREQUENCIES_H
#define NX_RANK_FREQUENCIES_H

#include "store/store.h"

/*
 * A direct-mapped cache: an expression has one place, and a later one that
 * wants it takes it. FTS5 keeps no document frequency and reads the whole list
 * for it, which is half the work of a search.
 */
typedef struct nx_frequencies nx_frequencies;

newsidx_status nx_frequencies_new(nx_frequencies **out_frequencies,
                                  newsidx_error *err);
void nx_frequencies_free(nx_frequencies *frequencies);

/* The versions that match `expression`, an FTS5 one, hidden ones too. Inside a
 * write transaction nothing is kept. */
newsidx_status nx_frequencies_get(nx_frequencies *frequencies, nx_store *store,
                                  newsidx_text expression, uint64_t *out_count,
                                  newsidx_error *err);

#endif
