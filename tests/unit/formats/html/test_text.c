#include "formats/html/text.h"

#include "reading.h"

static nx_arena arena;

static newsidx_text text_of(newsidx_text html)
{
    newsidx_text out;
    newsidx_error err;

    assert_int_equal(nx_html_to_text(html, &arena, &out, &err), NEWSIDX_OK);
    return out;
}

static void expect(const char *html, const char *wanted)
{
    assert_text(text_of(nx_str(html)), wanted);
}

static void set_up(void)
{
    nx_arena_init(&arena);
}

static void blocks_are_lines_and_paragraphs(void **state)
{
    (void)state;
    expect("", "");
    expect("one  two\n three", "one two three");
    expect("<p>One.</p><p>Two.</p>", "One.\n\nTwo.");
    expect("<p>One.<p>Two.", "One.\n\nTwo.");
    expect("<div>One.</div><div>Two.</div>", "One.\nTwo.");
    expect("<div><p>One.</p></div>\n<div><p>Two.</p></div>", "One.\n\nTwo.");
    expect("a<br>b<br/>c<br><br><br>d", "a\nb\nc\n\nd");
    expect("<h2>Head</h2>Text <b>bold</b>, <i>it</i>.",
           "Head\n\nText bold, it.");
    expect("One</p>Two", "One\n\nTwo");
    expect("One<hr>Two", "One\n\nTwo");
}

static void an_item_and_a_row_is_a_line(void **state)
{
    (void)state;
    expect("<ul><li>a<li>b</ul>c", "a\nb\n\nc");
    expect("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "a\n\nb\n\nc");
    expect("<table><tr><th>x<th>y<tr><td>1</td><td>2</td></table>",
           "x\ty\n1\t2");
    expect("<dl><dt>t<dd>d</dl>", "t\nd");
    expect("before<table>stray<tr><td>1</table>after",
           "before\n\nstray\n1\n\nafter");
}

static void what_nobody_sees_is_left_out(void **state)
{
    (void)state;
    expect("a<script>if (a<b) '</p>'</script>b", "ab");
    expect("<style>p {}</style>a<!-- no <b>--><template><p>t</template>", "a");
    expect("a<!--> b -->", "a b -->");
    expect("<title>t</title><select><option>o</select>a", "a");
    expect("<svg><title>t</title><text>x</text></svg>a", "a");
    expect("a<iframe><p>no</iframe><noscript><img></noscript>b", "ab");
    expect("<div style='color: red; display: none'>no</div>a", "a");
    expect("<div hidden>no<p>no</div>a", "a");
    expect("a<button>Share</button>", "a");
    expect("<div>a<button>Share</div>b", "a\nb");
}

static void references_are_decoded_once(void **state)
{
    (void)state;
    expect("caf&eacute; &amp;lt; &#8220;x&#x201d; &lt;b&gt;",
           "caf\xC3\xA9 &lt; \xE2\x80\x9Cx\xE2\x80\x9D <b>");
    expect("a&nbsp;&nbsp;b\xC2\xA0", "a b");
    expect("AT&T &bogus; &#0; &", "AT&T &bogus; \xEF\xBF\xBD &");
    expect("&#1114111;&#1114112;&#x110000&#99999999999999999999;&#0065;",
           "\xF4\x8F\xBF\xBF\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
           "A");
    expect("<p title='&lt;'>a &copy b", "a \xC2\xA9 b");
}

static void broken_markup_loses_no_text(void **state)
{
    (void)state;
    expect("1 < 2 <3 <", "1 < 2 <3 <");
    expect("<<b></b>div>x", "<div>x");
    expect("</div></b>a</table>b", "ab");
    expect("<b><p>a</b>b</p>", "ab");
    expect("<a href=x>a<div>b<a href=y>c</a></div>d", "a\nbc\nd");
    expect("a<b", "a");
    expect("<x-y>a</x-y><story-body><p>b</story-body>", "a\n\nb");
    expect("<table><td>a<table><tr><td>b</table>c</table>d",
           "a\n\nb\n\nc\n\nd");
    expect("<div><span>a</div>b</span>c", "a\nbc");
}

/* Long texts take a way of their own. */
static void references_before_a_long_text_are_decoded(void **state)
{
    char html[1000];
    char wanted[1000];

    (void)state;
    memset(html, 'x', sizeof html);
    memcpy(html, "Lies &amp; Secrets, &#8220;&ampx", 32);
    html[sizeof html - 1] = '\0';
    memset(wanted, 'x', sizeof wanted);
    memcpy(wanted, "Lies & Secrets, \xE2\x80\x9C&x", 21);
    wanted[sizeof html - 1 - 32 + 21] = '\0';
    expect(html, wanted);
}

static void preformatted_lines_stay(void **state)
{
    (void)state;
    expect("<pre>a  b\n  c\n\n\nd</pre>e", "a  b\n  c\n\nd\n\ne");
}

static void the_text_below_any_depth_stays(void **state)
{
    static char deep[8 * 5000 + 2];
    newsidx_text out;

    (void)state;
    for (size_t i = 0; i < 5000; i++)
        memcpy(&deep[i * 5], "<div>", 5);
    deep[5000 * 5] = 'x';
    out = text_of(nx_str_slice(deep, 5000 * 5 + 1));
    assert_text(out, "x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_lines_and_paragraphs),
        cmocka_unit_test(an_item_and_a_row_is_a_line),
        cmocka_unit_test(what_nobody_sees_is_left_out),
        cmocka_unit_test(references_are_decoded_once),
        cmocka_unit_test(broken_markup_loses_no_text),
        cmocka_unit_test(references_before_a_long_text_are_decoded),
        cmocka_unit_test(preformatted_lines_stay),
        cmocka_unit_test(the_text_below_any_depth_stays)};
    int failed;

    set_up();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    nx_arena_finish(&arena);
    return failed;
}
