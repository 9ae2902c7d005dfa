/* The first half of planning: the leaves of a query as units. */
#ifndef NX_RANK_PLAN_UNITS_H
#define NX_RANK_PLAN_UNITS_H

#include "rank/plan.h"

/* A leaf of the tree and its unit, or NX_NO_UNIT if it has no word in it. */
typedef struct nx_leaf {
    const nx_node *node;
    size_t unit;
} nx_leaf;

/* In the order of the text, so that a leaf is found by where it begins. */
typedef struct nx_leaves {
    nx_leaf *leaves;
    size_t count;
} nx_leaves;

/* Fill in units, pairs, the whole phrase and diagnostics of `plan`. */
newsidx_status nx_plan_units(nx_store *store, const newsidx_query *query,
                             nx_analyzer *analyzer, nx_plan *plan,
                             nx_leaves *out_leaves, newsidx_error *err);

size_t nx_leaves_unit(const nx_leaves *leaves, const nx_node *node);

#endif
