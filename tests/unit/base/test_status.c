#include "base/status.h"

#include "base/utf8.h"
#include "checking.h"

static void every_status_has_a_name_and_a_sentence(void **state)
{
    (void)state;
    for (int code = NEWSIDX_ERR_REBUILD; code <= NEWSIDX_OUTDATED; code++) {
        const char *name = nx_status_name((newsidx_status)code);
        const char *text = nx_status_text((newsidx_status)code);

        assert_memory_equal(name, "NEWSIDX_", 8);
        assert_string_not_equal(text, "unknown status");
        assert_true(text[0] >= 'a' && text[0] <= 'z');
    }
    assert_string_equal(nx_status_name((newsidx_status)-18), "unknown status");
    assert_string_equal(nx_status_text((newsidx_status)5), "unknown status");
    assert_string_equal(nx_status_name(NEWSIDX_ERR_BUSY), "NEWSIDX_ERR_BUSY");
    assert_string_equal(nx_status_text(NEWSIDX_ERR_BUSY),
                        "another process is writing");
}

static void failures_say_what_and_where(void **state)
{
    newsidx_error err;

    (void)state;
    assert_int_equal(nx_fail(&err, NEWSIDX_ERR_LIMIT, "%d is too much", 7),
                     NEWSIDX_ERR_LIMIT);
    assert_int_equal(err.status, NEWSIDX_ERR_LIMIT);
    assert_int_equal(err.system_code, 0);
    assert_int_equal(err.offset, NEWSIDX_NO_OFFSET);
    assert_string_equal(err.message, "7 is too much");
    assert_int_equal(nx_fail_at(&err, NEWSIDX_ERR_QUERY, 5, "odd"),
                     NEWSIDX_ERR_QUERY);
    assert_int_equal(err.offset, 5);
    assert_int_equal(nx_fail_system(&err, NEWSIDX_ERR_IO, 13, "no"),
                     NEWSIDX_ERR_IO);
    assert_int_equal(err.system_code, 13);
    assert_int_equal(err.offset, NEWSIDX_NO_OFFSET);
    assert_int_equal(nx_fail_memory(&err), NEWSIDX_ERR_MEMORY);
    assert_string_equal(err.message, "out of memory");
}

static void nobody_needs_to_listen(void **state)
{
    (void)state;
    assert_int_equal(nx_fail(NULL, NEWSIDX_ERR_IO, "x"), NEWSIDX_ERR_IO);
    assert_int_equal(nx_fail_at(NULL, NEWSIDX_ERR_IO, 1, "x"), NEWSIDX_ERR_IO);
    assert_int_equal(nx_fail_system(NULL, NEWSIDX_ERR_IO, 1, "x"),
                     NEWSIDX_ERR_IO);
    assert_int_equal(nx_fail_memory(NULL), NEWSIDX_ERR_MEMORY);
}

/* Whatever is before the characters of two bytes, none is cut in half. */
static void long_messages_are_cut_between_characters(void **state)
{
    char text[601];

    (void)state;
    for (size_t i = 0; i < 300; i++)
        memcpy(text + 2 * i, "\xC3\xA9", 2);
    text[600] = '\0';
    for (int ascii = 0; ascii < 3; ascii++) {
        newsidx_error err;

        nx_fail(&err, NEWSIDX_ERR_INPUT, "%.*s%s", ascii, "abc", text);
        assert_true(strlen(err.message) >= sizeof err.message - 2);
        assert_int_equal(nx_utf8_find_invalid(err.message, strlen(err.message)),
                         NEWSIDX_NO_OFFSET);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_name_and_a_sentence),
        cmocka_unit_test(failures_say_what_and_where),
        cmocka_unit_test(nobody_needs_to_listen),
        cmocka_unit_test(long_messages_are_cut_between_characters)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
