#include "fixture.h"

#include <sys/stat.h>

static void open_fails(const char *path, newsidx_mode mode,
                       newsidx_status expected)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = (newsidx *)&options;

    options.mode = mode;
    EXPECT_STATUS(expected, newsidx_open(path, &options, &index, &err));
    assert_null(index);
}

static void create_makes_an_index_that_stays(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "a", "A headline", "A body.");
    newsidx_close(index);
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    expect_hits(index, "headline", "a");
    newsidx_close(index);
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE_CREATE);
    expect_hits(index, "headline", "a");
    newsidx_close(index);
}

static void only_create_makes_a_file(void **state)
{
    (void)state;
    remove_index(INDEX_PATH);
    open_fails(INDEX_PATH, NEWSIDX_READ_WRITE, NEWSIDX_ERR_IO);
    open_fails(INDEX_PATH, NEWSIDX_READ_ONLY, NEWSIDX_ERR_IO);
    assert_int_not_equal(access(INDEX_PATH, F_OK), 0);
}

static void reading_only_refuses_every_write(void **state)
{
    newsidx_article article = make_article("b", "New", "New text.");
    newsidx *index = open_new();

    (void)state;
    put(index, "a", "Old", "Old text.");
    newsidx_close(index);
    index = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    expect_hits(index, "old", "a");
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY,
                  newsidx_put(index, &article, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY,
                  newsidx_remove(index, text_of("a"), &err));
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY, newsidx_begin(index, &err));
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY, newsidx_optimize(index, &err));
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY,
                  newsidx_rebuild(index, NULL, NULL, &err));
    expect_hits(index, "new", "");
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void bad_arguments_are_misuse(void **state)
{
    newsidx *index = NULL;

    (void)state;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_open(NULL, NULL, &index, &err));
    assert_null(index);
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_open(INDEX_PATH, NULL, NULL, &err));
}

static void a_failure_needs_no_error_struct(void **state)
{
    newsidx *index = NULL;

    (void)state;
    remove_index(INDEX_PATH);
    assert_int_equal(newsidx_open("no/such/folder/a.db", NULL, &index, NULL),
                     NEWSIDX_ERR_IO);
    assert_null(index);
}

static void a_path_that_cannot_be_is_an_io_error(void **state)
{
    (void)state;
    mkdir("folder", 0777);
    open_fails("no/such/folder/a.db", NEWSIDX_READ_WRITE_CREATE,
               NEWSIDX_ERR_IO);
    open_fails("folder", NEWSIDX_READ_WRITE_CREATE, NEWSIDX_ERR_IO);
    open_fails("folder", NEWSIDX_READ_ONLY, NEWSIDX_ERR_IO);
}

static void another_file_is_refused_and_left_alone(void **state)
{
    static const char text[] =
        "Dear editor,\nthis is a letter, and not an index of anything.\n";
    char *bytes;
    size_t length;

    (void)state;
    remove_index("letter.txt");
    write_string("letter.txt", text);
    for (int mode = 0; mode <= NEWSIDX_READ_ONLY; mode++)
        open_fails("letter.txt", (newsidx_mode)mode, NEWSIDX_ERR_NOT_AN_INDEX);
    bytes = read_file("letter.txt", &length);
    assert_string_equal(bytes, text);
    free(bytes);
}

/* A database of one empty page, as some other program would have made it. */
static void another_database_is_refused_and_left_alone(void **state)
{
    unsigned char page[4096] = "SQLite format 3";
    char *bytes;
    size_t length;

    (void)state;
    page[16] = 0x10; /* pages of 4096 bytes */
    page[18] = page[19] = 1;
    page[21] = 64;
    page[22] = page[23] = 32;
    page[27] = 1; /* changes */
    page[31] = 1; /* pages */
    page[47] = 4; /* schema format */
    page[59] = 1; /* UTF-8 */
    memcpy(page + 68, "GPKG", 4);
    page[95] = 1;
    page[100] = 0x0D; /* a leaf without cells */
    page[105] = 0x10;
    remove_index("other.db");
    write_file("other.db", page, sizeof page);
    for (int mode = 0; mode <= NEWSIDX_READ_ONLY; mode++)
        open_fails("other.db", (newsidx_mode)mode, NEWSIDX_ERR_NOT_AN_INDEX);
    bytes = read_file("other.db", &length);
    assert_int_equal(length, sizeof page);
    assert_memory_equal(bytes, page, length);
    free(bytes);
}

/* Overwrite each `from` in the file with `to`, which is as long. */
static void patch_file(const char *path, const char *from, const char *to)
{
    size_t length;
    char *bytes = read_file(path, &length);
    size_t wanted = strlen(from);
    size_t count = 0;

    for (size_t i = 0; i + wanted <= length; i++) {
        if (memcmp(bytes + i, from, wanted) == 0) {
            memcpy(bytes + i, to, wanted);
            count++;
        }
    }
    assert_true(count > 0);
    write_file(path, bytes, length);
    free(bytes);
}

