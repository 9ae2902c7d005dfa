/* What the index has of one word, in lines. */
#ifndef NX_RESULTS_TERM_INFO_H
#define NX_RESULTS_TERM_INFO_H

#include "rank/frequencies.h"
#include "results/tally.h"

/* As newsidx_term_info(): the lines are drawn there. `*out_lines` is to be
 * freed with nx_tally_free(). */
newsidx_status nx_term_info(nx_store *store, nx_frequencies *frequencies,
                            newsidx_text term, newsidx_tally **out_lines,
                            newsidx_error *err);

#endif
