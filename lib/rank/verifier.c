#include "rank/verifier.h"

#include "base/memory.h"
#include "base/str.h"
#include "rank/score.h"
#include "rank/spelling.h"

#include <inttypes.h>

struct nx_verifier {
    nx_store *store;
    const nx_plan *plan;
    nx_evaluator *evaluator;
    nx_speller *speller; /* where the plan needs texts */
    bool can_reject;     /* no text can make a match of what is none */
    /* The article at hand. */
    int64_t id;
    nx_arena arena;
    nx_facts facts;
    nx_boundaries boundaries;
};

/* Has the unit places that don't count, before they are settled? */
static bool has_more_places(const nx_unit *unit)
{
    const nx_restriction *restriction = &unit->restriction;

    return nx_restriction_needs_text(restriction) || restriction->in_lead ||
           restriction->body_words != NX_NO_LIMIT || unit->joined.length > 0;
}

/* More places than count make a match likelier, but not where their unit is
 * excluded. */
static bool can_reject(const nx_plan *plan)
{
    for (size_t i = 0; i < plan->unit_count; i++) {
        if (plan->units[i].is_excluded && has_more_places(&plan->units[i]))
            return false;
    }
    return true;
}

newsidx_status nx_verifier_new(nx_store *store, const nx_plan *plan,
                               nx_verifier **out_verifier, newsidx_error *err)
{
    nx_verifier *verifier = nx_new(nx_verifier);
    newsidx_status status;

    *out_verifier = NULL;
    if (verifier == NULL)
        return nx_fail_memory(err);
    verifier->store = store;
    verifier->plan = plan;
    verifier->can_reject = can_reject(plan);
    nx_arena_init(&verifier->arena);
    nx_boundaries_init(&verifier->boundaries);
    status = nx_evaluator_new(store, plan, &verifier->evaluator, err);
    if (status >= 0 && plan->needs.text)
        status = nx_speller_new(plan, &verifier->speller, err);
    if (status < 0) {
        nx_verifier_free(verifier);
        return status;
    }
    *out_verifier = verifier;
    return NEWSIDX_OK;
}

void nx_verifier_free(nx_verifier *verifier)
{
    if (verifier == NULL)
        return;
    nx_evaluator_free(verifier->evaluator);
    nx_speller_free(verifier->speller);
    nx_arena_finish(&verifier->arena);
    nx_boundaries_finish(&verifier->boundaries);
    nx_free(verifier);
}

static newsidx_status fail_lost(int64_t id, newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                   "article %" PRId64 " is in the index but not stored", id);
}

/* What the stored article says beside its words. */
static newsidx_status read_facts(nx_verifier *verifier, newsidx_error *err)
{
    newsidx_status status;

    nx_arena_reset(&verifier->arena);
    status = nx_store_facts(verifier->store, verifier->id, &verifier->arena,
                            &verifier->facts, err);
    if (status == NEWSIDX_NOT_FOUND)
        return fail_lost(verifier->id, err);
    if (status < 0)
        return status;
    nx_evaluator_set_key(verifier->evaluator, verifier->facts.key);
    if (!verifier->plan->needs.boundaries)
        return NEWSIDX_OK;
    status = nx_boundaries_decode(&verifier->boundaries,
                                  verifier->facts.boundaries, err);
    nx_evaluator_set_boundaries(verifier->evaluator, &verifier->boundaries);
    return status;
}

static void begin(nx_verifier *verifier, int64_t id)
{
    const nx_rows *rows = nx_store_rows(verifier->store);

    verifier->id = id;
    nx_evaluator_begin(verifier->evaluator, id, &rows->rows[id]);
}

newsidx_status nx_verifier_begin(nx_verifier *verifier, int64_t id,
                                 bool *out_may_match, newsidx_error *err)
{
    const nx_condition_needs *needs = &verifier->plan->needs;
    newsidx_status status;

    begin(verifier, id);
    *out_may_match =
        !needs->filters || nx_evaluator_may_hold(verifier->evaluator);
    if (!*out_may_match || (!needs->key && !needs->boundaries))
        return NEWSIDX_OK;
    status = read_facts(verifier, err);
    if (status >= 0 && needs->key)
        *out_may_match = nx_evaluator_may_hold(verifier->evaluator);
    return status;
}

bool nx_verifier_add(nx_verifier *verifier, size_t unit, uint64_t first,
                     uint32_t count)
{
    const nx_interval place = {first, first + count - 1};

    return nx_evaluator_add(verifier->evaluator, unit, place);
}

/* Take the places from a reading instead. */
static newsidx_status add_reading(nx_verifier *verifier,
                                  const nx_reading *reading, newsidx_error *err)
{
    nx_evaluator_set_boundaries(verifier->evaluator, &reading->boundaries);
    for (size_t i = 0; i < reading->occurrence_count; i++) {
        const nx_occurrence *at = &reading->occurrences[i];

        if (!nx_verifier_add(verifier, at->unit,
                             nx_place(at->column, at->position),
                             at->last - at->position + 1))
            return nx_fail_memory(err);
    }
    return NEWSIDX_OK;
}

