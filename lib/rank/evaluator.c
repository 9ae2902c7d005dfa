#include "rank/evaluation.h"

#include "base/limits.h"
#include "base/memory.h"

#include <assert.h>

const nx_interval nx_whole_article = {0, UINT64_MAX};

newsidx_status nx_evaluator_new(nx_store *store, const nx_plan *plan,
                                nx_evaluator **out_evaluator,
                                newsidx_error *err)
{
    nx_evaluator *evaluator = nx_new(nx_evaluator);
    newsidx_status status = NEWSIDX_OK;

    *out_evaluator = NULL;
    if (evaluator == NULL)
        return nx_fail_memory(err);
    evaluator->plan = plan;
    evaluator->places =
        nx_alloc_zeroed(plan->unit_count, sizeof *evaluator->places);
    evaluator->marks =
        nx_alloc_zeroed(plan->unit_count, sizeof *evaluator->marks);
    evaluator->sets =
        nx_alloc_zeroed(plan->condition_count, sizeof *evaluator->sets);
    if (evaluator->places == NULL || evaluator->marks == NULL ||
        evaluator->sets == NULL)
        status = nx_fail_memory(err);
    if (status >= 0 && plan->needs.filters)
        status = nx_filters_new(store, plan, &evaluator->filters, err);
    if (status < 0) {
        nx_evaluator_free(evaluator);
        return status;
    }
    *out_evaluator = evaluator;
    return NEWSIDX_OK;
}

void nx_evaluator_free(nx_evaluator *evaluator)
{
    if (evaluator == NULL)
        return;
    for (size_t i = 0; i < evaluator->plan->unit_count; i++) {
        if (evaluator->places != NULL)
            nx_intervals_finish(&evaluator->places[i]);
        if (evaluator->marks != NULL)
            nx_free(evaluator->marks[i].flags);
    }
    for (size_t i = 0; i < evaluator->plan->condition_count; i++) {
        if (evaluator->sets != NULL)
            nx_intervals_finish(&evaluator->sets[i].set);
    }
    nx_filters_free(evaluator->filters);
    nx_free(evaluator->places);
    nx_free(evaluator->marks);
    nx_free(evaluator->sets);
    nx_free(evaluator);
}

void nx_evaluator_begin(nx_evaluator *evaluator, int64_t id, const nx_row *row)
{
    evaluator->article++;
    evaluator->id = id;
    evaluator->row = row;
    evaluator->key = (newsidx_text){NULL, 0};
    evaluator->boundaries = NULL;
    evaluator->status = NEWSIDX_OK;
    for (size_t i = 0; i < evaluator->plan->unit_count; i++)
        nx_intervals_clear(&evaluator->places[i]);
}

void nx_evaluator_set_key(nx_evaluator *evaluator, newsidx_text key)
{
    evaluator->key = key;
}

void nx_evaluator_set_boundaries(nx_evaluator *evaluator,
                                 const nx_boundaries *boundaries)
{
    evaluator->boundaries = boundaries;
}

bool nx_evaluator_add(nx_evaluator *evaluator, size_t unit, nx_interval place)
{
    return nx_intervals_add(&evaluator->places[unit], place);
}

void nx_evaluation_fail_memory(nx_evaluator *evaluator)
{
    if (evaluator->status >= 0)
        evaluator->status = nx_fail_memory(&evaluator->err);
}

void nx_evaluation_sort(nx_evaluator *evaluator, nx_intervals *set)
{
    if (!nx_intervals_sort(set))
        nx_evaluation_fail_memory(evaluator);
}

static bool passes(const nx_evaluator *evaluator, const nx_condition *condition)
{
    return nx_filters_test(evaluator->filters, condition, evaluator->id,
                           evaluator->key);
}

/* --------------------------------------------------------- intervals ---- */

static nx_evaluation_way find_way(const nx_evaluator *evaluator,
                                  const nx_condition *near, nx_interval window)
{
    const bool is_right = !near->asks_left;
    nx_evaluation_way way = {.near = near, .window = window};

    way.anchor = near->children[is_right ? 0 : 1];
    way.asked = near->children[is_right ? 1 : 0];
    way.towards.relation = &near->relation;
    way.towards.boundaries = evaluator->boundaries;
    way.towards.looks_right = is_right;
    way.back = way.towards;
    way.back.looks_right = !is_right;
    return way;
}

