#include "store/terms.h"

#include "store_fixture.h"

#include "base/limits.h"

#include <stdlib.h>

#define WORD_COUNT 3000
#define INDEX_PATH "test.db"

/* The terms of one walk, each once, in no order at first. */
typedef struct list {
    char terms[4 * WORD_COUNT][NX_LIMIT_WORD_BYTES + 1];
    size_t count;
    bool wants_one;
} list;

static list found;
static list expected;

static bool take(newsidx_text term, void *user)
{
    list *terms = user;

    assert_true(terms->count < sizeof terms->terms / sizeof *terms->terms);
    assert_true(term.length <= NX_LIMIT_WORD_BYTES);
    memcpy(terms->terms[terms->count], term.bytes, term.length);
    terms->terms[terms->count][term.length] = '\0';
    terms->count++;
    return !terms->wants_one;
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void walk(nx_store *store, const char *prefix)
{
    size_t kept = 0;

    found.count = 0;
    EXPECT_OK(nx_terms_walk(store, nx_str(prefix), take, &found, err));
    qsort(found.terms, found.count, sizeof *found.terms, compare);
    for (size_t i = 0; i < found.count; i++) {
        if (kept == 0 || strcmp(found.terms[kept - 1], found.terms[i]) != 0)
            memmove(found.terms[kept++], found.terms[i], sizeof *found.terms);
    }
    found.count = kept;
}

/* FTS5's own list, of a connection of its own. */
static void ask_fts5(nx_store *store, const char *prefix)
{
    sqlite3 *db = nx_store_db(store);
    sqlite3_stmt *select = NULL;

    assert_int_equal(
        sqlite3_exec(db,
                     "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary "
                     "USING fts5vocab(main, words, row)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    EXPECT_OK(
        nx_db_prepare(db, "SELECT term FROM temp.vocabulary", &select, err));
    expected.count = 0;
    while (sqlite3_step(select) == SQLITE_ROW) {
        const newsidx_text term =
            nx_str((const char *)sqlite3_column_text(select, 0));

        if (nx_str_starts_with(term, nx_str(prefix)))
            (void)take(term, &expected);
    }
    sqlite3_finalize(select);
}

static void check(nx_store *store, const char *prefix)
{
    walk(store, prefix);
    ask_fts5(store, prefix);
    assert_int_equal(found.count, expected.count);
    for (size_t i = 0; i < found.count; i++)
        assert_string_equal(found.terms[i], expected.terms[i]);
}

/* A text of words that share beginnings, some of which come in each. */
static void put_words(nx_store *store, size_t first, size_t count)
{
    char key[32];
    nx_buf body;

    nx_buf_init(&body, (size_t)1 << 20);
    for (size_t i = first; i < first + count; i++) {
        char word[64];

        snprintf(word, sizeof word, "w%zux%zu common%zu ", i * 7919 % 997, i,
                 i % 100);
        nx_buf_add_string(&body, word);
    }
    snprintf(key, sizeof key, "%zu", first);
    fixture_put(store, key, "Talks of U.S. in Москва",
                nx_buf_text(&body).bytes);
    nx_buf_finish(&body);
}

static void all_terms_of_all_segments_are_there(void **state)
{
    static const char *const prefixes[] = {
        "", "w", "w1", "w55x", "common", "~", "^", "м", "zz", "a", "w99x999"};
    nx_store *store = fixture_new(INDEX_PATH);

    (void)state;
    for (size_t i = 0; i < 20; i++)
        put_words(store, i * 150, 150);
    EXPECT_OK(nx_store_begin_read(store, err));
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        check(store, prefixes[i]);
    assert_int_equal(found.count, 0);
    walk(store, "");
    assert_true(found.count > WORD_COUNT);
    nx_store_end_read(store);

    EXPECT_OK(nx_store_optimize(store, err));
    EXPECT_OK(nx_store_begin_read(store, err));
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        check(store, prefixes[i]);
    nx_store_end_read(store);
    nx_store_close(store);
}

/* A merge that goes on piece by piece leaves segments without a beginning. */
static void the_middle_of_a_merge_is_read(void **state)
{
    nx_store *store = fixture_new(INDEX_PATH);
    sqlite3_stmt *merge = NULL;

    (void)state;
    for (size_t i = 0; i < 15; i++)
        put_words(store, i * 200, 200);
    for (size_t i = 0; i < 12; i++) {
        EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
        EXPECT_OK(nx_db_prepare(nx_store_db(store),
                                "INSERT INTO words(words, rank) "
                                "VALUES('merge', -2)",
                                &merge, err));
        assert_int_equal(sqlite3_step(merge), SQLITE_DONE);
        sqlite3_finalize(merge);
        merge = NULL;
        EXPECT_OK(nx_store_commit(store, err));
        EXPECT_OK(nx_store_begin_read(store, err));
        check(store, "");
        check(store, "w5");
        nx_store_end_read(store);
    }
    nx_store_close(store);
}

static void an_empty_index_has_none(void **state)
{
    nx_store *store = fixture_new(INDEX_PATH);

    (void)state;
    EXPECT_OK(nx_store_begin_read(store, err));
    walk(store, "");
    assert_int_equal(found.count, 0);
    nx_store_end_read(store);
    nx_store_close(store);
}

static void a_transaction_sees_what_it_wrote(void **state)
{
    nx_store *store = fixture_new(INDEX_PATH);
    const newsidx_article article = make_article("1", "Geneva", "");
    nx_put_result put;

    (void)state;
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    walk(store, "gen");
    assert_int_equal(found.count, 1);
    assert_string_equal(found.terms[0], "geneva");
    EXPECT_OK(nx_store_rollback(store, err));
    EXPECT_OK(nx_store_begin_read(store, err));
    walk(store, "gen");
    assert_int_equal(found.count, 0);
    nx_store_end_read(store);
    nx_store_close(store);
}

static void who_has_enough_gets_the_next_segment(void **state)
{
    nx_store *store = fixture_new(INDEX_PATH);

    (void)state;
    fixture_put(store, "1", "", "cease ceasefire");
    fixture_put(store, "2", "", "ceasefire ceases");
    EXPECT_OK(nx_store_begin_read(store, err));
    found.count = 0;
    found.wants_one = true;
    EXPECT_OK(nx_terms_walk(store, nx_str("cease"), take, &found, err));
    found.wants_one = false;
    assert_int_equal(found.count, 2);
    assert_true(strcmp(found.terms[0], "cease") == 0 ||
                strcmp(found.terms[1], "cease") == 0);
    nx_store_end_read(store);
    nx_store_close(store);
}

static void no_term_begins_with_more_than_a_word(void **state)
{
    nx_store *store = fixture_new(INDEX_PATH);
    char prefix[NX_LIMIT_WORD_BYTES + 2];

    (void)state;
    memset(prefix, 'a', sizeof prefix - 1);
    prefix[sizeof prefix - 1] = '\0';
    fixture_put(store, "1", "", prefix);
    EXPECT_OK(nx_store_begin_read(store, err));
    walk(store, prefix);
    assert_int_equal(found.count, 0);
    prefix[100] = '\0';
    walk(store, prefix);
    assert_int_equal(found.count, 1);
    nx_store_end_read(store);
    nx_store_close(store);
}

/* Any bytes at all in a page: an answer or an error, and no crash. */
static void damaged_pages_are_found_out(void **state)
{
    size_t corrupt_count = 0;

    (void)state;
    for (unsigned round = 0; round < 64; round++) {
        nx_store *store = fixture_new(INDEX_PATH);
        sqlite3_stmt *update = NULL;
        newsidx_status status;

        put_words(store, 0, 100);
        assert_int_equal(sqlite3_db_config(nx_store_db(store),
                                           SQLITE_DBCONFIG_DEFENSIVE, 0, NULL),
                         SQLITE_OK);
        /* The head of the page, and its index, a byte each. */
        EXPECT_OK(nx_db_prepare(
            nx_store_db(store),
            "UPDATE words_data SET block = CAST(substr(block, 1, ?1) || ?2 || "
            "substr(block, ?1 + 2) AS BLOB) WHERE id > 10",
            &update, err));
        sqlite3_bind_int64(update, 1, round < 16 ? round : round * 9);
        sqlite3_bind_blob(update, 2, round % 2 == 0 ? "\xFF" : "\x01", 1,
                          SQLITE_STATIC);
        assert_int_equal(sqlite3_step(update), SQLITE_DONE);
        sqlite3_finalize(update);
        EXPECT_OK(nx_store_begin_read(store, err));
        found.count = 0;
        status = nx_terms_walk(store, nx_str(""), take, &found, NULL);
        assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_CORRUPT);
        corrupt_count += status == NEWSIDX_ERR_CORRUPT;
        nx_store_end_read(store);
        nx_store_close(store);
    }
    assert_true(corrupt_count > 0);
}

static void an_interrupt_stops_it(void **state)
{
    nx_store *store = fixture_new(INDEX_PATH);

    (void)state;
    for (size_t i = 0; i < 10; i++)
        put_words(store, i * 300, 300);
    EXPECT_OK(nx_store_begin_read(store, err));
    nx_store_interrupt(store);
    EXPECT_FAIL(nx_terms_walk(store, nx_str(""), take, &found, err),
                NEWSIDX_ERR_CANCELLED, "");
    nx_store_resume(store);
    nx_store_end_read(store);
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_terms_of_all_segments_are_there),
        cmocka_unit_test(the_middle_of_a_merge_is_read),
        cmocka_unit_test(an_empty_index_has_none),
        cmocka_unit_test(a_transaction_sees_what_it_wrote),
        cmocka_unit_test(who_has_enough_gets_the_next_segment),
        cmocka_unit_test(no_term_begins_with_more_than_a_word),
        cmocka_unit_test(damaged_pages_are_found_out),
        cmocka_unit_test(an_interrupt_stops_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
