/* Lines that recur in a source's articles, of a whole index. */
#ifndef NX_RESULTS_BOILERPLATE_H
#define NX_RESULTS_BOILERPLATE_H

#include "store/store.h"

/* A line each, labelled "source\tline", with how many articles have it and as
 * its weight their share. Reads every article. */
newsidx_status nx_boilerplate_list(nx_store *store, newsidx_tally **out_lines,
                                   newsidx_error *err);

#endif
