/* newsq doctor. */
#include "commands.h"

#include "database.h"
#include "exit_codes.h"
#include "json.h"
#include "output.h"
#include "report.h"
#include "unicode.h"

#include <string.h>

/* Columns of the topic and the name. */
#define TOPIC_WIDTH 8
#define NAME_WIDTH 18

static const char *level_name(newsidx_level level)
{
    switch (level) {
    case NEWSIDX_NOTE:
        return "note";
    case NEWSIDX_WARNING:
        return "warning";
    case NEWSIDX_PROBLEM:
        return "problem";
    default:
        return "fact";
    }
}

static void add_json(nq_json *json, const newsidx_finding *finding)
{
    json_open(json, '{');
    json_key(json, "level");
    json_string(json, level_name(finding->level));
    json_key(json, "topic");
    json_string(json, finding->topic);
    json_key(json, "name");
    json_string(json, finding->name);
    json_key(json, "text");
    json_text(json, finding->text);
    json_close(json, '}');
}

static void add_padded(nq_buffer *to, const char *text, size_t width)
{
    const size_t length = strlen(text);

    buffer_add_string(to, text);
    buffer_fill(to, ' ', length < width ? width - length : 1);
}

/* "issue   CVE-2026-11822    warning: a crafted ..." */
static void add_text(nq_buffer *to, const nq_look *look,
                     const newsidx_finding *finding)
{
    nq_buffer line = BUFFER_INIT;
    newsidx_text text;

    add_padded(to, finding->topic, TOPIC_WIDTH);
    add_padded(to, finding->name, NAME_WIDTH);
    if (finding->level != NEWSIDX_FACT)
        buffer_add_format(&line, "%s: ", level_name(finding->level));
    buffer_add_text(&line, finding->text);
    text = (newsidx_text){buffer_string(&line), line.length};
    if (look->is_pretty) {
        const size_t column = TOPIC_WIDTH + NAME_WIDTH;
        const nq_wrap_options how = {STYLE_PLAIN, NULL, 0, column, column};

        terminal_wrap(to, look, text, &how);
    } else {
        unicode_add_line(to, text);
        buffer_add(to, "\n", 1);
    }
    buffer_finish(&line);
}

static void print_findings(const nq_session *session,
                           newsidx_findings *findings)
{
    const bool as_json = session->options.output == OUTPUT_JSON;
    const newsidx_finding *finding = NULL;
    size_t counts[NEWSIDX_PROBLEM + 1] = {0};
    nq_buffer out = BUFFER_INIT;
    nq_json json = {&out, false};

    if (as_json) {
        json_open(&json, '{');
        json_key(&json, "format_version");
        json_count(&json, JSON_FORMAT_VERSION);
        json_key(&json, "findings");
        json_open(&json, '[');
    }
    while (newsidx_findings_next(findings, &finding) == NEWSIDX_OK) {
        counts[finding->level]++;
        if (as_json)
            add_json(&json, finding);
        else if (session->options.is_quiet == 0 ||
                 finding->level >= NEWSIDX_WARNING)
            add_text(&out, &session->look, finding);
    }
    if (as_json) {
        json_close(&json, ']');
        json_close(&json, '}');
        buffer_add(&out, "\n", 1);
    } else if (session->options.is_quiet == 0) {
        buffer_add_format(&out, "problems: %zu, warnings: %zu, notes: %zu\n",
                          counts[NEWSIDX_PROBLEM], counts[NEWSIDX_WARNING],
                          counts[NEWSIDX_NOTE]);
    }
    buffer_flush(&out, stdout);
    buffer_finish(&out);
}

/* The index that was named has to be there; the usual one may be missing. */
int cmd_doctor(nq_session *session)
{
    const bool has_index =
        session->options.db != NULL || database_exists(session->index_path);
    newsidx_findings *findings = NULL;
    newsidx_error err;

    if (newsidx_examine(has_index ? session->index_path : NULL, &findings,
                        &err) < 0)
        return report_error(&err);
    print_findings(session, findings);
    const newsidx_status status = newsidx_findings_status(findings);
    newsidx_findings_free(findings);
    if (status >= 0)
        return CODE_OK;
    const int code = report_code(status);
    return code == CODE_IO ? CODE_NO_INDEX : code;
}
