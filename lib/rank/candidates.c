#include "rank/candidates.h"

#include "base/clock.h"
#include "base/memory.h"
#include "rank/bm25.h"
#include "rank/expression.h"
#include "rank/listed.h"
#include "rank/ranked.h"
#include "rank/score.h"
#include "rank/verifier.h"
#include "rank/whole_phrase.h"

#include <math.h>
#include <string.h>

/*
 * FTS5 finds the matches; an auxiliary function in the WHERE clause looks at
 * each and refuses it, so that the whole search is one sqlite3_step() without
 * a row ever going through the virtual machine. FTS5's own bm25() would read
 * every row's length from a tree and every phrase's list twice.
 */
#define VISIT "nx_visit"
#define COLLECTOR "nx_collector"

typedef struct collector {
    nx_store *store;
    const nx_plan *plan;
    const nx_rows *rows;
    const nx_wanted *wanted;
    nx_candidates *out;
    nx_filters *filters;   /* NULL: there are none, or the verifier decides */
    nx_verifier *verifier; /* NULL: the plan is exact, or all filters */
    uint8_t *seen;         /* a bit for each id, where the rest is looked at */
    uint32_t *weights;     /* of the units in this article, in fifths */
    nx_bm25 bm25;
    newsidx_status status; /* what ended the search from within */
    newsidx_error err;
} collector;

/* One phrase's places in the article at hand. */
typedef struct places {
    Fts5PhraseIter iterator;
    int column; /* -1: no more */
    int offset;
} places;

static int first_place(const Fts5ExtensionApi *api, Fts5Context *fts,
                       size_t phrase, places *at)
{
    at->column = -1;
    at->offset = -1;
    return api->xPhraseFirst(fts, (int)phrase, &at->iterator, &at->column,
                             &at->offset);
}

static int weigh_phrase(const Fts5ExtensionApi *api, Fts5Context *fts,
                        size_t phrase, const nx_row *row, uint32_t *out_weight)
{
    places at;
    const int code = first_place(api, fts, phrase, &at);

    while (code == SQLITE_OK && at.column >= 0) {
        *out_weight += nx_words_weight((nx_column)at.column,
                                       (uint32_t)at.offset, row->lead);
        api->xPhraseNext(fts, &at.iterator, &at.column, &at.offset);
    }
    return code;
}

static bool is_before(const places *a, const places *b)
{
    if (a->column < 0 || b->column < 0)
        return b->column < 0;
    return a->column < b->column ||
           (a->column == b->column && a->offset < b->offset);
}

/* Two forms of a unit: where both stand counts once. */
static int weigh_union(const Fts5ExtensionApi *api, Fts5Context *fts,
                       size_t phrase, const nx_row *row, uint32_t *out_weight)
{
    places first;
    places second;
    int code = first_place(api, fts, phrase, &first);

    if (code == SQLITE_OK)
        code = first_place(api, fts, phrase + 1, &second);
    if (code != SQLITE_OK)
        return code;
    while (first.column >= 0 || second.column >= 0) {
        const bool take_first = !is_before(&second, &first);
        const bool take_second = !is_before(&first, &second);
        const places *at = take_first ? &first : &second;

        *out_weight += nx_words_weight((nx_column)at->column,
                                       (uint32_t)at->offset, row->lead);
        if (take_first)
            api->xPhraseNext(fts, &first.iterator, &first.column,
                             &first.offset);
        if (take_second)
            api->xPhraseNext(fts, &second.iterator, &second.column,
                             &second.offset);
    }
    return SQLITE_OK;
}

/* Read the phrases of the article at hand into the collector's weights. */
static int read_phrases(const Fts5ExtensionApi *api, Fts5Context *fts,
                        collector *in, const nx_row *row, bool *out_has_phrase)
{
    const nx_plan *plan = in->plan;
    int code = SQLITE_OK;

    for (size_t i = 0; i < plan->phrase_count && code == SQLITE_OK; i++) {
        const size_t unit = plan->phrase_units[i];

        if (unit == NX_NO_UNIT)
            continue;
        if (unit == NX_WHOLE_PHRASE) {
            places at;

            code = first_place(api, fts, i, &at);
            *out_has_phrase = *out_has_phrase || at.column >= 0;
        } else if (nx_unit_has_two_forms(&plan->units[unit])) {
            code = weigh_union(api, fts, i, row, &in->weights[unit]);
            i++;
        } else {
            code = weigh_phrase(api, fts, i, row, &in->weights[unit]);
        }
    }
    return code;
}

