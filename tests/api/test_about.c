#include "fixture.h"

#include <ctype.h>

static const newsidx_status statuses[] = {NEWSIDX_OK,
                                          NEWSIDX_DONE,
                                          NEWSIDX_NOT_FOUND,
                                          NEWSIDX_UNCHANGED,
                                          NEWSIDX_ERR_MEMORY,
                                          NEWSIDX_ERR_MISUSE,
                                          NEWSIDX_ERR_OPTIONS,
                                          NEWSIDX_ERR_IO,
                                          NEWSIDX_ERR_BUSY,
                                          NEWSIDX_ERR_FULL,
                                          NEWSIDX_ERR_READ_ONLY,
                                          NEWSIDX_ERR_NOT_AN_INDEX,
                                          NEWSIDX_ERR_FORMAT,
                                          NEWSIDX_ERR_CORRUPT,
                                          NEWSIDX_ERR_LANGUAGE,
                                          NEWSIDX_ERR_QUERY,
                                          NEWSIDX_ERR_INPUT,
                                          NEWSIDX_ERR_LIMIT,
                                          NEWSIDX_ERR_CANCELLED,
                                          NEWSIDX_ERR_INTERNAL,
                                          NEWSIDX_ERR_REBUILD};

#define STATUS_COUNT (sizeof statuses / sizeof *statuses)

static void every_status_has_a_name_and_a_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        const char *name = newsidx_status_name(statuses[i]);
        const char *text = newsidx_status_text(statuses[i]);

        assert_int_equal(strncmp(name, "NEWSIDX_", 8), 0);
        assert_true(strlen(text) > 0);
        assert_false(isupper((unsigned char)text[0]) &&
                     islower((unsigned char)text[1]));
        assert_int_not_equal(text[strlen(text) - 1], '.');
        for (size_t other = 0; other < i; other++) {
            assert_string_not_equal(name, newsidx_status_name(statuses[other]));
            assert_string_not_equal(text, newsidx_status_text(statuses[other]));
        }
    }
    assert_string_equal(newsidx_status_name(NEWSIDX_ERR_BUSY),
                        "NEWSIDX_ERR_BUSY");
    assert_string_equal(newsidx_status_text(NEWSIDX_ERR_BUSY),
                        "another process is writing");
}

static void other_numbers_are_unknown(void **state)
{
    (void)state;
    assert_string_equal(newsidx_status_name((newsidx_status)-1000),
                        "unknown status");
    assert_string_equal(newsidx_status_name((newsidx_status)1000),
                        "unknown status");
    assert_true(strlen(newsidx_status_text((newsidx_status)1000)) > 0);
}

static void the_version_says_what_the_header_says(void **state)
{
    char expected[32];

    (void)state;
    assert_int_equal(newsidx_version(), NEWSIDX_VERSION_NUMBER);
    snprintf(expected, sizeof expected, "%d.%d.%d", NEWSIDX_VERSION_MAJOR,
             NEWSIDX_VERSION_MINOR, NEWSIDX_VERSION_PATCH);
    assert_string_equal(newsidx_version_string(), expected);
    assert_non_null(strstr(newsidx_build_info(), expected));
    assert_non_null(strstr(newsidx_build_info(), "sqlite/"));
    assert_non_null(strstr(newsidx_build_info(), "utf8proc/"));
}

static void info_counts_what_is_there(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("a", "One two", "Three four five.");
    newsidx_info info = get_info(index);

    (void)state;
    assert_int_equal(info.article_count, 0);
    assert_int_equal(info.version_count, 0);
    assert_int_equal(info.token_count, 0);
    assert_true(info.oldest_published_at == NEWSIDX_NO_TIME);
    assert_true(info.newest_published_at == NEWSIDX_NO_TIME);
    assert_int_equal(info.needs_rebuild, 0);
    assert_true(info.format_version > 0);
    assert_true(info.file_bytes > 0);
    assert_string_equal(info.default_language, "en");

    article.published_at = 500;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    article = make_article("b", "Six", "Seven.");
    article.published_at = -100;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    put(index, "c", NULL, "Eight.");
    info = get_info(index);
    assert_int_equal(info.article_count, 3);
    assert_int_equal(info.version_count, 3);
    assert_int_equal(info.token_count, 8);
    assert_int_equal(info.oldest_published_at, -100);
    assert_int_equal(info.newest_published_at, 500);

    EXPECT_OK(newsidx_remove(index, text_of("b"), &err));
    info = get_info(index);
    assert_int_equal(info.article_count, 2);
    assert_int_equal(info.version_count, 3);
    assert_int_equal(info.oldest_published_at, 500);
    newsidx_close(index);
}

static void messages_fit_and_end_in_nul(void **state)
{
    char path[1024];
    newsidx *index = NULL;
    newsidx_error err;

    (void)state;
    memset(path, 'x', sizeof path);
    path[0] = '/';
    for (size_t i = 100; i < sizeof path; i += 100)
        path[i] = '/';
    path[sizeof path - 1] = '\0';
    memset(&err, 'A', sizeof err);
    assert_true(newsidx_open(path, NULL, &index, &err) < 0);
    assert_non_null(memchr(err.message, '\0', sizeof err.message));
    assert_true(strlen(err.message) > 0);
    assert_null(strchr(err.message, '\n'));
    assert_int_equal(err.offset, NEWSIDX_NO_OFFSET);
    assert_true(err.status < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_name_and_a_text),
        cmocka_unit_test(other_numbers_are_unknown),
        cmocka_unit_test(the_version_says_what_the_header_says),
        cmocka_unit_test(info_counts_what_is_there),
        cmocka_unit_test(messages_fit_and_end_in_nul),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
