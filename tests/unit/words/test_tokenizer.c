#include "words/tokenizer.h"

#include "../store/store_fixture.h"

static sqlite3 *open_table(nx_feed *feed)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    EXPECT_OK(nx_tokenizer_register(db, feed, err));
    fixture_run(db, "CREATE VIRTUAL TABLE words USING fts5(headline, byline, "
                    "dateline, body, keywords, content='', columnsize=0, "
                    "detail=full, tokenize='newsidx')");
    return db;
}

static int insert(sqlite3 *db, const char *values)
{
    char sql[200];

    snprintf(sql, sizeof sql,
             "INSERT INTO words(rowid, headline, byline, dateline, body, "
             "keywords) VALUES(%s)",
             values);
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int count(sqlite3 *db, const char *match)
{
    sqlite3_stmt *statement = NULL;
    int rows = 0;

    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT rowid FROM words "
                                        "WHERE words MATCH ?1",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(statement, 1, match, -1, SQLITE_STATIC);
    while (sqlite3_step(statement) == SQLITE_ROW)
        rows++;
    sqlite3_finalize(statement);
    return rows;
}

static void words_are_replayed_with_their_alternatives(void **state)
{
    nx_feed feed = {NULL};
    sqlite3 *db = open_table(&feed);
    nx_words words;

    (void)state;
    nx_words_init(&words);
    nx_buf_add(&words.packed[NX_COLUMN_BODY], "\x05talks\x85~talk\x02on\x03joy",
               20);
    nx_buf_add(&words.packed[NX_COLUMN_HEADLINE], "\x04head", 5);
    feed.words = &words;
    assert_int_equal(insert(db, "1, '0', '1', '2', '3', '4'"), SQLITE_OK);
    feed.words = NULL;
    assert_int_equal(count(db, "\"talks\""), 1);
    assert_int_equal(count(db, "\"talk\""), 0);
    assert_int_equal(count(db, "\"talk|~talk\""), 1);
    assert_int_equal(count(db, "\"~talk on\""), 1);
    assert_int_equal(count(db, "\"~talk|x on|y joy\""), 1);
    assert_int_equal(count(db, "\"talks joy\""), 0);
    assert_int_equal(count(db, "\"talks ~talk\""), 0);
    assert_int_equal(count(db, "body : \"head\""), 0);
    assert_int_equal(count(db, "headline : \"head\""), 1);
    assert_int_equal(count(db, "\"tal\" *"), 1);
    /* Blanks and bars in odd places are no tokens. */
    assert_int_equal(count(db, "\"  talks |  on \""), 1);
    assert_int_equal(count(db, "\"\""), 0);
    assert_int_equal(count(db, "\"|\""), 0);
    nx_words_finish(&words);
    sqlite3_close(db);
}

static void nobody_else_can_write_words(void **state)
{
    nx_feed feed = {NULL};
    sqlite3 *db = open_table(&feed);
    nx_words words;

    (void)state;
    assert_int_not_equal(insert(db, "1, '0', '1', '2', '3', '4'"), SQLITE_OK);
    nx_words_init(&words);
    feed.words = &words;
    assert_int_not_equal(insert(db, "1, '0', '1', '2', '3', '5'"), SQLITE_OK);
    assert_int_not_equal(insert(db, "1, '0', '1', '2', '3', '/'"), SQLITE_OK);
    assert_int_not_equal(insert(db, "1, '0', '1', '2', '3', 'text'"),
                         SQLITE_OK);
    assert_int_equal(insert(db, "1, '0', '1', '2', '3', '4'"), SQLITE_OK);
    nx_words_finish(&words);
    sqlite3_close(db);
}

static void the_tokenizer_takes_no_arguments(void **state)
{
    nx_feed feed = {NULL};
    sqlite3 *db = open_table(&feed);

    (void)state;
    assert_int_not_equal(sqlite3_exec(db,
                                      "CREATE VIRTUAL TABLE t USING "
                                      "fts5(a, tokenize='newsidx x')",
                                      NULL, NULL, NULL),
                         SQLITE_OK);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_replayed_with_their_alternatives),
        cmocka_unit_test(nobody_else_can_write_words),
        cmocka_unit_test(the_tokenizer_takes_no_arguments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