static int64_t score_of(const collector *in, const nx_row *row)
{
    const nx_plan *plan = in->plan;
    int64_t sum = 0;

    for (size_t i = 0; i < plan->unit_count; i++) {
        if (in->weights[i] > 0)
            sum += nx_bm25_part(&in->bm25, plan->units[i].factor,
                                in->weights[i], row->length);
    }
    return sum;
}

double nx_candidates_key(const nx_plan *plan, const nx_wanted *wanted,
                         const nx_row *row, int64_t score)
{
    if (wanted->order == NEWSIDX_BEST_FIRST)
        return (double)score / plan->scale *
               nx_recency_freshness(&wanted->recency, row->published_at);
    if (wanted->order == NEWSIDX_LONGEST_FIRST)
        return (double)row->length;
    if (row->published_at == NEWSIDX_NO_TIME)
        return -INFINITY;
    if (wanted->order == NEWSIDX_OLDEST_FIRST)
        return -(double)row->published_at;
    return (double)row->published_at;
}

static double key_of(const collector *in, const nx_row *row)
{
    const bool is_scored = in->wanted->order == NEWSIDX_BEST_FIRST;

    return nx_candidates_key(in->plan, in->wanted, row,
                             is_scored ? score_of(in, row) : 0);
}

/* Does anybody ask for more than the number of matches? */
static bool is_only_counting(const collector *in)
{
    return in->wanted->count == 0 && in->wanted->id == 0;
}

static void count_match(collector *in, int64_t id)
{
    in->out->total++;
    if (in->wanted->matches != NULL)
        nx_matches_add(in->wanted->matches, id);
}

/* A match, whose weights are there. */
static bool keep(collector *in, int64_t id, bool has_phrase)
{
    nx_candidate candidate = {id, 0.0, has_phrase, false};

    in->out->phrase_total += has_phrase;
    candidate.key = key_of(in, &in->rows->rows[id]);
    candidate.leads = has_phrase && in->wanted->order == NEWSIDX_BEST_FIRST;
    if (id == in->wanted->id)
        in->out->wanted = candidate;
    return nx_top_add(&in->out->best, &candidate);
}

/* An article that FTS5 decided on, but for the filters. */
static int collect(const Fts5ExtensionApi *api, Fts5Context *fts, collector *in,
                   int64_t id)
{
    bool has_phrase = false;
    int code;

    if (in->filters != NULL && !nx_filters_pass(in->filters, id))
        return SQLITE_OK;
    count_match(in, id);
    if (is_only_counting(in))
        return SQLITE_OK;
    memset(in->weights, 0, in->plan->unit_count * sizeof *in->weights);
    code = read_phrases(api, fts, in, &in->rows->rows[id], &has_phrase);
    if (code != SQLITE_OK)
        return code;
    return keep(in, id, has_phrase) ? SQLITE_OK : SQLITE_NOMEM;
}

/* ------------------------------------------------------ verification ---- */

/* One phrase's places as those of a unit, each over `count` positions. */
static int add_places(const Fts5ExtensionApi *api, Fts5Context *fts,
                      collector *in, size_t phrase, size_t unit, uint32_t count)
{
    places at;
    const int code = first_place(api, fts, phrase, &at);

    while (code == SQLITE_OK && at.column >= 0) {
        const uint64_t first =
            nx_place((nx_column)at.column, (uint32_t)at.offset);

        if (!nx_verifier_add(in->verifier, unit, first, count))
            return SQLITE_NOMEM;
        api->xPhraseNext(fts, &at.iterator, &at.column, &at.offset);
    }
    return code;
}

