/* Filters, and back. */
#include "query/filter.h"

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

typedef struct fixture {
    nx_arena arena;
    nx_zone zone;
    nx_today today;
    nx_filter filter;
    size_t offset;
    newsidx_error err;
} fixture;

static void begin(fixture *f, nx_zone zone)
{
    memset(f, 0, sizeof *f);
    nx_arena_init(&f->arena);
    f->zone = zone;
    f->today.now = NOW;
    f->today.zone = &f->zone;
}

static newsidx_status read_as(fixture *f, nx_filter_kind kind,
                              nx_filter_sign sign, const char *value)
{
    const nx_filter_reader reader = {
        nx_str(value), kind, sign, "it:", &f->today, &f->arena, &f->err};

    f->offset = 0;
    return nx_filter_read(&reader, &f->offset, &f->filter);
}

/* `rest` is what the value leaves of the query. */
static void expect_as(nx_filter_kind kind, nx_filter_sign sign,
                      const char *value, const char *rest, const char *expected)
{
    fixture f;
    nx_buf text;

    begin(&f, nx_zone_fixed(0));
    nx_buf_init(&text, 1000);
    if (read_as(&f, kind, sign, value) != NEWSIDX_OK)
        fail_msg("%s: %s", value, f.err.message);
    assert_string_equal(value + f.offset, rest);
    nx_filter_print(&f.filter, &f.zone, &text);
    assert_string_equal(nx_buf_text(&text).bytes, expected);
    nx_buf_finish(&text);
    nx_arena_finish(&f.arena);
}

static void expect(nx_filter_kind kind, const char *value, const char *expected)
{
    expect_as(kind, NX_SIGN_COLON, value, "", expected);
}

static void expect_refused_as(nx_filter_kind kind, nx_filter_sign sign,
                              const char *value, size_t offset,
                              const char *message)
{
    fixture f;

    begin(&f, nx_zone_fixed(0));
    if (read_as(&f, kind, sign, value) != NEWSIDX_ERR_QUERY)
        fail_msg("%s was read", value);
    assert_string_equal(f.err.message, message);
    assert_int_equal(f.err.offset, offset);
    nx_arena_finish(&f.arena);
}

static void expect_refused(nx_filter_kind kind, const char *value,
                           size_t offset, const char *message)
{
    expect_refused_as(kind, NX_SIGN_COLON, value, offset, message);
}

static void values_are_listed_with_commas(void **state)
{
    (void)state;
    expect(NX_FILTER_SOURCE, "AP", "source:AP");
    expect(NX_FILTER_SOURCE, "AP,Reuters,\"Daily Star\"",
           "source:AP,Reuters,\"Daily Star\"");
    expect(NX_FILTER_SECTION, "World*", "section:World*");
    expect(NX_FILTER_KEY, "a-1,a-2", "key:a-1,a-2");
    expect(NX_FILTER_SOURCE, "Reuters,AP,reuters,AP", "source:Reuters,AP");
}

static void values_can_be_in_quotes(void **state)
{
    (void)state;
    expect(NX_FILTER_SOURCE, "\"AP\"", "source:AP");
    expect(NX_FILTER_SOURCE, "\"  Daily   Star \"", "source:\"Daily Star\"");
    expect(NX_FILTER_SOURCE,
           "\xE2\x80\x9C"
           "Daily Star\xE2\x80\x9D,AP",
           "source:\"Daily Star\",AP");
    expect(NX_FILTER_SOURCE, "\"The \"\"Star\"\"\"",
           "source:\"The \"\"Star\"\"\"");
    expect(NX_FILTER_SOURCE, "\"\"\"\"", "source:\"\"\"\"");
    expect(NX_FILTER_SOURCE, "\"a,b\",\"a|b\",\"(a\",\"=a\",\"a=\"",
           "source:\"a,b\",\"a|b\",\"(a\",\"=a\",a=");
    expect(NX_FILTER_SOURCE,
           "\"a\x01"
           "b\"",
           "source:\"a b\"");
    expect(NX_FILTER_SOURCE, "a\xFF", "source:a\xEF\xBF\xBD");
}

