#include "formats/json/article.h"

#include "base/limits.h"
#include "ingest/clean.h"
#include "ingest/extra.h"
#include "reading.h"

#include <stdio.h>

static newsidx_status read_item(nx_item *item, newsidx_text text,
                                newsidx_error *err)
{
    newsidx_status status;

    memset(err, 0, sizeof *err);
    nx_item_reset(item);
    status = nx_json_article_read(text, 0, item, err);
    if (status >= 0)
        status = nx_extra_finish(item, err);
    return status;
}

static void read_one(nx_item *item, const char *text)
{
    newsidx_error err;

    if (read_item(item, nx_str(text), &err) != NEWSIDX_OK)
        fail_msg("%.200s: %s", text, err.message);
}

static void newer_fields_are_read(void **state)
{
    nx_item item;
    const newsidx_article *a = &item.article;

    (void)state;
    nx_item_init(&item);
    read_one(&item, "{\"text\": \"a\", \"copyright\": \"(c) 2016  AP\", "
                    "\"urgency\": \"3\", \"version\": 7, "
                    "\"pubstatus\": \"stat:canceled\", "
                    "\"embargoed\": \"2016-09-09T18:45:00Z\"}");
    assert_text(a->copyright, "(c) 2016 AP");
    assert_int_equal(a->urgency, 3);
    assert_int_equal(a->edition, 7);
    assert_int_equal(a->usage, NEWSIDX_CANCELED);
    assert_int_equal(a->embargoed_until, 1473446700);
    assert_text(a->extra, NULL);
    read_one(&item, "{\"text\": \"a\", \"edition\": 0, \"status\": "
                    "\"Withheld\"}");
    assert_int_equal(a->edition, 0);
    assert_int_equal(a->usage, NEWSIDX_WITHHELD);
    nx_item_finish(&item);
}

/* A release for Sunday must not be found on Friday. */
static void an_embargo_without_an_end_withholds(void **state)
{
    static const struct {
        const char *text;
        newsidx_usage usage;
        const char *dropped;
    } cases[] = {
        {"{\"text\": \"a\", \"embargo\": \"Sunday\"}", NEWSIDX_WITHHELD,
         "embargoed: Sunday"},
        {"{\"text\": \"a\", \"embargo\": \"Sunday\", "
         "\"status\": \"canceled\"}",
         NEWSIDX_CANCELED, "embargoed: Sunday"},
        {"{\"text\": \"a\", \"embargo\": true}", NEWSIDX_WITHHELD, NULL},
        {"{\"text\": \"a\", \"embargo\": false}", NEWSIDX_USABLE, NULL},
        {"{\"text\": \"a\", \"embargo\": null}", NEWSIDX_USABLE, NULL},
        {"{\"text\": \"a\", \"embargo\": \"\"}", NEWSIDX_USABLE, NULL}};
    nx_item item;

    (void)state;
    nx_item_init(&item);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        read_one(&item, cases[i].text);
        assert_int_equal(item.article.usage, cases[i].usage);
        assert_true(item.article.embargoed_until == NEWSIDX_NO_TIME);
        assert_text(item.article.dropped, cases[i].dropped);
    }
    nx_item_finish(&item);
}

