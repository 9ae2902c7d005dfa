#include "formats/charset/declared.h"

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static newsidx_text rest_of(newsidx_text text, size_t offset)
{
    return nx_str_slice(text.bytes + offset, text.length - offset);
}

static bool begins_with(newsidx_text text, const char *start)
{
    const newsidx_text wanted = nx_str(start);

    return text.length >= wanted.length &&
           nx_str_equal_ascii(nx_str_slice(text.bytes, wanted.length), wanted);
}

/* What follows the first `wanted`, whatever its letter case. */
static bool find_after(newsidx_text *text, const char *wanted)
{
    for (size_t i = 0; i < text->length; i++) {
        if (begins_with(rest_of(*text, i), wanted)) {
            *text = rest_of(*text, i + strlen(wanted));
            return true;
        }
    }
    return false;
}

/* Of `= "label"`, `=label;` and the like. */
static newsidx_text value(newsidx_text text)
{
    size_t length = 0;
    char quote = '\0';

    text = nx_str_trim(text);
    if (text.length == 0 || text.bytes[0] != '=')
        return nx_str(NULL);
    text = nx_str_trim(rest_of(text, 1));
    if (text.length > 0 && (text.bytes[0] == '"' || text.bytes[0] == '\'')) {
        quote = text.bytes[0];
        text = rest_of(text, 1);
    }
    while (length < text.length && text.bytes[length] != quote &&
           text.bytes[length] != '"' && text.bytes[length] != '\'' &&
           text.bytes[length] != ';' && text.bytes[length] != '>' &&
           (quote != '\0' || !nx_is_space(text.bytes[length])))
        length++;
    text = nx_str_trim(nx_str_slice(text.bytes, length));
    return text.length > 0 ? text : nx_str(NULL);
}

/* The text before the first `end`, or all of it. */
static newsidx_text up_to(newsidx_text text, char end)
{
    const char *found =
        text.length > 0 ? memchr(text.bytes, end, text.length) : NULL;

    if (found != NULL)
        text.length = (size_t)(found - text.bytes);
    return text;
}

/* As the standard of HTML has it: "charset" of the first tag that has one. */
static newsidx_text of_tags(newsidx_text text)
{
    while (text.length > 0) {
        const char *tag = memchr(text.bytes, '<', text.length);
        newsidx_text inside;

        if (tag == NULL)
            break;
        text = rest_of(text, (size_t)(tag - text.bytes));
        if (begins_with(text, "<!--")) {
            if (!find_after(&text, "-->"))
                break;
            continue;
        }
        text = rest_of(text, 1);
        if (!begins_with(text, "meta") || text.length < 5 ||
            (!nx_is_space(text.bytes[4]) && text.bytes[4] != '/'))
            continue;
        inside = up_to(up_to(text, '>'), '<');
        while (find_after(&inside, "charset")) {
            const newsidx_text label = value(inside);

            if (label.length > 0)
                return label;
        }
    }
    return nx_str(NULL);
}

newsidx_text nx_charset_declared(newsidx_text head)
{
    newsidx_text text;

    if (head.length > NX_CHARSET_HEAD_BYTES)
        head.length = NX_CHARSET_HEAD_BYTES;
    text = nx_str_trim(head);
    if (text.length == 0 || text.bytes[0] != '<')
        return nx_str(NULL);
    if (begins_with(text, "<?xml")) {
        newsidx_text inside = up_to(text, '>');

        if (find_after(&inside, "encoding")) {
            const newsidx_text label = value(inside);

            if (label.length > 0)
                return label;
        }
    }
    return of_tags(text);
}

const char *nx_charset_mark(newsidx_text head, size_t *out_length)
{
    /* UTF-32's begin with UTF-16's. */
    static const struct {
        const char *bytes;
        size_t length;
        const char *charset;
    } marks[] = {{"\xEF\xBB\xBF", 3, "UTF-8"},
                 {"\xFF\xFE\0\0", 4, "UTF-32LE"},
                 {"\0\0\xFE\xFF", 4, "UTF-32BE"},
                 {"\xFF\xFE", 2, "UTF-16LE"},
                 {"\xFE\xFF", 2, "UTF-16BE"}};

    *out_length = 0;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (nx_str_starts_with(head,
                               nx_str_slice(marks[i].bytes, marks[i].length))) {
            *out_length = marks[i].length;
            return marks[i].charset;
        }
    }
    return NULL;
}

/* One of the ways in which wide characters are laid out. */
typedef struct layout {
    const char *charset;
    size_t unit_bytes;
    bool is_big_endian;
} layout;

static uint32_t unit_at(const layout *how, const char *bytes)
{
    uint32_t unit = 0;

    for (size_t i = 0; i < how->unit_bytes; i++) {
        const size_t place = how->is_big_endian ? i : how->unit_bytes - 1 - i;

        unit = unit << 8 | (unsigned char)bytes[place];
    }
    return unit;
}

/* Controls, what isn't assigned for ever, and private use: not in news. */
static bool is_foreign(uint32_t unit)
{
    return (unit < 0x20 && unit != '\t' && unit != '\n' && unit != '\r' &&
            unit != '\f') ||
           (unit >= 0x7F && unit < 0xA0) || (unit >= 0xE000 && unit < 0xF900) ||
           (unit >= 0xFDD0 && unit < 0xFDF0) || (unit & 0xFFFE) == 0xFFFE ||
           unit > 0x10FFFF;
}

/*
 * How much of a text it is if it is laid out so: 0 if it can't be. Letters of
 * ASCII count, and neighbours of one block of 256, which those of any script
 * are but those of Chinese.
 */
static size_t count_signs(const layout *how, newsidx_text head)
{
    const size_t count = head.length / how->unit_bytes;
    size_t ascii_count = 0;
    size_t neighbour_count = 0;
    uint32_t before = 0;

    for (size_t i = 0; i < count; i++) {
        const uint32_t unit = unit_at(how, head.bytes + i * how->unit_bytes);
        const bool is_low = unit >= 0xDC00 && unit < 0xE000;
        const bool wants_low = before >= 0xD800 && before < 0xDC00;

        if (is_foreign(unit) || is_low != wants_low)
            return 0;
        ascii_count += unit < 0x7F ? 1 : 0;
        neighbour_count += i > 0 && unit >> 8 == before >> 8 ? 1 : 0;
        before = unit;
    }
    return ascii_count > 0 ? ascii_count + neighbour_count : 0;
}

const char *nx_charset_wide(newsidx_text head)
{
    static const layout layouts[] = {{"UTF-32LE", 4, false},
                                     {"UTF-32BE", 4, true},
                                     {"UTF-16LE", 2, false},
                                     {"UTF-16BE", 2, true}};
    const char *best = NULL;
    size_t most = 0;

    if (head.length > NX_CHARSET_HEAD_BYTES)
        head.length = NX_CHARSET_HEAD_BYTES;
    if (head.length < 4 || memchr(head.bytes, '\0', head.length) == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        const size_t count = count_signs(&layouts[i], head);

        if (count > most) {
            most = count;
            best = layouts[i].charset;
        }
    }
    return best;
}
