/* Dates of the proleptic Gregorian calendar, in UTC, without a locale. */
#ifndef NX_BASE_CALENDAR_H
#define NX_BASE_CALENDAR_H

#include "newsidx.h"

#include <stdbool.h>

typedef struct nx_date {
    int32_t year;
    int32_t month;  /* 1 to 12 */
    int32_t day;    /* 1 to 31 */
    int32_t hour;   /* 0 to 23 */
    int32_t minute; /* 0 to 59 */
    int32_t second; /* 0 to 60 */
} nx_date;

/* Seconds since 1970-01-01T00:00:00Z. Years 1 to 9999 are right. */
int64_t nx_calendar_seconds(const nx_date *date);

nx_date nx_calendar_date(int64_t seconds);

/* 28 to 31. */
int32_t nx_calendar_month_days(int32_t year, int32_t month);

/* A day of the years from 1 on that exists, at a time that does. */
bool nx_calendar_is_real(const nx_date *date);

/* 1 to 12 for its English name, or three of its letters or more; else 0. */
int32_t nx_calendar_month(newsidx_text name);

/* Read Z, +02:00, +0200 or +02 as seconds east of Greenwich. */
bool nx_calendar_read_offset(newsidx_text text, int32_t *out_east);

/*
 * Read a date as feeds and agencies write it, in any of these forms, and
 * nothing but white space around it:
 *   ISO 8601   2016, 2016-09, 2016-09-09, 20160909, 2016-09-09T18:45[:30[.5]],
 *              a space for T, then nothing (UTC), Z, +02:00, +0200, +02
 *              (also the basic forms 20160909T184530Z and 20160909184530)
 *   RFC 5322   [Fri, ]9 Sep 2016 18:45[:30] +0200 | GMT | EST ...
 *              (two-digit years as the RFC reads them; "(CEST)" may follow)
 *   Unix       1473446700 (9 to 11 digits), or 12 to 14 digits for
 *              milliseconds, unless they are the basic form above; a minus
 *              before it or a fraction after it may be
 *   agency     September 9, 2016 | 9 September 2016
 * False when it is none of them or names a day that doesn't exist; nothing is
 * guessed: 9/10/2016 is not read.
 */
bool nx_calendar_read(newsidx_text text, int64_t *out_seconds);

#endif
