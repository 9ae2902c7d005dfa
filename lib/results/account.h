/* How a search was done, for a person to read. */
#ifndef NX_RESULTS_ACCOUNT_H
#define NX_RESULTS_ACCOUNT_H

#include "rank/candidates.h"

/* When each phase of a search ended, by nx_clock_us(). */
typedef struct nx_phases {
    int64_t began_us;
    int64_t planned_us;
    int64_t found_us;
    int64_t ranked_us;
    int64_t read_us;
} nx_phases;

/* In lines, in `arena`. NULL when there is no memory. */
const char *nx_account_make(const nx_plan *plan,
                            const nx_candidates *candidates,
                            const nx_phases *phases, nx_arena *arena);

#endif
