#include "ingest/clean.h"

#include "base/limits.h"
#include "reading.h"

static void expect_text(const char *in, size_t length, const char *expected)
{
    nx_arena arena;

    nx_arena_init(&arena);
    assert_text(nx_clean_text(&arena, nx_str_slice(in, length)), expected);
    nx_arena_finish(&arena);
}

static void expect_line(const char *in, const char *expected)
{
    nx_arena arena;

    nx_arena_init(&arena);
    assert_text(nx_clean_line(&arena, nx_str(in)), expected);
    nx_arena_finish(&arena);
}

static void every_line_end_becomes_a_newline(void **state)
{
    const char *in = "a\r\nb\rc\nd\ve\ff\xC2\x85g\xE2\x80\xA8h\xE2\x80\xA9i";

    (void)state;
    expect_text(in, strlen(in), "a\nb\nc\nd\ne\nf\ng\nh\ni");
    expect_text("a\r\n\r\nb", 6, "a\n\nb");
    expect_text("a\r\rb", 4, "a\n\nb");
}

static void blanks_go_from_the_ends_of_lines(void **state)
{
    (void)state;
    expect_text("  a  \t\n  b \n\n", 13, "a\n  b");
    expect_text("a\xC2\xA0\nb\xC2\xA0 ", 9, "a\nb");
    expect_text("\n \n a", 5, "a");
    expect_text("voil\xC3\xA0 \n", 7, "voil\xC3\xA0");
}

static void nothing_stays_empty(void **state)
{
    (void)state;
    expect_text("", 0, "");
    expect_text(" \n\t\r\n", 5, "");
    expect_line("", "");
    expect_line(" \n ", "");
}

static void marks_and_controls_go(void **state)
{
    const char in[] = "\xEF\xBB\xBF\x01"
                      "a\0b\x7F\xC2\x9F"
                      "c\x08"
                      "d\x1F"
                      "e";

    (void)state;
    expect_text(in, sizeof in - 1, "abcd e");
    expect_line("\xEF\xBB\xBF \x02 a\x1F\x1E"
                "b\xC2\x9F",
                "a b");
}

static void other_characters_stay(void **state)
{
    const char *text = "\xE2\x80\x9CSyria\xE2\x80\x99s\xE2\x80\x9D \xC2\xA9 "
                       "\xE4\xB8\xAD\xE6\x9D\xB1 \xF0\x9F\x98\x80 "
                       "a\xC2\xA0"
                       "b";

    (void)state;
    expect_text(text, strlen(text), text);
}

static void runs_of_white_space_become_one_blank(void **state)
{
    (void)state;
    expect_line("  New \n\t York\xC2\xA0\xE2\x80\x83"
                "City\xE3\x80\x80 ",
                "New York City");
}

static void equal_articles_have_equal_hashes(void **state)
{
    newsidx_article a = NEWSIDX_ARTICLE_INIT;
    newsidx_article b = NEWSIDX_ARTICLE_INIT;

    (void)state;
    a.headline = nx_str("flood");
    b.headline = nx_str("flood");
    a.body = nx_str("");
    a.key = nx_str("one");
    b.key = nx_str("another");
    a.dropped = nx_str("Share");
    assert_true(nx_content_hash(&a) == nx_content_hash(&b));
}

/* "ab" + "c" is not "a" + "bc", nor is a word the same in another field. */
static void borders_and_fields_count_in_hashes(void **state)
{
    newsidx_article a = NEWSIDX_ARTICLE_INIT;
    newsidx_article b = NEWSIDX_ARTICLE_INIT;

    (void)state;
    a.headline = nx_str("ab");
    a.byline = nx_str("c");
    b.headline = nx_str("a");
    b.byline = nx_str("bc");
    assert_false(nx_content_hash(&a) == nx_content_hash(&b));
    b = a;
    b.published_at = 0;
    assert_false(nx_content_hash(&a) == nx_content_hash(&b));
    b = a;
    b.updated_at = 0;
    assert_false(nx_content_hash(&a) == nx_content_hash(&b));
    b = a;
    b.url = nx_str("x");
    assert_false(nx_content_hash(&a) == nx_content_hash(&b));
    b = a;
    b.language = nx_str("x");
    assert_false(nx_content_hash(&a) == nx_content_hash(&b));
}