static void what_has_no_field_is_kept(void **state)
{
    static const struct {
        const char *text;
        const char *extra;
    } cases[] = {
        {"{\"text\": \"a\", \"slug\": \"b/c\", \"paid\": false, \"n\": 0, "
         "\"none\": null, \"empty\": [], \"e\": \"\", \"o\": {}}",
         "{\"n\":0,\"paid\":false,\"slug\":\"b/c\"}"},
        /* One that a better one of the same field stands before. */
        {"{\"text\": \"a\", \"guid\": \"g\", \"id\": 1, \"content\": \"b\"}",
         "{\"content\":\"b\",\"guid\":\"g\"}"},
        /* Of what a field has only the names. */
        {"{\"text\": \"a\", \"by\": [{\"name\": \"Lee\", \"mail\": \"l\"}], "
         "\"tags\": [\"b\", \"c\"], \"source\": {\"name\": \"AP\"}}",
         "{\"by\":[{\"name\":\"Lee\",\"mail\":\"l\"}]}"},
        {"{\"text\": \"a\", \"urgency\": \"high\", \"version\": \"1.2\", "
         "\"status\": \"published\"}",
         "{\"status\":\"published\",\"urgency\":\"high\","
         "\"version\":\"1.2\"}"},
        /* Of numbers what JSON can say. */
        {"{\"text\": \"a\", \"x\": {\"b\": [NaN, 5., 1e999, -Infinity, "
         "1E2, 18446744073709551616, 0.1]}, \"y\": NaN, \"z\": 7.}",
         "{\"x\":{\"b\":[null,5.0,null,null,1E2,null,0.1]},\"z\":7.0}"},
        /* An export of ours. */
        {"{\"body\": \"a\", \"slug\": 1, \"extra\": {\"slug\": 2, "
         "\"b\": \"c\\td\"}}",
         "{\"b\":\"c\\td\",\"slug\":[1,2]}"},
        {"{\"body\": \"a\", \"extra\": \"free copies\"}",
         "{\"extra\":\"free copies\"}"},
        {"{\"body\": \"a\", \"summary\": \"b\"}", "{\"summary\":\"b\"}"},
        {"{\"title\": \"a\", \"summary\": \"b\"}", NULL}};
    nx_item item;

    (void)state;
    nx_item_init(&item);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        read_one(&item, cases[i].text);
        assert_text(item.article.extra, cases[i].extra);
    }
    nx_item_finish(&item);
}

static void what_has_no_room_is_told(void **state)
{
    const size_t length = NX_LIMIT_EXTRA_BYTES;
    char *text = malloc(length + 200);
    char *at = text;
    nx_item item;

    (void)state;
    assert_non_null(text);
    at += sprintf(at, "{\"body\": \"b\", \"a\": 1, \"long\": \"");
    memset(at, 'x', length);
    strcpy(at + length, "\", \"z\": 2}");
    nx_item_init(&item);
    read_one(&item, text);
    assert_text(item.article.extra, "{\"a\":1,\"z\":2}");
    assert_text(item.article.dropped,
                "extra: long (members without room: 1 of 1048578 bytes)");
    nx_item_finish(&item);
    free(text);
}

static void write_text(char *out, const char *name, newsidx_text text)
{
    char *at = out + strlen(out);

    if (text.length == 0)
        return;
    at += sprintf(at, ", \"%s\": \"", name);
    for (size_t i = 0; i < text.length; i++)
        at += sprintf(at, "\\u%04x", (unsigned char)text.bytes[i]);
    strcpy(at, "\"");
}

static void numbers_of_another_index_are_left_out(void **state)
{
    nx_item item;

    (void)state;
    nx_item_init(&item);
    read_one(&item, "{\"article_id\": 7, \"version\": 2, \"key\": \"k\", "
                    "\"body\": \"a\", \"edition\": null}");
    assert_int_equal(item.article.edition, 0);
    assert_text(item.article.extra, NULL);
    /* Of anybody else they are what they say. */
    read_one(&item, "{\"article_id\": 7, \"version\": 2, \"body\": \"a\"}");
    assert_int_equal(item.article.edition, 2);
    assert_text(item.article.extra, "{\"article_id\":7}");
    nx_item_finish(&item);
}

