/*
 * kill -9 at random moments: of an import, which the same import again brings
 * to what an undisturbed one makes; and of a history from the first commit on,
 * of which no step is lost that was acknowledged.
 */
#define _POSIX_C_SOURCE 200809L

#include "scenarios.h"

#include "bulk.h"
#include "campaign.h"
#include "history.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 10
#define HISTORIES 2
#define STEPS 40

/* A child that works on a history lives at most so long, and a bit longer if
 * the one before it came to nothing. */
#define SHORT_LIFE_US 80000

static size_t killed_imports, halves;
static size_t killed_steps, lost, inconsistent;
static uint64_t seed;

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void wait_us(int64_t duration_us)
{
    const struct timespec duration = {(time_t)(duration_us / 1000000),
                                      (long)(duration_us % 1000000) * 1000};

    nanosleep(&duration, NULL);
}

/* True if the child was killed on its way. */
static bool kill_after(pid_t child, int64_t after_us)
{
    int status;

    wait_us(after_us);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
}

/* -------------------------------------------------------------- imports -- */

/* Import in a process of its own; true if it was killed on its way. */
static bool import_and_kill(int64_t after_us)
{
    const pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        newsidx *index = NULL;

        if (newsidx_open(INDEX_PATH, NULL, &index, NULL) < 0)
            _exit(1);
        _exit(bulk_import(index) < 0 ? 2 : 0);
    }
    return kill_after(child, after_us);
}

static void repeat_import(const bulk_outcome *undisturbed)
{
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx *index = NULL;
    bulk_outcome repeated;

    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    EXPECT_OK(newsidx_get_info(index, &info, &err));
    halves += info.article_count > 0 && info.article_count < BULK_FILES;
    assert_int_equal(bulk_import(index), NEWSIDX_OK);
    bulk_look(index, &repeated);
    bulk_expect_same(undisturbed, &repeated);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

/* An import that takes `*took_us` is killed once, twice or three times. */
static void disturb_import(size_t round, const bulk_outcome *undisturbed,
                           int64_t *took_us, uint64_t *random)
{
    scenarios_remove_index(INDEX_PATH);
    for (size_t again = 0; again <= round % 3; again++) {
        const uint64_t limit_us = (uint64_t)*took_us + 1;

        if (import_and_kill((int64_t)(campaign_random(random) % limit_us)))
            killed_imports++;
        else /* the machine has become quicker */
            *took_us -= *took_us / 8;
    }
    repeat_import(undisturbed);
}

/* ------------------------------------------------------------ histories -- */

/* Go through a history from `step` on, and say into the pipe what is done. */
static void live(uint64_t history, unsigned step, int acknowledged)
{
    newsidx *index = NULL;

    if (newsidx_open(INDEX_PATH, NULL, &index, NULL) < 0)
        _exit(1);
    for (; step <= STEPS; step++) {
        if (history_do(index, history, step, NULL) < 0)
            _exit(2);
        if (write(acknowledged, &step, sizeof step) != (ssize_t)sizeof step)
            _exit(3);
    }
    newsidx_close(index);
    _exit(0);
}

/* Let a child do it until it is killed. Returns the last step that it
 * acknowledged, or `done`, which others did. */
static unsigned live_and_die(uint64_t history, unsigned done, uint64_t life_us)
{
    int ends[2];
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        live(history, done + 1, ends[1]);
    }
    close(ends[1]);
    killed_steps += kill_after(child, (int64_t)life_us);
    while (read(ends[0], &done, sizeof done) == (ssize_t)sizeof done)
        continue;
    close(ends[0]);
    return done;
}

static void disturb_history(uint64_t history, uint64_t *random)
{
    uint64_t longest_us = SHORT_LIFE_US;
    unsigned done = 0;

    scenarios_remove_index(INDEX_PATH);
    while (done < STEPS && campaign_goes_on(0, 1)) {
        const unsigned before = done;
        newsidx *index = NULL;
        history_finding found;
        newsidx_error failure;

        done =
            live_and_die(history, done, campaign_random(random) % longest_us);
        longest_us =
            done > before ? SHORT_LIFE_US : longest_us + longest_us / 4;
        EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
        found = history_judge(index, history, done, &failure);
        newsidx_close(index);
        lost += found == HISTORY_LOST;
        inconsistent += found == HISTORY_INCONSISTENT;
        if (found != HISTORY_KEPT)
            fail_msg("history %llu: %s", (unsigned long long)history,
                     failure.message);
    }
}

/* In the long form the two take turns. */
static void what_is_killed_is_whole_and_goes_on(void **state)
{
    newsidx *index = NULL;
    bulk_outcome undisturbed;
    uint64_t random = seed;
    int64_t took_us;

    (void)state;
    bulk_prepare();
    scenarios_remove_index(INDEX_PATH);
    took_us = now_us();
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    assert_int_equal(bulk_import(index), NEWSIDX_OK);
    took_us = now_us() - took_us;
    bulk_look(index, &undisturbed);
    assert_int_equal(undisturbed.articles, BULK_FILES);
    newsidx_close(index);
    for (size_t round = 0; campaign_goes_on(round, ROUNDS); round++) {
        disturb_import(round, &undisturbed, &took_us, &random);
        if (campaign_is_on() ? round % 2 == 0 : round < HISTORIES)
            disturb_history(seed + round, &random);
    }
    printf("%zu imports killed, %zu indexes were half full; %zu histories "
           "killed\n",
           killed_imports, halves, killed_steps);
    assert_true(campaign_is_on() || killed_imports >= ROUNDS / 2);
    assert_true(killed_steps > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_killed_is_whole_and_goes_on),
    };
    int failed;

    seed = campaign_seed(1);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    return campaign_end((size_t)failed,
                        "%zu kills, %zu of them in loads; %zu lost, "
                        "%zu inconsistent",
                        killed_imports + killed_steps, killed_imports, lost,
                        inconsistent);
}
