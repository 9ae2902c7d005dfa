/* How much of an article's score its age leaves; README.md argues the shape. */
#ifndef NX_RANK_RECENCY_H
#define NX_RANK_RECENCY_H

#include <stdint.h>

typedef struct nx_recency {
    double half_life_days; /* 0: age counts for nothing */
    int64_t now;           /* seconds since 1970 UTC */
} nx_recency;

/* What scores of an article of that date are multiplied with: at most 1, for a
 * fresh one, and no less than 1/2, which is what NEWSIDX_NO_TIME gets. */
double nx_recency_freshness(const nx_recency *recency, int64_t published_at);

/* Days from the date to now; 0 for a date to come. */
double nx_recency_age(const nx_recency *recency, int64_t published_at);

#endif
