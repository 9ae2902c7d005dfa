#include "store/body.h"

#include "made_text.h"
#include "store/internal.h"
#include "store/repair.h"
#include "store_fixture.h"

#define PATH "body.db"
#define MODEL "model.db"
#define REPAIRED "repaired.db"
#define BODY_BYTES 2500
#define LARGE 2300

/* What a query gives as its one number; -1 if that is NULL. */
static int64_t number(nx_store *store, const char *sql)
{
    int64_t out = 0;

    EXPECT_OK(nx_db_number(nx_store_db(store), sql, "testing", &out, err));
    return out;
}

static int64_t count_frames(nx_store *store)
{
    return number(store,
                  "SELECT count(*) FROM article WHERE typeof(body) = 'blob'");
}

static newsidx_status try_put(nx_store *store, unsigned n, newsidx_error *err)
{
    char key[16], body[BODY_BYTES];
    newsidx_article article;
    nx_put_result put;

    snprintf(key, sizeof key, "k%u", n);
    made_text(body, sizeof body, n);
    article = make_article(key, "Headline", body);
    return fixture_try_put(store, &article, &put, err);
}

static void put_some(nx_store *store, unsigned from, unsigned count,
                     nx_durability durability)
{
    EXPECT_OK(nx_store_begin(store, durability, err));
    for (unsigned i = from; i < from + count; i++)
        EXPECT_OK(try_put(store, i, err));
    EXPECT_OK(nx_store_commit(store, err));
}

/* That article `id`, of the same number, says what it was given. */
static void expect_body(nx_store *store, int64_t id)
{
    char body[BODY_BYTES];
    nx_stored stored;
    nx_arena arena;

    made_text(body, sizeof body, (unsigned)id);
    nx_arena_init(&arena);
    EXPECT_OK(nx_store_read(store, id, &arena, &stored, err));
    assert_int_equal(stored.article.body.length, strlen(body));
    assert_string_equal(stored.article.body.bytes, body);
    nx_arena_finish(&arena);
}

static void expect_unreadable(int64_t id, const char *piece)
{
    nx_store *store = fixture_open(PATH);
    nx_stored stored;
    nx_arena arena;

    nx_arena_init(&arena);
    EXPECT_FAIL(nx_store_read(store, id, &arena, &stored, err),
                NEWSIDX_ERR_CORRUPT, piece);
    nx_arena_finish(&arena);
    nx_store_close(store);
}

static void copy_file(const char *from, const char *to)
{
    sqlite3 *db = fixture_raw(from);
    char sql[64];

    fixture_remove(to);
    snprintf(sql, sizeof sql, "VACUUM INTO '%s'", to);
    fixture_run(db, sql);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    fixture_tamper(to, "PRAGMA journal_mode = WAL");
}

/* As many articles as it takes, and more, all of them frames. */
static int make_model(void **state)
{
    nx_store *store = fixture_new(MODEL);

    (void)state;
    put_some(store, 1, LARGE, NX_BULK);
    EXPECT_OK(nx_store_optimize(store, err));
    nx_store_close(store);
    return 0;
}

static nx_store *open_large(void)
{
    copy_file(MODEL, PATH);
    return fixture_open(PATH);
}

static newsidx_repair_counts repair(void)
{
    static const newsidx_repair_options options = NEWSIDX_REPAIR_OPTIONS_INIT;
    newsidx_repair_counts counts = NEWSIDX_REPAIR_COUNTS_INIT;

    fixture_remove(REPAIRED);
    EXPECT_OK(nx_store_repair(PATH, REPAIRED, &options, &counts, err));
    return counts;
}

static void a_lost_dictionary_has_a_copy(void **state)
{
    static const char damage[] =
        "UPDATE dictionary SET data = zeroblob(length(data))";
    nx_store *store;

    (void)state;
    copy_file(MODEL, PATH);
    fixture_tamper(PATH, damage);
    expect_unreadable(7, "missing or damaged");
    assert_int_equal(repair().saved, LARGE);
    store = fixture_open(REPAIRED);
    for (int64_t id = 1; id <= LARGE; id += 99)
        expect_body(store, id);
    assert_int_equal(count_frames(store), LARGE);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
    fixture_tamper(PATH, "DELETE FROM meta WHERE name = 'dictionary'");
    assert_int_equal(repair().lost, LARGE);
}

