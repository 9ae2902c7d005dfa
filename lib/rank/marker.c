#include "rank/evaluation.h"

#include "base/limits.h"
#include "base/memory.h"

#include <string.h>

/*
 * What satisfies a condition that holds, from the top down: of each node the
 * intervals that are wanted of it, which are all at first, and behind a pair
 * those that made the pair.
 */

static void choose(nx_evaluator *evaluator, nx_intervals *chosen,
                   nx_interval added)
{
    if (!nx_intervals_add(chosen, added))
        nx_evaluation_fail_memory(evaluator);
}

/* Mark those of its intervals that are among the chosen ones. */
static void mark_chosen(nx_evaluator *evaluator, const nx_condition *condition,
                        nx_interval window, nx_intervals *chosen);

/*
 * Mark what makes a part of the asked operand hold at the anchors, at which it
 * does. Its own intervals are asked whether they are near one of them: to ask
 * each anchor for all that is near takes too long in a long paragraph.
 */
static void mark_asked(nx_evaluator *evaluator, const nx_evaluation_way *way,
                       const nx_condition *part, const nx_intervals *anchors)
{
    const nx_intervals *set;
    nx_intervals chosen = {NULL, 0, 0, 0};

    switch (part->kind) {
    case NX_CONDITION_FILTER:
    case NX_CONDITION_NOT:
        break;
    case NX_CONDITION_AND:
        for (size_t i = 0; i < part->child_count; i++)
            mark_asked(evaluator, way, part->children[i], anchors);
        break;
    case NX_CONDITION_OR:
        for (size_t i = 0; i < part->child_count; i++) {
            const nx_condition *child = part->children[i];

            nx_intervals_clear(&chosen);
            for (size_t j = 0; j < anchors->count; j++) {
                if (nx_evaluation_holds_at(evaluator, way, child,
                                           anchors->items[j]))
                    choose(evaluator, &chosen, anchors->items[j]);
            }
            mark_asked(evaluator, way, child, &chosen);
        }
        break;
    default:
        set = nx_evaluation_collect(evaluator, part, way->window);
        for (size_t i = 0; set != NULL && i < set->count; i++) {
            if (nx_evaluation_has_partner(anchors, &way->back, set->items[i]))
                choose(evaluator, &chosen, set->items[i]);
        }
        mark_chosen(evaluator, part, way->window, &chosen);
        break;
    }
    nx_intervals_finish(&chosen);
}

static bool is_among(const nx_intervals *wanted, nx_interval at)
{
    size_t number;

    return wanted == NULL || nx_intervals_has(wanted, at, &number);
}

/* Anchors whose matches are wanted, with what makes them match. */
static void choose_anchors(nx_evaluator *evaluator,
                           const nx_evaluation_way *way,
                           const nx_intervals *wanted, nx_intervals *chosen)
{
    for (size_t i = 0; i < way->anchors->count; i++) {
        const nx_interval anchor = way->anchors->items[i];

        if (is_among(wanted, anchor) &&
            nx_evaluation_is_match(evaluator, way, anchor))
            choose(evaluator, chosen, anchor);
    }
    if (!way->near->relation.is_excluding)
        mark_asked(evaluator, way, way->asked, chosen);
}

/* Both halves of the pairs whose hull is wanted. Where pairs were cut, these
 * are the same as were collected. */
static void choose_pairs(nx_evaluator *evaluator, const nx_evaluation_way *way,
                         const nx_intervals *wanted, nx_intervals *chosen,
                         nx_intervals *others)
{
    size_t left = NX_LIMIT_INTERVALS;

    for (size_t i = 0; i < way->anchors->count && left > 0; i++) {
        const nx_interval anchor = way->anchors->items[i];
        nx_partners partners;
        nx_interval partner;

        nx_partners_init(&partners, way->partners, &way->towards, anchor);
        while (left > 0 && nx_partners_next(&partners, &partner)) {
            left--;
            if (!is_among(wanted, nx_interval_hull(anchor, partner)))
                continue;
            choose(evaluator, chosen, anchor);
            choose(evaluator, others, partner);
        }
    }
}

/* The same of all pairs, without looking at each. */
static void choose_all_pairs(nx_evaluator *evaluator,
                             const nx_evaluation_way *way, nx_intervals *chosen,
                             nx_intervals *others)
{
    const nx_intervals *anchors = way->anchors;
    const nx_intervals *partners = way->partners;

    for (size_t i = 0; i < anchors->count; i++) {
        if (nx_evaluation_has_partner(partners, &way->towards,
                                      anchors->items[i]))
            choose(evaluator, chosen, anchors->items[i]);
    }
    for (size_t i = 0; i < partners->count; i++) {
        if (nx_evaluation_has_partner(anchors, &way->back, partners->items[i]))
            choose(evaluator, others, partners->items[i]);
    }
}

