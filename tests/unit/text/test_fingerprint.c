#include "text/fingerprint.h"

#include "tokens.h"

static void the_fingerprint_is_the_same_each_time(void **state)
{
    uint64_t first = 0;
    uint64_t second = 1;

    (void)state;
    assert_int_equal(nx_fingerprint(&first, NULL), NEWSIDX_OK);
    assert_int_equal(nx_fingerprint(&second, NULL), NEWSIDX_OK);
    assert_true(first == second);
    assert_true(first != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fingerprint_is_the_same_each_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
