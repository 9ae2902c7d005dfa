/*
 * Any bytes as the value of a filter: the first two say which kind, sign and
 * zone. What is read is spelled out, and that must come to an equal filter.
 */
#include "query/filter.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void expect(bool truth)
{
    if (!truth)
        abort();
}

static nx_zone zone_of(uint8_t number)
{
    nx_zone zone = nx_zone_fixed(number % 3 == 1 ? -3208 : 0);

    if (number % 3 == 2) {
        zone.east = 3600;
        zone.has_summer = true;
        zone.summer_east = 7200;
        zone.summer_start = (nx_zone_rule){NX_ZONE_WEEKDAY, 3, 5, 0, 7200};
        zone.summer_end = (nx_zone_rule){NX_ZONE_WEEKDAY, 10, 5, 0, 10800};
    }
    return zone;
}

static void check_range(const nx_filter *filter)
{
    if (filter->kind < NX_FILTER_PUBLISHED)
        expect(filter->value_count > 0);
    else
        expect(filter->low < filter->high);
}

static void check(nx_filter_reader *reader, newsidx_text value)
{
    size_t offset = 0;
    nx_filter filter;
    nx_filter again;
    nx_buf text;

    reader->text = value;
    if (nx_filter_read(reader, &offset, &filter) < 0) {
        expect(reader->err->status == NEWSIDX_ERR_QUERY);
        expect(reader->err->offset < value.length || value.length == 0);
        return;
    }
    check_range(&filter);
    expect(offset <= value.length);
    nx_buf_init(&text, (size_t)1 << 24);
    nx_filter_print(&filter, reader->today->zone, &text);
    expect(text.status == NEWSIDX_OK);
    reader->text = nx_buf_text(&text);
    reader->sign = NX_SIGN_COLON;
    offset = (size_t)(strchr(text.bytes, ':') - text.bytes) + 1;
    expect(nx_filter_read(reader, &offset, &again) == NEWSIDX_OK);
    expect(offset == text.length);
    expect(nx_filter_equal(&filter, &again));
    nx_buf_finish(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    nx_today today = {1473446700, NULL};
    nx_filter_reader reader = {.shown = "it:", .today = &today};
    newsidx_error err;
    nx_arena arena;
    nx_zone zone;

    if (length < 2)
        return 0;
    zone = zone_of(data[1]);
    today.zone = &zone;
    reader.kind = (nx_filter_kind)(data[0] % (NX_FILTER_LENGTH + 1));
    if (reader.kind >= NX_FILTER_PUBLISHED)
        reader.sign = (nx_filter_sign)(data[1] / 3 % (NX_SIGN_AT_LEAST + 1));
    reader.arena = &arena;
    reader.err = &err;
    nx_arena_init(&arena);
    check(&reader, nx_str_slice((const char *)data + 2, length - 2));
    nx_arena_finish(&arena);
    return 0;
}
