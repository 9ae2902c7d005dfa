#include "results/explain.h"

#include "base/limits.h"
#include "base/str.h"
#include "rank/bm25.h"

static bool is_in_window(const nx_candidates *candidates)
{
    for (size_t i = 0; i < candidates->best.count && i < NX_LIMIT_WINDOW; i++) {
        if (candidates->best.entries[i].id == candidates->wanted.id)
            return true;
    }
    return false;
}

static newsidx_status add_units(nx_examiner *examiner, const nx_plan *plan,
                                newsidx_tally *tally, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < plan->unit_count && status >= 0; i++) {
        const nx_unit *unit = &plan->units[i];
        uint64_t count;
        double weight;

        if (unit->is_excluded || unit->is_dropped)
            continue;
        weight = nx_scorer_unit(examiner->scorer, i, &count);
        status = nx_tally_add(tally, unit->label, count,
                              NX_MIX_ARTICLE * weight, err);
    }
    return status;
}

/*
 * What age takes from the sum of the lines above, and the sum itself. Of
 * `score` only the article's part, which comes from stage one, is aged yet.
 */
static newsidx_status add_sum(nx_examiner *examiner, nx_score *score,
                              const char *label, newsidx_tally *tally,
                              newsidx_error *err)
{
    const nx_recency *recency = &examiner->recency;
    const int64_t published_at = examiner->stored.article.published_at;
    const bool is_dated = published_at != NEWSIDX_NO_TIME;
    newsidx_status status = NEWSIDX_OK;
    double sum;

    nx_score_age(score, examiner->freshness);
    sum = nx_score_mix(score);
    if (recency->half_life_days > 0.0)
        status = nx_tally_add(
            tally, nx_str(is_dated ? "age in days" : "age not known"),
            is_dated ? (uint64_t)nx_recency_age(recency, published_at) : 0,
            sum - sum / examiner->freshness, err);
    return status < 0 ? status
                      : nx_tally_add(tally, nx_str(label), 1, sum, err);
}

newsidx_status nx_explain_candidate(nx_examiner *examiner, const nx_plan *plan,
                                    const nx_candidates *candidates,
                                    newsidx_tally *tally, newsidx_error *err)
{
    nx_score score = {candidates->wanted.key, 0.0, 0.0, 0.0};
    newsidx_status status = add_units(examiner, plan, tally, err);

    if (status < 0)
        return status;
    if (!is_in_window(candidates))
        return add_sum(examiner, &score, "score (by article alone)", tally,
                       err);
    nx_scorer_whole(examiner->scorer, &score);
    status = nx_tally_add(tally, nx_str("best passage"), 1,
                          NX_MIX_PASSAGE * score.passage, err);
    if (status >= 0)
        status = nx_tally_add(tally, nx_str("pairs in order"), 1,
                              NX_MIX_ORDERED * score.ordered, err);
    if (status >= 0)
        status = nx_tally_add(tally, nx_str("pairs nearby"), 1,
                              NX_MIX_UNORDERED * score.unordered, err);
    return status < 0 ? status : add_sum(examiner, &score, "score", tally, err);
}
