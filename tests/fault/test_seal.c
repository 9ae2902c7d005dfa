/*
 * Every allocation of ours fails in turn while an index is sealed and while
 * that is undone: the call says so, the file is whole and is the one or the
 * other, and the same call then comes to its end.
 */
#include "scenarios.h"

#include "failing_memory.h"

#include <stdio.h>

#define PATH "sealed.db"
#define MOST_ALLOCATIONS 20000

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    return 0;
}

static newsidx_status seal(newsidx_error *err)
{
    return newsidx_seal(PATH, NULL, NULL, err);
}

static newsidx_status unseal(newsidx_error *err)
{
    return newsidx_unseal(PATH, err);
}

static uint32_t expect_whole(void)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx *index = NULL;

    options.mode = NEWSIDX_READ_ONLY;
    EXPECT_OK(newsidx_open(PATH, &options, &index, &err));
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    assert_true(scenarios_count(index, "rain") >= 2);
    EXPECT_OK(newsidx_get_info(index, &info, &err));
    newsidx_close(index);
    return info.is_sealed;
}

/* Let allocation `number` of `call` fail, and those after it too if `and_on`.
 */
static bool fail_one(newsidx_status (*call)(newsidx_error *err), size_t number,
                     bool and_on)
{
    const bool seals = call == seal;
    newsidx_error err;
    newsidx_status status;
    bool failed;

    scenarios_copy(PATH);
    if (!seals)
        assert_int_equal(seal(&err), NEWSIDX_OK);
    failing_memory_begin(number, and_on);
    status = call(&err);
    failed = failing_memory_end();
    if (status != NEWSIDX_OK && (!failed || status != NEWSIDX_ERR_MEMORY))
        fail_msg("allocation %zu: %s", number, err.message);
    if (status == NEWSIDX_OK)
        assert_int_equal(expect_whole(), seals);
    else if (expect_whole() != (uint32_t)seals)
        assert_int_equal(call(&err), NEWSIDX_OK);
    assert_int_equal(expect_whole(), seals);
    return failed;
}

static void fail_all(newsidx_status (*call)(newsidx_error *err))
{
    size_t number;

    for (number = 1; number < MOST_ALLOCATIONS && fail_one(call, number, false);
         number++)
        continue;
    assert_true(number > 10 && number < MOST_ALLOCATIONS);
    for (number = 1; number < MOST_ALLOCATIONS && fail_one(call, number, true);
         number += 7)
        continue;
    assert_true(number > 10 && number < MOST_ALLOCATIONS);
}

static void sealing_survives_each_allocation(void **state)
{
    (void)state;
    fail_all(seal);
}

static void undoing_survives_each_allocation(void **state)
{
    (void)state;
    fail_all(unseal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealing_survives_each_allocation),
        cmocka_unit_test(undoing_survives_each_allocation),
    };

    if (!failing_memory_works()) {
        printf("skipped: not linked with --wrap=malloc\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, prepare, NULL);
}
