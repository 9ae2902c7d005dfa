/* The JSON of hits and articles. SCHEMA.md describes every field. */
#include "output.h"

#include "exit_codes.h"
#include "json.h"
#include "unicode.h"

static void add_diagnostic(nq_json *json, const char *origin,
                           const newsidx_diagnostic *diagnostic)
{
    json_open(json, '{');
    json_key(json, "code");
    json_string(json, diagnostic->code);
    json_key(json, "from");
    json_string(json, origin);
    json_key(json, "span");
    json_open(json, '[');
    json_count(json, diagnostic->span.start);
    json_count(json, diagnostic->span.end);
    json_close(json, ']');
    json_key(json, "message");
    json_text(json, diagnostic->message);
    json_key(json, "suggestion");
    json_text(json, diagnostic->suggestion);
    json_close(json, '}');
}

static void add_diagnostics(nq_json *json, const nq_page *page)
{
    json_open(json, '[');
    size_t count = newsidx_query_diagnostic_count(page->query);
    for (size_t i = 0; i < count; i++)
        add_diagnostic(json, "query", newsidx_query_diagnostic(page->query, i));
    count = newsidx_results_diagnostic_count(page->results);
    for (size_t i = 0; i < count; i++)
        add_diagnostic(json, "search",
                       newsidx_results_diagnostic(page->results, i));
    json_close(json, ']');
}

/* "format_version", "query" and "meta", which both forms have. */
static void add_meta(nq_json *json, const nq_page *page)
{
    const newsidx_summary *summary = &page->summary;

    json_key(json, "format_version");
    json_count(json, JSON_FORMAT_VERSION);
    json_key(json, "query");
    json_open(json, '{');
    json_key(json, "text");
    json_string(json, page->text);
    json_key(json, "canonical");
    json_string(json, newsidx_query_text(page->query));
    json_close(json, '}');
    json_key(json, "meta");
    json_open(json, '{');
    json_key(json, "revision");
    json_count(json, summary->revision);
    json_key(json, "total");
    json_count(json, summary->total);
    json_key(json, "phrase_total");
    if (summary->has_phrase_total)
        json_count(json, summary->phrase_total);
    else
        json_string(json, NULL);
    json_key(json, "partial");
    json_boolean(json, summary->is_partial != 0);
    json_key(json, "took_ms");
    json_double(json, (double)(int64_t)(summary->took_ms * 1000 + 0.5) / 1000);
    json_key(json, "next");
    json_string(json, newsidx_results_page(page->results));
    json_key(json, "diagnostics");
    add_diagnostics(json, page);
    json_close(json, '}');
}

static void add_passages(nq_json *json, const newsidx_hit *hit,
                         bool has_context)
{
    json_open(json, '[');
    for (size_t i = 0; i < hit->passage_count; i++) {
        const newsidx_passage *passage = newsidx_hit_passage(hit, i);
        json_open(json, '{');
        json_key(json, "text");
        json_text(json, passage->text);
        json_key(json, "offset");
        json_count(json, passage->offset);
        json_key(json, "number");
        json_count(json, passage->number);
        json_key(json, "score");
        json_double(json, passage->score);
        json_key(json, "spans");
        json_spans(json, passage->spans, passage->span_count);
        if (has_context) {
            json_key(json, "before");
            json_text(json, passage->before);
            json_key(json, "after");
            json_text(json, passage->after);
        }
        json_close(json, '}');
    }
    json_close(json, ']');
}

/* A field that the article doesn't have is null, an empty one too. */
static void add_field(nq_json *json, const char *key, newsidx_text text)
{
    json_key(json, key);
    if (text.length > 0)
        json_text(json, text);
    else
        json_string(json, NULL);
}

