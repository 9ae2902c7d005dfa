/* One handle a thread. cmocka's asserts belong to the main thread, so the
 * others count what went wrong. */
#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>

#define READERS 2
#define WRITES 120

typedef struct shared {
    const newsidx_query *query;
    atomic_int is_done;
    atomic_int failures;
    atomic_int searches;
    char message[512];
} shared;

static void note_failure(shared *in, const char *what, const newsidx_error *err)
{
    if (atomic_fetch_add(&in->failures, 1) == 0)
        snprintf(in->message, sizeof in->message, "%s: %s", what, err->message);
}

static newsidx *open_for_thread(shared *in)
{
    newsidx *index = NULL;
    newsidx_error err;

    if (newsidx_open(INDEX_PATH, NULL, &index, &err) < 0)
        note_failure(in, "newsidx_open", &err);
    return index;
}

/*
 * Article i has the word "all", and is put with "pair" in the same transaction
 * as another one: a reader that sees one of two sees half a transaction.
 */
static void *write_articles(void *user)
{
    shared *in = user;
    newsidx *index = open_for_thread(in);

    for (int i = 0; i < WRITES && index != NULL; i++) {
        newsidx_error err;
        newsidx_status status = newsidx_begin(index, &err);

        for (int twin = 0; twin < 2 && status >= 0; twin++) {
            newsidx_article article;
            char key[32];

            snprintf(key, sizeof key, "%d-%d", i % 50, twin);
            article = make_article(key, "All pairs", "All of a pair.");
            article.published_at = i;
            status = newsidx_put(index, &article, NULL, &err);
        }
        if (status >= 0)
            status = newsidx_commit(index, &err);
        if (status < 0)
            note_failure(in, "writing", &err);
    }
    newsidx_close(index);
    atomic_store(&in->is_done, 1);
    return NULL;
}

static void *read_articles(void *user)
{
    shared *in = user;
    newsidx *index = open_for_thread(in);
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.limit = 1000;
    while (index != NULL && atomic_load(&in->failures) == 0) {
        int is_last = atomic_load(&in->is_done);
        newsidx_results *results = NULL;
        const newsidx_hit *hit;
        newsidx_error err;
        uint64_t count = 0;

        if (newsidx_search(index, in->query, &options, &results, &err) < 0) {
            note_failure(in, "newsidx_search", &err);
            break;
        }
        while (newsidx_results_next(results, &hit, &err) == NEWSIDX_OK)
            count++;
        newsidx_results_free(results);
        snprintf(err.message, sizeof err.message, "%d hits", (int)count);
        if (count % 2 != 0 || (is_last && count != 100))
            note_failure(in, "half a transaction", &err);
        atomic_fetch_add(&in->searches, 1);
        if (is_last)
            break;
    }
    newsidx_close(index);
    return NULL;
}

static void readers_see_whole_transactions_of_a_writer(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("all pair");
    pthread_t threads[READERS + 1];
    shared in;

    (void)state;
    memset(&in, 0, sizeof in);
    in.query = query;
    assert_int_equal(
        pthread_create(&threads[READERS], NULL, write_articles, &in), 0);
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_articles, &in),
                         0);
    for (int i = 0; i <= READERS; i++)
        pthread_join(threads[i], NULL);
    if (atomic_load(&in.failures) > 0)
        fail_msg("%s", in.message);
    assert_true(atomic_load(&in.searches) >= READERS);
    newsidx_query_free(query);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    assert_int_equal(get_info(index).article_count, 100);
    newsidx_close(index);
}

/* Two writers with handles of their own wait for each other. */
static void *write_own_keys(void *user)
{
    shared *in = user;
    newsidx *index = open_for_thread(in);
    int number = atomic_fetch_add(&in->searches, 1);

    for (int i = 0; i < 30 && index != NULL; i++) {
        newsidx_article article;
        newsidx_error err;
        char key[32];

        snprintf(key, sizeof key, "w%d-%d", number, i);
        article = make_article(key, "Written", "By one of two.");
        if (newsidx_put(index, &article, NULL, &err) < 0)
            note_failure(in, "newsidx_put", &err);
    }
    newsidx_close(index);
    return NULL;
}

static void writers_wait_for_each_other(void **state)
{
    newsidx *index = open_new();
    pthread_t threads[2];
    shared in;

    (void)state;
    memset(&in, 0, sizeof in);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_own_keys, &in),
                         0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    if (atomic_load(&in.failures) > 0)
        fail_msg("%s", in.message);
    assert_int_equal(get_info(index).article_count, 60);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

/* The queries and analyzers of threads know nothing of each other. */
static void *parse_and_cut(void *user)
{
    shared *in = user;

    for (int i = 0; i < 300; i++) {
        newsidx_analyzer *analyzer = NULL;
        newsidx_query *query = NULL;
        newsidx_error err;

        if (newsidx_query_parse("a (b OR c) -\"d e\"", NEWSIDX_WHOLE, NULL,
                                &query, &err) < 0)
            note_failure(in, "newsidx_query_parse", &err);
        if (newsidx_analyzer_new(i % 2 == 0 ? "en" : "de", &analyzer, &err) < 0)
            note_failure(in, "newsidx_analyzer_new", &err);
        newsidx_analyzer_free(analyzer);
        newsidx_query_free(query);
    }
    return NULL;
}

static void parsing_needs_no_lock(void **state)
{
    pthread_t threads[4];
    shared in;

    (void)state;
    memset(&in, 0, sizeof in);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, parse_and_cut, &in),
                         0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    if (atomic_load(&in.failures) > 0)
        fail_msg("%s", in.message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_see_whole_transactions_of_a_writer),
        cmocka_unit_test(writers_wait_for_each_other),
        cmocka_unit_test(parsing_needs_no_lock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
