/* newsq show: whole articles. */
#include "commands.h"

#include "exit_codes.h"
#include "json.h"
#include "output.h"
#include "search.h"

static void print_article(const nq_session *session,
                          const newsidx_record *record, int64_t id,
                          size_t number)
{
    const nq_options *options = &session->options;
    nq_buffer out = BUFFER_INIT;

    if (options->output == OUTPUT_JSON ||
        options->output == OUTPUT_JSON_LINES) {
        bool is_lines = options->output == OUTPUT_JSON_LINES;
        if (!is_lines && number > 0)
            buffer_add(&out, ",", 1);
        output_json_article(&out, record, id);
        if (is_lines)
            buffer_add(&out, "\n", 1);
        buffer_flush(&out, stdout);
    } else {
        if (number > 0)
            fputs("\n", stdout);
        output_text_article(&session->look, record, id,
                            options->shows_dropped != 0);
    }
    buffer_finish(&out);
}

int cmd_show(nq_session *session)
{
    bool is_document = session->options.output == OUTPUT_JSON;
    size_t shown = 0;
    int code = CODE_OK;

    if (is_document)
        printf("{\"format_version\":%d,\"articles\":[", JSON_FORMAT_VERSION);
    for (size_t i = 0; i < session->word_count; i++) {
        newsidx_record *record = NULL;
        int64_t id = 0;
        int one = search_read(session->index, session->words[i], &id, &record);
        if (one == CODE_OK)
            print_article(session, record, id, shown++);
        else if (code == CODE_OK || one != CODE_NOTHING)
            code = one;
        newsidx_record_free(record);
    }
    if (is_document)
        fputs("]}\n", stdout);
    return code;
}
