#include "disk/lock.h"

#include "../store/store_fixture.h"

#include "base/clock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define PATH "a.lock"

static const atomic_bool never;

static void one_holds_it_and_the_other_waits(void **state)
{
    nx_lock one, other;
    int64_t before_ms;

    (void)state;
    unlink(PATH);
    nx_lock_init(&one);
    nx_lock_init(&other);
    EXPECT_OK(nx_lock_take(&one, PATH, 0, &never, err));
    assert_true(one.held);
    before_ms = nx_clock_ms();
    EXPECT_FAIL(nx_lock_take(&other, PATH, 40, &never, err), NEWSIDX_ERR_BUSY,
                "for 40 ms");
    assert_true(nx_clock_ms() - before_ms >= 40);
    assert_false(other.held);
    nx_lock_give(&one);
    EXPECT_OK(nx_lock_take(&other, PATH, 0, &never, err));
    /* To give what one doesn't have changes nothing. */
    nx_lock_give(&one);
    EXPECT_FAIL(nx_lock_take(&one, PATH, 0, &never, err), NEWSIDX_ERR_BUSY,
                "for 0 ms");
    nx_lock_finish(&other);
    EXPECT_OK(nx_lock_take(&one, PATH, 0, &never, err));
    nx_lock_finish(&one);
    nx_lock_finish(&one);
}

/* Hold the lock again and again, without a moment between. */
static void keep_taking(int stop_file)
{
    nx_lock lock;
    char byte;

    nx_lock_init(&lock);
    while (read(stop_file, &byte, 1) < 0) {
        if (nx_lock_take(&lock, PATH, 60000, &never, NULL) < 0)
            _exit(1);
        nx_clock_sleep_ms(5);
        nx_lock_give(&lock);
    }
    _exit(0);
}

/* As a load does: its next batch follows the one before at once. */
static void who_waits_comes_before_who_had_it(void **state)
{
    int child_status = -1;
    nx_lock lock;
    int ends[2];
    pid_t child;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    child = fork();
    if (child == 0) {
        close(ends[1]);
        keep_taking(ends[0]);
    }
    nx_lock_init(&lock);
    for (int i = 0; i < 10; i++) {
        while (nx_lock_take(&lock, PATH, 0, &never, NULL) >= 0)
            nx_lock_give(&lock);
        EXPECT_OK(nx_lock_take(&lock, PATH, 10000, &never, err));
        nx_lock_give(&lock);
    }
    nx_lock_finish(&lock);
    close(ends[1]);
    close(ends[0]);
    assert_int_equal(waitpid(child, &child_status, 0), child);
    assert_true(WIFEXITED(child_status) && WEXITSTATUS(child_status) == 0);
}

static void it_ends_with_its_process(void **state)
{
    nx_lock lock;
    int child_status = -1;
    pid_t child;

    (void)state;
    child = fork();
    if (child == 0) {
        nx_lock_init(&lock);
        _exit(nx_lock_take(&lock, PATH, 0, &never, NULL) < 0 ? 1 : 0);
    }
    assert_int_equal(waitpid(child, &child_status, 0), child);
    assert_true(WIFEXITED(child_status) && WEXITSTATUS(child_status) == 0);
    nx_lock_init(&lock);
    EXPECT_OK(nx_lock_take(&lock, PATH, 0, &never, err));
    nx_lock_finish(&lock);
}

static void a_path_that_cannot_be_is_said(void **state)
{
    nx_lock lock;

    (void)state;
    nx_lock_init(&lock);
    EXPECT_FAIL(nx_lock_take(&lock, "no/such/x.lock", 0, &never, err),
                NEWSIDX_ERR_IO, "no/such/x.lock: No such file");
    unlink("link.lock");
    assert_int_equal(symlink("elsewhere", "link.lock"), 0);
    EXPECT_FAIL(nx_lock_take(&lock, "link.lock", 0, &never, err),
                NEWSIDX_ERR_IO, "link.lock");
    unlink("link.lock");
    nx_lock_finish(&lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_holds_it_and_the_other_waits),
        cmocka_unit_test(who_waits_comes_before_who_had_it),
        cmocka_unit_test(it_ends_with_its_process),
        cmocka_unit_test(a_path_that_cannot_be_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
