#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#define ARTICLES 3000
#define MANY_ARTICLES 20000

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
 * if it has nothing yet. Half a count would be a wrong count, and what was not
 * found may be there.
 */
static void expect_partial(newsidx *index, const newsidx_query *query,
                           bool is_slow)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_results *results = NULL;
    newsidx_tally *tally = NULL;
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
    status = newsidx_explain(index, query, &options, 1, &tally, NULL);
    newsidx_tally_free(tally);
    assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_LIMIT);
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

/* -------------------------------------------- queries that are verified --- */

/* Of each article something has to be looked at beside FTS5's lists: the places
 * of its words, its text, its row. */
static const char *const verified[] = {
    "the w/9 river",
    "(the w/9 and) w/99 (river w/9 the) NOT w/5 harbour",
    "atleast9(the) sentence(the river -snow)",
    "nocaps(the)",
    "verbatim(\"the river\") caps(flood)",
    "source:a* -section:sport length>5",
    "* -zebra",
};

/* Many articles whose commonest words are everywhere. */
static newsidx *open_crowded(void)
{
    static const char *const sources[] = {"AP", "AFP", "Reuters"};
    newsidx *index = open_new();

    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = 0; i < MANY_ARTICLES; i++) {
        newsidx_article article;
        char key[16];
        char body[512];

        snprintf(key, sizeof key, "%d", i);
        snprintf(body, sizeof body,
                 "The river rose and the flood came over the harbour of town "
                 "%d. They saw the water and the mud, and the cattle on the "
                 "hill.\nThe mayor said the river was the worst of the flood, "
                 "and that the snow in the hills and the rain of the week was "
                 "what the river had come from.\n",
                 i % 97);
        article = make_article(key, "Flood in the town", body);
        article.source = text_of(sources[i % 3]);
        EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    }
    EXPECT_OK(newsidx_commit(index, &err));
    return index;
}

/* How long it takes; it may be partial if `timeout_ms` is no lie. */
static double time_search(newsidx *index, const newsidx_query *query,
                          int32_t timeout_ms, newsidx_summary *summary)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;
    double began;
    double took;

    options.timeout_ms = timeout_ms;
    began = now_ms();
    results = search(index, query, &options);
    took = now_ms() - began;
    EXPECT_OK(newsidx_results_summary(results, summary, &err));
    newsidx_results_free(results);
    return took;
}

#define TIMEOUT_MS 50
#define GRACE_MS 100

/* Another process may take the time, but not of every attempt. */
static void expect_in_time(newsidx *index, const char *text)
{
    newsidx_query *query = parse(text);
    newsidx_summary all = NEWSIDX_SUMMARY_INIT;
    newsidx_summary some = NEWSIDX_SUMMARY_INIT;
    const double unhurried = time_search(index, query, -1, &all);
    double least = 1e9;

    assert_int_equal(all.is_partial, 0);
    assert_true(all.total > 0);
    for (int i = 0; i < 10 && least > TIMEOUT_MS + GRACE_MS; i++) {
        const double took = time_search(index, query, TIMEOUT_MS, &some);

        if (took < least)
            least = took;
        if (some.is_partial == 0)
            assert_int_equal(some.total, all.total);
        else
            assert_true(some.total <= all.total);
    }
    printf("%-52s %5.0f ms, %3.0f ms with a deadline\n", text, unhurried,
           least);
    if (least > TIMEOUT_MS + GRACE_MS)
        fail_msg("%s takes %.0f ms", text, least);
    if (unhurried > 10 * TIMEOUT_MS)
        assert_int_equal(some.is_partial, 1);
    newsidx_query_free(query);
}

static void expect_cancelled(newsidx *index, const char *text)
{
    newsidx_query *query = parse(text);
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_status status = NEWSIDX_OK;

    options.timeout_ms = -1;
    for (int i = 0; i < 1000 && status == NEWSIDX_OK; i++) {
        newsidx_results *results = NULL;

        status = newsidx_search(index, query, &options, &results, NULL);
        assert_true((status == NEWSIDX_OK) == (results != NULL));
        newsidx_results_free(results);
    }
    if (status != NEWSIDX_ERR_CANCELLED)
        fail_msg("%s: %s", text, newsidx_status_name(status));
    newsidx_query_free(query);
}

static void what_is_verified_ends_in_time_and_when_interrupted(void **state)
{
    newsidx *index = open_crowded();
    interrupter in = {index, 0};
    pthread_t thread;

    (void)state;
    for (size_t i = 0; i < sizeof verified / sizeof *verified; i++)
        expect_in_time(index, verified[i]);
    assert_int_equal(pthread_create(&thread, NULL, interrupt_often, &in), 0);
    for (size_t i = 0; i < sizeof verified / sizeof *verified; i++)
        expect_cancelled(index, verified[i]);
    atomic_store(&in.is_done, 1);
    pthread_join(thread, NULL);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_out_of_time_is_partial),
        cmocka_unit_test(an_interrupt_stops_what_runs_and_nothing_else),
        cmocka_unit_test(an_interrupt_with_nothing_to_stop_does_no_harm),
        cmocka_unit_test(an_interrupted_rebuild_changes_nothing),
        cmocka_unit_test(what_is_verified_ends_in_time_and_when_interrupted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
