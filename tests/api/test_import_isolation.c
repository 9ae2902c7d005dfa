#include "fixture.h"

#include <sys/stat.h>

/* One that goes in, and one, binary, that doesn't. */
static void make_folder(void)
{
    assert_int_equal(mkdir("news", 0700), 0);
    write_string("news/a.txt", "Rain in town\n\nIt rained in Geneva.\n");
    write_string("news/b.gif", "GIF8\1\2\3\4\5\6");
}

static void refused_files_are_copied_and_left_out_from_then_on(void **state)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    const char *path = "news";
    newsidx *index = open_new();
    struct stat about;

    (void)state;
    make_folder();
    options.quarantine = "news/refused";
    for (int i = 0; i < 2; i++) {
        newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;

        EXPECT_OK(
            newsidx_import_paths(index, &path, 1, &options, &counts, &err));
        assert_int_equal(counts.added, i == 0 ? 1 : 0);
        assert_int_equal(counts.unchanged, i == 0 ? 0 : 1);
        assert_int_equal(counts.skipped, 1);
        assert_int_equal(counts.isolation, NEWSIDX_ISOLATION_NONE);
    }
    assert_int_equal(stat("news/refused/index.tsv", &about), 0);
    assert_true(about.st_size > 40);
    options.quarantine = "news/a.txt";
    assert_int_equal(
        newsidx_import_paths(index, &path, 1, &options, NULL, NULL),
        NEWSIDX_ERR_IO);
    newsidx_close(index);
}

static void a_worker_is_had_or_not_and_that_is_told(void **state)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    const char *path = "news/a.txt";
    newsidx *index = open_new();
    newsidx_isolation had;

    (void)state;
    options.isolation = NEWSIDX_ISOLATION_PARTIAL;
    EXPECT_OK(newsidx_import_paths(index, &path, 1, &options, &counts, &err));
    assert_int_equal(counts.added, 1);
    had = counts.isolation;
    options.isolation = NEWSIDX_ISOLATION_WORKER;
    if (had == NEWSIDX_ISOLATION_WORKER) {
        EXPECT_OK(
            newsidx_import_paths(index, &path, 1, &options, &counts, &err));
        assert_int_equal(counts.unchanged, 1);
    } else {
        assert_int_equal(
            newsidx_import_paths(index, &path, 1, &options, &counts, NULL),
            NEWSIDX_ERR_OPTIONS);
    }
    options.isolation = (newsidx_isolation)9;
    assert_int_equal(
        newsidx_import_paths(index, &path, 1, &options, &counts, NULL),
        NEWSIDX_ERR_OPTIONS);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused_files_are_copied_and_left_out_from_then_on),
        cmocka_unit_test(a_worker_is_had_or_not_and_that_is_told)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
