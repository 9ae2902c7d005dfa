/* Articles as one page of HTML that needs nothing else. */
#include "export.h"

#include "numbers.h"
#include "unicode.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

static const char style[] =
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 Georgia,serif;max-width:42rem;margin:2rem auto;"
    "padding:0 1rem}"
    "h1{font-size:1.2rem}h2{font-size:1.5rem;line-height:1.2;margin:0 0 .5rem}"
    "article{border-top:1px solid;padding:1.5rem 0}"
    "p{margin:0 0 .8rem}.about{opacity:.75;font-size:.9rem}"
    "h2,p{overflow-wrap:anywhere}";

/* Controls are no characters of HTML. */
static void add_text(nq_buffer *to, newsidx_text text)
{
    nq_buffer line = BUFFER_INIT;
    unicode_add_line(&line, text);
    newsidx_text clean = {line.bytes, line.length};
    for (size_t offset = 0; offset < clean.length;) {
        uint32_t letter = unicode_next(clean, &offset);
        if (letter == '&')
            buffer_add_string(to, "&amp;");
        else if (letter == '<')
            buffer_add_string(to, "&lt;");
        else if (letter == '>')
            buffer_add_string(to, "&gt;");
        else if (letter == '"')
            buffer_add_string(to, "&quot;");
        else
            unicode_add(to, letter);
    }
    buffer_finish(&line);
}

void export_html_begin(nq_export *export)
{
    nq_buffer *to = &export->out;
    newsidx_text query = unicode_text(export->query);

    buffer_add_string(to, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                          "<meta charset=\"utf-8\">\n"
                          "<meta http-equiv=\"Content-Security-Policy\" "
                          "content=\"default-src 'none'; "
                          "style-src 'unsafe-inline'\">\n"
                          "<meta name=\"viewport\" "
                          "content=\"width=device-width, initial-scale=1\">\n"
                          "<title>");
    add_text(to, query);
    buffer_add_format(to, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>",
                      style);
    numbers_add_counted(to, export->count, "article", "articles");
    buffer_add_string(to, ": <bdi>");
    add_text(to, query);
    buffer_add_string(to, "</bdi></h1>\n");
}

void export_html_end(nq_export *export)
{
    buffer_add_string(&export->out, "</body>\n</html>\n");
}

static void begin_part(nq_buffer *to, bool *has_parts)
{
    if (*has_parts)
        buffer_add_string(to, " \302\267 ");
    *has_parts = true;
}

static void add_part(nq_buffer *to, const char *before, newsidx_text text,
                     bool *has_parts)
{
    if (text.length == 0)
        return;
    begin_part(to, has_parts);
    buffer_add_string(to, before);
    buffer_add_string(to, "<bdi>");
    add_text(to, text);
    buffer_add_string(to, "</bdi>");
}

static void add_date(nq_buffer *to, int64_t seconds, bool *has_parts)
{
    unsigned date[3];
    if (!export_date(seconds, date))
        return;
    begin_part(to, has_parts);
    buffer_add_string(to, "<time datetime=\"");
    numbers_add_time(to, seconds);
    buffer_add_string(to, "\">");
    numbers_add_date(to, seconds);
    buffer_add_string(to, "</time>");
}

static void add_about(nq_buffer *to, const newsidx_article *article)
{
    bool has_parts = false;

    buffer_add_string(to, "<p class=\"about\">");
    add_part(to, "", article->source, &has_parts);
    add_date(to, article->published_at, &has_parts);
    add_part(to, "by ", article->byline, &has_parts);
    add_part(to, "", article->dateline, &has_parts);
    add_part(to, "", article->section, &has_parts);
    if (!has_parts)
        add_part(to, "", article->key, &has_parts);
    buffer_add_string(to, "</p>\n");
}

/* Only what a browser opens as a page: no script may come by an address. */
static bool is_web_address(newsidx_text url)
{
    bool is_web =
        (url.length > 8 && strncasecmp(url.bytes, "https://", 8) == 0) ||
        (url.length > 7 && strncasecmp(url.bytes, "http://", 7) == 0);
    for (size_t i = 0; i < url.length && is_web; i++) {
        unsigned char byte = (unsigned char)url.bytes[i];
        is_web =
            byte > ' ' && byte < 0x7F && strchr("\\{}|^`<>[]\"", byte) == NULL;
    }
    return is_web;
}

static void add_below(nq_buffer *to, const newsidx_article *article)
{
    bool has_parts = false;

    buffer_add_string(to, "<p class=\"about\">");
    add_part(to, "Keywords: ", article->keywords, &has_parts);
    if (is_web_address(article->url)) {
        begin_part(to, &has_parts);
        buffer_add_string(to, "<a href=\"");
        add_text(to, article->url);
        buffer_add_string(to, "\" rel=\"noreferrer\">");
        add_text(to, article->url);
        buffer_add_string(to, "</a>");
    } else {
        add_part(to, "", article->url, &has_parts);
    }
    add_part(to, "", article->copyright, &has_parts);
    add_part(to, "Key: ", article->key, &has_parts);
    buffer_add_string(to, "</p>\n");
}

static void add_body(nq_buffer *to, newsidx_text body)
{
    while (body.length > 0) {
        const char *end = memchr(body.bytes, '\n', body.length);
        size_t length = end == NULL ? body.length : (size_t)(end - body.bytes);
        newsidx_text paragraph = {body.bytes, length};
        if (length > 0) {
            buffer_add_string(to, "<p dir=\"auto\">");
            add_text(to, paragraph);
            buffer_add_string(to, "</p>\n");
        }
        size_t taken = end == NULL ? length : length + 1;
        body.bytes += taken;
        body.length -= taken;
    }
}

void export_html(nq_export *export)
{
    const newsidx_article *article = export->article;
    nq_buffer *to = &export->out;

    buffer_add_format(to, "<article id=\"article-%" PRId64 "\"", export->id);
    if (article->language.length > 0) {
        buffer_add_string(to, " lang=\"");
        add_text(to, article->language);
        buffer_add_string(to, "\"");
    }
    buffer_add_string(to, ">\n<h2 dir=\"auto\">");
    add_text(to, article->headline.length > 0 ? article->headline
                                              : unicode_text("(no headline)"));
    buffer_add_string(to, "</h2>\n");
    add_about(to, article);
    add_body(to, article->body);
    add_below(to, article);
    buffer_add_string(to, "</article>\n");
}
