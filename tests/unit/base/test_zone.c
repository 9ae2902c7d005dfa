#include "base/zone.h"

#include "base/str.h"
#include "checking.h"

#define HOUR 3600

/* A TZif file in the making. */
typedef struct file {
    char bytes[1024];
    size_t length;
} file;

static void put(file *to, const void *bytes, size_t length)
{
    assert_true(to->length + length <= sizeof to->bytes);
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
}

static void put_number(file *to, int64_t value, size_t length)
{
    for (size_t i = length; i > 0; i--) {
        const char byte = (char)((uint64_t)value >> (i * 8 - 8) & 0xFF);

        put(to, &byte, 1);
    }
}

static void put_header(file *to, char version, size_t leaps, size_t changes)
{
    static const char reserved[15] = "";

    put(to, "TZif", 4);
    put(to, &version, 1);
    put(to, reserved, 15);
    put_number(to, 0, 4);
    put_number(to, 0, 4);
    put_number(to, (int64_t)leaps, 4);
    put_number(to, (int64_t)changes, 4);
    put_number(to, (int64_t)changes + 1, 4);
    put_number(to, 4, 4);
}

static void put_block(file *to, const nx_zone_change *changes, size_t count,
                      int32_t first_east, size_t moment_length)
{
    for (size_t i = 0; i < count; i++)
        put_number(to, changes[i].start, moment_length);
    for (size_t i = 0; i < count; i++)
        put_number(to, (int64_t)i + 1, 1);
    for (size_t i = 0; i <= count; i++) {
        put_number(to, i > 0 ? changes[i - 1].east : first_east, 4);
        put_number(to, 0, 2);
    }
    put(to, "LMT", 4);
}

/* With the changes in both blocks, and the rules after them. */
static file make_file(const nx_zone_change *changes, size_t count,
                      int32_t first_east, const char *rules)
{
    file to = {"", 0};

    put_header(&to, '2', 0, count);
    put_block(&to, changes, count, first_east, 4);
    put_header(&to, '2', 0, count);
    put_block(&to, changes, count, first_east, 8);
    put(&to, "\n", 1);
    put(&to, rules, strlen(rules));
    put(&to, "\n", 1);
    return to;
}

static newsidx_status parse(nx_zone *zone, const file *from)
{
    newsidx_error err;

    return nx_zone_parse(zone, nx_str_slice(from->bytes, from->length), "Test",
                         &err);
}

static nx_zone zone_by_rules(const char *rules)
{
    const file from = make_file(NULL, 0, 0, rules);
    nx_zone zone;

    if (parse(&zone, &from) != NEWSIDX_OK)
        fail_msg("%s was not read", rules);
    return zone;
}

static int64_t at(int32_t year, int32_t month, int32_t day, int32_t hour,
                  int32_t minute)
{
    return nx_calendar_seconds(&(nx_date){year, month, day, hour, minute, 0});
}

/* The clocks go from one offset to the other at that very moment. */
static void expect_change(const nx_zone *zone, int64_t moment, int32_t before,
                          int32_t after)
{
    assert_int_equal(nx_zone_east(zone, moment - 1), before);
    assert_int_equal(nx_zone_east(zone, moment), after);
}

static void expect_east(const char *name, int32_t east)
{
    newsidx_error err;
    nx_zone zone;

    if (nx_zone_init(&zone, name, &err) != NEWSIDX_OK)
        fail_msg("%s: %s", name, err.message);
    assert_int_equal(nx_zone_east(&zone, 0), east);
    assert_int_equal(nx_zone_east(&zone, INT64_MAX), east);
    nx_zone_finish(&zone);
}

static void fixed_zones_need_no_file(void **state)
{
    (void)state;
    expect_east(NULL, 0);
    expect_east("UTC", 0);
    expect_east("Z", 0);
    expect_east("utc", 0);
    expect_east("+02:00", 2 * HOUR);
    expect_east("-05:30", -5 * HOUR - 1800);
    expect_east("+0200", 2 * HOUR);
    expect_east("+02", 2 * HOUR);
}

static void names_that_none_has_are_refused(void **state)
{
    static const char *const names[] = {
        "",         "Europe/Bonn", "/etc/passwd", "../zoneinfo/UTC",
        "Europe",   "+25:00",      "+2",          "a b",
        "zone.tab", "Europe/",     "\xC3\xA9",    "+02:00x"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char message[100];
        newsidx_error err;
        nx_zone zone;

        assert_int_equal(nx_zone_init(&zone, names[i], &err),
                         NEWSIDX_ERR_OPTIONS);
        snprintf(message, sizeof message, "no time zone is called \"%s\"",
                 names[i]);
        assert_string_equal(err.message, message);
    }
}

