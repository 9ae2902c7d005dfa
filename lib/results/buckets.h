/* Years, months, weeks and days, by number, and how many articles each has. */
#ifndef NX_RESULTS_BUCKETS_H
#define NX_RESULTS_BUCKETS_H

#include "base/zone.h"
#include "rank/matches.h"
#include "store/store.h"

/* Room for "2016-09-16", and for what no date is but a number could say. */
#define NX_BUCKET_LABEL 48

/* The moments of the years 1 to 9999: from LOW up to, not including, HIGH. */
#define NX_BUCKET_LOW INT64_C(-62135596800)
#define NX_BUCKET_HIGH INT64_C(253402300800)

/* Are buckets of this property? */
bool nx_bucket_is_time(newsidx_facet_by by);

/* The number of the bucket that a moment between LOW and HIGH is in, by what
 * the zone's clocks show. Numbers of one property follow one another. */
int64_t nx_bucket_of(newsidx_facet_by by, const nx_zone *zone, int64_t seconds);

/* The moment at which it begins. */
int64_t nx_bucket_start(newsidx_facet_by by, const nx_zone *zone,
                        int64_t bucket);

/* "2016", "2016-09", "2016-W37", "2016-09-16". */
void nx_bucket_label(newsidx_facet_by by, int64_t bucket,
                     char out[NX_BUCKET_LABEL]);

/* Counts of the buckets from `first` on; neither the first nor the last of them
 * is 0. */
typedef struct nx_buckets {
    int64_t first;
    size_t count;
    uint32_t *counts;
    uint64_t without; /* articles without a date, or with one too far away */
    uint32_t *memory; /* where `counts` are in */
} nx_buckets;

/*
 * Count the matches. NEWSIDX_ERR_LIMIT if that takes more than `limit` buckets;
 * then or at NEWSIDX_ERR_MEMORY there is nothing to finish.
 */
newsidx_status nx_buckets_count(nx_buckets *buckets, newsidx_facet_by by,
                                const nx_zone *zone, const nx_rows *rows,
                                const nx_matches *matches, size_t limit,
                                newsidx_error *err);

void nx_buckets_finish(nx_buckets *buckets);

/* NEWSIDX_ERR_LIMIT: say what to count by instead. */
newsidx_status nx_buckets_fail(newsidx_facet_by by, size_t limit,
                               newsidx_error *err);

#endif