static void a_small_index_keeps_texts(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    put_some(store, 1, 50, NX_BULK);
    EXPECT_OK(nx_store_sync(store, err));
    EXPECT_OK(nx_store_optimize(store, err));
    assert_int_equal(count_frames(store), 0);
    assert_int_equal(number(store, "SELECT count(*) FROM dictionary"), 0);
    assert_int_equal(number(store, "SELECT value LIKE '%zstd%' FROM meta "
                                   "WHERE name = 'features'"),
                     0);
    nx_store_close(store);
}

static void a_load_writes_texts_and_an_optimize_frames(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_store *other = fixture_open(PATH);

    (void)state;
    put_some(store, 1, LARGE, NX_BULK);
    EXPECT_OK(nx_store_sync(store, err));
    assert_int_equal(count_frames(store), 0);
    EXPECT_OK(nx_store_optimize(store, err));
    assert_int_equal(count_frames(store), LARGE);
    assert_int_equal(number(store, "SELECT count(*) FROM dictionary"), 1);
    assert_int_equal(number(store, "SELECT value LIKE '% zstd' FROM meta "
                                   "WHERE name = 'features'"),
                     1);
    expect_body(store, 1);
    expect_body(other, LARGE);
    /* Ordinary writes use what is there, of another process too. */
    put_some(other, LARGE + 1, 1, NX_DURABLE);
    put_some(store, LARGE + 2, 1, NX_BULK);
    assert_int_equal(count_frames(store), LARGE + 1);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    EXPECT_OK(nx_store_sync(store, err));
    EXPECT_OK(nx_store_optimize(store, err));
    assert_int_equal(count_frames(store), LARGE + 2);
    assert_int_equal(number(store, "SELECT count(*) FROM dictionary"), 1);
    expect_body(other, LARGE + 2);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(other);
    nx_store_close(store);
}

static void what_is_too_short_stays_a_text(void **state)
{
    nx_store *store = open_large();
    int64_t frames = count_frames(store);
    newsidx_article article = make_article("none", "Headline", "");
    nx_put_result put;

    (void)state;
    fixture_put(store, "short", "", "text");
    fixture_put(store, "empty", "Headline", "");
    article.body = (newsidx_text){NULL, 0};
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_commit(store, err));
    assert_int_equal(count_frames(store), frames);
    EXPECT_OK(nx_store_optimize(store, err));
    assert_int_equal(number(store,
                            "SELECT count(*) FROM article WHERE key IN "
                            "('short', 'empty') AND typeof(body) = 'text'"),
                     2);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void damage_is_told_with_the_article(void **state)
{
    /* The header of ours: magic, a descriptor that says four bytes of
     * dictionary and two of length, and these. */
    static const struct {
        const char *sql;
        const char *piece;
    } cases[] = {
        {"UPDATE article SET body = x'' WHERE id = 2300",
         "article 2300: its body is damaged"},
        {"UPDATE article SET body = x'00' WHERE id = 2300",
         "article 2300: its body is damaged"},
        {"UPDATE article SET body = substr(body, 1, length(body) - 1) "
         "WHERE id = 2300",
         "article 2300: its body is damaged"},
        {"UPDATE article SET body = body || x'00' WHERE id = 2300; "
         "UPDATE article SET body = CAST(body AS BLOB) WHERE id = 2300",
         "article 2300: its body is damaged"},
        {"UPDATE article SET body = CAST(substr(body, 1, 9) || x'FFFF' || "
         "substr(body, 12) AS BLOB) WHERE id = 2300",
         "article 2300: its body is damaged"},
        /* No dictionary; a length of 2^32 - 1; and no length at all. */
        {"UPDATE article SET body = x'28B52FFD200001000063' WHERE id = 2300",
         "article 2300: its body is damaged"},
        {"UPDATE article SET body = x'28B52FFDA301000000FFFFFFFF010000' "
         "WHERE id = 2300",
         "article 2300: its body is damaged"},
        {"UPDATE article SET body = x'28B52FFD030001000000010000' "
         "WHERE id = 2300",
         "article 2300: its body is damaged"},
        {"UPDATE article SET body = x'28B52FFD230100000000010000' "
         "WHERE id = 2300",
         "article 2300: the dictionary 1 of its body"},
        {"DELETE FROM dictionary", "of its body is missing or damaged"},
        {"UPDATE dictionary SET data = x''",
         "of its body is missing or damaged"},
        {"UPDATE dictionary SET data = CAST('text' AS BLOB)",
         "of its body is missing or damaged"},
        {"UPDATE dictionary SET data = substr(data, 1, 20)",
         "of its body is missing or damaged"},
        {"UPDATE dictionary SET id = 5", "of its body is missing or damaged"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        copy_file(MODEL, PATH);
        fixture_tamper(PATH, cases[i].sql);
        expect_unreadable(LARGE, cases[i].piece);
    }
}

static void a_check_reads_every_frame(void **state)
{
    nx_store *store;

    (void)state;
    copy_file(MODEL, PATH);
    fixture_tamper(PATH, "UPDATE article SET body = (SELECT body FROM article "
                         "WHERE id = 2299) WHERE id = 2298");
    store = fixture_open(PATH);
    EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_CORRUPT,
                "article 2298 (k2298): its content hash");
    nx_store_close(store);
}

