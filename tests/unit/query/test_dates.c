/* Dates as a person writes them. */
#include "query/dates.h"

#include "base/str.h"
#include "zones.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

/* Friday, 2016-09-09T18:45:00Z */
#define NOW 1473446700

static newsidx_status read_in(const nx_zone *zone, int64_t now,
                              const char *text, nx_range *out,
                              newsidx_error *err)
{
    const nx_today today = {now, zone};

    return nx_dates_read(nx_str(text), &today, 7, out, err);
}

static int64_t moment(const char *text)
{
    int64_t seconds = 0;

    if (!nx_calendar_read(nx_str(text), &seconds))
        fail_msg("%s is wrong in this test", text);
    return seconds;
}

static void expect_at(const nx_zone *zone, int64_t now, const char *text,
                      const char *low, const char *high)
{
    nx_range range = {0, 0};
    newsidx_error err = {0};

    if (read_in(zone, now, text, &range, &err) != NEWSIDX_OK)
        fail_msg("%s: %s", text, err.message);
    if (range.low != moment(low) || range.high != moment(high))
        fail_msg("%s goes from %lld to %lld", text, (long long)range.low,
                 (long long)range.high);
}

static void expect(const char *text, const char *low, const char *high)
{
    const nx_zone utc = nx_zone_fixed(0);

    expect_at(&utc, NOW, text, low, high);
}

static void expect_refused(const char *text, const char *message)
{
    const nx_zone utc = nx_zone_fixed(0);
    nx_range range;
    newsidx_error err = {0};

    if (read_in(&utc, NOW, text, &range, &err) != NEWSIDX_ERR_QUERY)
        fail_msg("%s was read", text);
    assert_string_equal(err.message, message);
    assert_int_equal(err.offset, 7);
}

static void a_date_is_as_long_as_what_is_given(void **state)
{
    (void)state;
    expect("2016", "2016-01-01", "2017-01-01");
    expect("2016-09", "2016-09-01", "2016-10-01");
    expect("2016-12", "2016-12-01", "2017-01-01");
    expect("2016-02-29", "2016-02-29", "2016-03-01");
    expect("2016-12-31", "2016-12-31", "2017-01-01");
    expect("2016-09-09T14", "2016-09-09T14:00", "2016-09-09T15:00");
    expect("2016-09-09T23", "2016-09-09T23:00", "2016-09-10");
    expect("2016-09-09t14:05", "2016-09-09T14:05", "2016-09-09T14:06");
    expect("2016-09-09T14:05:30", "2016-09-09T14:05:30", "2016-09-09T14:05:31");
    expect("0001", "0001-01-01", "0002-01-01");
    expect("@1473446700", "2016-09-09T18:45:00", "2016-09-09T18:45:01");
    expect("@-1", "1969-12-31T23:59:59", "1970-01-01");
}

static void a_zone_may_follow(void **state)
{
    const nx_zone berlin = zone_of_berlin();

    (void)state;
    expect("2016-09-09T14Z", "2016-09-09T14:00", "2016-09-09T15:00");
    expect("2016-09-09T14:00+02:00", "2016-09-09T12:00", "2016-09-09T12:01");
    expect("2016-09-09T14:00:00-0530", "2016-09-09T19:30",
           "2016-09-09T19:30:01");
    expect("2016-09-09+02", "2016-09-08T22:00", "2016-09-09T22:00");
    expect("2016z", "2016-01-01", "2017-01-01");
    expect_at(&berlin, NOW, "2016-09-09Z", "2016-09-09", "2016-09-10");
}

