#include "base/zone.h"

#include "base/memory.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "/usr/share/zoneinfo/"
#define LONGEST_NAME 100

/* The longest file of the database has 4 KiB. */
#define LARGEST_FILE ((size_t)256 * 1024)

#define DAY_SECONDS 86400

/* RFC 9636 3.2 would have less than 26 hours. */
#define LARGEST_EAST 93600

/* RFC 9636 3.3.2: a rule's time is within a week of its day. */
#define LARGEST_RULE_HOURS 167

/* ------------------------------------------------------ TZif (RFC 9636) ----
 */

/* What is left of the file. */
typedef struct input {
    const unsigned char *at;
    size_t left;
} input;

typedef struct header {
    unsigned char version;
    size_t utc_count;
    size_t standard_count;
    size_t leap_count;
    size_t change_count;
    size_t kind_count;
    size_t letter_count;
} header;

/* The next bytes; NULL if there are fewer. */
static const unsigned char *take(input *in, size_t length)
{
    const unsigned char *bytes = in->at;

    if (length > in->left)
        return NULL;
    in->at += length;
    in->left -= length;
    return bytes;
}

static uint64_t big_endian(const unsigned char *bytes, size_t length)
{
    uint64_t value = 0;

    for (size_t i = 0; i < length; i++)
        value = value << 8 | bytes[i];
    return value;
}

/* Two's complement, whatever the machine's own way is. */
static int64_t signed_value(uint64_t value, uint64_t sign_bit)
{
    if ((value & sign_bit) == 0)
        return (int64_t)value;
    return -(int64_t)(sign_bit - 1 - (value & (sign_bit - 1))) - 1;
}

static int64_t read_moment(const unsigned char *bytes, size_t length)
{
    return signed_value(big_endian(bytes, length), UINT64_C(1)
                                                       << (length * 8 - 1));
}

static bool read_header(input *in, header *out)
{
    size_t *const counts[] = {&out->utc_count,  &out->standard_count,
                              &out->leap_count, &out->change_count,
                              &out->kind_count, &out->letter_count};
    const unsigned char *bytes = take(in, 44);

    if (bytes == NULL || memcmp(bytes, "TZif", 4) != 0)
        return false;
    out->version = bytes[4];
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        *counts[i] = (size_t)big_endian(bytes + 20 + i * 4, 4);
        if (*counts[i] > LARGEST_FILE)
            return false;
    }
    return true;
}

/* How many bytes follow a header whose moments take so many. */
static size_t block_length(const header *head, size_t moment_length)
{
    return head->change_count * (moment_length + 1) + head->kind_count * 6 +
           head->letter_count + head->leap_count * (moment_length + 4) +
           head->standard_count + head->utc_count;
}

static bool read_east(const unsigned char *kinds, size_t kind,
                      int32_t *out_east)
{
    const int64_t east = read_moment(kinds + kind * 6, 4);

    *out_east = (int32_t)east;
    return east > -LARGEST_EAST && east < LARGEST_EAST;
}

/* The changes and offsets of one block; the names are not ours to show. */
static bool read_block(nx_zone *zone, const header *head, size_t moment_length,
                       const unsigned char *block)
{
    const unsigned char *numbers = block + head->change_count * moment_length;
    const unsigned char *kinds = numbers + head->change_count;

    if (head->kind_count == 0 || !read_east(kinds, 0, &zone->first_east))
        return false;
    zone->east = zone->first_east;
    for (size_t i = 0; i < head->change_count; i++) {
        nx_zone_change *change = &zone->changes[i];

        change->start = read_moment(block + i * moment_length, moment_length);
        if (numbers[i] >= head->kind_count ||
            !read_east(kinds, numbers[i], &change->east))
            return false;
        if (i > 0 && change->start <= zone->changes[i - 1].start)
            return false;
        zone->east = change->east;
    }
    zone->change_count = head->change_count;
    return true;
}

/* ----------------------------------------- the rules of POSIX's TZ variable */

