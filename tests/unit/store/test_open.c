#include "store/store.h"

#include "store_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define PATH "open.db"

static newsidx_status try_open(const char *path, newsidx_mode mode,
                               newsidx_error *err)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *store = NULL;
    newsidx_status status;

    options.mode = mode;
    options.busy_timeout_ms = 100;
    status = nx_store_open(path, &options, &store, err);
    if (status < 0)
        assert_null(store);
    nx_store_close(store);
    return status;
}

/* Refused in every mode, and not a byte of it is other than before. */
static void expect_refusal(const char *path, newsidx_status wanted,
                           const char *piece)
{
    uint64_t before = fixture_file_hash(path);
    char lock[256];

    snprintf(lock, sizeof lock, "%s.lock", path);
    unlink(lock);
    for (int mode = NEWSIDX_READ_WRITE_CREATE; mode <= NEWSIDX_READ_ONLY;
         mode++) {
        EXPECT_FAIL(try_open(path, (newsidx_mode)mode, err), wanted, piece);
        assert_true(fixture_file_hash(path) == before);
        assert_false(fixture_exists(path, "-wal"));
        assert_false(fixture_exists(path, "-shm"));
        assert_false(fixture_exists(path, "-journal"));
        assert_false(fixture_exists(path, ".lock"));
    }
}

static void make_index(const char *path)
{
    nx_store *store = fixture_new(path);

    fixture_put(store, "a", "Peace", "They talk.");
    nx_store_close(store);
}

static void a_text_file_is_refused(void **state)
{
    static const char text[] = "just a text\n";
    char longer[5000];

    (void)state;
    fixture_write_file("text", text, sizeof text - 1);
    expect_refusal("text", NEWSIDX_ERR_NOT_AN_INDEX, "no SQLite file");
    /* SQLite takes a single byte for nothing at all; we leave it alone. */
    fixture_write_file("text", text, 1);
    expect_refusal("text", NEWSIDX_ERR_NOT_AN_INDEX, "is not an index");
    memset(longer, 'x', sizeof longer);
    fixture_write_file("text", longer, sizeof longer);
    expect_refusal("text", NEWSIDX_ERR_NOT_AN_INDEX, "no SQLite file");
}

static void another_programs_database_is_refused(void **state)
{
    (void)state;
    fixture_remove("other.db");
    fixture_tamper("other.db", "CREATE TABLE t(a)");
    expect_refusal("other.db", NEWSIDX_ERR_NOT_AN_INDEX, "another program's");
    fixture_tamper("other.db", "PRAGMA journal_mode = WAL");
    expect_refusal("other.db", NEWSIDX_ERR_NOT_AN_INDEX, "another program's");
}

static void a_newer_format_is_refused_by_number(void **state)
{
    (void)state;
    make_index(PATH);
    fixture_tamper(PATH, "PRAGMA user_version = 2");
    expect_refusal(PATH, NEWSIDX_ERR_FORMAT, "format 2, newer than 1");
}

static void an_unknown_feature_is_refused_by_name(void **state)
{
    (void)state;
    make_index(PATH);
    fixture_tamper(PATH, "UPDATE meta SET value = 'articles words sonar rows' "
                         "WHERE name = 'features'");
    expect_refusal(PATH, NEWSIDX_ERR_FORMAT, "\"sonar\"");
}

static void strangers_in_the_schema_are_refused(void **state)
{
    static const struct {
        const char *sql;
        const char *piece;
    } cases[] = {
        {"CREATE TABLE extra(a)", "table extra does not belong"},
        {"CREATE VIEW v AS SELECT 1", "view v does not belong"},
        {"CREATE TRIGGER evil AFTER INSERT ON article BEGIN "
         "DELETE FROM article; END",
         "trigger evil does not belong"},
        {"DROP INDEX article_key", "no article_key"},
        {"DROP TABLE hidden", "no hidden"},
        {"ALTER TABLE row_chunk ADD COLUMN more", "table row_chunk is not"},
        {"INSERT INTO words_config(k, v) VALUES('rank', 'highlight(0)')",
         "strange setting \"rank\""},
        {"DELETE FROM meta WHERE name = 'features'", "names no features"},
        {"DELETE FROM meta WHERE name = 'default_language'",
         "no default language"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_index(PATH);
        fixture_tamper(PATH, cases[i].sql);
        expect_refusal(PATH, NEWSIDX_ERR_CORRUPT, cases[i].piece);
    }
}

static void other_rules_ask_for_a_rebuild(void **state)
{
    nx_store *store;
    newsidx_info info = NEWSIDX_INFO_INIT;

    (void)state;
    make_index(PATH);
    fixture_tamper(PATH, "UPDATE meta SET value = value / 2 "
                         "WHERE name IN ('fingerprint', 'probe')");
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_info(store, &info, err));
    assert_int_equal(info.needs_rebuild, 1);
    EXPECT_FAIL(nx_store_require_current(store, err), NEWSIDX_ERR_REBUILD,
                "rebuild");
    EXPECT_FAIL(nx_store_begin(store, NX_DURABLE, err), NEWSIDX_ERR_REBUILD,
                "rebuild");
    EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_REBUILD,
                "rebuild");
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    EXPECT_OK(nx_store_require_current(store, err));
    nx_store_close(store);
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_require_current(store, err));
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

