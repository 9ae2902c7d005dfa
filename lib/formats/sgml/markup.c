#include "formats/sgml/markup.h"

#include "base/str.h"
#include "base/utf8.h"

#include <string.h>

/* "&#1114111;" is the longest. */
#define LONGEST_REFERENCE 10

/* ASCII letters without case, and few other bytes: the rest is compared then.
 */
static bool may_be_alike(char a, char b)
{
    return ((unsigned char)a | 0x20u) == ((unsigned char)b | 0x20u);
}

size_t nx_sgml_find(newsidx_text text, size_t offset, const char *what)
{
    const newsidx_text wanted = nx_str(what);

    while (offset < text.length && text.length - offset >= wanted.length) {
        const char *at = memchr(text.bytes + offset, wanted.bytes[0],
                                text.length - offset - wanted.length + 1);

        if (at == NULL)
            break;
        if (may_be_alike(at[wanted.length - 1],
                         wanted.bytes[wanted.length - 1]) &&
            nx_str_equal_ascii(nx_str_slice(at, wanted.length), wanted))
            return (size_t)(at - text.bytes);
        offset = (size_t)(at - text.bytes) + 1;
    }
    return NEWSIDX_NO_OFFSET;
}

/* "<BODY>" and "<BODY TYPE=...>", not "<BODYGUARD>". Returns the offset behind
 * the name; NEWSIDX_NO_OFFSET if there's none. */
static size_t find_start(newsidx_text text, size_t offset, const char *name)
{
    const size_t length = strlen(name);

    for (;;) {
        const char *at = offset < text.length ? memchr(text.bytes + offset, '<',
                                                       text.length - offset)
                                              : NULL;
        size_t end;

        if (at == NULL)
            return NEWSIDX_NO_OFFSET;
        offset = (size_t)(at - text.bytes) + 1;
        end = offset + length;
        if (end < text.length && may_be_alike(text.bytes[offset], name[0]) &&
            nx_str_equal_ascii(nx_str_slice(text.bytes + offset, length),
                               nx_str(name)) &&
            (text.bytes[end] == '>' || nx_is_space(text.bytes[end])))
            return end;
    }
}

bool nx_sgml_element_at(newsidx_text text, size_t offset, const char *name,
                        nx_sgml_element *out)
{
    const size_t start = find_start(text, offset, name);
    char end_tag[32] = "</";
    size_t name_length = strlen(name);
    const char *close;
    size_t end;
    size_t inside;

    if (start == NEWSIDX_NO_OFFSET)
        return false;
    memcpy(end_tag + 2, name, name_length);
    memcpy(end_tag + 2 + name_length, ">", 2);
    close = memchr(text.bytes + start, '>', text.length - start);
    if (close == NULL)
        return false;
    inside = (size_t)(close - text.bytes) + 1;
    end = nx_sgml_find(text, inside, end_tag);
    if (end == NEWSIDX_NO_OFFSET)
        return false;
    out->attributes = nx_str_slice(text.bytes + start, inside - 1 - start);
    out->content = nx_str_slice(text.bytes + inside, end - inside);
    out->whole =
        nx_str_slice(text.bytes + start - name_length - 1,
                     end + name_length + 3 - (start - name_length - 1));
    return true;
}

static size_t skip_blanks(newsidx_text text, size_t offset)
{
    while (offset < text.length && nx_is_space(text.bytes[offset]))
        offset++;
    return offset;
}

static size_t value_end(newsidx_text text, size_t offset, char quote)
{
    while (offset < text.length &&
           (quote != '\0' ? text.bytes[offset] != quote
                          : !nx_is_space(text.bytes[offset])))
        offset++;
    return offset;
}

newsidx_text nx_sgml_attribute(newsidx_text attributes, const char *name)
{
    size_t at = 0;

    while (at < attributes.length) {
        const size_t start = skip_blanks(attributes, at);
        size_t end = start;
        size_t value;
        char quote = '\0';

        while (end < attributes.length && attributes.bytes[end] != '=' &&
               !nx_is_space(attributes.bytes[end]))
            end++;
        value = skip_blanks(attributes, end);
        if (value == attributes.length || attributes.bytes[value] != '=') {
            at = end > start ? end : end + 1;
            continue;
        }
        value = skip_blanks(attributes, value + 1);
        if (value < attributes.length &&
            (attributes.bytes[value] == '"' || attributes.bytes[value] == '\''))
            quote = attributes.bytes[value++];
        at = value_end(attributes, value, quote);
        if (nx_str_equal_ascii(
                nx_str_slice(attributes.bytes + start, end - start),
                nx_str(name)))
            return nx_str_slice(attributes.bytes + value, at - value);
        at++;
    }
    return nx_str(NULL);
}

/* "#3" or "lt" as a character; NX_UTF8_INVALID if it stands for none. */
static int32_t read_name(newsidx_text name)
{
    static const struct {
        const char *name;
        int32_t codepoint;
    } names[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}};
    int32_t number = 0;

    if (nx_str_starts_with(name, nx_str("#")) && name.length > 1) {
        for (size_t i = 1; i < name.length; i++) {
            if (!nx_is_digit(name.bytes[i]) || number > 0x10FFFF)
                return NX_UTF8_INVALID;
            number = number * 10 + (name.bytes[i] - '0');
        }
        return number > 0x10FFFF || (number >= 0xD800 && number < 0xE000)
                   ? NX_UTF8_INVALID
                   : number;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (nx_str_equal_ascii(name, nx_str(names[i].name)))
            return names[i].codepoint;
    }
    return NX_UTF8_INVALID;
}

/* The character that the reference at `text` stands for, and its length. */
static int32_t read_reference(newsidx_text text, size_t *out_length)
{
    const size_t most =
        text.length < LONGEST_REFERENCE ? text.length : LONGEST_REFERENCE;
    const char *end = memchr(text.bytes, ';', most);

    *out_length = 1;
    if (end == NULL)
        return NX_UTF8_INVALID;
    *out_length = (size_t)(end - text.bytes) + 1;
    return read_name(nx_str_slice(text.bytes + 1, *out_length - 2));
}

newsidx_text nx_sgml_decode(newsidx_text text, nx_arena *arena)
{
    char *bytes = nx_arena_array(arena, text.length + 1, 1);
    size_t used = 0;
    size_t i = 0;

    if (bytes == NULL)
        return nx_str(NULL);
    while (i < text.length) {
        int32_t codepoint = NX_UTF8_INVALID;
        size_t length = 1;

        if (text.bytes[i] == '&')
            codepoint = read_reference(
                nx_str_slice(text.bytes + i, text.length - i), &length);
        if (codepoint == NX_UTF8_INVALID) {
            bytes[used++] = text.bytes[i++];
            continue;
        }
        used += nx_utf8_encode(codepoint, bytes + used);
        i += length;
    }
    return nx_str_slice(bytes, used);
}
