/* newsq kwic: every match, the word in the middle. */
#include "commands.h"

#include "exit_codes.h"
#include "json.h"
#include "numbers.h"
#include "output.h"
#include "output_kwic.h"
#include "pager.h"
#include "report.h"
#include "search.h"
#include "unicode.h"

#include <string.h>

#define SORT_LEFT 5
#define SORT_RIGHT 6

/* One answered question. */
typedef struct kwic_page {
    const nq_session *session;
    const char *text; /* the query as typed */
    newsidx_query *query;
    newsidx_lines *lines;
    nq_kwic_layout layout;
    nq_kwic_sorter *sorter; /* NULL: lines are printed as they come */
    nq_pager *pager;
    uint64_t line_count;
    uint64_t article_count;
    bool is_left; /* nobody read to the end */
    newsidx_summary summary;
} kwic_page;

static newsidx_kwic_options options_of(const nq_options *options)
{
    static const newsidx_order orders[] = {
        NEWSIDX_BEST_FIRST,   NEWSIDX_BEST_FIRST,    NEWSIDX_NEWEST_FIRST,
        NEWSIDX_OLDEST_FIRST, NEWSIDX_LONGEST_FIRST, NEWSIDX_BEST_FIRST,
        NEWSIDX_BEST_FIRST};
    newsidx_kwic_options how = NEWSIDX_KWIC_OPTIONS_INIT;

    how.order = orders[options->sort];
    how.language = options->language;
    how.half_life_days = options->half_life_days;
    how.now = options->now;
    how.timeout_ms = (int32_t)options->timeout_ms;
    how.advise = 1;
    return how;
}

/* The largest id there can be. */
static uint64_t last_id(newsidx *index)
{
    newsidx_info info = NEWSIDX_INFO_INIT;
    return newsidx_get_info(index, &info, NULL) == NEWSIDX_OK
               ? info.version_count
               : 0;
}

/* What a JSON document begins with, or the last of its lines. */
static void begin_json(nq_json *json, const kwic_page *page)
{
    json_open(json, '{');
    json_key(json, "format_version");
    json_count(json, JSON_FORMAT_VERSION);
    output_json_query(json, page->text, page->query);
}

static void end_json(nq_json *json, const kwic_page *page)
{
    const newsidx_summary *summary = &page->summary;
    json_key(json, "meta");
    json_open(json, '{');
    json_key(json, "revision");
    json_count(json, summary->revision);
    json_key(json, "total");
    json_count(json, summary->total);
    json_key(json, "lines");
    json_count(json, page->line_count);
    json_key(json, "articles");
    json_count(json, page->article_count);
    json_key(json, "partial");
    json_boolean(json, summary->is_partial != 0);
    json_close(json, '}');
    json_close(json, '}');
    buffer_add(json->to, "\n", 1);
}

static void print_begin(const kwic_page *page)
{
    nq_buffer out = BUFFER_INIT;
    nq_json json = {&out, false};
    if (page->session->options.output == OUTPUT_JSON) {
        begin_json(&json, page);
        json_key(&json, "lines");
        json_open(&json, '[');
        buffer_flush(&out, stdout);
    }
    buffer_finish(&out);
}

static void print_end(const kwic_page *page)
{
    nq_output output = page->session->options.output;
    nq_buffer out = BUFFER_INIT;
    nq_json json = {&out, false};
    if (output == OUTPUT_JSON) {
        json_close(&json, ']');
        end_json(&json, page);
    } else if (output == OUTPUT_JSON_LINES) {
        begin_json(&json, page);
        end_json(&json, page);
    }
    buffer_flush(&out, stdout);
    buffer_finish(&out);
}

/* Print a line that is made; `number` from 0. */
static void print_line(kwic_page *page, newsidx_text printed, uint64_t number)
{
    const nq_options *options = &page->session->options;
    if (number == 0 && options->output == OUTPUT_TEXT)
        page->pager = pager_open(options, &page->session->look);
    if (number > 0 && options->output == OUTPUT_JSON)
        fputc(',', stdout);
    fwrite(printed.bytes, 1, printed.length, stdout);
    if (options->output == OUTPUT_JSON_LINES)
        fputc('\n', stdout);
}

/* Take a line: print it, or keep it to be sorted. */
static int take_line(kwic_page *page, const newsidx_line *line, nq_buffer *out)
{
    buffer_clear(out);
    kwic_add_line(out, &page->layout, line);
    if (page->sorter == NULL) {
        newsidx_text printed = {out->bytes, out->length};
        print_line(page, printed, page->line_count);
    } else if (!kwic_sorter_add(page->sorter, line, out)) {
        report(
            "there are too many matches to sort them by their words, which "
            "takes %d lines or 256 MB at most; --sort best, new and old have "
            "no limit",
            KWIC_MOST_LINES);
        return CODE_USAGE;
    }
    page->line_count++;
    page->article_count = line->article;
    return CODE_OK;
}

