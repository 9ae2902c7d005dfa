#include "formats/xml/feed_text.h"

#include "trees.h"

/* The text of the root of a document. */
static void expect(const char *document, const char *wanted)
{
    newsidx_text text;
    trees t;

    trees_begin(&t, nx_str(document), 0, trees_root);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    assert_int_equal(nx_feed_text(t.record, &t.arena, &text, &t.err),
                     NEWSIDX_OK);
    assert_string_equal(text.bytes, wanted);
    assert_int_equal(text.length, strlen(wanted));
    trees_end(&t);
}

static void html_is_read_where_a_feed_says_so(void **state)
{
    (void)state;
    expect("<t type='html'>1 &lt;blink>2&lt;/blink></t>", "1 2");
    expect("<t type='text/html'>a\nb</t>", "a b");
    expect("<t type='text/html' mode='escaped'>Q&amp;amp;A</t>", "Q&A");
}

static void html_is_read_where_a_text_looks_like_it(void **state)
{
    (void)state;
    expect("<t>&lt;p>One.&lt;/p>&lt;p>Two.&lt;/p></t>", "One.\n\nTwo.");
    expect("<t>Q&amp;amp;A</t>", "Q&A");
    expect("<t><![CDATA[Rain<br/>Sun]]></t>", "Rain\nSun");
    expect("<t>safe&lt;iframe src='a'> and sound</t>", "safe and sound");
    expect("<t>&lt;object>a&lt;/object>b&lt;object>c</t>", "bc");
}

static void plain_texts_stay_as_they_are(void **state)
{
    (void)state;
    expect("<t>1 &lt; 2 &amp; 3 > 2</t>", "1 < 2 & 3 > 2");
    expect("<t type='text'>The &lt;blink> tag</t>", "The <blink> tag");
    expect("<t>One.\n\nTwo.\nThree.</t>", "One.\n\nTwo.\nThree.");
    expect("<t>\n\t\tOne\n\t\tof two.\n\n\t\tTwo.\n\t</t>",
           "One of two.\n\n\t\tTwo.");
    expect("<t/>", "");
    expect("<t> </t>", "");
}

static void markup_that_stands_in_a_feed_is_read(void **state)
{
    (void)state;
    expect("<t type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
           "<p>Rain &amp; <b>sun</b>.</p><p>1 &lt; 2<br/>Three</p></div></t>",
           "Rain & sun.\n\n1 < 2\nThree");
    expect("<t>a<script>b</script><style>c</style>d<!-- e -->f</t>", "adf");
}

static void base64_is_read(void **state)
{
    (void)state;
    expect("<t mode='base64'>UmFpbg==</t>", "Rain");
    expect("<t type='text/html' mode='base64'> PGI+UmFpbjwv\nYj4= </t>",
           "Rain");
    expect("<t type='application/octet-stream'>UmFpbg==</t>", "Rain");
    expect("<t type='image/png'>iVBORw0KGgo=</t>", "");
    expect("<t mode='base64'>no!</t>", "");
    expect("<t mode='base64'/>", "");
    expect("<t type='application/xml'>Rain</t>", "Rain");
}

static void what_windows_meant_is_read(void **state)
{
    (void)state;
    expect("<t>don&#146;t</t>", "don\xE2\x80\x99t");
    expect("<t>&#226;&#128;&#166;</t>", "\xE2\x80\xA6");
    expect("<t>caf&#233; &#150; &#233;t&#233;</t>",
           "caf\xC3\xA9 \xE2\x80\x93 \xC3\xA9t\xC3\xA9");
}

static void namespaces_are_known_in_all_spellings(void **state)
{
    static const struct {
        const char *document;
        nx_feed_space space;
        const char *prefix;
    } cases[] = {{"<a/>", NX_FEED_CORE, ""},
                 {"<a xmlns='http://www.w3.org/2005/Atom'/>", NX_FEED_CORE, ""},
                 {"<a xmlns='http://purl.org/rss/1.0/'/>", NX_FEED_CORE, ""},
                 {"<dc:a xmlns:dc='http://purl.org/dc/elements/1.1/'/>",
                  NX_FEED_DC, "dc"},
                 {"<x:a xmlns:x='http://purl.org/rss/1.0/modules/content/'/>",
                  NX_FEED_CONTENT, "content"},
                 {"<dc:a/>", NX_FEED_DC, "dc"},
                 {"<x:a xmlns:x='http://purl.org/rss/1.0/modules/link/'/>",
                  NX_FEED_OTHER, "http://purl.org/rss/1.0/modules/link/"},
                 {"<x:a xmlns:x='http://wordpress.org/export/1.2/excerpt/'/>",
                  NX_FEED_EXCERPT, "excerpt"},
                 {"<x:a xmlns:x='urn:x'/>", NX_FEED_OTHER, "urn:x"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        newsidx_text prefix;
        trees t;

        trees_begin(&t, nx_str(cases[i].document), 0, trees_root);
        assert_int_equal(trees_step(&t), NEWSIDX_OK);
        assert_int_equal(nx_feed_space_of(t.record), cases[i].space);
        prefix = nx_feed_prefix_of(t.record);
        assert_true(nx_str_equal(prefix, nx_str(cases[i].prefix)));
        trees_end(&t);
    }
}

static void a_line_has_no_line_ends(void **state)
{
    newsidx_text line;
    trees t;

    (void)state;
    trees_begin(&t, nx_str("<t>&lt;p>Rain&lt;/p>&lt;p>Sun&lt;/p></t>"), 0,
                trees_root);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    assert_int_equal(nx_feed_line(t.record, &t.arena, &line, &t.err),
                     NEWSIDX_OK);
    assert_string_equal(line.bytes, "Rain Sun");
    assert_int_equal(nx_feed_line(NULL, &t.arena, &line, &t.err), NEWSIDX_OK);
    assert_string_equal(line.bytes, "");
    trees_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_is_read_where_a_feed_says_so),
        cmocka_unit_test(html_is_read_where_a_text_looks_like_it),
        cmocka_unit_test(plain_texts_stay_as_they_are),
        cmocka_unit_test(markup_that_stands_in_a_feed_is_read),
        cmocka_unit_test(base64_is_read),
        cmocka_unit_test(what_windows_meant_is_read),
        cmocka_unit_test(namespaces_are_known_in_all_spellings),
        cmocka_unit_test(a_line_has_no_line_ends)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
