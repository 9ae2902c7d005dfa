#include "formats/charset/guess.h"

#include "reading.h"

static void expect(const char *bytes, const char *charset)
{
    assert_string_equal(nx_charset_guess(nx_str(bytes)), charset);
}

static void characters_are_counted(void **state)
{
    nx_charset_tally tally = nx_charset_count(
        nx_str("a long beginning \xC3\xA9 \xE9 \xE2\x82\xAC \xFF \xE2\x82"));

    (void)state;
    assert_int_equal(tally.valid, 2);
    assert_int_equal(tally.invalid, 2);
    tally = nx_charset_count(nx_str(""));
    assert_int_equal(tally.valid + tally.invalid, 0);
}

static void utf8_may_be_damaged(void **state)
{
    (void)state;
    expect("", "UTF-8");
    expect("plain", "UTF-8");
    expect("\xC3\xA9 \xC3\xA9 \xC3\xA9 \xFF", "UTF-8");
    assert_false(nx_charset_is_utf8(nx_charset_count(nx_str("\xC3\xA9\xFF"))));
}

static void little_and_english_is_windows(void **state)
{
    (void)state;
    expect("The caf\xE9 is closed, and so is the road to it.", "CP1252");
    expect("Floresta Amaz\xF4nica", "CP1252");
    expect("\x93I didn\x92t,\x94 the senator said \x96 and then he "
           "said it again.",
           "CP1252");
}

static void the_euro_and_letters_are_latin_nine(void **state)
{
    (void)state;
    expect("Le co\xFBt du march\xE9 est de 30 \xA4, selon le minist\xE8re de "
           "l'\xE9"
           "conomie et des finances.",
           "ISO-8859-15");
    expect("Le march\xE9, \xA4, et \x93"
           "guillemets\x94 \xE0 la fran\xE7"
           "aise.",
           "CP1252");
}

static void escapes_of_iso_2022_are_ascii(void **state)
{
    (void)state;
    expect("\x1B$B$3$l$OF|K\\8l$G$9!#\x1B(B", "ISO-2022-JP");
    expect("\x1B[1mbold\x1B[0m", "UTF-8");
}

static void other_scripts_are_known_by_their_letters(void **state)
{
    (void)state;
    expect("\xEF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xF1\xEA\xE0\xE7\xE0\xEB, "
           "\xF7\xF2\xEE \xEF\xE5\xF0\xE5\xE3\xEE\xE2\xEE\xF0\xFB "
           "\xE7\xE0\xEA\xEE\xED\xF7\xE8\xEB\xE8\xF1\xFC.",
           "CP1251");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_counted),
        cmocka_unit_test(utf8_may_be_damaged),
        cmocka_unit_test(little_and_english_is_windows),
        cmocka_unit_test(the_euro_and_letters_are_latin_nine),
        cmocka_unit_test(escapes_of_iso_2022_are_ascii),
        cmocka_unit_test(other_scripts_are_known_by_their_letters)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
