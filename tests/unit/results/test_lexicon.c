/* The words in memory: kept, thinned out, and read without lists. */
#include "results/lexicon.h"

#include "../rank/listed_fixture.h"

static void expect_words(fixture *in, nx_lexicon *lexicon, const char *expected)
{
    char got[1000] = "";
    size_t used = 0;

    EXPECT_OK(nx_lexicon_begin(in->store, 0, &err));
    EXPECT_OK(nx_lexicon_refresh(lexicon, in->store, &err));
    nx_store_end_read(in->store);
    for (size_t i = 0; i < lexicon->count; i++) {
        const newsidx_text word = nx_lexicon_text(lexicon, i);

        used += (size_t)snprintf(got + used, sizeof got - used, "%s%.*s %u",
                                 used > 0 ? ", " : "", (int)word.length,
                                 word.bytes, lexicon->words[i].count);
    }
    assert_string_equal(got, expected);
}

static void words_are_read_again_when_the_index_changes(void **state)
{
    nx_lexicon lexicon;
    fixture in;

    (void)state;
    fixture_open(&in);
    nx_lexicon_init(&lexicon);
    put(&in, "1", "rain", NULL);
    expect_words(&in, &lexicon, "rain 1");
    seal(&in);
    expect_words(&in, &lexicon, "rain 1");
    lexicon.words[0].count = 7; /* to see that it is kept */
    expect_words(&in, &lexicon, "rain 7");
    put(&in, "2", "rain snow", NULL);
    expect_words(&in, &lexicon, "rain 2, snow 1");
    nx_lexicon_finish(&lexicon);
    fixture_close(&in);
}

/* What a transaction wrote must not be taken for what came instead. */
static void a_transaction_leaves_nothing_behind(void **state)
{
    nx_lexicon lexicon;
    newsidx_article article;
    fixture in;

    (void)state;
    fixture_open(&in);
    nx_lexicon_init(&lexicon);
    put(&in, "1", "rain", NULL);
    EXPECT_OK(nx_store_begin(in.store, NX_DURABLE, &err));
    article = make_article("2", "snow", NULL);
    store_article(in.store, &article);
    expect_words(&in, &lexicon, "rain 1, snow 1");
    EXPECT_OK(nx_store_rollback(in.store, &err));
    expect_words(&in, &lexicon, "rain 1");
    nx_lexicon_finish(&lexicon);
    fixture_close(&in);
}

static void the_rarest_go_when_there_are_too_many(void **state)
{
    nx_lexicon lexicon;
    fixture in;

    (void)state;
    fixture_open(&in);
    nx_lexicon_init(&lexicon);
    lexicon.most_words = 6;
    put(&in, "1", "a b c d e f", NULL);
    expect_words(&in, &lexicon, "a 1, b 1, c 1, d 1, e 1, f 1");
    put(&in, "2", "b d f g", NULL);
    seal(&in);
    put(&in, "3", "d h i", NULL);
    expect_words(&in, &lexicon, "b 2, d 3, f 2");
    assert_int_equal(lexicon.rarest, 1);
    nx_lexicon_finish(&lexicon);
    fixture_close(&in);
}

/* A damaged head: then all articles are analyzed again. */
static void damaged_lists_are_not_used(void **state)
{
    nx_lexicon lexicon;
    sqlite3 *db = NULL;
    uint64_t articles = 0;
    fixture in;

    (void)state;
    fixture_open(&in);
    nx_lexicon_init(&lexicon);
    put(&in, "1", "rain snow", NULL);
    put(&in, "1", "rain", NULL);
    put(&in, "2", "rain snow", NULL);
    seal(&in);
    assert_int_equal(sqlite3_open(INDEX_PATH, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE list_term SET exact = x'ff'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    EXPECT_OK(nx_lexicon_begin(in.store, 0, &err));
    EXPECT_OK(nx_count_found(in.store, nx_str("snow"), 2, &articles, &err));
    assert_int_equal(articles, 1);
    assert_int_equal(nx_store_listed(in.store), 0);
    nx_store_end_read(in.store);
    expect_words(&in, &lexicon, "rain 3, snow 2");
    nx_lexicon_finish(&lexicon);
    fixture_close(&in);
}

static void lists_found_damaged_on_the_way_are_left(void **state)
{
    nx_lexicon lexicon;
    sqlite3 *db = NULL;
    fixture in;

    (void)state;
    fixture_open(&in);
    nx_lexicon_init(&lexicon);
    put(&in, "1", "rain snow", NULL);
    seal(&in);
    assert_int_equal(sqlite3_open(INDEX_PATH, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "UPDATE list_term SET exact = x'ff' "
                                  "WHERE spelling = 'snow'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    expect_words(&in, &lexicon, "rain 1, snow 1");
    assert_int_equal(nx_store_listed(in.store), 0);
    nx_lexicon_finish(&lexicon);
    fixture_close(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_read_again_when_the_index_changes),
        cmocka_unit_test(a_transaction_leaves_nothing_behind),
        cmocka_unit_test(the_rarest_go_when_there_are_too_many),
        cmocka_unit_test(damaged_lists_are_not_used),
        cmocka_unit_test(lists_found_damaged_on_the_way_are_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
