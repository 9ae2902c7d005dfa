#include "query/dates.h"

#include "base/str.h"
#include "query/scan.h"

#include <assert.h>
#include <stdio.h>

#define DAY_SECONDS ((int64_t)86400)

/* How exact a date is: it takes as much time. */
typedef enum unit {
    UNIT_YEAR,
    UNIT_MONTH,
    UNIT_DAY,
    UNIT_HOUR,
    UNIT_MINUTE,
    UNIT_SECOND,
    UNIT_COUNT
} unit;

/* A date has so much of the shape, for each unit; the d are digits. */
static const char shape[] = "dddd-dd-ddTdd:dd:dd";
static const size_t unit_lengths[UNIT_COUNT] = {4, 7, 10, 13, 16, 19};

/* A date that is being read. */
typedef struct reading {
    newsidx_text text;
    const nx_today *today;
    size_t offset;
    newsidx_error *err;
} reading;

static newsidx_status fail_year(const reading *in)
{
    return nx_fail_at(in->err, NEWSIDX_ERR_QUERY, in->offset,
                      "\"%.*s\" is out of reach; years go from 1 to 9999",
                      nx_scan_shown_length(in->text), in->text.bytes);
}

static newsidx_text rest_of(newsidx_text text, size_t offset)
{
    return nx_str_slice(text.bytes + offset, text.length - offset);
}

/* The digits up to the end or something else; false for none, or 8. */
static bool read_number(newsidx_text text, size_t *offset, int32_t *out)
{
    const size_t start = *offset;

    *out = 0;
    while (*offset < text.length && nx_is_digit(text.bytes[*offset]) &&
           *offset - start < 8)
        *out = *out * 10 + (text.bytes[(*offset)++] - '0');
    return *offset > start && *offset - start < 8;
}

/* ------------------------------------------------------ days and longer ----
 */

static void truncate_date(nx_date *date, unit exact)
{
    int32_t *const parts[UNIT_COUNT] = {&date->year,   &date->month,
                                        &date->day,    &date->hour,
                                        &date->minute, &date->second};

    for (unit i = exact + 1; i < UNIT_COUNT; i++)
        *parts[i] = i <= UNIT_DAY ? 1 : 0;
}

/* The same date so many days later, or earlier. */
static nx_date add_days(const nx_date *date, int64_t days)
{
    return nx_calendar_date(nx_calendar_seconds(date) + days * DAY_SECONDS);
}

/*
 * The time that it takes. Clocks that are changed make some days shorter or
 * longer, but no hour: the one that comes twice is the first.
 */
static nx_range range_of(const nx_date *date, unit exact, const nx_zone *zone)
{
    nx_date start = *date;
    nx_date end;
    nx_range range;

    truncate_date(&start, exact);
    end = start;
    range.low = nx_zone_seconds(zone, &start);
    range.high = range.low + 1;
    switch (exact) {
    case UNIT_YEAR:
        end.year++;
        break;
    case UNIT_MONTH:
        end.year += end.month / 12;
        end.month = end.month % 12 + 1;
        break;
    case UNIT_DAY:
        end = add_days(&start, 1);
        break;
    case UNIT_HOUR:
        range.high = range.low + 3600;
        break;
    case UNIT_MINUTE:
        range.high = range.low + 60;
        break;
    case UNIT_SECOND:
    case UNIT_COUNT:
        break;
    }
    if (exact <= UNIT_DAY)
        range.high = nx_zone_seconds(zone, &end);
    return range;
}

static newsidx_status take(const reading *in, const nx_date *date, unit exact,
                           nx_range *out)
{
    if (date->year < 1 || date->year > 9999)
        return fail_year(in);
    *out = range_of(date, exact, in->today->zone);
    return NEWSIDX_OK;
}

/* What clocks show now. */
static nx_date now_of(const reading *in)
{
    return nx_zone_date(in->today->zone, in->today->now);
}

/* ------------------------------------------------------------- ISO 8601 ----
 */

