#include "store/store.h"

#include "store_fixture.h"

#include <sys/stat.h>

#define PATH "maintain.db"
#define COPY "copy.db"

static void fill_from(nx_store *store, int from, int count,
                      nx_durability durability)
{
    EXPECT_OK(nx_store_begin(store, durability, err));
    for (int i = from; i < from + count; i++) {
        char key[16], body[600];
        newsidx_article article;
        nx_put_result put;
        size_t used = 0;

        snprintf(key, sizeof key, "k%d", i);
        for (int j = 0; j < 40; j++)
            used += (size_t)snprintf(body + used, sizeof body - used, "word%d ",
                                     (i * 31 + j * 7) % 5000);
        article = make_article(key, "Headline", body);
        EXPECT_OK(fixture_try_put(store, &article, &put, err));
    }
    EXPECT_OK(nx_store_commit(store, err));
}

static void fill(nx_store *store, int count)
{
    fill_from(store, 0, count, NX_DURABLE);
}

static int64_t file_length(const char *path)
{
    struct stat about;

    assert_int_equal(stat(path, &about), 0);
    return (int64_t)about.st_size;
}

static void optimizing_gives_pages_back(void **state)
{
    nx_store *store = fixture_new(PATH);
    int64_t before, matches;
    newsidx_info info = NEWSIDX_INFO_INIT;

    (void)state;
    /* The segments of a load are thrown away when its end merges them. */
    for (int i = 0; i < 30; i++)
        fill_from(store, i * 100, 100, NX_BULK);
    EXPECT_OK(nx_store_sync(store, err));
    matches = fixture_matches(store, "word7");
    before = file_length(PATH);
    EXPECT_OK(nx_store_optimize(store, err));
    assert_true(file_length(PATH) < before);
    assert_int_equal(fixture_matches(store, "word7"), matches);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    EXPECT_OK(nx_store_info(store, &info, err));
    assert_int_equal(info.article_count, 3000);
    assert_int_equal((int64_t)info.file_bytes, file_length(PATH));
    /* And it is ours still. */
    nx_store_close(store);
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_optimize(store, err));
    fixture_put(store, "more", "", "text");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static int count_pages(uint64_t done, uint64_t total, void *user)
{
    uint64_t *last = user;

    assert_true(done >= *last && done <= total);
    *last = done;
    return 0;
}

static void a_backup_is_the_index_of_one_moment(void **state)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *store = fixture_new(PATH);
    nx_store *writer = fixture_open(PATH);
    nx_store *copy = NULL;
    uint64_t pages = 0;
    struct stat about;

    (void)state;
    fixture_remove(COPY);
    fill(store, 1000);
    EXPECT_OK(nx_store_backup(store, COPY, count_pages, &pages, err));
    assert_true(pages > 0);
    fixture_put(writer, "later", "", "text");
    assert_false(fixture_exists(COPY, "-wal"));
    assert_false(fixture_exists(COPY, "-journal"));
    assert_int_equal(stat(COPY, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    options.mode = NEWSIDX_READ_WRITE;
    EXPECT_OK(nx_store_open(COPY, &options, &copy, err));
    EXPECT_OK(nx_store_check(copy, NULL, NULL, err));
    EXPECT_OK(nx_store_begin_read(copy, err));
    assert_int_equal(nx_store_rows(copy)->article_count, 1000);
    nx_store_end_read(copy);
    /* It lives on by itself. */
    fixture_put(copy, "mine", "", "text");
    EXPECT_OK(nx_store_check(copy, NULL, NULL, err));
    nx_store_close(copy);
    EXPECT_FAIL(nx_store_backup(store, COPY, NULL, NULL, err), NEWSIDX_ERR_IO,
                "exists already");
    nx_store_close(writer);
    nx_store_close(store);
}

typedef struct writing {
    nx_store *writer;
    int count;
} writing;

static int write_meanwhile(uint64_t done, uint64_t total, void *user)
{
    writing *now = user;
    char key[32];

    (void)done;
    (void)total;
    snprintf(key, sizeof key, "meanwhile%d", now->count++);
    fixture_put(now->writer, key, "", "text");
    return 0;
}

static void a_backup_does_not_mind_writers(void **state)
{
    nx_store *store = fixture_new(PATH);
    writing now = {NULL, 0};
    nx_store *copy;

    (void)state;
    fixture_remove(COPY);
    fill(store, 6000);
    now.writer = fixture_open(PATH);
    EXPECT_OK(nx_store_backup(store, COPY, write_meanwhile, &now, err));
    assert_true(now.count > 0);
    copy = fixture_open(COPY);
    EXPECT_OK(nx_store_begin_read(copy, err));
    assert_int_equal(nx_store_rows(copy)->article_count, 6000);
    nx_store_end_read(copy);
    EXPECT_OK(nx_store_check(copy, NULL, NULL, err));
    nx_store_close(copy);
    nx_store_close(now.writer);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static int stop_at_once(uint64_t done, uint64_t total, void *user)
{
    (void)done;
    (void)total;
    (void)user;
    return 1;
}

static void a_stopped_backup_leaves_nothing(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    fixture_remove(COPY);
    fixture_put(store, "a", "", "text");
    EXPECT_FAIL(nx_store_backup(store, COPY, stop_at_once, NULL, err),
                NEWSIDX_ERR_CANCELLED, "stopped");
    assert_false(fixture_exists(COPY, ""));
    nx_store_interrupt(store);
    assert_true(nx_store_backup(store, COPY, NULL, NULL, NULL) < 0);
    assert_false(fixture_exists(COPY, ""));
    nx_store_resume(store);
    EXPECT_FAIL(nx_store_backup(store, "no/folder/x", NULL, NULL, err),
                NEWSIDX_ERR_IO, "can't find the folder");
    EXPECT_OK(nx_store_backup(store, COPY, NULL, NULL, err));
    nx_store_close(store);
}

static int stop_at_third(uint64_t done, uint64_t total, void *user)
{
    (void)total;
    (void)user;
    return done == 3;
}

static void a_stopped_rebuild_changes_nothing(void **state)
{
    nx_store *store = fixture_new(PATH);
    int64_t matches;

    (void)state;
    fill(store, 50);
    matches = fixture_matches(store, "word7");
    EXPECT_FAIL(nx_store_rebuild(store, stop_at_third, NULL, err),
                NEWSIDX_ERR_CANCELLED, "stopped");
    assert_int_equal(fixture_matches(store, "word7"), matches);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    assert_int_equal(fixture_matches(store, "word7"), matches);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void a_rebuild_keeps_what_is_hidden(void **state)
{
    nx_store *store = fixture_new(PATH);
    const nx_rows *rows;

    (void)state;
    fixture_put(store, "a", "", "first");
    fixture_put(store, "a", "", "second");
    fixture_put(store, "b", "", "third");
    fixture_remove_key(store, "b");
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    EXPECT_OK(nx_store_begin_read(store, err));
    rows = nx_store_rows(store);
    assert_int_equal(rows->rows[1].state, NX_STATE_SUPERSEDED);
    assert_int_equal(rows->rows[2].state, NX_STATE_CURRENT);
    assert_int_equal(rows->rows[3].state, NX_STATE_REMOVED);
    nx_store_end_read(store);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(optimizing_gives_pages_back),
        cmocka_unit_test(a_backup_is_the_index_of_one_moment),
        cmocka_unit_test(a_backup_does_not_mind_writers),
        cmocka_unit_test(a_stopped_backup_leaves_nothing),
        cmocka_unit_test(a_stopped_rebuild_changes_nothing),
        cmocka_unit_test(a_rebuild_keeps_what_is_hidden),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
