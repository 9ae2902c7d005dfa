#include "formats/xml/feed_text.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "formats/html/text.h"
#include "ingest/clean.h"

#include <string.h>

/* Names of elements and references are shorter. */
#define LONGEST_NAME 16

typedef struct space {
    const char *uri; /* how it begins */
    const char *prefix;
    nx_feed_space space;
} space;

/* The longer ones first: "modules/content" is not RSS 1.0 itself. */
static const space spaces[] = {
    {"http://purl.org/rss/1.0/modules/content", "content", NX_FEED_CONTENT},
    {"http://purl.org/rss/1.0/modules/slash", "slash", NX_FEED_OTHER},
    {"http://purl.org/rss/1.0/modules/syndication", "sy", NX_FEED_OTHER},
    {"http://purl.org/rss/1.0/modules/", NULL, NX_FEED_OTHER},
    {"http://purl.org/rss/1.0/", "", NX_FEED_CORE},
    {"http://my.netscape.com/", "", NX_FEED_CORE},
    {"http://channel.netscape.com/", "", NX_FEED_CORE},
    {"http://backend.userland.com/rss", "", NX_FEED_CORE},
    {"http://backend.userland.com/RSS", "", NX_FEED_CORE},
    {"http://blogs.law.harvard.edu/tech/rss", "", NX_FEED_CORE},
    {"http://cyber.law.harvard.edu/rss", "", NX_FEED_CORE},
    {"http://purl.org/net/rss", "", NX_FEED_CORE},
    {"http://www.w3.org/2005/Atom", "", NX_FEED_CORE},
    {"http://purl.org/atom/ns", "", NX_FEED_CORE},
    {"http://purl.org/dc/elements/1.", "dc", NX_FEED_DC},
    {"http://purl.org/dc/terms", "dcterms", NX_FEED_DCTERMS},
    {"http://www.w3.org/1999/xhtml", "xhtml", NX_FEED_XHTML},
    {"http://www.itunes.com/", "itunes", NX_FEED_ITUNES},
    {"http://search.yahoo.com/mrss", "media", NX_FEED_MEDIA},
    {"http://wordpress.org/export/1.0/excerpt", "excerpt", NX_FEED_EXCERPT},
    {"http://wordpress.org/export/1.1/excerpt", "excerpt", NX_FEED_EXCERPT},
    {"http://wordpress.org/export/1.2/excerpt", "excerpt", NX_FEED_EXCERPT},
    {"http://wordpress.org/export/", "wp", NX_FEED_WORDPRESS},
    {"http://wellformedweb.org/CommentAPI", "wfw", NX_FEED_OTHER},
    {"http://www.georss.org/georss", "georss", NX_FEED_OTHER},
    {"http://www.opengis.net/gml", "gml", NX_FEED_OTHER},
    {"http://podlove.org/simple-chapters", "psc", NX_FEED_OTHER},
    {"http://purl.org/syndication/thread/1.0", "thr", NX_FEED_OTHER},
    {"http://rssnamespace.org/feedburner/ext/1.0", "feedburner", NX_FEED_OTHER},
    {"http://www.w3.org/2007/app", "app", NX_FEED_OTHER},
    {"http://purl.org/atom/app#", "app", NX_FEED_OTHER},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns", "rdf", NX_FEED_OTHER},
    {"http://www.w3.org/2000/svg", "svg", NX_FEED_OTHER},
    {"http://www.w3.org/1998/Math/MathML", "math", NX_FEED_OTHER}};

/* A known namespace, or a prefix that should have been declared as one. */
static const space *find_space(newsidx_text uri)
{
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        if (nx_str_starts_with(uri, nx_str(spaces[i].uri)) ||
            (spaces[i].prefix != NULL &&
             nx_str_equal(uri, nx_str(spaces[i].prefix))))
            return &spaces[i];
    }
    return NULL;
}

nx_feed_space nx_feed_space_of(const nx_xml_node *node)
{
    const space *known;

    if (node->space.length == 0)
        return NX_FEED_CORE;
    known = find_space(node->space);
    if (known != NULL)
        return known->space;
    return node->parent != NULL &&
                   nx_str_equal(node->parent->space, node->space)
               ? NX_FEED_CORE
               : NX_FEED_OTHER;
}