static void a_value_ends_where_other_things_begin(void **state)
{
    (void)state;
    expect_as(NX_FILTER_SOURCE, NX_SIGN_COLON, "AP kerry", " kerry",
              "source:AP");
    expect_as(NX_FILTER_SOURCE, NX_SIGN_COLON, "AP)", ")", "source:AP");
    expect_as(NX_FILTER_SOURCE, NX_SIGN_COLON, "\"AP\"|kerry", "|kerry",
              "source:AP");
    expect_as(NX_FILTER_SOURCE, NX_SIGN_COLON, "AP(kerry)", "(kerry)",
              "source:AP");
    expect_as(NX_FILTER_SOURCE, NX_SIGN_COLON, "AP ,b", " ,b", "source:AP");
    expect_as(NX_FILTER_PUBLISHED, NX_SIGN_COLON, "2016) x", ") x",
              "date:2016");
    expect_as(NX_FILTER_LENGTH, NX_SIGN_COLON, "800|x", "|x", "length:800");
}

static void a_filter_without_a_value_is_refused(void **state)
{
    (void)state;
    expect_refused(NX_FILTER_SOURCE, "", 0, "it: needs a value, as it:AP");
    expect_refused(NX_FILTER_SOURCE, " AP", 0, "it: needs a value, as it:AP");
    expect_refused(NX_FILTER_SOURCE, "AP,", 2, "it: needs a value, as it:AP");
    expect_refused(NX_FILTER_SOURCE, "AP, x", 3, "it: needs a value, as it:AP");
    expect_refused(NX_FILTER_SOURCE, "AP,,x", 3, "it: needs a value, as it:AP");
    expect_refused(NX_FILTER_SOURCE, "\" \"", 0, "it: needs a value, as it:AP");
    expect_refused(NX_FILTER_ID, "|", 0, "it: needs a value, as it:42");
    expect_refused(NX_FILTER_PUBLISHED, ")", 0,
                   "it: needs a value, as it:2016-09-09");
    expect_refused(NX_FILTER_PUBLISHED, "..", 0,
                   "it: needs a value, as it:2016-09-09");
    expect_refused(NX_FILTER_LENGTH, "", 0, "it: needs a value, as it:800");
}

static void quotes_must_close_before_a_comma_or_the_end(void **state)
{
    (void)state;
    expect_refused(NX_FILTER_SOURCE, "AP,\"Daily Star", 4,
                   "a quote in the value of it: is not closed");
    expect_refused(NX_FILTER_SOURCE, "\"", 0,
                   "a quote in the value of it: is not closed");
    expect_refused(NX_FILTER_SOURCE, "\"AP\"x", 4,
                   "a comma or a blank must follow a value of it:");
    expect_refused(NX_FILTER_SOURCE, "AP\"x\"", 2,
                   "a comma or a blank must follow a value of it:");
}

static void ids_are_numbers_from_1(void **state)
{
    static const char *const bad[] = {"0",
                                      "000",
                                      "abc",
                                      "-1",
                                      "1.5",
                                      "1*",
                                      "9223372036854775808",
                                      "10000000000000000000"};

    (void)state;
    expect(NX_FILTER_ID, "7,12", "id:7,12");
    expect(NX_FILTER_ID, "007,7", "id:7");
    expect(NX_FILTER_ID, "9223372036854775807", "id:9223372036854775807");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char message[100];

        snprintf(message, sizeof message,
                 "\"%s\" is no id, which is a number from 1", bad[i]);
        expect_refused(NX_FILTER_ID, bad[i], 0, message);
    }
}

