/*
 * Every allocation of ours fails in turn, in every kind of call: the call says
 * so, nothing leaks (the sanitizers see that), the handle goes on working and
 * the index is whole.
 */
#include "scenarios.h"

#include "failing_memory.h"

#include <stdio.h>

/* More allocations than any scenario here makes. */
#define MOST_ALLOCATIONS 20000

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    return 0;
}

/* Let allocation `number` fail, alone or with all after it. */
static bool fail_one(const scenario *what, size_t number, bool and_on,
                     size_t *out_told)
{
    newsidx_status status;
    newsidx *index = NULL;
    newsidx_error failure;
    bool failed;

    scenarios_restore();
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    failure.status = NEWSIDX_OK;
    failing_memory_begin(number, and_on);
    status = what->run(index, &failure);
    failed = failing_memory_end();
    if (status != NEWSIDX_OK && (!failed || status != NEWSIDX_ERR_MEMORY))
        fail_msg("%s, allocation %zu: %s: %s", what->name, number,
                 newsidx_status_name(status), failure.message);
    if (status < 0)
        assert_int_equal(failure.status, status);
    *out_told += status < 0;
    if (failed) {
        scenarios_expect_whole(index);
        if (status < 0)
            EXPECT_OK(what->run(index, &err));
    }
    newsidx_close(index);
    return failed;
}

static void fail_all(const scenario *what, bool and_on, size_t step)
{
    size_t number = 1;
    size_t failures = 0;
    size_t told = 0;

    while (number < MOST_ALLOCATIONS && fail_one(what, number, and_on, &told)) {
        failures++;
        number += number < 20 ? 1 : step;
    }
    assert_true(number < MOST_ALLOCATIONS);
    printf("%-20s %zu failures, %zu told\n", what->name, failures, told);
    assert_true(failures > 0);
    /* A few may go without: a clean-up that can be left to the next one. */
    assert_true(told > 0 && told + 8 >= failures);
}

static void one_allocation_fails_at_a_time(void **state)
{
    (void)state;
    for (const scenario *at = scenarios; at->name != NULL; at++)
        fail_all(at, false, 1);
}

static void memory_runs_out_and_does_not_come_back(void **state)
{
    (void)state;
    for (const scenario *at = scenarios; at->name != NULL; at++)
        fail_all(at, true, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_allocation_fails_at_a_time),
        cmocka_unit_test(memory_runs_out_and_does_not_come_back),
    };

    if (!failing_memory_works()) {
        printf("skipped: not linked with --wrap=malloc\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, prepare, NULL);
}
