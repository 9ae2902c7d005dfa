#include "formats/xml/wordpress_text.h"

#include "base/limits.h"
#include "base/str.h"
#include "formats/xml/feed_text.h"
#include "formats/html/text.h"

#include <string.h>

/* Codes with longer attributes are text. */
#define LONGEST_CODE 4096

/* So many names of codes that have an end are remembered of a post. */
#define MOST_NAMES 32

typedef struct post {
    newsidx_text text;
    newsidx_text ended[MOST_NAMES]; /* names of codes with an end, "[/name]" */
    size_t ended_count;
} post;

/* A code that stands at some place. */
typedef struct code {
    newsidx_text name;
    size_t length;
    bool is_end;
    bool has_value; /* one of its attributes */
} code;

static bool is_name_byte(char byte)
{
    return nx_is_alpha(byte) || nx_is_digit(byte) || byte == '_' || byte == '-';
}

/* From behind a code's name to behind its "]"; 0 if there is none. Brackets end
 * it, so each byte is looked at for one code only. */
static size_t find_end(newsidx_text text, size_t at, size_t limit,
                       bool *out_has_value)
{
    char quote = '\0';

    for (; at < limit; at++) {
        const char byte = text.bytes[at];

        if (quote == '\0' && byte == ']')
            return at + 1;
        if (byte == '[' || (quote == '\0' && byte == '<'))
            return 0;
        if (quote != '\0')
            quote = byte == quote ? '\0' : quote;
        else if ((byte == '"' || byte == '\'') && text.bytes[at - 1] == '=')
            quote = byte;
        *out_has_value = *out_has_value || byte == '=';
    }
    return 0;
}

/* Is there something like "[name a="b"]" at `begin`? */
static bool read_code(newsidx_text text, size_t begin, code *out)
{
    const size_t limit =
        text.length - begin < LONGEST_CODE ? text.length : begin + LONGEST_CODE;
    size_t at = begin + 1;
    size_t start;
    size_t end;

    memset(out, 0, sizeof *out);
    out->is_end = at < limit && text.bytes[at] == '/';
    at += out->is_end ? 1 : 0;
    start = at;
    while (at < limit && is_name_byte(text.bytes[at]))
        at++;
    out->name = nx_str_slice(text.bytes + start, at - start);
    if (at == start || at == limit || !nx_is_alpha(text.bytes[start]) ||
        (!nx_is_space(text.bytes[at]) && text.bytes[at] != ']' &&
         text.bytes[at] != '/'))
        return false;
    end = find_end(text, at, limit, &out->has_value);
    out->length = end - begin;
    return end > 0;
}

static bool is_one_of(newsidx_text name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (nx_str_equal_ascii(name, nx_str(*names)))
            return true;
    }
    return false;
}

static bool is_ended(const post *in, newsidx_text name)
{
    for (size_t i = 0; i < in->ended_count; i++) {
        if (nx_str_equal(in->ended[i], name))
            return true;
    }
    return false;
}

static void note_ends(post *in)
{
    for (size_t at = 0; at + 1 < in->text.length; at++) {
        code found;

        if (in->text.bytes[at] != '[' || in->text.bytes[at + 1] != '/' ||
            !read_code(in->text, at, &found) || is_ended(in, found.name))
            continue;
        if (in->ended_count == MOST_NAMES)
            return;
        in->ended[in->ended_count++] = found.name;
    }
}

/* Does the line hold nothing but the code? */
static bool is_alone(newsidx_text text, size_t at, size_t length)
{
    size_t before = at;
    size_t behind = at + length;

    while (before > 0 &&
           (text.bytes[before - 1] == ' ' || text.bytes[before - 1] == '\r'))
        before--;
    while (behind < text.length &&
           (text.bytes[behind] == ' ' || text.bytes[behind] == '\r'))
        behind++;
    return (before == 0 || text.bytes[before - 1] == '\n' ||
            text.bytes[before - 1] == '>') &&
           (behind == text.length || text.bytes[behind] == '\n' ||
            text.bytes[behind] == '<');
}

/* Brackets are the author's unless they look like a program's. */
static bool is_code(const post *in, size_t at, const code *found)
{
    static const char *const core[] = {"gallery",  "audio",   "video", "embed",
                                       "playlist", "caption", NULL};

    return found->is_end || found->has_value || is_ended(in, found->name) ||
           is_one_of(found->name, core) ||
           (is_alone(in->text, at, found->length) &&
            (memchr(found->name.bytes, '_', found->name.length) != NULL ||
             memchr(found->name.bytes, '-', found->name.length) != NULL));
}

/* ------------------------------------------------------- paragraphs ---- */

/* The name of the tag at `at`, and whether it ends an element. */
static newsidx_text tag_name(newsidx_text text, size_t at, bool *out_is_end)
{
    size_t start = at + 1;
    size_t end;

    *out_is_end = start < text.length && text.bytes[start] == '/';
    if (*out_is_end)
        start++;
    end = start;
    while (end < text.length &&
           (nx_is_alpha(text.bytes[end]) || nx_is_digit(text.bytes[end])))
        end++;
    return nx_str_slice(text.bytes + start, end - start);
}

