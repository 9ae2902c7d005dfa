#define _POSIX_C_SOURCE 200809L

#include "campaign.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static time_t now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

bool campaign_is_on(void)
{
    return getenv("NEWSIDX_CAMPAIGN_SECONDS") != NULL;
}

uint64_t campaign_seed(uint64_t fixed)
{
    const char *given = getenv("NEWSIDX_CAMPAIGN_SEED");

    return given != NULL ? strtoull(given, NULL, 10) : fixed;
}

bool campaign_goes_on(size_t done, size_t rounds)
{
    static time_t began_s;
    const char *given = getenv("NEWSIDX_CAMPAIGN_SECONDS");

    if (given == NULL)
        return done < rounds;
    if (began_s == 0)
        began_s = now_s();
    return now_s() - began_s < strtol(given, NULL, 10);
}

/* Vigna's splitmix64: good from any seed, 0 as well. */
uint64_t campaign_random(uint64_t *state)
{
    uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);

    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ mixed >> 31;
}

int campaign_end(size_t findings, const char *format, ...)
{
    va_list values;

    printf("campaign: findings=%zu ", findings);
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    printf("\n");
    return findings == 0 ? 0 : 1;
}
