/* Why a query finds nothing, and what would find something. */
#ifndef NX_RESULTS_ADVICE_H
#define NX_RESULTS_ADVICE_H

#include "rank/plan.h"

/* When advice has to be there, for a search that has until `deadline_ms`; both
 * as above. */
int64_t nx_advice_deadline(int64_t deadline_ms);

/*
 * For a query that nothing matches, and its plan: diagnostics Q14, one for each
 * part that is to blame, in the plan's arena. Takes no longer than a fraction
 * of a second, and not beyond `deadline_ms` (of nx_clock_ms(); 0: none): what
 * isn't known by then is left out.
 */
newsidx_status nx_advise(nx_store *store, nx_frequencies *frequencies,
                         const newsidx_query *query, newsidx_text language,
                         const nx_plan *plan, int64_t deadline_ms,
                         newsidx_diagnostic **out_items, size_t *out_count,
                         newsidx_error *err);

#endif
