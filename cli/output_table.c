/* Hits as tables and as bare keys. SCHEMA.md describes every column. */
#include "output.h"

#include "exit_codes.h"
#include "table.h"

static const char *const columns[] = {
    "rank",     "id",       "score",   "date", "source", "section",   "byline",
    "dateline", "headline", "passage", "url",  "key",    "has_phrase"};

int output_table(nq_page *page)
{
    const newsidx_hit *hit = NULL;
    int code = CODE_OK;
    nq_table table;

    table_begin(&table, (nq_output)page->options->output, "hits", columns,
                sizeof columns / sizeof columns[0]);
    while (output_next_hit(page, &hit, &code)) {
        const newsidx_passage *passage = newsidx_hit_passage(hit, 0);
        newsidx_text none = {NULL, 0};
        table_count(&table, hit->rank);
        table_integer(&table, hit->id);
        table_double(&table, hit->score);
        table_time(&table, hit->published_at);
        table_text(&table, hit->source);
        table_text(&table, hit->section);
        table_text(&table, hit->byline);
        table_text(&table, hit->dateline);
        table_text(&table, hit->headline);
        table_text(&table, passage != NULL ? passage->text : none);
        table_text(&table, hit->url);
        table_text(&table, hit->key);
        table_boolean(&table, hit->has_phrase != 0);
    }
    table_end(&table);
    return code;
}

/* Byte for byte, as `newsq show` wants them back. */
int output_keys(nq_page *page)
{
    const newsidx_hit *hit = NULL;
    int code = CODE_OK;

    while (output_next_hit(page, &hit, &code)) {
        fwrite(hit->key.bytes, 1, hit->key.length, stdout);
        fputc('\0', stdout);
    }
    return code;
}
