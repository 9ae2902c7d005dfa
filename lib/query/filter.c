#include "query/filter.h"

#include "base/str.h"
#include "query/quotes.h"
#include "query/scan.h"

#include <assert.h>
#include <string.h>

/* The longest lengths that are read; no article has as many words. */
#define LARGEST_LENGTH INT64_C(999999999)

/* What a kind is called, and what stands behind it, for example. */
static const struct {
    const char *name;
    const char *example;
} kinds[] = {
    [NX_FILTER_SOURCE] = {"source:", "AP"},
    [NX_FILTER_SECTION] = {"section:", "World"},
    [NX_FILTER_LANGUAGE] = {"lang:", "en"},
    [NX_FILTER_STATUS] = {"status:", "corrected"},
    [NX_FILTER_ID] = {"id:", "42"},
    [NX_FILTER_KEY] = {"key:", "AP-2016-42"},
    [NX_FILTER_PUBLISHED] = {"date:", "2016-09-09"},
    [NX_FILTER_UPDATED] = {"updated:", "2016-09-09"},
    [NX_FILTER_INGESTED] = {"ingested:", "2016-09-09"},
    [NX_FILTER_LENGTH] = {"length:", "800"},
};

static bool has_values(nx_filter_kind kind)
{
    return kind < NX_FILTER_PUBLISHED;
}

/* Errors are at a byte of the query, even if the query ends too soon. */
static size_t place(const nx_filter_reader *reader, size_t offset)
{
    return offset > 0 && offset >= reader->text.length ? reader->text.length - 1
                                                       : offset;
}

static newsidx_status fail_empty(const nx_filter_reader *reader, size_t offset)
{
    return nx_fail_at(reader->err, NEWSIDX_ERR_QUERY, place(reader, offset),
                      "%s needs a value, as %s%s", reader->shown, reader->shown,
                      kinds[reader->kind].example);
}

static newsidx_status clean(const nx_filter_reader *reader, newsidx_text raw,
                            newsidx_text *out)
{
    *out = nx_scan_clean(reader->arena, raw, NX_SCAN_BLANKS);
    return out->bytes != NULL ? NEWSIDX_OK : nx_fail_memory(reader->err);
}

static newsidx_text slice(const nx_filter_reader *reader, size_t start,
                          size_t end)
{
    return nx_str_slice(reader->text.bytes + start, end - start);
}

static bool is_end(int32_t character)
{
    return nx_scan_is_blank(character) || character == '(' ||
           character == ')' || character == '|';
}

/* --------------------------------------------------------------- values ----
 */

static newsidx_status fail_value(const nx_filter_reader *reader, size_t offset,
                                 newsidx_text value, const char *what)
{
    return nx_fail_at(reader->err, NEWSIDX_ERR_QUERY, place(reader, offset),
                      "\"%.*s\" is no %s", nx_scan_shown_length(value),
                      value.bytes, what);
}

/* Any number from 1 that an id can be, without zeros before it. */
static newsidx_status check_id(const nx_filter_reader *reader, size_t offset,
                               newsidx_text *value)
{
    static const char largest[] = "9223372036854775807";
    newsidx_text digits = *value;

    while (digits.length > 1 && digits.bytes[0] == '0') {
        digits.bytes++;
        digits.length--;
    }
    for (size_t i = 0; i < digits.length; i++) {
        if (!nx_is_digit(digits.bytes[i]))
            return fail_value(reader, offset, *value,
                              "id, which is a number from 1");
    }
    if (digits.bytes[0] == '0' || digits.length >= sizeof largest ||
        (digits.length == sizeof largest - 1 &&
         nx_str_compare(digits, nx_str(largest)) > 0))
        return fail_value(reader, offset, *value,
                          "id, which is a number from 1");
    *value = digits;
    return NEWSIDX_OK;
}

static newsidx_status lower(const nx_filter_reader *reader, newsidx_text *value)
{
    char *bytes = nx_arena_alloc(reader->arena, value->length + 1);

    if (bytes == NULL)
        return nx_fail_memory(reader->err);
    for (size_t i = 0; i < value->length; i++)
        bytes[i] = nx_to_lower(value->bytes[i]);
    value->bytes = bytes;
    return NEWSIDX_OK;
}

