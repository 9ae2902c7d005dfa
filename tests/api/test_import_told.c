#include "fixture.h"

#include <stdbool.h>

#define TOLD 16

/* What was told of each article, as "name format status version". */
typedef struct told {
    size_t count;
    char lines[TOLD][200];
    bool stops;
} told;

static int note_imported(const newsidx_imported *imported, void *user)
{
    told *to = user;

    assert_true(to->count < TOLD);
    snprintf(to->lines[to->count++], sizeof to->lines[0], "%s %s %d %u %s",
             imported->file.bytes, newsidx_format_name(imported->format),
             (int)imported->status, (unsigned)imported->version,
             imported->article->headline.bytes);
    return to->stops;
}

static newsidx_import_options listen(told *to)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;

    memset(to, 0, sizeof *to);
    options.on_imported = note_imported;
    options.imported_user = to;
    return options;
}

static void import_file(newsidx *index, const char *path,
                        const newsidx_import_options *options)
{
    EXPECT_OK(newsidx_import_paths(index, &path, 1, options, NULL, &err));
}

static void each_article_is_told_with_what_became_of_it(void **state)
{
    newsidx *index = open_new();
    newsidx_import_options options;
    told to;

    (void)state;
    options = listen(&to);
    write_string("a.txt", "Ferry returns\n\nAll were well.\n");
    import_file(index, "a.txt", &options);
    import_file(index, "a.txt", &options);
    write_string("a.txt", "Ferry returns\n\nAll were very well.\n");
    import_file(index, "a.txt", &options);
    assert_int_equal(to.count, 3);
    assert_string_equal(to.lines[0], "a.txt text 0 1 Ferry returns");
    assert_string_equal(to.lines[1], "a.txt text 3 0 Ferry returns");
    assert_string_equal(to.lines[2], "a.txt text 0 2 Ferry returns");
    newsidx_close(index);
}

static void who_is_told_can_stop_it(void **state)
{
    newsidx *index = open_new();
    const char *const paths[] = {"a.txt", "b.txt"};
    newsidx_import_options options;
    told to;

    (void)state;
    options = listen(&to);
    to.stops = true;
    write_string("a.txt", "Ferry returns\n\nAll were well.\n");
    write_string("b.txt", "Ferry leaves\n\nIt will be back.\n");
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_import_paths(index, paths, 2, &options, NULL, &err));
    assert_int_equal(to.count, 1);
    newsidx_close(index);
}

static void a_dry_run_writes_nothing_and_tells_what_it_would(void **state)
{
    newsidx *index = open_new();
    newsidx_import_options options;
    newsidx_info before = NEWSIDX_INFO_INIT;
    newsidx_info after = NEWSIDX_INFO_INIT;
    told to;

    (void)state;
    options = listen(&to);
    options.dry_run = 1;
    write_string("a.txt", "Ferry returns\n\nAll were well.\n");
    import_file(index, "a.txt", NULL);
    EXPECT_OK(newsidx_get_info(index, &before, &err));
    import_file(index, "a.txt", &options);
    write_string("a.txt", "Ferry returns\n\nAll were very well.\n");
    import_file(index, "a.txt", &options);
    write_string("b.txt", "Ferry leaves\n\nIt will be back.\n");
    import_file(index, "b.txt", &options);
    EXPECT_OK(newsidx_get_info(index, &after, &err));
    assert_int_equal(before.revision, after.revision);
    assert_int_equal(to.count, 3);
    assert_string_equal(to.lines[0], "a.txt text 3 0 Ferry returns");
    assert_string_equal(to.lines[1], "a.txt text 0 2 Ferry returns");
    assert_string_equal(to.lines[2], "b.txt text 0 1 Ferry leaves");
    newsidx_close(index);
}

static void a_dry_run_needs_no_index(void **state)
{
    newsidx_import_options options;
    const char *path = "a.txt";
    told to;

    (void)state;
    options = listen(&to);
    write_string("a.txt", "Ferry returns\n\nAll were well.\n");
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_import_paths(NULL, &path, 1, &options, NULL, &err));
    options.dry_run = 1;
    import_file(NULL, "a.txt", &options);
    assert_string_equal(to.lines[0], "a.txt text 0 1 Ferry returns");
}

static void the_index_is_none_of_its_articles(void **state)
{
    newsidx *index = open_new();
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    const char *path = INDEX_PATH;

    (void)state;
    EXPECT_OK(newsidx_import_paths(index, &path, 1, NULL, &counts, &err));
    assert_int_equal(counts.files, 0);
    assert_int_equal(counts.skipped, 0);
    newsidx_close(index);
}

static void formats_have_names(void **state)
{
    (void)state;
    assert_string_equal(newsidx_format_name(NEWSIDX_FORMAT_AUTO), "auto");
    assert_string_equal(newsidx_format_name(NEWSIDX_FORMAT_ARCHIVE), "archive");
    assert_null(newsidx_format_name((newsidx_format)1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_article_is_told_with_what_became_of_it),
        cmocka_unit_test(who_is_told_can_stop_it),
        cmocka_unit_test(a_dry_run_writes_nothing_and_tells_what_it_would),
        cmocka_unit_test(a_dry_run_needs_no_index),
        cmocka_unit_test(the_index_is_none_of_its_articles),
        cmocka_unit_test(formats_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
