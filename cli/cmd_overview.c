/* newsq facet and newsq timeline. */
#include "commands.h"

#include "bars.h"
#include "chart.h"
#include "exit_codes.h"
#include "numbers.h"
#include "output.h"
#include "report.h"
#include "search.h"
#include "suggest.h"
#include "table.h"
#include "unicode.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

/* On a terminal, where nobody reads a thousand lines. */
#define DEFAULT_LIMIT 20

/* Lines of nothing that are worth a line of their own each. */
#define QUIET_LINES_MOST 3

/* What one of the two is about. */
typedef struct overview {
    const nq_session *session;
    char *text; /* of the query */
    newsidx_query *query;
    newsidx_overview_options how;
    newsidx_search_options search;
    const char *by; /* as "source" */
    bool is_timeline;
    newsidx_tally *tally;
    newsidx_tally_sums sums;
    const newsidx_tally_line **lines;
    size_t line_count;
    uint64_t most;
} overview;

static const struct {
    const char *name;
    newsidx_facet_by by;
} fields[] = {
    {"source", NEWSIDX_BY_SOURCE},     {"section", NEWSIDX_BY_SECTION},
    {"byline", NEWSIDX_BY_BYLINE},     {"language", NEWSIDX_BY_LANGUAGE},
    {"keywords", NEWSIDX_BY_KEYWORDS}, {"year", NEWSIDX_BY_YEAR},
    {"month", NEWSIDX_BY_MONTH},       {"week", NEWSIDX_BY_WEEK},
    {"day", NEWSIDX_BY_DAY},           {"lang", NEWSIDX_BY_LANGUAGE},
    {"author", NEWSIDX_BY_BYLINE},     {"tag", NEWSIDX_BY_KEYWORDS},
};

/* ------------------------------------------------------------ asking ---- */

static int overview_init(overview *in, const nq_session *session,
                         size_t first_word)
{
    memset(in, 0, sizeof(*in));
    in->session = session;
    in->text = search_join(session->words + first_word,
                           session->word_count - first_word);
    in->search = search_options_of(&session->options);
    in->how = (newsidx_overview_options)NEWSIDX_OVERVIEW_OPTIONS_INIT;
    in->how.time_zone = session->options.zone;
    in->how.search = &in->search;
    return search_parse(&session->options, in->text, &in->query);
}

static void overview_clear(overview *in)
{
    newsidx_tally_free(in->tally);
    memory_free(in->lines);
    in->tally = NULL;
    in->lines = NULL;
    in->line_count = 0;
    in->most = 0;
}

static void overview_finish(overview *in)
{
    overview_clear(in);
    newsidx_query_free(in->query);
    memory_free(in->text);
}

/* Ask, and keep the lines, which live as long as the tally. */
static newsidx_status overview_ask(overview *in, newsidx_error *err)
{
    newsidx *index = in->session->index;
    const newsidx_tally_line *line = NULL;
    size_t room = 0;

    overview_clear(in);
    newsidx_status status =
        in->is_timeline
            ? newsidx_timeline(index, in->query, &in->how, &in->tally, err)
            : newsidx_facet(index, in->query, &in->how, &in->tally, err);
    in->sums = (newsidx_tally_sums)NEWSIDX_TALLY_SUMS_INIT;
    if (status >= 0)
        status = newsidx_tally_get_sums(in->tally, &in->sums, err);
    while (status >= 0 && newsidx_tally_next(in->tally, &line) == NEWSIDX_OK) {
        if (in->line_count == room) {
            room = room == 0 ? 64 : 2 * room;
            in->lines = memory_grow(in->lines, room, sizeof(*in->lines));
        }
        in->lines[in->line_count++] = line;
        if (line->count > in->most)
            in->most = line->count;
    }
    return status;
}

/* ------------------------------------------------------- for a person ---- */

/* For what is left out; a column, as a label is cut to its last one. */
static const char *dots(void)
{
    return unicode_is_native() ? "\u2026" : ".";
}

