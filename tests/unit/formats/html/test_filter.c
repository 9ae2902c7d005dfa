#include "formats/html/filter.h"

#include "reading.h"

static nx_html_filtered filtered;

static void filter(newsidx_text html)
{
    newsidx_error err;

    assert_int_equal(nx_html_filter(html, &filtered, &err), NEWSIDX_OK);
}

static void expect(const char *html, const char *markup)
{
    filter(nx_str(html));
    assert_text(nx_buf_text(&filtered.markup), markup);
}

static void implied_ends_are_written(void **state)
{
    (void)state;
    expect("<p>a<p>b", "<p>a</p><p>b</p>");
    expect("<ul><li>a<li>b</ul>", "<ul><x-li>a</x-li><x-li>b</x-li></ul>");
    expect("<p>a<div>b", "<p>a</p><div>b</div>");
    expect("<h1>a<h2>b", "<h1>a</h1><h2>b</h2>");
    expect("<h1>a</h2>b", "<h1>a</h1>b");
    expect("<dl><dt>a<dd>b</dl>", "<dl><x-dt>a</x-dt><x-dd>b</x-dd></dl>");
    expect("<table><tr><td>a<td>b<tr><td>c</table>",
           "<x-table><x-tr><x-td>a</x-td><x-td>b</x-td></x-tr>"
           "<x-tr><x-td>c</x-td></x-tr></x-table>");
    expect("<div><p>a</div>b", "<div><p>a</p></div>b");
    expect("a</p>b", "a<p></p>b");
}

static void ends_of_nothing_are_left_out(void **state)
{
    (void)state;
    expect("a</div></b></td></x>b", "ab");
    expect("<table><td></table></td>", "<x-table><x-td></x-td></x-table>");
    expect("<div><table><td></div>a",
           "<div><x-table><x-td>a</x-td></x-table></div>");
    expect("<span class=a><p></span>a", "<span class=\"a\"><p>a</p></span>");
    expect("<td>a</td><tr>", "a");
}

static void links_end_where_the_next_begins(void **state)
{
    (void)state;
    expect("<a href=x>a<a>b", "<x-a href=\"x\">a</x-a><x-a>b</x-a>");
    expect("<a><div><a>b</a></div></a>", "<x-a><div><x-a>b</x-a></div></x-a>");
}

static void only_attributes_with_a_reader_stay(void **state)
{
    (void)state;
    expect("<div a=b onclick='x' CLASS=\"c 'd\" id=e class=f>",
           "<div class=\"c 'd\" id=\"e\"></div>");
    expect("<p class='a\"b<'>", "<p class=\"a&quot;b<\"></p>");
    expect("<p href=x>", "<p></p>");
    expect("<p style='DISPLAY:none'>", "<p hidden=\"\"></p>");
    expect("<p style='color:red' aria-hidden=true>", "<p hidden=\"\"></p>");
    expect("<meta name=a content=b><br/><img src=c>",
           "<meta name=\"a\" content=\"b\"><br>");
}

static void what_has_no_meaning_is_unwrapped(void **state)
{
    (void)state;
    expect("<b>a</b><i class=x>b</i><font>c", "a<span class=\"x\">b</span>c");
    expect("<body class=x><main>a</main></body>", "<main>a</main>");
    expect("<story-body class=y>a</story-body>",
           "<span class=\"story-body\">a</span>");
}

static void what_is_not_read_goes_with_its_content(void **state)
{
    (void)state;
    expect("a<svg><path/><g><title>x</title></g></svg>b", "ab");
    expect("<div>a<button>b<p>c</p></div>d", "<div>a</div>d");
    expect("<textarea><p></textarea><noscript><p></noscript>a", "a");
    expect("<iframe/>a</iframe>b<video/>c", "bc");
}

static void a_sign_never_makes_a_tag(void **state)
{
    (void)state;
    expect("<<b></b>p>", "&lt;p>");
    expect("&#<!-- -->1&am<!-- -->p;&<b>lt;</b>",
           "&#<!---->1&am<!---->p;&<!---->lt;");
    expect("<title>a<b</title>", "<title>a&lt;b</title>");
}

static void long_texts_go_past_gumbo(void **state)
{
    static const char html[] =
        "<p>0123456789012345678901234567890123456789012345678901234567890123456"
        "7890123456789012345678901234567890123456789&amp;";

    (void)state;
    expect(html, "<p><x-text id=\"3 110\"></x-text>&amp;</p>");
}

static void scripts_for_machines_and_the_language_are_kept(void **state)
{
    (void)state;
    filter(nx_str("<html lang=de><script>1</script>"
                  "<script type='application/ld+json'>{}</script>"));
    assert_int_equal(filtered.script_count, 1);
    assert_int_equal(filtered.scripts[0].length, 2);
    assert_true(nx_str_equal(filtered.language, nx_str("de")));
}

static void fill(char *to, size_t length, const char *piece)
{
    for (size_t i = 0; i < length; i++)
        to[i] = piece[i % strlen(piece)];
}

static void depth_and_number_of_tags_are_bounded(void **state)
{
    static const char *const pieces[] = {
        "<div>", "<p>", "<a>x", "<ul><li>", "<table><td>", "<span class=x>"};
    static char html[2000000];

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t depth = 0;
        size_t deepest = 0;
        size_t count = 0;
        newsidx_text markup;

        fill(html, sizeof html, pieces[i]);
        filter(nx_str_slice(html, sizeof html));
        markup = nx_buf_text(&filtered.markup);
        for (size_t k = 0; k + 1 < markup.length; k++) {
            if (markup.bytes[k] != '<')
                continue;
            count++;
            if (markup.bytes[k + 1] == '/')
                depth--;
            else if (++depth > deepest)
                deepest = depth;
        }
        assert_int_equal(depth, 0);
        assert_true(deepest <= NX_HTML_DEPTH);
        assert_true(count <= 2 * NX_HTML_TAGS);
    }
}

static void what_is_too_long_is_refused(void **state)
{
    const size_t length = NX_HTML_LIMIT_BYTES / 4 + 1;
    char *html = malloc(length);
    newsidx_error err;

    (void)state;
    assert_non_null(html);
    memset(html, '<', length); /* each comes out as four bytes */
    assert_int_equal(
        nx_html_filter(nx_str_slice(html, length), &filtered, &err),
        NEWSIDX_ERR_LIMIT);
    assert_string_equal(err.message,
                        "more than 16777216 bytes of HTML text and tags");
    free(html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(implied_ends_are_written),
        cmocka_unit_test(ends_of_nothing_are_left_out),
        cmocka_unit_test(links_end_where_the_next_begins),
        cmocka_unit_test(only_attributes_with_a_reader_stay),
        cmocka_unit_test(what_has_no_meaning_is_unwrapped),
        cmocka_unit_test(what_is_not_read_goes_with_its_content),
        cmocka_unit_test(a_sign_never_makes_a_tag),
        cmocka_unit_test(long_texts_go_past_gumbo),
        cmocka_unit_test(scripts_for_machines_and_the_language_are_kept),
        cmocka_unit_test(depth_and_number_of_tags_are_bounded),
        cmocka_unit_test(what_is_too_long_is_refused)};
    int failed;

    nx_html_filtered_init(&filtered);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    nx_html_filtered_finish(&filtered);
    return failed;
}
