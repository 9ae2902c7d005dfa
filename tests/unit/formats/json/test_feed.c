#include "formats/json/feed.h"

#include "reading.h"

static const char feed[] =
    "{\"version\": \"https://jsonfeed.org/version/1.1\",\n"
    " \"title\": \"Harbor Press\", \"home_page_url\": \"https://h.example/\",\n"
    " \"language\": \"en-GB\", \"authors\": [{\"name\": \"Iva Korin\"}],\n"
    " \"items\": [\n"
    "  {\"id\": \"https://h.example/1\", \"title\": \"Rain\",\n"
    "   \"content_html\": \"<p>It rained.</p><p>A lot.</p>\",\n"
    "   \"date_published\": \"2016-09-09T20:45:00+02:00\",\n"
    "   \"date_modified\": \"2016-09-09T20:46:00+02:00\",\n"
    "   \"url\": \"https://h.example/1.html\", \"tags\": [\"sea\", \"sky\"],\n"
    "   \"summary\": \"Of rain.\", \"_mood\": {\"wet\": true}},\n"
    "  {\"id\": 2, \"content_text\": \"No rain.\", \"language\": \"de\",\n"
    "   \"authors\": [{\"name\": \"M. Lee\"}, {\"name\": \"A. Arlov\"}]}\n"
    " ]}";

static void items_are_articles(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r, nx_str(feed), 7, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.format, NEWSIDX_FORMAT_JSON_FEED);
    assert_int_equal(r.item.line, 5);
    assert_text(r.item.article.key, "https://h.example/1");
    assert_text(r.item.article.headline, "Rain");
    assert_text(r.item.article.url, "https://h.example/1.html");
    assert_text(r.item.article.keywords, "sea, sky");
    assert_int_equal(r.item.article.published_at, 1473446700);
    assert_int_equal(r.item.article.updated_at, 1473446760);
    assert_non_null(strstr(r.item.article.extra.bytes, "Of rain."));
    assert_non_null(strstr(r.item.article.extra.bytes, "\"wet\":true"));
#ifdef NX_HAVE_FORMATS
    assert_text(r.item.article.body, "It rained.\n\nA lot.");
#endif
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.key, "2");
    assert_text(r.item.article.body, "No rain.");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void items_have_what_the_feed_says_unless_they_say_it(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r, nx_str(feed), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.source, "Harbor Press");
    assert_text(r.item.article.language, "en-GB");
    assert_text(r.item.article.byline, "Iva Korin");
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.source, "Harbor Press");
    assert_text(r.item.article.language, "de");
    assert_text(r.item.article.byline, "M. Lee, A. Arlov");
    reading_end(&r);
}

static void a_feed_on_one_line_is_no_json_lines(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("{\"version\":\"https:\\/\\/jsonfeed.org\\/version\\/1"
                         "\",\"title\":\"A\",\"author\":{\"name\":\"B\"},"
                         "\"items\":[{\"id\":\"1\",\"content_text\":\"C\"}]}"),
                  0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.source, "A");
    assert_text(r.item.article.byline, "B");
    assert_text(r.item.article.body, "C");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void a_feed_is_not_an_article(void **state)
{
    static const char *const feeds[] = {
        "{\"version\": \"https://jsonfeed.org/version/1\", \"title\": \"A\"}",
        "{\"version\": \"https://jsonfeed.org/version/1\", \"title\": \"A\",\n"
        "\"items\": []}"};

    (void)state;
    for (size_t i = 0; i < sizeof feeds / sizeof feeds[0]; i++) {
        reading r;

        reading_begin(&r, nx_str(feeds[i]), 0, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
        assert_string_equal(r.err.message,
                            "a feed without articles among its items");
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void other_versions_are_other_formats(void **state)
{
    (void)state;
    assert_false(nx_format_json_feed.recognises(
        nx_str("{\"version\": \"1\", \"title\": \"https://jsonfeed.org/\"}")));
    assert_false(nx_format_json_feed.recognises(nx_str("{\"title\": \"A\"}")));
    assert_false(nx_format_json_feed.recognises(nx_str("[]")));
    assert_false(nx_format_json_feed.recognises(nx_str("{")));
    assert_false(nx_format_json_feed.recognises(nx_str("{\"title\": \"A")));
    assert_true(nx_format_json_feed.recognises(nx_str(
        "{\n\"title\": \"A\", \"version\": \"https://jsonfeed.org/version/1")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_articles),
        cmocka_unit_test(items_have_what_the_feed_says_unless_they_say_it),
        cmocka_unit_test(a_feed_on_one_line_is_no_json_lines),
        cmocka_unit_test(a_feed_is_not_an_article),
        cmocka_unit_test(other_versions_are_other_formats)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
