#include "json.h"

#include "numbers.h"
#include "unicode.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void begin_value(nq_json *json)
{
    if (json->needs_comma)
        buffer_add(json->to, ",", 1);
    json->needs_comma = true;
}

void json_open(nq_json *json, char bracket)
{
    begin_value(json);
    buffer_add(json->to, &bracket, 1);
    json->needs_comma = false;
}

void json_close(nq_json *json, char bracket)
{
    buffer_add(json->to, &bracket, 1);
    json->needs_comma = true;
}

void json_key(nq_json *json, const char *key)
{
    json_string(json, key);
    buffer_add(json->to, ":", 1);
    json->needs_comma = false;
}

/* DEL and the C1 controls are escaped too, as they would reach a terminal, and
 * the line ends that JavaScript once took for its own. */
static void add_plain(nq_buffer *to, uint32_t letter)
{
    bool is_escaped = letter < 0x20 || (letter >= 0x7F && letter < 0xA0) ||
                      letter == 0x2028 || letter == 0x2029 ||
                      (letter >= 0x202A && letter <= 0x202E) ||
                      (letter >= 0x2066 && letter <= 0x2069);
    if (is_escaped)
        buffer_add_format(to, "\\u%04x", (unsigned)letter);
    else
        unicode_add(to, letter);
}

static void add_letter(nq_buffer *to, uint32_t letter)
{
    switch (letter) {
    case '"':
        buffer_add_string(to, "\\\"");
        return;
    case '\\':
        buffer_add_string(to, "\\\\");
        return;
    case '\n':
        buffer_add_string(to, "\\n");
        return;
    case '\t':
        buffer_add_string(to, "\\t");
        return;
    case '\r':
        buffer_add_string(to, "\\r");
        return;
    default:
        break;
    }
    add_plain(to, letter);
}

void json_text(nq_json *json, newsidx_text text)
{
    begin_value(json);
    if (text.bytes == NULL) {
        buffer_add_string(json->to, "null");
        return;
    }
    buffer_add(json->to, "\"", 1);
    for (size_t offset = 0; offset < text.length;)
        add_letter(json->to, unicode_next(text, &offset));
    buffer_add(json->to, "\"", 1);
}

void json_string(nq_json *json, const char *string)
{
    json_text(json, unicode_text(string));
}

void json_value(nq_json *json, newsidx_text value)
{
    begin_value(json);
    if (value.length == 0)
        buffer_add_string(json->to, "null");
    for (size_t offset = 0; offset < value.length;) {
        uint32_t letter = unicode_next(value, &offset);
        /* Strings have none of these, so they stand between values. */
        if (letter == '\n' || letter == '\r' || letter == '\t')
            letter = ' ';
        add_plain(json->to, letter);
    }
}

void json_count(nq_json *json, uint64_t count)
{
    begin_value(json);
    buffer_add_format(json->to, "%" PRIu64, count);
}

void json_integer(nq_json *json, int64_t number)
{
    begin_value(json);
    buffer_add_format(json->to, "%" PRId64, number);
}

void json_double(nq_json *json, double number)
{
    begin_value(json);
    if (!isfinite(number)) {
        buffer_add_string(json->to, "null");
        return;
    }
    char text[40];
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    buffer_add_string(json->to, text);
}

void json_boolean(nq_json *json, bool value)
{
    begin_value(json);
    buffer_add_string(json->to, value ? "true" : "false");
}

void json_time(nq_json *json, int64_t seconds)
{
    nq_buffer text = BUFFER_INIT;
    bool is_known =
        seconds != NEWSIDX_NO_TIME && numbers_add_time(&text, seconds);
    json_string(json, is_known ? buffer_string(&text) : NULL);
    buffer_finish(&text);
}

void json_spans(nq_json *json, const newsidx_span *spans, size_t count)
{
    json_open(json, '[');
    for (size_t i = 0; i < count; i++) {
        json_open(json, '[');
        json_count(json, spans[i].start);
        json_count(json, spans[i].end);
        json_close(json, ']');
    }
    json_close(json, ']');
}
