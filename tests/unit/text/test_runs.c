#include "text/runs.h"

#include "tokens.h"

static void check_char(const char *text, size_t end, const char *expected)
{
    nx_run_char character;

    assert_true(nx_run_read(nx_str(text), 0, &character));
    assert_int_equal(character.start, 0);
    assert_int_equal(character.end, end);
    assert_true(nx_str_equal(nx_str_slice(character.bytes, character.length),
                             nx_str(expected)));
}

static void a_character_has_its_marks(void **state)
{
    (void)state;
    check_char("中東", 3, "中");
    check_char("が", 3, "が");
    check_char("か\u3099た", 6, "が");
    check_char("ｶﾞｽ", 6, "ガ");
    check_char("ที่", 9, "ที่");
    check_char("\u1112\u1161\u11ABx", 9, "한");
    check_char("ー", 3, "ー");
}

static void other_characters_are_no_run(void **state)
{
    nx_run_char character;

    (void)state;
    assert_false(nx_run_read(nx_str("a"), 0, &character));
    assert_false(nx_run_read(nx_str("é"), 0, &character));
    assert_false(nx_run_read(nx_str("中"), 3, &character));
    assert_false(nx_run_read(nx_str("\xE4\xB8"), 0, &character));
    assert_false(nx_run_read(nx_str("。"), 0, &character));
}

static void endless_marks_make_no_endless_form(void **state)
{
    char text[3 + 3 * 500];
    nx_run_char character;

    (void)state;
    memcpy(text, "か", 3);
    for (size_t i = 1; i <= 500; i++)
        memcpy(text + 3 * i, "\u3099", 3);
    assert_true(nx_run_read(nx_str_slice(text, sizeof text), 0, &character));
    assert_int_equal(character.end, sizeof text);
    assert_in_range(character.length, 1, sizeof character.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_character_has_its_marks),
        cmocka_unit_test(other_characters_are_no_run),
        cmocka_unit_test(endless_marks_make_no_endless_form),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