bool nx_evaluation_open(nx_evaluator *evaluator, const nx_condition *near,
                        nx_interval window, nx_evaluation_way *out)
{
    *out = find_way(evaluator, near, window);
    out->anchors = nx_evaluation_collect(evaluator, out->anchor, window);
    if (near->is_of_pairs)
        out->partners = nx_evaluation_collect(evaluator, out->asked, window);
    return evaluator->status >= 0;
}

bool nx_evaluation_has_partner(const nx_intervals *set,
                               const nx_nearness *towards, nx_interval from)
{
    nx_partners partners;
    nx_interval partner;

    if (set->count == 0)
        return false;
    nx_partners_init(&partners, set, towards, from);
    return nx_partners_next(&partners, &partner);
}

/* An OR of words isn't united for this: the first of them that is near will do.
 */
bool nx_evaluation_holds_at(nx_evaluator *evaluator,
                            const nx_evaluation_way *way,
                            const nx_condition *part, nx_interval anchor)
{
    const bool is_and = part->kind == NX_CONDITION_AND;
    const nx_intervals *set;

    if (part->kind == NX_CONDITION_FILTER)
        return passes(evaluator, part);
    if (part->kind == NX_CONDITION_NOT)
        return !nx_evaluation_holds_at(evaluator, way, part->children[0],
                                       anchor);
    if (!is_and && part->kind != NX_CONDITION_OR) {
        set = nx_evaluation_collect(evaluator, part, way->window);
        return set != NULL &&
               nx_evaluation_has_partner(set, &way->towards, anchor);
    }
    for (size_t i = 0; i < part->child_count; i++) {
        if (nx_evaluation_holds_at(evaluator, way, part->children[i], anchor) !=
            is_and)
            return !is_and;
    }
    return is_and;
}

bool nx_evaluation_is_match(nx_evaluator *evaluator,
                            const nx_evaluation_way *way, nx_interval anchor)
{
    return nx_evaluation_holds_at(evaluator, way, way->asked, anchor) !=
           way->near->relation.is_excluding;
}

/* All pairs of an anchor; false if the set is full. */
static bool collect_pairs(nx_evaluator *evaluator, const nx_evaluation_way *way,
                          nx_interval anchor, nx_intervals *set)
{
    nx_partners partners;
    nx_interval partner;

    nx_partners_init(&partners, way->partners, &way->towards, anchor);
    while (nx_partners_next(&partners, &partner)) {
        if (set->count == NX_LIMIT_INTERVALS) {
            evaluator->is_cut = true;
            return false;
        }
        if (!nx_intervals_add(set, nx_interval_hull(anchor, partner))) {
            nx_evaluation_fail_memory(evaluator);
            return false;
        }
    }
    return true;
}

static void collect_near(nx_evaluator *evaluator, const nx_condition *near,
                         nx_interval window, nx_intervals *set)
{
    nx_evaluation_way way;

    if (!nx_evaluation_open(evaluator, near, window, &way))
        return;
    for (size_t i = 0; i < way.anchors->count; i++) {
        const nx_interval anchor = way.anchors->items[i];

        if (way.partners != NULL) {
            if (!collect_pairs(evaluator, &way, anchor, set))
                break;
        } else if (nx_evaluation_is_match(evaluator, &way, anchor) &&
                   !nx_intervals_add(set, anchor)) {
            nx_evaluation_fail_memory(evaluator);
            break;
        }
    }
    nx_evaluation_sort(evaluator, set);
}

void nx_evaluation_add(nx_evaluator *evaluator, const nx_intervals *from,
                       nx_interval window, nx_intervals *set)
{
    for (size_t i = nx_intervals_find(from, window.first);
         i < from->count && from->items[i].first <= window.last; i++) {
        if (nx_interval_is_in(from->items[i], window) &&
            !nx_intervals_add(set, from->items[i]))
            nx_evaluation_fail_memory(evaluator);
    }
}

const nx_intervals *nx_evaluation_collect(nx_evaluator *evaluator,
                                          const nx_condition *condition,
                                          nx_interval window)
{
    nx_kept_set *kept = &evaluator->sets[condition->number];

    if (condition->kind == NX_CONDITION_UNIT &&
        window.last == nx_whole_article.last)
        return &evaluator->places[condition->unit];
    if (kept->article == evaluator->article &&
        kept->window.first == window.first && kept->window.last == window.last)
        return &kept->set;
    nx_intervals_clear(&kept->set);
    if (condition->kind == NX_CONDITION_UNIT) {
        nx_evaluation_add(evaluator, &evaluator->places[condition->unit],
                          window, &kept->set);
    } else if (condition->kind == NX_CONDITION_NEAR) {
        collect_near(evaluator, condition, window, &kept->set);
    } else {
        assert(condition->kind == NX_CONDITION_OR);
        for (size_t i = 0; i < condition->child_count; i++) {
            const nx_intervals *part = nx_evaluation_collect(
                evaluator, condition->children[i], window);

            if (part != NULL)
                nx_evaluation_add(evaluator, part, window, &kept->set);
        }
        nx_evaluation_sort(evaluator, &kept->set);
    }
    if (evaluator->status < 0)
        return NULL;
    kept->article = evaluator->article;
    kept->window = window;
    return &kept->set;
}