static void a_name_without_end_is_refused(void **state)
{
    char name[300];
    newsidx_error err;
    nx_zone zone;

    (void)state;
    memset(name, 'a', sizeof name);
    name[sizeof name - 1] = '\0';
    assert_int_equal(nx_zone_init(&zone, name, &err), NEWSIDX_ERR_OPTIONS);
}

static void changes_are_looked_up(void **state)
{
    static const nx_zone_change changes[] = {
        {-1000, HOUR}, {5000, 2 * HOUR}, {9000, -HOUR}};
    const file from = make_file(changes, 3, 1234, "");
    nx_zone zone;

    (void)state;
    assert_int_equal(parse(&zone, &from), NEWSIDX_OK);
    assert_int_equal(nx_zone_east(&zone, INT64_MIN), 1234);
    expect_change(&zone, -1000, 1234, HOUR);
    expect_change(&zone, 5000, HOUR, 2 * HOUR);
    expect_change(&zone, 9000, 2 * HOUR, -HOUR);
    assert_int_equal(nx_zone_east(&zone, INT64_MAX), -HOUR);
    nx_zone_finish(&zone);
}

static void the_first_version_has_no_rules(void **state)
{
    static const nx_zone_change change = {-1000, HOUR};
    file from = {"", 0};
    nx_zone zone;

    (void)state;
    put_header(&from, '\0', 0, 1);
    put_block(&from, &change, 1, 1234, 4);
    assert_int_equal(parse(&zone, &from), NEWSIDX_OK);
    expect_change(&zone, -1000, 1234, HOUR);
    assert_false(zone.has_summer);
    nx_zone_finish(&zone);
}

static void rules_go_on_after_the_last_change(void **state)
{
    const nx_zone_change change = {at(2000, 1, 1, 0, 0), HOUR};
    const file from = make_file(&change, 1, 0, "CET-1CEST,M3.5.0,M10.5.0/3");
    nx_zone zone;

    (void)state;
    assert_int_equal(parse(&zone, &from), NEWSIDX_OK);
    assert_int_equal(nx_zone_east(&zone, at(1999, 7, 1, 0, 0)), 0);
    expect_change(&zone, change.start, 0, HOUR);
    expect_change(&zone, at(2000, 3, 26, 1, 0), HOUR, 2 * HOUR);
    expect_change(&zone, at(2016, 3, 27, 1, 0), HOUR, 2 * HOUR);
    expect_change(&zone, at(2016, 10, 30, 1, 0), 2 * HOUR, HOUR);
    expect_change(&zone, at(9999, 3, 28, 1, 0), HOUR, 2 * HOUR);
    nx_zone_finish(&zone);
}

static void each_kind_of_rule_is_followed(void **state)
{
    nx_zone zone = zone_by_rules("EST5EDT,M3.2.0,M11.1.0");

    (void)state;
    expect_change(&zone, at(2016, 3, 13, 7, 0), -5 * HOUR, -4 * HOUR);
    expect_change(&zone, at(2016, 11, 6, 6, 0), -4 * HOUR, -5 * HOUR);
    /* South of the equator summer goes over the new year. */
    zone = zone_by_rules("AEST-10AEDT,M10.1.0,M4.1.0/3");
    expect_change(&zone, at(2016, 4, 2, 16, 0), 11 * HOUR, 10 * HOUR);
    expect_change(&zone, at(2016, 10, 1, 16, 0), 10 * HOUR, 11 * HOUR);
    assert_int_equal(nx_zone_east(&zone, at(2017, 1, 1, 0, 0)), 11 * HOUR);
    /* An offset of its own, and a time before its day. */
    zone = zone_by_rules("<-02>2<-01>1,M3.5.0/-1,M10.5.0/0");
    expect_change(&zone, at(2024, 3, 31, 1, 0), -2 * HOUR, -HOUR);
    expect_change(&zone, at(2024, 10, 27, 1, 0), -HOUR, -2 * HOUR);
    /* Days of the year, without and with leap days. */
    zone = zone_by_rules("AAA0BBB,J60/0,J61/0");
    expect_change(&zone, at(2016, 3, 1, 0, 0), 0, HOUR);
    expect_change(&zone, at(2015, 3, 1, 0, 0), 0, HOUR);
    zone = zone_by_rules("AAA0BBB,59/0,J100/0:00:30");
    expect_change(&zone, at(2016, 2, 29, 0, 0), 0, HOUR);
    expect_change(&zone, at(2015, 3, 1, 0, 0), 0, HOUR);
    expect_change(&zone, at(2015, 4, 9, 23, 0) + 30, HOUR, 0);
    zone = zone_by_rules("AAA3BBB4,0/0,J365/23");
    for (int32_t day = 1; day <= 31; day++)
        assert_int_equal(nx_zone_east(&zone, at(2016, 12, day, 3, 30)),
                         -4 * HOUR);
    zone = zone_by_rules("<+0530>-5:30");
    assert_int_equal(nx_zone_east(&zone, 0), 5 * HOUR + 1800);
}

