/* newsq info and newsq version. */
#include "commands.h"

#include "exit_codes.h"
#include "json.h"
#include "numbers.h"
#include "output.h"
#include "report.h"
#include "unicode.h"

#include <inttypes.h>
#include <string.h>

static void print_json(const nq_session *session, const newsidx_info *info)
{
    nq_buffer out = BUFFER_INIT;
    nq_json json = {&out, false};

    json_open(&json, '{');
    json_key(&json, "format_version");
    json_count(&json, JSON_FORMAT_VERSION);
    json_key(&json, "info");
    json_open(&json, '{');
    json_key(&json, "path");
    json_string(&json, session->index_path);
    json_key(&json, "articles");
    json_count(&json, info->article_count);
    json_key(&json, "versions");
    json_count(&json, info->version_count);
    json_key(&json, "words");
    json_count(&json, info->token_count);
    json_key(&json, "bytes");
    json_count(&json, info->file_bytes);
    json_key(&json, "oldest");
    json_time(&json, info->oldest_published_at);
    json_key(&json, "newest");
    json_time(&json, info->newest_published_at);
    json_key(&json, "language");
    json_string(&json, info->default_language);
    json_key(&json, "revision");
    json_count(&json, info->revision);
    json_key(&json, "index_format");
    json_count(&json, info->format_version);
    json_key(&json, "needs_rebuild");
    json_boolean(&json, info->needs_rebuild != 0);
    json_key(&json, "build");
    json_string(&json, newsidx_build_info());
    json_key(&json, "listed_articles");
    json_count(&json, info->listed_articles);
    json_key(&json, "list_postings");
    json_count(&json, info->list_postings);
    json_key(&json, "list_bytes");
    json_count(&json, info->list_bytes);
    json_key(&json, "list_segments");
    json_count(&json, info->list_segments);
    json_key(&json, "lists_damaged");
    json_boolean(&json, info->lists_damaged != 0);
    json_key(&json, "withheld");
    json_count(&json, info->withheld_count);
    json_key(&json, "embargoed");
    json_count(&json, info->embargoed_count);
    json_key(&json, "sealed");
    json_boolean(&json, info->is_sealed != 0);
    json_close(&json, '}');
    json_close(&json, '}');
    buffer_add(&out, "\n", 1);
    buffer_flush(&out, stdout);
    buffer_finish(&out);
}

static void add_range(nq_buffer *to, const newsidx_info *info)
{
    if (info->oldest_published_at == NEWSIDX_NO_TIME ||
        !numbers_add_date(to, info->oldest_published_at)) {
        buffer_add_string(to, "not known");
        return;
    }
    buffer_add_string(to, " to ");
    numbers_add_date(to, info->newest_published_at);
}

static void add_lists(nq_buffer *to, const newsidx_info *info)
{
    numbers_add_count(to, info->list_postings);
    buffer_add_string(to, " postings of ");
    numbers_add_count(to, info->listed_articles);
    buffer_add_string(to, " versions, ");
    numbers_add_bytes(to, (double)info->list_bytes);
    buffer_add_format(to, ", in %" PRIu32 "%s", info->list_segments,
                      info->list_segments == 1 ? " part" : " parts");
    if (info->lists_damaged != 0)
        buffer_add_string(to, "; damaged: newsq rebuild");
}

static void print_text(const nq_session *session, const newsidx_info *info)
{
    nq_buffer out = BUFFER_INIT;

    buffer_add_string(&out, "index      ");
    unicode_add_line(&out, unicode_text(session->index_path));
    buffer_add_string(&out, "\narticles   ");
    numbers_add_count(&out, info->article_count);
    if (info->withheld_count > 0) {
        buffer_add_string(&out, "\nwithheld   ");
        numbers_add_count(&out, info->withheld_count);
    }
    if (info->embargoed_count > 0) {
        buffer_add_string(&out, "\nembargoed  ");
        numbers_add_count(&out, info->embargoed_count);
    }
    buffer_add_string(&out, "\nversions   ");
    numbers_add_count(&out, info->version_count);
    buffer_add_string(&out, "\nwords      ");
    numbers_add_count(&out, info->token_count);
    buffer_add_string(&out, "\ndates      ");
    add_range(&out, info);
    buffer_add_string(&out, "\nsize       ");
    numbers_add_bytes(&out, (double)info->file_bytes);
    buffer_add_string(&out, "\nlists      ");
    add_lists(&out, info);
    buffer_add_format(&out, "\nlanguage   %s\nrevision   %" PRIu64,
                      info->default_language, info->revision);
    buffer_add_format(&out, "\nformat     %" PRIu32, info->format_version);
    if (info->is_sealed != 0)
        buffer_add_string(&out, "\nsealed     yes");
    buffer_add_format(&out, "\nrebuild    %s\n",
                      info->needs_rebuild ? "needed: newsq rebuild"
                                          : "not needed");
    buffer_add_format(&out, "made of    %s\n", newsidx_build_info());
    buffer_flush(&out, stdout);
    buffer_finish(&out);
}