/* en, or en-US: two or three letters, then more letters or digits. */
static newsidx_status check_language(const nx_filter_reader *reader,
                                     size_t offset, newsidx_text *value)
{
    size_t part = 0; /* where the present one begins */
    bool is_good = value->bytes[value->length - 1] != '-';

    for (size_t i = 0; i < value->length && is_good; i++) {
        const char byte = value->bytes[i];

        if (byte != '-') {
            is_good = nx_is_alpha(byte) || (part > 0 && nx_is_digit(byte));
        } else {
            is_good = part == 0 ? i == 2 || i == 3 : i > part;
            part = i + 1;
        }
    }
    if (part == 0 && (value->length < 2 || value->length > 3))
        is_good = false;
    if (!is_good)
        return fail_value(reader, offset, *value,
                          "language; write two letters, as lang:en");
    return lower(reader, value);
}

static newsidx_status check_status(const nx_filter_reader *reader,
                                   size_t offset, newsidx_text *value)
{
    static const struct {
        const char *name;
        const char *stored; /* NULL: not in this version */
    } names[] = {{NX_STATUS_USABLE, NX_STATUS_USABLE},
                 {NX_STATUS_CORRECTED, NX_STATUS_CORRECTED},
                 {"updated", NX_STATUS_CORRECTED},
                 {"withheld", NULL},
                 {"canceled", NULL}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!nx_str_equal_ascii(*value, nx_str(names[i].name)))
            continue;
        if (names[i].stored == NULL)
            return nx_fail_at(
                reader->err, NEWSIDX_ERR_QUERY, place(reader, offset),
                "status:%s is not in this version yet", names[i].name);
        *value = nx_str(names[i].stored);
        return NEWSIDX_OK;
    }
    return fail_value(reader, offset, *value,
                      "status; write " NX_STATUS_USABLE
                      " or " NX_STATUS_CORRECTED);
}

static newsidx_status check(const nx_filter_reader *reader, size_t offset,
                            newsidx_text *value)
{
    switch (reader->kind) {
    case NX_FILTER_ID:
        return check_id(reader, offset, value);
    case NX_FILTER_LANGUAGE:
        return check_language(reader, offset, value);
    case NX_FILTER_STATUS:
        return check_status(reader, offset, value);
    default:
        return NEWSIDX_OK;
    }
}

/* Unless it is there; false when there is no memory. */
static bool add_value(nx_arena *arena, newsidx_text value, size_t *capacity,
                      nx_filter *filter)
{
    newsidx_text *values;

    for (size_t i = 0; i < filter->value_count; i++) {
        if (nx_str_equal_ascii(filter->values[i], value))
            return true;
    }
    if (filter->value_count == *capacity) {
        values = nx_arena_array(arena, *capacity * 2 + 1, sizeof *values);
        if (values == NULL)
            return false;
        if (filter->value_count > 0)
            memcpy(values, filter->values,
                   filter->value_count * sizeof *values);
        filter->values = values;
        *capacity = *capacity * 2 + 1;
    }
    filter->values[filter->value_count++] = value;
    return true;
}

/* What stands behind the quote before `*offset`. */
static newsidx_status read_quoted(const nx_filter_reader *reader,
                                  size_t *offset, newsidx_text *out)
{
    const size_t start = *offset;
    newsidx_text value;
    size_t end;

    if (!nx_quotes_find_close(reader->text, start, &end, offset))
        return nx_fail_at(reader->err, NEWSIDX_ERR_QUERY, place(reader, start),
                          "a quote in the value of %s is not closed",
                          reader->shown);
    value = nx_quotes_undouble(slice(reader, start, end), reader->arena);
    return value.bytes != NULL ? clean(reader, value, out)
                               : nx_fail_memory(reader->err);
}

static newsidx_status read_value(const nx_filter_reader *reader, size_t *offset,
                                 newsidx_text *out)
{
    const newsidx_text text = reader->text;
    const size_t start = *offset;
    size_t next;

    if (start < text.length &&
        nx_scan_is_quote(nx_scan_character(text, start, &next))) {
        *offset = next;
        return read_quoted(reader, offset, out);
    }
    while (*offset < text.length) {
        const int32_t character = nx_scan_character(text, *offset, &next);

        if (is_end(character) || nx_scan_is_quote(character) ||
            character == ',')
            break;
        *offset = next;
    }
    return clean(reader, slice(reader, start, *offset), out);
}

