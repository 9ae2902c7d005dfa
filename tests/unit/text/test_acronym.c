#include "text/acronym.h"

#include "tokens.h"

static void check_length(const char *text, size_t expected)
{
    assert_int_equal(nx_acronym_length(nx_str(text), 0), expected);
}

static void acronyms_are_letters_with_dots(void **state)
{
    (void)state;
    check_length("U.S.", 4);
    check_length("U.S", 3);
    check_length("U.S. and", 4);
    check_length("U.S.to", 4);
    check_length("U.N.in", 4);
    check_length("N.A.T.O.", 8);
    check_length("e.g.", 4);
    check_length("С.Ш.А.", 9);
    check_length("U.S.\xE2\x80\x99s", 4);
    check_length("U.S.-backed", 4);
}

static void other_things_with_dots_are_not(void **state)
{
    (void)state;
    check_length("U.", 0);
    check_length("U", 0);
    check_length("J. Edgar", 0);
    check_length("J.Edgar", 0);
    check_length("Ph.D.", 0);
    check_length("3.5.", 0);
    check_length("F.16", 0);
    check_length("中.東.", 0);
    check_length("", 0);
}

static bool stands_out(const char *text, const char *word)
{
    const size_t start = (size_t)(strstr(text, word) - text);

    return nx_acronym_stands_out(nx_str(text), start, start + strlen(word));
}

static void only_the_neighbourhood_counts(void **state)
{
    char text[600];

    (void)state;
    assert_true(stands_out("the US said", "US"));
    assert_false(stands_out("THE US SAID", "US"));
    assert_false(stands_out("US", "US"));
    assert_true(stands_out("Top US, Russian Men", "US"));
    /* 64 capitals on either side, and small letters beyond them. */
    memset(text, 'a', sizeof text);
    memset(text + 200, 'B', 64);
    memcpy(text + 264, "US", 2);
    memset(text + 266, 'B', 64);
    text[599] = '\0';
    assert_false(stands_out(text, "US"));
    memset(text + 200, 'a', 1);
    memset(text + 232, 'a', 33);
    memcpy(text + 264, "US", 2);
    memset(text + 266, 'a', 40);
    assert_true(stands_out(text, "US"));
}

static void other_lines_do_not_count(void **state)
{
    (void)state;
    assert_false(stands_out("small letters\nUS\nsmall letters", "US"));
    assert_true(stands_out("CAPITALS\nin US\nCAPITALS", "US"));
}

static void capitals_are_two_to_six_letters(void **state)
{
    (void)state;
    assert_true(nx_acronym_is_capitals(nx_str("US")));
    assert_true(nx_acronym_is_capitals(nx_str("GENEVA")));
    assert_false(nx_acronym_is_capitals(nx_str("U")));
    assert_false(nx_acronym_is_capitals(nx_str("Us")));
    assert_false(nx_acronym_is_capitals(nx_str("AFRICAN")));
    assert_false(nx_acronym_is_capitals(nx_str("G20")));
    assert_false(nx_acronym_is_capitals(nx_str("\xC3\x84U")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(acronyms_are_letters_with_dots),
        cmocka_unit_test(other_things_with_dots_are_not),
        cmocka_unit_test(only_the_neighbourhood_counts),
        cmocka_unit_test(other_lines_do_not_count),
        cmocka_unit_test(capitals_are_two_to_six_letters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
