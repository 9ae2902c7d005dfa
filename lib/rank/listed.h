/* What of a query the ranked lists can answer. */
#ifndef NX_RANK_LISTED_H
#define NX_RANK_LISTED_H

#include "rank/plan.h"
#include "store/list_reader.h"

/*
 * The list that is of just this position: one term, or a stem and its mark.
 * False for other alternatives: a word may be several of them at once, and
 * lists don't tell where words stand.
 */
bool nx_listed_position(const nx_unit_position *position, nx_listed *out);

/* The same of a unit: it has one position and counts wherever it stands. */
bool nx_listed_unit(const nx_unit *unit, nx_listed *out);

/*
 * Can all that has to be known of the articles of `plan` come from lists? Its
 * condition is an AND of words and ORs of words, less what words decide, and of
 * filters that nx_filters_pass() decides.
 */
bool nx_listed_plan(const nx_plan *plan);

#endif