/* ------------------------------------------------------------ scopes ---- */

bool nx_evaluation_next_scope(const nx_evaluator *evaluator, nx_reach reach,
                              nx_interval window, size_t *number,
                              nx_interval *out)
{
    const nx_boundaries *boundaries = evaluator->boundaries;
    const nx_starts *starts = reach == NX_REACH_SENTENCE
                                  ? &boundaries->sentences
                                  : &boundaries->paragraphs;

    while (*number < NX_COLUMN_COUNT + starts->count) {
        const size_t at = (*number)++;
        uint64_t place = nx_place((nx_column)at, 0);

        /* The body comes after the columns that are one scope each. */
        if (at == NX_COLUMN_BODY)
            continue;
        if (at >= NX_COLUMN_COUNT)
            place = nx_place(NX_COLUMN_BODY,
                             starts->positions[at - NX_COLUMN_COUNT]);
        *out = nx_scope_of(boundaries, reach, place);
        if (out->first < window.first)
            out->first = window.first;
        if (out->last > window.last)
            out->last = window.last;
        if (out->first <= out->last)
            return true;
    }
    return false;
}

static bool unit_is_in(const nx_intervals *places, nx_interval window)
{
    for (size_t i = nx_intervals_find(places, window.first);
         i < places->count && places->items[i].first <= window.last; i++) {
        if (places->items[i].last <= window.last)
            return true;
    }
    return false;
}

/* Is a word of the condition there, be it one that must not be? */
static bool has_word(const nx_evaluator *evaluator,
                     const nx_condition *condition, nx_interval window)
{
    if (condition->kind == NX_CONDITION_UNIT)
        return unit_is_in(&evaluator->places[condition->unit], window);
    for (size_t i = 0; i < condition->child_count; i++) {
        if (has_word(evaluator, condition->children[i], window))
            return true;
    }
    return false;
}

bool nx_evaluation_holds_in_scope(nx_evaluator *evaluator,
                                  const nx_condition *condition,
                                  nx_interval scope)
{
    return has_word(evaluator, condition, scope) &&
           nx_evaluation_holds(evaluator, condition, scope);
}