static void damaged_files_are_refused(void **state)
{
    static const char *const rules[] = {"X",
                                        "CET",
                                        "CET-",
                                        "CET-25",
                                        "CET-1CE",
                                        "CET-1CEST",
                                        "CET-1CEST,M3",
                                        "CET-1CEST,M13.1.0,M4.1.0",
                                        "<CET-1",
                                        "CET-1:60",
                                        "A1",
                                        "CET-1CEST,M3.5.0",
                                        "CET-1CEST,M3.6.0,M4.1.0",
                                        "CET-1CEST,M3.5.7,M4.1.0",
                                        "CET-1CEST,M3.5.0,M4.1.0x",
                                        "CET-1CEST,J0,J1",
                                        "CET-1CEST,366,1",
                                        "CET-1CEST,M3.5.0/168,M4.1.0"};
    static const nx_zone_change twice[] = {{5, 0}, {5, 1}};
    static const nx_zone_change far = {5, 26 * HOUR};
    nx_zone zone;
    file from;

    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        from = make_file(NULL, 0, 0, rules[i]);
        if (parse(&zone, &from) != NEWSIDX_ERR_OPTIONS)
            fail_msg("%s was read", rules[i]);
    }
    from = make_file(twice, 2, 0, "");
    assert_int_equal(parse(&zone, &from), NEWSIDX_ERR_OPTIONS);
    from = make_file(&far, 1, 0, "");
    assert_int_equal(parse(&zone, &from), NEWSIDX_ERR_OPTIONS);
    from = make_file(NULL, 0, 0, "");
    from.bytes[0] = 'X';
    assert_int_equal(parse(&zone, &from), NEWSIDX_ERR_OPTIONS);
}

static void a_file_may_not_end_too_soon(void **state)
{
    static const nx_zone_change changes[] = {{0, HOUR}, {5000, 0}};
    file from = make_file(changes, 2, 0, "CET-1CEST,M3.5.0,M10.5.0/3");

    (void)state;
    while (from.length > 0) {
        char *copy = malloc(from.length);
        newsidx_error err;
        nx_zone zone;

        from.length--;
        assert_non_null(copy);
        memcpy(copy, from.bytes, from.length);
        assert_int_equal(
            nx_zone_parse(&zone, nx_str_slice(copy, from.length), "Test", &err),
            NEWSIDX_ERR_OPTIONS);
        free(copy);
    }
}

static void leap_seconds_are_refused(void **state)
{
    static const nx_zone_change none = {0, 0};
    file from = {"", 0};
    newsidx_error err;
    nx_zone zone;

    (void)state;
    put_header(&from, '\0', 1, 0);
    put_block(&from, &none, 0, 0, 4);
    put_number(&from, 0, 8);
    assert_int_equal(nx_zone_parse(&zone, nx_str_slice(from.bytes, from.length),
                                   "right/UTC", &err),
                     NEWSIDX_ERR_OPTIONS);
    assert_string_equal(err.message,
                        "the time zone \"right/UTC\" counts leap seconds");
}

static int64_t seconds_in(const nx_zone *zone, int32_t month, int32_t day,
                          int32_t hour, int32_t minute)
{
    return nx_zone_seconds(zone, &(nx_date){2016, month, day, hour, minute, 0});
}

