/* Printing hits and articles, as text and as JSON. */
#ifndef NEWSQ_OUTPUT_H
#define NEWSQ_OUTPUT_H

#include "commands.h"
#include "json.h"

/** One answered search. */
typedef struct nq_page {
    const char *text; /**< The query as typed. */
    const newsidx_query *query;
    newsidx_results *results;
    newsidx_summary summary;
    const nq_options *options;
    nq_look look;
    bool is_repl; /**< Hints name what works there. */
    int64_t *ids; /**< Of the hits printed; to be freed by memory_free(). */
    size_t hit_count;
    uint32_t first_rank; /**< Of the first hit printed. */
} nq_page;

/**
 * Print the hits, stepping through page->results, and fill in ids, hit_count
 * and first_rank. Returns an nq_exit_code for the stepping alone.
 */
int output_text(nq_page *page);
int output_json(nq_page *page);
int output_table(nq_page *page);
int output_keys(nq_page *page);

/** Add a query as a shell's command line has to have it. */
void output_add_quoted(nq_buffer *to, const char *text);

/** What --highlight asks for of one article. */
typedef struct nq_highlight {
    const newsidx_marks *marks; /**< NULL: the query doesn't find it. */
} nq_highlight;

/** Print the article, laid out to read. `highlight` may be NULL. */
void output_text_article(const nq_look *look, const newsidx_record *record,
                         int64_t id, bool shows_dropped,
                         const nq_highlight *highlight);

/** Print an article as it was read, with what became of it. */
void output_text_parsed(const nq_look *look, const newsidx_imported *imported);

/** As "withheld". */
const char *output_usage(newsidx_usage usage);

/** Add it as one JSON object. `highlight` may be NULL. */
void output_json_article(nq_buffer *to, const newsidx_record *record,
                         int64_t id, const nq_highlight *highlight);

/** Add the key "query" and the object that all documents have under it. */
void output_json_query(nq_json *json, const char *text,
                       const newsidx_query *query);

/** Step to the next hit and note its id; false at the end. */
bool output_next_hit(nq_page *page, const newsidx_hit **out_hit, int *code);

/** The version of what --json and --jsonl write; cli/SCHEMA.md. */
#define JSON_FORMAT_VERSION 1

#endif