/* A label cleaned and cut, in `width` columns. */
static void add_label(nq_buffer *to, newsidx_text label, size_t width)
{
    nq_buffer clean = BUFFER_INIT;
    unicode_add_line(&clean, label);
    newsidx_text text = {buffer_string(&clean), clean.length};
    bool is_cut = unicode_text_width(text) > width;
    size_t room = is_cut ? width - 1 : width;
    for (size_t offset = 0; offset < text.length;) {
        uint32_t letter = unicode_next(text, &offset);
        if (unicode_width(letter) > room)
            break;
        room -= unicode_width(letter);
        unicode_add(to, letter);
    }
    if (is_cut)
        buffer_add_string(to, dots());
    buffer_fill(to, ' ', room);
    buffer_finish(&clean);
}

static size_t count_width(uint64_t count)
{
    nq_buffer text = BUFFER_INIT;
    numbers_add_count(&text, count);
    size_t width = text.length;
    buffer_finish(&text);
    return width;
}

/* Columns: label, count, and what is left for bars. */
typedef struct columns {
    size_t label;
    size_t count;
    size_t bar;
} columns;

static columns plan_columns(const overview *in)
{
    size_t width = in->session->look.width;
    columns plan = {.count = count_width(in->most)};
    size_t label_most = width / 2 > plan.count + 4 ? width / 2 : 8;

    for (size_t i = 0; i < in->line_count; i++) {
        size_t label = unicode_text_width(in->lines[i]->label);
        if (label > plan.label)
            plan.label = label;
    }
    if (plan.label > label_most)
        plan.label = label_most;
    size_t taken = plan.label + plan.count + 4;
    plan.bar = width > taken + 1 ? width - taken - 1 : 1;
    return plan;
}

static void add_line(const overview *in, nq_buffer *to, const columns *plan,
                     const newsidx_tally_line *line)
{
    add_label(to, line->label, plan->label);
    buffer_fill(to, ' ', 2 + plan->count - count_width(line->count));
    numbers_add_count(to, line->count);
    if (line->count > 0)
        buffer_add_string(to, "  ");
    bars_add(to, line->count, in->most, plan->bar);
    buffer_add(to, "\n", 1);
}

/* From `at` on, how many lines are of none? */
static size_t quiet_lines(const overview *in, size_t at)
{
    size_t count = 0;
    while (at + count < in->line_count && in->lines[at + count]->count == 0)
        count++;
    return count;
}

static void add_styled(const overview *in, nq_buffer *to, nq_buffer *text)
{
    newsidx_text line = {buffer_string(text), text->length};
    terminal_add_styled(to, &in->session->look, STYLE_DIM, line);
    buffer_add(to, "\n", 1);
    buffer_clear(text);
}

static void add_foot(const overview *in, nq_buffer *to)
{
    nq_buffer text = BUFFER_INIT;

    numbers_add_counted(&text, in->sums.articles, "article", "articles");
    if (in->sums.without > 0) {
        buffer_add_string(&text, ", ");
        numbers_add_count(&text, in->sums.without);
        buffer_add_format(&text, " without %s",
                          in->is_timeline ? "a date" : in->by);
    }
    if (in->sums.values > in->line_count) {
        buffer_add_string(&text, "; ");
        numbers_add_counted(&text, in->sums.values - in->line_count,
                            "more line", "more lines");
        if (in->session->found == NULL)
            buffer_add_string(&text, " (-n 10000)");
        else
            buffer_add_format(&text, " (.facet %s 10000)", in->by);
    }
    add_styled(in, to, &text);
    buffer_finish(&text);
}

/* Long runs of nothing become one line: nobody wants to scroll through them. */
static void print_pretty(const overview *in)
{
    nq_buffer out = BUFFER_INIT;
    nq_buffer text = BUFFER_INIT;
    columns plan = plan_columns(in);

    for (size_t i = 0; i < in->line_count; i++) {
        size_t quiet = quiet_lines(in, i);
        if (quiet <= QUIET_LINES_MOST) {
            add_line(in, &out, &plan, in->lines[i]);
            continue;
        }
        buffer_add_format(&text, "%s ", dots());
        numbers_add_count(&text, quiet);
        buffer_add_format(&text, " %ss of none", in->by);
        add_styled(in, &out, &text);
        i += quiet - 1;
    }
    add_foot(in, &out);
    buffer_flush(&out, stdout);
    buffer_finish(&out);
    buffer_finish(&text);
}

