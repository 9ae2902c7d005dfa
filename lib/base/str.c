#include "base/str.h"

#include <string.h>

newsidx_text nx_str(const char *string)
{
    return nx_str_slice(string, string != NULL ? strlen(string) : 0);
}

newsidx_text nx_str_slice(const char *bytes, size_t length)
{
    newsidx_text text = {bytes, length};

    return text;
}

bool nx_str_equal(newsidx_text a, newsidx_text b)
{
    return a.length == b.length &&
           (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool nx_str_equal_ascii(newsidx_text a, newsidx_text b)
{
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++) {
        if (nx_to_lower(a.bytes[i]) != nx_to_lower(b.bytes[i]))
            return false;
    }
    return true;
}

int nx_str_compare(newsidx_text a, newsidx_text b)
{
    const size_t shorter = a.length < b.length ? a.length : b.length;
    const int order = shorter > 0 ? memcmp(a.bytes, b.bytes, shorter) : 0;

    if (order != 0)
        return order;
    return (a.length > b.length) - (a.length < b.length);
}

newsidx_text nx_str_trim(newsidx_text text)
{
    while (text.length > 0 && nx_is_space(text.bytes[0])) {
        text.bytes++;
        text.length--;
    }
    while (text.length > 0 && nx_is_space(text.bytes[text.length - 1]))
        text.length--;
    return text;
}

bool nx_str_starts_with(newsidx_text text, newsidx_text prefix)
{
    return text.length >= prefix.length &&
           (prefix.length == 0 ||
            memcmp(text.bytes, prefix.bytes, prefix.length) == 0);
}

newsidx_text nx_str_take_line(newsidx_text *rest)
{
    const char *newline = memchr(rest->bytes, '\n', rest->length);
    const size_t length =
        newline != NULL ? (size_t)(newline - rest->bytes) : rest->length;
    const size_t step = newline != NULL ? length + 1 : length;
    newsidx_text line = {rest->bytes, length};

    rest->bytes += step;
    rest->length -= step;
    if (line.length > 0 && line.bytes[line.length - 1] == '\r')
        line.length--;
    return line;
}

bool nx_str_contains_ascii(newsidx_text text, newsidx_text part)
{
    for (size_t i = 0; i + part.length <= text.length; i++) {
        if (nx_str_equal_ascii(nx_str_slice(text.bytes + i, part.length), part))
            return true;
    }
    return false;
}

bool nx_is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

bool nx_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool nx_is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

bool nx_is_alpha(char byte)
{
    return nx_is_upper(byte) || (byte >= 'a' && byte <= 'z');
}

char nx_to_lower(char byte)
{
    return nx_is_upper(byte) ? (char)(byte - 'A' + 'a') : byte;
}
