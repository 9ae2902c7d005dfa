#include "base/calendar.h"

#include "base/str.h"

#include <string.h>

#define DAY_SECONDS 86400

/*
 * Days since 1970-01-01. Years are counted from March, so that the leap day
 * comes last: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
static int64_t days_of(int32_t year, int32_t month, int32_t day)
{
    const int64_t y = (int64_t)year - (month <= 2);
    const int64_t era = (y >= 0 ? y : y - 399) / 400;
    const int64_t year_of_era = y - era * 400;
    const int64_t day_of_year =
        (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

int64_t nx_calendar_seconds(const nx_date *date)
{
    return days_of(date->year, date->month, date->day) * DAY_SECONDS +
           (int64_t)date->hour * 3600 + (int64_t)date->minute * 60 +
           date->second;
}

nx_date nx_calendar_date(int64_t seconds)
{
    nx_date date;
    int64_t days = seconds / DAY_SECONDS;
    int64_t rest = seconds % DAY_SECONDS;
    int64_t era;
    int64_t day_of_era;
    int64_t year_of_era;
    int64_t day_of_year;
    int64_t month;

    if (rest < 0) {
        rest += DAY_SECONDS;
        days--;
    }
    days += 719468;
    era = (days >= 0 ? days : days - 146096) / 146097;
    day_of_era = days - era * 146097;
    year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                   day_of_era / 146096) /
                  365;
    day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    month = (5 * day_of_year + 2) / 153;
    date.day = (int32_t)(day_of_year - (153 * month + 2) / 5 + 1);
    date.month = (int32_t)(month < 10 ? month + 3 : month - 9);
    date.year = (int32_t)(year_of_era + era * 400 + (date.month <= 2));
    date.hour = (int32_t)(rest / 3600);
    date.minute = (int32_t)(rest % 3600 / 60);
    date.second = (int32_t)(rest % 60);
    return date;
}

int32_t nx_calendar_month_days(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

bool nx_calendar_is_real(const nx_date *date)
{
    return date->year >= 1 && date->month >= 1 && date->month <= 12 &&
           date->day >= 1 &&
           date->day <= nx_calendar_month_days(date->year, date->month) &&
           date->hour >= 0 && date->hour <= 23 && date->minute >= 0 &&
           date->minute <= 59 && date->second >= 0 && date->second <= 60;
}

int32_t nx_calendar_month(newsidx_text name)
{
    static const char *const months[] = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};

    for (int32_t i = 0; i < 12 && name.length >= 3; i++) {
        const newsidx_text month = nx_str(months[i]);

        if (name.length <= month.length &&
            nx_str_equal_ascii(name, nx_str_slice(month.bytes, name.length)))
            return i + 1;
    }
    return 0;
}

/* A place in the text that is being read. */
typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

static bool accept(cursor *in, char byte)
{
    if (in->at == in->end || *in->at != byte)
        return false;
    in->at++;
    return true;
}

static void skip_spaces(cursor *in)
{
    while (in->at < in->end && nx_is_space(*in->at))
        in->at++;
}

/* From `least` to `most` digits, as many as there are. */
static bool read_number(cursor *in, size_t least, size_t most, int64_t *out)
{
    size_t count = 0;

    *out = 0;
    while (count < most && in->at < in->end && nx_is_digit(*in->at)) {
        *out = *out * 10 + (*in->at - '0');
        in->at++;
        count++;
    }
    return count >= least;
}

static bool read_field(cursor *in, size_t least, size_t most, int32_t *out)
{
    int64_t number;

    if (!read_number(in, least, most, &number))
        return false;
    *out = (int32_t)number;
    return true;
}

static void skip_fraction(cursor *in)
{
    if (in->at < in->end && (*in->at == '.' || *in->at == ',')) {
        in->at++;
        while (in->at < in->end && nx_is_digit(*in->at))
            in->at++;
    }
}

static newsidx_text read_letters(cursor *in)
{
    const char *start = in->at;

    while (in->at < in->end && nx_is_alpha(*in->at))
        in->at++;
    return nx_str_slice(start, (size_t)(in->at - start));
}

