#include "text/chars.h"

#include "tokens.h"

#include <utf8proc.h>

static void ascii_bytes_and_code_points_agree(void **state)
{
    (void)state;
    for (int i = 0; i < 128; i++) {
        assert_int_equal(nx_char_class(i), nx_byte_class((char)i));
        assert_int_equal((nx_char_class(i) & NX_CHAR_LETTER) != 0,
                         nx_is_alpha((char)i));
        assert_int_equal((nx_char_class(i) & NX_CHAR_UPPER) != 0,
                         nx_is_upper((char)i));
        assert_int_equal((nx_char_class(i) & NX_CHAR_DIGIT) != 0,
                         nx_is_digit((char)i));
    }
    for (int i = 128; i < 256; i++)
        assert_int_equal(nx_byte_class((char)i), NX_CHAR_HIGH);
}

/* Letters, marks and numbers of Unicode are in words; few others are. */
static void general_categories_are_followed(void **state)
{
    (void)state;
    for (int32_t i = 128; i < 0x110000; i++) {
        const char *category = utf8proc_category_string(i);
        const unsigned class = nx_char_class(i);

        if ((class & (NX_CHAR_APOSTROPHE | NX_CHAR_IGNORED)) != 0)
            continue;
        assert_int_equal((class & NX_CHAR_MARK) != 0, category[0] == 'M');
        assert_int_equal((class & NX_CHAR_WORD) != 0,
                         category[0] == 'L' || category[0] == 'N');
        if (category[0] == 'N')
            assert_int_not_equal(class & NX_CHAR_WORD, 0);
    }
}

static void scripts_without_blanks_are_runs(void **state)
{
    static const int32_t in[] = {0x4E2D, 0x3042,  0x30A2, 0x30FC, 0x3005,
                                 0xAC00, 0x0E01,  0x0E81, 0x1780, 0x1000,
                                 0xFF71, 0x20000, 0xF900, 0x1100, 0x3007};
    static const int32_t out[] = {'a', 0xE9, 0x0430, 0x05D0, 0x0905, 0x0E50};

    (void)state;
    for (size_t i = 0; i < sizeof in / sizeof in[0]; i++)
        assert_int_not_equal(nx_char_class(in[i]) & NX_CHAR_RUN, 0);
    for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
        assert_int_equal(nx_char_class(out[i]) & NX_CHAR_RUN, 0);
}

static void hyphens_are_not_dashes(void **state)
{
    (void)state;
    assert_int_equal(nx_char_hyphen("a-b", 3, 1), 1);
    assert_int_equal(nx_char_hyphen("\xE2\x80\x90", 3, 0), 3);
    assert_int_equal(nx_char_hyphen("\xE2\x80\x91", 3, 0), 3);
    assert_int_equal(nx_char_hyphen("\xE2\x80\x93", 3, 0), 0);
    assert_int_equal(nx_char_hyphen("\xE2\x80", 2, 0), 0);
    assert_int_equal(nx_char_hyphen("-", 1, 1), 0);
}

static void accents_are_not_vowel_signs(void **state)
{
    (void)state;
    assert_true(nx_char_is_accent(0x0301));
    assert_true(nx_char_is_accent(0x064B));
    assert_true(nx_char_is_accent(0x0670));
    assert_true(nx_char_is_accent(0x05B0));
    assert_false(nx_char_is_accent(0x093E)); /* Devanagari */
    assert_false(nx_char_is_accent(0x0BCD)); /* Tamil */
    assert_false(nx_char_is_accent(0x0E31)); /* Thai */
    assert_false(nx_char_is_accent(0x3099)); /* Kana voice mark */
    assert_false(nx_char_is_accent('a'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_bytes_and_code_points_agree),
        cmocka_unit_test(general_categories_are_followed),
        cmocka_unit_test(scripts_without_blanks_are_runs),
        cmocka_unit_test(hyphens_are_not_dashes),
        cmocka_unit_test(accents_are_not_vowel_signs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
