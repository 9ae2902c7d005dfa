#include "suffering.h"

#include "campaign.h"
#include "history.h"
#include "scenarios.h"

#include <stdio.h>

/* Small numbers as often as large ones: what begins a step is worth as much as
 * what is in the middle of it. */
static size_t choose(size_t most, uint64_t *random)
{
    size_t limit = 1;

    while (limit < most && campaign_random(random) % 5 != 0)
        limit *= 2;
    return 1 + (size_t)(campaign_random(random) % limit);
}

/* What was acknowledged is there, and the step, which was not, perhaps. */
static void expect_kept(newsidx *index, uint64_t history, unsigned from,
                        const char *what)
{
    newsidx_error err;

    if (history_judge(index, history, from, &err) != HISTORY_KEPT)
        fail_msg("history %llu, step %u, %s: %s", (unsigned long long)history,
                 from + 1, what, err.message);
}

static void expect_done(newsidx *index, uint64_t history, unsigned number,
                        const char *what)
{
    const history_outcome expected = history_after(history, number);
    history_outcome found;

    EXPECT_OK(history_read(index, &found, &err));
    if (!history_is_same(&found, &expected))
        fail_msg("history %llu, step %u, %s: it is not there",
                 (unsigned long long)history, number, what);
}

static void do_step(newsidx *index, uint64_t history, unsigned number)
{
    newsidx_error err;

    if (history_do(index, history, number, &err) < 0)
        fail_msg("history %llu, step %u: %s", (unsigned long long)history,
                 number, err.message);
}

static bool suffer(const suffering *kind, newsidx *index, uint64_t history,
                   unsigned number, uint64_t *random)
{
    newsidx_status status;
    newsidx_error err;
    bool failed;

    kind->begin(choose(kind->most_chances, random), random);
    status = history_do(index, history, number, &err);
    failed = kind->end();
    if (status < 0 && (!failed || !kind->may_be(status)))
        fail_msg("history %llu, step %u, %s: %s: %s",
                 (unsigned long long)history, number, kind->name(),
                 newsidx_status_name(status), err.message);
    if (failed)
        expect_kept(index, history, number - 1, kind->name());
    if (status < 0)
        do_step(index, history, number);
    expect_done(index, history, number, kind->name());
    return failed;
}

size_t suffering_endure(const suffering *kind, uint64_t history, unsigned steps)
{
    uint64_t random = history;
    newsidx *index = NULL;
    size_t faults = 0;

    scenarios_remove_index(INDEX_PATH);
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    for (unsigned number = 1; number <= steps; number++) {
        faults += suffer(kind, index, history, number, &random);
        if (campaign_random(&random) % 8 != 0)
            continue;
        /* It is the same for those who open it. */
        newsidx_close(index);
        EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
        expect_kept(index, history, number, "opened again");
    }
    newsidx_close(index);
    return faults;
}
