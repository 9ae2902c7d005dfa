/* Any bytes as a TZif file: its clocks must be clocks. */
#include "base/zone.h"

#include "base/str.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void expect(bool truth)
{
    if (!truth)
        abort();
}

/* The first moment that shows so much or more is no later than this one. */
static void check(const nx_zone *zone, int64_t moment)
{
    const nx_date shown = nx_zone_date(zone, moment);
    const int64_t first = nx_zone_seconds(zone, &shown);
    const int32_t east = nx_zone_east(zone, moment);

    expect(east > -26 * 3600 && east < 26 * 3600);
    expect(nx_calendar_seconds(&shown) == moment + east);
    expect(first <= moment);
    expect(first + nx_zone_east(zone, first) >= moment + east);
    expect(first - 1 + nx_zone_east(zone, first - 1) < moment + east);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    /* From 1800 to 2100, in steps that come to any hour of any day. */
    const int64_t first = INT64_C(-5364662400);
    const int64_t end = INT64_C(4133980800);
    newsidx_error err;
    nx_zone zone;

    if (nx_zone_parse(&zone, nx_str_slice((const char *)data, length), "any",
                      &err) < 0) {
        expect(err.status == NEWSIDX_ERR_OPTIONS && zone.changes == NULL);
        return 0;
    }
    for (int64_t moment = first; moment < end; moment += 86400 * 31 + 3671)
        check(&zone, moment);
    for (size_t i = 0; i < zone.change_count && i < 50; i++) {
        if (zone.changes[i].start < first || zone.changes[i].start > end)
            continue;
        check(&zone, zone.changes[i].start - 1);
        check(&zone, zone.changes[i].start);
    }
    nx_zone_finish(&zone);
    return 0;
}