static int add_phrases(const Fts5ExtensionApi *api, Fts5Context *fts,
                       collector *in)
{
    const nx_plan *plan = in->plan;
    int code = SQLITE_OK;

    for (size_t i = 0; i < plan->phrase_count && code == SQLITE_OK; i++) {
        const size_t number = plan->phrase_units[i];
        const nx_unit *unit;

        if (number == NX_NO_UNIT)
            continue;
        unit = &plan->units[number];
        code =
            add_places(api, fts, in, i, number, (uint32_t)unit->position_count);
        if (code == SQLITE_OK && nx_unit_has_two_forms(unit))
            code = add_places(api, fts, in, ++i, number, 1);
    }
    return code;
}

/* Can the article at hand be of interest, whatever satisfies the query? */
static bool can_enter(collector *in, int64_t id)
{
    nx_candidate bound = {id, 0.0, false, false};

    if (id == in->wanted->id)
        return true;
    nx_verifier_bound(in->verifier, in->weights);
    bound.key = key_of(in, &in->rows->rows[id]);
    return nx_top_wants(&in->out->best, &bound);
}

/* The words of the article at hand are known: is it a match? */
static newsidx_status decide(collector *in, int64_t id)
{
    const bool is_ranked = !is_only_counting(in) && can_enter(in, id);
    bool matches;
    newsidx_status status =
        nx_verifier_decide(in->verifier, &matches, &in->err);

    if (status < 0 || !matches)
        return status;
    count_match(in, id);
    if (!is_ranked)
        return NEWSIDX_OK;
    status = nx_verifier_weigh(in->verifier, in->weights, &in->err);
    if (status >= 0 && !keep(in, id, false))
        status = nx_fail_memory(&in->err);
    return status;
}

/* An article that has some of the units. */
static int verify(const Fts5ExtensionApi *api, Fts5Context *fts, collector *in,
                  int64_t id)
{
    bool may_match;
    int code = SQLITE_OK;

    if (in->seen != NULL)
        in->seen[id / 8] |= (uint8_t)(1U << id % 8);
    in->status = nx_verifier_begin(in->verifier, id, &may_match, &in->err);
    if (in->status >= 0 && may_match) {
        code = add_phrases(api, fts, in);
        if (code == SQLITE_OK)
            in->status = decide(in, id);
    }
    return in->status < 0 ? SQLITE_ABORT : code;
}

static void visit(const Fts5ExtensionApi *api, Fts5Context *fts,
                  sqlite3_context *context, int argument_count,
                  sqlite3_value **arguments)
{
    collector *in = argument_count == 1
                        ? sqlite3_value_pointer(arguments[0], COLLECTOR)
                        : NULL;
    const int64_t id = api->xRowid(fts);
    int code;

    if (in == NULL) {
        sqlite3_result_error_code(context, SQLITE_MISUSE);
        return;
    }
    if (id < 1 || id > in->rows->last_id ||
        in->rows->rows[id].state == NX_STATE_ABSENT) {
        sqlite3_result_error_code(context, SQLITE_CORRUPT);
        return;
    }
    in->out->looked_at++;
    code = SQLITE_OK;
    if (in->rows->rows[id].state == NX_STATE_CURRENT)
        code = in->verifier != NULL ? verify(api, fts, in, id)
                                    : collect(api, fts, in, id);
    if (code != SQLITE_OK)
        sqlite3_result_error_code(context, code);
    else
        sqlite3_result_int(context, 0);
}

newsidx_status nx_candidates_register(nx_store *store, newsidx_error *err)
{
    sqlite3 *db = nx_store_db(store);
    sqlite3_stmt *select = NULL;
    fts5_api *api = NULL;
    newsidx_status status;
    int code;

    status = nx_db_prepare(db, "SELECT fts5(?1)", &select, err);
    if (status < 0)
        return status;
    sqlite3_bind_pointer(select, 1, &api, "fts5_api_ptr", NULL);
    code = sqlite3_step(select);
    sqlite3_finalize(select);
    if (code != SQLITE_ROW || api == NULL)
        return nx_db_fail(db, code, "asking for FTS5", err);
    code = api->xCreateFunction(api, VISIT, NULL, visit, NULL);
    if (code != SQLITE_OK)
        return nx_db_fail(db, code, "registering a function", err);
    return NEWSIDX_OK;
}

