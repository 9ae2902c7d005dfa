/* A handle is of the process that opened it: a child is refused, and does the
 * parent's index no harm. */
#define _POSIX_C_SOURCE 200809L

#include "refusals.h"

#include <signal.h>
#include <sys/wait.h>

/* What a writer that doesn't wait is told. */
static newsidx_status try_to_write(void)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx_article article = make_article("new", "Wind", "It blew.");
    newsidx *index = NULL;
    newsidx_status status;

    options.busy_timeout_ms = -1;
    status = newsidx_open(INDEX_PATH, &options, &index, NULL);
    if (status >= 0)
        status = newsidx_put(index, &article, NULL, NULL);
    newsidx_close(index);
    return status;
}

static int wait_for(pid_t child)
{
    int state = 0;

    assert_int_equal(waitpid(child, &state, 0), child);
    assert_true(WIFEXITED(state));
    return WEXITSTATUS(state);
}

static void a_child_is_refused_and_the_parent_goes_on(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("rain");
    newsidx_lines *lines = NULL;
    const newsidx_line *line = NULL;
    pid_t child;

    (void)state;
    put(index, "k", "Rain", "It rained.");
    EXPECT_OK(newsidx_kwic(index, query, NULL, &lines, &err));
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "m", "Rain", "It rained again.");
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int refusals = count_refusals(index);

        refusals +=
            newsidx_lines_next(lines, &line, NULL) == NEWSIDX_ERR_MISUSE;
        newsidx_lines_free(lines);
        newsidx_close(index);
        _exit(refusals);
    }
    assert_int_equal(wait_for(child), REFUSALS + 1);
    /* The transaction is the parent's, and so is the lock. */
    assert_int_equal(try_to_write(), NEWSIDX_ERR_BUSY);
    EXPECT_OK(newsidx_commit(index, &err));
    expect_hits(index, "rain", "k m");
    EXPECT_OK(newsidx_lines_next(lines, &line, &err));
    assert_int_equal(try_to_write(), NEWSIDX_OK);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_lines_free(lines);
    newsidx_query_free(query);
    newsidx_close(index);
}

/* A child that closes its likeness leaves no lock behind when the parent is
 * killed in a transaction. */
static void a_child_does_not_keep_a_dead_parents_lock(void **state)
{
    newsidx *index = open_new();
    pid_t writer;
    char byte;
    int ready[2]; /* the child has closed its likeness */
    int end[2];   /* the child may end */

    (void)state;
    newsidx_close(index);
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(end), 0);
    writer = fork();
    assert_true(writer >= 0);
    if (writer == 0) {
        if (newsidx_open(INDEX_PATH, NULL, &index, NULL) < 0 ||
            newsidx_begin(index, NULL) < 0)
            _exit(1);
        if (fork() == 0) {
            newsidx_close(index);
            close(end[1]);
            if (write(ready[1], "x", 1) != 1 || read(end[0], &byte, 1) != 0)
                _exit(1);
            _exit(0);
        }
        pause();
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(try_to_write(), NEWSIDX_ERR_BUSY);
    assert_int_equal(kill(writer, SIGKILL), 0);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    assert_int_equal(try_to_write(), NEWSIDX_OK);
    close(end[1]);
    close(end[0]);
    close(ready[0]);
    close(ready[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_is_refused_and_the_parent_goes_on),
        cmocka_unit_test(a_child_does_not_keep_a_dead_parents_lock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
