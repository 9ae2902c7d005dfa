/* Writing articles for other programs: a form is three functions. */
#ifndef NEWSQ_EXPORT_H
#define NEWSQ_EXPORT_H

#include "table.h"

/** An export under way. What a form adds to `out` is written after each call.
 */
typedef struct nq_export {
    nq_buffer out;
    nq_json json;      /**< Into `out`. */
    nq_table table;    /**< Of csv and tsv, which write by themselves. */
    nq_output form;    /**< Of the table. */
    const char *query; /**< As typed. */
    uint64_t count;    /**< Articles to come, as far as is known. */
    const newsidx_record *record;
    const newsidx_article *article; /**< Of the record. */
    int64_t id;
    bool has_articles; /**< Before this one. */
} nq_export;

/** A form; `begin` and `end` may be NULL. */
typedef struct nq_exporter {
    void (*begin)(nq_export *export);
    void (*add)(nq_export *export);
    void (*end)(nq_export *export);
} nq_exporter;

void export_ris(nq_export *export);
void export_bibtex(nq_export *export);
void export_ninjs(nq_export *export);

void export_csl_begin(nq_export *export);
void export_csl(nq_export *export);
void export_csl_end(nq_export *export);

void export_table_begin(nq_export *export);
void export_table(nq_export *export);
void export_table_end(nq_export *export);

void export_html_begin(nq_export *export);
void export_html(nq_export *export);
void export_html_end(nq_export *export);

/** The first paragraph of a body, at most 1,000 bytes of it. */
newsidx_text export_lead(newsidx_text body);

/** Step through keywords, as commas and line ends part them. */
bool export_next_keyword(newsidx_text keywords, size_t *offset,
                         newsidx_text *out_keyword);

/** Year, month and day in UTC; false if it isn't known. */
bool export_date(int64_t seconds, unsigned out_parts[3]);

/** A key and a text, if there is one. */
void export_json_field(nq_json *json, const char *key, newsidx_text text);

#endif
