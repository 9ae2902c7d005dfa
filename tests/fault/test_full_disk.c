/*
 * A disk that is full, as a process sees it that may not make files longer:
 * writing fails and says so, and the index is whole.
 */
#define _POSIX_C_SOURCE 200809L

#include "scenarios.h"

#include "faulty_vfs.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int prepare(void **state)
{
    (void)state;
    scenarios_prepare();
    return 0;
}

static newsidx_status import_lines(newsidx *index)
{
    static const char *const paths[] = {"big"};
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;

    options.batch_articles = 20;
    return newsidx_import_paths(index, paths, 1, &options, NULL, NULL);
}

static newsidx_status put_large(newsidx *index)
{
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    static char body[300000];
    size_t used = 0;

    while (used + 16 < sizeof body)
        used += (size_t)snprintf(body + used, sizeof body - used, "w%zu rain ",
                                 used);
    article.key.bytes = "large";
    article.key.length = 5;
    article.body.bytes = body;
    article.body.length = used;
    return newsidx_put(index, &article, NULL, NULL);
}

static newsidx_status rebuild(newsidx *index)
{
    return newsidx_rebuild(index, NULL, NULL, NULL);
}

static newsidx_status back_up(newsidx *index)
{
    const newsidx_status status =
        newsidx_backup(index, "copy.db", NULL, NULL, NULL);

    scenarios_remove_index("copy.db");
    return status;
}

typedef newsidx_status (*action)(newsidx *index);

static const action actions[] = {import_lines, put_large, rebuild, back_up};

/* What became of it in the child. */
enum { DONE = 10, TOLD_FULL, TOLD_OTHERWISE, CANNOT_OPEN, CANNOT_READ };

static int try_in_child(action run, rlim_t most_bytes)
{
    const struct rlimit limit = {most_bytes, most_bytes};
    newsidx *index = NULL;
    newsidx_error failure;
    newsidx_status status;

    signal(SIGXFSZ, SIG_IGN);
    if (newsidx_open(INDEX_PATH, NULL, &index, NULL) < 0)
        return CANNOT_OPEN;
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return CANNOT_OPEN;
    status = run(index);
    /* The same handle reads on. */
    if (newsidx_check(index, NULL, NULL, &failure) < 0) {
        fprintf(stderr, "afterwards: %s\n", failure.message);
        return CANNOT_READ;
    }
    newsidx_close(index);
    if (status >= 0)
        return DONE;
    if (status == NEWSIDX_ERR_FULL)
        return TOLD_FULL;
    fprintf(stderr, "told %s\n", newsidx_status_name(status));
    return TOLD_OTHERWISE;
}

static int try_with(action run, rlim_t most_bytes)
{
    const pid_t child = fork();
    int status;

    assert_true(child >= 0);
    if (child == 0)
        _exit(try_in_child(run, most_bytes));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void make_files(void)
{
    char text[8192];

    mkdir("big", 0700);
    for (int i = 0; i < 120; i++) {
        char name[64];
        size_t used = (size_t)snprintf(text, sizeof text, "Rain %d\n\n", i);

        while (used + 16 < sizeof text)
            used += (size_t)snprintf(text + used, sizeof text - used,
                                     "w%zu rain\n", used * (size_t)(i + 1));
        snprintf(name, sizeof name, "big/%03d.txt", i);
        scenarios_write_file(name, text);
    }
}

static void a_full_disk_is_told_and_does_no_harm(void **state)
{
    int told = 0;
    int done = 0;

    (void)state;
    make_files();
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        for (rlim_t bytes = 16384; bytes < 8 * 1024 * 1024;
             bytes += bytes / 2) {
            newsidx *index = NULL;
            int outcome;

            scenarios_restore();
            outcome = try_with(actions[i], bytes);
            if (outcome != DONE && outcome != TOLD_FULL)
                fail_msg("action %zu with %lu bytes: %d", i,
                         (unsigned long)bytes, outcome);
            told += outcome == TOLD_FULL;
            done += outcome == DONE;
            EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
            scenarios_expect_whole(index);
            assert_true(actions[i](index) >= 0);
            scenarios_expect_whole(index);
            newsidx_close(index);
        }
    }
    printf("%d times full, %d times not\n", told, done);
    assert_true(told >= 8 && done >= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_told_and_does_no_harm),
    };

    /* It need not wait for the disk. */
    (void)faulty_vfs_install();
    return cmocka_run_group_tests(tests, prepare, NULL);
}
