/*
 * Every allocation of a repair fails in turn: it says so and leaves no index,
 * and the next one does it all.
 */
#include "scenarios.h"

#include "failing_memory.h"

#include <stdio.h>
#include <unistd.h>

#define NEW_PATH "copy.db"

/* What scenarios_prepare() puts. */
#define VERSIONS 7

/* More allocations than a repair makes here. */
#define MOST_ALLOCATIONS 20000

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    scenarios_restore();
    return 0;
}

static bool fail_one(size_t number, bool and_on, size_t *out_told)
{
    newsidx_repair_counts counts = NEWSIDX_REPAIR_COUNTS_INIT;
    newsidx_error failure;
    newsidx_status status;
    bool failed;

    scenarios_remove_index(NEW_PATH);
    failure.status = NEWSIDX_OK;
    failing_memory_begin(number, and_on);
    status = newsidx_repair(INDEX_PATH, NEW_PATH, NULL, &counts, &failure);
    failed = failing_memory_end();
    if (status != NEWSIDX_OK && (!failed || status != NEWSIDX_ERR_MEMORY))
        fail_msg("allocation %zu: %s: %s", number, newsidx_status_name(status),
                 failure.message);
    if (status < 0)
        assert_int_equal(failure.status, status);
    assert_int_equal(status < 0, access(NEW_PATH, F_OK) != 0);
    if (status == NEWSIDX_OK)
        assert_int_equal(counts.saved, VERSIONS);
    if (status == NEWSIDX_OK)
        assert_int_equal(counts.lost + counts.altered + counts.unsure, 0);
    *out_told += status < 0;
    return failed;
}

static void fail_all(bool and_on)
{
    size_t number = 1;
    size_t failures = 0;
    size_t told = 0;
    newsidx *index = NULL;

    while (number < MOST_ALLOCATIONS && fail_one(number, and_on, &told)) {
        failures++;
        number++;
    }
    assert_true(number < MOST_ALLOCATIONS);
    printf("%zu failures, %zu told\n", failures, told);
    /* A few may go without: what is left beside the index, and hints. */
    assert_true(failures > 0 && told + 8 >= failures);
    /* The last one had all it wanted. */
    EXPECT_OK(newsidx_open(NEW_PATH, NULL, &index, &err));
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    assert_true(scenarios_count(index, "rain") >= 2);
    newsidx_close(index);
}

static void one_allocation_fails_at_a_time(void **state)
{
    (void)state;
    fail_all(false);
}

static void memory_runs_out_and_does_not_come_back(void **state)
{
    (void)state;
    fail_all(true);
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
