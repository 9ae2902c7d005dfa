/* newsq show: whole articles. */
#include "commands.h"

#include "exit_codes.h"
#include "json.h"
#include "output.h"
#include "pager.h"
#include "report.h"
#include "search.h"

#include <inttypes.h>

static void print_article(const nq_session *session,
                          const newsidx_record *record, int64_t id,
                          const nq_highlight *highlight, size_t number)
{
    const nq_options *options = &session->options;
    nq_buffer out = BUFFER_INIT;

    if (options->output == OUTPUT_JSON ||
        options->output == OUTPUT_JSON_LINES) {
        bool is_lines = options->output == OUTPUT_JSON_LINES;
        if (!is_lines && number > 0)
            buffer_add(&out, ",", 1);
        output_json_article(&out, record, id, highlight);
        if (is_lines)
            buffer_add(&out, "\n", 1);
        buffer_flush(&out, stdout);
    } else {
        if (number > 0)
            fputs("\n", stdout);
        output_text_article(&session->look, record, id,
                            options->shows_dropped != 0, highlight);
    }
    buffer_finish(&out);
}

/* Find the article's marks; none, which is told, if the query doesn't find it.
 */
static int read_marks(const nq_session *session, const newsidx_query *query,
                      int64_t id, newsidx_marks **out_marks)
{
    newsidx_search_options how = search_options_of(&session->options);
    newsidx_error err;
    newsidx_status status =
        newsidx_highlight(session->index, query, &how, id, out_marks, &err);

    if (status < 0)
        return report_error(&err);
    if (status == NEWSIDX_NOT_FOUND && !session->options.is_quiet)
        report("the query does not find article %" PRId64, id);
    return CODE_OK;
}

/* Print one article; CODE_OK, or why it isn't. `query` may be NULL. */
static int show_one(const nq_session *session, const char *name,
                    const newsidx_query *query, size_t number)
{
    nq_highlight highlight = {NULL};
    newsidx_record *record = NULL;
    newsidx_marks *marks = NULL;
    int64_t id = 0;
    int code = search_read(session->index, name, &id, &record);

    if (code == CODE_OK && query != NULL)
        code = read_marks(session, query, id, &marks);
    highlight.marks = marks;
    if (code == CODE_OK)
        print_article(session, record, id, query != NULL ? &highlight : NULL,
                      number);
    newsidx_marks_free(marks);
    newsidx_record_free(record);
    return code;
}

static int show_all(const nq_session *session, const newsidx_query *query)
{
    bool is_document = session->options.output == OUTPUT_JSON;
    size_t shown = 0;
    int code = CODE_OK;

    if (is_document)
        printf("{\"format_version\":%d,\"articles\":[", JSON_FORMAT_VERSION);
    for (size_t i = 0; i < session->word_count && ferror(stdout) == 0; i++) {
        int one = show_one(session, session->words[i], query, shown);
        shown += one == CODE_OK;
        if (one != CODE_OK && (code == CODE_OK || one != CODE_NOTHING))
            code = one;
    }
    if (is_document)
        fputs("]}\n", stdout);
    return code;
}

int cmd_show(nq_session *session)
{
    const nq_options *options = &session->options;
    newsidx_query *query = NULL;
    int code = CODE_OK;

    if (options->highlight != NULL)
        code = search_parse(options, options->highlight, &query);
    if (code == CODE_OK) {
        bool is_text = options->output == OUTPUT_TEXT;
        nq_pager *pager = is_text ? pager_open(options, &session->look) : NULL;
        code = show_all(session, query);
        pager_close(pager);
    }
    newsidx_query_free(query);
    return code;
}
