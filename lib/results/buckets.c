#include "results/buckets.h"

#include "base/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY_SECONDS INT64_C(86400)

bool nx_bucket_is_time(newsidx_facet_by by)
{
    return by >= NEWSIDX_BY_YEAR && by <= NEWSIDX_BY_DAY;
}

static int64_t floor_divide(int64_t number, int64_t by)
{
    return number / by - (number % by < 0);
}

/* Weeks are counted from the Monday before 1970, a Thursday, began. */
static int64_t week_of(int64_t day)
{
    return floor_divide(day + 3, 7);
}

static int64_t monday_of(int64_t week)
{
    return 7 * week - 3;
}

int64_t nx_bucket_of(newsidx_facet_by by, const nx_zone *zone, int64_t seconds)
{
    const int64_t shown = seconds + nx_zone_east(zone, seconds);
    const int64_t day = floor_divide(shown, DAY_SECONDS);
    nx_date date;

    if (by == NEWSIDX_BY_DAY)
        return day;
    if (by == NEWSIDX_BY_WEEK)
        return week_of(day);
    date = nx_calendar_date(shown);
    if (by == NEWSIDX_BY_MONTH)
        return (int64_t)date.year * 12 + date.month - 1;
    return date.year;
}

static nx_date date_of(newsidx_facet_by by, int64_t bucket)
{
    nx_date date = {.month = 1, .day = 1};

    switch (by) {
    case NEWSIDX_BY_DAY:
        return nx_calendar_date(bucket * DAY_SECONDS);
    case NEWSIDX_BY_WEEK:
        return nx_calendar_date(monday_of(bucket) * DAY_SECONDS);
    case NEWSIDX_BY_MONTH:
        date.year = (int32_t)floor_divide(bucket, 12);
        date.month = (int32_t)(bucket - (int64_t)date.year * 12) + 1;
        return date;
    default:
        date.year = (int32_t)bucket;
        return date;
    }
}

int64_t nx_bucket_start(newsidx_facet_by by, const nx_zone *zone,
                        int64_t bucket)
{
    const nx_date date = date_of(by, bucket);

    return nx_zone_seconds(zone, &date);
}

/* A week belongs to the year that has its Thursday, and is its first if that is
 * of the first seven days (ISO 8601). */
static void label_week(int64_t week, char out[NX_BUCKET_LABEL])
{
    const int64_t thursday = monday_of(week) + 3;
    nx_date date = nx_calendar_date(thursday * DAY_SECONDS);
    const int32_t year = date.year;
    int64_t first;

    date.month = 1;
    date.day = 1;
    first = floor_divide(nx_calendar_seconds(&date), DAY_SECONDS);
    snprintf(out, NX_BUCKET_LABEL, "%04" PRId32 "-W%02d", year,
             (int)((thursday - first) / 7 + 1));
}

void nx_bucket_label(newsidx_facet_by by, int64_t bucket,
                     char out[NX_BUCKET_LABEL])
{
    const nx_date date = date_of(by, bucket);

    if (by == NEWSIDX_BY_WEEK)
        label_week(bucket, out);
    else if (by == NEWSIDX_BY_YEAR)
        snprintf(out, NX_BUCKET_LABEL, "%04" PRId32, date.year);
    else if (by == NEWSIDX_BY_MONTH)
        snprintf(out, NX_BUCKET_LABEL, "%04" PRId32 "-%02d", date.year,
                 (int)date.month);
    else
        snprintf(out, NX_BUCKET_LABEL, "%04" PRId32 "-%02d-%02d", date.year,
                 (int)date.month, (int)date.day);
}

newsidx_status nx_buckets_fail(newsidx_facet_by by, size_t limit,
                               newsidx_error *err)
{
    static const char *const coarser[] = {
        [NEWSIDX_BY_MONTH] = "year",
        [NEWSIDX_BY_WEEK] = "month",
        [NEWSIDX_BY_DAY] = "month",
    };

    /* There are not so many years. */
    return nx_fail(err, NEWSIDX_ERR_LIMIT,
                   "there are more than %zu lines: count by %s", limit,
                   by == NEWSIDX_BY_YEAR ? "less" : coarser[by]);
}

static bool has_date(const nx_row *row)
{
    return row->published_at >= NX_BUCKET_LOW &&
           row->published_at < NX_BUCKET_HIGH;
}

/* The first and the last moment; false if no match has a date. */
static bool find_ends(const nx_rows *rows, const nx_matches *matches,
                      int64_t *out_first, int64_t *out_last)
{
    int64_t first = INT64_MAX;
    int64_t last = INT64_MIN;
    int64_t id = 0;

    while (nx_matches_next(matches, &id)) {
        const nx_row *row = &rows->rows[id];

        if (!has_date(row))
            continue;
        if (row->published_at < first)
            first = row->published_at;
        if (row->published_at > last)
            last = row->published_at;
    }
    *out_first = first;
    *out_last = last;
    return first <= last;
}

/* Without the buckets of none at both ends. */
static void trim(nx_buckets *buckets)
{
    while (buckets->count > 0 && buckets->counts[buckets->count - 1] == 0)
        buckets->count--;
    while (buckets->count > 0 && buckets->counts[0] == 0) {
        buckets->counts++;
        buckets->first++;
        buckets->count--;
    }
}

newsidx_status nx_buckets_count(nx_buckets *buckets, newsidx_facet_by by,
                                const nx_zone *zone, const nx_rows *rows,
                                const nx_matches *matches, size_t limit,
                                newsidx_error *err)
{
    int64_t id = 0;
    int64_t first;
    int64_t last;

    memset(buckets, 0, sizeof *buckets);
    if (find_ends(rows, matches, &first, &last)) {
        /* Where clocks were set back by a day, a later moment may be of an
         * earlier one: one bucket more at both ends. */
        buckets->first = nx_bucket_of(by, zone, first) - 1;
        buckets->count =
            (size_t)(nx_bucket_of(by, zone, last) - buckets->first) + 2;
        if (buckets->count > limit + 2)
            return nx_buckets_fail(by, limit, err);
        buckets->memory =
            nx_alloc_zeroed(buckets->count, sizeof *buckets->memory);
        if (buckets->memory == NULL)
            return nx_fail_memory(err);
        buckets->counts = buckets->memory;
    }
    while (nx_matches_next(matches, &id)) {
        const nx_row *row = &rows->rows[id];

        if (has_date(row))
            buckets->counts[nx_bucket_of(by, zone, row->published_at) -
                            buckets->first]++;
        else
            buckets->without++;
    }
    trim(buckets);
    return NEWSIDX_OK;
}

void nx_buckets_finish(nx_buckets *buckets)
{
    nx_free(buckets->memory);
    memset(buckets, 0, sizeof *buckets);
}
