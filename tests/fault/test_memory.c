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

/* Every so many-th allocation fails in a round, and each in as many rounds. */
#define STRIDE 4
#define STRIDE_AND_ON 7

#define STEPS 40

static fault_counts total, endured;
static uint64_t seed;

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    return 0;
}

static void fail_some(bool and_on, size_t round)
{
    const size_t stride = and_on ? STRIDE_AND_ON : STRIDE;

    for (const scenario *at = scenarios;
         at->name != NULL && campaign_goes_on(0, 1); at++) {
        const fault_counts counts = faults_in_scenario(
            &faults_memory, at, and_on, 1 + round % stride, stride);

        /* A few may go without: a clean-up that can be left to the next one. */
        assert_true(counts.failures > 0 || round > 0);
        assert_true(counts.told + 8 >= counts.failures);
        faults_add(&total, counts);
    }
}

static void without_memory_nothing_is_lost(void **state)
{
    (void)state;
    for (size_t round = 0; campaign_goes_on(round, 1); round++) {
        fail_some(false, round);
        fail_some(true, round);
        faults_add(&endured,
                   faults_in_history(&faults_memory, 1, seed + round, STEPS));
    }
    assert_true(total.told > 0 && endured.told > 0);
}

static void it_is_closed_without_memory(void **state)
{
    (void)state;
    faults_add(&total, faults_in_closing(&faults_memory));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_closed_without_memory),
        cmocka_unit_test(without_memory_nothing_is_lost),
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