static bool scope_holds(nx_evaluator *evaluator, const nx_condition *condition,
                        nx_interval window)
{
    nx_interval scope;
    size_t number = 0;

    while (nx_evaluation_next_scope(evaluator, condition->scope, window,
                                    &number, &scope)) {
        if (nx_evaluation_holds_in_scope(evaluator, condition->children[0],
                                         scope))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------- truth ---- */

/* Is any interval of a part of the anchor operand a match? */
static bool has_match(nx_evaluator *evaluator, const nx_evaluation_way *way,
                      const nx_condition *part)
{
    const nx_intervals *anchors;

    if (part->kind == NX_CONDITION_OR) {
        for (size_t i = 0; i < part->child_count; i++) {
            if (has_match(evaluator, way, part->children[i]))
                return true;
        }
        return false;
    }
    anchors = nx_evaluation_collect(evaluator, part, way->window);
    for (size_t i = 0; anchors != NULL && i < anchors->count; i++) {
        if (nx_evaluation_is_match(evaluator, way, anchors->items[i]))
            return true;
    }
    return false;
}

static bool near_holds(nx_evaluator *evaluator, const nx_condition *near,
                       nx_interval window)
{
    const nx_evaluation_way way = find_way(evaluator, near, window);

    return has_match(evaluator, &way, way.anchor);
}

bool nx_evaluation_holds(nx_evaluator *evaluator, const nx_condition *condition,
                         nx_interval window)
{
    const bool is_and = condition->kind == NX_CONDITION_AND;
    const nx_intervals *set;

    switch (condition->kind) {
    case NX_CONDITION_ALL:
        return true;
    case NX_CONDITION_UNIT:
        return unit_is_in(&evaluator->places[condition->unit], window);
    case NX_CONDITION_FILTER:
        return passes(evaluator, condition);
    case NX_CONDITION_NOT:
        return !nx_evaluation_holds(evaluator, condition->children[0], window);
    case NX_CONDITION_NEAR:
        return near_holds(evaluator, condition, window);
    case NX_CONDITION_SCOPE:
        return scope_holds(evaluator, condition, window);
    case NX_CONDITION_ATLEAST:
        set = nx_evaluation_collect(evaluator, condition->children[0], window);
        return set != NULL && nx_intervals_count_apart(set) >= condition->count;
    case NX_CONDITION_AND:
    case NX_CONDITION_OR:
        break;
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        if (nx_evaluation_holds(evaluator, condition->children[i], window) !=
            is_and)
            return !is_and;
    }
    return is_and;
}

newsidx_status nx_evaluation_failure(const nx_evaluator *evaluator,
                                     newsidx_error *err)
{
    if (evaluator->status < 0 && err != NULL)
        *err = evaluator->err;
    return evaluator->status;
}

/* Where a unit stands as a sequence and in its joined form, it is the sequence.
 */
static void keep_longest(nx_intervals *places)
{
    size_t kept = 0;

    for (size_t i = 0; i < places->count; i++) {
        if (kept > 0 && places->items[kept - 1].first == places->items[i].first)
            kept--;
        places->items[kept++] = places->items[i];
    }
    places->count = kept;
}

static void keep_allowed(nx_evaluator *evaluator, size_t unit)
{
    const nx_restriction *restriction =
        &evaluator->plan->units[unit].restriction;
    nx_intervals *places = &evaluator->places[unit];
    size_t kept = 0;

    for (size_t i = 0; i < places->count; i++) {
        const uint64_t last = places->items[i].last;

        if (nx_restriction_allows(restriction, nx_place_column(last),
                                  nx_place_position(last),
                                  evaluator->row->lead))
            places->items[kept++] = places->items[i];
    }
    places->count = kept;
}

nx_intervals *nx_evaluator_sort(nx_evaluator *evaluator)
{
    for (size_t i = 0; i < evaluator->plan->unit_count; i++)
        nx_evaluation_sort(evaluator, &evaluator->places[i]);
    return evaluator->status >= 0 ? evaluator->places : NULL;
}

void nx_evaluator_settle(nx_evaluator *evaluator)
{
    for (size_t i = 0; i < evaluator->plan->unit_count; i++) {
        keep_longest(&evaluator->places[i]);
        keep_allowed(evaluator, i);
    }
    /* What was collected of the others is not true any more. */
    evaluator->article++;
}

newsidx_status nx_evaluator_holds(nx_evaluator *evaluator, bool *out_holds,
                                  newsidx_error *err)
{
    *out_holds = nx_evaluation_holds(evaluator, evaluator->plan->condition,
                                     nx_whole_article);
    return nx_evaluation_failure(evaluator, err);
}

/* What the filters alone say. */
typedef enum verdict { HOLDS_NOT, MAY_HOLD, HOLDS } verdict;

static verdict judge(const nx_evaluator *evaluator,
                     const nx_condition *condition)
{
    const bool is_and = condition->kind == NX_CONDITION_AND;
    verdict whole = is_and ? HOLDS : HOLDS_NOT;

    switch (condition->kind) {
    case NX_CONDITION_ALL:
        return HOLDS;
    case NX_CONDITION_FILTER:
        if (evaluator->key.bytes == NULL &&
            nx_filter_needs_key(condition->filter))
            return MAY_HOLD;
        return passes(evaluator, condition) ? HOLDS : HOLDS_NOT;
    case NX_CONDITION_NOT:
        return (verdict)(HOLDS - judge(evaluator, condition->children[0]));
    case NX_CONDITION_AND:
    case NX_CONDITION_OR:
        break;
    default:
        return MAY_HOLD;
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        const verdict child = judge(evaluator, condition->children[i]);

        if (is_and ? child < whole : child > whole)
            whole = child;
    }
    return whole;
}

bool nx_evaluator_may_hold(const nx_evaluator *evaluator)
{
    return judge(evaluator, evaluator->plan->condition) != HOLDS_NOT;
}

const nx_intervals *nx_evaluator_places(const nx_evaluator *evaluator,
                                        size_t unit)
{
    return &evaluator->places[unit];
}

bool nx_evaluator_is_cut(const nx_evaluator *evaluator)
{
    return evaluator->is_cut;
}
