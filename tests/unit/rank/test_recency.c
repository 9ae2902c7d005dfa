/* What age leaves of a score, with numbers worked out by hand. */
#include "rank/recency.h"

#include "fixture.h"

#include <float.h>

#define DAY INT64_C(86400)
#define NOW (20000 * DAY)

static void a_half_life_takes_a_quarter(void **state)
{
    const nx_recency recency = {7.0, NOW};

    (void)state;
    assert_near(nx_recency_freshness(&recency, NOW), 1.0);
    assert_near(nx_recency_freshness(&recency, NOW - 7 * DAY), 0.75);
    assert_near(nx_recency_freshness(&recency, NOW - 14 * DAY), 0.625);
    assert_near(nx_recency_freshness(&recency, NOW - 21 * DAY), 0.5625);
}

static void age_takes_at_most_half(void **state)
{
    const nx_recency recency = {7.0, NOW};
    const nx_recency short_lived = {DBL_MIN, NOW};

    (void)state;
    assert_near(nx_recency_freshness(&recency, NEWSIDX_NO_TIME), 0.5);
    assert_near(nx_recency_freshness(&recency, NEWSIDX_NO_TIME + 1), 0.5);
    assert_near(nx_recency_freshness(&short_lived, NOW - 1), 0.5);
    assert_near(nx_recency_freshness(&short_lived, NOW), 1.0);
}

static void what_is_dated_ahead_is_fresh(void **state)
{
    const nx_recency recency = {7.0, NOW};

    (void)state;
    assert_near(nx_recency_age(&recency, NOW + 9 * DAY), 0.0);
    assert_near(nx_recency_freshness(&recency, NOW + 9 * DAY), 1.0);
    assert_near(nx_recency_freshness(&recency, INT64_MAX), 1.0);
    assert_near(nx_recency_age(&recency, NOW - 9 * DAY), 9.0);
}

static void without_a_half_life_age_takes_nothing(void **state)
{
    const nx_recency none = {0.0, NOW};
    const nx_recency endless = {DBL_MAX, NOW};

    (void)state;
    assert_near(nx_recency_freshness(&none, 0), 1.0);
    assert_near(nx_recency_freshness(&none, NEWSIDX_NO_TIME), 1.0);
    assert_near(nx_recency_freshness(&endless, 0), 1.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_half_life_takes_a_quarter),
        cmocka_unit_test(age_takes_at_most_half),
        cmocka_unit_test(what_is_dated_ahead_is_fresh),
        cmocka_unit_test(without_a_half_life_age_takes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