/* An export has our names; read again, it is the same article. */
static void an_export_comes_back_equal(void **state)
{
    static const char *const texts[] = {
        "{\"key\": \"k\", \"headline\": \"H\", \"byline\": \"Lee, Korin\", "
        "\"dateline\": \"GENEVA (AP)\", \"body\": \"One.\\n\\nTwo.\", "
        "\"source\": \"AP\", \"section\": \"world\", \"keywords\": "
        "\"a, b\\nc\", \"url\": \"https://news.example/a\", "
        "\"language\": \"en\", \"published\": \"2016-09-09T18:45:00Z\", "
        "\"updated\": \"2016-09-10T00:00:00Z\", \"dropped\": "
        "\"Share\\nShare\", \"copyright\": \"AP\", \"urgency\": 4, "
        "\"edition\": 3, \"usage\": \"withheld\", \"embargoed\": "
        "\"2016-09-09T19:00:00Z\", \"extra\": {\"a\": [1.50, \"\\u0001/\", "
        "{\"b\": null}], \"c\": true}}"};
    newsidx_article first;
    nx_item item;
    nx_item again;
    static char line[4000];

    (void)state;
    nx_item_init(&item);
    nx_item_init(&again);
    read_one(&item, texts[0]);
    first = item.article;
    assert_text(first.keywords, "a, b\nc");
    assert_text(first.extra, "{\"a\":[1.50,\"\\u0001/\",{\"b\":null}],"
                             "\"c\":true}");
    sprintf(line,
            "{\"urgency\": %u, \"edition\": %u, \"usage\": \"withheld\", "
            "\"published\": %lld, \"updated\": %lld, \"embargoed\": %lld, "
            "\"extra\": %s",
            first.urgency, first.edition, (long long)first.published_at,
            (long long)first.updated_at, (long long)first.embargoed_until,
            first.extra.bytes);
    write_text(line, "key", first.key);
    write_text(line, "headline", first.headline);
    write_text(line, "byline", first.byline);
    write_text(line, "dateline", first.dateline);
    write_text(line, "body", first.body);
    write_text(line, "source", first.source);
    write_text(line, "section", first.section);
    write_text(line, "keywords", first.keywords);
    write_text(line, "url", first.url);
    write_text(line, "language", first.language);
    write_text(line, "dropped", first.dropped);
    write_text(line, "copyright", first.copyright);
    strcat(line, "}");
    read_one(&again, line);
    assert_true(nx_content_hash(&first) == nx_content_hash(&again.article));
    assert_text(again.article.key, first.key.bytes);
    assert_text(again.article.dropped, first.dropped.bytes);
    assert_text(again.article.copyright, first.copyright.bytes);
    assert_text(again.article.extra, first.extra.bytes);
    assert_int_equal(again.article.urgency, 4);
    assert_int_equal(again.article.edition, 3);
    assert_int_equal(again.article.usage, NEWSIDX_WITHHELD);
    assert_true(again.article.embargoed_until == first.embargoed_until);
    nx_item_finish(&item);
    nx_item_finish(&again);
}

static void articles_in_envelopes_are_taken_out(void **state)
{
    nx_item item;

    (void)state;
    nx_item_init(&item);
    read_one(&item, "{\"_index\": \"news\", \"_id\": \"7\", \"_source\": "
                    "{\"title\": \"T\", \"text\": \"a\", \"x\": 1}}");
    assert_text(item.article.key, "7");
    assert_text(item.article.headline, "T");
    assert_text(item.article.extra, "{\"_index\":\"news\",\"x\":1}");
    read_one(&item, "{\"id\": 1, \"webUrl\": \"u\", \"fields\": {\"headline\": "
                    "\"T\", \"body\": \"a\", \"id\": 2}}");
    assert_text(item.article.key, "2");
    assert_text(item.article.url, "u");
    assert_text(item.article.extra, "{\"id\":1}");
    read_one(&item, "{\"extra\": {\"a\": 1, \"b\": 2}, \"item\": {\"text\": "
                    "\"a\"}}");
    assert_text(item.article.extra, "{\"a\":1,\"b\":2}");
    read_one(&item, "{\"article\": {\"title\": \"T\", \"text\": \"a\"}}");
    assert_text(item.article.headline, "T");
    assert_text(item.article.body, "a");
    nx_item_finish(&item);
}

