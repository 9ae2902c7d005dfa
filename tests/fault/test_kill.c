/*
 * kill -9 at random moments of an import: the index opens, is whole, and the
 * same import again brings it to what an undisturbed one makes.
 */
#define _POSIX_C_SOURCE 200809L

#include "scenarios.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 30
#define FILES 600
#define QUERIES 5

static const char *const queries[QUERIES] = {"rain", "town", "\"rain in\"",
                                             "=geneva", "w1* -town"};

/* What an import gives; by keys and scores, as ids depend on what was cut. */
typedef struct outcome {
    uint64_t totals[QUERIES];
    uint64_t articles;
    uint64_t versions;
    uint64_t tokens;
    double best_scores[QUERIES];
} outcome;

static void make_folder(void)
{
    mkdir("many", 0700);
    for (int i = 0; i < FILES; i++) {
        char name[64];
        char text[4096];
        size_t used;

        snprintf(name, sizeof name, "many/%04d.txt", i);
        used = (size_t)snprintf(text, sizeof text, "Rain in town %d\n\n", i);
        for (int j = 0; j < i % 90; j++)
            used += (size_t)snprintf(text + used, sizeof text - used, "w%d ",
                                     (i * 31 + j * 7) % 1000);
        snprintf(text + used, sizeof text - used, "%s\n",
                 i % 2 == 0 ? "Rain in Geneva." : "No more.");
        scenarios_write_file(name, text);
    }
}

static newsidx_status import_all(newsidx *index, newsidx_import_counts *counts)
{
    static const char *const paths[] = {"many"};
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;

    /* Small batches, so that a kill falls between and into commits. */
    options.batch_articles = 25;
    return newsidx_import_paths(index, paths, 1, &options, counts, NULL);
}

static double best_score(newsidx *index, const char *text)
{
    newsidx_results *results = NULL;
    newsidx_query *query = NULL;
    const newsidx_hit *hit;
    double score = 0.0;

    EXPECT_OK(newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, &err));
    EXPECT_OK(newsidx_search(index, query, NULL, &results, &err));
    if (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK)
        score = hit->score;
    newsidx_results_free(results);
    newsidx_query_free(query);
    return score;
}

static void look(newsidx *index, outcome *out)
{
    newsidx_info info = NEWSIDX_INFO_INIT;

    EXPECT_OK(newsidx_get_info(index, &info, &err));
    out->articles = info.article_count;
    out->versions = info.version_count;
    out->tokens = info.token_count;
    for (size_t i = 0; i < QUERIES; i++) {
        out->totals[i] = scenarios_count(index, queries[i]);
        out->best_scores[i] = best_score(index, queries[i]);
    }
}

static void expect_same(const outcome *a, const outcome *b)
{
    assert_int_equal(a->articles, b->articles);
    assert_int_equal(a->versions, b->versions);
    assert_int_equal(a->tokens, b->tokens);
    for (size_t i = 0; i < QUERIES; i++) {
        const double apart = a->best_scores[i] - b->best_scores[i];

        assert_int_equal(a->totals[i], b->totals[i]);
        assert_true(apart < 1e-9 && apart > -1e-9);
    }
}

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

/* Import in a process of its own; true if it was killed on its way. */
static bool import_and_kill(int64_t after_us)
{
    const pid_t child = fork();
    int status;

    assert_true(child >= 0);
    if (child == 0) {
        newsidx *index = NULL;

        if (newsidx_open(INDEX_PATH, NULL, &index, NULL) < 0)
            _exit(1);
        _exit(import_all(index, NULL) < 0 ? 2 : 0);
    }
    wait_us(after_us);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
}

static void a_killed_import_is_repeated_to_the_same_index(void **state)
{
    newsidx *index = NULL;
    outcome undisturbed;
    int64_t took_us;
    uint64_t random = 20240229;
    int killed = 0;
    int halves = 0;

    (void)state;
    make_folder();
    scenarios_remove_index(INDEX_PATH);
    took_us = now_us();
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    assert_int_equal(import_all(index, NULL), NEWSIDX_OK);
    took_us = now_us() - took_us;
    look(index, &undisturbed);
    assert_int_equal(undisturbed.articles, FILES);
    newsidx_close(index);
    for (int round = 0; round < ROUNDS; round++) {
        newsidx_info info = NEWSIDX_INFO_INIT;
        outcome repeated;

        scenarios_remove_index(INDEX_PATH);
        for (int again = 0; again <= round % 3; again++) {
            random = random * UINT64_C(6364136223846793005) + 1;
            if (import_and_kill(
                    (int64_t)((random >> 33) % (uint64_t)(took_us + 1))))
                killed++;
            else /* the machine has become quicker */
                took_us -= took_us / 8;
        }
        EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        EXPECT_OK(newsidx_get_info(index, &info, &err));
        halves += info.article_count > 0 && info.article_count < FILES;
        assert_int_equal(import_all(index, NULL), NEWSIDX_OK);
        look(index, &repeated);
        expect_same(&undisturbed, &repeated);
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        newsidx_close(index);
    }
    printf("%d imports killed, %d indexes were half full\n", killed, halves);
    assert_true(killed >= ROUNDS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_import_is_repeated_to_the_same_index),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
