#include "formats/html/tree.h"

#include "making.h"

static void nodes_stand_in_the_order_of_the_source(void **state)
{
    making m;
    uint32_t table;
    uint32_t cell;

    (void)state;
    making_begin(&m, "<p>a<table><tr><td>b</table>c");
    table = making_find(&m, GUMBO_TAG_TABLE);
    cell = making_find(&m, GUMBO_TAG_TD);
    assert_int_equal(m.tree.nodes[0].tag, GUMBO_TAG_HTML);
    assert_int_equal(m.tree.nodes[0].end, m.tree.count);
    assert_int_equal(m.tree.nodes[cell].parent, table + 1);
    assert_piece(m.tree.nodes[cell + 1].text, "b");
    assert_int_equal(m.tree.nodes[cell].end, m.tree.nodes[table].end);
    assert_piece(m.tree.nodes[m.tree.nodes[table].end].text, "c");
    assert_int_equal(m.tree.nodes[m.tree.nodes[table].end].tag,
                     NX_HTML_IS_TEXT);
    making_end(&m);
}

static void every_node_is_inside_its_parent(void **state)
{
    making m;

    (void)state;
    making_begin(&m, "<title>t</title><div><ul><li>a<li>b<p>c</ul><a>d</a>"
                     "<form>e</form></div>f<dl><dt>g");
    for (uint32_t i = 1; i < m.tree.count; i++) {
        const nx_html_node *node = &m.tree.nodes[i];
        const nx_html_node *parent = &m.tree.nodes[node->parent];

        assert_true(node->parent < i);
        assert_in_range(node->end, i + 1, parent->end);
    }
    making_end(&m);
}

static void attributes_are_decoded(void **state)
{
    making m;
    const nx_html_node *link;

    (void)state;
    making_begin(&m, "<a href='x?a&amp;b' class=\"&quot;\">t</a>");
    link = &m.tree.nodes[making_find(&m, GUMBO_TAG_A)];
    assert_string_equal(nx_html_value(link, "href"), "x?a&b");
    assert_string_equal(nx_html_value(link, "class"), "\"");
    assert_null(nx_html_value(link, "id"));
    assert_null(nx_html_value(link + 1, "id"));
    making_end(&m);
}

static void long_texts_are_whole(void **state)
{
    static const char html[] =
        "<p>A sentence that is long enough to go past the parser, which is slow"
        ", and another one &eacute; after it.";
    making m;
    uint32_t p;

    (void)state;
    making_begin(&m, html);
    p = making_find(&m, GUMBO_TAG_P);
    assert_int_equal(m.tree.nodes[p].end, p + 3);
    assert_int_equal(m.tree.nodes[p + 1].text.bytes - html, 3);
    assert_piece(m.tree.nodes[p + 2].text, "\xC3\xA9 after it.");
    making_end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_stand_in_the_order_of_the_source),
        cmocka_unit_test(every_node_is_inside_its_parent),
        cmocka_unit_test(attributes_are_decoded),
        cmocka_unit_test(long_texts_are_whole)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
