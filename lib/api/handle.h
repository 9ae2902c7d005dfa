/* The handles of the public header. */
#ifndef NX_API_HANDLE_H
#define NX_API_HANDLE_H

#include "rank/frequencies.h"
#include "results/lexicon.h"
#include "store/store.h"

struct newsidx {
    nx_store *store;
    nx_frequencies *frequencies;
    nx_lexicon lexicon; /* read when somebody asks for suggestions */
};

/*
 * Every public call that reads or writes begins with this: NEWSIDX_ERR_MISUSE
 * without an index, and an interrupt that was meant for an earlier call is
 * forgotten.
 */
newsidx_status nx_handle_enter(newsidx *index, newsidx_error *err);

#endif
