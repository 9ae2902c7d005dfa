#include "rank/candidates.h"

#include "base/memory.h"
#include "rank/bm25.h"
#include "rank/expression.h"
#include "rank/score.h"

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
    const nx_plan *plan;
    const nx_rows *rows;
    const nx_wanted *wanted;
    nx_candidates *out;
    double *weights; /* of the units in this article */
    double average;
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
                        size_t phrase, const nx_row *row, double *out_weight)
{
    places at;
    const int code = first_place(api, fts, phrase, &at);

    while (code == SQLITE_OK && at.column >= 0) {
        *out_weight += nx_score_weight((nx_column)at.column,
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
                       size_t phrase, const nx_row *row, double *out_weight)
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

        *out_weight += nx_score_weight((nx_column)at->column,
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

static double score(const collector *in, const nx_row *row)
{
    const nx_plan *plan = in->plan;
    double sum = 0.0;

    for (size_t i = 0; i < plan->unit_count; i++) {
        const nx_unit *unit = &plan->units[i];

        if (in->weights[i] > 0.0)
            sum += unit->repeats * unit->idf *
                   nx_bm25_article(in->weights[i], row->length, in->average);
    }
    return sum;
}

static double key_of(const collector *in, const nx_row *row)
{
    if (in->wanted->order == NEWSIDX_BEST_FIRST)
        return score(in, row);
    if (row->published_at == NEWSIDX_NO_TIME)
        return -INFINITY;
    if (in->wanted->order == NEWSIDX_OLDEST_FIRST)
        return -(double)row->published_at;
    return (double)row->published_at;
}

static int collect(const Fts5ExtensionApi *api, Fts5Context *fts, collector *in,
                   int64_t id)
{
    const nx_row *row = &in->rows->rows[id];
    nx_candidate candidate = {id, 0.0, false, false};
    int code;

    in->out->total++;
    if (in->wanted->count == 0 && in->wanted->id == 0)
        return SQLITE_OK;
    memset(in->weights, 0, in->plan->unit_count * sizeof *in->weights);
    code = read_phrases(api, fts, in, row, &candidate.has_phrase);
    if (code != SQLITE_OK)
        return code;
    in->out->phrase_total += candidate.has_phrase;
    candidate.key = key_of(in, row);
    candidate.leads =
        candidate.has_phrase && in->wanted->order == NEWSIDX_BEST_FIRST;
    if (id == in->wanted->id)
        in->out->wanted = candidate;
    return nx_top_add(&in->out->best, &candidate) ? SQLITE_OK : SQLITE_NOMEM;
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
    code = SQLITE_OK;
    if (in->rows->rows[id].state == NX_STATE_CURRENT)
        code = collect(api, fts, in, id);
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
    return in->wanted->count == 0 && in->wanted->id == 0 &&
           in->rows->article_count == in->rows->version_count;
}

static newsidx_status run(nx_store *store, collector *in, newsidx_error *err)
{
    sqlite3 *db = nx_store_db(store);
    sqlite3_stmt *select = NULL;
    newsidx_status status;
    int code;

    status = nx_db_prepare(
        db,
        can_count(in) ? "SELECT count(*) FROM words WHERE words MATCH ?1"
                      : "SELECT 1 FROM words WHERE words MATCH ?1 AND "
                        "nx_visit(words, ?2)",
        &select, err);
    if (status < 0)
        return status;
    sqlite3_bind_text(select, 1, in->plan->expression, -1, SQLITE_STATIC);
    if (!can_count(in))
        sqlite3_bind_pointer(select, 2, in, COLLECTOR, NULL);
    code = sqlite3_step(select);
    if (code == SQLITE_ROW && can_count(in))
        in->out->total = (uint64_t)sqlite3_column_int64(select, 0);
    else if (code != SQLITE_DONE)
        status = nx_db_fail(db, code, "searching", err);
    sqlite3_finalize(select);
    return status;
}

newsidx_status nx_candidates_find(nx_store *store, const nx_plan *plan,
                                  const nx_wanted *wanted, nx_candidates *out,
                                  newsidx_error *err)
{
    const nx_rows *rows = nx_store_rows(store);
    collector in = {plan, rows, wanted, out, NULL, 1.0};
    newsidx_error failure;
    newsidx_status status;

    memset(out, 0, sizeof *out);
    nx_top_init(&out->best, wanted->count);
    if (plan->expression == NULL || rows->version_count == 0)
        return NEWSIDX_OK;
    in.average = (double)rows->total_length / (double)rows->version_count;
    in.weights = nx_alloc_zeroed(plan->unit_count, sizeof *in.weights);
    if (in.weights == NULL)
        return nx_fail_memory(err);
    status = run(store, &in, &failure);
    nx_free(in.weights);
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