static void days_are_those_of_the_zone(void **state)
{
    const nx_zone berlin = zone_of_berlin();
    const nx_zone sao_paulo = zone_of_sao_paulo();

    (void)state;
    expect_at(&berlin, NOW, "2016-09-09", "2016-09-08T22:00Z",
              "2016-09-09T22:00Z");
    expect_at(&berlin, NOW, "2016", "2015-12-31T23:00Z", "2016-12-31T23:00Z");
    /* 23 hours, and 25 */
    expect_at(&berlin, NOW, "2016-03-27", "2016-03-26T23:00Z",
              "2016-03-27T22:00Z");
    expect_at(&berlin, NOW, "2016-10-30", "2016-10-29T22:00Z",
              "2016-10-30T23:00Z");
    /* A midnight that doesn't exist, and one that nearly came twice. */
    expect_at(&sao_paulo, NOW, "2016-10-16", "2016-10-16T03:00Z",
              "2016-10-17T02:00Z");
    expect_at(&sao_paulo, NOW, "2016-02-20", "2016-02-20T02:00Z",
              "2016-02-21T03:00Z");
}

static void hours_are_as_long_as_others(void **state)
{
    const nx_zone berlin = zone_of_berlin();

    (void)state;
    expect_at(&berlin, NOW, "2016-03-27T02", "2016-03-27T01:00Z",
              "2016-03-27T02:00Z");
    expect_at(&berlin, NOW, "2016-10-30T02", "2016-10-30T00:00Z",
              "2016-10-30T01:00Z");
    expect_at(&berlin, NOW, "2016-10-30T02:59", "2016-10-30T00:59Z",
              "2016-10-30T01:00Z");
    expect_at(&berlin, NOW, "2016-10-30T02:59:59", "2016-10-30T00:59:59Z",
              "2016-10-30T01:00Z");
}

static void days_have_names(void **state)
{
    const nx_zone auckland = nx_zone_fixed(12 * 3600);

    (void)state;
    expect("today", "2016-09-09", "2016-09-10");
    expect("Yesterday", "2016-09-08", "2016-09-09");
    expect("TOMORROW", "2016-09-10", "2016-09-11");
    expect("friday", "2016-09-09", "2016-09-10");
    expect("fri", "2016-09-09", "2016-09-10");
    expect("saturday", "2016-09-03", "2016-09-04");
    expect("Mon", "2016-09-05", "2016-09-06");
    expect("thurs", "2016-09-08", "2016-09-09");
    /* There it is Saturday. */
    expect_at(&auckland, NOW, "today", "2016-09-09T12:00", "2016-09-10T12:00");
    expect_at(&auckland, NOW, "sat", "2016-09-09T12:00", "2016-09-10T12:00");
    expect_at(&auckland, NOW, "sun", "2016-09-03T12:00", "2016-09-04T12:00");
}

static void months_have_names(void **state)
{
    (void)state;
    expect("september", "2016-09-01", "2016-10-01");
    expect("Sep", "2016-09-01", "2016-10-01");
    expect("sept", "2016-09-01", "2016-10-01");
    expect("january", "2016-01-01", "2016-02-01");
    expect("OCT", "2015-10-01", "2015-11-01");
    expect("december", "2015-12-01", "2016-01-01");
}

static void days_are_counted_back(void **state)
{
    const nx_zone utc = nx_zone_fixed(0);
    const int64_t end_of_march = moment("2016-03-31T12:00");
    const int64_t leap_day = moment("2016-02-29T12:00");

    (void)state;
    expect("0d", "2016-09-09", "2016-09-10");
    expect("7d", "2016-09-02", "2016-09-03");
    expect("2w", "2016-08-26", "2016-08-27");
    expect("3mo", "2016-06-09", "2016-06-10");
    expect("9MO", "2015-12-09", "2015-12-10");
    expect("1y", "2015-09-09", "2015-09-10");
    expect("24h", "2016-09-08T18:45", "2016-09-08T19:45");
    expect_at(&utc, end_of_march, "1mo", "2016-02-29", "2016-03-01");
    expect_at(&utc, end_of_march, "13mo", "2015-02-28", "2015-03-01");
    expect_at(&utc, leap_day, "1y", "2015-02-28", "2015-03-01");
}

