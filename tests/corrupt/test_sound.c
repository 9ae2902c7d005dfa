/*
 * No false alarms: what newsidx writes passes as a stranger's file, at any
 * moment, in the middle of FTS5's merges, with versions and removals, and after
 * an optimize or a rebuild.
 */
#include "victim.h"

#include "../api/fixture.h"
#include "words/audit.h"

#define COMMITS 90
#define ARTICLES 40
#define WORDS 450
#define VOCABULARY 30000

static uint32_t state_of_chance = 20161118;

static uint32_t draw(void)
{
    state_of_chance = state_of_chance * 1664525U + 1013904223U;
    return state_of_chance >> 8;
}

/* Few words often, and many rarely, as in texts. */
static unsigned any_word(void)
{
    const unsigned most = 1U << (1 + draw() % 15);

    return draw() % (most < VOCABULARY ? most : VOCABULARY);
}

static void put_any(newsidx *index, unsigned number)
{
    static char body[WORDS * 8];
    const unsigned words = 1 + draw() % WORDS;
    size_t used = 0;
    char key[16];

    for (unsigned i = 0; i < words; i++)
        used += (size_t)snprintf(body + used, sizeof body - used, "w%u%s",
                                 any_word(), i % 20 == 19 ? ".\n" : " ");
    snprintf(key, sizeof key, "k%u", number);
    put(index, key, "Of words", body);
}

static void expect_pass(const char *when)
{
    newsidx_error why;
    newsidx *index = victim_open(INDEX_PATH, true, &why);

    if (index == NULL)
        fail_msg("%s: %s", when, why.message);
    newsidx_close(index);
}

/* The row of a statement that gives one. */
static sqlite3_stmt *get_row(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *row = NULL;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    return row;
}

static void close_row(sqlite3 *db, sqlite3_stmt *row)
{
    sqlite3_finalize(row);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Has a merge been begun and not ended? */
static bool is_merging(void)
{
    static nx_words_structure structure;
    sqlite3 *db = victim_open_raw(INDEX_PATH);
    sqlite3_stmt *row =
        get_row(db, "SELECT block FROM words_data WHERE id = 10");
    bool is = false;

    assert_true(nx_words_structure_read(&structure, sqlite3_column_blob(row, 0),
                                        (size_t)sqlite3_column_bytes(row, 0)));
    for (size_t i = 0; i < structure.count; i++)
        is = is || structure.segments[i].first != 1;
    close_row(db, row);
    return is;
}

static void what_commits_leave_passes(void **state)
{
    unsigned merging = 0;
    newsidx *index;

    (void)state;
    newsidx_close(open_new());
    expect_pass("an empty index");
    for (unsigned i = 0; i < COMMITS; i++) {
        const unsigned count = 1 + draw() % (2 * ARTICLES);
        char when[64];

        index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
        EXPECT_OK(newsidx_begin(index, &err));
        for (unsigned j = 0; j < count; j++)
            put_any(index, draw() % 4000);
        EXPECT_OK(newsidx_commit(index, &err));
        newsidx_close(index);
        snprintf(when, sizeof when, "after commit %u", i);
        expect_pass(when);
        merging += is_merging();
    }
    printf("%u times in the middle of a merge\n", merging);
    assert_true(merging > 0);
}

static void what_maintenance_leaves_passes(void **state)
{
    newsidx *index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);

    (void)state;
    for (unsigned i = 0; i < 50; i++) {
        char key[16];

        snprintf(key, sizeof key, "k%u", draw() % 4000);
        assert_true(newsidx_remove(index, text_of(key), NULL) >= 0);
    }
    newsidx_close(index);
    expect_pass("after removals");
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    EXPECT_OK(newsidx_optimize(index, &err));
    newsidx_close(index);
    expect_pass("after an optimize");
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
    newsidx_close(index);
    expect_pass("after a rebuild");
}

/* Leaves are of 40 bytes, so that an index of a doclist has three heights which
 * else are of doclists of many megabytes. */
static void make_small_leaves(void)
{
    sqlite3 *db;

    newsidx_close(open_new());
    db = victim_open_raw(INDEX_PATH);
    victim_run(db, "UPDATE words_config SET v = 40 WHERE k = 'pgsz'");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int greatest_height(void)
{
    sqlite3 *db = victim_open_raw(INDEX_PATH);
    sqlite3_stmt *row =
        get_row(db, "SELECT max((id >> 31) & 31) FROM words_data");
    const int height = sqlite3_column_int(row, 0);

    close_row(db, row);
    return height;
}

static void indexes_of_long_doclists_pass(void **state)
{
    char body[4 * 41] = "";
    newsidx *index;

    (void)state;
    for (size_t i = 0; i < 40; i++)
        memcpy(body + 4 * i, "rai ", 4);
    make_small_leaves();
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    EXPECT_OK(newsidx_begin(index, &err));
    for (unsigned i = 0; i < 1700; i++) {
        char key[16];

        snprintf(key, sizeof key, "k%u", i);
        /* Not all leaves have a rowid. */
        put(index, key, "Of rain", i % 10 == 0 ? "rai" : body);
    }
    EXPECT_OK(newsidx_commit(index, &err));
    newsidx_close(index);
    assert_int_equal(greatest_height(), 2);
    expect_pass("with small leaves");
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    put(index, "last", "Of rain", body);
    EXPECT_OK(newsidx_optimize(index, &err));
    newsidx_close(index);
    assert_int_equal(greatest_height(), 2);
    expect_pass("with small leaves, after an optimize");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_commits_leave_passes),
        cmocka_unit_test(what_maintenance_leaves_passes),
        cmocka_unit_test(indexes_of_long_doclists_pass),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
