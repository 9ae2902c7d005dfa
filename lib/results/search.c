#include "results/search.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/str.h"
#include "results/account.h"
#include "results/advice.h"
#include "results/correction.h"
#include "results/cursor.h"
#include "results/explain.h"
#include "results/hits.h"

#include <math.h>
#include <string.h>

#define DEFAULT_LIMIT 10
#define DEFAULT_PASSAGES 3

/* An answer, if only a partial one, is there within two seconds. */
#define DEFAULT_TIMEOUT_MS 1900

/* One search under way. */
typedef struct search {
    nx_store *store;
    nx_frequencies *frequencies;
    const newsidx_query *query;
    newsidx_search_options asked;   /* with the defaults filled in */
    newsidx_search_options options; /* by date where nothing scores */
    nx_arena *arena;
    nx_plan plan;
    nx_candidates candidates;
    nx_examiner examiner;
    nx_phases phases;
    nx_recency recency;
    nx_cursor first;     /* the index as the first page found it */
    int64_t deadline_ms; /* 0: none */
    bool is_reading;
} search;

static newsidx_status read_options(const newsidx_search_options *theirs,
                                   newsidx_search_options *mine,
                                   newsidx_error *err)
{
    const newsidx_status status =
        nx_options_read(mine, sizeof *mine, theirs, err);

    if (status < 0)
        return status;
    if (mine->limit == 0)
        mine->limit = DEFAULT_LIMIT;
    if (mine->passages == 0)
        mine->passages = DEFAULT_PASSAGES;
    if (mine->timeout_ms == 0)
        mine->timeout_ms = DEFAULT_TIMEOUT_MS;
    if (mine->limit > NX_LIMIT_HITS)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "limit is over %d",
                       NX_LIMIT_HITS);
    if (mine->offset > NX_LIMIT_OFFSET)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "offset is over %d",
                       NX_LIMIT_OFFSET);
    if (mine->passages > NX_LIMIT_PASSAGES)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "passages is over %d",
                       NX_LIMIT_PASSAGES);
    if (mine->context > NX_LIMIT_CONTEXT)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "context is over %d",
                       NX_LIMIT_CONTEXT);
    if (mine->order > NEWSIDX_LONGEST_FIRST || mine->shape > NEWSIDX_IDS)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "order or shape is not known");
    if (mine->shape == NEWSIDX_PASSAGES && mine->order != NEWSIDX_BEST_FIRST)
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "passages are ordered by score only");
    if (!isfinite(mine->half_life_days) || mine->half_life_days < 0.0)
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "half_life_days is no number of days");
    return NEWSIDX_OK;
}

static void search_finish(search *in)
{
    nx_store_set_deadline(in->store, 0);
    if (in->is_reading)
        nx_store_end_read(in->store);
    nx_examiner_finish(&in->examiner);
    nx_candidates_finish(&in->candidates);
}

/* What a cursor of this search is to keep, or has kept: then words weigh what
 * they did on the first page. */
static newsidx_status look_from_first_page(search *in, newsidx_error *err)
{
    const nx_rows *rows = nx_store_rows(in->store);
    nx_cursor *first = &in->first;
    double *idfs;

    if (in->options.after != NULL) {
        nx_plan_weigh_as(&in->plan, first->idfs, first->idf_count,
                         first->version_count, first->total_length);
        return NEWSIDX_OK;
    }
    first->last_id = rows->last_id;
    first->version_count = rows->version_count;
    first->total_length = rows->total_length;
    if (in->options.order != NEWSIDX_BEST_FIRST || !in->plan.has_scores)
        return NEWSIDX_OK;
    idfs = nx_arena_array(in->arena, in->plan.unit_count, sizeof *idfs);
    if (idfs == NULL)
        return nx_fail_memory(err);
    first->idfs = idfs;
    first->idf_count = nx_plan_weights(&in->plan, idfs);
    return NEWSIDX_OK;
}

/* Versions that the first page could not know. */
static size_t count_newer(const search *in)
{
    const int64_t last_id = nx_store_rows(in->store)->last_id;

    return last_id > in->first.last_id ? (size_t)(last_id - in->first.last_id)
                                       : 0;
}

/* They are on no later page. */
static void leave_out_newer(search *in)
{
    nx_top *best = &in->candidates.best;
    size_t count = 0;

    for (size_t i = 0; i < best->count; i++) {
        if (best->entries[i].id <= in->first.last_id)
            best->entries[count++] = best->entries[i];
    }
    best->count = count;
}

