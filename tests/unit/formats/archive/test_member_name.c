#include "formats/archive/member_name.h"

#include "reading.h"

static void names_that_lead_outside_are_refused(void **state)
{
    static const char *const bad[] = {
        "/etc/passwd", "\\windows\\a", "C:\\a.txt", "c:a",     "..",
        "../a",        "a/../../b",    "a\\..\\b",  "a/b/../", ""};
    static const char *const good[] = {
        "a.txt",     "2016/09/a.txt", "./a",  "a..b", "...",
        "9:15 talk", "Caf\xC3\xA9",   "a//b", "a b"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(nx_member_name_check(nx_str(bad[i]), NULL),
                         NEWSIDX_ERR_INPUT);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_int_equal(nx_member_name_check(nx_str(good[i]), NULL),
                         NEWSIDX_OK);
}

static void long_names_are_refused(void **state)
{
    char name[1025];

    (void)state;
    memset(name, 'a', sizeof name);
    assert_int_equal(nx_member_name_check(nx_str_slice(name, 1024), NULL),
                     NEWSIDX_OK);
    assert_int_equal(nx_member_name_check(nx_str_slice(name, 1025), NULL),
                     NEWSIDX_ERR_LIMIT);
}

static void hidden_files_are_known_by_any_part_of_the_name(void **state)
{
    static const char *const hidden[] = {".DS_Store", "a/.git/b", "..a",
                                         "__MACOSX/a.txt", "a/.b"};
    static const char *const shown[] = {"a.txt", "./a", "a./b", "MACOSX/a",
                                        "."};

    (void)state;
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        assert_true(nx_member_name_is_hidden(nx_str(hidden[i])));
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
        assert_false(nx_member_name_is_hidden(nx_str(shown[i])));
}

static void labels_are_utf8_and_names_stay_apart(void **state)
{
    nx_buf label;

    (void)state;
    nx_buf_init(&label, 4096);
    nx_member_name_add(&label, nx_str("\xC3\x84/b\n\x1B[1m\x7F.txt"));
    assert_string_equal(label.bytes, "\xC3\x84/b%0A%1B[1m%7F.txt");
    nx_buf_clear(&label);
    nx_member_name_add(&label, nx_str("\xC4rger \xE4"));
    assert_string_equal(label.bytes, "%C4rger %E4");
    nx_buf_finish(&label);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_lead_outside_are_refused),
        cmocka_unit_test(long_names_are_refused),
        cmocka_unit_test(hidden_files_are_known_by_any_part_of_the_name),
        cmocka_unit_test(labels_are_utf8_and_names_stay_apart)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
