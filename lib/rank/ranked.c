#include "rank/ranking.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

newsidx_status nx_ranked_seek(nx_ranked_search *in, nx_scored_list *list,
                              uint32_t id)
{
    if (list->id >= id)
        return NEWSIDX_OK;
    return nx_list_seek(&list->list, id, &list->id, in->err);
}

/* Does `condition`, of units alone, hold for the article? */
static newsidx_status holds(nx_ranked_search *in, const nx_condition *condition,
                            uint32_t id, bool *out_holds)
{
    const bool is_and = condition->kind == NX_CONDITION_AND;
    newsidx_status status = NEWSIDX_OK;

    if (condition->kind == NX_CONDITION_UNIT) {
        nx_scored_list *list = &in->lists[in->list_of_unit[condition->unit]];

        status = nx_ranked_seek(in, list, id);
        *out_holds = list->id == id;
        return status;
    }
    *out_holds = is_and;
    for (size_t i = 0; i < condition->child_count && status >= 0; i++) {
        bool child;

        status = holds(in, condition->children[i], id, &child);
        if (status < 0)
            return status;
        if (condition->kind == NX_CONDITION_NOT)
            child = !child;
        *out_holds = child;
        if (child != is_and)
            break;
    }
    return status;
}

newsidx_status nx_ranked_passes(nx_ranked_search *in, uint32_t id,
                                bool *out_passes)
{
    newsidx_status status = NEWSIDX_OK;

    *out_passes = in->rows->rows[id].state == NX_STATE_CURRENT &&
                  (in->filters == NULL || nx_filters_pass(in->filters, id));
    for (size_t i = 0; i < in->excluded_count && *out_passes; i++) {
        bool is_excluded;

        status = holds(in, in->excluded[i], id, &is_excluded);
        if (status < 0)
            return status;
        *out_passes = !is_excluded;
    }
    return status;
}

int64_t nx_ranked_threshold(const nx_ranked_search *in)
{
    const nx_top *best = &in->out->best;

    if (best->count < best->capacity)
        return -1;
    if (best->count == 0)
        return INT64_MAX;
    /* Ids rise, so an equal score comes too late. Age only takes from a score,
     * so one that is too low stays so. */
    return best->entries[0].leads
               ? INT64_MAX
               : (int64_t)(best->entries[0].key * in->plan->scale);
}

int64_t nx_ranked_bound(const nx_ranked_search *in, const nx_scored_list *list,
                        const nx_impacts *impacts)
{
    int64_t most = 0;

    for (size_t i = 0; i < impacts->count; i++) {
        const nx_impact *pair = &impacts->pairs[i];
        const int64_t bound =
            nx_bm25_bound(&in->bm25, list->factor, pair->weight, pair->length);

        if (bound > most)
            most = bound;
    }
    return most;
}

int64_t nx_ranked_chunk_bound(const nx_ranked_search *in, nx_scored_list *list,
                              size_t chunk)
{
    int64_t *known = &list->chunk_bounds[chunk];

    if (*known < 0)
        *known = nx_ranked_bound(in, list, &list->list.chunks[chunk].impacts);
    return *known;
}

static bool has_phrase(nx_ranked_search *in, uint32_t id)
{
    const nx_ids *phrases = in->phrases;

    while (in->next_phrase < phrases->count &&
           phrases->ids[in->next_phrase] < id)
        in->next_phrase++;
    return in->next_phrase < phrases->count &&
           phrases->ids[in->next_phrase] == id;
}

newsidx_status nx_ranked_keep(nx_ranked_search *in, uint32_t id, int64_t score)
{
    nx_candidate candidate = {id, 0.0, has_phrase(in, id), false};

    in->out->phrase_total += candidate.has_phrase;
    candidate.key =
        nx_candidates_key(in->plan, in->wanted, &in->rows->rows[id], score);
    candidate.leads = candidate.has_phrase && nx_ranked_is_scored(in);
    return nx_top_add(&in->out->best, &candidate) ? NEWSIDX_OK
                                                  : nx_fail_memory(in->err);
}

