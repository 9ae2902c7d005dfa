#include "formats/html/page.h"

#include "base/calendar.h"
#include "base/limits.h"
#include "base/str.h"
#include "formats/html/body.h"
#include "formats/html/linked.h"
#include "formats/html/metadata.h"
#include "formats/html/text.h"
#include "formats/html/title.h"
#include "ingest/byline.h"
#include "ingest/clean.h"
#include "ingest/dateline.h"
#include "ingest/extra.h"

#include <string.h>

/* What is cut out of an article beyond this is of no interest. */
#define MOST_DROPPED_BYTES ((size_t)64 * 1024)

/* If the page shows less, and tells machines more, then they are believed. */
#define LITTLE_BYTES 300

/* All that is made of a page on the way to its article. */
typedef struct page {
    nx_html_filtered filtered;
    nx_html_tree tree;
    nx_html_blocks blocks;
    nx_html_facts facts;
    nx_buf body;
    nx_buf dropped;
    nx_item *item;
} page;

/* Behind a comment, a declaration of XML or blanks at `at`; `at` if there are
 * none. */
static size_t skip_prolog(newsidx_text head, size_t at)
{
    const newsidx_text rest = nx_str_slice(head.bytes + at, head.length - at);
    const char *end;

    if (at < head.length && nx_is_space(head.bytes[at]))
        return at + 1;
    if (nx_str_starts_with(rest, nx_str("<?xml"))) {
        end = memchr(rest.bytes, '>', rest.length);
        return end != NULL ? at + (size_t)(end - rest.bytes) + 1 : at;
    }
    if (!nx_str_starts_with(rest, nx_str("<!--")))
        return at;
    for (size_t i = 4; i + 3 <= rest.length; i++) {
        if (memcmp(rest.bytes + i, "-->", 3) == 0)
            return at + i + 3;
    }
    return at;
}

/* The words that a page begins with, behind comments. */
static bool recognises(newsidx_text head)
{
    static const char *const starts[] = {"<!doctype html", "<html", "<head",
                                         "<body"};
    size_t at = 0;
    size_t next = skip_prolog(head, at);

    while (next > at) {
        at = next;
        next = skip_prolog(head, at);
    }
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        const size_t length = strlen(starts[i]);

        if (head.length - at > length &&
            nx_str_equal_ascii(nx_str_slice(head.bytes + at, length),
                               nx_str(starts[i])))
            return nx_is_space(head.bytes[at + length]) ||
                   head.bytes[at + length] == '>';
    }
    return false;
}

static void init(page *p, nx_item *item)
{
    nx_html_filtered_init(&p->filtered);
    nx_html_tree_init(&p->tree);
    nx_html_blocks_init(&p->blocks);
    nx_html_facts_init(&p->facts);
    nx_buf_init(&p->body, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&p->dropped, NX_LIMIT_ARTICLE_BYTES);
    p->item = item;
}

static void finish(page *p)
{
    nx_buf_finish(&p->dropped);
    nx_buf_finish(&p->body);
    nx_html_facts_finish(&p->facts);
    nx_html_blocks_finish(&p->blocks);
    nx_html_tree_finish(&p->tree);
    nx_html_filtered_finish(&p->filtered);
}

static newsidx_status read_facts(page *p, newsidx_error *err)
{
    newsidx_status status;

    nx_html_linked_read(p->filtered.scripts, p->filtered.script_count,
                        &p->facts);
    nx_html_facts_add(&p->facts, NX_HTML_LANGUAGE, 1, p->filtered.language);
    status = nx_html_metadata_read(&p->tree, &p->facts, p->item, err);
    return status < 0 ? status : nx_html_facts_check(&p->facts, err);
}

static void drop_line(page *p, newsidx_text line)
{
    if (p->dropped.length + line.length > MOST_DROPPED_BYTES)
        return;
    if (p->dropped.length > 0)
        nx_buf_add_byte(&p->dropped, '\n');
    nx_buf_add_text(&p->dropped, line);
}