/*
 * Read the options, take a snapshot and plan. Whatever comes of it, `in` is to
 * be finished with search_finish().
 */
static newsidx_status search_init(search *in, nx_store *store,
                                  nx_frequencies *frequencies,
                                  const newsidx_query *query,
                                  const newsidx_search_options *options,
                                  nx_arena *arena, newsidx_error *err)
{
    newsidx_status status;

    memset(in, 0, sizeof *in);
    in->phases.began_us = nx_clock_us();
    in->store = store;
    in->frequencies = frequencies;
    in->query = query;
    in->arena = arena;
    status = read_options(options, &in->options, err);
    if (status < 0)
        return status;
    if (in->options.after != NULL) {
        status = nx_cursor_read(in->options.after, query, &in->options, arena,
                                &in->first, err);
        if (status < 0)
            return status;
        in->options.offset += in->first.hits_before;
    }
    if (in->options.timeout_ms > 0)
        in->deadline_ms = nx_clock_ms() + in->options.timeout_ms;
    nx_store_set_deadline(store, in->deadline_ms);
    in->recency.half_life_days = in->options.half_life_days;
    in->recency.now = in->options.now != 0 ? in->options.now : nx_clock_now();
    status = nx_store_begin_read_at(store, in->recency.now, err);
    if (status < 0)
        return status;
    in->is_reading = true;
    status = nx_store_require_current(store, err);
    if (status < 0)
        return status;
    status = nx_plan_make(store, frequencies, query,
                          nx_str(in->options.language), arena, &in->plan, err);
    if (status < 0)
        return status;
    status = look_from_first_page(in, err);
    if (status < 0)
        return status;
    in->phases.planned_us = nx_clock_us();
    in->asked = in->options;
    if (!in->plan.has_scores && in->options.shape != NEWSIDX_PASSAGES &&
        in->options.order == NEWSIDX_BEST_FIRST)
        in->options.order = NEWSIDX_NEWEST_FIRST;
    return nx_examiner_init(&in->examiner, store, &in->plan, &in->recency, err);
}

/* How many candidates the asked page and the window need. Where not all are
 * counted, or not all that count are of the first page's index, one more tells
 * whether there is another page. */
static size_t candidates_for(const search *in)
{
    const newsidx_search_options *options = &in->options;
    const size_t newer = count_newer(in);
    const size_t page = (size_t)options->offset + options->limit +
                        (options->at_least != 0 || newer > 0 ? 1 : 0);

    if (options->shape == NEWSIDX_PASSAGES)
        return NX_LIMIT_WINDOW + newer;
    if (options->shape == NEWSIDX_IDS || options->order != NEWSIDX_BEST_FIRST ||
        page > NX_LIMIT_WINDOW)
        return page + newer;
    return NX_LIMIT_WINDOW + newer;
}

static newsidx_status make_page(search *in, const nx_ranking *ranking,
                                newsidx_results *results, newsidx_error *err)
{
    const newsidx_search_options *options = &in->options;
    const size_t first =
        options->offset < ranking->count ? options->offset : ranking->count;
    const uint64_t all =
        options->shape == NEWSIDX_PASSAGES || count_newer(in) > 0
            ? ranking->count
            : results->summary.total;
    size_t count = ranking->count - first;
    uint64_t before;

    if (count > options->limit)
        count = options->limit;
    results->hits =
        nx_arena_array(&results->arena, count, sizeof *results->hits);
    if (results->hits == NULL)
        return nx_fail_memory(err);
    results->hit_count = count;
    for (size_t i = 0; i < count; i++) {
        newsidx_status status =
            nx_hit_make(&in->examiner, &ranking->standings[first + i], options,
                        &results->arena, &results->hits[i], err);

        if (status < 0)
            return status;
        results->hits[i].public.rank = (uint32_t)(first + i + 1);
    }
    before = first + count;
    if (count > 0 && before < all && before <= NX_LIMIT_OFFSET) {
        in->first.hits_before = (uint32_t)before;
        results->page =
            nx_cursor_make(&results->arena, in->query, &in->asked, &in->first);
        if (results->page == NULL)
            return nx_fail_memory(err);
    }
    return NEWSIDX_OK;
}

