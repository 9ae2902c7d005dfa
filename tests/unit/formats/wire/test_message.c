#include "formats/wire/message.h"

#include "ingest/item.h"
#include "reading.h"

static void controls_part_a_message(void **state)
{
    nx_wire_parts parts = nx_wire_split(nx_str("head\x02text\x03 when\n"));

    (void)state;
    assert_true(nx_str_equal(parts.header, nx_str("head")));
    assert_true(nx_str_equal(parts.text, nx_str("text")));
    assert_true(nx_str_equal(parts.trailer, nx_str("when")));
    parts = nx_wire_split(nx_str("all"));
    assert_true(nx_str_equal(parts.header, nx_str("all")));
    assert_null(parts.text.bytes);
    assert_int_equal(parts.trailer.length, 0);
    parts = nx_wire_split(nx_str(""));
    assert_int_equal(parts.header.length, 0);
}

static void words_are_between_blanks_and_controls(void **state)
{
    newsidx_text rest = nx_str("r a\x13\x11 BC-Salt ");

    (void)state;
    assert_true(nx_str_equal(nx_wire_word(&rest), nx_str("r")));
    assert_true(nx_str_equal(nx_wire_word(&rest), nx_str("a")));
    assert_true(nx_str_equal(nx_wire_word(&rest), nx_str("BC-Salt")));
    assert_int_equal(nx_wire_word(&rest).length, 0);
    assert_int_equal(nx_wire_word(&rest).length, 0);
}

static void words_have_shapes(void **state)
{
    (void)state;
    assert_true(nx_wire_is_digits(nx_str("12"), 1, 2));
    assert_false(nx_wire_is_digits(nx_str("123"), 1, 2));
    assert_false(nx_wire_is_digits(nx_str("1a"), 1, 2));
    assert_false(nx_wire_is_digits(nx_str(""), 1, 2));
    assert_true(nx_wire_is_letters(nx_str("ab"), 1, 2));
    assert_false(nx_wire_is_letters(nx_str("a1"), 1, 2));
}

static void moments_are_read_by_the_calendar(void **state)
{
    nx_wire_time time = {nx_str("13"), nx_str("Nov"), nx_str("13"),
                         nx_str("1137"), nx_str("GMT")};
    int64_t seconds;

    (void)state;
    assert_true(nx_wire_read_time(&time, &seconds));
    assert_int_equal(seconds, INT64_C(1384342620));
    time.zone = nx_str("EST");
    assert_true(nx_wire_read_time(&time, &seconds));
    assert_int_equal(seconds, INT64_C(1384342620) + 5 * 3600);
    time.zone = nx_str("");
    assert_true(nx_wire_read_time(&time, &seconds));
    time.day = nx_str("31");
    assert_false(nx_wire_read_time(&time, &seconds));
    time.day = nx_str("3x");
    assert_false(nx_wire_read_time(&time, &seconds));
}

static void leads_have_numbers(void **state)
{
    (void)state;
    assert_int_equal(nx_wire_lead(nx_str("1stLd-Writethru")), 1);
    assert_int_equal(nx_wire_lead(nx_str("2ND LEAD")), 2);
    assert_int_equal(nx_wire_lead(nx_str("12th Ld")), 12);
    assert_int_equal(nx_wire_lead(nx_str("1st day")), 0);
    assert_int_equal(nx_wire_lead(nx_str("LEAD")), 0);
    assert_int_equal(nx_wire_lead(nx_str("1")), 0);
    assert_int_equal(nx_wire_lead(nx_str("")), 0);
}

static void keys_are_made_of_number_and_moment(void **state)
{
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(nx_wire_key(&item, nx_str(""), nx_str("a1"), NULL),
                     NEWSIDX_OK);
    assert_null(item.article.key.bytes);
    item.article.published_at = 1384342620;
    assert_int_equal(nx_wire_key(&item, nx_str("AP"), nx_str("a1"), NULL),
                     NEWSIDX_OK);
    assert_text(item.article.key, "AP/a1/2013-11-13T11:37Z");
    nx_item_finish(&item);
}

static void dates_that_cannot_be_read_are_kept(void **state)
{
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(nx_wire_drop_date(nx_str(""), &item, NULL), NEWSIDX_OK);
    assert_null(item.article.dropped.bytes);
    assert_int_equal(nx_wire_drop_date(nx_str("soon"), &item, NULL),
                     NEWSIDX_OK);
    assert_int_equal(nx_wire_drop_date(nx_str("late"), &item, NULL),
                     NEWSIDX_OK);
    nx_item_finish(&item);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_part_a_message),
        cmocka_unit_test(words_are_between_blanks_and_controls),
        cmocka_unit_test(words_have_shapes),
        cmocka_unit_test(moments_are_read_by_the_calendar),
        cmocka_unit_test(leads_have_numbers),
        cmocka_unit_test(keys_are_made_of_number_and_moment),
        cmocka_unit_test(dates_that_cannot_be_read_are_kept)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
