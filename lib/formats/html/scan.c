#include "formats/html/scan.h"

#include "base/str.h"

#include <string.h>

/* No element that gumbo knows has a longer name. */
#define LONGEST_KNOWN_NAME 20

static newsidx_text between(const char *start, const char *end)
{
    return nx_str_slice(start, (size_t)(end - start));
}

/* The first `byte` from `at` on; `end` if there's none. */
static const char *find(const char *at, const char *end, char byte)
{
    const char *found = at < end ? memchr(at, byte, (size_t)(end - at)) : NULL;

    return found != NULL ? found : end;
}

static const char *behind(const char *found, const char *end)
{
    return found < end ? found + 1 : end;
}

static bool is_at(const char *at, const char *end, const char *what)
{
    const size_t length = strlen(what);

    return (size_t)(end - at) >= length && memcmp(at, what, length) == 0;
}

/* Behind the comment whose text begins at `at`, as browsers end it. */
static const char *skip_comment(const char *at, const char *end)
{
    if (is_at(at, end, ">"))
        return at + 1;
    if (is_at(at, end, "->"))
        return at + 2;
    for (;;) {
        at = find(at, end, '-');
        if (at == end)
            return end;
        if (is_at(at, end, "-->"))
            return at + 3;
        if (is_at(at, end, "--!>"))
            return at + 4;
        at++;
    }
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && nx_is_space(*at))
        at++;
    return at;
}

/* The value that begins at `*at`, which is then behind it. */
static newsidx_text take_value(const char **at, const char *end)
{
    const char *start = *at;
    const char *here = start;

    if (here < end && (*here == '"' || *here == '\'')) {
        here = find(start + 1, end, *start);
        *at = behind(here, end);
        return between(start + 1, here);
    }
    while (here < end && !nx_is_space(*here) && *here != '>')
        here++;
    *at = here;
    return between(start, here);
}

static bool ends_name(char byte)
{
    return nx_is_space(byte) || byte == '/' || byte == '>' || byte == '=';
}

/*
 * Step over one attribute. `*at` is then behind it: at the ">" of the tag if
 * there was none, at `end` if the tag never ends.
 */
static bool step(const char **at, const char *end, newsidx_text *name,
                 newsidx_text *value)
{
    const char *here = *at;
    const char *start;

    *value = nx_str(NULL);
    while (here < end && (nx_is_space(*here) || *here == '/'))
        here++;
    start = here;
    *at = here;
    if (here == end || *here == '>')
        return false;
    do
        here++; /* a "=" may begin a name */
    while (here < end && !ends_name(*here));
    *name = between(start, here);
    *at = here;
    here = skip_blanks(here, end);
    if (here == end || *here != '=')
        return true;
    *at = skip_blanks(here + 1, end);
    *value = take_value(at, end);
    return true;
}

bool nx_html_attribute(newsidx_text *attributes, newsidx_text *out_name,
                       newsidx_text *out_value)
{
    const char *at = attributes->bytes;
    const char *end;
    bool found;

    if (attributes->length == 0)
        return false;
    end = at + attributes->length;
    found = step(&at, end, out_name, out_value);
    *attributes = between(at, end);
    return found;
}

static GumboTag tag_of(newsidx_text name)
{
    char lower[LONGEST_KNOWN_NAME];

    if (name.length > sizeof lower)
        return GUMBO_TAG_UNKNOWN;
    for (size_t i = 0; i < name.length; i++)
        lower[i] = nx_to_lower(name.bytes[i]);
    return gumbo_tagn_enum(lower, (unsigned)name.length);
}

/* What browsers with scripts take for text, whatever it looks like. */
static bool is_raw(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_XMP:
        return true;
    default:
        return false;
    }
}

/* Take all up to the end tag of that name, and the end tag. */
static newsidx_text take_raw(nx_html_scan *scan, newsidx_text name)
{
    const char *start = scan->at;
    const char *at = start;

    for (;; at++) {
        at = find(at, scan->end, '<');
        if (at == scan->end) {
            scan->at = at;
            return between(start, at);
        }
        if ((size_t)(scan->end - at) > name.length + 2 && at[1] == '/' &&
            nx_str_equal_ascii(nx_str_slice(at + 2, name.length), name) &&
            !nx_is_alpha(at[2 + name.length]))
            break;
    }
    scan->at = behind(find(at, scan->end, '>'), scan->end);
    return between(start, at);
}

/* Read the tag whose name begins at `name`. False if it never ends, and then
 * all that is left belongs to it. */
static bool take_tag(nx_html_scan *scan, const char *name, nx_html_piece *out)
{
    const char *at = name;
    const char *start;
    newsidx_text ignored;

    while (at < scan->end && !nx_is_space(*at) && *at != '/' && *at != '>')
        at++;
    out->name = between(name, at);
    out->tag = tag_of(out->name);
    start = at;
    while (step(&at, scan->end, &ignored, &ignored))
        continue;
    scan->at = behind(at, scan->end);
    if (at == scan->end)
        return false;
    out->attributes = between(start, at);
    out->is_closed = at[-1] == '/';
    if (out->kind != NX_HTML_START || !is_raw(out->tag))
        return true;
    /* SVG's and XML's <title/>. */
    if (out->tag != GUMBO_TAG_TITLE || !out->is_closed)
        out->text = take_raw(scan, out->name);
    return true;
}

/* Read what begins with a "<"; false if it's nothing for the reader. */
static bool take_markup(nx_html_scan *scan, nx_html_piece *out)
{
    const char *at = scan->at + 1;

    if (at < scan->end && nx_is_alpha(*at)) {
        out->kind = NX_HTML_START;
        return take_tag(scan, at, out);
    }
    if (at + 1 < scan->end && *at == '/' && nx_is_alpha(at[1])) {
        out->kind = NX_HTML_END;
        return take_tag(scan, at + 1, out);
    }
    if (is_at(at, scan->end, "!--")) {
        scan->at = skip_comment(at + 3, scan->end);
        return false;
    }
    if (at < scan->end && (*at == '!' || *at == '?' || *at == '/')) {
        scan->at = behind(find(at, scan->end, '>'), scan->end);
        return false;
    }
    out->text = nx_str_slice(scan->at, 1);
    scan->at = at;
    return true;
}

bool nx_html_scan_next(nx_html_scan *scan, nx_html_piece *out)
{
    static const nx_html_piece none = {.kind = NX_HTML_TEXT,
                                       .tag = GUMBO_TAG_UNKNOWN};

    while (scan->at < scan->end) {
        *out = none;
        if (*scan->at != '<') {
            const char *start = scan->at;

            scan->at = find(start, scan->end, '<');
            out->text = between(start, scan->at);
            return true;
        }
        if (take_markup(scan, out))
            return true;
    }
    return false;
}
