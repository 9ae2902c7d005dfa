#include "base/json.h"

#include <stdint.h>
#include <string.h>

typedef struct scanner {
    const char *at;
    const char *end;
    size_t depth;
    uint64_t objects[NX_JSON_DEPTH / 64]; /* a bit a level; 0: an array */
} scanner;

/* What may come next. */
typedef enum expected {
    FIRST_NAME,  /* or the end of the object */
    NAME,        /* after a comma */
    FIRST_VALUE, /* or the end of the array */
    VALUE,       /* after a comma or a colon */
    AFTER_VALUE  /* a comma, or the end of what the value is in */
} expected;

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_hex(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') ||
           (byte >= 'A' && byte <= 'F');
}

static void skip_blanks(scanner *in)
{
    while (in->at < in->end && (*in->at == ' ' || *in->at == '\t' ||
                                *in->at == '\n' || *in->at == '\r'))
        in->at++;
}

static bool skip_byte(scanner *in, char byte)
{
    if (in->at == in->end || *in->at != byte)
        return false;
    in->at++;
    return true;
}

/* What stands behind a backslash. */
static bool skip_escape(scanner *in)
{
    if (in->at == in->end)
        return false;
    if (*in->at != 'u') {
        const char byte = *in->at++;

        return byte != '\0' && strchr("\"\\/bfnrt", byte) != NULL;
    }
    in->at++;
    for (size_t i = 0; i < 4; i++, in->at++) {
        if (in->at == in->end || !is_hex(*in->at))
            return false;
    }
    return true;
}

static bool skip_string(scanner *in)
{
    if (!skip_byte(in, '"'))
        return false;
    while (in->at < in->end) {
        const unsigned char byte = (unsigned char)*in->at++;

        if (byte == '"')
            return true;
        if (byte < 0x20 || (byte == '\\' && !skip_escape(in)))
            return false;
    }
    return false;
}

static bool skip_digits(scanner *in)
{
    const char *start = in->at;

    while (in->at < in->end && is_digit(*in->at))
        in->at++;
    return in->at > start;
}

static bool skip_number(scanner *in)
{
    skip_byte(in, '-');
    if (!skip_byte(in, '0') && !skip_digits(in))
        return false;
    if (skip_byte(in, '.') && !skip_digits(in))
        return false;
    if (!skip_byte(in, 'e') && !skip_byte(in, 'E'))
        return true;
    if (!skip_byte(in, '+'))
        skip_byte(in, '-');
    return skip_digits(in);
}

static bool skip_word(scanner *in)
{
    static const char *const words[] = {"true", "false", "null"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const size_t length = strlen(words[i]);

        if ((size_t)(in->end - in->at) >= length &&
            memcmp(in->at, words[i], length) == 0) {
            in->at += length;
            return true;
        }
    }
    return false;
}

/* Go into an object or array, which the next byte begins. */
static bool enter(scanner *in, expected *next)
{
    const size_t level = in->depth;
    const uint64_t bit = UINT64_C(1) << level % 64;

    if (level == NX_JSON_DEPTH)
        return false;
    in->depth++;
    if (*in->at++ == '{') {
        in->objects[level / 64] |= bit;
        *next = FIRST_NAME;
    } else {
        in->objects[level / 64] &= ~bit;
        *next = FIRST_VALUE;
    }
    return true;
}

static bool is_in_object(const scanner *in)
{
    const size_t level = in->depth - 1;

    return (in->objects[level / 64] >> level % 64 & 1) != 0;
}

static bool leave(scanner *in, expected *next)
{
    *next = AFTER_VALUE;
    if (!skip_byte(in, is_in_object(in) ? '}' : ']'))
        return false;
    in->depth--;
    return true;
}

static bool skip_value(scanner *in, expected *next)
{
    *next = AFTER_VALUE;
    if (in->at == in->end)
        return false;
    if (*in->at == '{' || *in->at == '[')
        return enter(in, next);
    if (*in->at == '"')
        return skip_string(in);
    return *in->at == '-' || is_digit(*in->at) ? skip_number(in)
                                               : skip_word(in);
}

static bool skip_name(scanner *in, expected *next)
{
    *next = VALUE;
    if (!skip_string(in))
        return false;
    skip_blanks(in);
    return skip_byte(in, ':');
}

static bool skip_next(scanner *in, expected *next)
{
    const expected now = *next;

    if (now == NAME)
        return skip_name(in, next);
    if (now == VALUE)
        return skip_value(in, next);
    if (now == AFTER_VALUE && skip_byte(in, ',')) {
        *next = is_in_object(in) ? NAME : VALUE;
        return true;
    }
    if (leave(in, next))
        return true;
    if (now == AFTER_VALUE)
        return false;
    return now == FIRST_NAME ? skip_name(in, next) : skip_value(in, next);
}

bool nx_json_is_object(newsidx_text text)
{
    scanner in = {text.bytes, text.bytes, 0, {0, 0}};
    expected next = AFTER_VALUE;

    if (text.length == 0)
        return false;
    in.end += text.length;
    skip_blanks(&in);
    if (in.at == in.end || *in.at != '{' || !enter(&in, &next))
        return false;
    while (in.depth > 0) {
        skip_blanks(&in);
        if (!skip_next(&in, &next))
            return false;
    }
    skip_blanks(&in);
    return in.at == in.end;
}
