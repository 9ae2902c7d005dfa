/* How many versions hold a term, asked of the index once a revision. */
#ifndef NX_RANK_FREQUENCIES_H
#define NX_RANK_FREQUENCIES_H

#include "store/list_reader.h"

/*
 * A direct-mapped cache: an expression has one place, and a later one that
 * wants it takes it. FTS5 keeps no document frequency and reads the whole list
 * for it, which is half the work of a search; a ranked list begins with it.
 */
typedef struct nx_frequencies nx_frequencies;

newsidx_status nx_frequencies_new(nx_frequencies **out_frequencies,
                                  newsidx_error *err);
void nx_frequencies_free(nx_frequencies *frequencies);

/* A spelling that has a ranked list. */
typedef struct nx_listed {
    newsidx_text spelling;
    nx_list_kind kind;
} nx_listed;

/*
 * The versions that match `expression`, an FTS5 one, hidden ones too. If
 * `listed` is not NULL that is its list, which knows how long it is: FTS5 is
 * then asked about the tail alone. Inside a write transaction nothing is kept.
 */
newsidx_status nx_frequencies_get(nx_frequencies *frequencies, nx_store *store,
                                  newsidx_text expression,
                                  const nx_listed *listed, uint64_t *out_count,
                                  newsidx_error *err);

#endif
