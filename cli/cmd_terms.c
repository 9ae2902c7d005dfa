/* newsq terms and newsq suggest. */
#include "commands.h"

#include "exit_codes.h"
#include "json.h"
#include "output.h"
#include "report.h"
#include "search.h"
#include "table.h"
#include "unicode.h"

#include <string.h>

/* -------------------------------------------------------------- terms ---- */

static int print_words(newsidx_words *words, nq_output form)
{
    static const char *const columns[] = {"word", "articles"};
    const newsidx_word *word = NULL;
    bool is_empty = true;
    newsidx_error err;
    nq_table table;

    table_begin(&table, form, "words", columns, 2);
    newsidx_status status = newsidx_words_next(words, &word, &err);
    for (; status == NEWSIDX_OK;
         status = newsidx_words_next(words, &word, &err)) {
        table_text(&table, word->word);
        table_count(&table, word->articles);
        is_empty = false;
    }
    table_end(&table);
    if (status < 0)
        return report_error(&err);
    return is_empty ? CODE_NOTHING : CODE_OK;
}

int cmd_terms(nq_session *session)
{
    const nq_options *options = &session->options;
    newsidx_terms_options how = NEWSIDX_TERMS_OPTIONS_INIT;
    const char *prefix = session->word_count > 0 ? session->words[0] : "";
    newsidx_words *words = NULL;
    newsidx_error err;

    how.order =
        options->sort == 2 ? NEWSIDX_FREQUENT_FIRST : NEWSIDX_ALPHABETICAL;
    how.limit = options->limit;
    how.language = options->language;
    how.now = options->now;
    if (newsidx_terms(session->index, unicode_text(prefix), &how, &words,
                      &err) < 0) {
        if (err.status == NEWSIDX_ERR_INPUT) {
            report("%s: %s", prefix, err.message);
            return CODE_USAGE;
        }
        return report_error(&err);
    }
    int code = print_words(words, (nq_output)options->output);
    newsidx_words_free(words);
    if (code == CODE_NOTHING && !options->is_quiet)
        report("no word begins with %s", prefix);
    return code;
}

/* ------------------------------------------------------------ suggest ---- */

/* The whole text with the word in the place of its last one. */
static void complete(nq_buffer *to, const char *text, size_t start,
                     newsidx_text word)
{
    buffer_clear(to);
    buffer_add(to, text, start);
    buffer_add_text(to, word);
}

static bool print_suggestions(const nq_session *session, const char *text,
                              size_t start, newsidx_tally *words)
{
    static const char *const columns[] = {"query", "word", "articles", "edits"};
    const newsidx_tally_line *line = NULL;
    nq_buffer whole = BUFFER_INIT;
    bool has_some = false;
    nq_table table;

    table_begin(&table, (nq_output)session->options.output, "suggestions",
                columns, 4);
    while (newsidx_tally_next(words, &line) == NEWSIDX_OK) {
        complete(&whole, text, start, line->label);
        table_text(&table, (newsidx_text){whole.bytes, whole.length});
        table_text(&table, line->label);
        table_count(&table, line->count);
        table_count(&table, (uint64_t)line->weight);
        has_some = true;
    }
    table_end(&table);
    buffer_finish(&whole);
    return has_some;
}

int cmd_suggest(nq_session *session)
{
    const nq_options *options = &session->options;
    newsidx_suggest_options how = NEWSIDX_SUGGEST_OPTIONS_INIT;
    char *text = search_join(session->words, session->word_count);
    newsidx_tally *words = NULL;
    newsidx_error err;
    size_t start = 0;
    int code = CODE_OK;

    how.limit = options->limit;
    how.language = options->language;
    how.now = options->now;
    if (newsidx_suggest(session->index, text, NEWSIDX_WHOLE, &how, &start,
                        &words, &err) < 0)
        code = report_error(&err);
    else if (!print_suggestions(session, text, start, words))
        code = CODE_NOTHING;
    if (code == CODE_NOTHING && !options->is_quiet)
        report("nothing completes: %s", text);
    newsidx_tally_free(words);
    memory_free(text);
    return code;
}
