/* newsq export: all that a query finds, for other programs. */
#include "commands.h"

#include "exit_codes.h"
#include "export.h"
#include "output.h"
#include "report.h"
#include "search.h"

#include <inttypes.h>
#include <stdlib.h>

static void export_lines(nq_export *export)
{
    output_json_article(&export->out, export->record, export->id, NULL);
    buffer_add(&export->out, "\n", 1);
}

/* In the order of --as; what isn't given is jsonl. */
static const nq_exporter exporters[] = {
    {NULL, export_lines, NULL},
    {NULL, export_lines, NULL},
    {export_table_begin, export_table, export_table_end},
    {export_table_begin, export_table, export_table_end},
    {NULL, export_ris, NULL},
    {NULL, export_bibtex, NULL},
    {export_csl_begin, export_csl, export_csl_end},
    {NULL, export_ninjs, NULL},
    {export_html_begin, export_html, export_html_end},
};

static int by_number(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* In the order that was asked for, else in that in which they were stored: read
 * so, the index gives them soonest, and one made of them has the same order. */
static int64_t *list_ids(newsidx_selection *selection, bool is_sorted,
                         size_t *out_count)
{
    size_t count = (size_t)newsidx_selection_count(selection);
    int64_t *ids = memory_grow(NULL, count + 1, sizeof(ids[0]));
    for (size_t i = 0; i < count; i++)
        newsidx_selection_next(selection, &ids[i]);
    if (!is_sorted)
        qsort(ids, count, sizeof(ids[0]), by_number);
    *out_count = count;
    return ids;
}

static int add_articles(nq_export *export, const nq_exporter *exporter,
                        newsidx *index, const int64_t *ids, size_t count)
{
    uint64_t gone = 0;
    newsidx_error err;

    for (size_t i = 0; i < count; i++) {
        newsidx_record *record = NULL;
        newsidx_status status = newsidx_read(index, ids[i], &record, &err);
        export->id = ids[i];
        if (status < 0)
            return report_error(&err);
        if (status != NEWSIDX_OK) {
            gone++;
            continue;
        }
        export->record = record;
        export->article = newsidx_record_article(record);
        exporter->add(export);
        export->has_articles = true;
        buffer_flush(&export->out, stdout);
        newsidx_record_free(record);
        if (ferror(stdout))
            return CODE_IO;
    }
    if (gone > 0)
        report("%" PRIu64 " of the articles were taken out of the index "
               "meanwhile",
               gone);
    return CODE_OK;
}

static int write_selection(const nq_session *session, const char *text,
                           newsidx_selection *selection)
{
    const nq_exporter *exporter = &exporters[session->options.as];
    nq_export export = {.out = BUFFER_INIT,
                        .query = text,
                        .count = newsidx_selection_count(selection)};
    size_t count = 0;

    export.json = (nq_json){&export.out, false};
    export.form = session->options.as == 2 ? OUTPUT_CSV : OUTPUT_TSV;
    if (exporter->begin != NULL)
        exporter->begin(&export);
    int64_t *ids = list_ids(selection, session->options.sort != 0, &count);
    int code = add_articles(&export, exporter, session->index, ids, count);
    memory_free(ids);
    if (exporter->end != NULL)
        exporter->end(&export);
    buffer_flush(&export.out, stdout);
    buffer_finish(&export.out);
    if (code == CODE_OK && !export.has_articles) {
        if (!session->options.is_quiet)
            report("nothing found for: %s", text);
        code = CODE_NOTHING;
    }
    return code;
}

int cmd_export(nq_session *session)
{
    newsidx_selection *selection = NULL;
    newsidx_query *query = NULL;
    newsidx_error err;

    char *text = session->word_count > 0
                     ? search_join(session->words, session->word_count)
                     : memory_copy("*");
    int code = search_parse(&session->options, text, &query);
    if (code == CODE_OK) {
        newsidx_search_options how = search_options_of(&session->options);
        if (newsidx_select(session->index, query, &how, &selection, &err) < 0)
            code = report_error(&err);
        else
            code = write_selection(session, text, selection);
    }
    newsidx_selection_free(selection);
    newsidx_query_free(query);
    memory_free(text);
    return code;
}
