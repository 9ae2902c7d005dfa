#include "formats/xml/feed.h"

#include "reading.h"

static const char rss[] =
    "\n<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>\n"
    "<title>Harbor Press</title><copyright>HP</copyright>\n"
    "<item><title>Rain</title><description>It rained.</description></item>\n"
    "<item><title>Sun</title>\n"
    "<description>It shone.</description><copyright>Sun</copyright></item>\n"
    "</channel></rss>\n";

static void each_item_is_an_article_whatever_the_chunks(void **state)
{
    (void)state;
    for (size_t chunk = 0; chunk < 60; chunk++) {
        reading r;

        reading_begin(&r, nx_str(rss), chunk, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_int_equal(r.item.format, NEWSIDX_FORMAT_RSS);
        assert_text(r.item.article.headline, "Rain");
        assert_text(r.item.article.source, "Harbor Press");
        assert_text(r.item.article.copyright, "HP");
        assert_int_equal(r.item.line, 5);
        assert_int_equal(r.item.start_bytes, strstr(rss, "<item>") - rss);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.headline, "Sun");
        assert_text(r.item.article.body, "It shone.");
        assert_text(r.item.article.copyright, "Sun");
        assert_int_equal(r.item.line, 6);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void feeds_of_all_ages_are_recognised(void **state)
{
    static const char *const feeds[] = {
        "<rss><channel/></rss>",
        "<?xml version='1.0'?>\n<!-- a -->\n<rss version='0.91'>",
        "<!DOCTYPE rss PUBLIC 'a' 'b'><rss>",
        "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
        "<RDF xmlns='http://my.netscape.com/rdf/simple/0.9/'>",
        "<rdf:RDF><r:channel>",
        "<CHANNEL HREF='a'>"};

    (void)state;
    for (size_t i = 0; i < sizeof feeds / sizeof feeds[0]; i++) {
        assert_true(nx_format_rss.recognises(nx_str(feeds[i])));
        assert_false(nx_format_atom.recognises(nx_str(feeds[i])));
    }
    assert_true(nx_format_atom.recognises(nx_str("<feed version='0.3'>")));
    assert_true(nx_format_atom.recognises(
        nx_str("<a:entry xmlns:a='http://www.w3.org/2005/Atom'>")));
}

static void other_documents_are_not_taken(void **state)
{
    static const char *const texts[] = {"<html><rss></html>",
                                        "<rdf:RDF xmlns:foaf='urn:foaf'>",
                                        "<entry>1</entry>",
                                        "<rssx>",
                                        "rss",
                                        "<",
                                        "",
                                        "<feeds>",
                                        "Talks about <rss> failed."};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_false(nx_format_rss.recognises(nx_str(texts[i])));
        assert_false(nx_format_atom.recognises(nx_str(texts[i])));
    }
}

static void rdf_has_its_channel_beside_the_items(void **state)
{
    reading r;

    (void)state;
    reading_begin(
        &r,
        nx_str("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#"
               "' xmlns='http://purl.org/rss/1.0/'><channel rdf:about='a'>"
               "<title>Harbor Press</title><items><rdf:Seq/></items></channel>"
               "<item rdf:about='http://h.example/1'><title>Rain</title></item>"
               "</rdf:RDF>"),
        0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.source, "Harbor Press");
    assert_text(r.item.article.key, "http://h.example/1");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void an_entry_may_stand_alone_and_be_a_draft(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("<entry xmlns='http://www.w3.org/2005/Atom' "
                         "xmlns:app='http://www.w3.org/2007/app'>"
                         "<title>Rain</title><app:control><app:draft>yes"
                         "</app:draft></app:control></entry>"),
                  0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.format, NEWSIDX_FORMAT_ATOM);
    assert_int_equal(r.item.article.usage, NEWSIDX_WITHHELD);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void several_documents_have_several_channels(void **state)
{
    static const char text[] =
        "<rss><channel><title>A</title><item><title>1</title></item></channel>"
        "</rss>\n"
        "<rss><channel><title>B</title><item><title>2</title></item></channel>"
        "</rss>";
    reading r;

    (void)state;
    reading_begin(&r, nx_str(text), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.source, "A");
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.source, "B");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void a_feed_without_items_is_refused(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r, nx_str("<rss><channel><title>A</title></channel></rss>"),
                  0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(r.err.message, "a feed without items");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void
items_that_say_nothing_are_refused_and_the_rest_goes_on(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("<rss><channel>\n<item><link>http://h/</link></item>"
                         "<item><title>Rain</title></item></channel></rss>"),
                  0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(r.err.message, "no headline and no text");
    assert_int_equal(r.item.line, 2);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void broken_feeds_are_read_from_where_they_break(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("<rss><channel><title>A</title>\n<item><title>Q&A</"
                         "title><description>1 < 2<br>3</description></item>\n"
                         "<item><title>Two"),
                  3, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "Q&A");
    assert_text(r.item.article.body, "1 < 2\n3");
    assert_text(r.item.article.source, "A");
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "Two");
    assert_int_equal(r.item.line, 3);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void items_are_found_behind_a_missing_end(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("<rss><channel><title>A</title><image><url>&</image>"
                         "<cloud><item><title>1</title></item><item><title>2"
                         "</title></item></channel></rss>"),
                  0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "1");
    assert_text(r.item.article.source, "A");
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "2");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_item_is_an_article_whatever_the_chunks),
        cmocka_unit_test(feeds_of_all_ages_are_recognised),
        cmocka_unit_test(other_documents_are_not_taken),
        cmocka_unit_test(rdf_has_its_channel_beside_the_items),
        cmocka_unit_test(an_entry_may_stand_alone_and_be_a_draft),
        cmocka_unit_test(several_documents_have_several_channels),
        cmocka_unit_test(a_feed_without_items_is_refused),
        cmocka_unit_test(
            items_that_say_nothing_are_refused_and_the_rest_goes_on),
        cmocka_unit_test(broken_feeds_are_read_from_where_they_break),
        cmocka_unit_test(items_are_found_behind_a_missing_end)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