/* The parts are as the library's tests of the fingerprint alter them; here is
 * what a person is told of each. */
static void other_rules_are_named(void **state)
{
    static const struct {
        const char *sql; /* of `value` */
        const char *piece;
    } cases[] = {
        {"replace(value, 'rules:', 'rules:0')", "(rules 0"},
        {"replace(value, 'unicode:', 'unicode:9')", "(Unicode 9"},
        {"replace(value, 'stop-words:', 'stop-words:0')", "(stop words)"},
        {"replace(value, 'probe-words:', 'probe-words:0')", "(probe words)"},
        {"replace(value, ' words:', ' words:0')", "(words)"},
        {"replace(value, 'stems:', 'stems:0')", "(stems)"},
        {"replace(replace(value, 'unicode:', 'unicode:9'), 'stems:', '')",
         ", stems)"},
        {"''", "(rules, Unicode, stop words, probe words, words, stems)"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char sql[256];
        nx_store *store;

        make_index(PATH);
        fixture_tamper(PATH, "UPDATE meta SET value = value / 2 "
                             "WHERE name IN ('fingerprint', 'probe')");
        snprintf(sql, sizeof sql,
                 "UPDATE meta SET value = %s WHERE name = 'analysis'",
                 cases[i].sql);
        fixture_tamper(PATH, sql);
        store = fixture_open(PATH);
        EXPECT_FAIL(nx_store_require_current(store, err), NEWSIDX_ERR_REBUILD,
                    cases[i].piece);
        EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
        EXPECT_OK(nx_store_require_current(store, err));
        nx_store_close(store);
    }
}

/* What another process makes of the index, an open handle learns in time. */
static void a_rebuild_elsewhere_counts_for_open_handles(void **state)
{
    nx_store *store;
    nx_store *other;

    (void)state;
    make_index(PATH);
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(nx_store_rollback(store, err));
    fixture_tamper(PATH, "UPDATE meta SET value = value / 2 "
                         "WHERE name IN ('fingerprint', 'probe');"
                         "UPDATE meta SET value = value + 1 "
                         "WHERE name = 'revision'");
    EXPECT_FAIL(nx_store_begin(store, NX_DURABLE, err), NEWSIDX_ERR_REBUILD,
                "rebuild");
    assert_false(nx_store_is_writing(store));
    other = fixture_open(PATH);
    EXPECT_OK(nx_store_rebuild(other, NULL, NULL, err));
    nx_store_close(other);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(nx_store_rollback(store, err));
    nx_store_close(store);
}

static int64_t meta_number(const char *name)
{
    sqlite3 *db = fixture_raw(PATH);
    sqlite3_stmt *statement = NULL;
    int64_t number;

    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT value FROM meta "
                                        "WHERE name = ?1",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

static void the_fingerprint_decides_where_the_probe_differs(void **state)
{
    nx_store *store;
    int64_t probe;

    (void)state;
    make_index(PATH);
    probe = meta_number("probe");
    fixture_tamper(PATH, "UPDATE meta SET value = value / 2 "
                         "WHERE name = 'probe'");
    assert_true(meta_number("probe") != probe);
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_require_current(store, err));
    fixture_put(store, "more", "", "text");
    nx_store_close(store);
    assert_true(meta_number("probe") == probe);
}

/* Other code opens an index: it makes the probe, and then vouches itself. */
static void a_voucher_of_other_code_is_replaced(void **state)
{
    nx_store *store;
    int64_t voucher;

    (void)state;
    make_index(PATH);
    voucher = meta_number("voucher");
    if (voucher == 0)
        skip();
    fixture_tamper(PATH, "UPDATE meta SET value = value / 2 "
                         "WHERE name = 'voucher'");
    assert_true(meta_number("voucher") != voucher);
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_require_current(store, err));
    fixture_put(store, "more", "", "text");
    nx_store_close(store);
    assert_true(meta_number("voucher") == voucher);
}