static void languages_have_two_letters_or_three(void **state)
{
    static const char *const bad[] = {"e",     "engl",  "e1",  "en-", "-en",
                                      "en--x", "en_US", "e-n", "12",  "en*"};

    (void)state;
    expect(NX_FILTER_LANGUAGE, "EN", "lang:en");
    expect(NX_FILTER_LANGUAGE, "en-US,deu,EN-us", "lang:en-us,deu");
    expect(NX_FILTER_LANGUAGE, "zh-Hant-TW", "lang:zh-hant-tw");
    expect(NX_FILTER_LANGUAGE, "es-419", "lang:es-419");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char message[100];

        snprintf(message, sizeof message,
                 "\"%s\" is no language; write two letters, as lang:en",
                 bad[i]);
        expect_refused(NX_FILTER_LANGUAGE, bad[i], 0, message);
    }
}

static void the_status_is_one_of_two(void **state)
{
    (void)state;
    expect(NX_FILTER_STATUS, "usable", "status:usable");
    expect(NX_FILTER_STATUS, "Corrected", "status:corrected");
    expect(NX_FILTER_STATUS, "updated,corrected", "status:corrected");
    expect_refused(NX_FILTER_STATUS, "usable,withheld", 7,
                   "status:withheld is not in this version yet");
    expect_refused(NX_FILTER_STATUS, "Canceled", 0,
                   "status:canceled is not in this version yet");
    expect_refused(NX_FILTER_STATUS, "foo", 0,
                   "\"foo\" is no status; write usable or corrected");
}

static void dates_have_ranges(void **state)
{
    (void)state;
    expect(NX_FILTER_PUBLISHED, "2016-09-09", "date:2016-09-09");
    expect(NX_FILTER_UPDATED, "yesterday", "updated:2016-09-08");
    expect(NX_FILTER_INGESTED, "september", "ingested:2016-09");
    expect(NX_FILTER_PUBLISHED, "2016-09-09..2016-09-12",
           "date:2016-09-09..2016-09-12");
    expect(NX_FILTER_PUBLISHED, "7d..", "date:2016-09-02..");
    expect(NX_FILTER_PUBLISHED, "..2015", "date:..2015");
    expect(NX_FILTER_PUBLISHED, "2016-09..2016", "date:2016-09..2016-12");
    expect(NX_FILTER_PUBLISHED, "2016-09-05..2016-09",
           "date:2016-09-05..2016-09-30");
    expect(NX_FILTER_PUBLISHED, "@1473446700", "date:2016-09-09T18:45:00Z");
    expect(NX_FILTER_PUBLISHED, "24h..", "date:2016-09-08T18:45:00Z..");
}

static void signs_leave_one_end_open(void **state)
{
    (void)state;
    expect_as(NX_FILTER_PUBLISHED, NX_SIGN_MORE, "2016-09", "",
              "date:2016-10..");
    expect_as(NX_FILTER_PUBLISHED, NX_SIGN_AT_LEAST, "2016-09", "",
              "date:2016-09..");
    expect_as(NX_FILTER_PUBLISHED, NX_SIGN_LESS, "2016-09", "",
              "date:..2016-08");
    expect_as(NX_FILTER_PUBLISHED, NX_SIGN_AT_MOST, "2016-09", "",
              "date:..2016-09");
    expect_as(NX_FILTER_LENGTH, NX_SIGN_MORE, "800", "", "length:801..");
    expect_as(NX_FILTER_LENGTH, NX_SIGN_AT_LEAST, "800", "", "length:800..");
    expect_as(NX_FILTER_LENGTH, NX_SIGN_LESS, "800", "", "length:..799");
    expect_as(NX_FILTER_LENGTH, NX_SIGN_AT_MOST, "100", "", "length:..100");
}

