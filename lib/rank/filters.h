/* Does an article pass a query's filters? */
#ifndef NX_RANK_FILTERS_H
#define NX_RANK_FILTERS_H

#include "rank/plan.h"

/*
 * The filters of a condition, made for one snapshot: what they say of every
 * name of the index is found out once, so that an article is tested by looking
 * into arrays (nx_rows, nx_traits). Testing changes nothing and may be done by
 * several threads at once.
 */
typedef struct nx_filters nx_filters;

/* Within a snapshot, which must stay as long as the plan and the filters. */
newsidx_status nx_filters_new(nx_store *store, const nx_plan *plan,
                              nx_filters **out_filters, newsidx_error *err);

/* Takes NULL. */
void nx_filters_free(nx_filters *filters);

/* Does the version `id`, which there is, pass the filter of a FILTER condition
 * of the plan? Its `key` is only looked at by nx_filter_needs_key(). */
bool nx_filters_test(const nx_filters *filters, const nx_condition *condition,
                     int64_t id, newsidx_text key);

/*
 * Does it pass all the filters that every match must pass? Those are the ones
 * that nx_condition_is_conjunct() tells, as children of an AND that is the
 * whole condition, or alone. Without SQL.
 */
bool nx_filters_pass(const nx_filters *filters, int64_t id);

/* Does the condition ask for nothing else than nx_filters_pass() does? */
bool nx_filters_decide(const nx_filters *filters);

#endif
