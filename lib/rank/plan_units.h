/* The first half of planning: a query's tree as units and a condition. */
#ifndef NX_RANK_PLAN_UNITS_H
#define NX_RANK_PLAN_UNITS_H

#include "rank/plan.h"

/* Fill in units, pairs, the condition, the whole phrase and diagnostics. */
newsidx_status nx_plan_units(nx_store *store, const newsidx_query *query,
                             nx_analyzer *analyzer, nx_plan *plan,
                             newsidx_error *err);

#endif
