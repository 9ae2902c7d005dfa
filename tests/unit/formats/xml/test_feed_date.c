#include "formats/xml/feed_date.h"

#include "base/calendar.h"
#include "reading.h"

static void expect(const char *text, int64_t seconds)
{
    int64_t seen = -1;

    if (!nx_feed_date_read(nx_str(text), &seen))
        fail_msg("not read: %s", text);
    if (seen != seconds)
        fail_msg("%s was read as %lld", text, (long long)seen);
}

static void expect_all(const char *const *texts, int64_t seconds)
{
    for (; *texts != NULL; texts++)
        expect(*texts, seconds);
}

static void what_the_calendar_reads_is_read(void **state)
{
    static const char *const texts[] = {
        "2016-09-09T18:45:00Z",    "Fri, 09 Sep 2016 20:45:00 +0200",
        "9 Sep 16 18:45 GMT",      "1473446700",
        "September 9, 2016 18:45", NULL};

    (void)state;
    expect_all(texts, 1473446700);
}

static void other_programs_write_other_orders(void **state)
{
    static const char *const texts[] = {
        "Fri Sep  9 18:45:00 GMT 2016",
        "Fri Sep  9 18:45:00 2016",
        "Fri, Sep 9 2016 18:45:00 GMT",
        "Fri, 2016/09/09 14:45:00 EDT",
        "2016-09-09 18:45:00.0",
        "2016/9/9 18:45",
        "2016-Sep-09 18:45:00",
        "Fri, 9 September 2016, 18:45:00 GMT",
        "Friday, September 9, 2016 6:45 PM",
        "Fri, 9 Sep 2016 06:45:00 PM GMT",
        "Fri, 9 Sep 2016 20:45:00 CEST",
        "Fri, 09-Sep-2016 18:45:00 GMT",
        "Fri, 9 Sep 2016 20:45:00 GMT+02:00",
        "Fri, 9 Sep 2016 20:45:00 GMT+0200 (CEST)",
        "Sep 9 2016 18:45",
        "9. Sep. 2016 18:45",
        "Fri, 9 Sep 2016 8:45:00 HST",
        NULL};

    (void)state;
    expect_all(texts, 1473446700);
}

static void months_are_known_in_other_languages(void **state)
{
    static const char *const texts[] = {
        "Di., 12. M\xC3\xA4rz 2013 10:00 Uhr MEZ",
        "Di, 12 Mrz 2013 09:00:00 +0000",
        "mar., 12 mars 2013 09:00:00 +0000",
        "mardi 12 mars 2013 \xC3\xA0 10:00 +0100",
        "mar, 12 mar 2013 09:00:00 GMT",
        "martes, 12 de marzo de 2013 09:00",
        "ter, 12 mar\xC3\xA7o 2013 09:00:00 GMT",
        "di 12 mrt 2013 09:00:00 GMT",
        "12 Mart 2013 09:00",
        "2013-m\xC3\xA1rcius-12T4:00-05:00",
        "\xD0\x92\xD1\x82, 12 \xD0\x9C\xD0\xB0\xD1\x80 2013 13:00:00 +0400",
        "\xCE\xA4\xCF\x81\xCE\xB9, 12 \xCE\x9C\xCE\xB1\xCF\x81 2013 04:00:00 "
        "EST",
        "2013\xEB\x85\x84 03\xEC\x9B\x94 12\xEC\x9D\xBC  09:00:00",
        "2013-03-12 \xEC\x98\xA4\xEC\xA0\x84 9:00:00",
        "2013\xE5\xB9\xB4"
        "3\xE6\x9C\x88"
        "12\xE6\x97\xA5 09:00",
        NULL};

    (void)state;
    expect_all(texts, 1363078800);
    expect("2004-05-25 \xEC\x98\xA4\xED\x9B\x84 11:23:17", 1085527397);
    expect("Dom, 1 dic 2013 00:00:00 GMT", 1385856000);
    expect("gio, 15 ago 2013 12:00 AM", 1376524800);
    expect("jeu. 1 ao\xC3\xBBt 2013", 1375315200);
}

static void nothing_is_guessed(void **state)
{
    static const char *const texts[] = {
        "",
        " ",
        "yesterday",
        "9/10/2016",
        "09-10-2016 10:00",
        "10.9.2016",
        "9 jui 2016",
        "Fri, 9 Sep 2016 18:45:00 IST",
        "Fri, 9 Sep 2016 18:45:00 XYZ",
        "Fri, 9 Sep 2016 18:45:00 +99:00",
        "Fri, 31 Sep 2016 18:45:00 GMT",
        "Fri, 9 Sep 2016 25:45:00 GMT",
        "Fri, 9 Sep 2016 23:45:00 AM PM",
        "Fri, 9 Sep Oct 2016",
        "9 Sep",
        "2016-00-09 x",
        "Sep 2016 18:45:00 EST",
        "Fri, 9 Sep 2016 1:2:3",
        "2016/09/09/09",
        "12345678901234567890/1/1",
        ("Fri, 9 Sep 2016 18:45:00 GMT and so on and on and on and on and on "
         "and on and on and on and on and on"),
        "\xE2\x80\x94"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t seconds = 17;

        if (nx_feed_date_read(nx_str(texts[i]), &seconds))
            fail_msg("%s was read as %lld", texts[i], (long long)seconds);
        assert_int_equal(seconds, 17);
    }
    assert_false(nx_feed_date_read(nx_str(NULL), &(int64_t){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_calendar_reads_is_read),
        cmocka_unit_test(other_programs_write_other_orders),
        cmocka_unit_test(months_are_known_in_other_languages),
        cmocka_unit_test(nothing_is_guessed)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