/* ------------------------------------------------------ for a program ---- */

static void add_json_line(const overview *in, nq_json *json,
                          const newsidx_tally_line *line)
{
    json_open(json, '{');
    json_key(json, "label");
    json_text(json, line->label);
    json_key(json, "count");
    json_count(json, line->count);
    if (in->is_timeline) {
        json_key(json, "start");
        json_time(json, (int64_t)line->weight);
    } else {
        json_key(json, "share");
        json_double(json, line->weight);
    }
    json_close(json, '}');
}

static void add_json_meta(const overview *in, nq_json *json)
{
    json_key(json, "format_version");
    json_count(json, JSON_FORMAT_VERSION);
    output_json_query(json, in->text, in->query);
    json_key(json, "by");
    json_string(json, in->by);
    json_key(json, "meta");
    json_open(json, '{');
    json_key(json, "revision");
    json_count(json, in->sums.revision);
    json_key(json, "articles");
    json_count(json, in->sums.articles);
    json_key(json, "without");
    json_count(json, in->sums.without);
    json_key(json, "values");
    json_count(json, in->sums.values);
    json_close(json, '}');
}

static void print_json(const overview *in, bool is_lines)
{
    nq_buffer out = BUFFER_INIT;
    nq_json json = {&out, false};

    if (!is_lines) {
        json_open(&json, '{');
        add_json_meta(in, &json);
        json_key(&json, "lines");
        json_open(&json, '[');
    }
    for (size_t i = 0; i < in->line_count; i++) {
        add_json_line(in, &json, in->lines[i]);
        if (is_lines) {
            buffer_add(&out, "\n", 1);
            json.needs_comma = false;
        }
    }
    if (is_lines) {
        json_open(&json, '{');
        add_json_meta(in, &json);
    } else {
        json_close(&json, ']');
    }
    json_close(&json, '}');
    buffer_add(&out, "\n", 1);
    buffer_flush(&out, stdout);
    buffer_finish(&out);
}

static void print_table(const overview *in, nq_output form)
{
    static const char *const names[] = {"label", "count"};
    nq_table table;

    table_begin(&table, form, "lines", names, 2);
    for (size_t i = 0; i < in->line_count; i++) {
        table_text(&table, in->lines[i]->label);
        table_count(&table, in->lines[i]->count);
    }
    table_end(&table);
}

static void print_lines(const overview *in)
{
    nq_output form = (nq_output)in->session->options.output;
    bool is_quiet = in->session->options.is_quiet != 0;

    if (form == OUTPUT_JSON || form == OUTPUT_JSON_LINES) {
        print_json(in, form == OUTPUT_JSON_LINES);
    } else if (form == OUTPUT_TEXT && in->session->look.is_pretty) {
        if (in->sums.articles > 0)
            print_pretty(in);
        return;
    } else {
        print_table(in, form);
    }
    if (!is_quiet && in->sums.without > 0)
        report("%" PRIu64 " of %" PRIu64 " articles: no %s", in->sums.without,
               in->sums.articles, in->is_timeline ? "date" : in->by);
}

/* ---------------------------------------------------------- pictures ---- */

static int write_chart(const overview *in, const char *name)
{
    nq_buffer title = BUFFER_INIT;
    nq_buffer out = BUFFER_INIT;
    int code = CODE_OK;

    if (in->line_count > CHART_BARS_MOST) {
        report("--svg: %zu bars are more than %d; choose a coarser --by",
               in->line_count, CHART_BARS_MOST);
        return CODE_USAGE;
    }
    buffer_add_string(&title, in->text);
    buffer_add_string(&title, ": ");
    numbers_add_counted(&title, in->sums.articles, "article", "articles");
    buffer_add_format(&title, " by %s", in->by);
    nq_chart chart = {buffer_string(&title), in->lines, in->line_count};
    chart_add(&out, &chart);
    FILE *file = strcmp(name, "-") == 0 ? stdout : fopen(name, "w");
    if (file != NULL)
        buffer_flush(&out, file);
    bool has_failed = file == NULL || ferror(file) != 0;
    if (file != NULL && file != stdout && fclose(file) != 0)
        has_failed = true;
    if (has_failed) {
        report("%s: %s", name, strerror(errno));
        code = CODE_IO;
    }
    buffer_finish(&out);
    buffer_finish(&title);
    return code;
}

