#include "formats/xml/wordpress.h"

#include "reading.h"

#define EXPORT(items)                                                          \
    "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' "           \
    "xmlns:excerpt='http://wordpress.org/export/1.2/excerpt/' "                \
    "xmlns:dc='http://purl.org/dc/elements/1.1/' "                             \
    "xmlns:wp='http://wordpress.org/export/1.2/'><channel>"                    \
    "<title>Harbor Press</title><link>http://h.example</link><wp:author>"      \
    "<wp:author_login><![CDATA[iva]]></wp:author_login>"                       \
    "<wp:author_display_name><![CDATA[Iva Korin]]></wp:author_display_name>"   \
    "</wp:author>" items "</channel></rss>"

static void posts_are_articles(void **state)
{
    reading r;

    (void)state;
    reading_begin(
        &r,
        nx_str(EXPORT(
            "<item><title>Rain</title><link>http://h.example/rain</link>"
            "<pubDate>Fri, 09 Sep 2016 18:45:00 +0000</pubDate>"
            "<dc:creator><![CDATA[iva]]></dc:creator>"
            "<guid isPermaLink='false'>http://h.example/?p=7</guid>"
            "<content:encoded><![CDATA[It [b]rained[/b].\n\nA lot.]]>"
            "</content:encoded>"
            "<excerpt:encoded><![CDATA[Of rain.]]></excerpt:encoded>"
            "<wp:post_id>7</wp:post_id>"
            "<wp:post_date>2016-09-09 20:45:00</wp:post_date>"
            "<wp:post_date_gmt>2016-09-09 18:45:00</wp:post_date_gmt>"
            "<wp:post_modified_gmt>2016-09-09 18:46:00</wp:post_modified_gmt>"
            "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
            "<category domain='category' nicename='uncategorized'>None"
            "</category><category domain='post_tag' nicename='sea'>Sea"
            "</category><category domain='category' nicename='w'>Weather"
            "</category><wp:postmeta><wp:meta_key>_edit</wp:meta_key>"
            "<wp:meta_value>1</wp:meta_value></wp:postmeta><wp:postmeta>"
            "<wp:meta_key>kicker</wp:meta_key><wp:meta_value>Storm"
            "</wp:meta_value></wp:postmeta>"
            "<wp:comment><wp:comment_content>First!</wp:comment_content>"
            "</wp:comment></item>")),
        5, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.format, NEWSIDX_FORMAT_WORDPRESS);
    assert_text(r.item.article.key, "http://h.example/?p=7");
    assert_text(r.item.article.byline, "Iva Korin");
    assert_text(r.item.article.body, "It rained.\n\nA lot.");
    assert_text(r.item.article.section, "Weather");
    assert_text(r.item.article.keywords, "None, Sea, Weather");
    assert_text(r.item.article.source, "Harbor Press");
    assert_int_equal(r.item.article.published_at, 1473446700);
    assert_int_equal(r.item.article.updated_at, 1473446760);
    assert_int_equal(r.item.article.usage, NEWSIDX_USABLE);
    assert_text(r.item.article.extra,
                "{\"comments\":1,\"postmeta.kicker\":\"Storm\","
                "\"summary\":\"Of rain.\",\"wp:post_id\":\"7\","
                "\"wp:post_type\":\"post\",\"wp:status\":\"publish\"}");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void what_is_not_published_is_not_usable(void **state)
{
    static const struct {
        const char *item;
        newsidx_usage usage;
        int64_t embargo;
    } cases[] = {
        {EXPORT("<item><title>T</title><wp:status>draft</wp:status><wp:post_id>"
                "7</wp:post_id><wp:post_date_gmt>0000-00-00 00:00:00"
                "</wp:post_date_gmt></item>"),
         NEWSIDX_WITHHELD, NEWSIDX_NO_TIME},
        {EXPORT("<item><title>T</title><wp:status>private</wp:status></item>"),
         NEWSIDX_WITHHELD, NEWSIDX_NO_TIME},
        {EXPORT("<item><title>T</title><wp:status>trash</wp:status></item>"),
         NEWSIDX_CANCELED, NEWSIDX_NO_TIME},
        {EXPORT("<item><title>T</title><wp:status>publish</wp:status>"
                "<wp:post_password>x</wp:post_password></item>"),
         NEWSIDX_WITHHELD, NEWSIDX_NO_TIME},
        {EXPORT("<item><title>T</title><wp:status>future</wp:status>"
                "<wp:post_date_gmt>2016-09-09 18:45:00</wp:post_date_gmt>"
                "</item>"),
         NEWSIDX_USABLE, 1473446700}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        reading r;

        reading_begin(&r, nx_str(cases[i].item), 0, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_int_equal(r.item.article.usage, cases[i].usage);
        assert_true(r.item.article.embargoed_until == cases[i].embargo);
        assert_text(r.item.article.dropped, NULL);
        if (i == 0)
            assert_text(r.item.article.key, "http://h.example#7");
        reading_end(&r);
    }
}

static void what_is_no_article_is_refused_by_its_type(void **state)
{
    static const struct {
        const char *item;
        const char *why;
    } cases[] = {
        {EXPORT("<item><title>T</title><wp:status>inherit</wp:status>"
                "<wp:post_type>attachment</wp:post_type></item>"),
         "of the type \"attachment\", not an article"},
        {EXPORT("<item><title>T</title><wp:status>inherit</wp:status>"
                "<wp:post_type>post</wp:post_type></item>"),
         "of the type \"revision\", not an article"},
        {EXPORT("<item><title>T</title><wp:post_type>nav_menu_item"
                "</wp:post_type></item>"),
         "of the type \"nav_menu_item\", not an article"},
        {EXPORT("<item><title>T</title><wp:post_type>wp_block</wp:post_type>"
                "</item>"),
         "of the type \"wp_block\", not an article"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        reading r;

        reading_begin(&r, nx_str(cases[i].item), 0, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
        assert_string_equal(r.err.message, cases[i].why);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void other_feeds_are_not_exports(void **state)
{
    (void)state;
    assert_false(nx_format_wordpress.recognises(
        nx_str("<rss><a b='http://wordpress.org/export/1.2/'/>")));
    assert_false(nx_format_wordpress.recognises(nx_str("<rss version='2'>")));
    assert_true(nx_format_wordpress.recognises(
        nx_str("<!-- a --><rss xmlns:wp='http://wordpress.org/export/1.0/'>")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posts_are_articles),
        cmocka_unit_test(what_is_not_published_is_not_usable),
        cmocka_unit_test(what_is_no_article_is_refused_by_its_type),
        cmocka_unit_test(other_feeds_are_not_exports)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
