/* The truth about one article: does the condition hold, and what of? */
#ifndef NX_RANK_EVALUATOR_H
#define NX_RANK_EVALUATOR_H

#include "rank/filters.h"
#include "rank/intervals.h"
#include "rank/plan.h"

/*
 * README.md defines when a condition holds and which occurrences satisfy it;
 * this does nothing else, on the places of the plan's units. Not for two
 * threads at once.
 */
typedef struct nx_evaluator nx_evaluator;

/* The plan and the store's snapshot must stay as long. */
newsidx_status nx_evaluator_new(nx_store *store, const nx_plan *plan,
                                nx_evaluator **out_evaluator,
                                newsidx_error *err);
void nx_evaluator_free(nx_evaluator *evaluator);

/* Begin with another article; what is borrowed must stay until the next one. */
void nx_evaluator_begin(nx_evaluator *evaluator, int64_t id, const nx_row *row);

/* What else is known of it by now; borrowed like the rest. */
void nx_evaluator_set_key(nx_evaluator *evaluator, newsidx_text key);
void nx_evaluator_set_boundaries(nx_evaluator *evaluator,
                                 const nx_boundaries *boundaries);

/* False if its filters alone, those for keys once that is known, say that the
 * condition can't hold. */
bool nx_evaluator_may_hold(const nx_evaluator *evaluator);

/* A unit stands there. False when there is no memory. */
bool nx_evaluator_add(nx_evaluator *evaluator, size_t unit, nx_interval place);

/*
 * The places of each unit, to take out those that don't count; between the
 * last place that is added and nx_evaluator_settle(). NULL when there is no
 * memory.
 */
nx_intervals *nx_evaluator_sort(nx_evaluator *evaluator);

/* Leave the places that count: of two at one word the longer, and none where
 * the unit may not stand. */
void nx_evaluator_settle(nx_evaluator *evaluator);

/* Does the condition hold? More places than those that count are no harm where
 * they belong to no NOT: it holds for them if it holds without them. */
newsidx_status nx_evaluator_holds(nx_evaluator *evaluator, bool *out_holds,
                                  newsidx_error *err);

/* If it holds: find what satisfies it. */
newsidx_status nx_evaluator_mark(nx_evaluator *evaluator, newsidx_error *err);

/* The places of a unit, and for each if it is one of those. Borrowed. */
const nx_intervals *nx_evaluator_places(const nx_evaluator *evaluator,
                                        size_t unit);
bool nx_evaluator_is_marked(const nx_evaluator *evaluator, size_t unit,
                            size_t number);

/* Was some article so full of overlapping pairs that not all were tried? */
bool nx_evaluator_is_cut(const nx_evaluator *evaluator);

#endif