static newsidx_status read_values(const nx_filter_reader *reader,
                                  size_t *offset, nx_filter *out)
{
    const newsidx_text text = reader->text;
    newsidx_status status;
    size_t capacity = 0;
    size_t next;

    for (;;) {
        const size_t start = *offset;
        newsidx_text value = {NULL, 0};

        status = read_value(reader, offset, &value);
        if (status < 0)
            return status;
        if (value.length == 0)
            return fail_empty(reader, start);
        status = check(reader, start, &value);
        if (status < 0)
            return status;
        if (!add_value(reader->arena, value, &capacity, out))
            return nx_fail_memory(reader->err);
        if (*offset == text.length || text.bytes[*offset] != ',')
            break;
        (*offset)++;
    }
    if (*offset < text.length &&
        !is_end(nx_scan_character(text, *offset, &next)))
        return nx_fail_at(reader->err, NEWSIDX_ERR_QUERY, *offset,
                          "a comma or a blank must follow a value of %s",
                          reader->shown);
    return NEWSIDX_OK;
}

/* --------------------------------------------------------------- ranges ----
 */

static newsidx_status fail_length(const nx_filter_reader *reader, size_t offset,
                                  newsidx_text text)
{
    return fail_value(reader, offset, text,
                      "number of words; write 800, 800..900 or 800..");
}

static newsidx_status read_length(const nx_filter_reader *reader, size_t offset,
                                  newsidx_text text, nx_range *out)
{
    int64_t number = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (!nx_is_digit(text.bytes[i]) || number > LARGEST_LENGTH)
            return fail_length(reader, offset, text);
        number = number * 10 + (text.bytes[i] - '0');
    }
    if (number > LARGEST_LENGTH)
        return fail_length(reader, offset, text);
    out->low = number;
    out->high = number + 1;
    return NEWSIDX_OK;
}

/* One date or number, from `start` to `end`. */
static newsidx_status read_one(const nx_filter_reader *reader, size_t start,
                               size_t end, nx_range *out)
{
    newsidx_text text;
    const newsidx_status status =
        clean(reader, slice(reader, start, end), &text);

    if (status < 0)
        return status;
    if (text.length == 0)
        return fail_empty(reader, start);
    if (reader->kind == NX_FILTER_LENGTH)
        return read_length(reader, start, text, out);
    return nx_dates_read(text, reader->today, place(reader, start), out,
                         reader->err);
}

static nx_range apply(nx_filter_sign sign, nx_range range)
{
    switch (sign) {
    case NX_SIGN_COLON:
        break;
    case NX_SIGN_LESS:
        range.high = range.low;
        range.low = INT64_MIN;
        break;
    case NX_SIGN_AT_MOST:
        range.low = INT64_MIN;
        break;
    case NX_SIGN_MORE:
        range.low = range.high;
        range.high = INT64_MAX;
        break;
    case NX_SIGN_AT_LEAST:
        range.high = INT64_MAX;
        break;
    }
    return range;
}

/* Can the canonical spelling say it? */
static newsidx_status check_reach(const nx_filter_reader *reader, size_t start,
                                  nx_range range)
{
    if (reader->kind == NX_FILTER_LENGTH) {
        if (range.low > LARGEST_LENGTH)
            return nx_fail_at(reader->err, NEWSIDX_ERR_QUERY, start,
                              "no article is longer than that");
        if (range.high <= 0)
            return nx_fail_at(reader->err, NEWSIDX_ERR_QUERY, start,
                              "no article is shorter than that");
    } else if (!nx_dates_can_print(range, reader->today->zone)) {
        return nx_fail_at(reader->err, NEWSIDX_ERR_QUERY, start,
                          "years go from 1 to 9999");
    }
    return NEWSIDX_OK;
}

/* The two dots; `end` if there are none. */
static size_t find_dots(const nx_filter_reader *reader, size_t start,
                        size_t end)
{
    for (size_t i = start; i + 1 < end; i++) {
        if (reader->text.bytes[i] == '.' && reader->text.bytes[i + 1] == '.')
            return i;
    }
    return end;
}

/* a..b, a.. or ..b, of which a and b are whole */
static newsidx_status read_ends(const nx_filter_reader *reader, size_t start,
                                size_t dots, size_t end, nx_range *out)
{
    nx_range first = {INT64_MIN, INT64_MIN};
    nx_range last = {INT64_MAX, INT64_MAX};
    newsidx_status status;

    if (reader->sign != NX_SIGN_COLON)
        return nx_fail_at(reader->err, NEWSIDX_ERR_QUERY, start,
                          "a range stands behind a colon, as %s%s..",
                          kinds[reader->kind].name,
                          kinds[reader->kind].example);
    if (start == dots && dots + 2 == end)
        return fail_empty(reader, start);
    if (start < dots) {
        status = read_one(reader, start, dots, &first);
        if (status < 0)
            return status;
    }
    if (dots + 2 < end) {
        status = read_one(reader, dots + 2, end, &last);
        if (status < 0)
            return status;
    }
    out->low = first.low;
    out->high = last.high;
    if (out->low >= out->high && last.low < first.low)
        return nx_fail_at(reader->err, NEWSIDX_ERR_QUERY, start,
                          "the range \"%.*s\" ends before it begins",
                          nx_scan_shown_length(slice(reader, start, end)),
                          reader->text.bytes + start);
    return NEWSIDX_OK;
}

