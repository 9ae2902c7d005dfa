/* Years to days by number: there and back, through all of the calendar. */
#include "results/buckets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static const newsidx_facet_by units[] = {NEWSIDX_BY_YEAR, NEWSIDX_BY_MONTH,
                                         NEWSIDX_BY_WEEK, NEWSIDX_BY_DAY};

/* A bucket begins with its own first moment, and the one before is of the
 * bucket before. */
static void check_ends(const nx_zone *zone, int64_t low, int64_t high,
                       int64_t step)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (int64_t at = low; at < high; at += step) {
            const int64_t bucket = nx_bucket_of(units[i], zone, at);
            const int64_t start = nx_bucket_start(units[i], zone, bucket);

            assert_true(start <= at);
            assert_int_equal(nx_bucket_of(units[i], zone, start), bucket);
            assert_int_equal(nx_bucket_of(units[i], zone, start - 1),
                             bucket - 1);
        }
    }
}

static void begins_where_it_begins(void **state)
{
    const nx_zone utc = nx_zone_fixed(0);
    const nx_zone east = nx_zone_fixed(20700);
    const nx_zone west = nx_zone_fixed(-36000);

    (void)state;
    check_ends(&utc, NX_BUCKET_LOW + 400 * INT64_C(86400), NX_BUCKET_HIGH,
               INT64_C(7654321));
    check_ends(&east, -INT64_C(100000000), INT64_C(100000000), 54321);
    check_ends(&west, -INT64_C(100000000), INT64_C(100000000), 54321);
}

/* Clocks that are changed twice a year. */
static void knows_summer_time(void **state)
{
    nx_zone zone;
    newsidx_error err;

    (void)state;
    assert_int_equal(nx_zone_init(&zone, "Europe/Berlin", &err), NEWSIDX_OK);
    check_ends(&zone, INT64_C(1400000000), INT64_C(1500000000), 4321);
    nx_zone_finish(&zone);
}

static void expect_label(newsidx_facet_by by, int64_t seconds,
                         const char *wanted)
{
    const nx_zone utc = nx_zone_fixed(0);
    char label[NX_BUCKET_LABEL];

    nx_bucket_label(by, nx_bucket_of(by, &utc, seconds), label);
    assert_string_equal(label, wanted);
}

static void spells_each(void **state)
{
    (void)state;
    expect_label(NEWSIDX_BY_YEAR, 0, "1970");
    expect_label(NEWSIDX_BY_MONTH, -1, "1969-12");
    expect_label(NEWSIDX_BY_WEEK, -1, "1970-W01");
    expect_label(NEWSIDX_BY_DAY, -1, "1969-12-31");
    expect_label(NEWSIDX_BY_YEAR, NX_BUCKET_LOW, "0001");
    expect_label(NEWSIDX_BY_DAY, NX_BUCKET_LOW, "0001-01-01");
    expect_label(NEWSIDX_BY_MONTH, NX_BUCKET_HIGH - 1, "9999-12");
    expect_label(NEWSIDX_BY_WEEK, NX_BUCKET_HIGH - 1, "9999-W52");
}

static void counts_and_cuts_the_ends(void **state)
{
    static const nx_row rows[] = {
        {.published_at = 0},
        {.published_at = INT64_C(86400)},
        {.published_at = NEWSIDX_NO_TIME},
        {.published_at = INT64_C(4) * 86400},
        {.published_at = INT64_C(4) * 86400 + 86399},
        {.published_at = INT64_C(400) * 86400}, /* no match */
    };
    const nx_rows table = {.rows = rows, .last_id = 5};
    const nx_zone utc = nx_zone_fixed(0);
    nx_buckets buckets;
    nx_matches matches;
    newsidx_error err;

    (void)state;
    assert_int_equal(nx_matches_init(&matches, 5, &err), NEWSIDX_OK);
    assert_int_equal(nx_buckets_count(&buckets, NEWSIDX_BY_DAY, &utc, &table,
                                      &matches, 10, &err),
                     NEWSIDX_OK);
    assert_int_equal(buckets.count, 0);
    nx_buckets_finish(&buckets);
    for (int64_t id = 1; id <= 4; id++)
        nx_matches_add(&matches, id);
    assert_int_equal(nx_buckets_count(&buckets, NEWSIDX_BY_DAY, &utc, &table,
                                      &matches, 4, &err),
                     NEWSIDX_OK);
    assert_int_equal(buckets.first, 1);
    assert_int_equal(buckets.count, 4);
    assert_int_equal(buckets.counts[0], 1);
    assert_int_equal(buckets.counts[1], 0);
    assert_int_equal(buckets.counts[3], 2);
    assert_int_equal(buckets.without, 1);
    nx_buckets_finish(&buckets);
    assert_int_equal(nx_buckets_count(&buckets, NEWSIDX_BY_DAY, &utc, &table,
                                      &matches, 3, &err),
                     NEWSIDX_ERR_LIMIT);
    nx_matches_finish(&matches);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_where_it_begins),
        cmocka_unit_test(knows_summer_time),
        cmocka_unit_test(spells_each),
        cmocka_unit_test(counts_and_cuts_the_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