static void other_shapes_of_text_are_read(void **state)
{
    nx_item item;

    (void)state;
    nx_item_init(&item);
    read_one(&item, "{\"headline\": {\"main\": \"T\"}, \"text\": \"a\", "
                    "\"byline\": {\"original\": \"By Lee\"}}");
    assert_text(item.article.headline, "T");
    assert_text(item.article.byline, "Lee");
    read_one(&item, "{\"title\": \"T\", \"description\": \"a\", "
                    "\"content\": null}");
    assert_text(item.article.body, "a");
#ifdef NX_HAVE_FORMATS
    read_one(&item, "{\"title\": {\"rendered\": \"T &amp; U\"}, "
                    "\"content\": {\"rendered\": \"<p>a</p><p>b</p>\"}}");
    assert_text(item.article.headline, "T & U");
    assert_text(item.article.body, "a\n\nb");
    read_one(&item, "{\"body_html\": \"<p>a</p><p>b</p>\"}");
    assert_text(item.article.body, "a\n\nb");
    /* HTML knows of paragraphs; a text of one line doesn't. */
    read_one(&item, "{\"body_text\": \"a b\", "
                    "\"body_html\": \"<p>a</p><p>b</p>\"}");
    assert_text(item.article.body, "a\n\nb");
    read_one(&item, "{\"body_text\": \"a\\nb\", "
                    "\"body_html\": \"<p>a</p><p>b</p>\"}");
    assert_text(item.article.body, "a\nb");
    assert_text(item.article.extra, NULL);
#endif
    nx_item_finish(&item);
}

/*
 * What RFC 8259 has, has not, and leaves open, as the JSON Parsing Test Suite
 * sorts it: 'y' is read, 'n' refused. Some of what isn't JSON is read because
 * json-c does, and because programs write it: NaN, and line ends in strings.
 */
static const struct {
    char wanted;
    const char *value;
    const char *extra; /* what comes of {"text": "a", "x": value} */
} suite[] = {
    {'y', "[1, 2]", "{\"x\":[1,2]}"},
    {'y', " [ ] ", NULL},
    {'y', "[[[[1]]]]", "{\"x\":[[[[1]]]]}"},
    {'y', "{\"a\":{\"b\":{}}}", "{\"x\":{\"a\":{\"b\":{}}}}"},
    {'y', "{\"a\":1,\"a\":2}", "{\"x\":{\"a\":2}}"},
    {'y', "{\"\":1}", "{\"x\":{\"\":1}}"},
    {'y', "-0", "{\"x\":0}"},
    {'y', "-123", "{\"x\":-123}"},
    {'y', "1E22", "{\"x\":1E22}"},
    {'y', "1e-2", "{\"x\":1e-2}"},
    {'y', "1.5", "{\"x\":1.5}"},
    {'y', "0e+1", "{\"x\":0e+1}"},
    {'y', "9223372036854775806", "{\"x\":9223372036854775806}"},
    {'y', "99999999999999999999", NULL},
    {'y', "1e9999", NULL},
    {'y', "true", "{\"x\":true}"},
    {'y', "\"\\u0060\\u012a\\u12AB\"", "{\"x\":\"`\xC4\xAA\xE1\x8A\xAB\"}"},
    {'y', "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
     "{\"x\":\"\\\"\\\\/\\b\\f\\n\\r\\t\"}"},
    {'y', "\"\\u0000\"", "{\"x\":\"\\u0000\"}"},
    {'y', "\"\\ud83d\\ude39\"", "{\"x\":\"\xF0\x9F\x98\xB9\"}"},
    {'y', "\"\\ud83d\"", "{\"x\":\"\xEF\xBF\xBD\"}"},
    {'y', "\"\\ude39x\"", "{\"x\":\"\xEF\xBF\xBDx\"}"},
    {'y', "\"\\ud83dx\"", "{\"x\":\"\xEF\xBF\xBDx\"}"},
    {'y', "\"\\ud83d\\ud83d\\ude39\"",
     "{\"x\":\"\xEF\xBF\xBD\xF0\x9F\x98\xB9\"}"},
    {'y', "\"\xE2\x80\xA8\xEF\xBF\xBF\"",
     "{\"x\":\"\xE2\x80\xA8\xEF\xBF\xBF\"}"},
    {'y', "\"a\nb\"", "{\"x\":\"a\\nb\"}"},
    {'y', "NaN", NULL},
    {'y', "5.", "{\"x\":5.0}"},
    {'n', "[1 true]", NULL},
    {'n', "[1,]", NULL},
    {'n', "[,1]", NULL},
    {'n', "[1,,2]", NULL},
    {'n', "[1", NULL},
    {'n', "1]", NULL},
    {'n', "{\"a\" 1}", NULL},
    {'n', "{\"a\":}", NULL},
    {'n', "{\"a\":1,}", NULL},
    {'n', "{a:1}", NULL},
    {'n', "{1:1}", NULL},
    {'n', "{\"a\":1 \"b\":2}", NULL},
    {'n', "+1", NULL},
    {'n', ".5", NULL},
    {'n', "01", NULL},
    {'n', "0x1", NULL},
    {'n', "1e", NULL},
    {'n', "-", NULL},
    {'n', "1,5", NULL},
    {'n', "tru", NULL},
    {'n', "True", NULL},
    {'n', "\"a", NULL},
    {'n', "\"\\x\"", NULL},
    {'n', "\"\\u12\"", NULL},
    {'n', "\"\\u00g0\"", NULL},
    {'n', "\"\xE9\"", NULL},
    {'n', "\"\xED\xA0\x80\"", NULL},
    {'n', "\"\xC0\xAF\"", NULL},
    {'n', "/* a */ 1", NULL},
    {'n', "1 // a", NULL},
    {'n', "1} x", NULL},
    {'n', "", NULL}};