static bool accept(input *in, char byte)
{
    if (in->left == 0 || *in->at != (unsigned char)byte)
        return false;
    take(in, 1);
    return true;
}

static bool is_digit_next(const input *in)
{
    return in->left > 0 && nx_is_digit((char)*in->at);
}

static bool read_number(input *in, int32_t least, int32_t most, int32_t *out)
{
    bool has_digit = false;

    *out = 0;
    while (is_digit_next(in) && *out <= most) {
        *out = *out * 10 + (*in->at - '0');
        take(in, 1);
        has_digit = true;
    }
    return has_digit && *out >= least && *out <= most;
}

/* [+-]hh[:mm[:ss]] */
static bool read_clock(input *in, int32_t most_hours, int32_t *out_seconds)
{
    const bool is_negative = accept(in, '-');
    int32_t hours;
    int32_t minutes = 0;
    int32_t seconds = 0;

    if (!is_negative)
        accept(in, '+');
    if (!read_number(in, 0, most_hours, &hours))
        return false;
    if (accept(in, ':') && !read_number(in, 0, 59, &minutes))
        return false;
    if (accept(in, ':') && !read_number(in, 0, 59, &seconds))
        return false;
    *out_seconds = hours * 3600 + minutes * 60 + seconds;
    if (is_negative)
        *out_seconds = -*out_seconds;
    return true;
}

/* CET or <+03> */
static bool skip_letters(input *in)
{
    const size_t left = in->left;

    if (accept(in, '<')) {
        while (!accept(in, '>')) {
            if (take(in, 1) == NULL)
                return false;
        }
        return true;
    }
    while (in->left > 0 && nx_is_alpha((char)*in->at))
        take(in, 1);
    return left - in->left >= 3;
}

/* ,M3.5.0/2 */
static bool read_rule(input *in, nx_zone_rule *out)
{
    bool is_read;

    memset(out, 0, sizeof *out);
    out->time = 7200;
    if (!accept(in, ','))
        return false;
    if (accept(in, 'M')) {
        out->kind = NX_ZONE_WEEKDAY;
        is_read = read_number(in, 1, 12, &out->month) && accept(in, '.') &&
                  read_number(in, 1, 5, &out->week) && accept(in, '.') &&
                  read_number(in, 0, 6, &out->day);
    } else if (accept(in, 'J')) {
        out->kind = NX_ZONE_JULIAN;
        is_read = read_number(in, 1, 365, &out->day);
    } else {
        out->kind = NX_ZONE_ZERO_BASED;
        is_read = read_number(in, 0, 365, &out->day);
    }
    if (is_read && accept(in, '/'))
        is_read = read_clock(in, LARGEST_RULE_HOURS, &out->time);
    return is_read;
}

/* CET-1CEST,M3.5.0,M10.5.0/3 or nothing; POSIX counts hours to the west. */
static bool read_footer(nx_zone *zone, input *in)
{
    int32_t west;

    if (!accept(in, '\n'))
        return false;
    if (accept(in, '\n'))
        return true;
    if (!skip_letters(in) || !read_clock(in, 24, &west))
        return false;
    zone->east = -west;
    if (accept(in, '\n'))
        return true;
    if (!skip_letters(in))
        return false;
    zone->has_summer = true;
    zone->summer_east = zone->east + 3600;
    if (in->left > 0 && *in->at != ',') {
        if (!read_clock(in, 24, &west))
            return false;
        zone->summer_east = -west;
    }
    return read_rule(in, &zone->summer_start) &&
           read_rule(in, &zone->summer_end) && accept(in, '\n');
}

static newsidx_status fail_damaged(const char *name, newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_OPTIONS,
                   "the file of the time zone \"%s\" is damaged", name);
}

