#include "formats/xml/body.h"

#include "base/limits.h"
#include "trees.h"

/* What `xml`, a whole document, becomes. */
static void expect_body(const char *xml, const char *body, const char *dropped)
{
    nx_item item;
    nx_put put;
    trees t;

    trees_begin(&t, nx_str(xml), 0, trees_root);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    nx_item_init(&item);
    nx_put_begin(&put, &item, &t.err);
    nx_xml_put_body(&put, &item.article.body, t.record);
    assert_int_equal(nx_put_end(&put), NEWSIDX_OK);
    assert_text(item.article.body, body);
    assert_text(item.article.dropped, dropped);
    nx_item_finish(&item);
    trees_end(&t);
}

static void expect_markup(const char *text, const char *body)
{
    nx_item item;
    nx_put put;

    nx_item_init(&item);
    nx_put_begin(&put, &item, NULL);
    nx_xml_put_markup(&put, &item.article.body, nx_str(text));
    assert_int_equal(nx_put_end(&put), NEWSIDX_OK);
    assert_text(item.article.body, body);
    nx_item_finish(&item);
}

static void paragraphs_stand_apart(void **state)
{
    (void)state;
    expect_body("<b> <p> Rain\n  <em>fell</em>. </p>\n<p/><p>It\tstopped"
                "<!-- a -->.</p>Then <b>snow</b>.</b>",
                "Rain fell.\n\nIt stopped.\n\nThen snow.", NULL);
    expect_body("<b><block><p>a</p></block><hl2>b</hl2><bq><p>c</p></bq></b>",
                "a\n\nb\n\nc", NULL);
    expect_body("<b>a  b &amp; c\nd\n\n e</b>", "a b & c d e", NULL);
    expect_body("<b><p> </p></b>", NULL, NULL);
    expect_body("<b/>", NULL, NULL);
}

static void lines_begin_where_they_should(void **state)
{
    (void)state;
    expect_body("<b><p>a <br/>b<BR/>c</p><p><br/>d</p></b>", "a\nb\nc\n\nd",
                NULL);
    expect_body("<b><p>x</p><ul><li>a</li> <li>b</li></ul>y</b>",
                "x\n\na\nb\n\ny", NULL);
    expect_body("<b><pre>a  b\n  c\n\n\nd\n</pre><p>e  f</p></b>",
                "a  b\n  c\n\nd\n\ne f", NULL);
}

static void rows_are_lines(void **state)
{
    (void)state;
    expect_body("<b><p>x</p><table><caption>Points</caption>\n<tr><th>Team</th>"
                " <th>P</th></tr>\n<tr><td><p>A</p></td><td>3</td></tr>"
                "</table></b>",
                "x\n\nPoints\nTeam\tP\nA\t3", NULL);
    expect_body("<b><table><tr><td>A</td><td/><td>3</td></tr>"
                "<tr><td>B</td><td>1</td></tr></table></b>",
                "A\t3\nB\t1", NULL);
    expect_body("<b><table><tr><td><p>a</p><p>b</p></td><td><p/></td>"
                "<td><p>c</p></td></tr><tr><td><p>d</p></td></tr></table></b>",
                "a\n\nb\tc\nd", NULL);
}

static void captions_and_scripts_are_not_the_body(void **state)
{
    (void)state;
    expect_body("<b><p>a</p><media><media-reference source='x'>r"
                "</media-reference><media-caption><p>The <em>coast</em></p>"
                "</media-caption><media-producer>Lee</media-producer></media>"
                "<figure><figcaption>More</figcaption></figure><p>b</p>"
                "<script>c</script><style>d</style></b>",
                "a\n\nb", "The coast\nLee\nMore");
}

static void markup_in_a_text_is_read(void **state)
{
    (void)state;
    expect_markup(" <P>a</P>\n<P>b&nbsp;&lt;</P> ", "a\n\nb\xC2\xA0<");
    expect_markup("a\nb", "a\nb");
    expect_markup("a < b\nc", "a < b\nc");
    expect_markup("<p>a<br>b", "<p>a<br>b");
    expect_markup(" ", NULL);
}

static void deep_trees_are_walked(void **state)
{
    nx_buf text;

    (void)state;
    nx_buf_init(&text, 100000);
    for (int i = 0; i < 256; i++)
        nx_buf_add_string(&text, "<p>");
    nx_buf_add_string(&text, "a");
    for (int i = 0; i < 256; i++)
        nx_buf_add_string(&text, "</p>");
    expect_body(text.bytes, "a", NULL);
    nx_buf_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_stand_apart),
        cmocka_unit_test(lines_begin_where_they_should),
        cmocka_unit_test(rows_are_lines),
        cmocka_unit_test(captions_and_scripts_are_not_the_body),
        cmocka_unit_test(markup_in_a_text_is_read),
        cmocka_unit_test(deep_trees_are_walked)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