static void summarize(const search *in, const nx_ranking *ranking,
                      newsidx_results *results)
{
    newsidx_summary *summary = &results->summary;

    summary->total = in->candidates.total;
    summary->phrase_total = in->candidates.phrase_total;
    summary->is_at_least = in->candidates.is_bound;
    summary->has_phrase_total = in->plan.whole_phrase != NULL;
    summary->revision = nx_store_rows(in->store)->revision;
    summary->is_partial =
        in->candidates.is_partial || ranking->is_partial || in->plan.is_cut;
    results->diagnostics = in->plan.diagnostics;
    results->diagnostic_count = in->plan.diagnostic_count;
}

/* Why nothing is found. */
static newsidx_status tell_why(search *in, newsidx_results *results,
                               newsidx_error *err)
{
    newsidx_diagnostic *items;
    size_t count;
    newsidx_status status = nx_advise(in->store, in->frequencies, in->query,
                                      nx_str(in->options.language), &in->plan,
                                      in->deadline_ms, &items, &count, err);

    if (status < 0)
        return status;
    return nx_results_add_diagnostics(results, items, count, err);
}

/* Where little is found, if the caller wants to know. */
static newsidx_status advise(search *in, newsidx_results *results,
                             newsidx_error *err)
{
    const newsidx_summary *summary = &results->summary;
    newsidx_status status = NEWSIDX_OK;

    if (in->options.advise == 0 || summary->total > NX_FEW_ARTICLES ||
        summary->is_partial != 0 || summary->is_at_least != 0)
        return NEWSIDX_OK;
    if (summary->total == 0)
        status = tell_why(in, results, err);
    return status < 0
               ? status
               : nx_correct(in->store, in->frequencies, in->query,
                            nx_str(in->options.language),
                            nx_advice_deadline(in->deadline_ms), results, err);
}

