#include "text/identity.h"

#include "tokens.h"

static void the_same_code_has_one_identity(void **state)
{
    const uint64_t first = nx_identity();

    (void)state;
    assert_true(first == nx_identity());
#ifdef __linux__
    /* Debian's libraries and what its compilers link have build ids. */
    assert_true(first != 0);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_code_has_one_identity),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
