#include "formats/json/lines.h"

#include "base/limits.h"
#include "reading.h"

#include <stdio.h>

/* Read the one line, which must work. */
static void read_line(reading *r, const char *line)
{
    reading_begin(r, nx_str(line), 0, NEWSIDX_FORMAT_AUTO);
    if (reading_step(r) != NEWSIDX_OK)
        print_error("%s\n", r->err.message);
    assert_int_equal(r->status, NEWSIDX_OK);
}

static void all_fields_are_read(void **state)
{
    reading r;
    const newsidx_article *a = &r.item.article;

    (void)state;
    read_line(&r,
              "{\"id\": \"a1\", \"title\": \"Truce  holds\", "
              "\"text\": \"One.\\r\\n\\r\\nTwo.\", \"date\": \"2016-09-09\", "
              "\"updated\": 1473446700, \"source\": \"AP\", "
              "\"byline\": \"By Matthew Lee\", \"dateline\": \"GENEVA\", "
              "\"section\": \"world\", \"keywords\": [\"syria\", \"truce\"], "
              "\"url\": \"https://news.example/a1\", \"lang\": \"en_US\"}");
    assert_text(a->key, "a1");
    assert_text(a->headline, "Truce holds");
    assert_text(a->body, "One.\n\nTwo.");
    assert_int_equal(a->published_at, 1473379200);
    assert_int_equal(a->updated_at, 1473446700);
    assert_text(a->source, "AP");
    assert_text(a->byline, "Matthew Lee");
    assert_text(a->dateline, "GENEVA");
    assert_text(a->section, "world");
    assert_text(a->keywords, "syria, truce");
    assert_text(a->url, "https://news.example/a1");
    assert_text(a->language, "en-US");
    assert_text(a->dropped, NULL);
    assert_int_equal(r.item.line, 1);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

/* Members by which a field goes, each alone. */
static void fields_have_many_spellings(void **state)
{
    static const char *const names[][10] = {
        {"id", "key", "guid", "uri", "_id", "ID"},
        {"title", "headline", "hl1", "Title", "HeadLine"},
        {"text", "body", "content", "body_text", "bodyText", "article",
         "story"},
        {"source", "agency", "publisher", "provider", "copyrightholder",
         "copyright_holder"},
        {"byline", "author", "authors", "creator", "by"},
        {"dateline", "location"},
        {"section", "category", "desk"},
        {"keywords", "tags", "subject", "subjects"},
        {"url", "link", "canonical"},
        {"lang", "language"}};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        for (size_t k = 0; k < 10 && names[i][k] != NULL; k++) {
            char line[200];
            reading r;
            const newsidx_article *a = &r.item.article;
            const newsidx_text *fields[] = {
                &a->key,    &a->headline, &a->body,    &a->source,
                &a->byline, &a->dateline, &a->section, &a->keywords,
                &a->url,    &a->language};

            snprintf(line, sizeof line, "{\"%s\": \"eng\"%s}", names[i][k],
                     i == 2 ? "" : ", \"text\": \"words\"");
            read_line(&r, line);
            assert_text(*fields[i], "eng");
            reading_end(&r);
        }
    }
}

static void dates_have_many_spellings(void **state)
{
    static const char *const published[] = {
        "\"date\": \"2016-09-09T18:45:00Z\"",
        "\"published\": \"Fri, 9 Sep 2016 20:45:00 +0200\"",
        "\"publishedAt\": 1473446700",
        "\"published_at\": 1473446700.25",
        "\"pubDate\": \"1473446700\"",
        "\"versioncreated\": \"2016-09-09T18:45Z\"",
        "\"firstcreated\": \"20160909T184500Z\"",
        "\"datePublished\": 1473446700000",
        "\"date\": {\"$date\": \"2016-09-09T18:45:00Z\"}"};
    static const char *const updated[] = {"updated", "modified", "dateModified",
                                          "version_updated"};

    (void)state;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        char line[200];
        reading r;

        snprintf(line, sizeof line, "{\"text\": \"a\", %s}", published[i]);
        read_line(&r, line);
        assert_int_equal(r.item.article.published_at, 1473446700);
        assert_true(r.item.article.updated_at == NEWSIDX_NO_TIME);
        reading_end(&r);
    }
    for (size_t i = 0; i < sizeof updated / sizeof updated[0]; i++) {
        char line[200];
        reading r;

        snprintf(line, sizeof line, "{\"text\": \"a\", \"%s\": \"2016-09-09\"}",
                 updated[i]);
        read_line(&r, line);
        assert_int_equal(r.item.article.updated_at, 1473379200);
        reading_end(&r);
    }
}

