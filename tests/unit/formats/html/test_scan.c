#include "formats/html/scan.h"

#include "making.h"

static nx_html_scan scan_of(const char *html)
{
    return (nx_html_scan){html, html + strlen(html)};
}

static void expect_text(nx_html_scan *scan, const char *text)
{
    nx_html_piece piece;

    assert_true(nx_html_scan_next(scan, &piece));
    assert_int_equal(piece.kind, NX_HTML_TEXT);
    assert_piece(piece.text, text);
}

static nx_html_piece expect_tag(nx_html_scan *scan, nx_html_kind kind,
                                GumboTag tag)
{
    nx_html_piece piece;

    assert_true(nx_html_scan_next(scan, &piece));
    assert_int_equal(piece.kind, kind);
    assert_int_equal(piece.tag, tag);
    return piece;
}

static void expect_end(nx_html_scan *scan)
{
    nx_html_piece piece;

    assert_false(nx_html_scan_next(scan, &piece));
}

static void tags_and_texts_come_in_turn(void **state)
{
    nx_html_scan scan = scan_of("a<P class=x>b &amp; c</p><x-y/>");
    nx_html_piece tag;

    (void)state;
    expect_text(&scan, "a");
    expect_tag(&scan, NX_HTML_START, GUMBO_TAG_P);
    expect_text(&scan, "b &amp; c");
    expect_tag(&scan, NX_HTML_END, GUMBO_TAG_P);
    tag = expect_tag(&scan, NX_HTML_START, GUMBO_TAG_UNKNOWN);
    assert_piece(tag.name, "x-y");
    assert_true(tag.is_closed);
    expect_end(&scan);
}

static void comments_and_declarations_are_no_pieces(void **state)
{
    static const char *const nothing[] = {"<!doctype html>",
                                          "<!-- a > b -->",
                                          "<!-->",
                                          "<!--->",
                                          "<!-- a --!>",
                                          "<!-- a",
                                          "<?xml ?>",
                                          "</ p>",
                                          "<![CDATA[x]]>",
                                          "<!",
                                          "<p",
                                          "<p a='>"};

    (void)state;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        nx_html_scan scan = scan_of(nothing[i]);

        expect_end(&scan);
    }
}

static void a_sign_that_begins_no_tag_is_text(void **state)
{
    nx_html_scan scan = scan_of("1 < 2<");

    (void)state;
    expect_text(&scan, "1 ");
    expect_text(&scan, "<");
    expect_text(&scan, " 2");
    expect_text(&scan, "<");
    expect_end(&scan);
}

static void scripts_are_one_piece_with_their_text(void **state)
{
    nx_html_scan scan =
        scan_of("<script>a</b</scripts></SCRIPT >c<title>t</title><style>x");
    nx_html_piece tag;

    (void)state;
    tag = expect_tag(&scan, NX_HTML_START, GUMBO_TAG_SCRIPT);
    assert_piece(tag.text, "a</b</scripts>");
    expect_text(&scan, "c");
    tag = expect_tag(&scan, NX_HTML_START, GUMBO_TAG_TITLE);
    assert_piece(tag.text, "t");
    tag = expect_tag(&scan, NX_HTML_START, GUMBO_TAG_STYLE);
    assert_piece(tag.text, "x");
    expect_end(&scan);
}

static void attributes_are_read_as_browsers_do(void **state)
{
    static const struct {
        const char *name;
        const char *value;
    } wanted[] = {{"a", "1"},    {"b", "2 > 1"}, {"c", "\"x"}, {"d", NULL},
                  {"=e", "f/g"}, {"h", ""},      {"i", NULL}};
    nx_html_scan scan =
        scan_of("<p a=1 b = \"2 > 1\" c='\"x'd / =e=f/g h='' i>t");
    nx_html_piece tag;

    (void)state;
    tag = expect_tag(&scan, NX_HTML_START, GUMBO_TAG_P);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        newsidx_text name;
        newsidx_text value;

        assert_true(nx_html_attribute(&tag.attributes, &name, &value));
        assert_piece(name, wanted[i].name);
        assert_piece(value, wanted[i].value);
        assert_int_equal(value.bytes == NULL, wanted[i].value == NULL);
    }
    expect_text(&scan, "t");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_and_texts_come_in_turn),
        cmocka_unit_test(comments_and_declarations_are_no_pieces),
        cmocka_unit_test(a_sign_that_begins_no_tag_is_text),
        cmocka_unit_test(scripts_are_one_piece_with_their_text),
        cmocka_unit_test(attributes_are_read_as_browsers_do)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
