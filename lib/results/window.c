#include "results/window.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "rank/bm25.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    const nx_standing *first = a;
    const nx_standing *second = b;

    if (first->has_phrase != second->has_phrase)
        return first->has_phrase ? -1 : 1;
    if (first->score < second->score || first->score > second->score)
        return first->score > second->score ? -1 : 1;
    if (first->id != second->id)
        return first->id < second->id ? -1 : 1;
    return (first->passage > second->passage) -
           (first->passage < second->passage);
}

static size_t window_of(const nx_candidates *candidates)
{
    return candidates->best.count < NX_LIMIT_WINDOW ? candidates->best.count
                                                    : NX_LIMIT_WINDOW;
}

static bool is_late(int64_t deadline_ms)
{
    return deadline_ms != 0 && nx_clock_ms() > deadline_ms;
}

/* All candidates, with the score of those that nobody examines. */
static newsidx_status list_all(const nx_candidates *candidates,
                               const newsidx_search_options *options,
                               nx_arena *arena, nx_ranking *out,
                               newsidx_error *err)
{
    const bool is_scored = options->order == NEWSIDX_BEST_FIRST;

    out->count = candidates->best.count;
    out->standings = nx_arena_array(arena, out->count, sizeof *out->standings);
    if (out->standings == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < out->count; i++) {
        const nx_candidate *from = &candidates->best.entries[i];
        nx_standing *to = &out->standings[i];

        to->id = from->id;
        to->has_phrase = from->has_phrase;
        to->score = is_scored ? NX_MIX_ARTICLE * from->key : 0.0;
    }
    return NEWSIDX_OK;
}

static newsidx_status rank_articles(nx_examiner *examiner,
                                    const nx_candidates *candidates,
                                    int64_t deadline_ms, nx_ranking *out,
                                    newsidx_error *err)
{
    const size_t window = window_of(candidates);

    for (size_t i = 0; i < window; i++) {
        nx_score score = {candidates->best.entries[i].key, 0.0, 0.0, 0.0};
        newsidx_status status;

        if (is_late(deadline_ms)) {
            out->is_partial = true;
            break;
        }
        status = nx_examiner_take(examiner, out->standings[i].id, err);
        if (status < 0)
            return status;
        nx_scorer_whole(examiner->scorer, &score);
        nx_score_age(&score, examiner->freshness);
        out->standings[i].score = nx_score_mix(&score);
    }
    qsort(out->standings, window, sizeof *out->standings, compare);
    return NEWSIDX_OK;
}

/* A list that grows while its passages are found. */
typedef struct passage_list {
    nx_standing *standings;
    size_t count;
    size_t capacity;
} passage_list;

static bool add_passage(passage_list *list, nx_examiner *examiner,
                        const nx_candidate *article, size_t number)
{
    nx_score score = {article->key, 0.0, 0.0, 0.0};
    void *standings = list->standings;
    nx_standing *added;

    if (!nx_grow(&standings, &list->capacity, list->count + 1, sizeof *added))
        return false;
    list->standings = standings;
    added = &list->standings[list->count++];
    nx_scorer_one(examiner->scorer, number, &score);
    nx_score_age(&score, examiner->freshness);
    added->id = article->id;
    added->passage = (uint32_t)number;
    added->score = nx_score_mix(&score);
    added->has_phrase = nx_scorer_has_phrase(examiner->scorer, number);
    return true;
}

static bool add_passages(passage_list *list, nx_examiner *examiner,
                         const nx_candidate *article)
{
    const size_t count = examiner->reading.boundaries.passages.count;
    const size_t before = list->count;

    for (size_t i = 0; i < count; i++) {
        if (nx_scorer_has(examiner->scorer, i) &&
            !add_passage(list, examiner, article, i))
            return false;
    }
    return list->count > before || add_passage(list, examiner, article, 0);
}

static newsidx_status rank_passages(nx_examiner *examiner,
                                    const nx_candidates *candidates,
                                    int64_t deadline_ms, nx_arena *arena,
                                    nx_ranking *out, newsidx_error *err)
{
    const size_t window = window_of(candidates);
    passage_list list = {NULL, 0, 0};
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < window && status >= 0; i++) {
        const nx_candidate *article = &candidates->best.entries[i];

        if (is_late(deadline_ms)) {
            out->is_partial = true;
            break;
        }
        status = nx_examiner_take(examiner, article->id, err);
        if (status >= 0 && !add_passages(&list, examiner, article))
            status = nx_fail_memory(err);
    }
    if (status < 0)
        goto cleanup;
    out->standings = nx_arena_array(arena, list.count, sizeof *out->standings);
    if (out->standings == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    if (list.count > 0)
        memcpy(out->standings, list.standings,
               list.count * sizeof *out->standings);
    out->count = list.count;
    qsort(out->standings, out->count, sizeof *out->standings, compare);

cleanup:
    nx_free(list.standings);
    return status;
}

newsidx_status nx_window_rank(nx_examiner *examiner,
                              const nx_candidates *candidates,
                              const newsidx_search_options *options,
                              int64_t deadline_ms, nx_arena *arena,
                              nx_ranking *out, newsidx_error *err)
{
    newsidx_status status;

    memset(out, 0, sizeof *out);
    if (options->shape == NEWSIDX_PASSAGES)
        return rank_passages(examiner, candidates, deadline_ms, arena, out,
                             err);
    status = list_all(candidates, options, arena, out, err);
    if (status < 0 || options->shape == NEWSIDX_IDS ||
        options->order != NEWSIDX_BEST_FIRST)
        return status;
    return rank_articles(examiner, candidates, deadline_ms, out, err);
}