/* An impact is a weight and a length, other lines are counts. */
static void add_line(nq_buffer *to, nq_json *json,
                     const newsidx_tally_line *line)
{
    if (json != NULL) {
        json_open(json, '{');
        json_key(json, "label");
        json_text(json, line->label);
        json_key(json, "count");
        json_count(json, line->count);
        json_key(json, "weight");
        json_double(json, line->weight);
        json_close(json, '}');
        return;
    }
    buffer_add_string(to, "  ");
    unicode_add_line(to, line->label);
    buffer_add_string(to, "  ");
    if (line->weight > 0.0)
        buffer_add_format(to, "%g in ", line->weight);
    numbers_add_count(to, line->count);
    buffer_add(to, "\n", 1);
}

typedef void (*add_fn)(nq_buffer *to, nq_json *json,
                       const newsidx_tally_line *line);

/* All lines, in JSON as the member `name` behind the term if there is one.
 * Frees them. */
static void print_lines(newsidx_tally *lines, bool as_json, const char *term,
                        const char *name, add_fn add)
{
    const newsidx_tally_line *line = NULL;
    nq_buffer out = BUFFER_INIT;
    nq_json json = {&out, false};

    if (as_json) {
        json_open(&json, '{');
        json_key(&json, "format_version");
        json_count(&json, JSON_FORMAT_VERSION);
        if (term != NULL) {
            json_key(&json, "term");
            json_string(&json, term);
        }
        json_key(&json, name);
        json_open(&json, '[');
    } else if (term != NULL) {
        unicode_add_line(&out, unicode_text(term));
        buffer_add(&out, "\n", 1);
    }
    while (newsidx_tally_next(lines, &line) == NEWSIDX_OK)
        add(&out, as_json ? &json : NULL, line);
    if (as_json) {
        json_close(&json, ']');
        json_close(&json, '}');
        buffer_add(&out, "\n", 1);
    }
    buffer_flush(&out, stdout);
    buffer_finish(&out);
    newsidx_tally_free(lines);
}

/* What the index has of one word. */
static int print_term(const nq_session *session, const char *term, bool as_json)
{
    newsidx_tally *lines = NULL;
    newsidx_error err;

    if (newsidx_term_info(session->index, unicode_text(term), &lines, &err) < 0)
        return report_error(&err);
    print_lines(lines, as_json, term, "lines", add_line);
    return CODE_OK;
}

static int print_terms(const nq_session *session)
{
    const bool as_json = session->options.output == OUTPUT_JSON;
    int code = CODE_OK;

    for (size_t i = 0; i < session->word_count && code == CODE_OK; i++)
        code = print_term(session, session->words[i], as_json);
    return code;
}

/* A line's label is the source, a tab and the line. */
static void add_boilerplate(nq_buffer *to, nq_json *json,
                            const newsidx_tally_line *line)
{
    const char *tab = memchr(line->label.bytes, '\t', line->label.length);
    const size_t length = (size_t)(tab - line->label.bytes);
    const newsidx_text source = {line->label.bytes, length};
    const newsidx_text text = {tab + 1, line->label.length - length - 1};

    if (json != NULL) {
        json_open(json, '{');
        json_key(json, "source");
        json_text(json, source);
        json_key(json, "line");
        json_text(json, text);
        json_key(json, "articles");
        json_count(json, line->count);
        json_key(json, "share");
        json_double(json, line->weight);
        json_close(json, '}');
        return;
    }
    if (length > 0)
        unicode_add_line(to, source);
    else
        buffer_add_string(to, "(no source)");
    buffer_add_string(to, "  ");
    numbers_add_count(to, line->count);
    buffer_add_format(to, "  %.0f %%  kept  ", line->weight * 100.0);
    unicode_add_line(to, text);
    buffer_add(to, "\n", 1);
}

static int print_boilerplate(const nq_session *session)
{
    newsidx_tally *lines = NULL;
    newsidx_error err;

    if (newsidx_list_boilerplate(session->index, &lines, &err) < 0)
        return report_error(&err);
    print_lines(lines, session->options.output == OUTPUT_JSON, NULL,
                "boilerplate", add_boilerplate);
    return CODE_OK;
}

int cmd_info(nq_session *session)
{
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_error err;

    if (session->options.lists_boilerplate != 0)
        return print_boilerplate(session);
    if (session->word_count > 0)
        return print_terms(session);
    if (newsidx_get_info(session->index, &info, &err) < 0)
        return report_error(&err);
    if (session->options.output == OUTPUT_JSON)
        print_json(session, &info);
    else
        print_text(session, &info);
    return CODE_OK;
}

int cmd_version(nq_session *session)
{
    (void)session;
    printf("newsq %s\n%s\n", newsidx_version_string(), newsidx_build_info());
    return CODE_OK;
}