/* Mark the matches of a NEAR that are wanted; NULL: all of them. */
static void mark_near(nx_evaluator *evaluator, const nx_condition *near,
                      nx_interval window, const nx_intervals *wanted)
{
    nx_intervals chosen = {NULL, 0, 0, 0};
    nx_intervals others = {NULL, 0, 0, 0};
    nx_evaluation_way way;

    if (!nx_evaluation_open(evaluator, near, window, &way))
        return;
    if (way.partners == NULL)
        choose_anchors(evaluator, &way, wanted, &chosen);
    else if (wanted == NULL)
        choose_all_pairs(evaluator, &way, &chosen, &others);
    else
        choose_pairs(evaluator, &way, wanted, &chosen, &others);
    mark_chosen(evaluator, way.anchor, window, &chosen);
    mark_chosen(evaluator, way.asked, window, &others);
    nx_intervals_finish(&chosen);
    nx_intervals_finish(&others);
}

/* Of an OR of many words each has few of what was chosen: the shorter list is
 * gone through, the longer one searched. */
static void mark_unit(nx_evaluator *evaluator, size_t unit,
                      const nx_intervals *chosen)
{
    const nx_intervals *places = &evaluator->places[unit];
    const bool is_few = places->count < chosen->count;
    const nx_intervals *shorter = is_few ? places : chosen;
    const nx_intervals *longer = is_few ? chosen : places;
    size_t number;

    for (size_t i = 0; i < shorter->count; i++) {
        if (nx_intervals_has(longer, shorter->items[i], &number))
            evaluator->marks[unit].flags[is_few ? i : number] = 1;
    }
}

static void mark_chosen(nx_evaluator *evaluator, const nx_condition *condition,
                        nx_interval window, nx_intervals *chosen)
{
    if (chosen->count == 0)
        return;
    nx_evaluation_sort(evaluator, chosen);
    if (condition->kind == NX_CONDITION_UNIT) {
        mark_unit(evaluator, condition->unit, chosen);
    } else if (condition->kind == NX_CONDITION_NEAR) {
        mark_near(evaluator, condition, window, chosen);
    } else {
        for (size_t i = 0; i < condition->child_count; i++)
            mark_chosen(evaluator, condition->children[i], window, chosen);
    }
}

static void mark(nx_evaluator *evaluator, const nx_condition *condition,
                 nx_interval window);

static void mark_scopes(nx_evaluator *evaluator, const nx_condition *condition,
                        nx_interval window)
{
    const nx_condition *child = condition->children[0];
    nx_interval scope;
    size_t number = 0;

    while (nx_evaluation_next_scope(evaluator, condition->scope, window,
                                    &number, &scope)) {
        if (nx_evaluation_holds_in_scope(evaluator, child, scope))
            mark(evaluator, child, scope);
    }
}

static void mark_unit_in(nx_evaluator *evaluator, size_t unit,
                         nx_interval window)
{
    const nx_intervals *places = &evaluator->places[unit];

    for (size_t i = nx_intervals_find(places, window.first);
         i < places->count && places->items[i].first <= window.last; i++) {
        if (places->items[i].last <= window.last)
            evaluator->marks[unit].flags[i] = 1;
    }
}

/* Mark what makes the condition, which holds, hold within the window. */
static void mark(nx_evaluator *evaluator, const nx_condition *condition,
                 nx_interval window)
{
    switch (condition->kind) {
    case NX_CONDITION_ALL:
    case NX_CONDITION_FILTER:
    case NX_CONDITION_NOT:
        break;
    case NX_CONDITION_UNIT:
        mark_unit_in(evaluator, condition->unit, window);
        break;
    case NX_CONDITION_NEAR:
        mark_near(evaluator, condition, window, NULL);
        break;
    case NX_CONDITION_SCOPE:
        mark_scopes(evaluator, condition, window);
        break;
    case NX_CONDITION_ATLEAST: {
        nx_intervals all = {NULL, 0, 0, 0};
        const nx_intervals *set =
            nx_evaluation_collect(evaluator, condition->children[0], window);

        if (set != NULL)
            nx_evaluation_add(evaluator, set, window, &all);
        mark_chosen(evaluator, condition->children[0], window, &all);
        nx_intervals_finish(&all);
        break;
    }
    case NX_CONDITION_AND:
    case NX_CONDITION_OR:
        for (size_t i = 0; i < condition->child_count; i++) {
            const nx_condition *child = condition->children[i];

            if (condition->kind == NX_CONDITION_AND ||
                nx_evaluation_holds(evaluator, child, window))
                mark(evaluator, child, window);
        }
        break;
    }
}

newsidx_status nx_evaluator_mark(nx_evaluator *evaluator, newsidx_error *err)
{
    for (size_t i = 0; i < evaluator->plan->unit_count; i++) {
        const size_t count = evaluator->places[i].count;
        nx_marks *of = &evaluator->marks[i];
        void *flags = of->flags;

        if (!nx_grow(&flags, &of->capacity, count, 1)) {
            nx_evaluation_fail_memory(evaluator);
            return nx_evaluation_failure(evaluator, err);
        }
        of->flags = flags;
        if (count > 0)
            memset(of->flags, 0, count);
    }
    mark(evaluator, evaluator->plan->condition, nx_whole_article);
    return nx_evaluation_failure(evaluator, err);
}

bool nx_evaluator_is_marked(const nx_evaluator *evaluator, size_t unit,
                            size_t number)
{
    return evaluator->marks[unit].flags[number] != 0;
}
