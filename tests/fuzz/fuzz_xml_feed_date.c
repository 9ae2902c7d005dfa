/* Any bytes as a date of a feed: what is read is a date that is read again. */
#include "formats/xml/feed_date.h"

#include "base/calendar.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    char text[64];
    int64_t seconds = 0;
    int64_t again;
    nx_date date;

    if (!nx_feed_date_read(nx_str_slice((const char *)data, length), &seconds))
        return 0;
    date = nx_calendar_date(seconds);
    if (date.year < 1 || date.year > 9999)
        return 0;
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", date.year,
             date.month, date.day, date.hour, date.minute, date.second);
    if (!nx_feed_date_read(nx_str(text), &again) || again != seconds)
        abort();
    return 0;
}