bool nx_ranked_is_scored(const nx_ranked_search *in)
{
    return in->wanted->count > 0 && in->wanted->order == NEWSIDX_BEST_FIRST;
}

newsidx_status nx_ranked_check_time(const nx_ranked_search *in)
{
    return nx_candidates_check_time(in->store, in->wanted, in->err);
}

/* Windows between two looks at the clock. */
#define CLOCK_STEP 64

newsidx_status nx_ranked_each_window(nx_ranked_search *in,
                                     newsidx_status (*search)(void *user,
                                                              uint32_t first,
                                                              uint32_t end),
                                     void *user)
{
    newsidx_status status = NEWSIDX_OK;
    uint32_t first = 1;

    for (size_t i = 1; first <= in->last_id && status >= 0; i++) {
        const uint32_t end = in->last_id - first < NX_RANKED_WINDOW
                                 ? in->last_id + 1
                                 : first + NX_RANKED_WINDOW;

        status = search(user, first, end);
        if (status >= 0 && i % CLOCK_STEP == 0)
            status = nx_ranked_check_time(in);
        first = end;
    }
    return status;
}

/* ----------------------------------------------------------- opening ---- */

/* Open the lists of the units of `condition` that aren't open yet. */
static newsidx_status open_lists(nx_ranked_search *in,
                                 const nx_condition *condition)
{
    newsidx_status status = NEWSIDX_OK;

    if (condition->kind == NX_CONDITION_UNIT &&
        in->list_of_unit[condition->unit] == SIZE_MAX) {
        const nx_unit *unit = &in->plan->units[condition->unit];
        nx_scored_list *added = &in->lists[in->list_count];
        nx_listed listed;

        (void)nx_listed_unit(unit, &listed);
        in->list_of_unit[condition->unit] = in->list_count++;
        status = nx_list_open(&added->list, in->store, listed.spelling,
                              listed.kind, in->err);
        added->factor = unit->is_excluded ? 0.0 : unit->factor;
        if (status < 0)
            return status;
        added->chunk_bounds = nx_arena_array(
            &in->arena, added->list.chunk_count, sizeof *added->chunk_bounds);
        if (added->chunk_bounds == NULL)
            return nx_fail_memory(in->err);
        memset(added->chunk_bounds, 0xFF,
               added->list.chunk_count * sizeof *added->chunk_bounds);
    }
    for (size_t i = 0; i < condition->child_count && status >= 0; i++)
        status = open_lists(in, condition->children[i]);
    return status;
}

/* A unit, or an OR of units. */
static newsidx_status add_group(nx_ranked_search *in,
                                const nx_condition *condition)
{
    const bool is_unit = condition->kind == NX_CONDITION_UNIT;
    const size_t count = is_unit ? 1 : condition->child_count;
    nx_list_group *added = &in->groups[in->group_count++];

    added->lists = nx_arena_array(&in->arena, count, sizeof *added->lists);
    if (added->lists == NULL)
        return nx_fail_memory(in->err);
    for (size_t i = 0; i < count; i++) {
        const size_t unit =
            is_unit ? condition->unit : condition->children[i]->unit;

        added->lists[i] = in->list_of_unit[unit];
        added->frequency += in->lists[added->lists[i]].list.count;
    }
    added->count = count;
    return NEWSIDX_OK;
}

static newsidx_status add_parts(nx_ranked_search *in)
{
    const nx_condition *condition = in->plan->condition;
    newsidx_status status = NEWSIDX_OK;

    if (condition->kind != NX_CONDITION_AND)
        return add_group(in, condition);
    for (size_t i = 0; i < condition->child_count && status >= 0; i++) {
        const nx_condition *child = condition->children[i];

        if (nx_condition_is_conjunct(child))
            continue;
        if (child->kind == NX_CONDITION_NOT)
            in->excluded[in->excluded_count++] = child->children[0];
        else
            status = add_group(in, child);
    }
    return status;
}

