#include "base/str.h"

#include "checking.h"

static void strings_become_views(void **state)
{
    (void)state;
    assert_int_equal(nx_str("abc").length, 3);
    assert_null(nx_str(NULL).bytes);
    assert_int_equal(nx_str(NULL).length, 0);
}

static void texts_are_compared_by_bytes(void **state)
{
    (void)state;
    assert_true(nx_str_equal(nx_str(NULL), nx_str("")));
    assert_true(nx_str_equal(nx_str("ab"), nx_str_slice("abc", 2)));
    assert_false(nx_str_equal(nx_str("ab"), nx_str("ac")));
    assert_false(nx_str_equal(nx_str("ab"), nx_str("a")));
    assert_true(nx_str_compare(nx_str("a"), nx_str("b")) < 0);
    assert_true(nx_str_compare(nx_str("b"), nx_str("a")) > 0);
    assert_true(nx_str_compare(nx_str("a"), nx_str("ab")) < 0);
    assert_true(nx_str_compare(nx_str("ab"), nx_str("a")) > 0);
    assert_int_equal(nx_str_compare(nx_str("ab"), nx_str("ab")), 0);
    assert_int_equal(nx_str_compare(nx_str(NULL), nx_str("")), 0);
    assert_true(nx_str_compare(nx_str("z"), nx_str("\xC3\xA9")) < 0);
}

static void only_ascii_letters_have_case(void **state)
{
    (void)state;
    assert_true(nx_str_equal_ascii(nx_str("Share"), nx_str("SHARE")));
    assert_false(nx_str_equal_ascii(nx_str("Share"), nx_str("Sharp")));
    assert_false(nx_str_equal_ascii(nx_str("a"), nx_str("ab")));
    assert_false(nx_str_equal_ascii(nx_str("["), nx_str("{")));
    assert_false(nx_str_equal_ascii(nx_str("@"), nx_str("`")));
    assert_false(nx_str_equal_ascii(nx_str("\xC3\x89"), nx_str("\xC3\xA9")));
}

static void white_space_goes_from_both_ends(void **state)
{
    (void)state;
    assert_true(
        nx_str_equal(nx_str_trim(nx_str(" \t\n a b\v\f\r ")), nx_str("a b")));
    assert_int_equal(nx_str_trim(nx_str("  ")).length, 0);
    assert_int_equal(nx_str_trim(nx_str(NULL)).length, 0);
}

static void prefixes_are_seen(void **state)
{
    (void)state;
    assert_true(nx_str_starts_with(nx_str("abc"), nx_str("ab")));
    assert_true(nx_str_starts_with(nx_str("abc"), nx_str("")));
    assert_true(nx_str_starts_with(nx_str(NULL), nx_str(NULL)));
    assert_false(nx_str_starts_with(nx_str("ab"), nx_str("abc")));
    assert_false(nx_str_starts_with(nx_str("abc"), nx_str("b")));
}

/* As the C locale has it, whatever the program's is. */
static void bytes_have_one_class(void **state)
{
    (void)state;
    for (int i = -128; i < 128; i++) {
        const char byte = (char)i;
        const bool is_small = i >= 'a' && i <= 'z';
        const bool is_capital = i >= 'A' && i <= 'Z';

        assert_int_equal(nx_is_space(byte), i == ' ' || (i >= 9 && i <= 13));
        assert_int_equal(nx_is_digit(byte), i >= '0' && i <= '9');
        assert_int_equal(nx_is_upper(byte), is_capital);
        assert_int_equal(nx_is_alpha(byte), is_small || is_capital);
        assert_int_equal(nx_to_lower(byte), is_capital ? i + 32 : i);
    }
}

static void lines_are_cut_off_at_their_ends(void **state)
{
    newsidx_text rest = nx_str("one\r\n\ntwo\r");

    (void)state;
    assert_true(nx_str_equal(nx_str_take_line(&rest), nx_str("one")));
    assert_true(nx_str_equal(nx_str_take_line(&rest), nx_str("")));
    assert_true(nx_str_equal(nx_str_take_line(&rest), nx_str("two")));
    assert_int_equal(rest.length, 0);
}

static void parts_are_found_whatever_their_case(void **state)
{
    (void)state;
    assert_true(
        nx_str_contains_ascii(nx_str("# dpa NOTEBOOK"), nx_str("notebook")));
    assert_false(
        nx_str_contains_ascii(nx_str("# dpa NOTE"), nx_str("notebook")));
    assert_false(nx_str_contains_ascii(nx_str(""), nx_str("a")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_become_views),
        cmocka_unit_test(texts_are_compared_by_bytes),
        cmocka_unit_test(only_ascii_letters_have_case),
        cmocka_unit_test(white_space_goes_from_both_ends),
        cmocka_unit_test(prefixes_are_seen),
        cmocka_unit_test(lines_are_cut_off_at_their_ends),
        cmocka_unit_test(parts_are_found_whatever_their_case),
        cmocka_unit_test(bytes_have_one_class)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