static void skipped_times_go_forward_and_double_ones_are_the_first(void **state)
{
    const nx_zone zone = zone_by_rules("CET-1CEST,M3.5.0,M10.5.0/3");

    (void)state;
    assert_int_equal(seconds_in(&zone, 3, 27, 1, 59), at(2016, 3, 27, 0, 59));
    assert_int_equal(seconds_in(&zone, 3, 27, 2, 0), at(2016, 3, 27, 1, 0));
    assert_int_equal(seconds_in(&zone, 3, 27, 2, 30), at(2016, 3, 27, 1, 0));
    assert_int_equal(seconds_in(&zone, 3, 27, 3, 0), at(2016, 3, 27, 1, 0));
    assert_int_equal(seconds_in(&zone, 3, 27, 3, 1), at(2016, 3, 27, 1, 1));
    assert_int_equal(seconds_in(&zone, 10, 30, 1, 59),
                     at(2016, 10, 29, 23, 59));
    assert_int_equal(seconds_in(&zone, 10, 30, 2, 0), at(2016, 10, 30, 0, 0));
    assert_int_equal(seconds_in(&zone, 10, 30, 2, 30), at(2016, 10, 30, 0, 30));
    assert_int_equal(seconds_in(&zone, 10, 30, 3, 0), at(2016, 10, 30, 2, 0));
}

static void a_skipped_day_takes_no_time(void **state)
{
    /* Samoa went over the date line at the end of 2011-12-29. */
    const nx_zone_change change = {at(2011, 12, 30, 10, 0), 14 * HOUR};
    const file from = make_file(&change, 1, -10 * HOUR, "");
    nx_zone zone;

    (void)state;
    assert_int_equal(parse(&zone, &from), NEWSIDX_OK);
    assert_int_equal(nx_zone_seconds(&zone, &(nx_date){2011, 12, 30, 0, 0, 0}),
                     change.start);
    assert_int_equal(nx_zone_seconds(&zone, &(nx_date){2011, 12, 31, 0, 0, 0}),
                     change.start);
    nx_zone_finish(&zone);
}

static void what_clocks_show_leads_back(void **state)
{
    const nx_zone zone = zone_by_rules("CET-1CEST,M3.5.0,M10.5.0/3");
    int64_t last = INT64_MIN;

    (void)state;
    for (int64_t moment = at(2016, 1, 1, 0, 0); moment < at(2017, 1, 1, 0, 0);
         moment += 601) {
        const nx_date shown = nx_zone_date(&zone, moment);
        const int64_t back = nx_zone_seconds(&zone, &shown);

        if (back != moment && back != moment - HOUR)
            fail_msg("%lld comes to %lld", (long long)moment, (long long)back);
        assert_int_equal(nx_calendar_seconds(&shown),
                         back + nx_zone_east(&zone, back));
    }
    for (int64_t shown = at(2016, 1, 1, 0, 0); shown < at(2017, 1, 1, 0, 0);
         shown += 601) {
        const nx_date date = nx_calendar_date(shown);
        const int64_t moment = nx_zone_seconds(&zone, &date);

        assert_true(moment >= last);
        last = moment;
    }
}

static void the_database_is_read(void **state)
{
    newsidx_error err;
    nx_zone zone;

    (void)state;
    if (nx_zone_init(&zone, "Europe/Berlin", &err) != NEWSIDX_OK) {
        printf("skipped: there is no tz database here (%s)\n", err.message);
        skip();
    }
    expect_change(&zone, at(1996, 10, 27, 1, 0), 2 * HOUR, HOUR);
    expect_change(&zone, at(2016, 3, 27, 1, 0), HOUR, 2 * HOUR);
    expect_change(&zone, at(2099, 10, 25, 1, 0), 2 * HOUR, HOUR);
    nx_zone_finish(&zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_zones_need_no_file),
        cmocka_unit_test(names_that_none_has_are_refused),
        cmocka_unit_test(a_name_without_end_is_refused),
        cmocka_unit_test(changes_are_looked_up),
        cmocka_unit_test(the_first_version_has_no_rules),
        cmocka_unit_test(rules_go_on_after_the_last_change),
        cmocka_unit_test(each_kind_of_rule_is_followed),
        cmocka_unit_test(damaged_files_are_refused),
        cmocka_unit_test(a_file_may_not_end_too_soon),
        cmocka_unit_test(leap_seconds_are_refused),
        cmocka_unit_test(
            skipped_times_go_forward_and_double_ones_are_the_first),
        cmocka_unit_test(a_skipped_day_takes_no_time),
        cmocka_unit_test(what_clocks_show_leads_back),
        cmocka_unit_test(the_database_is_read)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