/* The zones that RFC 5322 4.3 knows, and UTC; hours east of Greenwich. */
static bool read_named_zone(newsidx_text name, int64_t *out_east)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"Z", 0},    {"UT", 0},   {"UTC", 0},  {"GMT", 0},
                 {"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5},
                 {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};

    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        if (nx_str_equal_ascii(name, nx_str(zones[i].name))) {
            *out_east = (int64_t)zones[i].hours * 3600;
            return true;
        }
    }
    return false;
}

/* +02:00, +0200 or +02 */
static bool read_offset(cursor *in, int64_t *out_east)
{
    int32_t hours;
    int32_t minutes = 0;
    int sign;

    if (accept(in, '+'))
        sign = 1;
    else if (accept(in, '-'))
        sign = -1;
    else
        return false;
    if (!read_field(in, 2, 2, &hours))
        return false;
    if (accept(in, ':') || (in->at < in->end && nx_is_digit(*in->at))) {
        if (!read_field(in, 2, 2, &minutes))
            return false;
    }
    if (hours > 23 || minutes > 59)
        return false;
    *out_east = sign * ((int64_t)hours * 3600 + (int64_t)minutes * 60);
    return true;
}

bool nx_calendar_read_offset(newsidx_text text, int32_t *out_east)
{
    cursor in = {text.bytes, text.bytes + text.length};
    int64_t east = 0;

    if (!nx_str_equal_ascii(text, nx_str("Z")) &&
        (!read_offset(&in, &east) || in.at != in.end))
        return false;
    *out_east = (int32_t)east;
    return true;
}

/* Seconds east of Greenwich; none given is UTC. */
static bool read_zone(cursor *in, int64_t *out_east)
{
    *out_east = 0;
    skip_spaces(in);
    if (in->at == in->end)
        return true;
    if (nx_is_alpha(*in->at))
        return read_named_zone(read_letters(in), out_east);
    return read_offset(in, out_east);
}

/* Mail repeats the zone for people: "+0200 (CEST)". */
static void skip_comment(cursor *in)
{
    cursor behind = *in;

    skip_spaces(&behind);
    if (!accept(&behind, '('))
        return;
    read_letters(&behind);
    if (accept(&behind, ')'))
        *in = behind;
}

static bool finish(cursor *in, const nx_date *date, int64_t *out_seconds)
{
    int64_t east;

    if (!read_zone(in, &east))
        return false;
    skip_comment(in);
    if (in->at != in->end || !nx_calendar_is_real(date))
        return false;
    *out_seconds = nx_calendar_seconds(date) - east;
    return true;
}

/* hh:mm[:ss[.fff]] or, in the basic form, hhmm[ss]. */
static bool read_time(cursor *in, nx_date *date)
{
    bool basic;

    if (!read_field(in, 1, 2, &date->hour))
        return false;
    basic = !accept(in, ':');
    if (!read_field(in, 2, 2, &date->minute))
        return false;
    if (basic ? in->at < in->end && nx_is_digit(*in->at) : accept(in, ':')) {
        if (!read_field(in, 2, 2, &date->second))
            return false;
        skip_fraction(in);
    }
    return true;
}

static bool read_iso(cursor in, int64_t *out_seconds)
{
    nx_date date = {0, 1, 1, 0, 0, 0};
    bool has_day = false;

    if (!read_field(&in, 4, 4, &date.year))
        return false;
    if (accept(&in, '-')) {
        if (!read_field(&in, 2, 2, &date.month))
            return false;
        has_day = accept(&in, '-');
    } else if (in.at < in.end && nx_is_digit(*in.at)) {
        if (!read_field(&in, 2, 2, &date.month))
            return false;
        has_day = true;
    }
    if (has_day && !read_field(&in, 2, 2, &date.day))
        return false;
    if (has_day && (accept(&in, 'T') || accept(&in, 't') || accept(&in, ' '))) {
        if (!read_time(&in, &date))
            return false;
        return finish(&in, &date, out_seconds);
    }
    return in.at == in.end && finish(&in, &date, out_seconds);
}

