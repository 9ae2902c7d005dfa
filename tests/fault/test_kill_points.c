/*
 * SIGKILL at every call that changes a file, before it and in the middle of a
 * write, in every kind of call of ours, from opening to closing: the index
 * opens, is whole, and the same again brings it to what an undisturbed one is.
 */
#define _POSIX_C_SOURCE 200809L

#include "scenarios.h"

#include "bulk.h"
#include "campaign.h"
#include "faulty_vfs.h"
#include "history.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* More calls than a scenario here makes. */
#define MOST_CALLS 5000

/* Every so many-th call in the short form, and each in the long one; of a load,
 * which has hundreds, fewer. */
#define STRIDE 4
#define LOAD_STRIDE 200

/* With fewer the test wouldn't have been one. */
#define LEAST_POINTS 50

#define STEPS 40
#define FEW_CALLS 32

static size_t points, endured;
static uint64_t seed;

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    bulk_prepare();
    return 0;
}

/* Something done to an index by a process of its own. */
typedef struct deed {
    const char *name;
    newsidx_status (*run)(newsidx *index, newsidx_error *err);
    void (*begin)(void); /* put the index there, or see that there is none */
} deed;

static void begin_without_index(void)
{
    scenarios_remove_index(INDEX_PATH);
}

static newsidx_status load(newsidx *index, newsidx_error *err)
{
    (void)err;
    return bulk_import(index);
}

static void do_in_child(const deed *what, size_t number, bool is_half)
{
    newsidx *index = NULL;
    newsidx_status status;

    faulty_vfs_kill(number, is_half);
    if (newsidx_open(INDEX_PATH, NULL, &index, NULL) < 0)
        _exit(1);
    status = what->run(index, NULL);
    newsidx_close(index);
    _exit(status < 0 ? 2 : 0);
}

/* True if the child was killed, and so has not done it all. */
static bool wait_for(pid_t child, const char *name, size_t number)
{
    int status;

    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return true;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("%s, call %zu: status %d", name, number, status);
    return false;
}

static bool kill_one(const deed *what, const scenario_digests *expected,
                     size_t number, bool is_half)
{
    newsidx *index = NULL;
    uint64_t found;
    pid_t child;
    bool killed;

    what->begin();
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        do_in_child(what, number, is_half);
    killed = wait_for(child, what->name, number);
    points += killed;
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    found = scenarios_digest();
    /* A load is of several transactions: of those, any may be the last. */
    if (found != expected->after && what->run != load &&
        (!killed || found != expected->before))
        fail_msg("%s, call %zu: it is half done", what->name, number);
    assert_true(what->run(index, NULL) >= 0);
    if (scenarios_digest() != expected->after)
        fail_msg("%s, call %zu: again, it comes to something else", what->name,
                 number);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
    return killed;
}

static void kill_all(const deed *what, size_t stride)
{
    const scenario_digests expected = scenarios_look_at(what->begin, what->run);
    const size_t before = points;
    size_t number = 1;

    if (campaign_is_on() && what->run != load)
        stride = 1;
    while (number < MOST_CALLS && kill_one(what, &expected, number, false) &&
           (stride > 1 || kill_one(what, &expected, number, true)) &&
           campaign_goes_on(0, 1))
        number += stride;
    printf("%-20s %zu points\n", what->name, points - before);
    assert_true(number < MOST_CALLS && points > before);
}

static void killed_anywhere_it_is_done_again(void **state)
{
    (void)state;
    for (const scenario *at = scenarios;
         at->name != NULL && campaign_goes_on(0, 1); at++) {
        const deed what = {at->name, at->run, scenarios_restore};

        kill_all(&what, STRIDE);
    }
    assert_true(points >= LEAST_POINTS);
}

static void killed_before_its_first_commit_it_is_made_again(void **state)
{
    const deed first = {"first commit", scenarios[0].run, begin_without_index};

    (void)state;
    kill_all(&first, 1);
}

static void a_killed_load_is_loaded_again(void **state)
{
    const deed all = {"load", load, begin_without_index};

    (void)state;
    kill_all(&all, campaign_is_on() ? LOAD_STRIDE / 20 : LOAD_STRIDE);
}

/* ------------------------------------------------------------ histories -- */

/* Do a step in a child that is killed at one of the first `most` calls, or has
 * not so many. */
static bool kill_step(uint64_t history, unsigned step, size_t most,
                      uint64_t *random)
{
    const size_t number = 1 + (size_t)(campaign_random(random) % most);
    const bool is_half = campaign_random(random) % 2 == 0;
    const pid_t child = fork();
    newsidx *index = NULL;

    assert_true(child >= 0);
    if (child > 0)
        return wait_for(child, "step", number);
    faulty_vfs_kill(number, is_half);
    if (newsidx_open(INDEX_PATH, NULL, &index, NULL) < 0)
        _exit(1);
    if (history_do(index, history, step, NULL) < 0)
        _exit(2);
    newsidx_close(index);
    _exit(0);
}

static void expect_kept(uint64_t history, unsigned from)
{
    newsidx *index = NULL;
    newsidx_error failure;

    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    if (history_judge(index, history, from, &failure) != HISTORY_KEPT)
        fail_msg("history %llu, step %u: %s", (unsigned long long)history,
                 from + 1, failure.message);
    newsidx_close(index);
}

static void histories_go_on(void **state)
{
    uint64_t random = seed;

    (void)state;
    for (size_t i = 0; campaign_goes_on(i, 1); i++) {
        unsigned step = 1;
        size_t most = FEW_CALLS;

        scenarios_remove_index(INDEX_PATH);
        while (step <= STEPS && campaign_goes_on(0, 1)) {
            const bool killed = kill_step(seed + i, step, most, &random);

            expect_kept(seed + i, killed ? step - 1 : step);
            endured += killed;
            step += !killed;
            /* So that long steps have an end too. */
            most = killed ? 2 * most : FEW_CALLS;
        }
    }
    assert_true(endured > 0 || !campaign_goes_on(0, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_anywhere_it_is_done_again),
        cmocka_unit_test(killed_before_its_first_commit_it_is_made_again),
        cmocka_unit_test(a_killed_load_is_loaded_again),
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
    return campaign_end((size_t)failed,
                        "%zu points, %zu kills in histories; 0 lost, "
                        "0 inconsistent",
                        points, endured);
}
