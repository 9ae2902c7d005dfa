/* Articles as references: RIS and CSL-JSON. */
#include "export.h"

#include "authors.h"
#include "numbers.h"
#include "unicode.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Some texts have no paragraphs, and a reference is no copy of them. */
#define LEAD_BYTES 1000

newsidx_text export_lead(newsidx_text body)
{
    while (body.length > 0 && body.bytes[0] == '\n') {
        body.bytes++;
        body.length--;
    }
    const char *end =
        body.length > 0 ? memchr(body.bytes, '\n', body.length) : NULL;
    if (end != NULL)
        body.length = (size_t)(end - body.bytes);
    if (body.length <= LEAD_BYTES)
        return body;
    size_t length = LEAD_BYTES;
    while (length > 0 && body.bytes[length] != ' ')
        length--;
    /* A text without spaces is cut between two letters. */
    if (length == 0)
        length = LEAD_BYTES;
    while ((body.bytes[length] & 0xC0) == 0x80)
        length--;
    body.length = length;
    return body;
}

bool export_next_keyword(newsidx_text keywords, size_t *offset,
                         newsidx_text *out_keyword)
{
    while (*offset < keywords.length) {
        size_t start = *offset;
        size_t end = start;
        while (end < keywords.length && keywords.bytes[end] != ',' &&
               keywords.bytes[end] != '\n')
            end++;
        *offset = end + 1;
        while (start < end && keywords.bytes[start] == ' ')
            start++;
        while (end > start && keywords.bytes[end - 1] == ' ')
            end--;
        *out_keyword = (newsidx_text){keywords.bytes + start, end - start};
        if (end > start)
            return true;
    }
    return false;
}

bool export_date(int64_t seconds, unsigned out_parts[3])
{
    nq_buffer text = BUFFER_INIT;
    bool is_known =
        seconds != NEWSIDX_NO_TIME && numbers_add_date(&text, seconds);
    if (is_known) {
        /* "2016-09-09" */
        out_parts[0] = (unsigned)strtoul(text.bytes, NULL, 10);
        out_parts[1] = (unsigned)strtoul(text.bytes + 5, NULL, 10);
        out_parts[2] = (unsigned)strtoul(text.bytes + 8, NULL, 10);
    }
    buffer_finish(&text);
    return is_known;
}

/* --------------------------------------------------------------- RIS ---- */

static void add_line(nq_buffer *to, const char *tag, newsidx_text text)
{
    if (text.length == 0)
        return;
    buffer_add_format(to, "%s  - ", tag);
    unicode_add_line(to, text);
    buffer_add(to, "\r\n", 2);
}

static void add_note(nq_buffer *to, const char *label, newsidx_text text)
{
    if (text.length == 0)
        return;
    buffer_add_format(to, "N1  - %s: ", label);
    unicode_add_line(to, text);
    buffer_add(to, "\r\n", 2);
}

static void add_ris_author(nq_buffer *to, const nq_author *author)
{
    if (author->family.length == 0) {
        add_line(to, "AU", author->literal);
        return;
    }
    buffer_add_string(to, "AU  - ");
    unicode_add_line(to, author->family);
    buffer_add_string(to, ", ");
    unicode_add_line(to, author->given);
    if (author->suffix.length > 0) {
        buffer_add_string(to, ", ");
        unicode_add_line(to, author->suffix);
    }
    buffer_add(to, "\r\n", 2);
}

void export_ris(nq_export *export)
{
    const newsidx_article *article = export->article;
    nq_buffer *to = &export->out;
    newsidx_text keyword;
    nq_author author;
    unsigned date[3];

    buffer_add_string(to, "TY  - NEWS\r\n");
    add_line(to, "TI", article->headline);
    for (size_t offset = 0; authors_next(article->byline, &offset, &author);)
        add_ris_author(to, &author);
    if (export_date(article->published_at, date)) {
        buffer_add_format(to, "PY  - %04u\r\n", date[0]);
        buffer_add_format(to, "DA  - %04u/%02u/%02u/\r\n", date[0], date[1],
                          date[2]);
    }
    add_line(to, "T2", article->source);
    add_line(to, "SE", article->section);
    add_line(to, "LA", article->language);
    add_line(to, "AB", export_lead(article->body));
    for (size_t offset = 0;
         export_next_keyword(article->keywords, &offset, &keyword);)
        add_line(to, "KW", keyword);
    add_line(to, "UR", article->url);
    if (article->edition > 0)
        buffer_add_format(to, "ET  - %" PRIu32 "\r\n", article->edition);
    add_note(to, "dateline", article->dateline);
    add_note(to, "copyright", article->copyright);
    add_line(to, "ID", article->key);
    buffer_add_string(to, "ER  - \r\n\r\n");
}

/* ---------------------------------------------------------- CSL-JSON ---- */

void export_json_field(nq_json *json, const char *key, newsidx_text text)
{
    if (text.length == 0)
        return;
    json_key(json, key);
    json_text(json, text);
}

void export_csl_begin(nq_export *export)
{
    json_open(&export->json, '[');
}

void export_csl_end(nq_export *export)
{
    buffer_add(&export->out, "\n", 1);
    json_close(&export->json, ']');
    buffer_add(&export->out, "\n", 1);
}

static void add_csl_authors(nq_json *json, newsidx_text byline)
{
    nq_author author;
    size_t offset = 0;

    if (!authors_next(byline, &offset, &author))
        return;
    json_key(json, "author");
    json_open(json, '[');
    do {
        json_open(json, '{');
        if (author.family.length > 0) {
            export_json_field(json, "family", author.family);
            export_json_field(json, "given", author.given);
            export_json_field(json, "suffix", author.suffix);
        } else {
            export_json_field(json, "literal", author.literal);
        }
        json_close(json, '}');
    } while (authors_next(byline, &offset, &author));
    json_close(json, ']');
}

static void add_csl_date(nq_json *json, int64_t seconds)
{
    unsigned date[3];
    if (!export_date(seconds, date))
        return;
    json_key(json, "issued");
    json_open(json, '{');
    json_key(json, "date-parts");
    json_open(json, '[');
    json_open(json, '[');
    for (size_t i = 0; i < 3; i++)
        json_count(json, date[i]);
    json_close(json, ']');
    json_close(json, ']');
    json_close(json, '}');
}

void export_csl(nq_export *export)
{
    const newsidx_article *article = export->article;
    nq_json *json = &export->json;

    if (export->has_articles)
        buffer_add(&export->out, ",", 1);
    buffer_add(&export->out, "\n", 1);
    json->needs_comma = false;
    json_open(json, '{');
    json_key(json, "type");
    json_string(json, "article-newspaper");
    json_key(json, "id");
    json_text(json, article->key);
    export_json_field(json, "title", article->headline);
    add_csl_authors(json, article->byline);
    add_csl_date(json, article->published_at);
    export_json_field(json, "container-title", article->source);
    export_json_field(json, "section", article->section);
    export_json_field(json, "URL", article->url);
    export_json_field(json, "language", article->language);
    export_json_field(json, "keyword", article->keywords);
    export_json_field(json, "abstract", export_lead(article->body));
    if (article->edition > 0) {
        json_key(json, "edition");
        json_count(json, article->edition);
    }
    export_json_field(json, "note", article->dateline);
    json_close(json, '}');
}
