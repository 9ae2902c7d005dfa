/* Every allocation fails once, ours and SQLite's: no crash, no leak, nothing
 * half done, and the next try is as if nothing had been. */
#include "store/store.h"

#include "failing_memory.h"
#include "store_fixture.h"

#include <stdlib.h>

#define PATH "memory.db"

/* SQLite asks us, and we ask malloc(), which failing_memory.h counts:
 *
 *   [ length | 8 bytes ] [ what SQLite gets ... ]
 */
#define BEFORE 16

static void *give(int length)
{
    char *memory = malloc((size_t)length + BEFORE);

    if (memory == NULL)
        return NULL;
    memcpy(memory, &length, sizeof length);
    return memory + BEFORE;
}

static void take(void *memory)
{
    if (memory != NULL)
        free((char *)memory - BEFORE);
}

static void *resize(void *memory, int length)
{
    char *moved = realloc((char *)memory - BEFORE, (size_t)length + BEFORE);

    if (moved == NULL)
        return NULL;
    memcpy(moved, &length, sizeof length);
    return moved + BEFORE;
}

static int length_of(void *memory)
{
    int length;

    memcpy(&length, (char *)memory - BEFORE, sizeof length);
    return length;
}

static int round_up(int length)
{
    return (length + 7) & ~7;
}

static int begin(void *context)
{
    (void)context;
    return SQLITE_OK;
}

static void end(void *context)
{
    (void)context;
}

static int setup(void **state)
{
    static const sqlite3_mem_methods methods = {
        give, take, resize, length_of, round_up, begin, end, NULL};

    (void)state;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK &&
                   sqlite3_initialize() == SQLITE_OK
               ? 0
               : 1;
}

/* What a scenario does; it stops at the first failure. */
typedef newsidx_status (*scenario)(newsidx_error *err);

static newsidx_status put_two(nx_store *store, newsidx_error *err)
{
    newsidx_article article =
        make_article("a", "Headline", "The new text of an old key.");
    newsidx_status status = nx_store_begin(store, NX_BULK, err);
    nx_put_result put;

    if (status < 0)
        return status;
    status = fixture_try_put(store, &article, &put, err);
    article.key = nx_str("new");
    if (status >= 0)
        status = fixture_try_put(store, &article, &put, err);
    if (status >= 0)
        status = nx_store_remove(store, nx_str("b"), err);
    if (status >= 0)
        return nx_store_commit(store, err);
    nx_store_rollback(store, NULL);
    return status;
}

static newsidx_status write_and_sync(newsidx_error *err)
{
    nx_store *store = NULL;
    newsidx_status status = nx_store_open(PATH, NULL, &store, err);

    if (status >= 0)
        status = put_two(store, err);
    if (status >= 0)
        status = nx_store_sync(store, err);
    nx_store_close(store);
    return status < 0 ? status : NEWSIDX_OK;
}

static newsidx_status read_all(newsidx_error *err)
{
    nx_store *store = NULL;
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_status status = nx_store_open(PATH, NULL, &store, err);
    nx_stored stored;
    nx_arena arena;
    int64_t id = 0;

    nx_arena_init(&arena);
    if (status >= 0)
        status = nx_store_info(store, &info, err);
    if (status >= 0)
        status = nx_store_find(store, nx_str("b"), 0, &id, err);
    if (status >= 0)
        status = nx_store_read(store, 2, &arena, &stored, err);
    nx_arena_finish(&arena);
    nx_store_close(store);
    return status < 0 ? status : NEWSIDX_OK;
}

static newsidx_status check_all(newsidx_error *err)
{
    nx_store *store = NULL;
    newsidx_status status = nx_store_open(PATH, NULL, &store, err);

    if (status >= 0)
        status = nx_store_check(store, NULL, NULL, err);
    nx_store_close(store);
    return status;
}

static newsidx_status maintain(newsidx_error *err)
{
    nx_store *store = NULL;
    newsidx_status status = nx_store_open(PATH, NULL, &store, err);

    if (status >= 0)
        status = nx_store_rebuild(store, NULL, NULL, err);
    if (status >= 0)
        status = nx_store_optimize(store, err);
    if (status >= 0)
        status = nx_store_backup(store, "copy.db", NULL, NULL, err);
    nx_store_close(store);
    return status;
}

static newsidx_status create(newsidx_error *err)
{
    nx_store *store = NULL;
    newsidx_status status;

    fixture_remove(PATH);
    status = nx_store_open(PATH, NULL, &store, err);
    nx_store_close(store);
    return status;
}

/* The same index each time, as a copy of one file: that is quicker. */
static void make_index(void)
{
    static char bytes[1024 * 1024];
    static size_t length;

    if (length == 0) {
        nx_store *store = fixture_new("model.db");
        FILE *file;

        fixture_put(store, "a", "", "Old text of the key.");
        fixture_put(store, "b", "", "Another text.");
        nx_store_close(store);
        file = fopen("model.db", "rb");
        assert_non_null(file);
        length = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
        assert_true(length > 0 && length < sizeof bytes);
    }
    fixture_remove(PATH);
    fixture_remove("copy.db");
    fixture_write_file(PATH, bytes, length);
}

static void expect_whole(void)
{
    nx_store *store = fixture_open(PATH);
    int64_t versions;

    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    EXPECT_OK(nx_store_begin_read(store, err));
    versions = (int64_t)nx_store_rows(store)->version_count;
    /* Before it, or after it; nothing between. */
    assert_true(versions == 0 || versions == 2 || versions == 4);
    nx_store_end_read(store);
    nx_store_close(store);
}

static void fail_each(scenario run, bool and_on)
{
    size_t step = 1;
    size_t points = 0;

    if (!failing_memory_works())
        skip();
    for (size_t number = 1;; number += step) {
        sqlite3_int64 before;
        newsidx_status status;
        newsidx_error err;
        bool failed;

        make_index();
        before = sqlite3_memory_used();
        failing_memory_begin(number, and_on);
        status = run(&err);
        failed = failing_memory_end();
        assert_int_equal(sqlite3_memory_used(), before);
        if (status < 0 && status != NEWSIDX_ERR_MEMORY)
            print_error("allocation %zu: %s\n", number, err.message);
        assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_MEMORY);
        expect_whole();
        if (!failed)
            break;
        points++;
        /* The first ones one by one, then a sample of the many. */
        step = number < 200 ? 1 : number / 40;
    }
    assert_true(points > 50);
}

static void creating(void **state)
{
    (void)state;
    fail_each(create, false);
    fail_each(create, true);
}

static void writing(void **state)
{
    (void)state;
    fail_each(write_and_sync, false);
    fail_each(write_and_sync, true);
}

static void reading(void **state)
{
    (void)state;
    fail_each(read_all, false);
    fail_each(read_all, true);
}

static void checking(void **state)
{
    (void)state;
    fail_each(check_all, false);
    fail_each(check_all, true);
}

static void maintaining(void **state)
{
    (void)state;
    fail_each(maintain, false);
    fail_each(maintain, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(creating),    cmocka_unit_test(writing),
        cmocka_unit_test(reading),     cmocka_unit_test(checking),
        cmocka_unit_test(maintaining),
    };

    return cmocka_run_group_tests(tests, setup, NULL);
}