/* Where nothing is hidden and nothing is ranked, FTS5 can count by itself. */
static bool can_count(const collector *in)
{
    return in->plan->is_exact && in->filters == NULL && is_only_counting(in) &&
           in->wanted->matches == NULL &&
           in->rows->article_count == in->rows->version_count;
}

/* Articles with words of the query. */
static newsidx_status find(collector *in, newsidx_error *err)
{
    sqlite3 *db = nx_store_db(in->store);
    sqlite3_stmt *select = NULL;
    newsidx_status status;
    int code;

    status = nx_db_prepare(
        db,
        can_count(in)
            ? "SELECT count(*) FROM words WHERE words MATCH ?1 AND rowid > ?3"
            : "SELECT 1 FROM words WHERE words MATCH ?1 AND rowid > ?3 AND "
              "nx_visit(words, ?2)",
        &select, err);
    if (status < 0)
        return status;
    sqlite3_bind_text(select, 1, in->plan->expression, -1, SQLITE_STATIC);
    sqlite3_bind_int64(select, 3, in->out->listed);
    if (!can_count(in))
        sqlite3_bind_pointer(select, 2, in, COLLECTOR, NULL);
    code = sqlite3_step(select);
    if (code == SQLITE_ROW && can_count(in)) {
        in->out->total += (uint64_t)sqlite3_column_int64(select, 0);
        in->out->looked_at = in->out->total;
    } else if (in->status < 0) {
        status = in->status;
        if (err != NULL)
            *err = in->err;
    } else if (code != SQLITE_DONE) {
        status = nx_db_fail(db, code, "searching", err);
    }
    sqlite3_finalize(select);
    return status;
}

/* How many articles are looked at between two looks at the clock. */
#define CLOCK_STEP 256

newsidx_status nx_candidates_check_time(const nx_store *store,
                                        const nx_wanted *wanted,
                                        newsidx_error *err)
{
    if (nx_store_is_interrupted(store))
        return nx_fail(err, NEWSIDX_ERR_CANCELLED, "searching: interrupted");
    if (wanted->deadline_ms != 0 && nx_clock_ms() > wanted->deadline_ms)
        return nx_fail(err, NEWSIDX_ERR_LIMIT,
                       "searching took longer than the time given");
    return NEWSIDX_OK;
}

/* An article without any word of the query that passes the filters. */
static newsidx_status consider(collector *in, int64_t id)
{
    newsidx_status status;
    bool may_match;

    if (in->verifier == NULL) {
        count_match(in, id);
        if (!is_only_counting(in) && !keep(in, id, false))
            return nx_fail_memory(&in->err);
        return NEWSIDX_OK;
    }
    status = nx_verifier_begin(in->verifier, id, &may_match, &in->err);
    if (status < 0 || !may_match)
        return status;
    return decide(in, id);
}

/* Articles without any word of the query: its filters and NOTs decide. */
static newsidx_status find_rest(collector *in, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (int64_t id = 1; id <= in->rows->last_id && status >= 0; id++) {
        if (id % CLOCK_STEP == 0)
            status = nx_candidates_check_time(in->store, in->wanted, &in->err);
        if (status < 0 || in->rows->rows[id].state != NX_STATE_CURRENT ||
            (in->seen[id / 8] & 1U << id % 8) != 0)
            continue;
        in->out->looked_at++;
        if (in->filters == NULL || nx_filters_pass(in->filters, id))
            status = consider(in, id);
    }
    if (status < 0 && err != NULL)
        *err = in->err;
    return status;
}

