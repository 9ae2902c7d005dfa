#include "formats/mail/header.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/mail/words.h"

#include <stdio.h>
#include <string.h>

/* A value is cut into so many pieces at most. */
#define MOST_PIECES 32
#define LONGEST_NAME_BYTES 100
#define LONGEST_PARAMETERS_BYTES ((size_t)16 * 1024)

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Bytes before the colon of a field; 0 if the line begins with no name. */
static size_t name_length(newsidx_text line)
{
    size_t length = 0;
    size_t colon;

    while (length < line.length && line.bytes[length] > ' ' &&
           line.bytes[length] < 0x7F && line.bytes[length] != ':')
        length++;
    colon = length;
    /* Old programs left blanks before the colon. */
    while (colon < line.length && is_blank(line.bytes[colon]))
        colon++;
    return length <= LONGEST_NAME_BYTES && colon < line.length &&
                   line.bytes[colon] == ':'
               ? length
               : 0;
}

newsidx_text nx_mail_start(newsidx_text text)
{
    size_t start = nx_str_starts_with(text, nx_str("\xEF\xBB\xBF")) ? 3 : 0;

    while (start < text.length && nx_is_space(text.bytes[start]))
        start++;
    return nx_str_slice(text.bytes + start, text.length - start);
}

bool nx_mail_field_read(newsidx_text *rest, nx_mail_field *out_field)
{
    newsidx_text behind = *rest;
    newsidx_text line;
    size_t length;
    const char *start;

    if (behind.length == 0)
        return false;
    line = nx_str_take_line(&behind);
    length = name_length(line);
    if (length == 0)
        return false;
    out_field->name = nx_str_slice(line.bytes, length);
    start = line.bytes + length;
    while (*start != ':')
        start++;
    start++;
    while (behind.length > 0 && is_blank(behind.bytes[0]))
        nx_str_take_line(&behind);
    out_field->value =
        nx_str_trim(nx_str_slice(start, (size_t)(behind.bytes - start)));
    *rest = behind;
    return true;
}

/* What mailboxes put before a header, and old programs into it. */
static bool is_envelope(newsidx_text rest, bool is_first)
{
    return (is_first && nx_str_starts_with(rest, nx_str("From "))) ||
           nx_str_starts_with(rest, nx_str(">From "));
}