static void what_is_no_date_is_told_what_would_do(void **state)
{
    static const char *const texts[] = {"octember",
                                        "m",
                                        "mo",
                                        "7",
                                        "7m",
                                        "7dd",
                                        "d7",
                                        "2016-9-",
                                        "2016-",
                                        "2016-09-",
                                        "2016-0",
                                        "2016-09-0",
                                        "20160909",
                                        "201",
                                        "20166",
                                        "@",
                                        "@-",
                                        "@1x",
                                        "@1234567890123",
                                        "2016-09-09T",
                                        "2016-09-09T1",
                                        "2016-09-09T14:",
                                        "2016-09-09T14:00:00.5",
                                        "2016-09-09 14",
                                        "2016+2",
                                        "2016-09-09T14:00+24:00",
                                        "9/10/16",
                                        "13/13/2016",
                                        "9/10-",
                                        "9/10/2016/",
                                        "todays",
                                        "12345678d",
                                        "mondays",
                                        "."};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char message[200];

        snprintf(message, sizeof message,
                 "\"%s\" is no date; write 2016-09-09, 2016-09, 7d.., "
                 "yesterday or monday",
                 texts[i]);
        expect_refused(texts[i], message);
    }
}

static void the_order_of_numbers_is_not_guessed(void **state)
{
    (void)state;
    expect_refused("9/10/2016", "\"9/10/2016\" could be 2016-09-10 or "
                                "2016-10-09; write it so");
    expect_refused("9.10.2016", "\"9.10.2016\" could be 2016-09-10 or "
                                "2016-10-09; write it so");
    expect_refused("9/9/2016", "\"9/9/2016\" is no date; write 2016-09-09");
    expect_refused("13/10/2016", "\"13/10/2016\" is no date; write 2016-10-13");
    expect_refused("10/13/2016", "\"10/13/2016\" is no date; write 2016-10-13");
    expect_refused("2016/9/10", "\"2016/9/10\" is no date; write 2016-09-10");
    expect_refused("2016-9-9", "\"2016-9-9\" is no date; write 2016-09-09");
}

static void days_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    expect_refused("2016-02-30", "there is no 2016-02-30");
    expect_refused("2015-02-29", "there is no 2015-02-29");
    expect_refused("2016-13", "there is no 2016-13");
    expect_refused("2016-00", "there is no 2016-00");
    expect_refused("2016-09-09T24", "there is no 2016-09-09T24");
    expect_refused("2016-09-09T14:60Z", "there is no 2016-09-09T14:60Z");
    expect_refused("0000", "\"0000\" is out of reach; years go from 1 to 9999");
    expect_refused("2016y",
                   "\"2016y\" is out of reach; years go from 1 to 9999");
    expect_refused("9999999mo",
                   "\"9999999mo\" is out of reach; years go from 1 to 9999");
    expect_refused("9999999w",
                   "\"9999999w\" is out of reach; years go from 1 to 9999");
}

static void long_texts_are_cut_in_messages(void **state)
{
    char text[400];
    nx_range range;
    newsidx_error err = {0};
    const nx_zone utc = nx_zone_fixed(0);

    (void)state;
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_int_equal(read_in(&utc, NOW, text, &range, &err), NEWSIDX_ERR_QUERY);
    assert_non_null(strstr(err.message, "yesterday or monday"));
}

static void expect_printed(const nx_zone *zone, int64_t low, int64_t high,
                           const char *expected)
{
    const nx_range range = {low, high};
    nx_buf text;

    nx_buf_init(&text, 200);
    nx_dates_print(range, zone, &text);
    assert_string_equal(nx_buf_text(&text).bytes, expected);
    nx_buf_finish(&text);
}