static void a_feature_from_the_future_is_refused_by_name(void **state)
{
    newsidx *index = open_new();
    newsidx_error err;

    (void)state;
    newsidx_close(index);
    patch_file(INDEX_PATH, "articles words rows", "articles words moon");
    assert_int_equal(newsidx_open(INDEX_PATH, NULL, &index, &err),
                     NEWSIDX_ERR_FORMAT);
    assert_null(index);
    assert_non_null(strstr(err.message, "moon"));
}

static void a_cut_off_file_is_never_taken_for_whole(void **state)
{
    newsidx *index = open_new();
    char *bytes;
    size_t length;

    (void)state;
    for (int i = 0; i < 50; i++) {
        char key[16];

        snprintf(key, sizeof key, "key%d", i);
        put(index, key, "Cut off", "A text that will be cut off soon.");
    }
    newsidx_close(index);
    bytes = read_file(INDEX_PATH, &length);
    for (size_t cut = 0; cut < length; cut += 1 + length / 40) {
        newsidx_status status;

        remove_index("cut.db");
        write_file("cut.db", bytes, cut);
        index = NULL;
        status = newsidx_open("cut.db", NULL, &index, NULL);
        if (status >= 0 && cut > 0)
            status = newsidx_check(index, NULL, NULL, NULL);
        /* An empty file is what a new index begins as. */
        assert_true(status < 0 || cut == 0);
        newsidx_close(index);
    }
    free(bytes);
}

static void the_default_language_is_chosen_once(void **state)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;

    (void)state;
    remove_index(INDEX_PATH);
    options.default_language = "de";
    EXPECT_OK(newsidx_open(INDEX_PATH, &options, &index, &err));
    assert_string_equal(get_info(index).default_language, "de");
    put(index, "a", NULL, "Die Häuser stehen dort.");
    expect_hits(index, "Haus", "a");
    newsidx_close(index);
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE_CREATE);
    assert_string_equal(get_info(index).default_language, "de");
    newsidx_close(index);
}

static void a_language_that_cannot_be_makes_no_index(void **state)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;

    (void)state;
    remove_index(INDEX_PATH);
    options.default_language = "no language";
    EXPECT_STATUS(NEWSIDX_ERR_LANGUAGE,
                  newsidx_open(INDEX_PATH, &options, &index, &err));
    assert_null(index);
}

static void a_second_writer_is_told_busy(void **state)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx_article article = make_article("b", "Second", "Second text.");
    newsidx *first = open_new();
    newsidx *second = NULL;

    (void)state;
    options.busy_timeout_ms = -1;
    EXPECT_OK(newsidx_open(INDEX_PATH, &options, &second, &err));
    EXPECT_OK(newsidx_begin(first, &err));
    put(first, "a", "First", "First text.");
    EXPECT_STATUS(NEWSIDX_ERR_BUSY, newsidx_put(second, &article, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_BUSY, newsidx_begin(second, &err));
    /* Readers do not wait for a writer, and do not see what it has yet. */
    expect_hits(second, "text", "");
    EXPECT_OK(newsidx_commit(first, &err));
    EXPECT_OK(newsidx_put(second, &article, NULL, &err));
    expect_hits(first, "text", "a b");
    newsidx_close(second);
    newsidx_close(first);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    newsidx_close(NULL);
    newsidx_query_free(NULL);
    newsidx_results_free(NULL);
    newsidx_record_free(NULL);
    newsidx_tally_free(NULL);
    newsidx_analyzer_free(NULL);
}

static void results_outlive_query_and_index(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query;
    newsidx_results *results;
    char keys[64];

    (void)state;
    put(index, "a", "Outlive", "They outlive all.");
    query = parse("outlive");
    results = search(index, query, NULL);
    newsidx_query_free(query);
    newsidx_close(index);
    list_keys(results, keys, sizeof keys);
    assert_string_equal(keys, "a");
    newsidx_results_free(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(create_makes_an_index_that_stays),
        cmocka_unit_test(only_create_makes_a_file),
        cmocka_unit_test(reading_only_refuses_every_write),
        cmocka_unit_test(bad_arguments_are_misuse),
        cmocka_unit_test(a_failure_needs_no_error_struct),
        cmocka_unit_test(a_path_that_cannot_be_is_an_io_error),
        cmocka_unit_test(another_file_is_refused_and_left_alone),
        cmocka_unit_test(another_database_is_refused_and_left_alone),
        cmocka_unit_test(a_feature_from_the_future_is_refused_by_name),
        cmocka_unit_test(a_cut_off_file_is_never_taken_for_whole),
        cmocka_unit_test(the_default_language_is_chosen_once),
        cmocka_unit_test(a_language_that_cannot_be_makes_no_index),
        cmocka_unit_test(a_second_writer_is_told_busy),
        cmocka_unit_test(closing_nothing_is_fine),
        cmocka_unit_test(results_outlive_query_and_index),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
