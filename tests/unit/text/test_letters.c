#include "text/letters.h"

#include "tokens.h"

enum { BOTH = NX_LETTERS_CAPITAL | NX_LETTERS_SMALL };

static unsigned letters_of(const char *text)
{
    return nx_letters_of(nx_str(text));
}

static void words_have_capitals_and_small_letters(void **state)
{
    (void)state;
    assert_int_equal(letters_of("us"), NX_LETTERS_SMALL);
    assert_int_equal(letters_of("US"), NX_LETTERS_CAPITAL);
    assert_int_equal(letters_of("Us"), BOTH);
    assert_int_equal(letters_of("iPhone"), BOTH);
}

static void signs_and_digits_have_no_case(void **state)
{
    (void)state;
    assert_int_equal(letters_of(""), 0);
    assert_int_equal(letters_of("1,200"), 0);
    assert_int_equal(letters_of("U.S."), NX_LETTERS_CAPITAL);
    assert_int_equal(letters_of("F-16"), NX_LETTERS_CAPITAL);
    assert_int_equal(letters_of("10th"), NX_LETTERS_SMALL);
}

static void all_scripts_with_cases_have_them(void **state)
{
    (void)state;
    assert_int_equal(letters_of("США"), NX_LETTERS_CAPITAL);
    assert_int_equal(letters_of("Москва"), BOTH);
    assert_int_equal(letters_of("élan"), NX_LETTERS_SMALL);
    assert_int_equal(letters_of("ÉLAN"), NX_LETTERS_CAPITAL);
    assert_int_equal(letters_of("中東"), 0);
    assert_int_equal(letters_of("السلام"), 0);
}

static void bytes_that_are_no_text_have_no_case(void **state)
{
    (void)state;
    assert_int_equal(letters_of("\xFF\xC3"), 0);
    assert_int_equal(letters_of("\xC3"
                                "a"),
                     NX_LETTERS_SMALL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_capitals_and_small_letters),
        cmocka_unit_test(signs_and_digits_have_no_case),
        cmocka_unit_test(all_scripts_with_cases_have_them),
        cmocka_unit_test(bytes_that_are_no_text_have_no_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
