/* Numbers of one to ten bytes. */
#include "base/leb128.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void what_is_written_is_read(void **state)
{
    static const uint64_t numbers[] = {
        0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX - 1, UINT64_MAX};
    const size_t count = sizeof numbers / sizeof numbers[0];
    nx_buf out;
    nx_bytes in;

    (void)state;
    nx_buf_init(&out, 1000);
    for (size_t i = 0; i < count; i++)
        nx_leb128_add(&out, numbers[i]);
    in = nx_bytes_of(nx_buf_text(&out));
    for (size_t i = 0; i < count; i++)
        assert_true(nx_leb128_get(&in) == numbers[i]);
    assert_false(in.is_bad);
    assert_int_equal(nx_bytes_left(&in), 0);
    nx_buf_finish(&out);
}

/* Cut, longer than need be, over 64 bits, over the limit. */
static void what_cannot_be_is_bad_and_stays_so(void **state)
{
    static const char *const bytes[] = {
        "", "\x80", "\x80\x00", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02"};
    static const size_t lengths[] = {0, 1, 2, 10};
    nx_bytes in;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        in = nx_bytes_of(nx_str_slice(bytes[i], lengths[i]));
        assert_true(nx_leb128_get(&in) == 0);
        assert_true(in.is_bad);
        assert_true(nx_leb128_get(&in) == 0);
    }
    in = nx_bytes_of(nx_str("\x05\x06\x05"));
    assert_int_equal(nx_leb128_get_to(&in, 5), 5);
    assert_int_equal(nx_leb128_get_to(&in, 5), 0);
    assert_true(in.is_bad);
    assert_int_equal(nx_leb128_get_to(&in, 5), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(what_cannot_be_is_bad_and_stays_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
