#include "store/internal.h"
#include "store/repair.h"

#include "store_fixture.h"
#include "words/tokenizer.h"

#include <stdlib.h>

#define PATH "check.db"

static const char first_body[] = "The river rose. It flooded the town.";

static void put_from_paper(nx_store *store)
{
    newsidx_article article =
        make_article("b", "Town", "Streets were closed.\nSchools too.");
    nx_put_result put;

    article.source = nx_str("Paper");
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_commit(store, err));
}

/* Three articles, the first of them in two versions, the third removed. */
static void make_index(void)
{
    nx_store *store = fixture_new(PATH);

    fixture_put(store, "a", "River", "Old text.");
    put_from_paper(store);
    fixture_put(store, "a", "River", first_body);
    fixture_put(store, "c", "Gone", "Nothing to see.");
    fixture_remove_key(store, "c");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void expect_fault(const char *piece)
{
    for (int mode = NEWSIDX_READ_WRITE; mode <= NEWSIDX_READ_ONLY; mode++) {
        newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
        nx_store *store = NULL;

        options.mode = (newsidx_mode)mode;
        EXPECT_OK(nx_store_open(PATH, &options, &store, err));
        EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_CORRUPT,
                    piece);
        nx_store_close(store);
    }
}

/* What is done to the file, and a piece of what is said then. */
typedef struct damage {
    const char *sql;
    const char *piece;
} damage;

static void expect_faults(const damage *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        make_index();
        fixture_tamper(PATH, cases[i].sql);
        expect_fault(cases[i].piece);
    }
}

static void what_contradicts_itself_is_found(void **state)
{
    static const damage cases[] = {
        {"DELETE FROM hidden WHERE id = 1", "article 1 (a): its state"},
        {"UPDATE hidden SET state = 2 WHERE id = 1",
         "article 1 (a): its state"},
        {"UPDATE hidden SET state = 9 WHERE id = 1", "unknown state 9"},
        {"INSERT INTO hidden(id, state) VALUES(2, 1)",
         "article 2 (b): its state"},
        {"INSERT INTO hidden(id, state) VALUES(77, 1)",
         "article 77 is hidden but not there"},
        {"UPDATE article SET body = replace(body, 'rose', 'fell') "
         "WHERE id = 3",
         "article 3 (a): its content hash"},
        {"UPDATE article SET source = 'XY' WHERE id = 2",
         "article 2 (b): its content hash"},
        {"UPDATE article SET boundaries = x'00' WHERE id = 3",
         "article 3 (a): its boundaries"},
        {"DELETE FROM article WHERE id = 2", "there are 3 articles and 4 rows"},
        {"DELETE FROM article WHERE id = 4", "there are 3 articles and 4 rows"},
        {"UPDATE article SET version = 3 WHERE id = 3",
         "article 3 (a): its trait"},
        {"UPDATE article SET version = 3 WHERE id = 3;"
         "UPDATE trait_chunk SET data = substr(data, 1, 108) || "
         "x'03000000' || substr(data, 113)",
         "article 3 (a): its checksum"},
        {"UPDATE article SET dropped = 'x' WHERE id = 2",
         "article 2 (b): its checksum"},
        {"UPDATE article SET key = 'x' WHERE id = 2",
         "article 2 (x): its checksum"},
        {"UPDATE article SET boundaries = CAST(substr(boundaries, 1, "
         "length(boundaries) - 1) || x'00' AS BLOB) WHERE id = 2",
         "article 2 (b): its checksum"},
        {"INSERT INTO meta(name, value) VALUES('dictionary', x'00')",
         "the dictionary and its copy are not the same"},
        {"INSERT INTO dictionary(id, data) VALUES(7, x'00')",
         "the dictionary and its copy are not the same"},
        {"UPDATE article SET language = 'en-GB' WHERE id = 2",
         "article 2 (b): its content hash"},
        {"UPDATE row_chunk SET data = zeroblob(80)", "unknown state 0"},
        {"UPDATE row_chunk SET data = substr(data, 1, 64)",
         "there are traits up to 4 and rows up to 3"},
        {"UPDATE row_chunk SET data = substr(data, 1, 63)", "63 bytes"},
        {"DELETE FROM row_chunk", "there are traits up to 4 and rows up to 0"},
        {"DELETE FROM row_chunk; DELETE FROM trait_chunk",
         "article 1 (a): its row"},
        {"UPDATE meta SET value = 'x' WHERE name = 'revision'",
         "meta revision is no number"},
    };

    (void)state;
    expect_faults(cases, sizeof cases / sizeof *cases);
}

