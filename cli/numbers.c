#include "numbers.h"

#include <time.h>

void numbers_add_count(nq_buffer *to, uint64_t count)
{
    if (count >= 1000) {
        numbers_add_count(to, count / 1000);
        buffer_add_format(to, ",%03u", (unsigned)(count % 1000));
    } else {
        buffer_add_format(to, "%u", (unsigned)count);
    }
}

void numbers_add_counted(nq_buffer *to, uint64_t count, const char *one,
                         const char *many)
{
    numbers_add_count(to, count);
    buffer_add_format(to, " %s", count == 1 ? one : many);
}

void numbers_add_bytes(nq_buffer *to, double bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    if (bytes < 999.5) {
        buffer_add_format(to, "%.0f B", bytes);
        return;
    }
    size_t unit = 0;
    bytes /= 1000;
    while (bytes >= 999.5 && unit < 3) {
        bytes /= 1000;
        unit++;
    }
    buffer_add_format(to, bytes < 99.95 ? "%.1f %s" : "%.0f %s", bytes,
                      units[unit]);
}

void numbers_add_seconds(nq_buffer *to, double seconds)
{
    if (seconds < 59.5) {
        buffer_add_format(to, seconds < 9.95 ? "%.1f s" : "%.0f s", seconds);
        return;
    }
    uint64_t whole = seconds < 1e9 ? (uint64_t)(seconds + 0.5) : 1000000000u;
    unsigned rest = (unsigned)(whole % 60);
    unsigned minutes = (unsigned)(whole / 60 % 60);
    if (whole < 3600)
        buffer_add_format(to, "%u:%02u", minutes, rest);
    else
        buffer_add_format(to, "%u:%02u:%02u", (unsigned)(whole / 3600), minutes,
                          rest);
}

/* Only years with four digits, so that dates sort as text. */
static bool split_time(int64_t seconds, struct tm *out_parts)
{
    time_t moment = (time_t)seconds;
    return seconds >= -62135596800 && seconds < 253402300800 &&
           gmtime_r(&moment, out_parts) != NULL;
}

bool numbers_add_date(nq_buffer *to, int64_t seconds)
{
    struct tm parts;
    if (!split_time(seconds, &parts))
        return false;
    buffer_add_format(to, "%04d-%02d-%02d", parts.tm_year + 1900,
                      parts.tm_mon + 1, parts.tm_mday);
    return true;
}

bool numbers_add_time(nq_buffer *to, int64_t seconds)
{
    struct tm parts;
    if (!numbers_add_date(to, seconds) || !split_time(seconds, &parts))
        return false;
    buffer_add_format(to, "T%02d:%02d:%02dZ", parts.tm_hour, parts.tm_min,
                      parts.tm_sec);
    return true;
}
