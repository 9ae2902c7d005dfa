#include "base/calendar.h"

#include "base/str.h"
#include "checking.h"

static void days_count_up_through_the_centuries(void **state)
{
    int64_t seconds = nx_calendar_seconds(&(nx_date){1, 1, 1, 0, 0, 0});

    (void)state;
    assert_int_equal(seconds, INT64_C(-62135596800));
    for (int32_t year = 1; year <= 9999; year++) {
        for (int32_t month = 1; month <= 12; month++) {
            const int32_t days = nx_calendar_month_days(year, month);

            for (int32_t day = 1; day <= days; day++) {
                const nx_date date = {year, month, day, 0, 0, 0};
                const nx_date back = nx_calendar_date(seconds);

                if (nx_calendar_seconds(&date) != seconds ||
                    memcmp(&back, &date, sizeof date) != 0)
                    fail_msg("%d-%d-%d is wrong", year, month, day);
                seconds += 86400;
            }
        }
    }
    assert_int_equal(seconds, INT64_C(253402300800));
}

static void times_of_day_are_read_back(void **state)
{
    (void)state;
    for (int64_t seconds = -100000; seconds < 100000; seconds += 61) {
        const nx_date date = nx_calendar_date(seconds);

        assert_int_equal(nx_calendar_seconds(&date), seconds);
        assert_in_range(date.hour, 0, 23);
        assert_in_range(date.minute, 0, 59);
        assert_in_range(date.second, 0, 59);
    }
    assert_int_equal(nx_calendar_date(-1).year, 1969);
    assert_int_equal(nx_calendar_date(-1).second, 59);
}

static void any_number_of_seconds_gives_a_date(void **state)
{
    (void)state;
    nx_calendar_date(INT64_MIN);
    nx_calendar_date(INT64_MAX);
}

static void months_have_their_days(void **state)
{
    (void)state;
    assert_int_equal(nx_calendar_month_days(2000, 2), 29);
    assert_int_equal(nx_calendar_month_days(1900, 2), 28);
    assert_int_equal(nx_calendar_month_days(2016, 2), 29);
    assert_int_equal(nx_calendar_month_days(2015, 2), 28);
    assert_int_equal(nx_calendar_month_days(2015, 1), 31);
    assert_int_equal(nx_calendar_month_days(2015, 4), 30);
}

static void dates_are_read(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds;
    } cases[] = {{"2016", 1451606400},
                 {"2016-09", 1472688000},
                 {"2016-09-09", 1473379200},
                 {"20160909", 1473379200},
                 {"  2016-09-09\n", 1473379200},
                 {"2016-09-09T18:45:00Z", 1473446700},
                 {"2016-09-09t18:45:00z", 1473446700},
                 {"2016-09-09 18:45", 1473446700},
                 {"2016-09-09T18:45:00.999Z", 1473446700},
                 {"2016-09-09T18:45:00,5", 1473446700},
                 {"2016-09-09T20:45:00+02:00", 1473446700},
                 {"2016-09-09T20:45:00 +0200", 1473446700},
                 {"2016-09-09T20:45+02", 1473446700},
                 {"2016-09-09T13:15:00-05:30", 1473446700},
                 {"20160909T184500Z", 1473446700},
                 {"20160909T1845Z", 1473446700},
                 {"20160909184500", 1473446700},
                 {"Fri, 9 Sep 2016 18:45:00 GMT", 1473446700},
                 {"Fri, 09 Sep 2016 20:45:00 +0200", 1473446700},
                 {"Fri, 09 Sep 2016 20:45:00 +0200 (CEST)", 1473446700},
                 {"9 Sep 2016 14:45 EDT", 1473446700},
                 {"9 Sep 16 18:45 UT", 1473446700},
                 {"9 September 2016", 1473379200},
                 {"September 9, 2016", 1473379200},
                 {"Sept. 9, 2016", 1473379200},
                 {"SEP 9, 2016 18:45", 1473446700},
                 {"9-Sep-2016", 1473379200},
                 {"1473446700", 1473446700},
                 {"1473446700.25", 1473446700},
                 {"1473446700123", 1473446700},
                 {"-147344670", -147344670},
                 {"0001-01-01", INT64_C(-62135596800)},
                 {"9999-12-31T23:59:59Z", INT64_C(253402300799)},
                 {"2016-12-31T23:59:60Z", 1483228800},
                 {"1 Jan 49", INT64_C(2493072000)},
                 {"1 Jan 50", -631152000},
                 {"29 Feb 2000", 951782400}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t seconds = 0;

        if (!nx_calendar_read(nx_str(cases[i].text), &seconds))
            fail_msg("%s was not read", cases[i].text);
        if (seconds != cases[i].seconds)
            fail_msg("%s is %lld", cases[i].text, (long long)seconds);
    }
}

