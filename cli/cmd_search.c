/* newsq search, newsq explain, and what other commands need of them. */
/* realpath() is an XSI function, and its switch goes before any include. */
#define _XOPEN_SOURCE 700

#include "search.h"

#include "exit_codes.h"
#include "output.h"
#include "report.h"
#include "unicode.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

char *search_join(const char *const *words, size_t count)
{
    nq_buffer text = BUFFER_INIT;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add(&text, " ", 1);
        buffer_add_string(&text, words[i]);
    }
    buffer_add_string(&text, "");
    return text.bytes;
}

static void report_diagnostic(const char *text, const newsidx_diagnostic *about)
{
    report_query(text, about->span.start, about->message, about->suggestion);
}

static void report_query_diagnostics(const newsidx_query *query,
                                     const char *text)
{
    size_t count = newsidx_query_diagnostic_count(query);
    for (size_t i = 0; i < count; i++)
        report_diagnostic(text, newsidx_query_diagnostic(query, i));
}

/* In the interactive mode no shell wants quotes. */
static void report_correction(const newsidx_diagnostic *about, bool is_repl)
{
    nq_buffer text = BUFFER_INIT;
    if (is_repl)
        buffer_add_text(&text, about->suggestion);
    else
        output_add_quoted(&text, about->suggestion.bytes);
    report("did you mean: %s", text.bytes);
    buffer_finish(&text);
}

void search_report_correction(const newsidx_results *results, bool is_repl)
{
    size_t count = newsidx_results_diagnostic_count(results);
    for (size_t i = 0; i < count; i++) {
        const newsidx_diagnostic *about =
            newsidx_results_diagnostic(results, i);
        if (strcmp(about->code, "Q15") == 0)
            report_correction(about, is_repl);
    }
}

size_t search_report(const newsidx_results *results, const char *text,
                     bool is_about_nothing)
{
    size_t count = newsidx_results_diagnostic_count(results);
    size_t told = 0;
    for (size_t i = 0; i < count; i++) {
        const newsidx_diagnostic *about =
            newsidx_results_diagnostic(results, i);
        if ((strcmp(about->code, "Q14") == 0) != is_about_nothing ||
            strcmp(about->code, "Q15") == 0)
            continue;
        report_diagnostic(text, about);
        told++;
    }
    return told;
}

/* The query can't be parsed; return the exit status. */
static int report_parse_error(const nq_options *options, const char *text,
                              const newsidx_error *err)
{
    newsidx_text none = {NULL, 0};
    if (err->status == NEWSIDX_ERR_OPTIONS && options->zone != NULL) {
        report("--zone: %s", err->message);
        return CODE_USAGE;
    }
    if (err->status != NEWSIDX_ERR_QUERY)
        return report_error(err);
    report_query(text, err->offset, unicode_text(err->message), none);
    return CODE_USAGE;
}

/* Those of the news archives mean other things by the same words, so a query of
 * theirs is refused by name rather than misread. */
static bool knows_dialect(const char *name)
{
    static const char *const reserved[] = {"lexis", "factiva", "westlaw"};

    if (name == NULL || strcmp(name, "news") == 0)
        return true;
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        if (strcmp(name, reserved[i]) == 0) {
            report("--dialect: %s is reserved for a later version", name);
            return false;
        }
    }
    report("--dialect wants news, not \"%s\"", name);
    return false;
}

int search_parse(const nq_options *options, const char *text,
                 newsidx_query **out_query)
{
    newsidx_query_options how = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_error err;

    if (!knows_dialect(options->dialect))
        return CODE_USAGE;
    how.match = options->match == 2 ? NEWSIDX_MATCH_ANY : NEWSIDX_MATCH_ALL;
    how.phrase = options->is_phrase;
    how.now = options->now;
    how.time_zone = options->zone;
    if (newsidx_query_parse(text, NEWSIDX_WHOLE, &how, out_query, &err) < 0)
        return report_parse_error(options, text, &err);
    if (newsidx_query_text(*out_query)[0] == '\0') {
        report("the query has no words; see newsq help query");
        newsidx_query_free(*out_query);
        *out_query = NULL;
        return CODE_USAGE;
    }
    if (!options->is_quiet)
        report_query_diagnostics(*out_query, text);
    return CODE_OK;
}

newsidx_search_options search_options_of(const nq_options *options)
{
    static const newsidx_order orders[] = {
        NEWSIDX_BEST_FIRST, NEWSIDX_BEST_FIRST, NEWSIDX_NEWEST_FIRST,
        NEWSIDX_OLDEST_FIRST, NEWSIDX_LONGEST_FIRST};
    newsidx_search_options how = NEWSIDX_SEARCH_OPTIONS_INIT;

    how.order = orders[options->sort];
    how.shape = options->by == 2 ? NEWSIDX_PASSAGES : NEWSIDX_ARTICLES;
    how.limit = options->limit;
    how.offset = options->offset;
    how.passages = options->passages;
    how.context = options->context;
    how.after = options->cursor;
    how.language = options->language;
    how.explain = options->explains;
    how.half_life_days = options->half_life_days;
    how.now = options->now;
    if ((options->given & OPTION_BIT(OPTION_TIMEOUT)) != 0)
        how.timeout_ms =
            options->timeout_ms == 0 ? -1 : (int32_t)options->timeout_ms;
    return how;
}