static void the_hash_never_changes(void **state)
{
    newsidx_article a = NEWSIDX_ARTICLE_INIT;

    (void)state;
    a.headline = nx_str("River flood");
    a.body = nx_str("The river rose.");
    a.published_at = 1473446700;
    assert_int_equal(nx_content_hash(&a), UINT64_C(0x34464cc21d7d8b8f));
}

static void later_fields_count_in_hashes_too(void **state)
{
    newsidx_article articles[7];

    (void)state;
    for (size_t i = 0; i < 7; i++) {
        articles[i] = (newsidx_article)NEWSIDX_ARTICLE_INIT;
        articles[i].headline = nx_str("flood");
    }
    articles[1].copyright = nx_str("2");
    articles[2].extra = nx_str("2");
    articles[3].embargoed_until = 2;
    articles[4].urgency = 2;
    articles[5].edition = 2;
    articles[6].usage = NEWSIDX_CANCELED;
    for (size_t i = 0; i < 7; i++)
        for (size_t j = 0; j < i; j++)
            assert_false(nx_content_hash(&articles[i]) ==
                         nx_content_hash(&articles[j]));
}

static void extra_is_an_object_and_usage_is_known(void **state)
{
    newsidx_article a = NEWSIDX_ARTICLE_INIT;
    newsidx_error err;

    (void)state;
    a.key = nx_str("1");
    a.body = nx_str("rain");
    a.extra = nx_str("{\"slug\":\"rain\"}");
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_OK);
    a.extra = nx_str("");
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_OK);
    a.extra = nx_str("{slug}");
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_ERR_INPUT);
    assert_string_equal(err.message, "extra is no JSON object");
    a.extra = nx_str(NULL);
    a.usage = NEWSIDX_CANCELED;
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_OK);
    a.usage = (newsidx_usage)(NEWSIDX_CANCELED + 1);
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_ERR_MISUSE);
    assert_string_equal(err.message, "usage is not known");
}

static void an_article_needs_a_key_and_words(void **state)
{
    newsidx_article a = NEWSIDX_ARTICLE_INIT;
    newsidx_error err;

    (void)state;
    a.headline = nx_str("flood");
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_ERR_INPUT);
    assert_string_equal(err.message, "no key");
    a.key = nx_str("1");
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_OK);
    a.headline = nx_str(" \n");
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_ERR_INPUT);
    assert_string_equal(err.message, "no headline and no text");
    a.body = nx_str("rain");
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_OK);
}

static void bad_fields_are_named(void **state)
{
    newsidx_article a = NEWSIDX_ARTICLE_INIT;
    newsidx_error err;
    char *large = calloc(1, NX_LIMIT_FIELD_BYTES + 1);

    (void)state;
    assert_non_null(large);
    memset(large, 'x', NX_LIMIT_FIELD_BYTES + 1);
    a.key = nx_str("1");
    a.body = nx_str("rain");
    a.byline = nx_str("M\xFFiller");
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_ERR_INPUT);
    assert_string_equal(err.message, "byline is not UTF-8 at byte 1");
    assert_int_equal(err.offset, 1);
    a.byline = nx_str_slice(NULL, 3);
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_ERR_MISUSE);
    a.byline = nx_str_slice(large, NX_LIMIT_FIELD_BYTES);
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_OK);
    a.byline.length++;
    assert_int_equal(nx_article_check(&a, &err), NEWSIDX_ERR_LIMIT);
    assert_string_equal(err.message, "byline is longer than 65536 bytes");
    assert_int_equal(nx_article_check(&a, NULL), NEWSIDX_ERR_LIMIT);
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_end_becomes_a_newline),
        cmocka_unit_test(blanks_go_from_the_ends_of_lines),
        cmocka_unit_test(nothing_stays_empty),
        cmocka_unit_test(marks_and_controls_go),
        cmocka_unit_test(other_characters_stay),
        cmocka_unit_test(runs_of_white_space_become_one_blank),
        cmocka_unit_test(equal_articles_have_equal_hashes),
        cmocka_unit_test(borders_and_fields_count_in_hashes),
        cmocka_unit_test(the_hash_never_changes),
        cmocka_unit_test(later_fields_count_in_hashes_too),
        cmocka_unit_test(extra_is_an_object_and_usage_is_known),
        cmocka_unit_test(an_article_needs_a_key_and_words),
        cmocka_unit_test(bad_fields_are_named)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
