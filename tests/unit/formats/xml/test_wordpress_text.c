#include "formats/xml/wordpress_text.h"

#include "reading.h"

static void expect(const char *post, const char *html)
{
    nx_buf seen;

    nx_buf_init(&seen, 100000);
    nx_wordpress_html(nx_str(post), &seen);
    assert_string_equal(nx_buf_text(&seen).bytes, html);
    nx_buf_finish(&seen);
}

static void line_ends_are_line_ends(void **state)
{
    (void)state;
    expect("One.\n\nTwo.\nThree.", "One.\n<p>Two.<br>\nThree.");
    expect("<p>One.</p>\n<h2>Two</h2>\nThree.",
           "<p>One.</p>\n<h2>Two</h2>\nThree.");
    expect("<b>One</b>\n<i>two</i>", "<b>One</b><br>\n<i>two</i>");
    expect("<ul>\n <li>a</li>\n</ul>", "<ul>\n<li>a</li>\n</ul>");
    expect("<pre>a\n\nb</pre>\n\nc", "<pre>a\n\nb</pre>\n<p>c");
}

static void blocks_keep_their_line_ends_to_themselves(void **state)
{
    (void)state;
    expect("<!-- wp:paragraph -->\n<p>One\ntwo.</p>\n\n<!-- /wp:paragraph -->",
           "<!-- wp:paragraph -->\n<p>One\ntwo.</p>\n\n<!-- /wp:paragraph -->");
}

static void codes_go_and_what_they_hold_stays(void **state)
{
    (void)state;
    expect("[dropcap]M[/dropcap]any", "Many");
    expect("a\n\n[contact_form]\n\nb", "a\n<p>\n<p>b");
    expect("[gallery]a[gallery ids=\"1,2\"]b", "ab");
    expect("[caption id='x' caption=\"a]b\"]<img> A boat[/caption]",
           "<img> A boat");
    expect("[x y=1/]a[/z]", "a");
}

static void brackets_of_the_author_stay(void **state)
{
    static const char *const texts[] = {
        "they [sic] said", "[He] left.", "[1]", "[...]", "a [contact_form] b",
        "[a <b>c</b>]",    "[",          "[/",  "[]",    "[a [b] c]",
        "[a b='c",         "x[i]"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        expect(texts[i], texts[i]);
}

static void broken_tags_are_no_end(void **state)
{
    (void)state;
    expect("a < b <c", "a < b <c");
    expect("<", "<");
    expect("</", "</");
    expect("<pre>a\n\nb", "<pre>a\n\nb");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_ends_are_line_ends),
        cmocka_unit_test(blocks_keep_their_line_ends_to_themselves),
        cmocka_unit_test(codes_go_and_what_they_hold_stays),
        cmocka_unit_test(brackets_of_the_author_stay),
        cmocka_unit_test(broken_tags_are_no_end)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