static newsidx_status add_account(search *in, newsidx_results *results,
                                  newsidx_error *err)
{
    if (in->options.explain == 0)
        return NEWSIDX_OK;
    results->plan = nx_account_make(&in->plan, &in->candidates, &in->phases,
                                    &results->arena);
    return results->plan != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

static newsidx_status run(search *in, newsidx_results *results,
                          newsidx_error *err)
{
    const nx_wanted wanted = {.order = in->options.order,
                              .count = candidates_for(in),
                              .deadline_ms = in->deadline_ms,
                              .at_least = in->options.at_least != 0,
                              .no_lists = in->options.no_lists != 0,
                              .recency = in->recency};
    nx_ranking ranking;
    newsidx_status status;

    status =
        nx_candidates_find(in->store, &in->plan, &wanted, &in->candidates, err);
    if (status < 0)
        return status;
    leave_out_newer(in);
    in->phases.found_us = nx_clock_us();
    /* What is left is bounded by the window and the page, not by the index. */
    nx_store_set_deadline(in->store, 0);
    status = nx_window_rank(&in->examiner, &in->candidates, &in->options,
                            in->deadline_ms, &results->arena, &ranking, err);
    if (status < 0)
        return status;
    in->phases.ranked_us = nx_clock_us();
    summarize(in, &ranking, results);
    status = make_page(in, &ranking, results, err);
    in->phases.read_us = nx_clock_us();
    if (status >= 0)
        status = advise(in, results, err);
    return status < 0 ? status : add_account(in, results, err);
}

newsidx_status nx_search_run(nx_store *store, nx_frequencies *frequencies,
                             const newsidx_query *query,
                             const newsidx_search_options *options,
                             newsidx_results **out_results, newsidx_error *err)
{
    const int64_t start_us = nx_clock_us();
    newsidx_results *results = nx_new(newsidx_results);
    newsidx_status status;
    search in;

    *out_results = NULL;
    if (results == NULL)
        return nx_fail_memory(err);
    nx_arena_init(&results->arena);
    status = search_init(&in, store, frequencies, query, options,
                         &results->arena, err);
    if (status >= 0)
        status = run(&in, results, err);
    search_finish(&in);
    if (status < 0) {
        nx_results_free(results);
        return status;
    }
    results->summary.took_ms = (double)(nx_clock_us() - start_us) / 1000.0;
    *out_results = results;
    return NEWSIDX_OK;
}

static newsidx_status find_all(search *in, nx_all *out, newsidx_error *err)
{
    const nx_wanted wanted = {.order = in->options.order,
                              .count = SIZE_MAX,
                              .deadline_ms = in->deadline_ms,
                              .no_lists = in->options.no_lists != 0,
                              .recency = in->recency};
    newsidx_status status =
        nx_candidates_find(in->store, &in->plan, &wanted, &in->candidates, err);

    if (status < 0)
        return status;
    nx_store_set_deadline(in->store, 0);
    status = nx_window_rank(&in->examiner, &in->candidates, &in->options,
                            in->deadline_ms, &out->results->arena,
                            &out->ranking, err);
    if (status < 0)
        return status;
    summarize(in, &out->ranking, out->results);
    return advise(in, out->results, err);
}

newsidx_status nx_search_all(nx_store *store, nx_frequencies *frequencies,
                             const newsidx_query *query,
                             const newsidx_search_options *options, nx_all *out,
                             newsidx_error *err)
{
    const int64_t start_us = nx_clock_us();
    newsidx_status status;
    search in;

    memset(out, 0, sizeof *out);
    out->results = nx_new(newsidx_results);
    if (out->results == NULL)
        return nx_fail_memory(err);
    nx_arena_init(&out->results->arena);
    status = search_init(&in, store, frequencies, query, options,
                         &out->results->arena, err);
    if (status >= 0)
        status = find_all(&in, out, err);
    search_finish(&in);
    if (status < 0) {
        nx_results_free(out->results);
        out->results = NULL;
        return status;
    }
    out->plan = in.plan;
    out->recency = in.recency;
    out->results->summary.took_ms = (double)(nx_clock_us() - start_us) / 1000.0;
    return NEWSIDX_OK;
}

/* Find everything and rank nothing. Half an answer is none. */
static newsidx_status find_matches(search *in, nx_matches *matches,
                                   newsidx_error *err)
{
    const nx_wanted nothing = {.order = NEWSIDX_BEST_FIRST,
                               .deadline_ms = in->deadline_ms,
                               .no_lists = in->options.no_lists != 0,
                               .matches = matches};
    const newsidx_status status = nx_candidates_find(
        in->store, &in->plan, &nothing, &in->candidates, err);

    if (status >= 0 && (in->candidates.is_partial || in->plan.is_cut))
        return nx_fail(err, NEWSIDX_ERR_LIMIT,
                       "a limit was passed before all was counted");
    return status;
}

newsidx_status nx_search_matches(nx_store *store, const newsidx_query *query,
                                 const newsidx_search_options *options,
                                 nx_search_fn take, void *user,
                                 newsidx_error *err)
{
    nx_matches matches = {NULL, 0};
    newsidx_status status;
    nx_arena arena;
    search in;

    nx_arena_init(&arena);
    status = search_init(&in, store, NULL, query, options, &arena, err);
    if (status >= 0)
        status = nx_matches_init(&matches, nx_store_rows(store)->last_id, err);
    if (status >= 0)
        status = find_matches(&in, &matches, err);
    if (status >= 0)
        status = take(user,
                      &(nx_all_matches){store, &matches, in.candidates.total,
                                        in.deadline_ms},
                      err);
    nx_matches_finish(&matches);
    search_finish(&in);
    nx_arena_finish(&arena);
    return status;
}

newsidx_status nx_search_count(nx_store *store, const newsidx_query *query,
                               const newsidx_search_options *options,
                               uint64_t *out_count, newsidx_error *err)
{
    newsidx_status status;
    nx_arena arena;
    search in;

    nx_arena_init(&arena);
    status = search_init(&in, store, NULL, query, options, &arena, err);
    if (status >= 0)
        status = find_matches(&in, NULL, err);
    if (status >= 0)
        *out_count = in.candidates.total;
    search_finish(&in);
    nx_arena_finish(&arena);
    return status;
}

/* The ids, which outlive the search. A part of them is no selection. */
static newsidx_status take_ids(const nx_all *all, newsidx_selection *out,
                               newsidx_error *err)
{
    const nx_ranking *ranking = &all->ranking;

    if (all->results->summary.is_partial != 0)
        return nx_fail(err, NEWSIDX_ERR_LIMIT,
                       "a limit was passed before all was found");
    out->ids = nx_alloc_zeroed(ranking->count, sizeof *out->ids);
    if (out->ids == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < ranking->count; i++)
        out->ids[i] = ranking->standings[i].id;
    out->count = ranking->count;
    return NEWSIDX_OK;
}

newsidx_status nx_search_select(nx_store *store, nx_frequencies *frequencies,
                                const newsidx_query *query,
                                const newsidx_search_options *options,
                                newsidx_selection **out_selection,
                                newsidx_error *err)
{
    newsidx_search_options how = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_selection *selection;
    newsidx_status status;
    nx_all all;

    *out_selection = NULL;
    status = nx_options_read(&how, sizeof how, options, err);
    if (status < 0)
        return status;
    how.shape = NEWSIDX_ARTICLES;
    how.limit = 0;
    how.offset = 0;
    how.after = NULL;
    how.advise = 0;
    if (how.timeout_ms == 0)
        how.timeout_ms = -1;
    status = nx_search_all(store, frequencies, query, &how, &all, err);
    if (status < 0)
        return status;
    selection = nx_new(newsidx_selection);
    status = selection != NULL ? take_ids(&all, selection, err)
                               : nx_fail_memory(err);
    nx_results_free(all.results);
    if (status < 0) {
        nx_selection_free(selection);
        return status;
    }
    *out_selection = selection;
    return NEWSIDX_OK;
}

void nx_selection_free(newsidx_selection *selection)
{
    if (selection != NULL)
        nx_free(selection->ids);
    nx_free(selection);
}

/* Find the candidate that is asked for, and read it. */
static newsidx_status take_one(search *in, int64_t id, newsidx_error *err)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST,
                              .count = NX_LIMIT_WINDOW,
                              .id = id,
                              .deadline_ms = in->deadline_ms,
                              .recency = in->recency};
    newsidx_status status;

    status =
        nx_candidates_find(in->store, &in->plan, &wanted, &in->candidates, err);
    if (status < 0)
        return status;
    /* Half a search knows neither whether it matches nor its rank, and one
     * without some of the words not that it doesn't. */
    if (in->candidates.is_partial ||
        (in->plan.is_cut && in->candidates.wanted.id == 0))
        return nx_fail(err, NEWSIDX_ERR_LIMIT,
                       "a limit was passed before all was looked at");
    if (in->candidates.wanted.id == 0)
        return NEWSIDX_NOT_FOUND;
    nx_store_set_deadline(in->store, 0);
    return nx_examiner_take(&in->examiner, id, err);
}

