#include "formats/reader.h"

#include "base/limits.h"
#include "reading.h"

#include <stdio.h>

/* A source that is refused as a whole, once. */
static void expect_refusal(newsidx_text text, newsidx_status status,
                           const char *message)
{
    for (size_t chunk = 0; chunk < 4; chunk++) {
        reading r;

        reading_begin(&r, text, chunk, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), status);
        assert_string_equal(r.err.message, message);
        assert_int_equal(r.item.line, 0);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void empty_sources_are_named(void **state)
{
    (void)state;
    expect_refusal(nx_str(""), NEWSIDX_ERR_INPUT, "empty file");
    expect_refusal(nx_str(" \n\t\n"), NEWSIDX_ERR_INPUT, "empty file");
    expect_refusal(nx_str("\xEF\xBB\xBF"), NEWSIDX_ERR_INPUT, "empty file");
}

static void binary_data_is_named_with_its_byte(void **state)
{
    (void)state;
    expect_refusal(nx_str_slice("GIF8\0\1", 6), NEWSIDX_ERR_INPUT,
                   "binary data at byte 4");
    expect_refusal(nx_str("abc\1\2\3\4\5\6 def"), NEWSIDX_ERR_INPUT,
                   "binary data at byte 3");
}

/* Unless the caller says that it is a text. */
static void markup_is_refused(void **state)
{
    reading r;

    (void)state;
    expect_refusal(nx_str("\n<?xml version=\"1.0\"?><letter>..."),
                   NEWSIDX_ERR_INPUT, "XML, not a plain text");
#ifndef NX_HAVE_FORMATS
    expect_refusal(nx_str("<!DOCTYPE html><title>a"), NEWSIDX_ERR_INPUT,
                   "HTML, not a plain text");
    expect_refusal(nx_str("<HTML><title>a"), NEWSIDX_ERR_INPUT,
                   "HTML, not a plain text");
#endif
    expect_refusal(nx_str("{\\rtf1 a}"), NEWSIDX_ERR_INPUT,
                   "RTF, not a plain text");
    expect_refusal(nx_str("<letter to='all'>\n <p>Dear all</p></letter>"),
                   NEWSIDX_ERR_INPUT, "markup, not a plain text");
    expect_refusal(nx_str("%PDF-1.4\n"), NEWSIDX_ERR_INPUT,
                   "PDF, not a plain text");
    reading_plain(&r, "<html> is how a page begins.");
    assert_text(r.item.article.body, "<html> is how a page begins.");
    reading_end(&r);
}

static void texts_that_begin_with_brackets_are_texts(void **state)
{
    static const char *const texts[] = {"[S]omeone in Washington spoke.",
                                        "{sic} he said.",
                                        "{",
                                        "[",
                                        "[ ]",
                                        "<Reuters> - Rain fell.",
                                        "<a <b",
                                        "<a><b",
                                        "<",
                                        "<3 is a heart"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        reading r;

        reading_begin(&r, nx_str(texts[i]), 1, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.body, texts[i]);
        reading_end(&r);
    }
}

static void articles_are_the_same_whatever_the_chunks(void **state)
{
    static const char text[] = "\n\nTruce holds\n\nThe road is clear.\n";

    (void)state;
    for (size_t chunk = 1; chunk <= sizeof text; chunk++) {
        reading r;

        reading_begin(&r, nx_str(text), chunk, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.headline, "Truce holds");
        assert_text(r.item.article.body, "The road is clear.");
        assert_text(r.item.article.key, "hash:2aedd04f78a7bbf8");
        assert_int_equal(r.item.line, 3);
        assert_int_equal(r.item.end_bytes, strlen(text));
        assert_int_equal(nx_reader_bytes(r.reader), strlen(text));
        reading_end(&r);
    }
}

static void key_and_source_come_from_the_options(void **state)
{
    reading_source source = {nx_str("Truce holds\n\nThe road is clear."), 0};
    char name[] = "Harbor Press";
    const nx_reader_options options = {NEWSIDX_FORMAT_TEXT, nx_str(name),
                                       nx_str("/news/a.txt"), NULL};
    nx_reader *reader;
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(
        nx_reader_open(reading_next, &source, &options, &reader, NULL),
        NEWSIDX_OK);
    name[0] = 'X'; /* it was copied */
    assert_int_equal(nx_reader_next(reader, &item, NULL), NEWSIDX_OK);
    assert_text(item.article.source, "Harbor Press");
    assert_text(item.article.key, "/news/a.txt");
    nx_reader_free(reader);
    nx_item_finish(&item);
    nx_reader_free(NULL);
}

static ptrdiff_t endless_text(const char **bytes, void *user)
{
    static char chunk[65536];

    (void)user;
    memset(chunk, 'a', sizeof chunk);
    *bytes = chunk;
    return sizeof chunk;
}

static void endless_texts_are_read_to_the_limit_only(void **state)
{
    const nx_reader_options options = {
        NEWSIDX_FORMAT_TEXT, {NULL, 0}, {NULL, 0}, NULL};
    newsidx_error err;
    nx_reader *reader;
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(
        nx_reader_open(endless_text, NULL, &options, &reader, &err),
        NEWSIDX_OK);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_ERR_LIMIT);
    assert_string_equal(err.message, "longer than 67108864 bytes");
    assert_true(nx_reader_bytes(reader) <= NX_LIMIT_ARTICLE_BYTES + 65536);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_DONE);
    nx_reader_free(reader);
    nx_item_finish(&item);
}