static void each_language_of_the_articles_is_probed(void **state)
{
    newsidx_article article = make_article("d", "", "Die Kinder spielen.");
    nx_store *store;
    nx_store *other;
    nx_put_result put;
    int64_t english;

    (void)state;
    make_index(PATH);
    english = meta_number("probe");
    store = fixture_open(PATH);
    other = fixture_open(PATH);
    article.language = nx_str("de-AT");
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_rollback(store, err));
    fixture_put(store, "more", "", "text");
    assert_true(meta_number("probe") == english);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_commit(store, err));
    assert_true(meta_number("probe") != english);
    /* Another handle learns of it before it brings a third. */
    EXPECT_OK(nx_store_begin(other, NX_DURABLE, err));
    article.key = nx_str("f");
    article.language = nx_str("fr");
    EXPECT_OK(fixture_try_put(other, &article, &put, err));
    EXPECT_OK(nx_store_commit(other, err));
    nx_store_close(other);
    nx_store_close(store);
    fixture_tamper(PATH, "UPDATE meta SET value = 0 WHERE name = "
                         "'fingerprint' AND EXISTS (SELECT 1 FROM meta WHERE "
                         "name = 'languages' AND value = 'en de fr')");
    assert_int_equal(meta_number("fingerprint"), 0);
    /* The probe is right, so that the fingerprint is not even made. */
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_require_current(store, err));
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void an_empty_file_becomes_an_index_if_it_may(void **state)
{
    (void)state;
    fixture_remove(PATH);
    fixture_write_file(PATH, "", 0);
    EXPECT_FAIL(try_open(PATH, NEWSIDX_READ_WRITE, err),
                NEWSIDX_ERR_NOT_AN_INDEX, "it is empty");
    EXPECT_FAIL(try_open(PATH, NEWSIDX_READ_ONLY, err),
                NEWSIDX_ERR_NOT_AN_INDEX, "it is empty");
    EXPECT_OK(try_open(PATH, NEWSIDX_READ_WRITE_CREATE, err));
    EXPECT_OK(try_open(PATH, NEWSIDX_READ_ONLY, err));
}

static void what_is_not_there_is_made_only_if_it_may(void **state)
{
    (void)state;
    fixture_remove(PATH);
    EXPECT_FAIL(try_open(PATH, NEWSIDX_READ_WRITE, err), NEWSIDX_ERR_IO,
                "No such file");
    EXPECT_FAIL(try_open(PATH, NEWSIDX_READ_ONLY, err), NEWSIDX_ERR_IO,
                "No such file");
    assert_false(fixture_exists(PATH, ""));
    EXPECT_FAIL(try_open("no/such/folder/x.db", NEWSIDX_READ_WRITE_CREATE, err),
                NEWSIDX_ERR_IO, "can't find the folder");
    EXPECT_FAIL(try_open("", NEWSIDX_READ_WRITE_CREATE, err),
                NEWSIDX_ERR_MISUSE, "names no file");
    EXPECT_FAIL(try_open("./", NEWSIDX_READ_WRITE_CREATE, err),
                NEWSIDX_ERR_MISUSE, "names no file");
    EXPECT_FAIL(try_open("..", NEWSIDX_READ_WRITE_CREATE, err),
                NEWSIDX_ERR_MISUSE, "names no file");
}