static void bad_dates_are_refused_where_they_stand(void **state)
{
    (void)state;
    expect_refused(NX_FILTER_PUBLISHED, "2016..octember", 6,
                   "\"octember\" is no date; write 2016-09-09, 2016-09, 7d.., "
                   "yesterday or monday");
    expect_refused(NX_FILTER_PUBLISHED, "2016-02-30..", 0,
                   "there is no 2016-02-30");
    expect_refused(NX_FILTER_PUBLISHED, "2016\"x\"", 0,
                   "\"2016\"x\"\" is no date; write 2016-09-09, 2016-09, 7d.., "
                   "yesterday or monday");
    expect_refused(NX_FILTER_PUBLISHED, "2016..2015", 0,
                   "the range \"2016..2015\" ends before it begins");
    expect_refused(NX_FILTER_PUBLISHED, "2016-09-10..2016-09-09", 0,
                   "the range \"2016-09-10..2016-09-09\" ends before it "
                   "begins");
    expect_refused_as(NX_FILTER_PUBLISHED, NX_SIGN_AT_LEAST, "2015..2016", 0,
                      "a range stands behind a colon, as date:2016-09-09..");
    expect_refused_as(NX_FILTER_PUBLISHED, NX_SIGN_MORE, "9999", 0,
                      "years go from 1 to 9999");
    expect_refused_as(NX_FILTER_PUBLISHED, NX_SIGN_LESS, "0001", 0,
                      "years go from 1 to 9999");
    expect_refused(NX_FILTER_PUBLISHED, "@999999999999", 0,
                   "years go from 1 to 9999");
}

static void a_day_that_clocks_skipped_is_refused(void **state)
{
    nx_zone_change change = {1325239200, 14 * 3600};
    nx_zone samoa = nx_zone_fixed(14 * 3600);
    fixture f;

    (void)state;
    samoa.first_east = -10 * 3600;
    samoa.changes = &change;
    samoa.change_count = 1;
    begin(&f, samoa);
    assert_int_equal(
        read_as(&f, NX_FILTER_PUBLISHED, NX_SIGN_COLON, "2011-12-30"),
        NEWSIDX_ERR_QUERY);
    assert_string_equal(f.err.message,
                        "the clocks of the time zone skipped that day");
    assert_int_equal(read_as(&f, NX_FILTER_PUBLISHED, NX_SIGN_COLON,
                             "2011-12-29..2011-12-30"),
                     NEWSIDX_OK);
    nx_arena_finish(&f.arena);
}

static void lengths_are_whole_numbers(void **state)
{
    (void)state;
    expect(NX_FILTER_LENGTH, "800", "length:800");
    expect(NX_FILTER_LENGTH, "0", "length:0");
    expect(NX_FILTER_LENGTH, "0800..900", "length:800..900");
    expect(NX_FILTER_LENGTH, "800..800", "length:800");
    expect(NX_FILTER_LENGTH, "800..", "length:800..");
    expect(NX_FILTER_LENGTH, "..900", "length:..900");
    expect(NX_FILTER_LENGTH, "999999999", "length:999999999");
    expect_refused(NX_FILTER_LENGTH, "900..800", 0,
                   "the range \"900..800\" ends before it begins");
    expect_refused(NX_FILTER_LENGTH, "..8x", 2,
                   "\"8x\" is no number of words; write 800, 800..900 or "
                   "800..");
    expect_refused(NX_FILTER_LENGTH, "1000000000", 0,
                   "\"1000000000\" is no number of words; write 800, 800..900 "
                   "or 800..");
    expect_refused(NX_FILTER_LENGTH, "99999999999999999999999", 0,
                   "\"99999999999999999999999\" is no number of words; write "
                   "800, 800..900 or 800..");
    expect_refused_as(NX_FILTER_LENGTH, NX_SIGN_MORE, "999999999", 0,
                      "no article is longer than that");
    expect_refused_as(NX_FILTER_LENGTH, NX_SIGN_LESS, "0", 0,
                      "no article is shorter than that");
}

