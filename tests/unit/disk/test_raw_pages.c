/* Pages of a file and its log, held against what SQLite makes of the two. */
#include "disk/raw_pages.h"

#include "../store/store_fixture.h"

#include <sqlite3.h>
#include <stdlib.h>

#define PATH "pages.db"
#define COPY "copy.db"

static char *read_file(const char *path, size_t *out_length)
{
    FILE *file = fopen(path, "rb");
    char *bytes;

    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *out_length = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*out_length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *out_length, file), *out_length);
    fclose(file);
    return bytes;
}

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* A file and its log as they are while somebody writes: a commit, another that
 * replaces pages of it, and one that is not finished. */
static sqlite3 *make_file(void)
{
    sqlite3 *db;

    fixture_remove(PATH);
    assert_int_equal(sqlite3_open(PATH, &db), SQLITE_OK);
    fixture_run(db, "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL;"
                    "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = 10;"
                    "CREATE TABLE t(a);"
                    "INSERT INTO t VALUES(printf('%.*c', 90000, 'a'));"
                    "PRAGMA wal_checkpoint(TRUNCATE);"
                    "INSERT INTO t VALUES(printf('%.*c', 90000, 'b'));"
                    "UPDATE t SET a = printf('%.*c', 80000, 'c') "
                    "WHERE rowid = 1");
    return db;
}

static void copy_both(size_t *out_log)
{
    size_t length = 0;
    char *bytes = read_file(PATH, &length);

    fixture_remove(COPY);
    write_file(COPY, bytes, length);
    free(bytes);
    bytes = read_file(PATH "-wal", out_log);
    write_file(COPY "-wal", bytes, *out_log);
    free(bytes);
}

/* How many pages of the copy are as in `bytes`. */
static uint32_t count_same(const char *bytes, size_t length)
{
    unsigned char page[NX_RAW_PAGE_BYTES];
    nx_raw_pages pages;
    uint32_t same = 0;

    EXPECT_OK(nx_raw_pages_open(&pages, COPY, err));
    for (uint32_t i = 1; i <= pages.count; i++) {
        assert_true(nx_raw_pages_read(&pages, i, page));
        same += i * sizeof page <= length &&
                memcmp(bytes + (i - 1) * sizeof page, page, sizeof page) == 0;
    }
    assert_false(nx_raw_pages_read(&pages, 0, page));
    assert_false(nx_raw_pages_read(&pages, pages.count + 1, page));
    nx_raw_pages_close(&pages);
    return same;
}

static void the_log_counts_as_far_as_it_is_committed(void **state)
{
    sqlite3 *db = make_file();
    size_t committed = 0;
    size_t log = 0;
    size_t length = 0;
    char *bytes;

    (void)state;
    copy_both(&committed);
    /* What the cache has no room for is in the log before the commit. */
    fixture_run(db, "BEGIN; INSERT INTO t VALUES(printf('%.*c', 900000, 'd'))");
    copy_both(&log);
    assert_true(log > committed);
    fixture_run(db, "ROLLBACK; PRAGMA wal_checkpoint(TRUNCATE)");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    bytes = read_file(PATH, &length);
    assert_int_equal(count_same(bytes, length), length / NX_RAW_PAGE_BYTES);
    free(bytes);
}

static void a_damaged_log_ends_where_it_is_damaged(void **state)
{
    sqlite3 *db = make_file();
    size_t length = 0;
    size_t log = 0;
    char *before = read_file(PATH, &length);
    char *bytes;

    (void)state;
    copy_both(&log);
    bytes = read_file(COPY "-wal", &log);
    /* In the first frame: the file is as it was before. */
    bytes[100] = (char)(bytes[100] ^ 1);
    write_file(COPY "-wal", bytes, log);
    assert_int_equal(count_same(before, length), length / NX_RAW_PAGE_BYTES);
    /* And in the header. */
    bytes[100] = (char)(bytes[100] ^ 1);
    bytes[8] = (char)(bytes[8] ^ 1);
    write_file(COPY "-wal", bytes, log);
    assert_int_equal(count_same(before, length), length / NX_RAW_PAGE_BYTES);
    free(bytes);
    free(before);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void what_is_cut_off_is_zeros(void **state)
{
    static const char zeros[NX_RAW_PAGE_BYTES - 100];
    unsigned char page[NX_RAW_PAGE_BYTES];
    nx_raw_pages pages;
    char bytes[100];

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    fixture_remove(COPY);
    write_file(COPY, bytes, sizeof bytes);
    EXPECT_OK(nx_raw_pages_open(&pages, COPY, err));
    assert_int_equal(pages.count, 1);
    assert_true(nx_raw_pages_read(&pages, 1, page));
    assert_memory_equal(page, bytes, sizeof bytes);
    assert_memory_equal(page + 100, zeros, sizeof zeros);
    nx_raw_pages_close(&pages);
    EXPECT_FAIL(nx_raw_pages_open(&pages, "none.db", err), NEWSIDX_ERR_IO,
                "none.db");
    EXPECT_FAIL(nx_raw_pages_open(&pages, ".", err), NEWSIDX_ERR_NOT_AN_INDEX,
                "no file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_log_counts_as_far_as_it_is_committed),
        cmocka_unit_test(a_damaged_log_ends_where_it_is_damaged),
        cmocka_unit_test(what_is_cut_off_is_zeros),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
