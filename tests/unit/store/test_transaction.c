#include "store/store.h"

#include "base/clock.h"
#include "store_fixture.h"

#define PATH "transaction.db"

static nx_store *open_with_timeout(int32_t busy_timeout_ms)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *store = NULL;

    options.busy_timeout_ms = busy_timeout_ms;
    EXPECT_OK(nx_store_open(PATH, &options, &store, err));
    return store;
}

static void put_in(nx_store *store, const char *key, const char *body)
{
    newsidx_article article = make_article(key, "", body);
    nx_put_result put;

    EXPECT_OK(fixture_try_put(store, &article, &put, err));
}

static int64_t article_count(nx_store *store)
{
    int64_t count;

    EXPECT_OK(nx_store_begin_read(store, err));
    count = (int64_t)nx_store_rows(store)->article_count;
    nx_store_end_read(store);
    return count;
}

static void a_rollback_undoes_rows_words_and_versions(void **state)
{
    nx_store *store = fixture_new(PATH);
    const nx_rows *rows;
    int64_t id = 0;

    (void)state;
    fixture_put(store, "a", "", "alpha");
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    put_in(store, "a", "alpha two");
    put_in(store, "b", "beta");
    EXPECT_OK(nx_store_remove(store, nx_str("a"), err));
    EXPECT_OK(nx_store_begin_read(store, err));
    assert_int_equal(nx_store_rows(store)->last_id, 3);
    assert_int_equal(nx_store_rows(store)->article_count, 1);
    nx_store_end_read(store);
    assert_true(nx_store_is_writing(store));
    EXPECT_OK(nx_store_rollback(store, err));
    EXPECT_OK(nx_store_begin_read(store, err));
    rows = nx_store_rows(store);
    assert_int_equal(rows->last_id, 1);
    assert_int_equal(rows->article_count, 1);
    assert_int_equal(rows->version_count, 1);
    assert_int_equal(rows->total_length, 1);
    assert_int_equal(rows->rows[1].state, NX_STATE_CURRENT);
    nx_store_end_read(store);
    assert_int_equal(fixture_matches(store, "beta"), 0);
    EXPECT_OK(nx_store_find(store, nx_str("a"), 0, &id, err));
    assert_int_equal(id, 1);
    /* The id is given again, to another article. */
    assert_int_equal(fixture_put(store, "c", "", "gamma"), 2);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void closing_rolls_back(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    fixture_put(store, "a", "", "alpha");
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    put_in(store, "b", "beta");
    nx_store_close(store);
    store = fixture_open(PATH);
    assert_int_equal(article_count(store), 1);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void a_reader_sees_one_moment(void **state)
{
    nx_store *writer = fixture_new(PATH);
    nx_store *reader = fixture_open(PATH);

    (void)state;
    fixture_put(writer, "a", "", "alpha");
    EXPECT_OK(nx_store_begin_read(reader, err));
    assert_int_equal(nx_store_rows(reader)->article_count, 1);
    fixture_put(writer, "b", "", "alpha beta");
    fixture_put(writer, "a", "", "alpha gamma");
    assert_int_equal(nx_store_rows(reader)->article_count, 1);
    assert_int_equal(fixture_matches(reader, "alpha"), 1);
    nx_store_end_read(reader);
    EXPECT_OK(nx_store_begin_read(reader, err));
    assert_int_equal(nx_store_rows(reader)->article_count, 2);
    assert_int_equal(nx_store_rows(reader)->version_count, 3);
    assert_int_equal(nx_store_rows(reader)->rows[1].state, NX_STATE_SUPERSEDED);
    assert_int_equal(fixture_matches(reader, "alpha"), 3);
    nx_store_end_read(reader);
    nx_store_close(reader);
    nx_store_close(writer);
}

static void two_writers_take_turns(void **state)
{
    nx_store *one = fixture_new(PATH);
    nx_store *other = open_with_timeout(60);
    nx_store *hasty = open_with_timeout(-1);
    int64_t before_ms;

    (void)state;
    EXPECT_OK(nx_store_begin(one, NX_DURABLE, err));
    put_in(one, "a", "alpha");
    before_ms = nx_clock_ms();
    EXPECT_FAIL(nx_store_begin(other, NX_DURABLE, err), NEWSIDX_ERR_BUSY,
                "another writer");
    assert_true(nx_clock_ms() - before_ms >= 60);
    before_ms = nx_clock_ms();
    EXPECT_FAIL(nx_store_begin(hasty, NX_DURABLE, err), NEWSIDX_ERR_BUSY,
                "another writer");
    assert_true(nx_clock_ms() - before_ms < 50);
    /* Whoever waits to write may read. */
    assert_int_equal(article_count(other), 0);
    EXPECT_OK(nx_store_commit(one, err));
    /* Each goes on where the other ended. */
    assert_int_equal(fixture_put(other, "b", "", "beta"), 2);
    assert_int_equal(fixture_put(one, "c", "", "gamma"), 3);
    assert_int_equal(fixture_put(other, "a", "", "alpha two"), 4);
    assert_int_equal(article_count(one), 3);
    EXPECT_OK(nx_store_check(one, NULL, NULL, err));
    nx_store_close(hasty);
    nx_store_close(other);
    nx_store_close(one);
}

static void an_interrupt_ends_the_waiting(void **state)
{
    nx_store *one = fixture_new(PATH);
    nx_store *other = open_with_timeout(60000);

    (void)state;
    EXPECT_OK(nx_store_begin(one, NX_DURABLE, err));
    nx_store_interrupt(other);
    EXPECT_FAIL(nx_store_begin(other, NX_DURABLE, err), NEWSIDX_ERR_CANCELLED,
                "interrupted");
    nx_store_close(other);
    nx_store_close(one);
}

static void transactions_do_not_nest(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    EXPECT_FAIL(nx_store_commit(store, err), NEWSIDX_ERR_MISUSE, "no trans");
    EXPECT_FAIL(nx_store_rollback(store, err), NEWSIDX_ERR_MISUSE, "no trans");
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_FAIL(nx_store_begin(store, NX_DURABLE, err), NEWSIDX_ERR_MISUSE,
                "open already");
    EXPECT_FAIL(nx_store_sync(store, err), NEWSIDX_ERR_MISUSE, "open already");
    EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_MISUSE,
                "open already");
    EXPECT_FAIL(nx_store_backup(store, "copy.db", NULL, NULL, err),
                NEWSIDX_ERR_MISUSE, "open already");
    EXPECT_OK(nx_store_rollback(store, err));
    EXPECT_OK(nx_store_begin_read(store, err));
    EXPECT_FAIL(nx_store_begin_read(store, err), NEWSIDX_ERR_MISUSE, "read");
    EXPECT_FAIL(nx_store_begin(store, NX_DURABLE, err), NEWSIDX_ERR_MISUSE,
                "open already");
    nx_store_end_read(store);
    nx_store_end_read(store);
    nx_store_close(store);
}

/* How FTS5 merges by itself: 0 while a bulk load is under way. */
static int64_t automerge(const char *path)
{
    sqlite3 *db = fixture_raw(path);
    sqlite3_stmt *statement = NULL;
    int64_t value = 4;

    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT v FROM words_config WHERE "
                                        "k = 'automerge'",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    if (sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

static int64_t segments(const char *path)
{
    sqlite3 *db = fixture_raw(path);
    sqlite3_stmt *statement = NULL;
    int64_t count;

    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT count(DISTINCT segid) FROM words_idx",
                           -1, &statement, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
}

static void bulk(nx_store *store, int from, int to)
{
    EXPECT_OK(nx_store_begin(store, NX_BULK, err));
    for (int i = from; i < to; i++) {
        char key[16], body[32];

        snprintf(key, sizeof key, "k%d", i);
        snprintf(body, sizeof body, "common word%d", i);
        put_in(store, key, body);
    }
    EXPECT_OK(nx_store_commit(store, err));
}

static void a_bulk_load_merges_at_its_end(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    for (int i = 0; i < 40; i++)
        bulk(store, i * 10, i * 10 + 10);
    assert_int_equal(automerge(PATH), 0);
    assert_int_equal(segments(PATH), 40);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    EXPECT_OK(nx_store_sync(store, err));
    assert_int_equal(automerge(PATH), 4);
    assert_int_equal(segments(PATH), 1);
    assert_int_equal(fixture_matches(store, "common"), 400);
    /* The log is empty after it, though the index is open. */
    assert_true(fixture_exists(PATH, "-wal"));
    assert_int_equal(fixture_file_hash(PATH "-wal"),
                     UINT64_C(0xcbf29ce484222325));
    /* A second, smaller load, and one that was left without its end. */
    bulk(store, 400, 410);
    EXPECT_OK(nx_store_sync(store, err));
    assert_int_equal(segments(PATH), 2);
    bulk(store, 410, 420);
    assert_int_equal(automerge(PATH), 0);
    fixture_put(store, "single", "", "common");
    assert_int_equal(automerge(PATH), 4);
    assert_int_equal(fixture_matches(store, "common"), 421);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void many_chunks_of_rows_come_back(void **state)
{
    enum { COUNT = 9000 };
    nx_store *store = fixture_new(PATH);
    nx_store *reader = fixture_open(PATH);
    const nx_rows *rows;

    (void)state;
    bulk(store, 0, 5000);
    assert_int_equal(article_count(reader), 5000);
    bulk(store, 5000, COUNT);
    fixture_put(store, "k4096", "", "three words now");
    EXPECT_OK(nx_store_begin_read(reader, err));
    rows = nx_store_rows(reader);
    assert_int_equal(rows->last_id, COUNT + 1);
    assert_int_equal(rows->article_count, COUNT);
    assert_int_equal(rows->total_length, 2 * COUNT + 3);
    assert_int_equal(rows->rows[4096].state, NX_STATE_CURRENT);
    assert_int_equal(rows->rows[4097].state, NX_STATE_SUPERSEDED);
    assert_int_equal(rows->rows[COUNT + 1].length, 3);
    nx_store_end_read(reader);
    nx_store_close(reader);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void a_full_disk_is_said_and_survived(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_status status = NEWSIDX_OK;
    char body[4000];
    int64_t before;

    (void)state;
    for (size_t i = 0; i < sizeof body; i++)
        body[i] = i % 6 == 5 ? ' ' : (char)('a' + (i * i + i / 7) % 26);
    bulk(store, 0, 5);
    before = article_count(store);
    fixture_run(nx_store_db(store), "PRAGMA max_page_count = 40");
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    for (int i = 0; i < 1000 && status >= 0; i++) {
        newsidx_article article = NEWSIDX_ARTICLE_INIT;
        nx_put_result put;
        char key[16];

        snprintf(key, sizeof key, "f%d", i);
        article.key = nx_str(key);
        article.body = nx_str_slice(body, sizeof body);
        status = fixture_try_put(store, &article, &put, NULL);
    }
    if (status >= 0)
        status = nx_store_commit(store, NULL);
    else
        assert_int_equal(nx_store_commit(store, NULL), NEWSIDX_ERR_FULL);
    assert_int_equal(status, NEWSIDX_ERR_FULL);
    assert_false(nx_store_is_writing(store));
    assert_int_equal(article_count(store), before);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    fixture_run(nx_store_db(store), "PRAGMA max_page_count = 100000");
    fixture_put(store, "after", "", "there is room again");
    assert_int_equal(article_count(store), before + 1);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void a_broken_transaction_can_only_be_rolled_back(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_article article = make_article("b", "", "beta");
    nx_put_result put;

    (void)state;
    fixture_put(store, "a", "", "alpha");
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    fixture_run(nx_store_db(store), "PRAGMA query_only = ON");
    EXPECT_FAIL(fixture_try_put(store, &article, &put, err),
                NEWSIDX_ERR_READ_ONLY, "");
    fixture_run(nx_store_db(store), "PRAGMA query_only = OFF");
    EXPECT_FAIL(fixture_try_put(store, &article, &put, err),
                NEWSIDX_ERR_READ_ONLY, "earlier write");
    EXPECT_FAIL(nx_store_remove(store, nx_str("a"), err), NEWSIDX_ERR_READ_ONLY,
                "earlier write");
    EXPECT_FAIL(nx_store_commit(store, err), NEWSIDX_ERR_READ_ONLY,
                "earlier write");
    assert_false(nx_store_is_writing(store));
    assert_int_equal(article_count(store), 1);
    fixture_put(store, "b", "", "beta");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rollback_undoes_rows_words_and_versions),
        cmocka_unit_test(closing_rolls_back),
        cmocka_unit_test(a_reader_sees_one_moment),
        cmocka_unit_test(two_writers_take_turns),
        cmocka_unit_test(an_interrupt_ends_the_waiting),
        cmocka_unit_test(transactions_do_not_nest),
        cmocka_unit_test(a_bulk_load_merges_at_its_end),
        cmocka_unit_test(many_chunks_of_rows_come_back),
        cmocka_unit_test(a_full_disk_is_said_and_survived),
        cmocka_unit_test(a_broken_transaction_can_only_be_rolled_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