static ptrdiff_t breaking(const char **bytes, void *user)
{
    int *calls = user;

    *bytes = "Truce holds\n\nThe ";
    return (*calls)++ < 70 ? 17 : -1;
}

static void a_source_that_breaks_gives_no_half_article(void **state)
{
    int calls = 0;
    newsidx_error err;
    nx_reader *reader;
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(nx_reader_open(breaking, &calls, NULL, &reader, &err),
                     NEWSIDX_OK);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_ERR_IO);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_DONE);
    nx_reader_free(reader);
    nx_item_finish(&item);
}

static void files_are_opened_and_refused(void **state)
{
    FILE *file = fopen("a.txt", "wb");
    newsidx_error err;
    nx_reader *reader;
    nx_item item;

    (void)state;
    assert_non_null(file);
    assert_true(fputs("Truce holds\n\nThe road is clear.", file) >= 0);
    assert_int_equal(fclose(file), 0);
    nx_item_init(&item);
    assert_int_equal(nx_reader_open_file("a.txt", NULL, &reader, &err),
                     NEWSIDX_OK);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_OK);
    assert_text(item.article.body, "The road is clear.");
    nx_reader_free(reader);
    assert_int_equal(nx_reader_open_file("nowhere", NULL, &reader, &err),
                     NEWSIDX_ERR_IO);
    assert_null(reader);
    assert_int_equal(nx_reader_open_file(".", NULL, &reader, &err),
                     NEWSIDX_ERR_INPUT);
    assert_null(reader);
    nx_item_finish(&item);
}

#ifndef NX_HAVE_JSON
static void without_json_c_json_is_refused(void **state)
{
    (void)state;
    expect_refusal(nx_str("{\"id\": 1, \"text\": \"a\"}\n"), NEWSIDX_ERR_INPUT,
                   "JSON, not a plain text");
    expect_refusal(nx_str("{\n  \"id\": 1,\n  \"text\": \"a\"\n}\n"),
                   NEWSIDX_ERR_INPUT, "JSON, not a plain text");
    expect_refusal(nx_str("[\n  {\"id\": 1}]"), NEWSIDX_ERR_INPUT,
                   "JSON, not a plain text");
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifndef NX_HAVE_JSON
        cmocka_unit_test(without_json_c_json_is_refused),
#endif
        cmocka_unit_test(empty_sources_are_named),
        cmocka_unit_test(binary_data_is_named_with_its_byte),
        cmocka_unit_test(markup_is_refused),
        cmocka_unit_test(texts_that_begin_with_brackets_are_texts),
        cmocka_unit_test(articles_are_the_same_whatever_the_chunks),
        cmocka_unit_test(key_and_source_come_from_the_options),
        cmocka_unit_test(endless_texts_are_read_to_the_limit_only),
        cmocka_unit_test(a_source_that_breaks_gives_no_half_article),
        cmocka_unit_test(files_are_opened_and_refused)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