static void values_have_many_shapes(void **state)
{
    reading r;

    (void)state;
    read_line(&r, "{\"id\": 17, \"title\": 1.5, "
                  "\"text\": [\"One.\", null, \"Two.\", {\"value\": \"3\"}], "
                  "\"authors\": [{\"name\": \"Lee\"}, {}, {\"title\": \"X\"}], "
                  "\"source\": {\"name\": \"AP\"}, "
                  "\"tags\": [1, 2, [3], true]}");
    assert_text(r.item.article.key, "17");
    assert_text(r.item.article.headline, "1.5");
    assert_text(r.item.article.body, "One.\n\nTwo.\n\n3");
    assert_text(r.item.article.byline, "Lee, X");
    assert_text(r.item.article.source, "AP");
    assert_text(r.item.article.keywords, "1, 2");
    reading_end(&r);
    read_line(&r, "{\"_id\": {\"$oid\": \"5f\"}, \"text\": \"a\"}");
    assert_text(r.item.article.key, "5f");
    reading_end(&r);
}

static void
of_several_members_the_first_that_says_something_counts(void **state)
{
    reading r;

    (void)state;
    read_line(&r, "{\"_id\": \"x\", \"guid\": \"g\", \"id\": \"i\", "
                  "\"title\": \" \", \"headline\": \"H\", \"body\": \"b\", "
                  "\"text\": null, \"content\": \"c\"}");
    assert_text(r.item.article.key, "i");
    assert_text(r.item.article.headline, "H");
    assert_text(r.item.article.body, "b");
    reading_end(&r);
    read_line(&r, "{\"text\": \"first\", \"text\": \"last\"}");
    assert_text(r.item.article.body, "last");
    reading_end(&r);
}

static void what_cannot_be_read_is_kept_as_dropped(void **state)
{
    reading r;

    (void)state;
    read_line(&r, "{\"text\": \"a\", \"date\": \"last  Tuesday\", "
                  "\"updated\": \"9/10/2016\", \"lang\": \"English\"}");
    assert_true(r.item.article.published_at == NEWSIDX_NO_TIME);
    assert_true(r.item.article.updated_at == NEWSIDX_NO_TIME);
    assert_text(r.item.article.language, NULL);
    assert_text(r.item.article.dropped, "date: last Tuesday\n"
                                        "updated: 9/10/2016\n"
                                        "language: English");
    reading_end(&r);
}

static void an_article_without_a_key_gets_one_of_its_content(void **state)
{
    reading a;
    reading b;
    reading c;

    (void)state;
    read_line(&a, "{\"title\": \"T\", \"text\": \"a\"}");
    read_line(&b, "{\"body\": \"a\", \"headline\": \"T\"}");
    read_line(&c, "{\"title\": \"T\", \"text\": \"b\"}");
    assert_int_equal(a.item.article.key.length, 21);
    assert_memory_equal(a.item.article.key.bytes, "hash:", 5);
    assert_true(nx_str_equal(a.item.article.key, b.item.article.key));
    assert_false(nx_str_equal(a.item.article.key, c.item.article.key));
    reading_end(&a);
    reading_end(&b);
    reading_end(&c);
}

