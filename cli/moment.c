#include "moment.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DAY 86400
#define HOUR 3600
#define MINUTE 60

/* The years that dates of queries have. */
#define LARGEST_SECONDS INT64_C(253402300799)
#define SMALLEST_SECONDS INT64_C(-62135596800)

/* Each step takes its part of the text and moves `*at` behind it, or fails. */
static bool take(const char **at, char letter)
{
    if (**at != letter)
        return false;
    (*at)++;
    return true;
}

/* Exactly `count` digits, a number from `low` to `high`. */
static bool take_number(const char **at, size_t count, int64_t low,
                        int64_t high, int64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        char digit = **at;
        if (digit < '0' || digit > '9')
            return false;
        *out = *out * 10 + (digit - '0');
        (*at)++;
    }
    return *out >= low && *out <= high;
}

static bool is_leap_year(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t days_of_month(int64_t year, int64_t month)
{
    static const int64_t days[] = {31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

/* Of a year from 1 on, since 1970. */
static int64_t days_since_1970(int64_t year, int64_t month, int64_t day)
{
    int64_t before = year - 1;
    int64_t days =
        before * 365 + before / 4 - before / 100 + before / 400 - 719162;
    for (int64_t i = 1; i < month; i++)
        days += days_of_month(year, i);
    return days + day - 1;
}

static bool take_date(const char **at, int64_t *out_seconds)
{
    int64_t year = 0;
    int64_t month = 0;
    int64_t day = 0;
    if (!take_number(at, 4, 1, 9999, &year) || !take(at, '-') ||
        !take_number(at, 2, 1, 12, &month) || !take(at, '-') ||
        !take_number(at, 2, 1, days_of_month(year, month), &day))
        return false;
    *out_seconds = days_since_1970(year, month, day) * DAY;
    return true;
}

static bool take_time(const char **at, int64_t *out_seconds)
{
    int64_t hours = 0;
    int64_t minutes = 0;
    int64_t seconds = 0;
    if (!take_number(at, 2, 0, 23, &hours))
        return false;
    if (take(at, ':')) {
        if (!take_number(at, 2, 0, 59, &minutes))
            return false;
        if (take(at, ':') && !take_number(at, 2, 0, 59, &seconds))
            return false;
    }
    *out_seconds = hours * HOUR + minutes * MINUTE + seconds;
    return true;
}

/* How far clocks are ahead of UTC. */
static bool take_offset(const char **at, int64_t *out_seconds)
{
    int64_t hours = 0;
    int64_t minutes = 0;
    *out_seconds = 0;
    if (**at == '\0' || take(at, 'Z'))
        return true;
    bool is_west = take(at, '-');
    if ((!is_west && !take(at, '+')) || !take_number(at, 2, 0, 23, &hours) ||
        !take(at, ':') || !take_number(at, 2, 0, 59, &minutes))
        return false;
    *out_seconds = (hours * HOUR + minutes * MINUTE) * (is_west ? -1 : 1);
    return true;
}

static bool read_seconds(const char *text, int64_t *out_seconds)
{
    char *end = NULL;
    errno = 0;
    long long seconds = strtoll(text, &end, 10);
    *out_seconds = seconds;
    return (text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) &&
           end != text && *end == '\0' && errno == 0 &&
           seconds >= SMALLEST_SECONDS && seconds <= LARGEST_SECONDS;
}

bool moment_read(const char *text, int64_t *out_seconds)
{
    const char *at = text;
    int64_t date = 0;
    int64_t time = 0;
    int64_t offset = 0;

    if (text[0] == '@')
        return read_seconds(text + 1, out_seconds);
    if (!take_date(&at, &date))
        return false;
    if (take(&at, 'T') &&
        (!take_time(&at, &time) || !take_offset(&at, &offset)))
        return false;
    *out_seconds = date + time - offset;
    return *at == '\0' && *out_seconds >= SMALLEST_SECONDS &&
           *out_seconds <= LARGEST_SECONDS;
}