/* ----------------------------------------------------------- commands ---- */

/* What there is to tell if there are no lines. */
static int report_nothing(const overview *in)
{
    if (in->session->options.is_quiet == 0) {
        if (in->sums.articles == 0)
            report("nothing found for: %s", newsidx_query_text(in->query));
        else
            report("no %s in the articles that match",
                   in->is_timeline ? "date" : in->by);
    }
    return CODE_NOTHING;
}

static int print_answer(const overview *in)
{
    const char *svg = in->session->options.svg;
    int code = CODE_OK;

    if (svg != NULL && in->line_count > 0)
        code = write_chart(in, svg);
    else if (svg == NULL)
        print_lines(in);
    if (code == CODE_OK && in->line_count == 0)
        code = report_nothing(in);
    return code;
}

const char *overview_field(size_t number)
{
    return number < sizeof(fields) / sizeof(fields[0]) ? fields[number].name
                                                       : NULL;
}

static int report_field(const char *name)
{
    const char *nearest = fields[0].name;
    size_t nearest_distance = suggest_distance(name, nearest);
    for (size_t i = 1; i < sizeof(fields) / sizeof(fields[0]); i++) {
        size_t distance = suggest_distance(name, fields[i].name);
        if (distance < nearest_distance) {
            nearest = fields[i].name;
            nearest_distance = distance;
        }
    }
    if (suggest_is_near(name, nearest_distance))
        report("no facet %s; did you mean %s?", name, nearest);
    else
        report("no facet %s; there are source, section, byline, language, "
               "keywords, year, month, week and day",
               name);
    return CODE_USAGE;
}

static bool find_field(const char *name, newsidx_facet_by *out_by)
{
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (strcmp(fields[i].name, name) == 0) {
            *out_by = fields[i].by;
            return true;
        }
    }
    return false;
}

/* The first names of the table are the ones to print. */
static const char *name_of(newsidx_facet_by by)
{
    size_t i = 0;
    while (fields[i].by != by)
        i++;
    return fields[i].name;
}

int cmd_facet(nq_session *session)
{
    const nq_options *options = &session->options;
    newsidx_facet_by by = NEWSIDX_BY_SOURCE;
    newsidx_error err;
    overview in;

    if (!find_field(session->words[0], &by))
        return report_field(session->words[0]);
    int code = overview_init(&in, session, 1);
    in.by = name_of(by);
    in.how.by = by;
    in.how.limit = options->limit;
    if (options->limit == 0 && options->output == OUTPUT_TEXT &&
        session->look.is_pretty)
        in.how.limit = DEFAULT_LIMIT;
    if (code == CODE_OK)
        code = overview_ask(&in, &err) < 0 ? report_error(&err)
                                           : print_answer(&in);
    overview_finish(&in);
    return code;
}

/*
 * Without --by, the finest that gives no more lines than a screen or two has.
 * Too many lines for the library are too many here.
 */
#define LINES_GOOD 45

static newsidx_status ask_timeline(overview *in, newsidx_error *err)
{
    static const newsidx_facet_by units[] = {NEWSIDX_BY_DAY, NEWSIDX_BY_WEEK,
                                             NEWSIDX_BY_MONTH, NEWSIDX_BY_YEAR};
    uint32_t unit = in->session->options.unit;
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (unit != 0 && unit != i + 1)
            continue;
        in->how.by = units[i];
        in->by = name_of(units[i]);
        status = overview_ask(in, err);
        bool is_too_fine =
            status == NEWSIDX_ERR_LIMIT || in->line_count > LINES_GOOD;
        if (unit != 0 || !is_too_fine)
            break;
    }
    return status;
}

int cmd_timeline(nq_session *session)
{
    newsidx_error err;
    overview in;

    int code = overview_init(&in, session, 0);
    in.is_timeline = true;
    if (code == CODE_OK)
        code = ask_timeline(&in, &err) < 0 ? report_error(&err)
                                           : print_answer(&in);
    overview_finish(&in);
    return code;
}