static void drop_fact(page *p, const char *name, newsidx_text value)
{
    nx_buf line;

    nx_buf_init(&line, NX_LIMIT_FIELD_BYTES);
    nx_buf_add_string(&line, name);
    nx_buf_add_string(&line, ": ");
    nx_buf_add_text(&line, value);
    if (line.status >= 0)
        drop_line(p, nx_buf_text(&line));
    else
        p->dropped.status = line.status;
    nx_buf_finish(&line);
}

/* Items and rows stand close together. */
static bool is_close(const page *p, size_t number)
{
    const GumboTag tag = p->tree.nodes[p->blocks.blocks[number].node].tag;

    return tag == GUMBO_TAG_LI || tag == GUMBO_TAG_TR || tag == GUMBO_TAG_DD ||
           tag == GUMBO_TAG_DT;
}

static void write_body(page *p, size_t first, size_t end)
{
    bool was_close = false;

    for (size_t i = first; i < end; i++) {
        const newsidx_text text = nx_html_block_text(&p->blocks, i);

        if (p->blocks.blocks[i].is_cut) {
            drop_line(p, text);
            continue;
        }
        if (p->body.length > 0)
            nx_buf_add_string(&p->body,
                              was_close && is_close(p, i) ? "\n" : "\n\n");
        was_close = is_close(p, i);
        nx_buf_add_text(&p->body, text);
    }
}

/* A value that may be of JSON-LD, where references are as they were written,
 * as one clean line. */
static newsidx_status take_line(page *p, newsidx_text value,
                                newsidx_text *out_text, newsidx_error *err)
{
    newsidx_text decoded = value;

    *out_text = nx_str(NULL);
    if (value.length == 0)
        return NEWSIDX_OK;
    if (memchr(value.bytes, '&', value.length) != NULL) {
        const newsidx_status status =
            nx_html_to_text(value, &p->item->arena, &decoded, err);

        if (status < 0)
            return status;
    }
    *out_text = nx_clean_line(&p->item->arena, decoded);
    if (out_text->bytes == NULL)
        return nx_fail_memory(err);
    return NEWSIDX_OK;
}

static newsidx_status take_lines(page *p, newsidx_error *err)
{
    newsidx_article *article = &p->item->article;
    const struct {
        nx_html_fact fact;
        newsidx_text *field;
    } fields[] = {{NX_HTML_BYLINE, &article->byline},
                  {NX_HTML_DATELINE, &article->dateline},
                  {NX_HTML_SOURCE, &article->source},
                  {NX_HTML_SECTION, &article->section},
                  {NX_HTML_KEYWORDS, &article->keywords},
                  {NX_HTML_URL, &article->url},
                  {NX_HTML_LANGUAGE, &article->language},
                  {NX_HTML_COPYRIGHT, &article->copyright}};

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const newsidx_status status =
            take_line(p, nx_html_facts_get(&p->facts, fields[i].fact),
                      fields[i].field, err);

        if (status < 0)
            return status;
    }
    article->source = nx_html_site(article->source);
    article->byline = nx_byline_without_by(article->byline);
    /* Nobody in particular wrote it. */
    if (nx_str_equal_ascii(article->byline, article->source))
        article->byline = nx_str(NULL);
    return NEWSIDX_OK;
}

static void take_date(page *p, nx_html_fact fact, const char *name,
                      int64_t *out_seconds)
{
    const newsidx_text text = nx_html_facts_get(&p->facts, fact);

    if (text.length == 0)
        return;
    if (p->facts.ranks[fact] >= NX_HTML_UNREADABLE ||
        !nx_calendar_read(text, out_seconds)) {
        *out_seconds = NEWSIDX_NO_TIME;
        drop_fact(p, name, text);
    }
}

static newsidx_status take_language(page *p, newsidx_error *err)
{
    newsidx_text *language = &p->item->article.language;
    char *tag;

    if (language->length == 0)
        return NEWSIDX_OK;
    if (p->facts.ranks[NX_HTML_LANGUAGE] >= NX_HTML_UNREADABLE) {
        drop_fact(p, "language", *language);
        *language = nx_str(NULL);
        return NEWSIDX_OK;
    }
    tag = nx_arena_array(&p->item->arena, language->length + 1, 1);
    if (tag == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < language->length; i++)
        tag[i] = (char)(language->bytes[i] == '_' ? '-' : language->bytes[i]);
    language->bytes = tag;
    return NEWSIDX_OK;
}