newsidx_status nx_zone_parse(nx_zone *zone, newsidx_text bytes,
                             const char *name, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    input in = {(const unsigned char *)bytes.bytes, bytes.length};
    const unsigned char *block;
    size_t moment_length = 4;
    header head;

    memset(zone, 0, sizeof *zone);
    if (bytes.length > LARGEST_FILE || !read_header(&in, &head))
        return fail_damaged(name, err);
    if (head.version != 0) {
        /* The first block is for programs that know 32 bits only. */
        if (take(&in, block_length(&head, 4)) == NULL ||
            !read_header(&in, &head))
            return fail_damaged(name, err);
        moment_length = 8;
    }
    if (head.leap_count > 0)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS,
                       "the time zone \"%s\" counts leap seconds", name);
    block = take(&in, block_length(&head, moment_length));
    if (block == NULL)
        return fail_damaged(name, err);
    if (head.change_count > 0) {
        zone->changes =
            nx_alloc_zeroed(head.change_count, sizeof *zone->changes);
        if (zone->changes == NULL)
            return nx_fail_memory(err);
    }
    if (!read_block(zone, &head, moment_length, block) ||
        (head.version != 0 && !read_footer(zone, &in))) {
        nx_zone_finish(zone);
        status = fail_damaged(name, err);
    }
    return status;
}

/* ---------------------------------------------------------------- files ----
 */

/* Of letters, digits and _ + - / only, so that it can't lead elsewhere. */
static bool is_name(newsidx_text name)
{
    if (name.length == 0 || name.length > LONGEST_NAME || name.bytes[0] == '/')
        return false;
    for (size_t i = 0; i < name.length; i++) {
        const char byte = name.bytes[i];

        if (!nx_is_alpha(byte) && !nx_is_digit(byte) && byte != '_' &&
            byte != '+' && byte != '-' && byte != '/')
            return false;
    }
    return true;
}