static void a_damaged_dictionary_refuses_writes(void **state)
{
    nx_store *store;
    nx_put_result put;
    newsidx_article article = make_article("new", "", "Another new text.");

    (void)state;
    copy_file(MODEL, PATH);
    fixture_tamper(PATH, "UPDATE dictionary SET data = x'00'");
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_FAIL(fixture_try_put(store, &article, &put, err),
                NEWSIDX_ERR_CORRUPT, "is damaged");
    EXPECT_OK(nx_store_rollback(store, err));
    EXPECT_FAIL(nx_store_optimize(store, err), NEWSIDX_ERR_CORRUPT,
                "is damaged");
    nx_store_close(store);
}

/* In a build without zstd the file is refused by the feature's name, and what
 * another process writes meanwhile is too. */
static void without_zstd_it_is_refused(void **state)
{
    nx_store *store = open_large();
    nx_stored stored;
    nx_arena arena;

    (void)state;
    EXPECT_OK(nx_store_optimize(store, err));
    assert_int_equal(count_frames(store), 0);
    fixture_tamper(PATH, "UPDATE meta SET value = value || ' zstd' "
                         "WHERE name = 'features'; "
                         "UPDATE article SET body = x'28B52FFD' WHERE id = 1");
    nx_arena_init(&arena);
    EXPECT_FAIL(nx_store_read(store, 1, &arena, &stored, err),
                NEWSIDX_ERR_FORMAT, "the feature \"zstd\"");
    nx_arena_finish(&arena);
    nx_store_close(store);
    EXPECT_FAIL(nx_store_open(PATH, NULL, &store, err), NEWSIDX_ERR_FORMAT,
                "the feature \"zstd\"");
}

int main(void)
{
    const struct CMUnitTest with_zstd[] = {
        cmocka_unit_test(a_small_index_keeps_texts),
        cmocka_unit_test(a_lost_dictionary_has_a_copy),
        cmocka_unit_test(a_load_writes_texts_and_an_optimize_frames),
        cmocka_unit_test(what_is_too_short_stays_a_text),
        cmocka_unit_test(damage_is_told_with_the_article),
        cmocka_unit_test(a_check_reads_every_frame),
        cmocka_unit_test(a_damaged_dictionary_refuses_writes),
    };
    const struct CMUnitTest without[] = {
        cmocka_unit_test(a_small_index_keeps_texts),
        cmocka_unit_test(without_zstd_it_is_refused),
    };

    if (nx_frame_is_known())
        return cmocka_run_group_tests(with_zstd, make_model, NULL);
    return cmocka_run_group_tests(without, make_model, NULL);
}
