#include "formats/json/documents.h"

#include "base/limits.h"
#include "reading.h"

#include <stdio.h>

/* Read all of `text` in chunks of several lengths: "a1 b3 !4:bad JSON" is the
 * key and line of what is an article, and line and message of what isn't. */
static void expect_all(const char *text, newsidx_format format,
                       const char *expected)
{
    static const size_t chunks[] = {0, 1, 2, 3, 7, 64};

    for (size_t i = 0; i < sizeof chunks / sizeof chunks[0]; i++) {
        char seen[1000] = "";
        size_t used = 0;
        reading r;

        reading_begin(&r, nx_str(text), chunks[i], format);
        while (reading_step(&r) != NEWSIDX_DONE && used + 200 < sizeof seen) {
            const unsigned long line = (unsigned long)r.item.line;

            used += (size_t)(r.status == NEWSIDX_OK
                                 ? snprintf(seen + used, 200, "%.20s%lu ",
                                            r.item.article.key.bytes, line)
                                 : snprintf(seen + used, 200, "!%lu:%.60s ",
                                            line, r.err.message));
        }
        assert_string_equal(seen, expected);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        assert_int_equal(nx_reader_bytes(r.reader), strlen(text));
        reading_end(&r);
    }
}

static void every_layout_is_read(void **state)
{
    (void)state;
    expect_all("{\n  \"id\": \"a\",\n  \"text\": \"x\"\n}\n", 0, "a1 ");
    expect_all("{\"id\": \"a\",\n \"text\": \"x\"}\n{\"id\": \"b\",\n"
               "\"text\": \"x\"}",
               0, "a1 b3 ");
    expect_all("[{\"id\": \"a\", \"text\": \"x\"},\n"
               " {\"id\": \"b\", \"text\": \"x\"}]\n",
               0, "a1 b2 ");
    expect_all("\n [\n{\"id\": \"a\", \"text\": \"x\"}\n]\n"
               "[{\"id\": \"b\", \"text\": \"x\"}]",
               0, "a3 b5 ");
    /* Objects in a row, on one line and with commas or separators. */
    expect_all("{\"id\": \"a\", \"text\": \"x\"},\n"
               "{\"id\": \"b\", \"text\": \"x\"},\n",
               0, "a1 b2 ");
    expect_all("{\"id\": \"a\", \"text\": \"x\"}{\"id\": \"b\", "
               "\"text\": \"x\"}\n",
               0, "a1 b1 ");
    expect_all("\x1E{\"id\": \"a\", \"text\": \"x\"}\n"
               "\x1E{\"id\": \"b\", \"text\": \"x\"}\n",
               NEWSIDX_FORMAT_JSON, "a1 b2 ");
    expect_all("[]", NEWSIDX_FORMAT_JSON, "");
    expect_all("[]\n{\"id\": \"a\", \"text\": \"x\"}", NEWSIDX_FORMAT_JSON,
               "a2 ");
}

static void wrapped_lists_are_looked_into(void **state)
{
    (void)state;
    expect_all("{\"status\": \"ok\", \"articles\": [{\"id\": \"a\", "
               "\"title\": \"x\"},\n{\"id\": \"b\", \"title\": \"x\"}], "
               "\"more\": {\"x\": [1, \"]\"]}}\n",
               0, "a1 b2 ");
    expect_all("{\"data\": {\"items\": [{\"meta\": {}, \"item\": {\"id\": "
               "\"a\", \"title\": \"x\"}}]}}\n{\"data\": {\"items\": ["
               "{\"id\": \"b\", \"title\": \"x\"}]}}",
               0, "a1 b2 ");
    expect_all("{\"hits\": {\"hits\": [{\"_id\": \"a\", \"_source\": "
               "{\"title\": \"x\"}}, {\"_id\": \"b\", \"_source\": "
               "{\"title\": \"x\", \"id\": \"c\"}}]}}",
               0, "a1 c1 ");
    /* One article in an envelope. */
    expect_all("{\n\"data\": {\"item\": {\"id\": \"a\", \"title\": \"x\"}}}", 0,
               "a1 ");
}