static void months_are_known_by_three_letters(void **state)
{
    (void)state;
    assert_int_equal(nx_calendar_month(nx_str("jan")), 1);
    assert_int_equal(nx_calendar_month(nx_str("September")), 9);
    assert_int_equal(nx_calendar_month(nx_str("SEPT")), 9);
    assert_int_equal(nx_calendar_month(nx_str("december")), 12);
    assert_int_equal(nx_calendar_month(nx_str("ja")), 0);
    assert_int_equal(nx_calendar_month(nx_str("")), 0);
    assert_int_equal(nx_calendar_month(nx_str("mayor")), 0);
}

static void offsets_are_read(void **state)
{
    static const char *const bad[] = {"",      "+",      "02:00",   "+2",
                                      "+02:0", "+24:00", "+02:60",  "+02:00x",
                                      "+020",  "UTC",    "+02:00 ", "Zx"};
    int32_t east = 1;

    (void)state;
    assert_true(nx_calendar_read_offset(nx_str("Z"), &east));
    assert_int_equal(east, 0);
    assert_true(nx_calendar_read_offset(nx_str("+02:00"), &east));
    assert_int_equal(east, 7200);
    assert_true(nx_calendar_read_offset(nx_str("-0530"), &east));
    assert_int_equal(east, -19800);
    assert_true(nx_calendar_read_offset(nx_str("+02"), &east));
    assert_int_equal(east, 7200);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (nx_calendar_read_offset(nx_str(bad[i]), &east))
            fail_msg("%s was read", bad[i]);
    }
}

static void real_dates_are_told_from_others(void **state)
{
    (void)state;
    assert_true(nx_calendar_is_real(&(nx_date){2016, 2, 29, 23, 59, 60}));
    assert_false(nx_calendar_is_real(&(nx_date){2015, 2, 29, 0, 0, 0}));
    assert_false(nx_calendar_is_real(&(nx_date){2015, 13, 1, 0, 0, 0}));
    assert_false(nx_calendar_is_real(&(nx_date){0, 1, 1, 0, 0, 0}));
    assert_false(nx_calendar_is_real(&(nx_date){2015, 1, 1, 24, 0, 0}));
}

static void nothing_is_guessed(void **state)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "yesterday",
                                        "9/10/2016",
                                        "09.10.2016",
                                        "2016-13-01",
                                        "2016-00-01",
                                        "2016-02-30",
                                        "2015-02-29",
                                        "29 Feb 1900",
                                        "0000-01-01",
                                        "2016-9-9",
                                        "2016-09-09T",
                                        "2016-09-09T25:00Z",
                                        "2016-09-09T18:60Z",
                                        "2016-09-09T18:45:61Z",
                                        "2016-09-09T18:45:00+24:00",
                                        "2016-09-09T18:45:00+02:60",
                                        "2016-09-09T18:45:00+2",
                                        "2016-09-09T18:45:00 Mars",
                                        "2016-09-09x",
                                        "12345",
                                        "12345678x",
                                        "123456789012345",
                                        "--147344670",
                                        "Sep 2016",
                                        "September 9",
                                        "9 Sep",
                                        "9 Se 2016",
                                        "9 Sepp 2016",
                                        "Septembers 9, 2016",
                                        "September 9 2016",
                                        "32 Sep 2016",
                                        "Fri, 9 Sep 2016 5:14pm",
                                        "2016-09-09 (",
                                        "(2016)",
                                        "9 Sep 2016 18:45 GMT GMT"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t seconds;

        if (nx_calendar_read(nx_str(texts[i]), &seconds))
            fail_msg("%s was read as %lld", texts[i], (long long)seconds);
    }
}

/* The text need not end in NUL. */
static void no_byte_behind_the_text_is_read(void **state)
{
    static const char *const texts[] = {
        "2016-09-09T18:45:00.5+02:00", "Fri, 9 Sep 2016 18:45:00 GMT (x)",
        "September 9, 2016 18:45", "-1473446700.25", "20160909184500"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (size_t length = 0; length <= strlen(texts[i]); length++) {
            char *copy = malloc(length > 0 ? length : 1);
            int64_t seconds;

            assert_non_null(copy);
            memcpy(copy, texts[i], length);
            nx_calendar_read(nx_str_slice(copy, length), &seconds);
            free(copy);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_up_through_the_centuries),
        cmocka_unit_test(times_of_day_are_read_back),
        cmocka_unit_test(any_number_of_seconds_gives_a_date),
        cmocka_unit_test(months_have_their_days),
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(months_are_known_by_three_letters),
        cmocka_unit_test(offsets_are_read),
        cmocka_unit_test(real_dates_are_told_from_others),
        cmocka_unit_test(nothing_is_guessed),
        cmocka_unit_test(no_byte_behind_the_text_is_read)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