/* Good lines around bad ones, in chunks of every length. */
static void bad_lines_are_named_and_nothing_else_is_lost(void **state)
{
    static const char text[] = "{\"id\": 1, \"text\": \"a\"}\n"
                               "\n"
                               "{\"id\": 2, \"text\": }\n"
                               "[\"text\"]\r\n"
                               "{\"id\": 3, \"text\": \"caf\" ?}\n"
                               "not JSON\n"
                               "{\"id\": 4}\n"
                               "  {\"id\": 5, \"text\": \"b\"}\r\n"
                               "{\"id\": 6, \"text\": \"c";
    static const struct {
        uint64_t line;
        size_t offset;
        const char *message;
    } bad[] = {{3, 0, "bad JSON: "},
               {4, 0, "not a JSON object"},
               {5, 0, "bad JSON: "},
               {6, 0, "bad JSON: "},
               {7, 0, "no headline and no text"},
               {9, 0, "bad JSON: "}};

    (void)state;
    for (size_t chunk = 1; chunk < 40; chunk++) {
        reading r;
        size_t problems = 0;
        size_t articles = 0;

        reading_begin(&r, nx_str(text), chunk, NEWSIDX_FORMAT_AUTO);
        while (reading_step(&r) != NEWSIDX_DONE) {
            if (r.status == NEWSIDX_OK) {
                assert_text(r.item.article.key, articles == 0 ? "1" : "5");
                assert_int_equal(r.item.line, articles == 0 ? 1 : 8);
                articles++;
                continue;
            }
            assert_int_equal(r.status, NEWSIDX_ERR_INPUT);
            assert_int_equal(r.item.line, bad[problems].line);
            assert_memory_equal(r.err.message, bad[problems].message,
                                strlen(bad[problems].message));
            assert_true(r.err.offset < sizeof text);
            if (problems == 2)
                assert_int_equal(text[r.err.offset], '?');
            problems++;
        }
        assert_int_equal(articles, 2);
        assert_int_equal(problems, 6);
        assert_int_equal(nx_reader_bytes(r.reader), strlen(text));
        reading_end(&r);
    }
}

static void a_first_line_that_is_broken_is_still_json(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r, nx_str("{\"id\": 1,\n{\"id\": 2, \"text\": \"a\"}\n"), 0,
                  NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_int_equal(r.item.line, 1);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.line, 2);
    reading_end(&r);
}

/* A value nested `depth` deep, the object around it included. */
static void make_nested(char *out, size_t depth)
{
    char *at = out + sprintf(out, "{\"text\": \"a [[[ \\\" {{{\", \"x\": ");

    memset(at, '[', depth - 1);
    memset(at + depth - 1, ']', depth - 1);
    memcpy(at + 2 * (depth - 1), "}", 2);
}

