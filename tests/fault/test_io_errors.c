/*
 * Every call that SQLite makes of its files fails in turn, once or for good, in
 * every kind of call of ours: it says so, or does without; the handle goes on
 * working, what was acknowledged is there, and the index is whole. Half a write
 * is one of the ways, and a disk that is full another.
 */
#include "scenarios.h"

#include "campaign.h"
#include "faulty_vfs.h"
#include "suffering.h"

#include <stdio.h>

/* More calls than any scenario here makes. */
#define MOST_CALLS 5000

/* Every so many-th call fails in the short form, and each in the long one. */
#define STRIDE 6

#define STEPS 40

static size_t failures, told, endured;
static uint64_t seed;

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    return 0;
}

static bool may_be(newsidx_status status)
{
    return status == NEWSIDX_ERR_IO || status == NEWSIDX_ERR_FULL;
}

/* As what failed has it: a full disk is told from a broken one. */
static bool is_right(faulty_way way, newsidx_status status)
{
    return status == (way == FAULTY_FULL ? NEWSIDX_ERR_FULL : NEWSIDX_ERR_IO);
}

/* The index at INDEX_PATH, before and after what a scenario does. */
typedef struct digests {
    uint64_t before;
    uint64_t after;
} digests;

static digests look_at(const scenario *what)
{
    newsidx *index = NULL;
    digests made;

    scenarios_restore();
    made.before = scenarios_digest();
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    EXPECT_OK(what->run(index, &err));
    made.after = scenarios_digest();
    newsidx_close(index);
    return made;
}

/* Nothing is half done, and what succeeded is done. */
static void expect_digest(const digests *expected, bool is_done,
                          const scenario *what, size_t number)
{
    const uint64_t found = scenarios_digest();

    if (found != expected->after && (is_done || found != expected->before))
        fail_msg("%s, %s, call %zu: the articles are others", what->name,
                 faulty_vfs_failed(), number);
}

static bool fail_one(const scenario *what, const digests *expected,
                     faulty_way way, size_t number, bool and_on)
{
    newsidx_status status;
    newsidx *index = NULL;
    newsidx_error failure;
    bool failed;

    scenarios_restore();
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    failure.status = NEWSIDX_OK;
    failure.message[0] = '\0';
    faulty_vfs_fail(way, number, and_on);
    status = what->run(index, &failure);
    failed = faulty_vfs_end();
    if (status < 0 && (!failed || !is_right(way, status)))
        fail_msg("%s, %s, call %zu%s: %s: %s", what->name, faulty_vfs_failed(),
                 number, and_on ? " and on" : "", newsidx_status_name(status),
                 failure.message);
    if (status < 0)
        assert_int_equal(failure.status, status);
    told += status < 0;
    if (failed) {
        failures++;
        scenarios_expect_whole(index);
        expect_digest(expected, status >= 0, what, number);
        if (what->run(index, &failure) < 0)
            fail_msg("%s, %s, call %zu%s, again: %s", what->name,
                     faulty_vfs_failed(), number, and_on ? " and on" : "",
                     failure.message);
        expect_digest(expected, true, what, number);
    }
    newsidx_close(index);
    return failed;
}

static void fail_all(faulty_way way, bool and_on)
{
    const size_t stride = campaign_is_on() ? 1 : STRIDE;

    for (const scenario *at = scenarios; at->name != NULL; at++) {
        const digests expected = look_at(at);
        size_t number = 1;

        while (number < MOST_CALLS &&
               fail_one(at, &expected, way, number, and_on))
            number += number < 8 ? 1 : stride;
        assert_true(number < MOST_CALLS);
    }
}

static void a_call_fails(void **state)
{
    (void)state;
    fail_all(FAULTY_ERROR, false);
}

static void calls_fail_for_good(void **state)
{
    (void)state;
    fail_all(FAULTY_ERROR, true);
}

static void half_is_written(void **state)
{
    (void)state;
    fail_all(FAULTY_SHORT, false);
    fail_all(FAULTY_SHORT, true);
}

static void the_disk_is_full(void **state)
{
    (void)state;
    fail_all(FAULTY_FULL, false);
    fail_all(FAULTY_FULL, true);
}

/* A close can't tell: what was committed before is there all the same. */
static void closing_fails(void **state)
{
    const scenario *what = &scenarios[0];
    const digests expected = look_at(what);
    bool failed = true;

    (void)state;
    for (size_t i = 2; failed; i++) {
        newsidx *index = NULL;

        scenarios_restore();
        EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
        EXPECT_OK(what->run(index, &err));
        faulty_vfs_fail(FAULTY_ERROR, i / 2, i % 2 == 1);
        newsidx_close(index);
        failed = faulty_vfs_end();
        failures += failed;
        EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
        scenarios_expect_whole(index);
        expect_digest(&expected, true, what, i / 2);
        newsidx_close(index);
    }
}

static void begin_fault(size_t number, uint64_t *random)
{
    const uint64_t chance = campaign_random(random);

    faulty_vfs_fail((faulty_way)(chance % FAULTY_WAY_COUNT), number,
                    (chance >> 8) % 3 == 0);
}

static void histories_go_on(void **state)
{
    static const suffering kind = {begin_fault, faulty_vfs_end, may_be,
                                   faulty_vfs_failed, 300};

    (void)state;
    for (size_t i = 0; campaign_goes_on(i, 2); i++)
        endured += suffering_endure(&kind, seed + i, STEPS);
    assert_true(endured > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_fails),
        cmocka_unit_test(calls_fail_for_good),
        cmocka_unit_test(half_is_written),
        cmocka_unit_test(the_disk_is_full),
        cmocka_unit_test(closing_fails),
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
                        "%zu calls failed in scenarios, %zu told; %zu in "
                        "histories; 0 lost, 0 inconsistent",
                        failures, told, endured);
}
