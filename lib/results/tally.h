/* Labels with numbers, one line after another. */
#ifndef NX_RESULTS_TALLY_H
#define NX_RESULTS_TALLY_H

#include "base/arena.h"
#include "base/status.h"

newsidx_status nx_tally_new(newsidx_tally **out_tally, newsidx_error *err);

/* The label is copied. */
newsidx_status nx_tally_add(newsidx_tally *tally, newsidx_text label,
                            uint64_t count, double weight, newsidx_error *err);

/* What the lines come to; of a new tally nothing. */
void nx_tally_set_sums(newsidx_tally *tally, const newsidx_tally_sums *sums);
newsidx_status nx_tally_get_sums(const newsidx_tally *tally,
                                 newsidx_tally_sums *sums, newsidx_error *err);

/* NULL after the last line. Borrowed until the tally is freed. */
const newsidx_tally_line *nx_tally_next(newsidx_tally *tally);

void nx_tally_free(newsidx_tally *tally);

#endif
