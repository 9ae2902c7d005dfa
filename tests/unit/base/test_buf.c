#include "base/buf.h"

#include "checking.h"

static void what_is_added_stands_one_after_another(void **state)
{
    const newsidx_text text = {"three", 5};
    nx_buf buf;

    (void)state;
    nx_buf_init(&buf, 1000);
    assert_null(buf.bytes);
    nx_buf_add(&buf, "one ", 4);
    nx_buf_add_string(&buf, "two ");
    nx_buf_add_text(&buf, text);
    nx_buf_add_byte(&buf, '!');
    nx_buf_add_format(&buf, " %d%s", 45, "6");
    nx_buf_add(&buf, NULL, 0);
    assert_string_equal(buf.bytes, "one two three! 456");
    assert_int_equal(buf.length, 18);
    assert_int_equal(buf.status, NEWSIDX_OK);
    nx_buf_truncate(&buf, 3);
    assert_string_equal(buf.bytes, "one");
    nx_buf_clear(&buf);
    assert_string_equal(buf.bytes, "");
    nx_buf_finish(&buf);
    assert_null(buf.bytes);
}

static void an_empty_one_is_an_empty_string(void **state)
{
    nx_buf buf;

    (void)state;
    nx_buf_init(&buf, 10);
    assert_string_equal(nx_buf_text(&buf).bytes, "");
    assert_int_equal(nx_buf_text(&buf).length, 0);
    nx_buf_truncate(&buf, 0);
    nx_buf_clear(&buf);
    nx_buf_add(&buf, "", 0);
    assert_string_equal(buf.bytes, "");
    assert_ptr_equal(nx_buf_text(&buf).bytes, buf.bytes);
    nx_buf_finish(&buf);
}

static void the_limit_is_exact_and_sticks(void **state)
{
    nx_buf buf;

    (void)state;
    nx_buf_init(&buf, 5);
    nx_buf_add_string(&buf, "12345");
    assert_int_equal(buf.status, NEWSIDX_OK);
    nx_buf_add_byte(&buf, '6');
    assert_int_equal(buf.status, NEWSIDX_ERR_LIMIT);
    nx_buf_add(&buf, "", 0);
    nx_buf_add_format(&buf, "%s", "");
    assert_int_equal(buf.status, NEWSIDX_ERR_LIMIT);
    assert_string_equal(buf.bytes, "12345");
    nx_buf_clear(&buf);
    assert_int_equal(buf.status, NEWSIDX_OK);
    nx_buf_add_format(&buf, "%s", "123456");
    assert_int_equal(buf.status, NEWSIDX_ERR_LIMIT);
    assert_int_equal(buf.length, 0);
    nx_buf_finish(&buf);
    nx_buf_init(&buf, 0);
    nx_buf_add(&buf, "x", SIZE_MAX);
    assert_int_equal(buf.status, NEWSIDX_ERR_LIMIT);
    nx_buf_finish(&buf);
}

static void lengths_that_overflow_are_refused(void **state)
{
    nx_buf buf;

    (void)state;
    nx_buf_init(&buf, SIZE_MAX);
    nx_buf_add_string(&buf, "abc");
    nx_buf_add(&buf, "x", SIZE_MAX - 3);
    assert_true(buf.status < 0);
    assert_string_equal(buf.bytes, "abc");
    nx_buf_finish(&buf);
}

static void it_grows_far(void **state)
{
    nx_buf buf;

    (void)state;
    nx_buf_init(&buf, 1000000);
    for (int i = 0; i < 100000; i++)
        nx_buf_add_format(&buf, "%05d,", i);
    assert_int_equal(buf.length, 600000);
    assert_memory_equal(buf.bytes + 599994, "99999,", 7);
    nx_buf_finish(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_stands_one_after_another),
        cmocka_unit_test(an_empty_one_is_an_empty_string),
        cmocka_unit_test(the_limit_is_exact_and_sticks),
        cmocka_unit_test(lengths_that_overflow_are_refused),
        cmocka_unit_test(it_grows_far)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
