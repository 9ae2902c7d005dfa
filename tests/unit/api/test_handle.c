/* Interrupts end the call that runs, and no later one. */
#define _POSIX_C_SOURCE 200809L

#include "api/handle.h"

#include "../rank/fixture.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdatomic.h>

static newsidx *open_new(void)
{
    static const char *const beside[] = {"", "-wal", "-shm", ".lock"};
    newsidx *index = NULL;
    char name[64];

    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        snprintf(name, sizeof name, "%s%s", INDEX_PATH, beside[i]);
        unlink(name);
    }
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    return index;
}

static void an_early_interrupt_is_forgotten(void **state)
{
    const newsidx_article article = make_article("1", "Rain", NULL);
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx *index = open_new();
    newsidx_record *record;
    newsidx_query *query;
    newsidx_results *results;
    newsidx_tally *tally;
    uint64_t count;
    int64_t id;

    (void)state;
    EXPECT_OK(newsidx_query_parse("rain", NEWSIDX_WHOLE, NULL, &query, &err));
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_put(index, &article, &id, &err));
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_begin(index, &err));
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_commit(index, &err));
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_find(index, nx_str("1"), &id, &err));
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_read(index, id, &record, &err));
    newsidx_record_free(record);
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_search(index, query, NULL, &results, &err));
    newsidx_results_free(results);
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_explain(index, query, NULL, id, &tally, &err));
    newsidx_tally_free(tally);
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_get_info(index, &info, &err));
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_optimize(index, &err));
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
    newsidx_interrupt(index);
    EXPECT_OK(newsidx_remove(index, nx_str("1"), &err));
    newsidx_interrupt(index);
    newsidx_query_free(query);
    newsidx_close(index);
}

typedef struct interrupter {
    newsidx *index;
    atomic_bool is_over;
} interrupter;

static void *interrupt_often(void *user)
{
    interrupter *in = user;

    while (!atomic_load(&in->is_over)) {
        newsidx_interrupt(in->index);
        nx_clock_sleep_ms(1);
    }
    return NULL;
}

static int stop_at_once(uint64_t done, uint64_t total, void *user)
{
    (void)done;
    (void)total;
    (void)user;
    return 1;
}

/* Whatever is interrupted: cancelled or done, and the index stays good. */
static void interrupts_at_any_time_do_no_harm(void **state)
{
    newsidx *index = open_new();
    interrupter in = {.index = index};
    newsidx_query *query;
    pthread_t thread;
    uint64_t stored = 0;
    uint64_t count = 0;

    (void)state;
    EXPECT_OK(
        newsidx_query_parse("rain t*", NEWSIDX_WHOLE, NULL, &query, &err));
    atomic_init(&in.is_over, false);
    assert_int_equal(pthread_create(&thread, NULL, interrupt_often, &in), 0);
    for (int i = 0; i < 150; i++) {
        newsidx_article article;
        newsidx_results *results = NULL;
        newsidx_status status;
        char key[16];

        snprintf(key, sizeof key, "%d", i);
        article = make_article(key, "Rain in town", "The rain. The town.");
        status = newsidx_put(index, &article, NULL, NULL);
        assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_CANCELLED);
        stored += status == NEWSIDX_OK;
        status = newsidx_search(index, query, NULL, &results, NULL);
        assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_CANCELLED);
        newsidx_results_free(results);
    }
    atomic_store(&in.is_over, true);
    pthread_join(thread, NULL);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_query_free(query);
    EXPECT_OK(newsidx_query_parse("rain", NEWSIDX_WHOLE, NULL, &query, &err));
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    assert_int_equal(count, stored);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void a_callback_can_stop_long_work(void **state)
{
    const newsidx_article article = make_article("1", "Rain", NULL);
    newsidx *index = open_new();

    (void)state;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_check(index, stop_at_once, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_rebuild(index, stop_at_once, NULL, &err));
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void without_an_index_every_call_is_misuse(void **state)
{
    newsidx_info info = NEWSIDX_INFO_INIT;
    const newsidx_article article = make_article("1", "Rain", NULL);

    (void)state;
    newsidx_interrupt(NULL);
    newsidx_close(NULL);
    assert_int_equal(newsidx_begin(NULL, NULL), NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_commit(NULL, NULL), NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_rollback(NULL, NULL), NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_put(NULL, &article, NULL, NULL),
                     NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_remove(NULL, article.key, NULL),
                     NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_get_info(NULL, &info, NULL), NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_check(NULL, NULL, NULL, NULL), NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_optimize(NULL, NULL), NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_rebuild(NULL, NULL, NULL, NULL),
                     NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_backup(NULL, "x", NULL, NULL, NULL),
                     NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_import_paths(NULL, NULL, 0, NULL, NULL, NULL),
                     NEWSIDX_ERR_MISUSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_early_interrupt_is_forgotten),
        cmocka_unit_test(interrupts_at_any_time_do_no_harm),
        cmocka_unit_test(a_callback_can_stop_long_work),
        cmocka_unit_test(without_an_index_every_call_is_misuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
