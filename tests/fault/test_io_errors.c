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
#include <string.h>

/* Every so many-th call fails in a round, and each in as many rounds. */
#define STRIDE 6

#define STEPS 40

static fault_counts total, endured;
static uint64_t seed;

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    return 0;
}

static void fail_some(const fault_kind *kind, size_t first)
{
    for (const scenario *at = scenarios;
         at->name != NULL && campaign_goes_on(0, 1); at++)
        for (int and_on = 0; and_on < 2; and_on++)
            faults_add(&total, faults_in_scenario(kind, at, and_on == 1, first,
                                                  STRIDE));
}

static void whatever_fails_nothing_is_lost(void **state)
{
    (void)state;
    for (size_t round = 0; campaign_goes_on(round, 1); round++) {
        for (int i = 0; i < FAULTS_FILE_COUNT; i++)
            fail_some(&faults_file[i], 1 + round % STRIDE);
        faults_add(&endured, faults_in_history(faults_file, FAULTS_FILE_COUNT,
                                               seed + round, STEPS));
    }
    assert_true(total.told > 0 && endured.told > 0);
}

/* Many small steps, and each call's failure has to come through all of them. */
static void sealing_fails(void **state)
{
    const scenario *at = scenarios;

    (void)state;
    while (strcmp(at->name, "seal and undo") != 0)
        at++;
    faults_add(&total, faults_in_scenario(&faults_file[0], at, false, 1, 1));
}

static void closing_fails(void **state)
{
    (void)state;
    for (int i = 0; i < FAULTS_FILE_COUNT; i++)
        faults_add(&total, faults_in_closing(&faults_file[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closing_fails),
        cmocka_unit_test(sealing_fails),
        cmocka_unit_test(whatever_fails_nothing_is_lost),
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
