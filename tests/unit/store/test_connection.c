/* Not built where SQLite is inside: then its version is no other. */
#include "store/store.h"

#include "store_fixture.h"

#define PATH "connection.db"

/* The program is linked with --wrap for it. */
static int version;

int __real_sqlite3_libversion_number(void);
int __wrap_sqlite3_libversion_number(void);

int __wrap_sqlite3_libversion_number(void)
{
    return version != 0 ? version : __real_sqlite3_libversion_number();
}

static void an_old_sqlite_is_refused_before_it_reads_anything(void **state)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *store = NULL;

    (void)state;
    nx_store_close(fixture_new(PATH));
    for (int mode = 0; mode <= NEWSIDX_READ_ONLY; mode++) {
        options.mode = (newsidx_mode)mode;
        version = 3039004;
        EXPECT_FAIL(nx_store_open(PATH, &options, &store, err),
                    NEWSIDX_ERR_FORMAT, "needs SQLite 3.40 or newer");
        assert_null(store);
        version = 3040000;
        EXPECT_OK(nx_store_open(PATH, &options, &store, err));
        nx_store_close(store);
    }
    version = 0;
}

/* Made of nothing, it would be left behind. */
static void an_old_sqlite_makes_no_index(void **state)
{
    nx_store *store = NULL;

    (void)state;
    fixture_remove(PATH);
    version = 3035000;
    EXPECT_FAIL(nx_store_open(PATH, NULL, &store, err), NEWSIDX_ERR_FORMAT,
                PATH);
    assert_false(fixture_exists(PATH, ""));
    version = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_old_sqlite_is_refused_before_it_reads_anything),
        cmocka_unit_test(an_old_sqlite_makes_no_index),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