newsidx_text nx_feed_prefix_of(const nx_xml_node *node)
{
    const space *known = find_space(node->space);

    if (node->space.length == 0 || nx_feed_space_of(node) == NX_FEED_CORE)
        return nx_str("");
    return known != NULL && known->prefix != NULL ? nx_str(known->prefix)
                                                  : node->space;
}

/* ----------------------------------------------------------- markup ---- */

static bool is_named(newsidx_text name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (nx_str_equal_ascii(name, nx_str(*names)))
            return true;
    }
    return false;
}

/* An element of HTML that ends where it begins. */
static bool is_empty_element(newsidx_text name)
{
    static const char *const names[] = {
        "br",   "hr",   "img",   "input",  "wbr",   "col",   "area",
        "base", "link", "embed", "source", "track", "param", NULL};

    return is_named(name, names);
}

static void add_escaped(nx_buf *out, newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const char byte = text.bytes[i];

        if (byte == '&')
            nx_buf_add_string(out, "&amp;");
        else if (byte == '<')
            nx_buf_add_string(out, "&lt;");
        else if (byte == '"')
            nx_buf_add_string(out, "&quot;");
        else
            nx_buf_add_byte(out, byte);
    }
}

static void add_start_tag(nx_buf *out, const nx_xml_node *node)
{
    nx_buf_add_byte(out, '<');
    nx_buf_add_text(out, node->name);
    for (size_t i = 0; i < node->attribute_count; i++) {
        nx_buf_add_byte(out, ' ');
        nx_buf_add_text(out, node->attributes[i].name);
        nx_buf_add_string(out, "=\"");
        add_escaped(out, node->attributes[i].value);
        nx_buf_add_byte(out, '"');
    }
    nx_buf_add_byte(out, '>');
}

static void add_end_tag(nx_buf *out, const nx_xml_node *node)
{
    if (is_empty_element(node->name))
        return;
    nx_buf_add_string(out, "</");
    nx_buf_add_text(out, node->name);
    nx_buf_add_byte(out, '>');
}

/* Elements whose text a browser doesn't show, and HTML would read otherwise. */
static bool is_hidden(const nx_xml_node *node)
{
    static const char *const names[] = {"script",   "style",    "iframe",
                                        "noscript", "textarea", "title",
                                        "xmp",      "noembed",  NULL};

    return is_named(node->name, names);
}

/* What stands in an element, as HTML. */
static void add_markup(nx_buf *out, const nx_xml_node *top)
{
    const nx_xml_node *at = top->first;

    while (at != NULL) {
        if (at->name.bytes == NULL) {
            add_escaped(out, at->text);
        } else if (!is_hidden(at)) {
            add_start_tag(out, at);
            if (at->first != NULL) {
                at = at->first;
                continue;
            }
            add_end_tag(out, at);
        }
        while (at != top && at->next == NULL) {
            at = at->parent;
            if (at != top)
                add_end_tag(out, at);
        }
        at = at == top ? NULL : at->next;
    }
}

static bool has_elements(const nx_xml_node *node)
{
    const nx_xml_node *at = node->first;

    while (at != NULL && at->name.bytes == NULL)
        at = at->next;
    return at != NULL;
}

/* "&name;", "&#233;", "&#xE9;" at the beginning. */
static bool begins_with_reference(newsidx_text text)
{
    size_t at = 1;

    if (at < text.length && text.bytes[at] == '#')
        at++;
    while (at < text.length && at < LONGEST_NAME &&
           (nx_is_alpha(text.bytes[at]) || nx_is_digit(text.bytes[at])))
        at++;
    return at > 2 && at < text.length && text.bytes[at] == ';';
}

