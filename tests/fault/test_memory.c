/*
 * Every allocation of ours fails in turn, in every kind of call: the call says
 * so, nothing leaks (the sanitizers see that), the handle goes on working and
 * the index is whole.
 */
#include "campaign.h"
#include "failing_memory.h"
#include "faults.h"
#include "faulty_vfs.h"

#include <stdio.h>

#define STEPS 40

static fault_counts total, endured;
static uint64_t seed;

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    return 0;
}

static void fail_all(bool and_on, size_t stride)
{
    for (const scenario *at = scenarios;
         at->name != NULL && campaign_goes_on(0, 1); at++) {
        const fault_counts counts =
            faults_in_scenario(&faults_memory, at, and_on, stride);

        printf("%-20s %zu failures, %zu told\n", at->name, counts.failures,
               counts.told);
        assert_true(counts.failures > 0);
        /* A few may go without: a clean-up that can be left to the next one. */
        assert_true(counts.told > 0 && counts.told + 8 >= counts.failures);
        faults_add(&total, counts);
    }
}

static void one_allocation_fails_at_a_time(void **state)
{
    (void)state;
    fail_all(false, campaign_is_on() ? 1 : 3);
}

static void memory_runs_out_and_does_not_come_back(void **state)
{
    (void)state;
    fail_all(true, campaign_is_on() ? 1 : 7);
}

static void it_is_closed_without_memory(void **state)
{
    (void)state;
    faults_add(&total, faults_in_closing(&faults_memory));
}

static void histories_go_on(void **state)
{
    (void)state;
    for (size_t i = 0; campaign_goes_on(i, 2); i++)
        faults_add(&endured,
                   faults_in_history(&faults_memory, 1, seed + i, STEPS));
    assert_true(endured.told > 0 || !campaign_goes_on(0, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_allocation_fails_at_a_time),
        cmocka_unit_test(memory_runs_out_and_does_not_come_back),
        cmocka_unit_test(it_is_closed_without_memory),
        cmocka_unit_test(histories_go_on),
    };
    int failed;

    if (!failing_memory_works()) {
        printf("skipped: not linked with --wrap=malloc\n");
        return 77;
    }
    /* It need not wait for the disk. */
    (void)faulty_vfs_install();
    seed = campaign_seed(1);
    (void)campaign_goes_on(0, 1);
    failed = cmocka_run_group_tests(tests, prepare, NULL);
    return faults_end(failed, "allocations", total, endured);
}