static void deep_nesting_is_refused(void **state)
{
    static char line[400000];
    reading r;

    (void)state;
    make_nested(line, 64);
    read_line(&r, line);
    reading_end(&r);
    make_nested(line, 65);
    reading_begin(&r, nx_str(line), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(r.err.message, "bad JSON: nested deeper than 64");
    reading_end(&r);
    make_nested(line, 100000);
    reading_begin(&r, nx_str(line), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(r.err.message, "bad JSON: nested deeper than 64");
    reading_end(&r);
}

static void escapes_are_decoded_and_cleaned(void **state)
{
    reading r;

    (void)state;
    read_line(&r, "{\"text\": \"caf\\u00e9\\u0000 \\ud83d\\ude00\\u2028"
                  "next\\t\\\"line\\\"\"}");
    assert_text(r.item.article.body,
                "caf\xC3\xA9 \xF0\x9F\x98\x80\nnext\t\"line\"");
    reading_end(&r);
    /* Half a pair of surrogates is no character, and no reason to lose one. */
    read_line(&r, "{\"text\": \"half \\ud83d.\"}");
    assert_text(r.item.article.body, "half \xEF\xBF\xBD.");
    reading_end(&r);
    /* Two keys of more than 64 bits must not become one. */
    read_line(&r, "{\"id\": 18446744073709551616, \"text\": \"long\"}");
    assert_int_equal(strncmp(r.item.article.key.bytes, "hash:", 5), 0);
    reading_end(&r);
}

static void a_mark_before_the_first_line_is_left_out(void **state)
{
    reading r;

    (void)state;
    read_line(&r, "\xEF\xBB\xBF\n \n{\"text\": \"a\"}\n");
    assert_int_equal(r.item.line, 3);
    reading_end(&r);
}

static void blanks_before_the_first_line_do_not_count(void **state)
{
    char text[3000];

    (void)state;
    for (size_t blanks = 1000; blanks < 1050; blanks++) {
        reading r;

        memset(text, '\n', blanks);
        memcpy(text + blanks, "{\"text\": \"a\"}", 14);
        reading_begin(&r, nx_str_slice(text, blanks + 13), 3,
                      NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.body, "a");
        assert_int_equal(r.item.line, blanks + 1);
        reading_end(&r);
    }
}

static void long_fields_are_refused_by_name(void **state)
{
    const size_t length = NX_LIMIT_FIELD_BYTES + 100;
    char *line = malloc(length + 100);
    reading r;

    (void)state;
    assert_non_null(line);
    memset(line, 'a', length);
    memcpy(line, "{\"text\": \"b\", \"title\": \"", 24);
    memcpy(line + length, "\"}\n{\"text\": \"b\"}\n", 18);
    reading_begin(&r, nx_str(line), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_LIMIT);
    assert_string_equal(r.err.message, "headline is longer than 65536 bytes");
    assert_int_equal(r.item.line, 1);
    assert_int_equal(r.err.offset, 0);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    reading_end(&r);
    free(line);
}

/* The first line is 80 MB long, the second is an article. */
typedef struct long_line {
    size_t left;
    int part;
} long_line;

static ptrdiff_t next_of_long_line(const char **bytes, void *user)
{
    static char chunk[65536];
    long_line *source = user;

    if (source->left == 0) {
        *bytes = "\"}\n{\"id\": 2, \"text\": \"a\"}\n";
        return source->part++ == 1 ? (ptrdiff_t)strlen(*bytes) : 0;
    }
    memset(chunk, 'a', sizeof chunk);
    if (source->part == 0)
        memcpy(chunk, "{\"text\": \"", 10);
    source->part = 1;
    source->left -= sizeof chunk;
    *bytes = chunk;
    return sizeof chunk;
}

static void lines_over_the_limit_are_stepped_over(void **state)
{
    long_line source = {(size_t)1280 * 65536, 0};
    newsidx_error err;
    nx_reader *reader;
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(
        nx_reader_open(next_of_long_line, &source, NULL, &reader, &err),
        NEWSIDX_OK);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_ERR_LIMIT);
    assert_string_equal(err.message, "line is longer than 67108864 bytes");
    assert_int_equal(item.line, 1);
    assert_int_equal(err.offset, 0);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_OK);
    assert_text(item.article.key, "2");
    assert_int_equal(item.line, 2);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_DONE);
    nx_reader_free(reader);
    nx_item_finish(&item);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_fields_are_read),
        cmocka_unit_test(fields_have_many_spellings),
        cmocka_unit_test(dates_have_many_spellings),
        cmocka_unit_test(values_have_many_shapes),
        cmocka_unit_test(
            of_several_members_the_first_that_says_something_counts),
        cmocka_unit_test(what_cannot_be_read_is_kept_as_dropped),
        cmocka_unit_test(an_article_without_a_key_gets_one_of_its_content),
        cmocka_unit_test(bad_lines_are_named_and_nothing_else_is_lost),
        cmocka_unit_test(a_first_line_that_is_broken_is_still_json),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(escapes_are_decoded_and_cleaned),
        cmocka_unit_test(a_mark_before_the_first_line_is_left_out),
        cmocka_unit_test(blanks_before_the_first_line_do_not_count),
        cmocka_unit_test(long_fields_are_refused_by_name),
        cmocka_unit_test(lines_over_the_limit_are_stepped_over)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