/* 2016-09-09T14 and what may follow it, the zone; false if it isn't so. */
static bool read_shape(newsidx_text text, nx_date *out_date, unit *out_exact,
                       newsidx_text *out_zone)
{
    nx_date date = {0, 1, 1, 0, 0, 0};
    int32_t *const parts[UNIT_COUNT] = {&date.year, &date.month,  &date.day,
                                        &date.hour, &date.minute, &date.second};
    size_t length = 0;
    unit next = UNIT_YEAR;

    for (size_t i = 0; i < text.length && shape[i] != '\0'; i++) {
        const char byte = text.bytes[i];

        if (shape[i] == 'd' ? !nx_is_digit(byte)
                            : nx_to_lower(byte) != nx_to_lower(shape[i]))
            break;
        if (shape[i] == 'd')
            *parts[next] = *parts[next] * 10 + (byte - '0');
        else
            *parts[next] = 0;
        if (i + 1 == unit_lengths[next]) {
            length = i + 1;
            next++;
        }
    }
    if (next == UNIT_YEAR)
        return false;
    *out_exact = next - 1;
    truncate_date(&date, *out_exact);
    *out_date = date;
    *out_zone = rest_of(text, length);
    return true;
}

/* NEWSIDX_NOT_FOUND if it is written otherwise. */
static newsidx_status read_iso(const reading *in, nx_range *out)
{
    const nx_zone *zone = in->today->zone;
    newsidx_text zone_text;
    nx_date date;
    nx_zone fixed;
    int32_t east;
    unit exact;

    if (!read_shape(in->text, &date, &exact, &zone_text))
        return NEWSIDX_NOT_FOUND;
    if (zone_text.length > 0) {
        if (!nx_calendar_read_offset(zone_text, &east))
            return NEWSIDX_NOT_FOUND;
        fixed = nx_zone_fixed(east);
        zone = &fixed;
    }
    if (date.year < 1)
        return fail_year(in);
    if (!nx_calendar_is_real(&date))
        return nx_fail_at(in->err, NEWSIDX_ERR_QUERY, in->offset,
                          "there is no %.*s", nx_scan_shown_length(in->text),
                          in->text.bytes);
    *out = range_of(&date, exact, zone);
    return NEWSIDX_OK;
}

/* ---------------------------------------------------- names of days, months */

static int64_t days_since_weekday(const nx_date *date, int64_t weekday)
{
    const int64_t days = nx_calendar_seconds(date) / DAY_SECONDS;

    /* 1970-01-01 was a Thursday, day 3 of a week from Monday. */
    return ((days + 3 - weekday) % 7 + 7) % 7;
}

/* Three letters or more of its name. */
static bool read_weekday(newsidx_text text, int64_t *out_weekday)
{
    static const char *const names[] = {"monday",   "tuesday", "wednesday",
                                        "thursday", "friday",  "saturday",
                                        "sunday"};

    for (int64_t i = 0; i < 7 && text.length >= 3; i++) {
        const newsidx_text name = nx_str(names[i]);

        if (text.length <= name.length &&
            nx_str_equal_ascii(text, nx_str_slice(name.bytes, text.length))) {
            *out_weekday = i;
            return true;
        }
    }
    return false;
}

static newsidx_status read_name(const reading *in, nx_range *out)
{
    static const struct {
        const char *name;
        int64_t days;
    } names[] = {{"today", 0}, {"yesterday", -1}, {"tomorrow", 1}};
    const int32_t month = nx_calendar_month(in->text);
    nx_date date = now_of(in);
    int64_t weekday;

    truncate_date(&date, UNIT_DAY);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (nx_str_equal_ascii(in->text, nx_str(names[i].name))) {
            date = add_days(&date, names[i].days);
            return take(in, &date, UNIT_DAY, out);
        }
    }
    if (read_weekday(in->text, &weekday)) {
        date = add_days(&date, -days_since_weekday(&date, weekday));
        return take(in, &date, UNIT_DAY, out);
    }
    if (month == 0)
        return NEWSIDX_NOT_FOUND;
    if (month > date.month)
        date.year--;
    date.month = month;
    return take(in, &date, UNIT_MONTH, out);
}

/* ------------------------------------------------- 24h 7d @1473446700 ---- */

static nx_date add_months(nx_date date, int32_t months)
{
    const int32_t all = date.year * 12 + date.month - 1 + months;
    int32_t days;

    /* What comes before the year 1 is refused; it need not be right. */
    if (all < 12) {
        date.year = 0;
        return date;
    }
    date.year = all / 12;
    date.month = all % 12 + 1;
    days = nx_calendar_month_days(date.year, date.month);
    if (date.day > days)
        date.day = days;
    return date;
}