/* "</name>" or the beginning of a tag that HTML often has. */
static bool begins_with_tag(newsidx_text text)
{
    static const char *const names[] = {
        "a",     "abbr",   "article", "b",      "blockquote", "body",
        "br",    "center", "cite",    "code",   "dd",         "div",
        "dl",    "dt",     "em",      "embed",  "figure",     "font",
        "h1",    "h2",     "h3",      "h4",     "h5",         "h6",
        "head",  "hr",     "html",    "i",      "iframe",     "img",
        "li",    "link",   "meta",    "object", "ol",         "p",
        "pre",   "q",      "script",  "small",  "span",       "strong",
        "style", "sub",    "sup",     "table",  "tbody",      "td",
        "tr",    "tt",     "u",       "ul",     "video",      NULL};
    const bool is_end = text.length > 1 && text.bytes[1] == '/';
    const size_t start = is_end ? 2 : 1;
    size_t end = start;

    while (end < text.length && end < start + LONGEST_NAME &&
           (nx_is_alpha(text.bytes[end]) || nx_is_digit(text.bytes[end])))
        end++;
    if (end == start || end == text.length)
        return false;
    if (is_end)
        return text.bytes[end] == '>';
    return (nx_is_space(text.bytes[end]) || text.bytes[end] == '>' ||
            text.bytes[end] == '/') &&
           is_named(nx_str_slice(text.bytes + start, end - start), names);
}

