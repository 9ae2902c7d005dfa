/* Time zones: UTC, fixed ones, and those of the machine's tz database. */
#ifndef NX_BASE_ZONE_H
#define NX_BASE_ZONE_H

#include "base/calendar.h"
#include "base/status.h"

/* From `start` on, clocks are `east` seconds ahead of UTC. */
typedef struct nx_zone_change {
    int64_t start; /* seconds since 1970 UTC */
    int32_t east;
} nx_zone_change;

typedef enum nx_zone_day {
    NX_ZONE_WEEKDAY,   /* M3.5.0: the last Sunday of March */
    NX_ZONE_JULIAN,    /* J60: the first of March, in any year */
    NX_ZONE_ZERO_BASED /* 59: the day after so many others of its year */
} nx_zone_day;

/* A day and time at which clocks are changed, each year. */
typedef struct nx_zone_rule {
    nx_zone_day kind;
    int32_t month;
    int32_t week; /* 1 to 5; 5 is the last one */
    int32_t day;  /* of the week, Sunday is 0; of the year */
    int32_t time; /* seconds after midnight, as clocks show them before */
} nx_zone_rule;

/*
 *    first_east   changes[0]   changes[1] ...   then `east`, or by the rules
 *   ------------|------------|---------- - - -|------------------------------>
 */
typedef struct nx_zone {
    nx_zone_change *changes; /* ours, in order; NULL when there are none */
    size_t change_count;
    int32_t first_east;
    int32_t east;    /* after the last change; without summer time */
    bool has_summer; /* clocks go on being changed, by these: */
    int32_t summer_east;
    nx_zone_rule summer_start;
    nx_zone_rule summer_end;
} nx_zone;

/*
 * Find a zone by its name: NULL, "UTC" or "Z"; "+02:00", "+0200" or "+02"; else
 * a name as "Europe/Berlin", which is read from /usr/share/zoneinfo. Fails
 * with NEWSIDX_ERR_OPTIONS for a name that none has, or NEWSIDX_ERR_MEMORY, and
 * then there is nothing to finish.
 */
newsidx_status nx_zone_init(nx_zone *zone, const char *name,
                            newsidx_error *err);

/*
 * The zone that a TZif file (RFC 9636) describes. `name` is for messages.
 * NEWSIDX_ERR_OPTIONS if it is damaged or counts leap seconds.
 */
newsidx_status nx_zone_parse(nx_zone *zone, newsidx_text bytes,
                             const char *name, newsidx_error *err);

/* Always so many seconds ahead of UTC. It has no memory to finish. */
nx_zone nx_zone_fixed(int32_t east);

void nx_zone_finish(nx_zone *zone);

/* How many seconds clocks are ahead of UTC at a moment; under 26 hours. */
int32_t nx_zone_east(const nx_zone *zone, int64_t seconds);

/* What clocks show at a moment of the years 0 to 10000. */
nx_date nx_zone_date(const nx_zone *zone, int64_t seconds);

/*
 * The first moment at which clocks show `date` or later: of a time that comes
 * twice the first one; of a time that clocks skip, when they do.
 */
int64_t nx_zone_seconds(const nx_zone *zone, const nx_date *date);

#endif
