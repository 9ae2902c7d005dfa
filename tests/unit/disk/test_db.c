#include "disk/db.h"

#include "disk/watch.h"
#include "../store/store_fixture.h"

#include "base/clock.h"

static void codes_become_statuses(void **state)
{
    static const struct {
        int code;
        newsidx_status status;
    } cases[] = {
        {SQLITE_NOMEM, NEWSIDX_ERR_MEMORY},
        {SQLITE_IOERR_NOMEM, NEWSIDX_ERR_MEMORY},
        {SQLITE_BUSY, NEWSIDX_ERR_BUSY},
        {SQLITE_BUSY_SNAPSHOT, NEWSIDX_ERR_BUSY},
        {SQLITE_LOCKED, NEWSIDX_ERR_BUSY},
        {SQLITE_PROTOCOL, NEWSIDX_ERR_BUSY},
        {SQLITE_FULL, NEWSIDX_ERR_FULL},
        {SQLITE_READONLY_DIRECTORY, NEWSIDX_ERR_READ_ONLY},
        {SQLITE_CONSTRAINT, NEWSIDX_ERR_CORRUPT},
        {SQLITE_CORRUPT_VTAB, NEWSIDX_ERR_CORRUPT},
        {SQLITE_NOTADB, NEWSIDX_ERR_NOT_AN_INDEX},
        {SQLITE_IOERR_READ, NEWSIDX_ERR_IO},
        {SQLITE_CANTOPEN, NEWSIDX_ERR_IO},
        {SQLITE_TOOBIG, NEWSIDX_ERR_LIMIT},
        {SQLITE_INTERRUPT, NEWSIDX_ERR_CANCELLED},
        {SQLITE_ERROR, NEWSIDX_ERR_INTERNAL},
        {SQLITE_MISUSE, NEWSIDX_ERR_INTERNAL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        newsidx_error err;

        assert_int_equal(nx_db_fail(NULL, cases[i].code, "testing", &err),
                         cases[i].status);
        assert_int_equal(err.system_code, cases[i].code);
        assert_int_equal(nx_db_fail(NULL, cases[i].code, "testing", NULL),
                         cases[i].status);
    }
}

static void a_message_says_what_was_done_and_why_it_failed(void **state)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;

    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    EXPECT_FAIL(nx_db_prepare(db, "SELECT unheard_of", &statement, err),
                NEWSIDX_ERR_INTERNAL, "statement: no such column: unheard_of");
    assert_null(statement);
    EXPECT_OK(nx_db_prepare(db, "SELECT 1", &statement, err));
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    /* It is kept as it is. */
    EXPECT_OK(nx_db_prepare(db, "SELECT 2", &statement, err));
    assert_int_equal(sqlite3_column_int(statement, 0), 1);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static const char endless[] = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                              "SELECT i + 1 FROM n) SELECT count(*) FROM n";

static void a_deadline_and_an_interrupt_are_told_apart(void **state)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;
    nx_watch watch;
    int64_t before_ms;
    int code;

    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    nx_watch_init(&watch);
    nx_watch_install(&watch, db);
    EXPECT_OK(nx_db_prepare(db, endless, &statement, err));
    before_ms = nx_clock_ms();
    watch.deadline_ms = before_ms + 30;
    code = sqlite3_step(statement);
    assert_true(nx_clock_ms() - before_ms >= 30);
    assert_true(nx_clock_ms() - before_ms < 1000);
    EXPECT_FAIL(nx_db_fail(db, code, "counting", err), NEWSIDX_ERR_LIMIT,
                "counting took longer");
    sqlite3_reset(statement);
    atomic_store(&watch.interrupted, true);
    code = sqlite3_step(statement);
    EXPECT_FAIL(nx_db_fail(db, code, "counting", err), NEWSIDX_ERR_CANCELLED,
                "counting was interrupted");
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_become_statuses),
        cmocka_unit_test(a_message_says_what_was_done_and_why_it_failed),
        cmocka_unit_test(a_deadline_and_an_interrupt_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