static void add_hit(nq_json *json, const newsidx_hit *hit, bool has_context)
{
    json_open(json, '{');
    json_key(json, "id");
    json_integer(json, hit->id);
    json_key(json, "rank");
    json_count(json, hit->rank);
    json_key(json, "score");
    json_double(json, hit->score);
    add_field(json, "key", hit->key);
    add_field(json, "headline", hit->headline);
    json_key(json, "headline_spans");
    json_spans(json, hit->headline_spans, hit->headline_span_count);
    add_field(json, "source", hit->source);
    add_field(json, "byline", hit->byline);
    add_field(json, "dateline", hit->dateline);
    add_field(json, "section", hit->section);
    add_field(json, "url", hit->url);
    json_key(json, "date");
    json_time(json, hit->published_at);
    json_key(json, "has_phrase");
    json_boolean(json, hit->has_phrase != 0);
    json_key(json, "passages");
    add_passages(json, hit, has_context);
    json_close(json, '}');
}

int output_json(nq_page *page)
{
    nq_buffer out = BUFFER_INIT;
    nq_json json = {&out, false};
    bool is_lines = page->options->output == OUTPUT_JSON_LINES;
    const newsidx_hit *hit = NULL;
    int code = CODE_OK;

    if (!is_lines) {
        json_open(&json, '{');
        add_meta(&json, page);
        json_key(&json, "hits");
        json_open(&json, '[');
    }
    while (output_next_hit(page, &hit, &code)) {
        add_hit(&json, hit, page->options->context > 0);
        if (is_lines) {
            buffer_add(&out, "\n", 1);
            json.needs_comma = false;
        }
        buffer_flush(&out, stdout);
    }
    if (is_lines) {
        json_open(&json, '{');
        add_meta(&json, page);
    } else {
        json_close(&json, ']');
    }
    json_close(&json, '}');
    buffer_add(&out, "\n", 1);
    buffer_flush(&out, stdout);
    buffer_finish(&out);
    return code;
}

/* 0 is "not given". */
static void add_number(nq_json *json, const char *key, uint32_t number)
{
    json_key(json, key);
    if (number != 0)
        json_count(json, number);
    else
        json_string(json, NULL);
}

/* Null if no query was given, or it doesn't find the article. */
static void add_highlights(nq_json *json, const newsidx_marks *marks)
{
    if (marks == NULL) {
        json_string(json, NULL);
        return;
    }
    json_open(json, '[');
    for (size_t i = 0; i < newsidx_marks_count(marks); i++) {
        const newsidx_mark *mark = newsidx_marks_get(marks, i);
        json_open(json, '{');
        json_key(json, "field");
        json_string(json, newsidx_field_name(mark->field));
        json_key(json, "span");
        json_open(json, '[');
        json_count(json, mark->span.start);
        json_count(json, mark->span.end);
        json_close(json, ']');
        json_close(json, '}');
    }
    json_close(json, ']');
}

void output_json_article(nq_buffer *to, const newsidx_record *record,
                         int64_t id, const nq_highlight *highlight)
{
    nq_json json = {to, false};
    const newsidx_article *article = newsidx_record_article(record);

    json_open(&json, '{');
    /* Not "id": `newsq add` would take that for the article's key. */
    json_key(&json, "article_id");
    json_integer(&json, id);
    json_key(&json, "version");
    json_count(&json, newsidx_record_version(record));
    add_field(&json, "key", article->key);
    add_field(&json, "headline", article->headline);
    add_field(&json, "byline", article->byline);
    add_field(&json, "dateline", article->dateline);
    add_field(&json, "body", article->body);
    add_field(&json, "source", article->source);
    add_field(&json, "section", article->section);
    add_field(&json, "keywords", article->keywords);
    add_field(&json, "url", article->url);
    add_field(&json, "language", article->language);
    add_field(&json, "copyright", article->copyright);
    add_field(&json, "dropped", article->dropped);
    json_key(&json, "date");
    json_time(&json, article->published_at);
    json_key(&json, "updated");
    json_time(&json, article->updated_at);
    json_key(&json, "embargoed");
    json_time(&json, article->embargoed_until);
    add_number(&json, "urgency", article->urgency);
    add_number(&json, "edition", article->edition);
    json_key(&json, "usage");
    json_string(&json, output_usage(article->usage));
    json_key(&json, "extra");
    json_value(&json, article->extra);
    if (highlight != NULL) {
        json_key(&json, "highlights");
        add_highlights(&json, highlight->marks);
    }
    json_close(&json, '}');
}
