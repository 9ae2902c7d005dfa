/*
 * SQLite's allocations fail too: the calls say so, and the handle and the
 * index live on. There are thousands, so a sample of them has to do.
 */
#include "scenarios.h"

#include "failing_memory.h"
#include "failing_sqlite.h"

#include <stdio.h>

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    return 0;
}

/*
 * A write that SQLite has no memory for may already be in the log: then it is
 * there, and told as failed or done. What counts is that it is there or not.
 */
static bool fail_one(const scenario *what, size_t number, bool and_on,
                     size_t *out_told)
{
    newsidx_status status;
    newsidx *index = NULL;
    newsidx_error failure;
    bool failed;

    scenarios_restore();
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    failure.message[0] = '\0';
    failing_memory_begin(number, and_on);
    status = what->run(index, &failure);
    failed = failing_memory_end();
    if (status != NEWSIDX_OK && (!failed || status != NEWSIDX_ERR_MEMORY))
        fail_msg("%s, allocation %zu%s: %s: %s", what->name, number,
                 and_on ? " and on" : "", newsidx_status_name(status),
                 failure.message);
    *out_told += status < 0;
    if (failed) {
        scenarios_expect_whole(index);
        if (status < 0) {
            status = what->run(index, &failure);
            assert_true(status == NEWSIDX_OK || status == NEWSIDX_UNCHANGED ||
                        status == NEWSIDX_NOT_FOUND);
        }
    }
    newsidx_close(index);
    return failed;
}

static void fail_some(bool and_on, size_t step)
{
    for (const scenario *at = scenarios; at->name != NULL; at++) {
        size_t failures = 0;
        size_t told = 0;

        for (size_t i = 1; fail_one(at, i, and_on, &told); i += step) {
            failures++;
            if (i > 300)
                i += i / 8;
        }
        printf("%-20s %zu failures, %zu told\n", at->name, failures, told);
        assert_true(told > 0);
    }
}

static void one_allocation_fails_at_a_time(void **state)
{
    (void)state;
    fail_some(false, 5);
}

static void memory_runs_out_and_does_not_come_back(void **state)
{
    (void)state;
    fail_some(true, 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_allocation_fails_at_a_time),
        cmocka_unit_test(memory_runs_out_and_does_not_come_back),
    };

    if (!failing_sqlite_install())
        return 77;
    return cmocka_run_group_tests(tests, prepare, NULL);
}
