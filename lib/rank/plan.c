#include "rank/plan.h"

#include "base/str.h"
#include "base/utf8.h"
#include "rank/bm25.h"
#include "rank/expression.h"
#include "rank/plan_units.h"

#include <string.h>

#define LONGEST_TERM 127

newsidx_text nx_plan_cut_term(newsidx_text term)
{
    if (term.length > LONGEST_TERM)
        term.length = nx_utf8_cut(term.bytes, LONGEST_TERM);
    return term;
}

bool nx_restriction_allows(const nx_restriction *restriction, nx_column column,
                           uint32_t last, uint32_t lead)
{
    if ((restriction->columns >> column & 1U) == 0)
        return false;
    if (column != NX_COLUMN_BODY)
        return true;
    return last < restriction->body_words &&
           (!restriction->in_lead || last < lead);
}

bool nx_restriction_needs_text(const nx_restriction *restriction)
{
    return restriction->cases != 0 || restriction->verbatim.bytes != NULL;
}

/* Of a position of more terms than these the versions of each are added up,
 * and those with two of them count twice: FTS5 unites a thousand lists slowly.
 */
#define UNITED_TERMS 8

static newsidx_status add_up_versions(nx_store *store,
                                      nx_frequencies *frequencies,
                                      const nx_unit_position *position,
                                      uint64_t *out_count, newsidx_error *err)
{
    const uint64_t version_count = nx_store_rows(store)->version_count;
    newsidx_status status = NEWSIDX_OK;
    uint64_t sum = 0;

    for (size_t i = 0; i < position->term_count && sum < version_count; i++) {
        const nx_unit_position one = {&position->terms[i], 1};
        uint64_t count;

        status = nx_count_versions(store, frequencies, &one, &count, err);
        if (status < 0)
            return status;
        sum += count;
    }
    *out_count = sum < version_count ? sum : version_count;
    return NEWSIDX_OK;
}

static newsidx_status weigh(nx_store *store, nx_frequencies *frequencies,
                            nx_unit *unit, newsidx_error *err)
{
    const uint64_t version_count = nx_store_rows(store)->version_count;

    for (size_t i = 0; i < unit->position_count; i++) {
        const nx_unit_position *position = &unit->positions[i];
        uint64_t count;
        newsidx_status status =
            position->term_count > UNITED_TERMS
                ? add_up_versions(store, frequencies, position, &count, err)
                : nx_count_versions(store, frequencies, position, &count, err);

        if (status < 0)
            return status;
        unit->idf += nx_bm25_idf(version_count, count);
    }
    return NEWSIDX_OK;
}

/* Scores become whole numbers, see bm25.h. */
static void set_factors(nx_plan *plan)
{
    double most = 0.0;

    for (size_t i = 0; i < plan->unit_count; i++)
        most += plan->units[i].repeats * plan->units[i].idf;
    plan->scale = nx_bm25_scale(most * (NX_ARTICLE_K1 + 1.0));
    for (size_t i = 0; i < plan->unit_count; i++) {
        nx_unit *unit = &plan->units[i];

        unit->factor =
            plan->scale * unit->repeats * unit->idf * (NX_ARTICLE_K1 + 1.0);
    }
}

static bool is_weighed(const nx_unit *unit)
{
    return !unit->is_excluded && !unit->is_dropped;
}

static newsidx_status make(nx_store *store, nx_frequencies *frequencies,
                           const newsidx_query *query, nx_analyzer *analyzer,
                           nx_plan *plan, newsidx_error *err)
{
    newsidx_status status = nx_plan_units(store, query, analyzer, plan, err);

    plan->version_count = nx_store_rows(store)->version_count;
    plan->total_length = nx_store_rows(store)->total_length;
    if (status >= 0)
        status = nx_plan_express(plan, err);
    if (status < 0 || plan->expression == NULL || frequencies == NULL)
        return status;
    for (size_t i = 0; i < plan->unit_count && status >= 0; i++) {
        if (is_weighed(&plan->units[i]))
            status = weigh(store, frequencies, &plan->units[i], err);
    }
    set_factors(plan);
    return status;
}

newsidx_status nx_plan_make(nx_store *store, nx_frequencies *frequencies,
                            const newsidx_query *query, newsidx_text language,
                            nx_arena *arena, nx_plan *out_plan,
                            newsidx_error *err)
{
    nx_analyzer *analyzer;
    newsidx_error failure;
    newsidx_status status;

    memset(out_plan, 0, sizeof *out_plan);
    out_plan->arena = arena;
    out_plan->scale = 1.0;
    status = nx_store_analyzer(store, language, &analyzer, err);
    if (status < 0)
        return status;
    status = make(store, frequencies, query, analyzer, out_plan, &failure);
    /* A deadline that comes so early is no failure, but it leaves nothing to
     * find. */
    if (status == NEWSIDX_ERR_LIMIT &&
        (failure.system_code & 0xff) == SQLITE_INTERRUPT) {
        out_plan->condition = NULL;
        out_plan->is_late = true;
        return NEWSIDX_OK;
    }
    if (status < 0 && err != NULL)
        *err = failure;
    return status;
}

size_t nx_plan_weights(const nx_plan *plan, double *out_idfs)
{
    size_t count = 0;

    for (size_t i = 0; i < plan->unit_count; i++) {
        if (is_weighed(&plan->units[i]))
            out_idfs[count++] = plan->units[i].idf;
    }
    return count;
}

void nx_plan_weigh_as(nx_plan *plan, const double *idfs, size_t idf_count,
                      uint64_t version_count, uint64_t total_length)
{
    size_t count = 0;

    for (size_t i = 0; i < plan->unit_count; i++)
        count += is_weighed(&plan->units[i]);
    if (count != idf_count || version_count == 0)
        return;
    count = 0;
    for (size_t i = 0; i < plan->unit_count; i++) {
        if (is_weighed(&plan->units[i]))
            plan->units[i].idf = idfs[count++];
    }
    plan->version_count = version_count;
    plan->total_length = total_length;
    set_factors(plan);
}