static newsidx_status open_search(nx_ranked_search *in)
{
    const nx_plan *plan = in->plan;
    const size_t child_count = plan->condition->child_count + 1;
    newsidx_status status;

    nx_bm25_init(&in->bm25, in->plan->total_length, in->plan->version_count);
    in->list_of_unit =
        nx_arena_array(&in->arena, plan->unit_count, sizeof *in->list_of_unit);
    in->groups = nx_arena_array(&in->arena, child_count, sizeof *in->groups);
    in->excluded =
        nx_arena_array(&in->arena, child_count, sizeof *in->excluded);
    in->lists = nx_alloc_zeroed(plan->unit_count, sizeof *in->lists);
    if (in->list_of_unit == NULL || in->groups == NULL ||
        in->excluded == NULL || in->lists == NULL)
        return nx_fail_memory(in->err);
    memset(in->list_of_unit, 0xFF, plan->unit_count * sizeof *in->list_of_unit);
    status = open_lists(in, plan->condition);
    if (status >= 0)
        status = add_parts(in);
    if (status < 0 || !plan->needs.filters)
        return status;
    return nx_filters_new(in->store, plan, &in->filters, in->err);
}

static int compare(const void *a, const void *b)
{
    const nx_list_group *first = a;
    const nx_list_group *second = b;

    return (first->frequency > second->frequency) -
           (first->frequency < second->frequency);
}

/*
 * What one leap costs, in postings that windows go through: a leap to the next
 * article that the rarest group has looks it up in each of the others.
 */
#define LEAP_COST 16

/* Are the groups so much of a size that it is better to go through all? */
static bool is_dense(const nx_ranked_search *in)
{
    uint64_t postings = 0;

    for (size_t i = 0; i < in->group_count; i++)
        postings += in->groups[i].frequency;
    return in->group_count == 1 ||
           in->groups[0].frequency * in->group_count * LEAP_COST > postings;
}

/* Back to the beginning, for the total: the best are known. */
static newsidx_status count(nx_ranked_search *in)
{
    for (size_t i = 0; i < in->list_count; i++) {
        nx_list_rewind(&in->lists[i].list);
        in->lists[i].id = 0;
    }
    in->out->total = 0;
    return nx_ranked_windows(in, true);
}

static newsidx_status search(nx_ranked_search *in)
{
    newsidx_status status;

    qsort(in->groups, in->group_count, sizeof *in->groups, compare);
    /* Whoever has the phrase leads, whatever it scores: "rain rains" is a
     * phrase of one list. */
    if (in->group_count > 1 || in->phrases->count > 0 ||
        !nx_ranked_is_scored(in))
        return is_dense(in) ? nx_ranked_windows(in, false)
                            : nx_ranked_leaps(in);
    status = nx_ranked_any_best(in);
    in->out->is_bound = in->wanted->at_least;
    return status < 0 || in->wanted->at_least ? status : count(in);
}

newsidx_status nx_ranked_find(nx_store *store, const nx_plan *plan,
                              const nx_wanted *wanted, const nx_ids *phrases,
                              nx_candidates *out, newsidx_error *err)
{
    nx_ranked_search in = {.store = store,
                           .plan = plan,
                           .rows = nx_store_rows(store),
                           .wanted = wanted,
                           .phrases = phrases,
                           .out = out,
                           .last_id = nx_store_listed(store),
                           .err = err};
    newsidx_status status;

    nx_arena_init(&in.arena);
    status = open_search(&in);
    if (status >= 0)
        status = search(&in);
    for (size_t i = 0; i < in.list_count; i++)
        nx_list_finish(&in.lists[i].list);
    nx_free(in.lists);
    nx_filters_free(in.filters);
    nx_arena_finish(&in.arena);
    return status;
}