/* The first lines by their words, up to the limit. */
static void print_sorted(kwic_page *page)
{
    uint32_t limit = page->session->options.limit;
    uint64_t count = page->line_count;

    if (limit != 0 && count > limit)
        count = limit;
    kwic_sorter_sort(page->sorter);
    for (size_t i = 0; i < count && ferror(stdout) == 0; i++)
        print_line(page, kwic_sorter_get(page->sorter, i), i);
}

static int print_lines(kwic_page *page)
{
    uint32_t limit = page->session->options.limit;
    const newsidx_line *line = NULL;
    newsidx_status status = NEWSIDX_OK;
    nq_buffer out = BUFFER_INIT;
    newsidx_error err;
    int code = CODE_OK;

    /* Which lines are first by their words is known when all are seen. */
    bool is_endless = limit == 0 || page->sorter != NULL;
    while (code == CODE_OK && ferror(stdout) == 0 &&
           (is_endless || page->line_count < limit)) {
        status = newsidx_lines_next(page->lines, &line, &err);
        if (status != NEWSIDX_OK)
            break;
        code = take_line(page, line, &out);
    }
    buffer_finish(&out);
    if (status < 0)
        return report_error(&err);
    if (code == CODE_OK && page->sorter != NULL)
        print_sorted(page);
    return code;
}

/* Sorted lines are known in number; others are read up to the limit. */
static void report_count(const kwic_page *page)
{
    uint32_t limit = page->session->options.limit;
    nq_buffer line = BUFFER_INIT;
    if (page->sorter == NULL && limit != 0 && page->line_count == limit) {
        buffer_add_string(&line, "the first ");
        numbers_add_counted(&line, page->line_count, "match", "matches");
        buffer_add_string(&line, ", in ");
        numbers_add_count(&line, page->article_count);
        buffer_add_string(&line, " of ");
        numbers_add_counted(&line, page->summary.total, "article", "articles");
    } else {
        if (limit != 0 && page->line_count > limit) {
            numbers_add_count(&line, limit);
            buffer_add_string(&line, " of ");
        }
        numbers_add_counted(&line, page->line_count, "match", "matches");
        buffer_add_string(&line, " in ");
        numbers_add_counted(&line, page->article_count, "article", "articles");
    }
    fflush(stdout);
    report("%s", buffer_string(&line));
    buffer_finish(&line);
}

/* What there is to tell after the lines. */
static int report_end(const kwic_page *page)
{
    const nq_options *options = &page->session->options;
    if (page->summary.is_partial && !options->is_quiet)
        report("a limit cut the search short: there may be more matches");
    if (page->summary.is_partial && options->fails_partial)
        return CODE_PARTIAL;
    if (page->line_count > 0) {
        if (options->output == OUTPUT_TEXT && !options->is_quiet &&
            !page->is_left)
            report_count(page);
        return CODE_OK;
    }
    if (!options->is_quiet && page->summary.total > 0) {
        report("articles are found, but by no words: %s",
               newsidx_query_text(page->query));
    } else if (!options->is_quiet) {
        report("nothing found for: %s", newsidx_query_text(page->query));
        search_report(newsidx_lines_results(page->lines), page->text, true);
        search_report_correction(newsidx_lines_results(page->lines), false);
    }
    return CODE_NOTHING;
}

static int print_page(kwic_page *page)
{
    const nq_options *options = &page->session->options;
    const newsidx_results *results = newsidx_lines_results(page->lines);
    newsidx_error err;

    if (newsidx_results_summary(results, &page->summary, &err) < 0)
        return report_error(&err);
    if (!options->is_quiet)
        search_report(results, page->text, false);
    if (options->sort == SORT_LEFT || options->sort == SORT_RIGHT)
        page->sorter = kwic_sorter_new(options->sort == SORT_LEFT);
    print_begin(page);
    int code = print_lines(page);
    if (code == CODE_OK)
        print_end(page);
    page->is_left = ferror(stdout) != 0 && page->pager != NULL;
    pager_close(page->pager);
    if (code == CODE_OK)
        code = report_end(page);
    kwic_sorter_free(page->sorter);
    return code;
}

int cmd_kwic(nq_session *session)
{
    const nq_options *options = &session->options;
    newsidx_kwic_options how = options_of(options);
    size_t width = options->width != 0 ? options->width : session->look.width;
    kwic_page page = {.session = session, .summary = NEWSIDX_SUMMARY_INIT};
    newsidx_error err;

    char *text = search_join(session->words, session->word_count);
    page.text = text;
    int code = search_parse(options, text, &page.query);
    if (code == CODE_OK) {
        page.layout = kwic_layout(&session->look, (nq_output)options->output,
                                  last_id(session->index), width);
        how.context_bytes = page.layout.context;
        if (newsidx_kwic(session->index, page.query, &how, &page.lines, &err) <
            0)
            code = report_error(&err);
        else
            code = print_page(&page);
    }
    newsidx_lines_free(page.lines);
    newsidx_query_free(page.query);
    memory_free(text);
    return code;
}
