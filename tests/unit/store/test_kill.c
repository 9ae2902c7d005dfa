/* A process that is killed while it writes: what was committed is there, and
 * the index agrees with itself. */
#include "store/store.h"

#include "base/clock.h"
#include "store_fixture.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#define PATH "kill.db"
#define BATCH 20
#define ROUNDS 30

/* Without cmocka's checks, which belong to the parent. */
static void write_until_killed(int from, nx_durability durability, int out)
{
    nx_store *store = NULL;

    if (nx_store_open(PATH, NULL, &store, NULL) < 0)
        _exit(2);
    for (int number = from;; number += BATCH) {
        if (nx_store_begin(store, durability, NULL) < 0)
            _exit(3);
        for (int i = number; i < number + BATCH; i++) {
            newsidx_article article = NEWSIDX_ARTICLE_INIT;
            nx_put_result put;
            char key[16], body[80];

            snprintf(key, sizeof key, "k%d", i % 500);
            snprintf(body, sizeof body, "text number%d of the batch %d", i,
                     number);
            article.key = nx_str(key);
            article.body = nx_str(body);
            if (fixture_try_put(store, &article, &put, NULL) < 0)
                _exit(4);
        }
        if (nx_store_commit(store, NULL) < 0)
            _exit(5);
        if (durability == NX_BULK && number % 200 == 0 &&
            nx_store_sync(store, NULL) < 0)
            _exit(6);
        /* So that lists are sealed and merged, too. */
        if (durability == NX_DURABLE && number % 100 == 0 &&
            nx_store_optimize(store, NULL) < 0)
            _exit(8);
        if (write(out, "x", 1) != 1)
            _exit(7);
    }
}

static int kill_after(int from, nx_durability durability, bool waits,
                      int64_t after_ms)
{
    int ends[2];
    int acknowledged = 0;
    int child_status = 0;
    char byte;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0)
        write_until_killed(from, durability, ends[1]);
    close(ends[1]);
    /* Some die early, and some when there is something to lose. */
    if (waits && read(ends[0], &byte, 1) == 1)
        acknowledged++;
    nx_clock_sleep_ms(after_ms);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &child_status, 0), child);
    assert_true(WIFSIGNALED(child_status));
    while (read(ends[0], &byte, 1) == 1)
        acknowledged++;
    close(ends[0]);
    return acknowledged * BATCH;
}

static void kill_often(nx_durability durability)
{
    unsigned random = 12345;
    int total = 0;
    int survived = 0;

    fixture_remove(PATH);
    for (int round = 0; round < ROUNDS; round++) {
        int64_t versions;
        nx_store *store;

        random = random * 1664525u + 1013904223u;
        total += kill_after(survived, durability, round % 2 == 1,
                            1 + (random >> 8) % 60);
        store = fixture_open(PATH);
        EXPECT_OK(nx_store_begin_read(store, err));
        versions = (int64_t)nx_store_rows(store)->version_count;
        nx_store_end_read(store);
        /* What was said to be there is, and whole batches only. */
        assert_true(versions >= total);
        assert_int_equal(versions % BATCH, 0);
        EXPECT_OK(nx_store_check(store, NULL, NULL, err));
        nx_store_close(store);
        survived = (int)versions;
        total = survived;
    }
    assert_true(total > BATCH);
}

static void kills_while_each_commit_is_durable(void **state)
{
    (void)state;
    kill_often(NX_DURABLE);
}

static void kills_in_the_middle_of_a_bulk_load(void **state)
{
    (void)state;
    kill_often(NX_BULK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kills_while_each_commit_is_durable),
        cmocka_unit_test(kills_in_the_middle_of_a_bulk_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
