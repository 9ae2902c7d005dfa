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

newsidx_status nx_explain_candidate(nx_examiner *examiner, const nx_plan *plan,
                                    const nx_candidates *candidates,
                                    newsidx_tally *tally, newsidx_error *err)
{
    nx_score score = {candidates->wanted.key, 0.0, 0.0, 0.0};
    newsidx_status status;

    status = nx_examiner_take(examiner, candidates->wanted.id, err);
    if (status < 0)
        return status;
    status = add_units(examiner, plan, tally, err);
    if (status < 0)
        return status;
    if (!is_in_window(candidates))
        return nx_tally_add(tally, nx_str("score (by article alone)"), 1,
                            nx_score_mix(&score), err);
    nx_scorer_whole(examiner->scorer, &score);
    status = nx_tally_add(tally, nx_str("best passage"), 1,
                          NX_MIX_PASSAGE * score.passage, err);
    if (status >= 0)
        status = nx_tally_add(tally, nx_str("pairs in order"), 1,
                              NX_MIX_ORDERED * score.ordered, err);
    if (status >= 0)
        status = nx_tally_add(tally, nx_str("pairs nearby"), 1,
                              NX_MIX_UNORDERED * score.unordered, err);
    if (status >= 0)
        status =
            nx_tally_add(tally, nx_str("score"), 1, nx_score_mix(&score), err);
    return status;
}
