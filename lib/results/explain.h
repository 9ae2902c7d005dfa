/* A score, part by part. */
#ifndef NX_RESULTS_EXPLAIN_H
#define NX_RESULTS_EXPLAIN_H

#include "results/tally.h"
#include "results/window.h"

/*
 * Explain the score of `candidates->wanted`: a line for each unit, with how
 * often it occurs and what it adds, then passage, pairs, what age takes if it
 * counts, and the sum. Beyond the window only the units count, and the lines
 * say so.
 */
newsidx_status nx_explain_candidate(nx_examiner *examiner, const nx_plan *plan,
                                    const nx_candidates *candidates,
                                    newsidx_tally *tally, newsidx_error *err);

#endif
