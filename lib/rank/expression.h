/* The second half of planning: the condition as an FTS5 expression. */
#ifndef NX_RANK_EXPRESSION_H
#define NX_RANK_EXPRESSION_H

#include "rank/plan.h"

/* Fill in what the condition needs, whether it is exact, the expression and
 * the phrases of `plan`. */
newsidx_status nx_plan_express(nx_plan *plan, newsidx_error *err);

/* The plan of a part of what `plan` asks for, or of a new condition of its
 * units; for counting. */
newsidx_status nx_plan_narrow(const nx_plan *plan,
                              const nx_condition *condition, nx_plan *out,
                              newsidx_error *err);

/*
 * Is it looked for as two FTS5 phrases, one after the other: a sequence and its
 * joined form, or a stem and its mark? They may stand in the same place.
 */
bool nx_unit_has_two_forms(const nx_unit *unit);

/* How many versions have any of the terms. */
newsidx_status nx_count_versions(nx_store *store, nx_frequencies *frequencies,
                                 const nx_unit_position *position,
                                 uint64_t *out_count, newsidx_error *err);

#endif