static newsidx_status read_ago(const reading *in, nx_range *out)
{
    nx_date date = now_of(in);
    newsidx_text mark;
    size_t offset = 0;
    int32_t number;

    if (!read_number(in->text, &offset, &number))
        return NEWSIDX_NOT_FOUND;
    mark = rest_of(in->text, offset);
    truncate_date(&date, UNIT_DAY);
    if (nx_str_equal_ascii(mark, nx_str("h"))) {
        out->low = in->today->now - (int64_t)number * 3600;
        out->high = out->low + 3600;
        return NEWSIDX_OK;
    }
    if (nx_str_equal_ascii(mark, nx_str("d")))
        date = add_days(&date, -(int64_t)number);
    else if (nx_str_equal_ascii(mark, nx_str("w")))
        date = add_days(&date, -(int64_t)number * 7);
    else if (nx_str_equal_ascii(mark, nx_str("mo")))
        date = add_months(date, -number);
    else if (nx_str_equal_ascii(mark, nx_str("y")))
        date = add_months(date, -number * 12);
    else
        return NEWSIDX_NOT_FOUND;
    return take(in, &date, UNIT_DAY, out);
}

static newsidx_status read_moment(const reading *in, nx_range *out)
{
    const newsidx_text text = in->text;
    const bool is_negative = text.length > 1 && text.bytes[1] == '-';
    const size_t start = is_negative ? 2 : 1;
    int64_t number = 0;

    /* The year 9999 has twelve digits. */
    if (text.length <= start || text.length - start > 12)
        return NEWSIDX_NOT_FOUND;
    for (size_t i = start; i < text.length; i++) {
        if (!nx_is_digit(text.bytes[i]))
            return NEWSIDX_NOT_FOUND;
        number = number * 10 + (text.bytes[i] - '0');
    }
    out->low = is_negative ? -number : number;
    out->high = out->low + 1;
    return NEWSIDX_OK;
}

/* ----------------------------------------------------------- no dates ---- */

/* Three numbers with the same sign between them: 9/10/2016, 2016.9.10 */
static bool read_triple(newsidx_text text, int32_t numbers[3])
{
    size_t offset = 0;
    char sign;

    for (size_t i = 0; i < 3; i++) {
        if (!read_number(text, &offset, &numbers[i]))
            return false;
        if (i == 2)
            break;
        if (offset == text.length)
            return false;
        sign = text.bytes[offset];
        if (sign != '/' && sign != '.' && sign != '-')
            return false;
        offset++;
    }
    return offset == text.length;
}

/* A four-digit year, or the number is something else. */
static bool is_day(int32_t year, int32_t month, int32_t day)
{
    const nx_date date = {year, month, day, 0, 0, 0};

    return year >= 1000 && year <= 9999 && nx_calendar_is_real(&date);
}

/* Say what it could have been, but don't choose. */
static newsidx_status fail_unread(const reading *in)
{
    const int shown = nx_scan_shown_length(in->text);
    const char *bytes = in->text.bytes;
    int32_t numbers[3] = {0, 0, 0};
    int32_t year;
    int32_t month;
    int32_t day;
    bool is_triple = read_triple(in->text, numbers);

    /* Year, month, day; or the year last, and then either order is usual. */
    year = numbers[0] > numbers[2] ? numbers[0] : numbers[2];
    month = numbers[0] > numbers[2] ? numbers[1] : numbers[0];
    day = numbers[0] > numbers[2] ? numbers[2] : numbers[1];
    if (is_triple && year == numbers[2] && month != day &&
        is_day(year, month, day) && is_day(year, day, month))
        return nx_fail_at(in->err, NEWSIDX_ERR_QUERY, in->offset,
                          "\"%.*s\" could be %04d-%02d-%02d or "
                          "%04d-%02d-%02d; write it so",
                          shown, bytes, year, month, day, year, day, month);
    if (is_triple && year == numbers[2] && !is_day(year, month, day)) {
        month = numbers[1];
        day = numbers[0];
    }
    if (is_triple && is_day(year, month, day))
        return nx_fail_at(in->err, NEWSIDX_ERR_QUERY, in->offset,
                          "\"%.*s\" is no date; write %04d-%02d-%02d", shown,
                          bytes, year, month, day);
    return nx_fail_at(in->err, NEWSIDX_ERR_QUERY, in->offset,
                      "\"%.*s\" is no date; write 2016-09-09, 2016-09, 7d.., "
                      "yesterday or monday",
                      shown, bytes);
}

newsidx_status nx_dates_read(newsidx_text text, const nx_today *today,
                             size_t offset, nx_range *out, newsidx_error *err)
{
    const reading in = {text, today, offset, err};
    newsidx_status status = NEWSIDX_NOT_FOUND;

    assert(text.length > 0);
    if (text.bytes[0] == '@') {
        status = read_moment(&in, out);
    } else if (nx_is_digit(text.bytes[0])) {
        status = read_iso(&in, out);
        if (status == NEWSIDX_NOT_FOUND)
            status = read_ago(&in, out);
    } else {
        status = read_name(&in, out);
    }
    return status == NEWSIDX_NOT_FOUND ? fail_unread(&in) : status;
}