static void the_file_is_its_owners_alone(void **state)
{
    struct stat about;

    (void)state;
    make_index(PATH);
    assert_int_equal(stat(PATH, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(stat(PATH ".lock", &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void a_closed_index_is_one_file(void **state)
{
    nx_store *store, *reader;
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;

    (void)state;
    make_index(PATH);
    assert_false(fixture_exists(PATH, "-wal"));
    assert_false(fixture_exists(PATH, "-shm"));
    options.mode = NEWSIDX_READ_ONLY;
    EXPECT_OK(nx_store_open(PATH, &options, &reader, err));
    EXPECT_OK(nx_store_begin_read(reader, err));
    nx_store_end_read(reader);
    nx_store_close(reader);
    assert_false(fixture_exists(PATH, "-wal"));
    assert_false(fixture_exists(PATH, "-shm"));
    /* The one that stays longer puts things in order. */
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_open(PATH, &options, &reader, err));
    fixture_put(store, "b", "", "text");
    nx_store_close(store);
    EXPECT_OK(nx_store_begin_read(reader, err));
    assert_int_equal(nx_store_rows(reader)->article_count, 2);
    nx_store_end_read(reader);
    nx_store_close(reader);
    nx_store_close(fixture_open(PATH));
    assert_false(fixture_exists(PATH, "-wal"));
    assert_false(fixture_exists(PATH, "-shm"));
}

static void a_read_only_handle_does_not_write(void **state)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *store = NULL;
    uint64_t before;

    (void)state;
    make_index(PATH);
    before = fixture_file_hash(PATH);
    unlink(PATH ".lock");
    options.mode = NEWSIDX_READ_ONLY;
    EXPECT_OK(nx_store_open(PATH, &options, &store, err));
    EXPECT_FAIL(nx_store_begin(store, NX_DURABLE, err), NEWSIDX_ERR_READ_ONLY,
                "reading only");
    EXPECT_FAIL(nx_store_optimize(store, err), NEWSIDX_ERR_READ_ONLY,
                "reading only");
    EXPECT_FAIL(nx_store_rebuild(store, NULL, NULL, err), NEWSIDX_ERR_READ_ONLY,
                "reading only");
    EXPECT_FAIL(nx_store_sync(store, err), NEWSIDX_ERR_READ_ONLY,
                "reading only");
    assert_int_not_equal(sqlite3_exec(nx_store_db(store), "DELETE FROM article",
                                      NULL, NULL, NULL),
                         SQLITE_OK);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    assert_int_not_equal(sqlite3_exec(nx_store_db(store), "DELETE FROM article",
                                      NULL, NULL, NULL),
                         SQLITE_OK);
    nx_store_close(store);
    assert_true(fixture_file_hash(PATH) == before);
    assert_false(fixture_exists(PATH, ".lock"));
}

/* In a child, for the test may be root's, who may write anywhere. */
static int read_as_nobody(const char *path)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *store = NULL;
    int result;

    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 1;
    options.mode = NEWSIDX_READ_ONLY;
    if (nx_store_open(path, &options, &store, NULL) < 0)
        return 2;
    if (nx_store_begin_read(store, NULL) < 0)
        return 3;
    result = nx_store_rows(store)->article_count == 1 ? 0 : 4;
    nx_store_end_read(store);
    if (nx_store_check(store, NULL, NULL, NULL) < 0)
        result = 5;
    nx_store_close(store);
    /* What can't be written is opened all the same, and says so later. */
    options.mode = NEWSIDX_READ_WRITE;
    if (nx_store_open(path, &options, &store, NULL) < 0)
        return 6;
    if (nx_store_begin(store, NX_DURABLE, NULL) != NEWSIDX_ERR_READ_ONLY)
        result = 7;
    nx_store_close(store);
    return result;
}

static void a_folder_nobody_may_write_to_can_be_read(void **state)
{
    char folder[64];
    char path[80];
    int child_status = -1;
    pid_t child;

    (void)state;
    /* Its name is what an URI would stumble over, and it stands where nobody
     * else's folders keep another user out. */
    snprintf(folder, sizeof folder, "/tmp/newsidx-%ld only %%41?mode=rw#",
             (long)getpid());
    snprintf(path, sizeof path, "%s/x.db", folder);
    assert_true(mkdir(folder, 0755) == 0 || errno == EEXIST);
    assert_int_equal(chmod(folder, 0755), 0);
    make_index(path);
    assert_int_equal(chmod(path, 0444), 0);
    fixture_remove("nothing");
    assert_int_equal(chmod(folder, 0555), 0);
    child = fork();
    if (child == 0)
        _exit(read_as_nobody(path));
    assert_int_equal(waitpid(child, &child_status, 0), child);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_true(WIFEXITED(child_status));
    assert_int_equal(WEXITSTATUS(child_status), 0);
    assert_false(fixture_exists(path, "-wal"));
    assert_false(fixture_exists(path, "-shm"));
    fixture_remove(path);
    rmdir(folder);
}

/* In a folder that the reader may write to, where SQLite would make files that
 * it may not take away again. */
static void somebody_elses_file_is_read_without_a_trace(void **state)
{
    char folder[64];
    char path[80];
    char lock[96];
    int child_status = -1;
    pid_t child;

    (void)state;
    snprintf(folder, sizeof folder, "/tmp/newsidx-%ld-open", (long)getpid());
    snprintf(path, sizeof path, "%s/x.db", folder);
    assert_true(mkdir(folder, 0777) == 0 || errno == EEXIST);
    assert_int_equal(chmod(folder, 0777), 0);
    make_index(path);
    snprintf(lock, sizeof lock, "%s.lock", path);
    unlink(lock);
    assert_int_equal(chmod(path, 0444), 0);
    child = fork();
    if (child == 0)
        _exit(read_as_nobody(path));
    assert_int_equal(waitpid(child, &child_status, 0), child);
    assert_true(WIFEXITED(child_status));
    assert_int_equal(WEXITSTATUS(child_status), 0);
    assert_false(fixture_exists(path, "-wal"));
    assert_false(fixture_exists(path, "-shm"));
    assert_false(fixture_exists(path, ".lock"));
    fixture_remove(path);
    rmdir(folder);
}

static void a_symbolic_link_is_refused_but_not_its_folder(void **state)
{
    (void)state;
    make_index(PATH);
    unlink("link.db");
    unlink("folder");
    assert_int_equal(symlink(PATH, "link.db"), 0);
    assert_int_equal(symlink(".", "folder"), 0);
    EXPECT_FAIL(try_open("link.db", NEWSIDX_READ_WRITE, err), NEWSIDX_ERR_IO,
                "symbolic link");
    EXPECT_FAIL(try_open("link.db", NEWSIDX_READ_ONLY, err), NEWSIDX_ERR_IO,
                "symbolic link");
    EXPECT_OK(try_open("folder/" PATH, NEWSIDX_READ_WRITE, err));
    unlink("link.db");
    unlink("folder");
}

static void names_are_never_uris(void **state)
{
    (void)state;
    fixture_remove("file:x.db?mode=memory");
    EXPECT_OK(
        try_open("file:x.db?mode=memory", NEWSIDX_READ_WRITE_CREATE, err));
    assert_true(fixture_exists("file:x.db?mode=memory", ""));
    EXPECT_OK(try_open(":memory:", NEWSIDX_READ_WRITE_CREATE, err));
    assert_true(fixture_exists(":memory:", ""));
    fixture_remove("file:x.db?mode=memory");
    fixture_remove(":memory:");
}

static void options_are_held_against_the_contract(void **state)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *store = NULL;

    (void)state;
    options.mode = (newsidx_mode)3;
    EXPECT_FAIL(nx_store_open(PATH, &options, &store, err), NEWSIDX_ERR_OPTIONS,
                "open mode 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_file_is_refused),
        cmocka_unit_test(another_programs_database_is_refused),
        cmocka_unit_test(a_newer_format_is_refused_by_number),
        cmocka_unit_test(an_unknown_feature_is_refused_by_name),
        cmocka_unit_test(strangers_in_the_schema_are_refused),
        cmocka_unit_test(other_rules_ask_for_a_rebuild),
        cmocka_unit_test(other_rules_are_named),
        cmocka_unit_test(a_rebuild_elsewhere_counts_for_open_handles),
        cmocka_unit_test(the_fingerprint_decides_where_the_probe_differs),
        cmocka_unit_test(a_voucher_of_other_code_is_replaced),
        cmocka_unit_test(each_language_of_the_articles_is_probed),
        cmocka_unit_test(an_empty_file_becomes_an_index_if_it_may),
        cmocka_unit_test(what_is_not_there_is_made_only_if_it_may),
        cmocka_unit_test(the_file_is_its_owners_alone),
        cmocka_unit_test(a_closed_index_is_one_file),
        cmocka_unit_test(a_read_only_handle_does_not_write),
        cmocka_unit_test(a_folder_nobody_may_write_to_can_be_read),
        cmocka_unit_test(somebody_elses_file_is_read_without_a_trace),
        cmocka_unit_test(a_symbolic_link_is_refused_but_not_its_folder),
        cmocka_unit_test(names_are_never_uris),
        cmocka_unit_test(options_are_held_against_the_contract),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
