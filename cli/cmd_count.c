/* newsq count and newsq first. */
#include "commands.h"

#include "exit_codes.h"
#include "numbers.h"
#include "output.h"
#include "queries.h"
#include "report.h"
#include "search.h"
#include "table.h"

#include <inttypes.h>

/* -------------------------------------------------------------- count ---- */

/* Parse and count. The canonical query is only for the asking. */
static int count_query(const nq_session *session, const char *text,
                       newsidx_query **out_query, uint64_t *out_count)
{
    newsidx_search_options how = search_options_of(&session->options);
    newsidx_error err;

    int code = search_parse(&session->options, text, out_query);
    if (code != CODE_OK)
        return code;
    if (newsidx_count(session->index, *out_query, &how, out_count, &err) < 0)
        return report_error(&err);
    return CODE_OK;
}

static void print_count_json(const newsidx_query *query, const char *text,
                             uint64_t count)
{
    nq_buffer out = BUFFER_INIT;
    nq_json json = {&out, false};

    json_open(&json, '{');
    json_key(&json, "format_version");
    json_count(&json, JSON_FORMAT_VERSION);
    output_json_query(&json, text, query);
    json_key(&json, "count");
    json_count(&json, count);
    json_close(&json, '}');
    buffer_add(&out, "\n", 1);
    buffer_flush(&out, stdout);
    buffer_finish(&out);
}

static void print_count(const nq_session *session, const newsidx_query *query,
                        const char *text, uint64_t count)
{
    static const char *const columns[] = {"count"};
    nq_output form = (nq_output)session->options.output;
    nq_table table;

    if (form == OUTPUT_JSON || form == OUTPUT_JSON_LINES) {
        print_count_json(query, text, count);
        return;
    }
    table_begin(&table, form, "counts", columns, 1);
    table_count(&table, count);
    table_end(&table);
}

static int count_one(const nq_session *session)
{
    char *text = search_join(session->words, session->word_count);
    newsidx_query *query = NULL;
    uint64_t count = 0;

    int code = count_query(session, text, &query, &count);
    if (code == CODE_OK) {
        print_count(session, query, text, count);
        code = count > 0 ? CODE_OK : CODE_NOTHING;
    }
    newsidx_query_free(query);
    memory_free(text);
    return code;
}

typedef struct batch {
    const nq_session *session;
    nq_table table;
} batch;

static int count_next(void *user, newsidx_text query_id, const char *text)
{
    batch *in = user;
    newsidx_query *query = NULL;
    uint64_t count = 0;

    int code = count_query(in->session, text, &query, &count);
    newsidx_query_free(query);
    if (code != CODE_OK)
        return code;
    table_text(&in->table, query_id);
    table_count(&in->table, count);
    return CODE_OK;
}

static int count_batch(const nq_session *session)
{
    static const char *const columns[] = {"id", "count"};
    batch in = {.session = session};

    table_begin(&in.table, (nq_output)session->options.output, "counts",
                columns, 2);
    int code = queries_each(session->options.batch, count_next, &in);
    table_end(&in.table);
    return code;
}

int cmd_count(nq_session *session)
{
    bool has_batch = session->options.batch != NULL;

    if (has_batch == (session->word_count > 0)) {
        report("usage: newsq count WORDS... or newsq count --batch FILE|-");
        return CODE_USAGE;
    }
    return has_batch ? count_batch(session) : count_one(session);
}

/* -------------------------------------------------------------- first ---- */

/* How many of the first hits have a date: those without come last. */
static int count_dated(const nq_session *session, const char *text,
                       uint32_t limit, uint32_t *out_count)
{
    newsidx_search_options how = search_options_of(&session->options);
    newsidx_results *results = NULL;
    newsidx_query *query = NULL;
    const newsidx_hit *hit = NULL;
    nq_options options = session->options;
    newsidx_error err;

    *out_count = 0;
    how.shape = NEWSIDX_IDS;
    how.order = NEWSIDX_OLDEST_FIRST;
    how.limit = limit;
    /* The search that prints tells about the query. */
    options.is_quiet = 1;
    int code = search_parse(&options, text, &query);
    if (code != CODE_OK)
        return code;
    if (newsidx_search(session->index, query, &how, &results, &err) < 0)
        code = report_error(&err);
    while (code == CODE_OK &&
           newsidx_results_next(results, &hit, &err) == NEWSIDX_OK) {
        if (hit->published_at != NEWSIDX_NO_TIME)
            (*out_count)++;
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
    return code;
}

int cmd_first(nq_session *session)
{
    char *text = search_join(session->words, session->word_count);
    nq_session own = *session;
    uint32_t limit = session->options.limit > 0 ? session->options.limit : 1;
    uint32_t dated = 0;

    own.options.sort = 3;
    own.options.by = 1;
    int code = count_dated(&own, text, limit, &dated);
    /* If none has, the search tells whether something was found at all. */
    own.options.limit = dated > 0 ? dated : 1;
    if (code == CODE_OK)
        code = search_print(&own, text);
    if (code == CODE_OK && dated == 0 && !own.options.is_quiet)
        report("no date in the articles that match");
    memory_free(text);
    return code;
}
