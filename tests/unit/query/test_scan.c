/* The characters of a query. */
#include "query/scan.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static void bytes_that_are_not_utf8_are_one_character_each(void **state)
{
    const newsidx_text text = nx_str_slice("a\xFF\xC3\xA9", 4);
    size_t end;

    (void)state;
    assert_int_equal(nx_scan_character(text, 0, &end), 'a');
    assert_int_equal(end, 1);
    assert_int_equal(nx_scan_character(text, 1, &end), 0xFFFD);
    assert_int_equal(end, 2);
    assert_int_equal(nx_scan_character(text, 2, &end), 0xE9);
    assert_int_equal(end, 4);
}

static void blanks_are_white_space_and_controls(void **state)
{
    static const int32_t blanks[] = {
        ' ',    '\t',   '\n',   0,      0x1B,   0x7F,   0x85,   0x9F,  0xA0,
        0x1680, 0x2003, 0x200B, 0x2028, 0x202F, 0x205F, 0x3000, 0xFEFF};
    static const int32_t others[] = {'a',    '-',    0xA1,   0xE9,
                                     0x200C, 0x200D, 0x2060, 0xFFFD};

    (void)state;
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
        assert_true(nx_scan_is_blank(blanks[i]));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(nx_scan_is_blank(others[i]));
}

static void controls_are_what_nobody_types(void **state)
{
    (void)state;
    assert_true(nx_scan_is_control(0));
    assert_true(nx_scan_is_control(0x1B));
    assert_true(nx_scan_is_control(0x7F));
    assert_true(nx_scan_is_control(0x80));
    assert_false(nx_scan_is_control('\t'));
    assert_false(nx_scan_is_control('\n'));
    assert_false(nx_scan_is_control('\r'));
    assert_false(nx_scan_is_control(' '));
    assert_false(nx_scan_is_control(0x85));
    assert_false(nx_scan_is_control(0xA0));
}

static void quotes_are_six(void **state)
{
    size_t count = 0;

    (void)state;
    for (int32_t character = 0; character < 0x3000; character++)
        count += nx_scan_is_quote(character) ? 1 : 0;
    assert_int_equal(count, 6);
    assert_true(nx_scan_is_quote('"'));
    assert_true(nx_scan_is_quote(0x201C));
    assert_false(nx_scan_is_quote('\''));
    assert_false(nx_scan_is_quote(0x2019));
}

static void punctuation_alone_is_no_word(void **state)
{
    (void)state;
    assert_false(nx_scan_has_word(nx_str("")));
    assert_false(nx_scan_has_word(nx_str(" ... -- \t!?")));
    assert_false(nx_scan_has_word(nx_str("\xE2\x80\x94 \xE2\x80\xA6")));
    assert_true(nx_scan_has_word(nx_str("...a...")));
    assert_true(nx_scan_has_word(nx_str("5")));
    assert_true(nx_scan_has_word(nx_str("\xD0\xB6")));
    assert_true(nx_scan_has_word(nx_str_slice("\xFF", 1)));
}

static void words_and_letters_are_counted(void **state)
{
    (void)state;
    assert_int_equal(nx_scan_word_count(nx_str("")), 0);
    assert_int_equal(nx_scan_word_count(nx_str(" - U.S. -- al-Qaida ")), 2);
    assert_int_equal(nx_scan_letter_count(nx_str("a.b-\xC3\xA9 c")), 4);
}

static void a_run_ends_where_something_else_begins(void **state)
{
    (void)state;
    assert_int_equal(nx_scan_run_end(nx_str("don't stop"), 0), 5);
    assert_int_equal(nx_scan_run_end(nx_str("a(b"), 0), 1);
    assert_int_equal(nx_scan_run_end(nx_str("a)b"), 0), 1);
    assert_int_equal(nx_scan_run_end(nx_str("a|b"), 0), 1);
    assert_int_equal(nx_scan_run_end(nx_str("a\"b"), 0), 1);
    assert_int_equal(nx_scan_run_end(nx_str("a\xE2\x80\x9C"), 0), 1);
    assert_int_equal(nx_scan_run_end(nx_str("ab"), 0), 2);
    assert_int_equal(nx_scan_run_end(nx_str("ab"), 2), 2);
}

static void check_clean(const char *text, size_t length,
                        nx_scan_parting parting, const char *expected)
{
    nx_arena arena;
    newsidx_text clean;

    nx_arena_init(&arena);
    clean = nx_scan_clean(&arena, nx_str_slice(text, length), parting);
    assert_string_equal(clean.bytes, expected);
    assert_int_equal(clean.length, strlen(expected));
    nx_arena_finish(&arena);
}

static void cleaning_trims_joins_and_repairs(void **state)
{
    (void)state;
    check_clean("  new \t\0 york ", 14, NX_SCAN_BLANKS, "new york");
    check_clean("a\xFF", 2, NX_SCAN_BLANKS, "a\xEF\xBF\xBD");
    check_clean("say \"no\"", 8, NX_SCAN_BLANKS, "say \"no\"");
    check_clean("say \"no\"", 8, NX_SCAN_QUOTES, "say no");
    check_clean("http://x.org/", 13, NX_SCAN_ADDRESS, "http x.org");
    check_clean("", 0, NX_SCAN_BLANKS, "");
}

static void messages_show_whole_characters(void **state)
{
    const char *long_text = "0123456789012345678901234567890123456789x";
    const char *cut_text = "012345678901234567890123456789012345678\xC3\xA9";

    (void)state;
    assert_int_equal(nx_scan_shown_length(nx_str("")), 0);
    assert_int_equal(nx_scan_shown_length(nx_str("2016")), 4);
    assert_int_equal(nx_scan_shown_length(nx_str(long_text)), 40);
    assert_int_equal(nx_scan_shown_length(nx_str(cut_text)), 39);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_are_not_utf8_are_one_character_each),
        cmocka_unit_test(blanks_are_white_space_and_controls),
        cmocka_unit_test(controls_are_what_nobody_types),
        cmocka_unit_test(quotes_are_six),
        cmocka_unit_test(punctuation_alone_is_no_word),
        cmocka_unit_test(words_and_letters_are_counted),
        cmocka_unit_test(a_run_ends_where_something_else_begins),
        cmocka_unit_test(cleaning_trims_joins_and_repairs),
        cmocka_unit_test(messages_show_whole_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
