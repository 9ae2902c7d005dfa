#include "faults.h"

#include "campaign.h"
#include "failing_memory.h"
#include "faulty_vfs.h"
#include "history.h"

#include <stdio.h>

/* More chances than any scenario here has. */
#define MOST_CHANCES 50000

/* About as many as a step of a history has. */
#define CHANCES_OF_STEP 4096

/* ---------------------------------------------------------------- kinds -- */

static void fail_call(size_t number, bool and_on)
{
    faulty_vfs_fail(FAULTY_ERROR, number, and_on);
}

static void write_half(size_t number, bool and_on)
{
    faulty_vfs_fail(FAULTY_SHORT, number, and_on);
}

static void fill_disk(size_t number, bool and_on)
{
    faulty_vfs_fail(FAULTY_FULL, number, and_on);
}

const fault_kind faults_memory = {"memory", failing_memory_begin,
                                  failing_memory_end, NEWSIDX_ERR_MEMORY};

const fault_kind faults_file[FAULTS_FILE_COUNT] = {
    {"a call", fail_call, faulty_vfs_end, NEWSIDX_ERR_IO},
    {"half a write", write_half, faulty_vfs_end, NEWSIDX_ERR_IO},
    {"a full disk", fill_disk, faulty_vfs_end, NEWSIDX_ERR_FULL},
};

/* ------------------------------------------------------------ scenarios -- */

/* One fault of a scenario. */
typedef struct attempt {
    const fault_kind *kind;
    const scenario *what;
    scenario_digests expected;
    bool and_on;
    size_t number;
} attempt;

static void fail_attempt(const attempt *at, const char *found)
{
    fail_msg("%s, %s (%s) at %zu%s: %s", at->what->name, at->kind->name,
             faulty_vfs_failed(), at->number, at->and_on ? " and on" : "",
             found);
}

/* Nothing is half done, and what succeeded is done. */
static void expect_digest(const attempt *at, bool is_done)
{
    const uint64_t found = scenarios_digest();

    if (found != at->expected.after &&
        (is_done || found != at->expected.before))
        fail_attempt(at, "the articles are others");
}

static void go_on(const attempt *at, newsidx *index, bool is_done)
{
    newsidx_error failure;

    scenarios_expect_whole(index);
    expect_digest(at, is_done);
    failure.message[0] = '\0';
    if (at->what->run(index, &failure) < 0)
        fail_attempt(at, failure.message);
    expect_digest(at, true);
}

static bool try_once(const attempt *at, fault_counts *counts)
{
    newsidx_status status;
    newsidx *index = NULL;
    newsidx_error failure;
    bool failed;

    scenarios_restore();
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    failure.status = NEWSIDX_OK;
    failure.message[0] = '\0';
    at->kind->begin(at->number, at->and_on);
    status = at->what->run(index, &failure);
    failed = at->kind->end();
    if (status != NEWSIDX_OK && (!failed || status != at->kind->told))
        fail_attempt(at, failure.message);
    if (status < 0 && failure.status != status)
        fail_attempt(at, "the error tells of another status");
    counts->failures += failed;
    counts->told += status < 0;
    if (failed)
        go_on(at, index, status >= 0);
    newsidx_close(index);
    return failed;
}

fault_counts faults_in_scenario(const fault_kind *kind, const scenario *what,
                                bool and_on, size_t first, size_t stride)
{
    attempt at = {kind, what, scenarios_look_at(scenarios_restore, what->run),
                  and_on, first};
    fault_counts counts = {0, 0};

    while (at.number < MOST_CHANCES && try_once(&at, &counts) &&
           campaign_goes_on(0, 1))
        at.number += stride;
    assert_true(at.number < MOST_CHANCES);
    return counts;
}

fault_counts faults_in_closing(const fault_kind *kind)
{
    attempt at = {kind, &scenarios[0],
                  scenarios_look_at(scenarios_restore, scenarios[0].run), false,
                  0};
    fault_counts counts = {0, 0};
    bool failed = true;

    for (size_t i = 2; failed; i++) {
        newsidx *index = NULL;

        at.number = i / 2;
        at.and_on = i % 2 == 1;
        scenarios_restore();
        EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
        EXPECT_OK(at.what->run(index, &err));
        kind->begin(at.number, at.and_on);
        newsidx_close(index);
        failed = kind->end();
        counts.failures += failed;
        EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
        go_on(&at, index, true);
        newsidx_close(index);
    }
    return counts;
}

void faults_add(fault_counts *to, fault_counts counts)
{
    to->failures += counts.failures;
    to->told += counts.told;
}

int faults_end(int failed, const char *what, fault_counts total,
               fault_counts endured)
{
    return campaign_end((size_t)failed,
                        "%zu %s failed in scenarios, %zu told; %zu in "
                        "histories, %zu told; 0 lost, 0 inconsistent",
                        total.failures, what, total.told, endured.failures,
                        endured.told);
}

/* ------------------------------------------------------------ histories -- */

size_t faults_choose(size_t most, uint64_t *random)
{
    size_t limit = 1;

    while (limit < most && campaign_random(random) % 5 != 0)
        limit *= 2;
    return 1 + (size_t)(campaign_random(random) % limit);
}

static void fail_step(uint64_t history, unsigned number, const char *what,
                      const char *found)
{
    fail_msg("history %llu, step %u, %s (%s): %s", (unsigned long long)history,
             number, what, faulty_vfs_failed(), found);
}

/* What was acknowledged is there, and the step behind it perhaps. */
static void expect_kept(newsidx *index, uint64_t history, unsigned from,
                        const char *what)
{
    newsidx_error failure;

    if (history_judge(index, history, from, &failure) != HISTORY_KEPT)
        fail_step(history, from + 1, what, failure.message);
}

static void expect_done(newsidx *index, uint64_t history, unsigned number,
                        const char *what)
{
    const history_outcome expected = history_after(history, number);
    history_outcome found;

    EXPECT_OK(history_read(index, &found, &err));
    if (!history_is_same(&found, &expected))
        fail_step(history, number, what, "it is not there");
}

static void disturb_step(const fault_kind *kind, newsidx *index,
                         uint64_t history, unsigned number, uint64_t *random,
                         fault_counts *counts)
{
    const size_t chance = faults_choose(CHANCES_OF_STEP, random);
    newsidx_status status;
    newsidx_error failure;
    bool failed;

    kind->begin(chance, campaign_random(random) % 3 == 0);
    status = history_do(index, history, number, &failure);
    failed = kind->end();
    if (status < 0 && (!failed || status != kind->told))
        fail_step(history, number, kind->name, failure.message);
    counts->failures += failed;
    counts->told += status < 0;
    if (failed)
        expect_kept(index, history, number - 1, kind->name);
    if (status < 0 && history_do(index, history, number, &failure) < 0)
        fail_step(history, number, "again", failure.message);
    expect_done(index, history, number, kind->name);
}

fault_counts faults_in_history(const fault_kind *kinds, size_t kind_count,
                               uint64_t history, unsigned steps)
{
    fault_counts counts = {0, 0};
    uint64_t random = history;
    newsidx *index = NULL;

    scenarios_remove_index(INDEX_PATH);
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    for (unsigned number = 1; number <= steps; number++) {
        const size_t which = campaign_random(&random) % kind_count;

        disturb_step(&kinds[which], index, history, number, &random, &counts);
        if (campaign_random(&random) % 8 != 0)
            continue;
        /* It is the same for those who open it. */
        newsidx_close(index);
        EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
        expect_kept(index, history, number, "opened again");
    }
    newsidx_close(index);
    return counts;
}
