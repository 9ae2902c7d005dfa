#include "formats/charset/western.h"

#include "reading.h"

static void expect(const char *bytes, const char *charset)
{
    assert_string_equal(nx_charset_find_western(nx_str(bytes)), charset);
}

static void languages_are_known_by_their_little_words(void **state)
{
    (void)state;
    assert_true(nx_charset_is_western(
        nx_str("The road is clear, and the bridge was open to all.")));
    assert_true(nx_charset_is_western(
        nx_str("Das Haus an der Stra\xDF"
               "e ist f\xFCr die Familie, nicht f\xFCr den Verkauf.")));
    assert_false(nx_charset_is_western(nx_str("")));
    assert_false(nx_charset_is_western(nx_str("The road.")));
    assert_false(nx_charset_is_western(
        nx_str("P\xF8\xEDli\x9A \x9Elu\x9Dou\xE8k\xFD k\xF9\xF2 \xFAp\xECl "
               "\xEF\xE1"
               "belsk\xE9 \xF3"
               "dy")));
}

static void letters_stand_in_words_and_signs_beside_them(void **state)
{
    (void)state;
    expect("Le caf\xE9 co\xFBte 3 \x80 \x96 c\x92"
           "est d\xE9j\xE0 \x93"
           "cher\x94.",
           "CP1252");
    expect("Le caf\xE9 co\xFBte 3 \xA4, et les \xBDufs.", "ISO-8859-15");
    expect("Le caf\x8E co\x9Ete 3 euros, \xD2"
           "d\x8Ej\x88\xD3.",
           "MACINTOSH");
    expect("Le caf\x82 co\x96te 3 euros, d\x82j\x85 fran\x87"
           "ais.",
           "IBM850");
    expect("plain", "CP1252");
}

static void what_makes_sense_fits(void **state)
{
    (void)state;
    assert_int_equal(nx_charset_fits_western(nx_str("Amaz\xF4nica")), 1);
    assert_int_equal(
        nx_charset_fits_western(nx_str("didn\x92t \x96 \x93no\x94")), 1);
    assert_int_equal(nx_charset_fits_western(nx_str("Amaz\x93nica")), 0);
    assert_int_equal(nx_charset_fits_western(nx_str("caf\x8E")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_are_known_by_their_little_words),
        cmocka_unit_test(letters_stand_in_words_and_signs_beside_them),
        cmocka_unit_test(what_makes_sense_fits)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