/* Whole lines, or nothing. */
static void add_lines(nq_buffer *to, const char *lines)
{
    if (lines == NULL)
        return;
    unicode_add_block(to, unicode_text(lines));
    if (to->bytes[to->length - 1] != '\n')
        buffer_add(to, "\n", 1);
}

/* What --explain tells: how the query was read and run, and what came of it. */
static void explain_page(const nq_page *page)
{
    const newsidx_summary *summary = &page->summary;
    nq_buffer out = BUFFER_INIT;

    buffer_add_string(&out, "canonical: ");
    unicode_add_line(&out, unicode_text(newsidx_query_text(page->query)));
    buffer_add_string(&out, "\ntree:\n");
    add_lines(&out, newsidx_query_tree(page->query));
    add_lines(&out, newsidx_results_plan(page->results));
    buffer_add_format(&out, "articles: %" PRIu64, summary->total);
    if (summary->has_phrase_total)
        buffer_add_format(&out, ", as a phrase: %" PRIu64,
                          summary->phrase_total);
    buffer_add_format(&out, "\nrevision: %" PRIu64 "\ntook: %.1f ms%s\n",
                      summary->revision, summary->took_ms,
                      summary->is_partial ? ", partial" : "");
    const char *next = newsidx_results_page(page->results);
    if (next != NULL)
        buffer_add_format(&out, "next: --cursor %s\n", next);
    buffer_flush(&out, stderr);
    buffer_finish(&out);
}

static void report_nothing(const nq_page *page)
{
    if (page->options->is_quiet)
        return;
    if (page->summary.total > 0) {
        report("no more hits; the query has %" PRIu64, page->summary.total);
        return;
    }
    report("nothing found for: %s", newsidx_query_text(page->query));
    search_report(page->results, page->text, true);
    search_report_correction(page->results, page->is_repl);
}

static int print_hits(nq_page *page)
{
    switch ((nq_output)page->options->output) {
    case OUTPUT_JSON:
    case OUTPUT_JSON_LINES:
        return output_json(page);
    case OUTPUT_CSV:
    case OUTPUT_TSV:
        return output_table(page);
    case OUTPUT_KEYS:
        return output_keys(page);
    case OUTPUT_TEXT:
    case OUTPUT_IDS:
        break;
    }
    return output_text(page);
}

static int print_page(nq_page *page)
{
    const nq_options *options = page->options;
    newsidx_error err;

    if (newsidx_results_summary(page->results, &page->summary, &err) < 0)
        return report_error(&err);
    size_t told = 0;
    if (!options->is_quiet)
        told = search_report(page->results, page->text, false);
    if (options->explains)
        explain_page(page);
    int code = print_hits(page);
    if (code != CODE_OK)
        return code;
    /* If words or patterns were cut, more time may change nothing. */
    bool has_hint = told == 0 && !page->is_repl;
    if (page->summary.is_partial && !options->is_quiet)
        report("a limit cut the search short: there may be more and better "
               "hits%s",
               has_hint ? " (--timeout gives it more time)" : "");
    if (page->summary.is_partial && options->fails_partial)
        return CODE_PARTIAL;
    if (page->hit_count > 0) {
        if (!options->is_quiet)
            search_report_correction(page->results, page->is_repl);
        return CODE_OK;
    }
    report_nothing(page);
    return CODE_NOTHING;
}

static int report_search_error(const nq_options *options,
                               const newsidx_error *err)
{
    if (err->status == NEWSIDX_ERR_MISUSE && options->cursor != NULL) {
        report("--cursor: %s", err->message);
        return CODE_USAGE;
    }
    return report_error(err);
}

/* What the interactive mode wants to know of a page when it's gone. */
static void keep_found(nq_found *found, nq_page *page)
{
    found->ids = page->ids;
    found->hit_count = page->hit_count;
    found->first_rank = page->first_rank;
    found->sort = page->options->sort;
    found->by = page->options->by;
    found->next = memory_copy(newsidx_results_page(page->results));
    page->ids = NULL;
}