newsidx_status nx_search_explain(nx_store *store, nx_frequencies *frequencies,
                                 const newsidx_query *query,
                                 const newsidx_search_options *options,
                                 int64_t id, newsidx_tally **out_parts,
                                 newsidx_error *err)
{
    newsidx_tally *tally = NULL;
    newsidx_status status;
    nx_arena arena;
    search in;

    *out_parts = NULL;
    nx_arena_init(&arena);
    status = search_init(&in, store, frequencies, query, options, &arena, err);
    if (status >= 0)
        status = nx_tally_new(&tally, err);
    if (status >= 0)
        status = take_one(&in, id, err);
    if (status == NEWSIDX_OK)
        status = nx_explain_candidate(&in.examiner, &in.plan, &in.candidates,
                                      tally, err);
    if (status == NEWSIDX_OK) {
        *out_parts = tally;
        tally = NULL;
    }
    nx_tally_free(tally);
    search_finish(&in);
    nx_arena_finish(&arena);
    return status;
}

newsidx_status nx_search_marks(nx_store *store, nx_frequencies *frequencies,
                               const newsidx_query *query,
                               const newsidx_search_options *options,
                               int64_t id, newsidx_marks **out_marks,
                               newsidx_error *err)
{
    newsidx_marks *marks = nx_new(newsidx_marks);
    newsidx_status status;
    search in;

    *out_marks = NULL;
    if (marks == NULL)
        return nx_fail_memory(err);
    nx_arena_init(&marks->arena);
    status = search_init(&in, store, frequencies, query, options, &marks->arena,
                         err);
    if (status >= 0)
        status = take_one(&in, id, err);
    if (status == NEWSIDX_OK)
        status = nx_marks_read(&in.examiner, &marks->arena, &marks->items,
                               &marks->count, err);
    search_finish(&in);
    if (status == NEWSIDX_OK) {
        *out_marks = marks;
        marks = NULL;
    }
    nx_marks_free(marks);
    return status;
}

void nx_results_free(newsidx_results *results)
{
    if (results == NULL)
        return;
    nx_arena_finish(&results->arena);
    nx_free(results);
}
