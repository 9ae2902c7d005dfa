#include "rank/plan.h"

#include "base/str.h"
#include "base/utf8.h"
#include "rank/bm25.h"
#include "rank/expression.h"
#include "rank/plan_units.h"

#include <string.h>

#define POSITION_LIMIT_BYTES ((size_t)1024 * 1024)
#define LONGEST_TERM 127

newsidx_text nx_plan_cut_term(newsidx_text term)
{
    if (term.length > LONGEST_TERM)
        term.length = nx_utf8_cut(term.bytes, LONGEST_TERM);
    return term;
}

static newsidx_status weigh(nx_store *store, nx_frequencies *frequencies,
                            nx_unit *unit, newsidx_error *err)
{
    const uint64_t version_count = nx_store_rows(store)->version_count;
    newsidx_status status = NEWSIDX_OK;
    nx_buf expression;

    nx_buf_init(&expression, POSITION_LIMIT_BYTES);
    for (size_t i = 0; i < unit->position_count && status >= 0; i++) {
        uint64_t count;

        nx_buf_clear(&expression);
        nx_express_position(&unit->positions[i], &expression);
        if (expression.status < 0) {
            status = nx_fail(err, expression.status, "the query is too large");
            break;
        }
        status = nx_frequencies_get(frequencies, store,
                                    nx_buf_text(&expression), &count, err);
        if (status >= 0)
            unit->idf += nx_bm25_idf(version_count, count);
    }
    nx_buf_finish(&expression);
    return status;
}

newsidx_status nx_plan_make(nx_store *store, nx_frequencies *frequencies,
                            const newsidx_query *query, newsidx_text language,
                            nx_arena *arena, nx_plan *out_plan,
                            newsidx_error *err)
{
    nx_analyzer *analyzer;
    nx_leaves leaves;
    newsidx_status status;

    memset(out_plan, 0, sizeof *out_plan);
    out_plan->arena = arena;
    status = nx_store_analyzer(store, language, &analyzer, err);
    if (status < 0)
        return status;
    status = nx_plan_units(store, query, analyzer, out_plan, &leaves, err);
    if (status < 0)
        return status;
    status = nx_plan_express(query, &leaves, out_plan, err);
    if (status < 0 || out_plan->expression == NULL || frequencies == NULL)
        return status;
    for (size_t i = 0; i < out_plan->unit_count && status >= 0; i++) {
        nx_unit *unit = &out_plan->units[i];

        if (!unit->is_excluded && !unit->is_dropped)
            status = weigh(store, frequencies, unit, err);
    }
    return status;
}
