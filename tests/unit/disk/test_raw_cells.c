/* Rows as SQLite writes them, held against what SQLite reads. */
#include "disk/raw_cells.h"

#include "../store/store_fixture.h"

#include <sqlite3.h>
#include <stdlib.h>

#define PATH "cells.db"

/* Numbers of every stored length, texts that stay in a page, that fill it and
 * that run over, once and often. */
static const char *const values[] = {
    "NULL",
    "0",
    "1",
    "-1",
    "127",
    "-32768",
    "8388607",
    "-2147483648",
    "140737488355327",
    "-9223372036854775807 - 1",
    "2.5",
    "''",
    "x''",
    "'text'",
    "x'00ff'",
    "printf('%.*c', 16349, 'a')",
    "printf('%.*c', 16360, 'b')",
    "printf('%.*c', 100000, 'c')",
};
#define VALUES ((int64_t)(sizeof values / sizeof *values))

static sqlite3 *make_file(void)
{
    sqlite3 *db;
    char sql[200];

    fixture_remove(PATH);
    assert_int_equal(sqlite3_open(PATH, &db), SQLITE_OK);
    fixture_run(db, "PRAGMA page_size = 16384; PRAGMA journal_mode = DELETE;"
                    "CREATE TABLE plain(id INTEGER PRIMARY KEY, value, mark);"
                    "CREATE TABLE keyed(name, value, mark, "
                    "PRIMARY KEY(name)) WITHOUT ROWID");
    for (int64_t i = 0; i < VALUES; i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO plain(id, value, mark) VALUES(%lld, %s, 7);"
                 "INSERT INTO keyed(name, value, mark) VALUES(%lld, %s, 7)",
                 (long long)(i * i * 1000 + 1), values[i],
                 (long long)(i * i * 1000 + 1), values[i]);
        fixture_run(db, sql);
    }
    return db;
}

static void expect_same_value(sqlite3 *db, int64_t id, const nx_raw_row *row,
                              size_t column)
{
    sqlite3_stmt *statement = NULL;
    const newsidx_text text = nx_raw_text(row, column);

    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT value FROM plain WHERE id = ?1",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(statement, 1, id);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    switch (sqlite3_column_type(statement, 0)) {
    case SQLITE_INTEGER:
        assert_int_equal(row->columns[column].type, NX_RAW_INTEGER);
        assert_true(nx_raw_integer(row, column, 99) ==
                    sqlite3_column_int64(statement, 0));
        break;
    case SQLITE_FLOAT:
        assert_int_equal(row->columns[column].type, NX_RAW_REAL);
        break;
    case SQLITE_NULL:
        assert_int_equal(row->columns[column].type, NX_RAW_NULL);
        assert_null(text.bytes);
        assert_int_equal(nx_raw_integer(row, column, 99), 99);
        break;
    default:
        assert_non_null(text.bytes);
        assert_int_equal(text.length, sqlite3_column_bytes(statement, 0));
        assert_true(text.length == 0 ||
                    memcmp(text.bytes, sqlite3_column_blob(statement, 0),
                           text.length) == 0);
    }
    sqlite3_finalize(statement);
}

/* Rows of three columns whose last is 7; how many there are. */
static int64_t expect_rows(sqlite3 *db, nx_raw_pages *pages, uint32_t number,
                           bool of_tables)
{
    unsigned char page[NX_RAW_PAGE_BYTES];
    nx_raw_header header;
    int64_t count = 0;

    assert_true(nx_raw_pages_read(pages, number, page));
    header = nx_raw_header_of(page, number);
    if (of_tables ? header.kind != NX_RAW_TABLE_LEAF
                  : header.kind != NX_RAW_INDEX_LEAF &&
                        header.kind != NX_RAW_INDEX_INNER)
        return 0;
    for (uint32_t i = 0; i < header.cell_count; i++) {
        nx_raw_cell cell;
        nx_raw_row row;
        nx_arena arena;

        nx_arena_init(&arena);
        assert_true(nx_raw_cell_at(page, header.kind,
                                   nx_raw_offset(page, &header, i), &cell));
        assert_true(nx_raw_row_look(&cell, &row));
        assert_int_equal(nx_raw_row_read(pages, &cell, &arena, &row),
                         NEWSIDX_OK);
        if (row.count == 3 && nx_raw_integer(&row, 2, 0) == 7) {
            expect_same_value(
                db, of_tables ? cell.rowid : nx_raw_integer(&row, 0, 0), &row,
                1);
            count++;
        }
        nx_arena_finish(&arena);
    }
    return count;
}

