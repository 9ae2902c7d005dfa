/* Dates as a person writes them in a query, and back. */
#ifndef NX_QUERY_DATES_H
#define NX_QUERY_DATES_H

#include "base/buf.h"
#include "base/zone.h"

/* What dates are read by. */
typedef struct nx_today {
    int64_t now; /* seconds since 1970 UTC, of the years 1 to 9999 */
    const nx_zone *zone;
} nx_today;

/* From `low` up to, not including, `high`. */
typedef struct nx_range {
    int64_t low;
    int64_t high;
} nx_range;

/*
 * Read one date and set `out` to the time that it takes: a year, a month, a
 * day, an hour, a minute or a second.
 *   2016, 2016-09, 2016-09-09, 2016-09-09T14, ...T14:05, ...T14:05:30
 *       in the zone, unless Z, +02:00, +0200 or +02 follows
 *   today, yesterday, tomorrow
 *   monday, mon      the latest that is not after today
 *   september, sep   the latest that has begun
 *   7d, 2w, 3mo, 1y  the day so long ago (of a shorter month its last one)
 *   24h              the hour that began so long ago
 *   @1473446700      that second
 * Letter case is free. A day that the zone's clocks skipped takes no time:
 * `low` is `high`. `text` is clean (nx_scan_clean()) and begins at byte
 * `offset` of the query. NEWSIDX_ERR_QUERY, and what would do, for what is no
 * date; nothing is guessed: 9/10/2016 is not read.
 */
newsidx_status nx_dates_read(newsidx_text text, const nx_today *today,
                             size_t offset, nx_range *out, newsidx_error *err);

/*
 * Can it be spelled, that is, do its ends lie in the years 1 to 9999? An end
 * that is open, INT64_MIN or INT64_MAX, does.
 */
bool nx_dates_can_print(nx_range range, const nx_zone *zone);

/*
 * Spell a range that is not empty and not open at both ends: 2016-09,
 * 2016-09-09..2016-09-12, ..2015, 2016-09-09T14:00:00+02:00.. The same zone
 * reads it as the same range.
 */
void nx_dates_print(nx_range range, const nx_zone *zone, nx_buf *out);

#endif
