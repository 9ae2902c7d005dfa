#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#define ARTICLES 3000

static void sleep_ms(long ms)
{
    struct timespec duration = {ms / 1000, (ms % 1000) * 1000000};

    nanosleep(&duration, NULL);
}

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000.0 + (double)now.tv_nsec / 1e6;
}

/* Articles that all have the same few words, many times. */
static newsidx *open_filled(void)
{
    newsidx *index = open_new();
    char body[2048];
    size_t used = 0;

    while (used + 32 < sizeof body)
        used += (size_t)snprintf(body + used, sizeof body - used,
                                 "river flood warning harbour ");
    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = 0; i < ARTICLES; i++) {
        char key[16];

        snprintf(key, sizeof key, "%d", i);
        put(index, key, "River flood", body);
    }
    EXPECT_OK(newsidx_commit(index, &err));
    return index;
}

/*
 * A search that comes to its deadline gives what it has and says so, or fails
 * if it has nothing yet. Half a count would be a wrong count.
 */
static void expect_partial(newsidx *index, const newsidx_query *query,
                           bool is_slow)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_results *results = NULL;
    newsidx_status status;
    uint64_t count;

    options.timeout_ms = 1;
    status = newsidx_search(index, query, &options, &results, NULL);
    assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_LIMIT);
    if (status == NEWSIDX_OK) {
        EXPECT_OK(newsidx_results_summary(results, &summary, &err));
        if (is_slow)
            assert_int_equal(summary.is_partial, 1);
        if (summary.is_partial == 0)
            assert_int_equal(summary.total, ARTICLES);
    }
    newsidx_results_free(results);
    status = newsidx_count(index, query, &options, &count, NULL);
    if (status == NEWSIDX_OK)
        assert_int_equal(count, ARTICLES);
    else
        assert_int_equal(status, NEWSIDX_ERR_LIMIT);
}

static void a_search_out_of_time_is_partial(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query =
        parse("\"river flood\" \"flood warning\" \"warning harbour\" rive* "
              "floo* warn* harb* (river OR flood OR warning OR harbour)");
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_results *results;
    double begin = now_ms();

    (void)state;
    options.timeout_ms = -1;
    results = search(index, query, &options);
    expect_partial(index, query, now_ms() - begin > 50.0);
    EXPECT_OK(newsidx_results_summary(results, &summary, &err));
    assert_int_equal(summary.total, ARTICLES);
    assert_int_equal(summary.is_partial, 0);
    newsidx_results_free(results);

    /* The deadline of one search is none of the next. */
    sleep_ms(5);
    options.timeout_ms = -1;
    results = search(index, query, &options);
    EXPECT_OK(newsidx_results_summary(results, &summary, &err));
    assert_int_equal(summary.total, ARTICLES);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

typedef struct interrupter {
    newsidx *index;
    atomic_int is_done;
} interrupter;

static void *interrupt_often(void *user)
{
    interrupter *in = user;

    while (atomic_load(&in->is_done) == 0) {
        newsidx_interrupt(in->index);
        sleep_ms(2);
    }
    return NULL;
}

/* From another thread, at any moment: what runs is cancelled or done. */
static void an_interrupt_stops_what_runs_and_nothing_else(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query = parse("river flood warn* harb*");
    interrupter in = {index, 0};
    pthread_t thread;
    int cancelled = 0;

    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, interrupt_often, &in), 0);
    for (int i = 0; i < 50 || (cancelled == 0 && i < 2000); i++) {
        newsidx_results *results = NULL;
        newsidx_status status =
            newsidx_search(index, query, NULL, &results, NULL);

        assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_CANCELLED);
        assert_true((status == NEWSIDX_OK) == (results != NULL));
        cancelled += status == NEWSIDX_ERR_CANCELLED;
        newsidx_results_free(results);
    }
    atomic_store(&in.is_done, 1);
    pthread_join(thread, NULL);
    assert_true(cancelled > 0);
    newsidx_results_free(search(index, query, NULL));
    newsidx_query_free(query);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void an_interrupt_with_nothing_to_stop_does_no_harm(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "a", "River", "The river.");
    newsidx_interrupt(index);
    expect_hits(index, "river", "a");
    newsidx_interrupt(index);
    put(index, "b", "River", "Another river.");
    expect_hits(index, "another", "b");
    newsidx_close(index);
}

/* An interrupted maintenance leaves an index that is whole. */
static void an_interrupted_rebuild_changes_nothing(void **state)
{
    newsidx *index = open_filled();
    interrupter in = {index, 0};
    newsidx_info before = get_info(index);
    pthread_t thread;
    newsidx_status status;

    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, interrupt_often, &in), 0);
    status = newsidx_rebuild(index, NULL, NULL, NULL);
    atomic_store(&in.is_done, 1);
    pthread_join(thread, NULL);
    assert_int_equal(status, NEWSIDX_ERR_CANCELLED);
    assert_int_equal(get_info(index).version_count, before.version_count);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_out_of_time_is_partial),
        cmocka_unit_test(an_interrupt_stops_what_runs_and_nothing_else),
        cmocka_unit_test(an_interrupt_with_nothing_to_stop_does_no_harm),
        cmocka_unit_test(an_interrupted_rebuild_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
