/* What evaluator.c and marker.c share: the insides of an nx_evaluator. */
#ifndef NX_RANK_EVALUATION_H
#define NX_RANK_EVALUATION_H

#include "rank/evaluator.h"

/* The intervals of a condition, as long as the article and the window are the
 * same. */
typedef struct nx_kept_set {
    nx_intervals set;
    nx_interval window;
    uint64_t article;
} nx_kept_set;

/* Which places of a unit satisfy the condition: a byte for each. */
typedef struct nx_marks {
    uint8_t *flags;
    size_t capacity;
} nx_marks;

struct nx_evaluator {
    const nx_plan *plan;
    nx_filters *filters;
    nx_intervals *places; /* of each unit */
    nx_marks *marks;      /* of each unit */
    nx_kept_set *sets;    /* of each condition, by number */
    bool is_cut;
    /* The article at hand. */
    uint64_t article; /* how many there were: tells old sets */
    int64_t id;
    const nx_row *row;
    newsidx_text key; /* {NULL, 0}: not known yet */
    const nx_boundaries *boundaries;
    newsidx_status status; /* the first failure */
    newsidx_error err;
};

/* One operand of a NEAR is asked from the places of the other, its anchors. An
 * operand that is boolean is always the one that is asked. */
typedef struct nx_evaluation_way {
    const nx_condition *near;
    const nx_condition *anchor;
    const nx_condition *asked;
    nx_interval window;
    nx_nearness towards; /* from an anchor to what is asked */
    nx_nearness back;
    /* Of a way that is open. */
    const nx_intervals *anchors;
    const nx_intervals *partners; /* NULL: no pairs are asked for */
} nx_evaluation_way;

extern const nx_interval nx_whole_article;

/* The first failure is kept, and told by nx_evaluation_failure(). */
void nx_evaluation_fail_memory(nx_evaluator *evaluator);
newsidx_status nx_evaluation_failure(const nx_evaluator *evaluator,
                                     newsidx_error *err);

void nx_evaluation_sort(nx_evaluator *evaluator, nx_intervals *set);

/* Add those of `from` that lie within the window. */
void nx_evaluation_add(nx_evaluator *evaluator, const nx_intervals *from,
                       nx_interval window, nx_intervals *set);

/* The intervals of a condition that is not boolean, within a window. They stay
 * until the window or the article changes. NULL after a failure. */
const nx_intervals *nx_evaluation_collect(nx_evaluator *evaluator,
                                          const nx_condition *condition,
                                          nx_interval window);

/* The next sentence or paragraph of the article, cut to the window; `*number`
 * begins as 0. False past the last. */
bool nx_evaluation_next_scope(const nx_evaluator *evaluator, nx_reach reach,
                              nx_interval window, size_t *number,
                              nx_interval *out);

/* Does a condition hold within a window? */
bool nx_evaluation_holds(nx_evaluator *evaluator, const nx_condition *condition,
                         nx_interval window);

/* The same of what is in a SCOPE: a sentence with none of its words is no place
 * where it holds. */
bool nx_evaluation_holds_in_scope(nx_evaluator *evaluator,
                                  const nx_condition *condition,
                                  nx_interval scope);

/* Open the way of a NEAR: collect its anchors and, if a match is a pair, its
 * partners. They stay as those above. False after a failure. */
bool nx_evaluation_open(nx_evaluator *evaluator, const nx_condition *near,
                        nx_interval window, nx_evaluation_way *out);

/* Is one of a set in the relation with `from`? */
bool nx_evaluation_has_partner(const nx_intervals *set,
                               const nx_nearness *towards, nx_interval from);

/* Does a part of the asked operand hold at an anchor? Is the anchor a match of
 * the NEAR? */
bool nx_evaluation_holds_at(nx_evaluator *evaluator,
                            const nx_evaluation_way *way,
                            const nx_condition *part, nx_interval anchor);
bool nx_evaluation_is_match(nx_evaluator *evaluator,
                            const nx_evaluation_way *way, nx_interval anchor);

#endif
