#include "rank/recency.h"

#include "newsidx.h"

#include <math.h>

#define SECONDS_A_DAY 86400.0

double nx_recency_age(const nx_recency *recency, int64_t published_at)
{
    /* Subtracted as whole numbers, two dates of a damaged file may overflow. */
    const double seconds = (double)recency->now - (double)published_at;

    return seconds > 0.0 ? seconds / SECONDS_A_DAY : 0.0;
}

double nx_recency_freshness(const nx_recency *recency, int64_t published_at)
{
    if (recency->half_life_days <= 0.0)
        return 1.0;
    if (published_at == NEWSIDX_NO_TIME)
        return 0.5;
    return 0.5 + 0.5 * exp2(-nx_recency_age(recency, published_at) /
                            recency->half_life_days);
}
