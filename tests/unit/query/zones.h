/* Zones for tests of dates; no tz database is needed for them. */
#ifndef NX_TESTS_ZONES_H
#define NX_TESTS_ZONES_H

#include "base/zone.h"

/* Summer time from the last Sunday of March to the last one of October. */
static inline nx_zone zone_of_berlin(void)
{
    nx_zone zone = nx_zone_fixed(3600);

    zone.has_summer = true;
    zone.summer_east = 7200;
    zone.summer_start = (nx_zone_rule){NX_ZONE_WEEKDAY, 3, 5, 0, 7200};
    zone.summer_end = (nx_zone_rule){NX_ZONE_WEEKDAY, 10, 5, 0, 10800};
    return zone;
}

/* Clocks are changed at midnight, and summer goes over the new year. */
static inline nx_zone zone_of_sao_paulo(void)
{
    nx_zone zone = nx_zone_fixed(-3 * 3600);

    zone.has_summer = true;
    zone.summer_east = -2 * 3600;
    zone.summer_start = (nx_zone_rule){NX_ZONE_WEEKDAY, 10, 3, 0, 0};
    zone.summer_end = (nx_zone_rule){NX_ZONE_WEEKDAY, 2, 3, 0, 0};
    return zone;
}

#endif