static void values_are_read_as_the_rfc_has_them(void **state)
{
    nx_item item;

    (void)state;
    nx_item_init(&item);
    for (size_t i = 0; i < sizeof suite / sizeof suite[0]; i++) {
        char line[200];
        newsidx_error err;
        newsidx_status status;

        snprintf(line, sizeof line, "{\"text\": \"a\", \"x\": %s}",
                 suite[i].value);
        status = read_item(&item, nx_str(line), &err);
        if ((status == NEWSIDX_OK) != (suite[i].wanted == 'y'))
            fail_msg("%s: %s", suite[i].value, err.message);
        if (status == NEWSIDX_OK)
            assert_text(item.article.extra, suite[i].extra);
        else
            assert_int_equal(status, NEWSIDX_ERR_INPUT);
    }
    nx_item_finish(&item);
}

/* Any article cut anywhere is refused, and nothing is read behind its end. */
static void what_is_cut_is_refused(void **state)
{
    static const char text[] =
        "{\"id\": 1, \"text\": [\"a\\ud83d\\ude00\", {\"value\": 2.5e1}], "
        "\"x\": {\"y\": [true, null, -1]}}";
    nx_item item;

    (void)state;
    nx_item_init(&item);
    for (size_t length = 0; length < strlen(text); length++) {
        char *copy = malloc(length + 1);
        newsidx_error err;

        assert_non_null(copy);
        memcpy(copy, text, length);
        assert_int_equal(read_item(&item, nx_str_slice(copy, length), &err),
                         NEWSIDX_ERR_INPUT);
        free(copy);
    }
    nx_item_finish(&item);
}

static void schemas_are_no_articles(void **state)
{
    newsidx_error err;
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(
        read_item(&item,
                  nx_str("{\"$schema\": \"s\", \"title\": \"T\", "
                         "\"description\": \"d\", \"properties\": {}}"),
                  &err),
        NEWSIDX_ERR_INPUT);
    assert_string_equal(err.message, "a JSON schema, no article");
    nx_item_finish(&item);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newer_fields_are_read),
        cmocka_unit_test(an_embargo_without_an_end_withholds),
        cmocka_unit_test(what_has_no_field_is_kept),
        cmocka_unit_test(what_has_no_room_is_told),
        cmocka_unit_test(numbers_of_another_index_are_left_out),
        cmocka_unit_test(an_export_comes_back_equal),
        cmocka_unit_test(articles_in_envelopes_are_taken_out),
        cmocka_unit_test(other_shapes_of_text_are_read),
        cmocka_unit_test(values_are_read_as_the_rfc_has_them),
        cmocka_unit_test(what_is_cut_is_refused),
        cmocka_unit_test(schemas_are_no_articles)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