/* A page whose scripts make the text may yet have told it to machines. */
static newsidx_status take_body(page *p, newsidx_error *err)
{
    const newsidx_text told = nx_html_facts_get(&p->facts, NX_HTML_TEXT_BODY);
    newsidx_article *article = &p->item->article;
    nx_dateline dateline;

    if (p->body.length < LITTLE_BYTES && told.length > 2 * p->body.length) {
        const newsidx_status status =
            nx_html_to_text(told, &p->item->arena, &article->body, err);

        if (status < 0)
            return status;
    } else {
        article->body = nx_clean_text(&p->item->arena, nx_buf_text(&p->body));
        if (article->body.bytes == NULL)
            return nx_fail_memory(err);
    }
    dateline = nx_dateline_read(article->body);
    if (dateline.length == 0 || article->dateline.length > 0)
        return NEWSIDX_OK;
    article->dateline = nx_clean_line(&p->item->arena, dateline.text);
    article->body = nx_clean_text(
        &p->item->arena, nx_str_slice(article->body.bytes + dateline.length,
                                      article->body.length - dateline.length));
    if (article->dateline.bytes == NULL || article->body.bytes == NULL)
        return nx_fail_memory(err);
    return NEWSIDX_OK;
}

static newsidx_status take_dropped(page *p, newsidx_error *err)
{
    newsidx_article *article = &p->item->article;

    if (p->dropped.status >= 0)
        article->dropped =
            nx_clean_text(&p->item->arena, nx_buf_text(&p->dropped));
    if (article->dropped.bytes == NULL)
        return nx_fail_memory(err);
    return NEWSIDX_OK;
}

static newsidx_status take_description(page *p, newsidx_error *err)
{
    newsidx_text text;
    const newsidx_status status = take_line(
        p, nx_html_facts_get(&p->facts, NX_HTML_DESCRIPTION), &text, err);

    return status < 0 || text.length == 0
               ? status
               : nx_extra_add(p->item, "description", text, err);
}

/* Find the headline and the body, and what is cut out of it. */
static newsidx_status find_texts(page *p, newsidx_error *err)
{
    const newsidx_text headline = nx_html_headline(&p->facts, &p->blocks);
    size_t first;
    size_t end;
    newsidx_status status =
        nx_html_find_body(&p->blocks, headline, &first, &end, err);

    if (status < 0)
        return status;
    write_body(p, first, end);
    if (p->body.status < 0)
        return nx_fail_memory(err);
    return take_line(p, headline, &p->item->article.headline, err);
}

static newsidx_status take_all(page *p, newsidx_error *err)
{
    newsidx_article *article = &p->item->article;
    newsidx_status status = take_lines(p, err);

    if (status >= 0)
        status = take_language(p, err);
    if (status >= 0)
        status = take_body(p, err);
    if (status >= 0)
        status = take_description(p, err);
    if (status < 0)
        return status;
    take_date(p, NX_HTML_PUBLISHED, "date", &article->published_at);
    take_date(p, NX_HTML_UPDATED, "updated", &article->updated_at);
    return take_dropped(p, err);
}

static newsidx_status read(newsidx_text document, nx_item *item,
                           newsidx_error *err)
{
    newsidx_status status;
    page p;

    init(&p, item);
    status = nx_html_tree_make(&p.tree, document, &p.filtered, err);
    if (status >= 0)
        status = nx_html_blocks_make(&p.blocks, &p.tree, err);
    if (status >= 0)
        status = read_facts(&p, err);
    if (status >= 0)
        status = find_texts(&p, err);
    if (status >= 0)
        status = take_all(&p, err);
    finish(&p);
    return status;
}

const nx_format nx_format_html = {
    .number = NEWSIDX_FORMAT_HTML,
    .recognises = recognises,
    .read = read,
};