/* Article 1 of "a" is superseded by 3; 2 and 4 are of other keys. */
static void versions_that_cannot_follow_each_other_are_found(void **state)
{
    static const struct {
        int id;
        int state;
        const char *moments;
        const char *piece;
    } cases[] = {
        {2, 1, "NULL, NULL", "article 2 is superseded by nothing"},
        {2, 6, "NULL, NULL", "article 2 is outdated and has no version before"},
        {3, 6, "NULL, NULL", "article 1 is superseded by nothing"},
        {2, 3, "NULL, NULL", "article 2 (b): its state"},
        {2, 4, "NULL, NULL", "article 2 (b): its state"},
        {2, 5, "NULL, NULL", "article 2 has an embargo without a time"},
        {1, 1, "NULL, 7", "article 1 has an embargo without a time"},
        {1, 5, "NULL, 7", "article 1 is not shown until the next version"},
        {2, 5, "NULL, 7", "article 2 is not shown until the next version"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char sql[400];

        /* Byte 6 of a row is its state. */
        snprintf(sql, sizeof sql,
                 "INSERT OR REPLACE INTO hidden(id, state, since, until) "
                 "VALUES(%d, %d, %s); UPDATE row_chunk SET data = "
                 "substr(data, 1, %d) || x'0%d' || substr(data, %d)",
                 cases[i].id, cases[i].state, cases[i].moments,
                 16 * cases[i].id + 6, cases[i].state, 16 * cases[i].id + 8);
        make_index();
        fixture_tamper(PATH, sql);
        expect_fault(cases[i].piece);
    }
}

/* The bytes of a checksum as they are stored, as one number. */
static unsigned long long checksum_of(const nx_stored *stored)
{
    const uint64_t checksum = nx_write_checksum(stored);
    unsigned long long turned = 0;

    for (int i = 0; i < 8; i++)
        turned = turned << 8 | (checksum >> (8 * i) & 0xff);
    return turned;
}

/* Articles 1 and 3 change places, with all that follows from that. */
static void versions_in_another_order_are_found(void **state)
{
    static const char others[] =
        "UPDATE hidden SET id = 3 WHERE id = 1;"
        "UPDATE row_chunk SET data = substr(data, 1, 22) || x'00' || "
        "substr(data, 24, 31) || x'01' || substr(data, 56);"
        "UPDATE trait_chunk SET data = substr(data, 1, 44) || x'02' || "
        "substr(data, 46, 63) || x'01' || substr(data, 110);"
        "UPDATE article SET version = version + 2 WHERE key = 'a'";
    nx_stored stored[2];
    nx_store *store;
    nx_arena arena;
    char sql[2][200];

    (void)state;
    make_index();
    nx_arena_init(&arena);
    store = fixture_open(PATH);
    for (int i = 0; i < 2; i++) {
        EXPECT_OK(nx_store_read(store, 1 + 2 * i, &arena, &stored[i], err));
        stored[i].version = i == 0 ? 2 : 1;
        snprintf(sql[i], sizeof sql[i],
                 "UPDATE article SET version = %u, boundaries = CAST("
                 "substr(boundaries, 1, length(boundaries) - 8) || x'%016llx' "
                 "AS BLOB) WHERE id = %d",
                 stored[i].version, checksum_of(&stored[i]), 1 + 2 * i);
    }
    nx_store_close(store);
    nx_arena_finish(&arena);
    fixture_tamper(PATH, others);
    fixture_tamper(PATH, sql[0]);
    fixture_tamper(PATH, sql[1]);
    expect_fault("article 1 has an older version that came later");
}

static void traits_that_are_not_the_articles_are_found(void **state)
{
    static const damage cases[] = {
        {"UPDATE article SET ingested = 7 WHERE id = 3",
         "article 3 (a): its trait"},
        {"UPDATE trait_chunk SET data = zeroblob(160)",
         "article 1 (a): its trait"},
        {"UPDATE trait_chunk SET data = substr(data, 1, 128)",
         "there are traits up to 3 and rows up to 4"},
        {"UPDATE trait_chunk SET data = substr(data, 1, 127)", "127 bytes"},
        {"UPDATE trait_chunk SET data = substr(data, 1, 32) || x'02' || "
         "substr(data, 34)",
         "trait 1 has the unknown name 2"},
        {"DELETE FROM trait_chunk",
         "there are traits up to 0 and rows up to 4"},
        {"DELETE FROM label", "unknown name 1"},
        {"UPDATE label SET id = 2", "the name 2 is no name"},
        {"UPDATE label SET kind = 3", "the name 1 is no name"},
        {"UPDATE label SET kind = 1", "the name 1 is not that of its articles"},
        {"UPDATE label SET text = ''", "the name 1 is no name"},
        {"UPDATE label SET text = 'Wire'",
         "the name 1 is not that of its articles"},
        {"INSERT INTO label(id, kind, text) VALUES(2, 0, 'Paper')",
         "the name 2 is no name"},
        {"INSERT INTO label(id, kind, text) VALUES(2, 0, 'Wire')",
         "the articles have 1 names, not 2"},
    };

    (void)state;
    expect_faults(cases, sizeof cases / sizeof *cases);
}

/* Take the words of article `id` out, or put some in, behind our back. */
static void change_words(int64_t id, const char *headline, const char *body,
                         const char *sql)
{
    newsidx_article article = make_article("x", headline, body);
    nx_analyzer *analyzer = NULL;
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = fixture_raw(PATH);
    nx_feed feed = {NULL};
    nx_words words;

    nx_words_init(&words);
    EXPECT_OK(nx_analyzer_new(nx_str("en"), &analyzer, err));
    EXPECT_OK(nx_words_analyze(&words, analyzer, &article, err));
    EXPECT_OK(nx_tokenizer_register(db, &feed, err));
    feed.words = &words;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(statement, 1, id);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    nx_analyzer_free(analyzer);
    nx_words_finish(&words);
}

static void words_that_are_missing_are_found(void **state)
{
    (void)state;
    make_index();
    change_words(3, "River", first_body,
                 "INSERT INTO words(words, rowid, headline, byline, dateline, "
                 "body, keywords) VALUES('delete', ?1, '0', '1', '2', '3', "
                 "'4')");
    expect_fault("the words of article 3 are not those of its text");
}

static void words_that_are_too_many_are_found(void **state)
{
    static const char insert[] =
        "INSERT INTO words(rowid, headline, byline, dateline, body, keywords) "
        "VALUES(?1, '0', '1', '2', '3', '4')";

    (void)state;
    make_index();
    change_words(2, "", "spurious", insert);
    expect_fault("the words of article 2 are not those of its text");
    make_index();
    change_words(5, "", "spurious", insert);
    expect_fault("\"spurious\" is in article 5, which isn't there");
}

static void words_in_another_order_are_found(void **state)
{
    static const char remove[] =
        "INSERT INTO words(words, rowid, headline, byline, dateline, body, "
        "keywords) VALUES('delete', ?1, '0', '1', '2', '3', '4')";
    static const char insert[] =
        "INSERT INTO words(rowid, headline, byline, dateline, body, keywords) "
        "VALUES(?1, '0', '1', '2', '3', '4')";

    (void)state;
    make_index();
    change_words(1, "River", "Old text.", remove);
    change_words(1, "River", "Text old.", insert);
    expect_fault("the words of article 1 are not those of its text");
    make_index();
    change_words(1, "River", "Old text.", remove);
    change_words(1, "Old text.", "River", insert);
    expect_fault("the words of article 1 are not those of its text");
}

static void a_text_with_its_hash_changed_too_is_found(void **state)
{
    newsidx_article article = make_article("a", "River", "Stones.");
    char sql[200];

    (void)state;
    make_index();
    snprintf(sql, sizeof sql,
             "UPDATE article SET body = 'Stones.', hash = %lld WHERE id = 3",
             (long long)nx_content_hash(&article));
    fixture_tamper(PATH, sql);
    expect_fault("article 3 (a): its boundaries");
}

static void a_page_of_the_words_that_is_gone_is_found(void **state)
{
    (void)state;
    make_index();
    fixture_tamper(PATH, "DELETE FROM words_data WHERE id = "
                         "(SELECT max(id) FROM words_data)");
    expect_fault("");
}

static int stop_at_second(uint64_t done, uint64_t total, void *user)
{
    int *calls = user;

    assert_int_equal(total, 4);
    ++*calls;
    return done == 1;
}

static void progress_counts_and_stops(void **state)
{
    nx_store *store;
    int calls = 0;

    (void)state;
    make_index();
    store = fixture_open(PATH);
    EXPECT_FAIL(nx_store_check(store, stop_at_second, &calls, err),
                NEWSIDX_ERR_CANCELLED, "stopped");
    assert_int_equal(calls, 2);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void a_rebuild_repairs_what_follows_from_the_articles(void **state)
{
    static const char *const damages[] = {
        "DELETE FROM row_chunk WHERE chunk = 0",
        "UPDATE article SET boundaries = NULL",
        "UPDATE row_chunk SET data = substr(data, 1, 32)",
        "DELETE FROM trait_chunk",
        "UPDATE label SET text = 'Wire'",
        "DELETE FROM label",
    };

    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        nx_store *store;

        make_index();
        change_words(2, "", "spurious",
                     "INSERT INTO words(rowid, headline, "
                     "byline, dateline, body, keywords) "
                     "VALUES(?1, '0', '1', '2', '3', '4')");
        fixture_tamper(PATH, damages[i]);
        store = fixture_open(PATH);
        assert_int_equal(nx_store_check(store, NULL, NULL, NULL),
                         NEWSIDX_ERR_CORRUPT);
        EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
        EXPECT_OK(nx_store_check(store, NULL, NULL, err));
        assert_int_equal(fixture_matches(store, "spurious"), 0);
        nx_store_close(store);
    }
}

static bool has_feature(const char *path, const char *feature)
{
    sqlite3 *db = fixture_raw(path);
    sqlite3_stmt *statement = NULL;
    bool has;

    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT 1 FROM meta WHERE name = 'features' AND "
                           "instr(value, ?1) > 0",
                           -1, &statement, NULL),
        SQLITE_OK);
    sqlite3_bind_text(statement, 1, feature, -1, SQLITE_STATIC);
    has = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return has;
}