/* Take out the places that are not written as they should be. */
static newsidx_status spell(nx_verifier *verifier, nx_intervals *places,
                            newsidx_error *err)
{
    nx_analyzer *analyzer;
    newsidx_status status;
    nx_stored stored;
    nx_arena arena;

    nx_arena_init(&arena);
    status = nx_store_read(verifier->store, verifier->id, &arena, &stored, err);
    if (status == NEWSIDX_NOT_FOUND)
        status = fail_lost(verifier->id, err);
    if (status >= 0)
        status = nx_store_analyzer(verifier->store, stored.article.language,
                                   &analyzer, err);
    if (status >= 0)
        status = nx_speller_keep(verifier->speller, analyzer, &stored.article,
                                 places, err);
    nx_arena_finish(&arena);
    return status;
}

newsidx_status nx_verifier_decide(nx_verifier *verifier, bool *out_matches,
                                  newsidx_error *err)
{
    nx_intervals *places = nx_evaluator_sort(verifier->evaluator);
    newsidx_status status = NEWSIDX_OK;

    *out_matches = true;
    if (places == NULL)
        return nx_fail_memory(err);
    if (verifier->plan->needs.text) {
        if (verifier->can_reject)
            status = nx_evaluator_holds(verifier->evaluator, out_matches, err);
        if (status >= 0 && *out_matches)
            status = spell(verifier, places, err);
    }
    if (status < 0 || !*out_matches)
        return status;
    nx_evaluator_settle(verifier->evaluator);
    return nx_evaluator_holds(verifier->evaluator, out_matches, err);
}

/* The weights of places, or of the marked ones alone. */
static void sum_weights(const nx_verifier *verifier, bool marked_only,
                        uint32_t *weights)
{
    const nx_evaluator *evaluator = verifier->evaluator;
    const nx_row *row = &nx_store_rows(verifier->store)->rows[verifier->id];

    for (size_t i = 0; i < verifier->plan->unit_count; i++) {
        const nx_intervals *places = nx_evaluator_places(evaluator, i);

        weights[i] = 0;
        if (verifier->plan->units[i].is_excluded)
            continue;
        for (size_t j = 0; j < places->count; j++) {
            const uint64_t first = places->items[j].first;

            if (!marked_only || nx_evaluator_is_marked(evaluator, i, j))
                weights[i] +=
                    nx_words_weight(nx_place_column(first),
                                    nx_place_position(first), row->lead);
        }
    }
}

void nx_verifier_bound(const nx_verifier *verifier, uint32_t *weights)
{
    sum_weights(verifier, false, weights);
}

newsidx_status nx_verifier_weigh(nx_verifier *verifier, uint32_t *weights,
                                 newsidx_error *err)
{
    const newsidx_status status = nx_evaluator_mark(verifier->evaluator, err);

    if (status >= 0)
        sum_weights(verifier, true, weights);
    return status;
}

static bool is_satisfying(const nx_verifier *verifier, const nx_occurrence *at)
{
    const nx_interval place = {nx_place(at->column, at->position),
                               nx_place(at->column, at->last)};
    size_t number;

    return nx_intervals_has(nx_evaluator_places(verifier->evaluator, at->unit),
                            place, &number) &&
           nx_evaluator_is_marked(verifier->evaluator, at->unit, number);
}

newsidx_status nx_verifier_refine(nx_verifier *verifier, int64_t id,
                                  nx_reading *reading, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    size_t kept = 0;
    bool holds = false;

    begin(verifier, id);
    if (verifier->plan->needs.key)
        status = read_facts(verifier, err);
    if (status >= 0)
        status = add_reading(verifier, reading, err);
    if (status >= 0 && nx_evaluator_sort(verifier->evaluator) == NULL)
        status = nx_fail_memory(err);
    if (status < 0)
        return status;
    nx_evaluator_settle(verifier->evaluator);
    status = nx_evaluator_holds(verifier->evaluator, &holds, err);
    if (status >= 0 && holds)
        status = nx_evaluator_mark(verifier->evaluator, err);
    if (status < 0)
        return status;
    if (!holds)
        return nx_fail(
            err, NEWSIDX_ERR_CORRUPT,
            "the words of article %" PRId64 " are not those of its text", id);
    for (size_t i = 0; i < reading->occurrence_count; i++) {
        if (is_satisfying(verifier, &reading->occurrences[i]))
            reading->occurrences[kept++] = reading->occurrences[i];
    }
    reading->occurrence_count = kept;
    return NEWSIDX_OK;
}

bool nx_verifier_is_cut(const nx_verifier *verifier)
{
    return nx_evaluator_is_cut(verifier->evaluator);
}