static void values_of_two_are_united(void **state)
{
    nx_filter first;
    nx_filter both;
    fixture f;

    (void)state;
    begin(&f, nx_zone_fixed(0));
    assert_int_equal(read_as(&f, NX_FILTER_SOURCE, NX_SIGN_COLON, "AP,Reuters"),
                     NEWSIDX_OK);
    first = f.filter;
    assert_int_equal(read_as(&f, NX_FILTER_SOURCE, NX_SIGN_COLON, "ap,AFP"),
                     NEWSIDX_OK);
    assert_int_equal(nx_filter_unite(&first, &f.filter, &f.arena, &both),
                     NEWSIDX_OK);
    assert_int_equal(
        read_as(&f, NX_FILTER_SOURCE, NX_SIGN_COLON, "AP,Reuters,AFP"),
        NEWSIDX_OK);
    assert_true(nx_filter_equal(&both, &f.filter));
    assert_false(nx_filter_equal(&first, &f.filter));
    nx_arena_finish(&f.arena);
}

static void equal_filters_have_all_in_common(void **state)
{
    const nx_filter year = {NX_FILTER_PUBLISHED, NULL, 0, 1, 2};
    nx_filter other = year;

    (void)state;
    assert_true(nx_filter_equal(&year, &other));
    other.kind = NX_FILTER_UPDATED;
    assert_false(nx_filter_equal(&year, &other));
    other = year;
    other.low = 0;
    assert_false(nx_filter_equal(&year, &other));
    other = year;
    other.high = 3;
    assert_false(nx_filter_equal(&year, &other));
}

/* A number that a seed repeats, below `count` (Knuth's MMIX constants). */
static int64_t draw(uint64_t *seed, int64_t count)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (int64_t)((*seed >> 33) % (uint64_t)count);
}

static void check_reads_back(fixture *f, const nx_filter *filter)
{
    newsidx_text text;
    nx_buf buf;

    nx_buf_init(&buf, 1000);
    nx_filter_print(filter, &f->zone, &buf);
    text = nx_buf_text(&buf);
    if (read_as(f, filter->kind, NX_SIGN_COLON, strchr(text.bytes, ':') + 1) !=
        NEWSIDX_OK)
        fail_msg("%s: %s", text.bytes, f->err.message);
    if (!nx_filter_equal(&f->filter, filter))
        fail_msg("%s: from %lld to %lld", text.bytes, (long long)filter->low,
                 (long long)filter->high);
    nx_buf_finish(&buf);
}

/* Moments near changes of clocks are wanted, and round ones. */
static int64_t draw_moment(uint64_t *seed)
{
    static const int64_t grains[] = {1, 60, 1800, 3600, 86400};
    const int64_t grain = grains[draw(seed, 5)];
    int64_t moment = 1451606400 + draw(seed, 366 * 86400);

    if (draw(seed, 3) == 0)
        moment = 1459040400 + draw(seed, 14400) - 7200;
    if (draw(seed, 3) == 0)
        moment = 1477789200 + draw(seed, 14400) - 7200;
    return moment - moment % grain;
}

static void printed_ranges_read_back(void **state)
{
    static const int64_t lengths[] = {1, 60, 3600, 86400, 30 * 86400};
    const nx_zone zones[] = {nx_zone_fixed(0), zone_of_berlin(),
                             zone_of_sao_paulo(), nx_zone_fixed(20700),
                             nx_zone_fixed(-3208)};
    uint64_t seed = 1;

    (void)state;
    for (size_t i = 0; i < 20000; i++) {
        nx_filter filter = {NX_FILTER_PUBLISHED, NULL, 0, 0, 0};
        fixture f;

        begin(&f, zones[i % 5]);
        filter.low = draw_moment(&seed);
        filter.high = filter.low + lengths[draw(&seed, 5)];
        if (draw(&seed, 2) == 0)
            filter.high = filter.low + 1 + draw(&seed, 86400 * 400);
        if (draw(&seed, 5) == 0)
            filter.low = INT64_MIN;
        else if (draw(&seed, 5) == 0)
            filter.high = INT64_MAX;
        check_reads_back(&f, &filter);
        nx_arena_finish(&f.arena);
    }
}