static bool read_month(cursor *in, int32_t *out_month)
{
    *out_month = nx_calendar_month(read_letters(in));
    accept(in, '.');
    return *out_month > 0;
}

/* RFC 5322 4.3: 00 to 49 are of this century, other short ones of the last. */
static bool read_year(cursor *in, int32_t *out_year)
{
    const char *start = in->at;

    if (!read_field(in, 2, 4, out_year))
        return false;
    if (in->at - start == 2)
        *out_year += *out_year < 50 ? 2000 : 1900;
    else if (in->at - start == 3)
        *out_year += 1900;
    return true;
}

/* [Fri, ]9 Sep 2016[ 18:45[:30]][ zone] */
static bool read_day_first(cursor in, int64_t *out_seconds)
{
    nx_date date = {0, 1, 1, 0, 0, 0};

    if (in.at < in.end && nx_is_alpha(*in.at)) {
        read_letters(&in);
        accept(&in, ',');
        skip_spaces(&in);
    }
    if (!read_field(&in, 1, 2, &date.day))
        return false;
    skip_spaces(&in);
    accept(&in, '-');
    if (!read_month(&in, &date.month))
        return false;
    accept(&in, ',');
    accept(&in, '-');
    skip_spaces(&in);
    if (!read_year(&in, &date.year))
        return false;
    skip_spaces(&in);
    if (in.at < in.end && nx_is_digit(*in.at) && !read_time(&in, &date))
        return false;
    return finish(&in, &date, out_seconds);
}

/* September 9, 2016[ 18:45] */
static bool read_month_first(cursor in, int64_t *out_seconds)
{
    nx_date date = {0, 1, 1, 0, 0, 0};

    if (!read_month(&in, &date.month))
        return false;
    skip_spaces(&in);
    if (!read_field(&in, 1, 2, &date.day) || !accept(&in, ','))
        return false;
    skip_spaces(&in);
    if (!read_field(&in, 4, 4, &date.year))
        return false;
    skip_spaces(&in);
    if (in.at < in.end && nx_is_digit(*in.at) && !read_time(&in, &date))
        return false;
    return finish(&in, &date, out_seconds);
}

/*
 * yyyymmddhhmmss, as feeds of events and web archives write it. As Unix
 * milliseconds such numbers would be of the years after 2286.
 */
static bool read_digits(cursor in, int64_t *out_seconds)
{
    nx_date date = {0, 1, 1, 0, 0, 0};

    return in.end - in.at == 14 && read_field(&in, 4, 4, &date.year) &&
           read_field(&in, 2, 2, &date.month) &&
           read_field(&in, 2, 2, &date.day) &&
           read_field(&in, 2, 2, &date.hour) &&
           read_field(&in, 2, 2, &date.minute) &&
           read_field(&in, 2, 2, &date.second) &&
           finish(&in, &date, out_seconds);
}

static bool read_unix(cursor in, int64_t *out_seconds)
{
    const bool negative = accept(&in, '-');
    const char *start = in.at;
    int64_t number;
    ptrdiff_t digits;

    if (!read_number(&in, 9, 14, &number))
        return false;
    digits = in.at - start;
    skip_fraction(&in);
    if (in.at != in.end)
        return false;
    if (digits >= 12)
        number /= 1000;
    *out_seconds = negative ? -number : number;
    return true;
}

bool nx_calendar_read(newsidx_text text, int64_t *out_seconds)
{
    const newsidx_text trimmed = nx_str_trim(text);
    cursor in;

    if (trimmed.length == 0)
        return false;
    in.at = trimmed.bytes;
    in.end = trimmed.bytes + trimmed.length;
    return read_iso(in, out_seconds) || read_digits(in, out_seconds) ||
           read_unix(in, out_seconds) || read_day_first(in, out_seconds) ||
           read_month_first(in, out_seconds);
}