newsidx_status nx_mail_header_read(newsidx_text *rest, nx_arena *arena,
                                   nx_mail_header *out_header,
                                   newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    const newsidx_text whole = *rest;
    nx_mail_field field;
    void *fields = NULL;
    size_t capacity = 0;
    size_t count = 0;

    *out_header = (nx_mail_header){NULL, 0};
    for (;;) {
        if (is_envelope(*rest, count == 0)) {
            nx_str_take_line(rest);
            continue;
        }
        if (!nx_mail_field_read(rest, &field))
            break;
        if (count == NX_MAIL_HEADER_FIELDS ||
            whole.length - rest->length > NX_MAIL_HEADER_BYTES) {
            status = nx_fail(err, NEWSIDX_ERR_LIMIT,
                             "a header of more than %zu bytes or %d fields",
                             NX_MAIL_HEADER_BYTES, NX_MAIL_HEADER_FIELDS);
            goto cleanup;
        }
        if (!nx_grow(&fields, &capacity, count + 1, sizeof field)) {
            status = nx_fail_memory(err);
            goto cleanup;
        }
        ((nx_mail_field *)fields)[count++] = field;
    }
    if (rest->length > 0 && nx_str_starts_with(*rest, nx_str("\r\n")))
        nx_str_take_line(rest);
    else if (rest->length > 0 && rest->bytes[0] == '\n')
        nx_str_take_line(rest);
    out_header->fields = nx_arena_array(arena, count + 1, sizeof field);
    if (out_header->fields == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    if (count > 0)
        memcpy(out_header->fields, fields, count * sizeof field);
    out_header->count = count;

cleanup:
    nx_free(fields);
    return status;
}

newsidx_text nx_mail_header_find(const nx_mail_header *header, const char *name)
{
    for (size_t i = 0; i < header->count; i++) {
        if (nx_str_equal_ascii(header->fields[i].name, nx_str(name)))
            return header->fields[i].value;
    }
    return nx_str(NULL);
}

newsidx_text nx_mail_token(newsidx_text value, nx_arena *arena)
{
    size_t length = 0;
    char *token;

    while (length < value.length && value.bytes[length] > ' ' &&
           value.bytes[length] != ';' && value.bytes[length] != '(')
        length++;
    token = nx_arena_array(arena, length + 1, 1);
    if (token == NULL)
        return nx_str(NULL);
    for (size_t i = 0; i < length; i++)
        token[i] = nx_to_lower(value.bytes[i]);
    return nx_str_slice(token, length);
}

typedef struct parameter {
    newsidx_text name;
    newsidx_text value;
    bool is_quoted;
} parameter;

/* The value that begins at `at`, behind the =; returns where it ends. */
static size_t read_value(newsidx_text text, size_t at, parameter *out)
{
    const char *bytes = text.bytes;
    size_t start;

    while (at < text.length && nx_is_space(bytes[at]))
        at++;
    out->is_quoted = at < text.length && bytes[at] == '"';
    at += out->is_quoted ? 1 : 0;
    start = at;
    while (at < text.length && bytes[at] != (out->is_quoted ? '"' : ';'))
        at +=
            out->is_quoted && bytes[at] == '\\' && at + 1 < text.length ? 2 : 1;
    out->value = nx_str_slice(bytes + start, at - start);
    if (!out->is_quoted)
        out->value = nx_str_trim(out->value);
    while (at < text.length && bytes[at] != ';')
        at++;
    return at;
}

/* Cut the next parameter off `*rest`; false at the end. */
static bool next_parameter(newsidx_text *rest, parameter *out)
{
    const newsidx_text text = *rest;
    size_t at = 0;
    size_t start;

    while (at < text.length &&
           (nx_is_space(text.bytes[at]) || text.bytes[at] == ';'))
        at++;
    start = at;
    while (at < text.length && text.bytes[at] != '=' && text.bytes[at] != ';')
        at++;
    out->name = nx_str_trim(nx_str_slice(text.bytes + start, at - start));
    out->value = nx_str("");
    out->is_quoted = false;
    if (at < text.length && text.bytes[at] == '=')
        at = read_value(text, at + 1, out);
    *rest = nx_str_slice(text.bytes + at, text.length - at);
    return out->name.length > 0 || at < text.length;
}

static bool find_parameter(newsidx_text value, const char *name, parameter *out)
{
    newsidx_text rest = value;

    /* What comes before the first ; is no parameter. */
    while (rest.length > 0 && rest.bytes[0] != ';') {
        rest.bytes++;
        rest.length--;
    }
    while (next_parameter(&rest, out)) {
        if (nx_str_equal_ascii(out->name, nx_str(name)))
            return true;
    }
    return false;
}

/* The value without the backslashes of quoted strings. */
static void add_plain(nx_buf *out, const parameter *from)
{
    for (size_t i = 0; i < from->value.length; i++) {
        if (from->is_quoted && from->value.bytes[i] == '\\' &&
            i + 1 < from->value.length)
            i++;
        nx_buf_add_byte(out, from->value.bytes[i]);
    }
}

/* "utf-8'en'%e2%82%ac": of the first piece, the charset comes before. */
static void add_percent(nx_buf *out, newsidx_text value, newsidx_text *charset)
{
    static const char digits[] = "0123456789abcdef";

    if (charset != NULL) {
        const char *first = memchr(value.bytes, '\'', value.length);
        const char *second =
            first == NULL
                ? NULL
                : memchr(first + 1, '\'',
                         value.length - (size_t)(first + 1 - value.bytes));

        if (second != NULL) {
            *charset = nx_str_slice(value.bytes, (size_t)(first - value.bytes));
            value.length -= (size_t)(second + 1 - value.bytes);
            value.bytes = second + 1;
        }
    }
    for (size_t i = 0; i < value.length; i++) {
        const char *high = NULL;
        const char *low = NULL;

        if (value.bytes[i] == '%' && value.length - i > 2) {
            high = memchr(digits, nx_to_lower(value.bytes[i + 1]), 16);
            low = memchr(digits, nx_to_lower(value.bytes[i + 2]), 16);
        }
        if (high == NULL || low == NULL) {
            nx_buf_add_byte(out, value.bytes[i]);
            continue;
        }
        nx_buf_add_byte(
            out, (char)(unsigned char)((high - digits) * 16 + (low - digits)));
        i += 2;
    }
}

/* All pieces of a parameter, "name*0", "name*1*", ..., or "name*" alone. */
static bool add_pieces(newsidx_text value, const char *name, nx_buf *out,
                       newsidx_text *charset)
{
    char wanted[64];
    parameter found;

    (void)snprintf(wanted, sizeof wanted, "%s*", name);
    if (find_parameter(value, wanted, &found)) {
        add_percent(out, found.value, charset);
        return true;
    }
    for (int piece = 0; piece < MOST_PIECES; piece++) {
        (void)snprintf(wanted, sizeof wanted, "%s*%d*", name, piece);
        if (find_parameter(value, wanted, &found)) {
            add_percent(out, found.value, piece == 0 ? charset : NULL);
            continue;
        }
        wanted[strlen(wanted) - 1] = '\0';
        if (!find_parameter(value, wanted, &found))
            return piece > 0;
        add_plain(out, &found);
    }
    return true;
}

newsidx_status nx_mail_parameter(newsidx_text value, const char *name,
                                 nx_arena *arena, newsidx_text *out_text,
                                 newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    newsidx_text charset = {NULL, 0};
    parameter found;
    nx_buf bytes;

    *out_text = nx_str(NULL);
    if (value.length == 0)
        return NEWSIDX_OK;
    if (value.length > LONGEST_PARAMETERS_BYTES)
        value.length = LONGEST_PARAMETERS_BYTES;
    nx_buf_init(&bytes, NX_LIMIT_ARTICLE_BYTES);
    if (add_pieces(value, name, &bytes, &charset))
        status = nx_mail_words_in(nx_buf_text(&bytes), charset, arena, out_text,
                                  err);
    else if (find_parameter(value, name, &found)) {
        add_plain(&bytes, &found);
        status = nx_mail_words(nx_buf_text(&bytes), arena, out_text, err);
    }
    if (status >= 0 && bytes.status < 0)
        status = nx_fail_memory(err);
    nx_buf_finish(&bytes);
    return status;
}
