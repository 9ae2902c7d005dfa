#include "formats/html/page.h"

#include "reading.h"

static const char page[] =
    "<!-- made by hand -->\n<!DOCTYPE html>\n<html lang=en_GB><head>"
    "<title>Talks end without a deal - Harbor Press</title>"
    "<meta property='og:site_name' content='Harbor Press'>"
    "<meta property='og:type' content=article>"
    "<meta name=description content='Nobody signed.'>"
    "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", "
    "\"headline\": \"Talks end without a deal &amp; more\", \"author\": "
    "[{\"name\": \"By Ann Lee\"}, {\"name\": \"Bob Ray\"}], "
    "\"datePublished\": \"2016-09-09T18:45:00Z\", \"dateModified\": \"late\", "
    "\"articleSection\": \"World\", \"keywords\": \"ferries, harbors\", "
    "\"url\": \"https://example.com/talks\"}</script></head><body>"
    "<nav><a href=/>Home</a></nav><article>"
    "<h1>Talks end without a deal &amp; more</h1><div class=story-body>"
    "<p>TELMIRA (AP) &mdash; The talks about the harbor ended on Friday, and "
    "dinner was had by all.</p><figure><figcaption>The hotel.</figcaption>"
    "</figure><p>Nobody signed, and nobody could say when the talks would go "
    "on.</p><ul><li>The harbor is closed.<li>The ferries are not.</ul>"
    "</div></article><footer>All rights reserved.</footer>";

static void a_page_has_all_fields(void **state)
{
    const newsidx_article *a;
    reading r;

    (void)state;
    for (size_t chunk = 0; chunk < 8; chunk += 7) {
        reading_begin(&r, nx_str(page), chunk, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        a = &r.item.article;
        assert_int_equal(r.item.format, NEWSIDX_FORMAT_HTML);
        assert_text(a->headline, "Talks end without a deal & more");
        assert_text(a->byline, "Ann Lee, Bob Ray");
        assert_text(a->dateline, "TELMIRA (AP)");
        assert_text(a->body,
                    "The talks about the harbor ended on Friday, and dinner "
                    "was had by all.\n\nNobody signed, and nobody could say "
                    "when the talks would go on.\n\nThe harbor is closed.\n"
                    "The ferries are not.");
        assert_text(a->source, "Harbor Press");
        assert_text(a->section, "World");
        assert_text(a->keywords, "ferries, harbors");
        assert_text(a->url, "https://example.com/talks");
        assert_text(a->language, "en-GB");
        assert_text(a->dropped, "The hotel.\nupdated: late");
        assert_text(a->extra, "{\"description\":\"Nobody signed.\",\"og:type\":"
                              "\"article\"}");
        assert_int_equal(a->published_at, 1473446700);
        assert_int_equal(a->updated_at, NEWSIDX_NO_TIME);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void pages_are_known_by_how_they_begin(void **state)
{
    static const char *const pages[] = {
        "<!doctype html>x",
        "<HTML>\n<p>",
        "<html lang=en>",
        "<head>",
        "<body class=x>",
        "<?xml version='1.0'?>\n<!-- a --> <!DOCTYPE html ",
        "\n<!-- a --><!-- b --><html "};
    static const char *const others[] = {"",
                                         "<html",
                                         "<htmlx>",
                                         "<p>x",
                                         "<!doctype x",
                                         "<?xml version='1.0'?><rss>",
                                         "<header>",
                                         "text <html>",
                                         "<!-- <html> ",
                                         "{\"a\": \"<html>\"}"};

    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_true(nx_format_html.recognises(nx_str(pages[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(nx_format_html.recognises(nx_str(others[i])));
}

static void a_page_that_scripts_fill_is_read_from_what_they_were_told(void **s)
{
    reading r;

    (void)s;
    reading_begin(&r,
                  nx_str("<html><script type=application/ld+json>{\"@type\":"
                         "\"Article\", \"headline\": \"H\", \"articleBody\": "
                         "\"&lt;p&gt;One.&lt;/p&gt; It&#39;s two.\"}</script>"
                         "<div id=app></div>"),
                  0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "H");
    assert_text(r.item.article.body, "<p>One.</p> It's two.");
    reading_end(&r);
}

static void a_page_without_text_is_refused(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r, nx_str("<html><img src=x>"), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(r.err.message, "no headline and no text");
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_has_all_fields),
        cmocka_unit_test(pages_are_known_by_how_they_begin),
        cmocka_unit_test(
            a_page_that_scripts_fill_is_read_from_what_they_were_told),
        cmocka_unit_test(a_page_without_text_is_refused)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