static void read_dates_print_and_read_back(void **state)
{
    static const char *const dates[] = {
        "2016",       "2016-03",       "2016-10",          "2016-03-27",
        "2016-10-30", "2016-10-16",    "2016-02-20",       "2016-03-27T02",
        "0001",       "2016-10-30T02", "2016-03-27T02:30", "2016-10-30T02:30",
        "9999",       "today",         "monday",           "3mo",
        "24h",        "@1473446700",   "2016-09-09+14:00", "2016-02-20T23"};
    const size_t count = sizeof dates / sizeof dates[0];
    const nx_zone zones[] = {nx_zone_fixed(0), zone_of_berlin(),
                             zone_of_sao_paulo(), nx_zone_fixed(-3208)};
    size_t read = 0;

    (void)state;
    for (size_t i = 0; i < count * count * 6; i++) {
        const size_t form = i % 6;
        char text[100];
        nx_filter filter;
        fixture f;

        begin(&f, zones[i / 6 % 4]);
        snprintf(text, sizeof text, "%s%s%s",
                 form == 1 ? "" : dates[i / 6 % count], form < 3 ? ".." : "",
                 form == 1 || form == 2 ? dates[i / 6 / count] : "");
        if (read_as(&f, NX_FILTER_PUBLISHED,
                    form < 3 ? NX_SIGN_COLON : (nx_filter_sign)(form - 1),
                    text) == NEWSIDX_OK) {
            filter = f.filter;
            check_reads_back(&f, &filter);
            read++;
        }
        nx_arena_finish(&f.arena);
    }
    assert_true(read > count * count * 4);
}

static void printed_values_read_back(void **state)
{
    static const char *const pieces[] = {"a",  "B", " ", ",",   "\"\"",     "(",
                                         ")",  "|", "=", "*",   "\xC3\xA9", "-",
                                         "\t", "<", ":", "\xFF"};
    uint64_t seed = 1;

    (void)state;
    for (size_t i = 0; i < 20000; i++) {
        char text[200] = "";
        nx_filter filter;
        fixture f;

        begin(&f, nx_zone_fixed(0));
        for (int64_t j = draw(&seed, 3); j >= 0; j--) {
            strncat(text, text[0] == '\0' ? "\"" : ",\"", 3);
            for (int64_t k = draw(&seed, 8); k >= 0; k--)
                strncat(text, pieces[draw(&seed, 16)], 3);
            strncat(text, "x\"", 3);
        }
        assert_int_equal(read_as(&f, NX_FILTER_KEY, NX_SIGN_COLON, text),
                         NEWSIDX_OK);
        filter = f.filter;
        check_reads_back(&f, &filter);
        nx_arena_finish(&f.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_listed_with_commas),
        cmocka_unit_test(values_can_be_in_quotes),
        cmocka_unit_test(a_value_ends_where_other_things_begin),
        cmocka_unit_test(a_filter_without_a_value_is_refused),
        cmocka_unit_test(quotes_must_close_before_a_comma_or_the_end),
        cmocka_unit_test(ids_are_numbers_from_1),
        cmocka_unit_test(languages_have_two_letters_or_three),
        cmocka_unit_test(the_status_is_one_of_two),
        cmocka_unit_test(dates_have_ranges),
        cmocka_unit_test(signs_leave_one_end_open),
        cmocka_unit_test(bad_dates_are_refused_where_they_stand),
        cmocka_unit_test(a_day_that_clocks_skipped_is_refused),
        cmocka_unit_test(lengths_are_whole_numbers),
        cmocka_unit_test(values_of_two_are_united),
        cmocka_unit_test(equal_filters_have_all_in_common),
        cmocka_unit_test(printed_ranges_read_back),
        cmocka_unit_test(read_dates_print_and_read_back),
        cmocka_unit_test(printed_values_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
