#include "base/clock.h"

#include "checking.h"

static void clocks_go_forward(void **state)
{
    const int64_t before_us = nx_clock_us();
    const int64_t before_ms = nx_clock_ms();

    (void)state;
    nx_clock_sleep_ms(20);
    assert_true(nx_clock_us() - before_us >= 20000);
    assert_true(nx_clock_ms() - before_ms >= 19);
}

static void it_is_later_than_when_this_was_written(void **state)
{
    (void)state;
    assert_true(nx_clock_now() > INT64_C(1700000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_go_forward),
        cmocka_unit_test(it_is_later_than_when_this_was_written)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