static void broken_elements_are_named_and_the_rest_goes_on(void **state)
{
    (void)state;
    expect_all("[{\"id\": \"a\", \"text\": \"x\"},\n"
               " {\"id\": \"b\", \"text\": },\n"
               " {\"id\": \"c\", \"tags\": [1, 2, \"text\": \"x\"},\n"
               " 17, \"text\", null,\n"
               " [{\"id\": \"d\", \"text\": \"x\"}],\n"
               " {\"id\": \"e\", \"text\": \"x\"}]\n",
               0,
               "a1 !2:bad JSON: unexpected character "
               "!3:bad JSON: array value separator ',' expected "
               "!4:not a JSON object !4:not a JSON object "
               "!4:not a JSON object !5:not a JSON object e6 ");
    expect_all("[{\"id\": \"a\", \"text\": \"x\"}, {\"id\": \"b\",\n", 0,
               "a1 !1:bad JSON: it ends too early "
               "!2:bad JSON: it ends inside a list ");
    expect_all("[{\"id\": \"a\", \"text\": \"x\"}}, "
               "{\"id\": \"b\", \"text\": \"x\"}]]",
               0,
               "a1 !1:bad JSON: \"}\" where nothing is open b1 "
               "!1:bad JSON: \"]\" where nothing is open ");
    /* A bracket of the list ends an object that forgot its own. */
    expect_all("[{\"id\": \"a\", \"text\": \"x\"]\n"
               "[{\"id\": \"b\", \"text\": \"x\"}]",
               0, "!1:bad JSON: it ends too early b2 ");
    expect_all("[{\"id\": 1}]", 0, "!1:no headline and no text ");
}

static void offsets_are_bytes_of_the_file(void **state)
{
    static const char text[] = "[ {\"id\": 1, \"text\": \"x\"},\n  {\"a\" 2}]";
    reading r;

    (void)state;
    reading_begin(&r, nx_str(text), 5, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.start_bytes, 2);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_int_equal(r.err.offset, strstr(text, "2}") - text);
    assert_int_equal(r.item.line, 2);
    reading_end(&r);
}

/* An array of a good article, one that has no end in sight, and a good one. */
typedef struct endless {
    size_t left;
    int part;
} endless;

static ptrdiff_t next_of_endless(const char **bytes, void *user)
{
    static char chunk[65536];
    endless *source = user;

    switch (source->part) {
    case 0:
        source->part = 1;
        *bytes = "[{\"id\": 1, \"text\": \"x\"}, {\"id\": 2, \"text\": \"";
        return (ptrdiff_t)strlen(*bytes);
    case 1:
        memset(chunk, 'a', sizeof chunk);
        *bytes = chunk;
        source->part = source->left-- == 1 ? 2 : 1;
        return sizeof chunk;
    case 2:
        source->part = 3;
        *bytes = "\"}, {\"id\": 3, \"text\": \"x\"}]";
        return (ptrdiff_t)strlen(*bytes);
    default:
        return 0;
    }
}

static void values_over_the_limit_are_stepped_over(void **state)
{
    endless source = {1100, 0};
    newsidx_error err;
    nx_reader *reader;
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(
        nx_reader_open(next_of_endless, &source, NULL, &reader, &err),
        NEWSIDX_OK);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_OK);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_ERR_LIMIT);
    assert_string_equal(err.message, "value is longer than 67108864 bytes");
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_OK);
    assert_text(item.article.key, "3");
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_DONE);
    nx_reader_free(reader);
    nx_item_finish(&item);
}

/* A million and more values in one article are too many, in many are not. */
static void values_are_counted_by_article(void **state)
{
    const size_t count = 1000 * 1000;
    char *text = malloc(2 * count + 100);
    char *at = text;
    reading r;

    (void)state;
    assert_non_null(text);
    at += sprintf(at, "[{\"text\": \"x\", \"y\": [1");
    for (size_t i = 1; i < count; i++) {
        memcpy(at, ",1", 2);
        at += 2;
    }
    sprintf(at, "]}, {\"id\": 2, \"text\": \"x\"}]");
    reading_begin(&r, nx_str(text), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(r.err.message, "bad JSON: more than 1000000 values");
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
    free(text);
}

static void texts_are_not_taken_for_json(void **state)
{
    static const char *const texts[] = {"[Someone] {said}", "{\nsic }",
                                        "[\n1, 2]", "{ ["};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        reading r;

        reading_begin(&r, nx_str(texts[i]), 1, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_int_equal(r.item.format, NEWSIDX_FORMAT_TEXT);
        reading_end(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layout_is_read),
        cmocka_unit_test(wrapped_lists_are_looked_into),
        cmocka_unit_test(broken_elements_are_named_and_the_rest_goes_on),
        cmocka_unit_test(offsets_are_bytes_of_the_file),
        cmocka_unit_test(values_over_the_limit_are_stepped_over),
        cmocka_unit_test(values_are_counted_by_article),
        cmocka_unit_test(texts_are_not_taken_for_json)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