bool nx_feed_looks_like_html(newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const newsidx_text rest = nx_str_slice(text.bytes + i, text.length - i);

        if ((rest.bytes[0] == '&' && begins_with_reference(rest)) ||
            (rest.bytes[0] == '<' && begins_with_tag(rest)))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------ base64 ---- */

/* The six bits of a letter of RFC 4648; 64: it is none. */
static uint32_t bits_of(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return (uint32_t)(byte - 'A');
    if (byte >= 'a' && byte <= 'z')
        return (uint32_t)(byte - 'a') + 26;
    if (nx_is_digit(byte))
        return (uint32_t)(byte - '0') + 52;
    if (byte == '+' || byte == '-')
        return 62;
    return byte == '/' || byte == '_' ? 63 : 64;
}

/* Decode base64; "" if it isn't any, or isn't the base64 of a text. */
static newsidx_status decode_base64(newsidx_text text, nx_arena *arena,
                                    newsidx_text *out, newsidx_error *err)
{
    char *bytes = nx_arena_alloc(arena, text.length + 1);
    size_t length = 0;
    uint32_t bits = 0;
    uint32_t count = 0;

    *out = nx_str("");
    if (bytes == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < text.length && text.bytes[i] != '='; i++) {
        const uint32_t six = bits_of(text.bytes[i]);

        if (nx_is_space(text.bytes[i]))
            continue;
        if (six == 64)
            return NEWSIDX_OK;
        bits = (bits << 6 | six) & 0xFFFFFFu;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        bytes[length++] = (char)(bits >> count & 0xFFu);
    }
    if (nx_utf8_find_invalid(bytes, length) == NEWSIDX_NO_OFFSET &&
        memchr(bytes, '\0', length) == NULL)
        *out = nx_str_slice(bytes, length);
    return NEWSIDX_OK;
}

/* ------------------------------------------------------------- texts ---- */

/*
 * Feeds that say &#146; mean the apostrophe of windows-1252; as a character it
 * would be a control. As the encoding standard of the web has it, for 0x80 to
 * 0x9F.
 */
static const int32_t windows[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

/* The characters U+0080 to U+00FF are C2 or C3 and one more byte. */
static bool is_latin(newsidx_text text, size_t at)
{
    return at + 1 < text.length &&
           ((unsigned char)text.bytes[at] & 0xFEu) == 0xC2u;
}

static bool is_control(newsidx_text text, size_t at)
{
    return is_latin(text, at) && (unsigned char)text.bytes[at] == 0xC2 &&
           (unsigned char)text.bytes[at + 1] < 0xA0;
}

static size_t count_controls(newsidx_text text)
{
    size_t count = 0;

    for (size_t i = 0; i + 1 < text.length; i++)
        count += is_control(text, i) ? 1 : 0;
    return count;
}

/*
 * Write the run of such characters that begins at `at` to `out`; returns its
 * bytes. A run with controls in it that is UTF-8, if each character is taken as
 * a byte, was encoded twice.
 */
static size_t add_run(newsidx_text text, size_t at, nx_buf *out)
{
    const size_t start = out->length;
    bool has_control = false;
    size_t end = at;

    for (; is_latin(text, end); end += 2) {
        const unsigned first = (unsigned char)text.bytes[end];
        const unsigned second = (unsigned char)text.bytes[end + 1];

        has_control = has_control || is_control(text, end);
        nx_buf_add_byte(out, (char)((first << 6 & 0xC0u) | (second & 0x3Fu)));
    }
    if (out->status < 0)
        return end - at;
    if (has_control &&
        nx_utf8_find_invalid(out->bytes + start, out->length - start) ==
            NEWSIDX_NO_OFFSET)
        return end - at;
    nx_buf_truncate(out, start);
    for (size_t i = at; i < end; i += 2) {
        char bytes[4];

        if (is_control(text, i))
            nx_buf_add(
                out, bytes,
                nx_utf8_encode(windows[(unsigned char)text.bytes[i + 1] - 0x80],
                               bytes));
        else
            nx_buf_add(out, text.bytes + i, 2);
    }
    return end - at;
}

/* Controls that are no controls become what was meant. */
static newsidx_status without_controls(newsidx_text *text, nx_arena *arena,
                                       newsidx_error *err)
{
    size_t at = 0;
    nx_buf out;

    if (count_controls(*text) == 0)
        return NEWSIDX_OK;
    nx_buf_init(&out, 2 * text->length + 16);
    while (at < text->length) {
        if (is_latin(*text, at))
            at += add_run(*text, at, &out);
        else
            nx_buf_add_byte(&out, text->bytes[at++]);
    }
    *text = nx_arena_text(arena, nx_buf_text(&out));
    if (out.status < 0 || text->bytes == NULL) {
        nx_buf_finish(&out);
        return nx_fail_memory(err);
    }
    nx_buf_finish(&out);
    return NEWSIDX_OK;
}

typedef enum form { HTML, BASE64, UNKNOWN } form;

static bool ends_with(newsidx_text text, const char *end)
{
    const size_t length = strlen(end);

    return text.length >= length &&
           nx_str_equal_ascii(
               nx_str_slice(text.bytes + text.length - length, length),
               nx_str(end));
}

/* How an element without elements in it says that it is to be read. */
static form form_of(const nx_xml_node *node)
{
    const newsidx_text type = nx_str_trim(nx_xml_attribute_of(node, "type"));
    const newsidx_text mode = nx_str_trim(nx_xml_attribute_of(node, "mode"));
    const newsidx_text text = nx_str("text/");

    if (nx_str_equal_ascii(mode, nx_str("base64")))
        return BASE64;
    if (nx_str_equal_ascii(type, nx_str("html")) ||
        nx_str_equal_ascii(type, nx_str("text/html")))
        return HTML;
    if (type.length == 0 || nx_str_equal_ascii(type, nx_str("text")) ||
        ends_with(type, "xhtml") || ends_with(type, "xml") ||
        memchr(type.bytes, '/', type.length) == NULL ||
        (type.length > text.length &&
         nx_str_equal_ascii(nx_str_slice(type.bytes, text.length), text)))
        return UNKNOWN;
    /* RFC 4287 4.1.3.3: of any other media type it is base64. In the feeds
     * before it, the mode says so. */
    return mode.length > 0 ? UNKNOWN : BASE64;
}

/* A line that is indented goes on with the one before: the indentation is the
 * document's, and so is the end of the line. A blank line stays. */
static newsidx_status join_indented(newsidx_text *text, nx_arena *arena,
                                    newsidx_error *err)
{
    size_t length = 0;
    size_t at = 0;
    char *bytes;

    if (memchr(text->bytes, '\n', text->length) == NULL)
        return NEWSIDX_OK;
    bytes = nx_arena_alloc(arena, text->length + 1);
    if (bytes == NULL)
        return nx_fail_memory(err);
    while (at < text->length) {
        const size_t start = at;
        size_t lines = 0;

        for (; at < text->length && nx_is_space(text->bytes[at]); at++)
            lines += text->bytes[at] == '\n' ? 1 : 0;
        if (lines == 1 && text->bytes[at - 1] != '\n') {
            bytes[length++] = ' ';
            continue;
        }
        if (at == start)
            at++;
        memcpy(bytes + length, text->bytes + start, at - start);
        length += at - start;
    }
    *text = nx_str_slice(bytes, length);
    return NEWSIDX_OK;
}

static bool begins_at(newsidx_text text, size_t at, newsidx_text name)
{
    return text.bytes[at] == '<' && text.length - at >= name.length &&
           nx_str_equal_ascii(nx_str_slice(text.bytes + at, name.length), name);
}

/* Where the tags begin that no end tag of theirs follows. */
static size_t behind_last(newsidx_text text, newsidx_text end_tag)
{
    size_t at = text.length;

    while (at > 0 && !begins_at(text, at - 1, end_tag))
        at--;
    return at;
}

/*
 * What stands behind a frame that isn't closed would be in it, for HTML, and
 * not be shown; of a feed, whose texts are often cut, it is the article. So
 * such tags become others, which show what is in them.
 */
static newsidx_status open_frames(newsidx_text *text, nx_arena *arena,
                                  newsidx_error *err)
{
    static const char *const starts[] = {"<iframe", "<object"};
    static const char *const ends[] = {"</iframe", "</object"};
    char *copy = NULL;

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        const newsidx_text start = nx_str(starts[i]);

        for (size_t at = behind_last(*text, nx_str(ends[i])); at < text->length;
             at++) {
            if (!begins_at(*text, at, start))
                continue;
            if (copy == NULL)
                copy = nx_arena_alloc(arena, text->length + 1);
            if (copy == NULL)
                return nx_fail_memory(err);
            if (copy != text->bytes)
                memcpy(copy, text->bytes, text->length);
            memcpy(copy + at, "<span", 5);
            text->bytes = copy;
        }
    }
    return NEWSIDX_OK;
}

static newsidx_status from_text(newsidx_text text, form how, nx_arena *arena,
                                newsidx_text *out, newsidx_error *err)
{
    newsidx_status status = without_controls(&text, arena, err);

    if (status < 0)
        return status;
    if (how == HTML || nx_feed_looks_like_html(text)) {
        status = open_frames(&text, arena, err);
        return status < 0 ? status : nx_html_to_text(text, arena, out, err);
    }
    status = join_indented(&text, arena, err);
    if (status < 0)
        return status;
    *out = nx_clean_text(arena, text);
    return out->bytes == NULL ? nx_fail_memory(err) : NEWSIDX_OK;
}

static newsidx_status from_markup(const nx_xml_node *node, nx_arena *arena,
                                  newsidx_text *out, newsidx_error *err)
{
    newsidx_status status;
    nx_buf html;

    nx_buf_init(&html, 2 * NX_LIMIT_ARTICLE_BYTES);
    add_markup(&html, node);
    if (html.status == NEWSIDX_ERR_LIMIT)
        status = nx_fail(err, NEWSIDX_ERR_LIMIT, "longer than %zu bytes",
                         NX_LIMIT_ARTICLE_BYTES);
    else if (html.status < 0)
        status = nx_fail_memory(err);
    else
        status = from_text(nx_buf_text(&html), HTML, arena, out, err);
    nx_buf_finish(&html);
    return status;
}

newsidx_status nx_feed_text(const nx_xml_node *node, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err)
{
    newsidx_status status;
    newsidx_text text;
    form how;

    *out = nx_str("");
    if (node == NULL)
        return NEWSIDX_OK;
    if (has_elements(node))
        return from_markup(node, arena, out, err);
    text = nx_xml_text_of(node, arena);
    if (text.bytes == NULL)
        return nx_fail_memory(err);
    how = form_of(node);
    if (how == BASE64) {
        status = decode_base64(text, arena, &text, err);
        if (status < 0)
            return status;
    }
    return from_text(text, how, arena, out, err);
}

newsidx_status nx_feed_line(const nx_xml_node *node, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err)
{
    const newsidx_status status = nx_feed_text(node, arena, out, err);

    if (status < 0)
        return status;
    *out = nx_clean_line(arena, *out);
    return out->bytes == NULL ? nx_fail_memory(err) : NEWSIDX_OK;
}