/* ------------------------------------------------------------- printing ----
 */

static bool has_year(int64_t seconds, const nx_zone *zone)
{
    /* Of two days more; what lies beyond need not be looked at by the zone. */
    const int64_t least = INT64_C(-62135769600);
    const int64_t most = INT64_C(253402473599);
    int32_t year;

    if (seconds < least || seconds > most)
        return false;
    year = nx_zone_date(zone, seconds).year;
    return year >= 1 && year <= 9999;
}

bool nx_dates_can_print(nx_range range, const nx_zone *zone)
{
    return (range.low == INT64_MIN || has_year(range.low, zone)) &&
           (range.high == INT64_MAX || has_year(range.high - 1, zone));
}

/*
 * The zone that a date is spelled in: hours and less bear the one of their
 * moment, or Z where that has seconds, as before there were zones.
 */
static nx_zone zone_of(int64_t seconds, const nx_zone *zone)
{
    const int32_t east = nx_zone_east(zone, seconds);

    if (east % 60 != 0 || east <= -DAY_SECONDS || east >= DAY_SECONDS)
        return nx_zone_fixed(0);
    return nx_zone_fixed(east);
}

static void print_day(int64_t seconds, unit exact, const nx_zone *zone,
                      nx_buf *out)
{
    const nx_date date = nx_zone_date(zone, seconds);
    char text[80];

    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", date.year,
             date.month, date.day, date.hour, date.minute, date.second);
    nx_buf_add(out, text, unit_lengths[exact]);
}

static void print_date(int64_t seconds, unit exact, const nx_zone *zone,
                       nx_buf *out)
{
    const nx_zone fixed = zone_of(seconds, zone);
    const int32_t minutes = fixed.east / 60;
    const int32_t absolute = minutes < 0 ? -minutes : minutes;

    if (exact <= UNIT_DAY) {
        print_day(seconds, exact, zone, out);
    } else if (!has_year(seconds, &fixed)) {
        nx_buf_add_format(out, "@%lld", (long long)seconds);
    } else {
        print_day(seconds, exact, &fixed, out);
        if (minutes == 0)
            nx_buf_add_byte(out, 'Z');
        else
            nx_buf_add_format(out, "%c%02d:%02d", minutes < 0 ? '-' : '+',
                              absolute / 60, absolute % 60);
    }
}

/* Is it one year, one month ...? */
static bool is_one(nx_range range, unit exact, const nx_zone *zone)
{
    const nx_zone fixed = zone_of(range.low, zone);
    const nx_zone *spelled = exact <= UNIT_DAY ? zone : &fixed;
    const nx_date date = nx_zone_date(spelled, range.low);
    const nx_range whole = range_of(&date, exact, spelled);

    /* A second can be spelled without a year. */
    return whole.low == range.low && whole.high == range.high &&
           (exact == UNIT_SECOND || has_year(range.low, spelled));
}

/* Does it go from the start of one day, month ... to the end of another? */
static bool is_bounded_by(nx_range range, unit exact, const nx_zone *zone)
{
    nx_date date;

    if (range.low != INT64_MIN) {
        date = nx_zone_date(zone, range.low);
        if (range_of(&date, exact, zone).low != range.low)
            return false;
    }
    if (range.high == INT64_MAX)
        return true;
    date = nx_zone_date(zone, range.high - 1);
    return range_of(&date, exact, zone).high == range.high;
}

void nx_dates_print(nx_range range, const nx_zone *zone, nx_buf *out)
{
    const bool is_closed = range.low != INT64_MIN && range.high != INT64_MAX;
    unit exact = UNIT_YEAR;

    assert(range.low < range.high && nx_dates_can_print(range, zone));
    if (is_closed) {
        while (exact < UNIT_COUNT && !is_one(range, exact, zone))
            exact++;
        if (exact < UNIT_COUNT) {
            print_date(range.low, exact, zone, out);
            return;
        }
    }
    exact = UNIT_YEAR;
    while (exact <= UNIT_DAY && !is_bounded_by(range, exact, zone))
        exact++;
    if (exact > UNIT_DAY)
        exact = UNIT_SECOND;
    if (range.low != INT64_MIN)
        print_date(range.low, exact, zone, out);
    nx_buf_add_string(out, "..");
    if (range.high != INT64_MAX)
        print_date(range.high - 1, exact, zone, out);
}