static newsidx_status read_range(const nx_filter_reader *reader, size_t *offset,
                                 nx_filter *out)
{
    const size_t start = *offset;
    newsidx_status status;
    nx_range range = {0, 0};
    size_t next;
    size_t dots;

    while (*offset < reader->text.length &&
           !is_end(nx_scan_character(reader->text, *offset, &next)))
        *offset = next;
    dots = find_dots(reader, start, *offset);
    if (dots < *offset) {
        status = read_ends(reader, start, dots, *offset, &range);
    } else {
        status = read_one(reader, start, *offset, &range);
        if (status >= 0)
            range = apply(reader->sign, range);
    }
    if (status >= 0)
        status = check_reach(reader, start, range);
    if (status < 0)
        return status;
    if (range.low >= range.high)
        return nx_fail_at(reader->err, NEWSIDX_ERR_QUERY, start,
                          "the clocks of the time zone skipped that day");
    out->low = range.low;
    out->high = range.high;
    return NEWSIDX_OK;
}

/* --------------------------------------------------------------- filters ---
 */

newsidx_status nx_filter_read(const nx_filter_reader *reader, size_t *offset,
                              nx_filter *out)
{
    memset(out, 0, sizeof *out);
    out->kind = reader->kind;
    if (!has_values(reader->kind))
        return read_range(reader, offset, out);
    assert(reader->sign == NX_SIGN_COLON);
    return read_values(reader, offset, out);
}

newsidx_status nx_filter_unite(const nx_filter *a, const nx_filter *b,
                               nx_arena *arena, nx_filter *out)
{
    const nx_filter *const both[] = {a, b};
    size_t capacity = 0;

    assert(a->kind == b->kind && has_values(a->kind));
    memset(out, 0, sizeof *out);
    out->kind = a->kind;
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < both[i]->value_count; j++) {
            if (!add_value(arena, both[i]->values[j], &capacity, out))
                return NEWSIDX_ERR_MEMORY;
        }
    }
    return NEWSIDX_OK;
}

/* Would it be read otherwise without quotes? */
static bool needs_quotes(newsidx_text value)
{
    size_t offset = 0;

    /* "=<>" would be taken for a sign. */
    if (memchr("=<>", value.bytes[0], 3) != NULL)
        return true;
    while (offset < value.length) {
        const int32_t character = nx_scan_character(value, offset, &offset);

        if (is_end(character) || nx_scan_is_quote(character) ||
            character == ',')
            return true;
    }
    return false;
}

static void print_length(nx_range range, nx_buf *out)
{
    if (range.low != INT64_MIN)
        nx_buf_add_format(out, "%lld", (long long)range.low);
    if (range.low != INT64_MIN && range.high == range.low + 1)
        return;
    nx_buf_add_string(out, "..");
    if (range.high != INT64_MAX)
        nx_buf_add_format(out, "%lld", (long long)(range.high - 1));
}

void nx_filter_print(const nx_filter *filter, const nx_zone *zone, nx_buf *out)
{
    const nx_range range = {filter->low, filter->high};

    nx_buf_add_string(out, kinds[filter->kind].name);
    if (filter->kind == NX_FILTER_LENGTH) {
        print_length(range, out);
    } else if (!has_values(filter->kind)) {
        nx_dates_print(range, zone, out);
    } else {
        for (size_t i = 0; i < filter->value_count; i++) {
            if (i > 0)
                nx_buf_add_byte(out, ',');
            if (needs_quotes(filter->values[i]))
                nx_quotes_add(out, filter->values[i]);
            else
                nx_buf_add_text(out, filter->values[i]);
        }
    }
}

bool nx_filter_equal(const nx_filter *a, const nx_filter *b)
{
    if (a->kind != b->kind || a->value_count != b->value_count ||
        a->low != b->low || a->high != b->high)
        return false;
    for (size_t i = 0; i < a->value_count; i++) {
        if (!nx_str_equal(a->values[i], b->values[i]))
            return false;
    }
    return true;
}