/* As they were made before there were any. */
static void an_index_without_checksums_gets_them_by_a_rebuild(void **state)
{
    static const newsidx_repair_options options = NEWSIDX_REPAIR_OPTIONS_INIT;
    newsidx_repair_counts counts = NEWSIDX_REPAIR_COUNTS_INIT;
    nx_store *store;

    (void)state;
    make_index();
    fixture_tamper(PATH,
                   "UPDATE meta SET value = 'articles words rows lists traits' "
                   "WHERE name = 'features'; UPDATE article SET boundaries = "
                   "substr(boundaries, 1, length(boundaries) - 8)");
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    fixture_put(store, "d", "New", "Of after that.");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
    fixture_remove("repaired.db");
    EXPECT_OK(nx_store_repair(PATH, "repaired.db", &options, &counts, err));
    assert_int_equal(counts.saved, 5);
    assert_int_equal(counts.lost + counts.altered + counts.unsure, 0);
    assert_false(has_feature(PATH, "checksums"));
    assert_true(has_feature("repaired.db", "checksums"));
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
    assert_true(has_feature(PATH, "checksums"));
    fixture_tamper(PATH, "UPDATE article SET dropped = 'x' WHERE id = 2");
    expect_fault("article 2 (b): its checksum");
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    nx_store_close(store);
    expect_fault("article 2 (b): its checksum");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_contradicts_itself_is_found),
        cmocka_unit_test(versions_that_cannot_follow_each_other_are_found),
        cmocka_unit_test(versions_in_another_order_are_found),
        cmocka_unit_test(traits_that_are_not_the_articles_are_found),
        cmocka_unit_test(words_that_are_missing_are_found),
        cmocka_unit_test(words_that_are_too_many_are_found),
        cmocka_unit_test(words_in_another_order_are_found),
        cmocka_unit_test(a_text_with_its_hash_changed_too_is_found),
        cmocka_unit_test(a_page_of_the_words_that_is_gone_is_found),
        cmocka_unit_test(progress_counts_and_stops),
        cmocka_unit_test(a_rebuild_repairs_what_follows_from_the_articles),
        cmocka_unit_test(an_index_without_checksums_gets_them_by_a_rebuild),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