static void the_shortest_spelling_is_printed(void **state)
{
    const nx_zone utc = nx_zone_fixed(0);
    const nx_zone berlin = zone_of_berlin();
    const nx_zone sun = nx_zone_fixed(3208);

    (void)state;
    expect_printed(&utc, moment("2016"), moment("2017"), "2016");
    expect_printed(&utc, moment("2016-09"), moment("2016-10"), "2016-09");
    expect_printed(&utc, moment("2016-09-09"), moment("2016-09-10"),
                   "2016-09-09");
    expect_printed(&utc, moment("2016-09-09"), moment("2016-09-13"),
                   "2016-09-09..2016-09-12");
    expect_printed(&utc, moment("2016-09"), moment("2016-11"),
                   "2016-09..2016-10");
    expect_printed(&utc, moment("2015"), moment("2017"), "2015..2016");
    expect_printed(&utc, moment("2016-09"), moment("2016-10-03"),
                   "2016-09-01..2016-10-02");
    expect_printed(&utc, moment("2016-09-09T14:00"), INT64_MAX,
                   "2016-09-09T14:00:00Z..");
    expect_printed(&utc, INT64_MIN, moment("2016"), "..2015");
    expect_printed(&utc, INT64_MIN, moment("2016-09-09"), "..2016-09-08");
    expect_printed(&utc, NOW, NOW + 1, "2016-09-09T18:45:00Z");
    expect_printed(&utc, NOW, NOW + 60, "2016-09-09T18:45Z");
    expect_printed(&utc, NOW, NOW + 3600,
                   "2016-09-09T18:45:00Z..2016-09-09T19:44:59Z");
    expect_printed(&berlin, moment("2016-09-08T22:00"),
                   moment("2016-09-09T22:00"), "2016-09-09");
    expect_printed(&berlin, NOW, INT64_MAX, "2016-09-09T20:45:00+02:00..");
    expect_printed(&berlin, moment("2016-10-30T01:00"),
                   moment("2016-10-30T02:00"), "2016-10-30T02+01:00");
    expect_printed(&sun, NOW, NOW + 1, "2016-09-09T18:45:00Z");
    expect_printed(&sun, moment("0001") - 3208, moment("0001") - 3207,
                   "@-62135600008");
}

static void ranges_stay_in_the_years_of_the_zone(void **state)
{
    const nx_zone utc = nx_zone_fixed(0);
    const nx_zone east = nx_zone_fixed(3600);
    const int64_t first = moment("0001");
    const int64_t end = moment("9999-12-31T23:59:59") + 1;

    (void)state;
    assert_true(nx_dates_can_print((nx_range){first, end}, &utc));
    assert_true(nx_dates_can_print((nx_range){INT64_MIN, first + 1}, &utc));
    assert_true(nx_dates_can_print((nx_range){end - 1, INT64_MAX}, &utc));
    assert_false(nx_dates_can_print((nx_range){first - 3600, end}, &east));
    assert_true(nx_dates_can_print((nx_range){first - 3600, 0}, &east));
    assert_false(nx_dates_can_print((nx_range){first - 1, end}, &utc));
    assert_false(nx_dates_can_print((nx_range){end, INT64_MAX}, &utc));
    assert_false(nx_dates_can_print((nx_range){INT64_MIN, first}, &utc));
    assert_false(nx_dates_can_print((nx_range){INT64_MIN + 1, 0}, &utc));
    assert_false(nx_dates_can_print((nx_range){0, INT64_MAX - 1}, &utc));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_as_long_as_what_is_given),
        cmocka_unit_test(a_zone_may_follow),
        cmocka_unit_test(days_are_those_of_the_zone),
        cmocka_unit_test(hours_are_as_long_as_others),
        cmocka_unit_test(days_have_names),
        cmocka_unit_test(months_have_names),
        cmocka_unit_test(days_are_counted_back),
        cmocka_unit_test(what_is_no_date_is_told_what_would_do),
        cmocka_unit_test(the_order_of_numbers_is_not_guessed),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(long_texts_are_cut_in_messages),
        cmocka_unit_test(the_shortest_spelling_is_printed),
        cmocka_unit_test(ranges_stay_in_the_years_of_the_zone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