static int open_file(const char *path)
{
    int descriptor;

    do {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    } while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

/* Fill `bytes`; returns how many there were, fewer also after an error. */
static size_t read_bytes(int descriptor, char *bytes, size_t length)
{
    size_t filled = 0;

    while (filled < length) {
        const ssize_t count = read(descriptor, bytes + filled, length - filled);

        if (count > 0)
            filled += (size_t)count;
        else if (count == 0 || errno != EINTR)
            break;
    }
    return filled;
}

static newsidx_status read_file(nx_zone *zone, const char *name,
                                newsidx_error *err)
{
    char path[sizeof FOLDER + LONGEST_NAME];
    newsidx_status status;
    struct stat about;
    char *bytes = NULL;
    size_t length;
    int descriptor;

    snprintf(path, sizeof path, "%s%s", FOLDER, name);
    descriptor = open_file(path);
    if (descriptor < 0 || fstat(descriptor, &about) != 0 ||
        !S_ISREG(about.st_mode)) {
        status = nx_fail(err, NEWSIDX_ERR_OPTIONS,
                         "no time zone is called \"%s\"", name);
        goto cleanup;
    }
    /* One byte more than it may have, so that one that is longer shows. */
    bytes = nx_alloc(LARGEST_FILE + 1);
    if (bytes == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    length = read_bytes(descriptor, bytes, LARGEST_FILE + 1);
    status = nx_zone_parse(zone, nx_str_slice(bytes, length), name, err);
cleanup:
    if (descriptor >= 0)
        close(descriptor);
    nx_free(bytes);
    return status;
}

newsidx_status nx_zone_init(nx_zone *zone, const char *name, newsidx_error *err)
{
    const newsidx_text text = nx_str(name != NULL ? name : "Z");
    int32_t east = 0;

    *zone = nx_zone_fixed(0);
    if (nx_str_equal_ascii(text, nx_str("UTC")))
        return NEWSIDX_OK;
    if (nx_calendar_read_offset(text, &east)) {
        *zone = nx_zone_fixed(east);
        return NEWSIDX_OK;
    }
    if (!is_name(text))
        return nx_fail(err, NEWSIDX_ERR_OPTIONS,
                       "no time zone is called \"%s\"", name);
    return read_file(zone, name, err);
}

nx_zone nx_zone_fixed(int32_t east)
{
    nx_zone zone;

    memset(&zone, 0, sizeof zone);
    zone.first_east = east;
    zone.east = east;
    return zone;
}

void nx_zone_finish(nx_zone *zone)
{
    nx_free(zone->changes);
    *zone = nx_zone_fixed(0);
}

/* -------------------------------------------------------------- moments ----
 */

/* A stretch of time without a change. */
typedef struct stretch {
    int32_t east;
    int64_t end; /* the next change; INT64_MAX if there is none */
} stretch;

/* The day of a rule in a year: seconds since 1970, as if in UTC. */
static int64_t rule_day(const nx_zone_rule *rule, int32_t year)
{
    nx_date date = {year, 1, 1, 0, 0, 0};
    int64_t first;
    int64_t weekday;
    int64_t day;

    if (rule->kind != NX_ZONE_WEEKDAY) {
        first = nx_calendar_seconds(&date);
        day = rule->day;
        /* J60 is the first of March, whether there is a day before or not. */
        if (rule->kind == NX_ZONE_JULIAN &&
            (day < 60 || nx_calendar_month_days(year, 2) == 28))
            day--;
        return first + day * DAY_SECONDS;
    }
    date.month = rule->month;
    first = nx_calendar_seconds(&date);
    /* 1970-01-01 was a Thursday, day 4. */
    weekday = ((first / DAY_SECONDS + 4) % 7 + 7) % 7;
    day = (rule->day - weekday + 7) % 7 + (rule->week - 1) * (int64_t)7;
    if (day >= nx_calendar_month_days(year, rule->month))
        day -= 7;
    return first + day * DAY_SECONDS;
}

/*
 * By the rules: of the changes of the year and of those around it, the last
 * one up to the moment and the first one after it.
 */
static stretch find_by_rules(const nx_zone *zone, int64_t seconds)
{
    const int32_t year = nx_calendar_date(seconds + zone->east).year;
    stretch found = {zone->east, INT64_MAX};
    int64_t last = INT64_MIN;

    for (int32_t i = year - 1; i <= year + 1; i++) {
        const int64_t end = rule_day(&zone->summer_end, i) +
                            zone->summer_end.time - zone->summer_east;
        const int64_t start = rule_day(&zone->summer_start, i) +
                              zone->summer_start.time - zone->east;

        if (end <= seconds && end > last) {
            last = end;
            found.east = zone->east;
        }
        /* Where summer begins as it ends, it is always summer. */
        if (start <= seconds && start >= last) {
            last = start;
            found.east = zone->summer_east;
        }
        if (end > seconds && end < found.end)
            found.end = end;
        if (start > seconds && start < found.end)
            found.end = start;
    }
    return found;
}

static stretch find_stretch(const nx_zone *zone, int64_t seconds)
{
    /* Of the years 0 to 10000; nobody makes rules for others. */
    const int64_t least = INT64_C(-62167219200);
    const int64_t most = INT64_C(253433923199);
    stretch found = {zone->east, INT64_MAX};
    size_t low = 0;
    size_t high = zone->change_count;

    /* How many changes were made up to the moment? */
    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (zone->changes[middle].start <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < zone->change_count) {
        found.east = low > 0 ? zone->changes[low - 1].east : zone->first_east;
        found.end = zone->changes[low].start;
    } else if (zone->has_summer && seconds >= least && seconds <= most) {
        found = find_by_rules(zone, seconds);
    }
    return found;
}

int32_t nx_zone_east(const nx_zone *zone, int64_t seconds)
{
    return find_stretch(zone, seconds).east;
}

nx_date nx_zone_date(const nx_zone *zone, int64_t seconds)
{
    return nx_calendar_date(seconds + nx_zone_east(zone, seconds));
}

int64_t nx_zone_seconds(const nx_zone *zone, const nx_date *date)
{
    const int64_t shown = nx_calendar_seconds(date);
    int64_t seconds = shown - LARGEST_EAST;

    /* From where clocks show less, through the changes, to where they don't. */
    for (;;) {
        const stretch here = find_stretch(zone, seconds);
        const int64_t wanted = shown - here.east;

        if (wanted <= seconds)
            return seconds;
        if (wanted < here.end)
            return wanted;
        seconds = here.end;
    }
}