static void rows_are_what_sqlite_reads(void **state)
{
    sqlite3 *db = make_file();
    int64_t in_tables = 0;
    int64_t in_indexes = 0;
    nx_raw_pages pages;

    (void)state;
    EXPECT_OK(nx_raw_pages_open(&pages, PATH, err));
    for (uint32_t i = 1; i <= pages.count; i++) {
        in_tables += expect_rows(db, &pages, i, true);
        in_indexes += expect_rows(db, &pages, i, false);
    }
    assert_int_equal(in_tables, VALUES);
    assert_int_equal(in_indexes, VALUES);
    nx_raw_pages_close(&pages);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Of a page of `bytes`, the cell at 0. */
static bool can_be(const unsigned char *bytes, size_t length)
{
    unsigned char page[NX_RAW_PAGE_BYTES] = {0};
    nx_raw_cell cell;
    nx_raw_row row;

    memcpy(page, bytes, length);
    return nx_raw_cell_at(page, NX_RAW_TABLE_LEAF, 0, &cell) &&
           nx_raw_row_look(&cell, &row);
}

static void what_cannot_be_a_row_is_none(void **state)
{
    /* length, rowid, length of the header, types, values */
    static const unsigned char good[] = {3, 1, 2, 1, 7};
    static const unsigned char short_of[] = {4, 1, 2, 1, 7};
    static const unsigned char too_long[] = {2, 1, 2, 1, 7};
    static const unsigned char reserved[] = {3, 1, 2, 10, 7};
    static const unsigned char header[] = {3, 1, 4, 1, 7};
    static const unsigned char nothing[] = {0, 1, 2, 1, 7};
    static const unsigned char huge[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                         0xFF, 0xFF, 0xFF, 0xFF, 1};

    (void)state;
    assert_true(can_be(good, sizeof good));
    assert_false(can_be(short_of, sizeof short_of));
    assert_false(can_be(too_long, sizeof too_long));
    assert_false(can_be(reserved, sizeof reserved));
    assert_false(can_be(header, sizeof header));
    assert_false(can_be(nothing, sizeof nothing));
    assert_false(can_be(huge, sizeof huge));
}

/* Where it goes on is a page that isn't there, or itself again. */
static void a_row_that_runs_nowhere_ends(void **state)
{
    unsigned char page[NX_RAW_PAGE_BYTES] = {0};
    sqlite3 *db = make_file();
    nx_raw_cell cell = {.local = page, .local_length = 10, .length = 40000};
    nx_raw_pages pages;
    nx_raw_row row;
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    EXPECT_OK(nx_raw_pages_open(&pages, PATH, err));
    cell.overflow = pages.count + 1;
    assert_int_equal(nx_raw_row_read(&pages, &cell, &arena, &row),
                     NEWSIDX_NOT_FOUND);
    cell.overflow = 0;
    assert_int_equal(nx_raw_row_read(&pages, &cell, &arena, &row),
                     NEWSIDX_NOT_FOUND);
    cell.length = (uint64_t)pages.count * NX_RAW_PAGE_BYTES + 1;
    assert_int_equal(nx_raw_row_read(&pages, &cell, &arena, &row),
                     NEWSIDX_NOT_FOUND);
    nx_raw_pages_close(&pages);
    nx_arena_finish(&arena);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_what_sqlite_reads),
        cmocka_unit_test(what_cannot_be_a_row_is_none),
        cmocka_unit_test(a_row_that_runs_nowhere_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
