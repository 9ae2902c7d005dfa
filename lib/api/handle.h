/* The handles of the public header. */
#ifndef NX_API_HANDLE_H
#define NX_API_HANDLE_H

#include "rank/frequencies.h"
#include "store/store.h"

struct newsidx {
    nx_store *store;
    nx_frequencies *frequencies;
};

#endif