static newsidx_status collector_init(collector *in, newsidx_error *err)
{
    const size_t seen_length = (size_t)in->rows->last_id / 8 + 1;

    nx_bm25_init(&in->bm25, in->plan->total_length, in->plan->version_count);
    in->weights = nx_alloc_zeroed(in->plan->unit_count, sizeof *in->weights);
    if (in->weights == NULL)
        return nx_fail_memory(err);
    if (in->plan->scans_rest) {
        in->seen = nx_alloc_zeroed(seen_length, 1);
        if (in->seen == NULL)
            return nx_fail_memory(err);
    }
    if (in->plan->needs.filters &&
        (in->plan->is_exact || in->plan->scans_rest)) {
        const newsidx_status status =
            nx_filters_new(in->store, in->plan, &in->filters, err);

        if (status < 0)
            return status;
    }
    if (in->plan->is_exact ||
        (in->filters != NULL && nx_filters_decide(in->filters)))
        return NEWSIDX_OK;
    return nx_verifier_new(in->store, in->plan, &in->verifier, err);
}

static newsidx_status run(collector *in, newsidx_error *err)
{
    newsidx_status status = collector_init(in, err);

    if (status >= 0 && in->plan->expression != NULL)
        status = find(in, err);
    if (status >= 0 && in->seen != NULL)
        status = find_rest(in, err);
    if (in->verifier != NULL && nx_verifier_is_cut(in->verifier))
        in->out->is_partial = true;
    nx_verifier_free(in->verifier);
    nx_filters_free(in->filters);
    nx_free(in->weights);
    nx_free(in->seen);
    return status;
}

/* Those that lists know; then `out->listed` says how far. */
static newsidx_status find_listed(nx_store *store, const nx_plan *plan,
                                  const nx_wanted *wanted, nx_candidates *out,
                                  newsidx_error *err)
{
    const uint32_t listed = nx_store_listed(store);
    newsidx_status status = NEWSIDX_OK;
    nx_ids phrases;

    if (listed == 0 || wanted->no_lists || wanted->id != 0 ||
        !nx_listed_plan(plan))
        return NEWSIDX_OK;
    memset(&phrases, 0, sizeof phrases);
    /* Who has the phrase matters to a ranking only. */
    if (wanted->count > 0)
        status = nx_whole_phrase_find(store, plan, &phrases, err);
    if (status >= 0)
        status = nx_ranked_find(store, plan, wanted, &phrases, out, err);
    nx_ids_finish(&phrases);
    out->listed = listed;
    if (status != NEWSIDX_ERR_CORRUPT)
        return status;
    /* `words` knows all that the lists know. */
    nx_store_distrust_lists(store);
    nx_candidates_finish(out);
    memset(out, 0, sizeof *out);
    nx_top_init(&out->best, wanted->count);
    if (wanted->matches != NULL)
        nx_matches_clear(wanted->matches);
    return NEWSIDX_OK;
}

static newsidx_status find_all(nx_store *store, const nx_plan *plan,
                               const nx_wanted *wanted, nx_candidates *out,
                               newsidx_error *err)
{
    collector in = {.store = store,
                    .plan = plan,
                    .rows = nx_store_rows(store),
                    .wanted = wanted,
                    .out = out};
    newsidx_status status = find_listed(store, plan, wanted, out, err);

    if (status < 0 || (int64_t)out->listed >= in.rows->last_id)
        return status;
    return run(&in, err);
}

newsidx_status nx_candidates_find(nx_store *store, const nx_plan *plan,
                                  const nx_wanted *wanted, nx_candidates *out,
                                  newsidx_error *err)
{
    newsidx_error failure;
    newsidx_status status;

    memset(out, 0, sizeof *out);
    nx_top_init(&out->best, wanted->count);
    out->is_partial = plan->is_late;
    if (plan->condition == NULL || nx_store_rows(store)->version_count == 0)
        return NEWSIDX_OK;
    status = find_all(store, plan, wanted, out, &failure);
    /* What was found before the deadline is an answer, if an honest one. */
    if (status == NEWSIDX_ERR_LIMIT) {
        out->is_partial = true;
        status = NEWSIDX_OK;
    }
    if (status < 0) {
        if (err != NULL)
            *err = failure;
        nx_candidates_finish(out);
        return status;
    }
    nx_top_sort(&out->best);
    return NEWSIDX_OK;
}

void nx_candidates_finish(nx_candidates *candidates)
{
    nx_top_finish(&candidates->best);
}
