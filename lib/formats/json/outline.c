#include "formats/json/outline.h"

#include "base/str.h"
#include "formats/json/members.h"
#include "formats/json/scan.h"

#define DEEPEST_WRAPPER 4

static newsidx_text behind(newsidx_text text, size_t length)
{
    return nx_str_slice(text.bytes + length, text.length - length);
}

static newsidx_text without_blanks(newsidx_text text)
{
    size_t length = 0;

    while (length < text.length && nx_is_space(text.bytes[length]))
        length++;
    return behind(text, length);
}

static bool begins(newsidx_text text, char byte)
{
    return text.length > 0 && text.bytes[0] == byte;
}

void nx_json_outline_begin(nx_json_outline *outline, newsidx_text text)
{
    outline->rest = text;
    outline->name = nx_str(NULL);
    outline->value = nx_str(NULL);
}

/* The length of the string that `text` begins with, quotes included; 0 if it
 * is cut. */
static size_t string_length(newsidx_text text)
{
    for (size_t i = 1; i < text.length; i++) {
        if (text.bytes[i] == '"')
            return i + 1;
        if (text.bytes[i] == '\\')
            i++;
    }
    return 0;
}

nx_json_look nx_json_outline_next(nx_json_outline *outline)
{
    newsidx_text at = without_blanks(outline->rest);
    size_t length;

    if (begins(at, ','))
        at = without_blanks(behind(at, 1));
    if (at.length == 0)
        return NX_JSON_CUT;
    if (begins(at, '}')) {
        outline->rest = behind(at, 1);
        return NX_JSON_CLOSED;
    }
    if (!begins(at, '"'))
        return NX_JSON_NOT_JSON;
    length = string_length(at);
    if (length == 0)
        return NX_JSON_CUT;
    outline->name = nx_str_slice(at.bytes + 1, length - 2);
    at = without_blanks(behind(at, length));
    if (at.length > 0 && !begins(at, ':'))
        return NX_JSON_NOT_JSON;
    if (at.length > 0)
        at = without_blanks(behind(at, 1));
    /* Something comes behind it, and one byte doesn't tell what it is. */
    if (at.length == 0 || without_blanks(behind(at, 1)).length == 0)
        return NX_JSON_CUT;
    outline->value = at;
    outline->rest = at;
    return NX_JSON_MEMBER;
}

bool nx_json_outline_skip(nx_json_outline *outline)
{
    nx_json_scan scan;
    bool ended;
    size_t length;

    nx_json_scan_begin(&scan);
    length = nx_json_scan_step(&scan, outline->value, &ended);
    outline->rest = behind(outline->value, length);
    return ended;
}

/* Has the value, which may be cut, something that could be a text? */
static bool may_say_something(newsidx_text value)
{
    const char first = value.bytes[0];
    const newsidx_text inside = without_blanks(behind(value, 1));

    if (first == '"')
        return !begins(inside, '"');
    if (first == '[')
        return !begins(inside, ']');
    return first == '{';
}

static bool is_field(newsidx_text name, nx_json_field *out_field)
{
    uint32_t rank;

    return nx_json_find_member(name.bytes, name.length, out_field, &rank);
}

static bool is_body(const nx_json_outline *at)
{
    nx_json_field field;

    return is_field(at->name, &field) &&
           (field == NX_JSON_BODY || field == NX_JSON_BODY_HTML) &&
           may_say_something(at->value);
}

static bool is_wrapper(const nx_json_outline *at)
{
    return begins(at->value, '{') &&
           nx_json_is_wrapper(at->name.bytes, at->name.length);
}

/* Does an object, "{" first, look like one article? */
static nx_json_layout look_at_element(newsidx_text text)
{
    nx_json_outline at;

    nx_json_outline_begin(&at, behind(text, 1));
    for (;;) {
        nx_json_field field;
        const nx_json_look look = nx_json_outline_next(&at);

        if (look == NX_JSON_CUT)
            return NX_JSON_UNSURE;
        if (look != NX_JSON_MEMBER)
            return NX_JSON_ONE;
        if (is_wrapper(&at) || is_body(&at) ||
            (is_field(at.name, &field) &&
             (field == NX_JSON_HEADLINE || field == NX_JSON_DESCRIPTION) &&
             may_say_something(at.value)))
            return NX_JSON_WRAPPED;
        if (!nx_json_outline_skip(&at))
            return NX_JSON_UNSURE;
    }
}

/* Is the member a list of what looks like articles? */
static nx_json_layout look_at_list(const nx_json_outline *at)
{
    newsidx_text inside;

    if (!begins(at->value, '[') ||
        !nx_json_is_list(at->name.bytes, at->name.length))
        return NX_JSON_ONE;
    inside = without_blanks(behind(at->value, 1));
    if (inside.length == 0)
        return NX_JSON_UNSURE;
    return begins(inside, '{') ? look_at_element(inside) : NX_JSON_ONE;
}

nx_json_layout nx_json_find_list(newsidx_text text, size_t *out_offset,
                                 size_t *out_depth)
{
    nx_json_outline at;
    size_t depth = 1;

    *out_offset = 0;
    nx_json_outline_begin(&at, behind(text, 1));
    while (depth > 0) {
        const nx_json_look look = nx_json_outline_next(&at);
        nx_json_layout layout;

        if (look == NX_JSON_CLOSED) {
            depth--;
            continue;
        }
        if (look != NX_JSON_MEMBER)
            return look == NX_JSON_CUT ? NX_JSON_UNSURE : NX_JSON_ONE;
        layout = look_at_list(&at);
        if (layout != NX_JSON_ONE) {
            *out_offset = (size_t)(at.value.bytes - text.bytes) + 1;
            *out_depth = depth;
            return layout;
        }
        if (is_wrapper(&at) && depth < DEEPEST_WRAPPER) {
            at.rest = behind(at.value, 1);
            depth++;
            continue;
        }
        if (is_body(&at))
            return NX_JSON_ONE;
        if (!nx_json_outline_skip(&at))
            return NX_JSON_UNSURE;
    }
    return NX_JSON_ONE;
}