static bool is_block(newsidx_text name)
{
    static const char *const names[] = {
        "table",   "thead",      "tfoot",      "caption", "col",    "colgroup",
        "tbody",   "tr",         "td",         "th",      "div",    "dl",
        "dd",      "dt",         "ul",         "ol",      "li",     "pre",
        "form",    "map",        "area",       "p",       "h1",     "h2",
        "h3",      "h4",         "h5",         "h6",      "hr",     "fieldset",
        "legend",  "section",    "article",    "aside",   "hgroup", "header",
        "footer",  "nav",        "figure",     "details", "menu",   "summary",
        "address", "blockquote", "figcaption", "br",      "script", "style",
        NULL};

    return name.length > 0 && is_one_of(name, names);
}

/* Elements whose line ends are their own business. */
static bool is_verbatim(newsidx_text name)
{
    static const char *const names[] = {"pre", "script", "style", "textarea",
                                        NULL};

    return is_one_of(name, names);
}

typedef struct writer {
    nx_buf *out;
    bool breaks_lines;     /* a line end is a line end */
    bool is_behind_block;  /* nothing but blanks since a block's tag */
    bool has_no_tags;      /* from here on: no > follows */
    newsidx_text verbatim; /* the element that keeps them; "": none */
} writer;

static size_t add_tag(writer *w, newsidx_text text, size_t at)
{
    bool is_end;
    const newsidx_text name = tag_name(text, at, &is_end);
    const char *close =
        w->has_no_tags ? NULL : memchr(text.bytes + at, '>', text.length - at);
    const size_t length =
        close == NULL ? 1 : (size_t)(close - (text.bytes + at)) + 1;

    w->has_no_tags = close == NULL;
    nx_buf_add(w->out, text.bytes + at, length);
    if (w->verbatim.length > 0) {
        if (is_end && nx_str_equal_ascii(name, w->verbatim))
            w->verbatim.length = 0;
    } else if (!is_end && name.length > 0 && is_verbatim(name)) {
        w->verbatim = name;
    }
    w->is_behind_block = is_block(name);
    return length;
}

/* White space that begins at `at`: a blank line, a line end, or neither. */
static size_t add_space(writer *w, newsidx_text text, size_t at)
{
    size_t end = at;
    size_t lines = 0;
    bool is_before_block = end == text.length;

    for (; end < text.length && nx_is_space(text.bytes[end]); end++)
        lines += text.bytes[end] == '\n' ? 1 : 0;
    if (end < text.length && text.bytes[end] == '<') {
        bool is_end;

        is_before_block = is_block(tag_name(text, end, &is_end));
    }
    if (!w->breaks_lines || w->verbatim.length > 0 || lines == 0)
        nx_buf_add(w->out, text.bytes + at, end - at);
    else if (lines > 1)
        nx_buf_add_string(w->out, "\n<p>");
    else if (w->is_behind_block || is_before_block)
        nx_buf_add_byte(w->out, '\n');
    else
        nx_buf_add_string(w->out, "<br>\n");
    return end - at;
}

static bool has_blocks(newsidx_text text)
{
    static const newsidx_text mark = {"<!-- wp:", 8};

    for (size_t i = 0; i + mark.length <= text.length; i++) {
        if (text.bytes[i] == '<' &&
            memcmp(text.bytes + i, mark.bytes, mark.length) == 0)
            return true;
    }
    return false;
}

void nx_wordpress_html(newsidx_text text, nx_buf *out)
{
    post in = {text, {{NULL, 0}}, 0};
    writer w = {out, !has_blocks(text), true, false, {"", 0}};
    size_t at = 0;

    note_ends(&in);
    while (at < text.length) {
        const char byte = text.bytes[at];
        code found;

        if (byte == '[' && w.verbatim.length == 0 &&
            read_code(text, at, &found) && is_code(&in, at, &found)) {
            at += found.length;
        } else if (byte == '<') {
            at += add_tag(&w, text, at);
        } else if (nx_is_space(byte)) {
            at += add_space(&w, text, at);
        } else {
            nx_buf_add_byte(out, byte);
            w.is_behind_block = false;
            at++;
        }
    }
}

newsidx_status nx_wordpress_text(const nx_xml_node *node, nx_arena *arena,
                                 newsidx_text *out, newsidx_error *err)
{
    const nx_feed_space space = nx_feed_space_of(node);
    newsidx_status status;
    newsidx_text text;
    nx_buf html;

    if (space != NX_FEED_CONTENT && space != NX_FEED_EXCERPT)
        return nx_feed_text(node, arena, out, err);
    text = nx_xml_text_of(node, arena);
    if (text.bytes == NULL)
        return nx_fail_memory(err);
    nx_buf_init(&html, 2 * NX_LIMIT_ARTICLE_BYTES);
    nx_wordpress_html(text, &html);
    if (html.status == NEWSIDX_ERR_LIMIT)
        status = nx_fail(err, NEWSIDX_ERR_LIMIT, "longer than %zu bytes",
                         NX_LIMIT_ARTICLE_BYTES);
    else if (html.status < 0)
        status = nx_fail_memory(err);
    else
        status = nx_html_to_text(nx_buf_text(&html), arena, out, err);
    nx_buf_finish(&html);
    return status;
}