int search_print(const nq_session *session, const char *text)
{
    const nq_options *options = &session->options;
    nq_page page = {.text = text,
                    .options = options,
                    .look = session->look,
                    .is_repl = session->found != NULL,
                    .summary = NEWSIDX_SUMMARY_INIT};
    newsidx_query *query = NULL;
    newsidx_error err;

    if (session->found != NULL)
        search_finish(session->found);
    int code = search_parse(options, text, &query);
    if (code != CODE_OK)
        return code;
    newsidx_search_options how = search_options_of(options);
    how.advise = 1;
    /* A line shows one passage, and ids none: don't cut out others. */
    if (options->output == OUTPUT_IDS || options->output >= OUTPUT_CSV ||
        (options->output == OUTPUT_TEXT && !session->look.is_pretty))
        how.passages = 1;
    page.query = query;
    if (newsidx_search(session->index, query, &how, &page.results, &err) < 0)
        code = report_search_error(options, &err);
    else
        code = print_page(&page);
    if (session->found != NULL && page.results != NULL)
        keep_found(session->found, &page);
    memory_free(page.ids);
    newsidx_results_free(page.results);
    newsidx_query_free(query);
    return code;
}

void search_finish(nq_found *found)
{
    memory_free(found->ids);
    memory_free(found->next);
    memset(found, 0, sizeof(*found));
}

int cmd_search(nq_session *session)
{
    const nq_options *options = &session->options;
    if (options->by == 2 && options->sort > 1) {
        report("--by passage ranks passages, so only --sort best goes with it");
        return CODE_USAGE;
    }
    char *text = search_join(session->words, session->word_count);
    int code = search_print(session, text);
    memory_free(text);
    return code;
}

/* ----------------------------------------------- articles by a name ---- */

/* Is `name` an id? */
static bool read_id(const char *name, int64_t *out_id)
{
    char *end = NULL;
    errno = 0;
    long long id = strtoll(name, &end, 10);
    *out_id = id;
    return name[0] >= '0' && name[0] <= '9' && *end == '\0' && errno == 0;
}

static newsidx_status find_by_key(newsidx *index, const char *name,
                                  int64_t *out_id, newsidx_error *err)
{
    newsidx_status status =
        newsidx_find(index, unicode_text(name), out_id, err);
    if (status != NEWSIDX_NOT_FOUND)
        return status;
    /* The key of a plain text is its absolute path; realpath() takes memory
     * of its own, given back like ours. */
    char *path = realpath(name, NULL);
    if (path == NULL)
        return NEWSIDX_NOT_FOUND;
    status = newsidx_find(index, unicode_text(path), out_id, err);
    memory_free(path);
    return status;
}

newsidx_status search_look_up(newsidx *index, const char *name, int64_t *out_id,
                              newsidx_record **out_record, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_NOT_FOUND;

    *out_record = NULL;
    if (read_id(name, out_id))
        status = newsidx_read(index, *out_id, out_record, err);
    if (status == NEWSIDX_NOT_FOUND) {
        status = find_by_key(index, name, out_id, err);
        if (status == NEWSIDX_OK)
            status = newsidx_read(index, *out_id, out_record, err);
    }
    return status;
}

int search_read(newsidx *index, const char *name, int64_t *out_id,
                newsidx_record **out_record)
{
    newsidx_error err;

    newsidx_status status =
        search_look_up(index, name, out_id, out_record, &err);
    if (status < 0)
        return report_error(&err);
    if (status == NEWSIDX_OK)
        return CODE_OK;
    report("no article has the id or key %s", name);
    return CODE_NOTHING;
}

int search_find(newsidx *index, const char *name, int64_t *out_id)
{
    newsidx_record *record = NULL;

    int code = search_read(index, name, out_id, &record);
    newsidx_record_free(record);
    return code;
}

/* ------------------------------------------------------------ explain ---- */

static void print_tally(newsidx_tally *parts)
{
    const newsidx_tally_line *line = NULL;
    nq_buffer out = BUFFER_INIT;
    while (newsidx_tally_next(parts, &line) == NEWSIDX_OK) {
        buffer_add_format(&out, "%12.6f  ", line->weight);
        unicode_add_line(&out, line->label);
        if (line->count > 0)
            buffer_add_format(&out, "  (%" PRIu64 ")", line->count);
        buffer_add(&out, "\n", 1);
    }
    buffer_flush(&out, stdout);
    buffer_finish(&out);
}

int cmd_explain(nq_session *session)
{
    newsidx_query *query = NULL;
    newsidx_tally *parts = NULL;
    newsidx_error err;
    int64_t id = 0;

    int code = search_find(session->index, session->words[0], &id);
    if (code != CODE_OK)
        return code;
    char *text = search_join(session->words + 1, session->word_count - 1);
    code = search_parse(&session->options, text, &query);
    if (code == CODE_OK) {
        newsidx_search_options how = search_options_of(&session->options);
        newsidx_status status =
            newsidx_explain(session->index, query, &how, id, &parts, &err);
        if (status < 0) {
            code = report_error(&err);
        } else if (status == NEWSIDX_NOT_FOUND) {
            report("article %" PRId64 " does not match", id);
            code = CODE_NOTHING;
        } else {
            print_tally(parts);
        }
    }
    newsidx_tally_free(parts);
    newsidx_query_free(query);
    memory_free(text);
    return code;
}
