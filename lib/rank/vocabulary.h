/* The terms of the index that begin with a prefix. */
#ifndef NX_RANK_VOCABULARY_H
#define NX_RANK_VOCABULARY_H

#include "base/arena.h"
#include "store/store.h"

/* The first `most` terms, in order, as an array in `arena`; `*out_is_cut` says
 * that there were more. */
newsidx_status nx_vocabulary_expand(nx_store *store, newsidx_text prefix,
                                    size_t most, nx_arena *arena,
                                    newsidx_text **out_terms, size_t *out_count,
                                    bool *out_is_cut, newsidx_error *err);

#endif
