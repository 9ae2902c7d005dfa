/*
 * Every call that SQLite makes of its files fails in turn, once or for good, in
 * every kind of call of ours: it says so, or does without; the handle goes on
 * working, what was acknowledged is there, and the index is whole. Half a write
 * is one of the ways, and a disk that is full another.
 */
#include "campaign.h"
#include "faults.h"
#include "faulty_vfs.h"

#include <stdio.h>

/* Every so many-th call fails in the short form, and each in the long one. */
#define STRIDE 24

#define STEPS 40

static fault_counts total, endured;
static uint64_t seed;

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    return 0;
}

static void fail_all(const fault_kind *kind)
{
    const size_t stride = campaign_is_on() ? 1 : STRIDE;

    for (const scenario *at = scenarios;
         at->name != NULL && campaign_goes_on(0, 1); at++) {
        faults_add(&total, faults_in_scenario(kind, at, false, stride));
        faults_add(&total, faults_in_scenario(kind, at, true, stride));
    }
    faults_add(&total, faults_in_closing(kind));
}

static void any_call_fails(void **state)
{
    (void)state;
    fail_all(&faults_file[0]);
}

static void half_is_written(void **state)
{
    (void)state;
    fail_all(&faults_file[1]);
}

static void the_disk_is_full(void **state)
{
    (void)state;
    fail_all(&faults_file[2]);
}

static void histories_go_on(void **state)
{
    (void)state;
    for (size_t i = 0; campaign_goes_on(i, 2); i++)
        faults_add(&endured, faults_in_history(faults_file, FAULTS_FILE_COUNT,
                                               seed + i, STEPS));
    assert_true(endured.told > 0 || !campaign_goes_on(0, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_call_fails),
        cmocka_unit_test(half_is_written),
        cmocka_unit_test(the_disk_is_full),
        cmocka_unit_test(histories_go_on),
    };
    int failed;

    if (!faulty_vfs_install()) {
        printf("skipped: SQLite has no \"unix\"\n");
        return 77;
    }
    seed = campaign_seed(1);
    (void)campaign_goes_on(0, 1);
    failed = cmocka_run_group_tests(tests, prepare, NULL);
    return faults_end(failed, "calls", total, endured);
}
