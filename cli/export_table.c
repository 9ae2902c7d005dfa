/* Articles as a table of all their fields. */
#include "export.h"

#include "output.h"

static const char *const columns[] = {
    "article_id", "version", "key",     "headline", "byline",    "dateline",
    "body",       "source",  "section", "keywords", "url",       "language",
    "copyright",  "dropped", "date",    "updated",  "embargoed", "urgency",
    "edition",    "usage",   "extra"};

void export_table_begin(nq_export *export)
{
    table_begin(&export->table, export->form, "articles", columns,
                sizeof columns / sizeof columns[0]);
}

/* 0 is "not given". */
static void add_number(nq_table *table, uint32_t number)
{
    if (number != 0)
        table_count(table, number);
    else
        table_string(table, NULL);
}

void export_table(nq_export *export)
{
    const newsidx_article *article = export->article;
    nq_table *table = &export->table;

    table_integer(table, export->id);
    table_count(table, newsidx_record_version(export->record));
    table_text(table, article->key);
    table_text(table, article->headline);
    table_text(table, article->byline);
    table_text(table, article->dateline);
    table_text(table, article->body);
    table_text(table, article->source);
    table_text(table, article->section);
    table_text(table, article->keywords);
    table_text(table, article->url);
    table_text(table, article->language);
    table_text(table, article->copyright);
    table_text(table, article->dropped);
    table_time(table, article->published_at);
    table_time(table, article->updated_at);
    table_time(table, article->embargoed_until);
    add_number(table, article->urgency);
    add_number(table, article->edition);
    table_string(table, output_usage(article->usage));
    table_text(table, article->extra);
}

void export_table_end(nq_export *export)
{
    table_end(&export->table);
}
