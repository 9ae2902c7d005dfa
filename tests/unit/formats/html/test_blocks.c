#include "formats/html/blocks.h"

#include "making.h"

static void a_block_is_text_without_a_line_s_border(void **state)
{
    static const char *const wanted[] = {"One",  "two bold", "three\nfour",
                                         "five", "a\tb",     "six"};
    making m;

    (void)state;
    making_begin(&m, "<title>no</title><div>One<p>two <b>bold</b><p>three<br>"
                     "four<br> <br>five</div><table><td>a<td>b</table>six");
    assert_int_equal(m.blocks.count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < m.blocks.count; i++)
        assert_piece(nx_html_block_text(&m.blocks, i), wanted[i]);
    assert_int_equal(m.tree.nodes[m.blocks.blocks[1].node].tag, GUMBO_TAG_P);
    making_end(&m);
}

static void elements_have_a_range_of_blocks(void **state)
{
    making m;
    uint32_t div;

    (void)state;
    making_begin(&m, "a<div>b<p>c</p><p></p>d</div>e");
    div = making_find(&m, GUMBO_TAG_DIV);
    assert_int_equal(m.blocks.range[div], 1);
    assert_int_equal(m.blocks.range_end[div], 4);
    assert_int_equal(m.blocks.range[0], 0);
    assert_int_equal(m.blocks.range_end[0], 5);
    making_end(&m);
}

static void letters_in_links_are_counted(void **state)
{
    making m;

    (void)state;
    making_begin(&m, "<p>see <a href=x>the <b>link</b></a> and <a>that</a>");
    assert_int_equal(m.blocks.blocks[0].length, 21);
    assert_int_equal(m.blocks.blocks[0].link_length, 9);
    making_end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_is_text_without_a_line_s_border),
        cmocka_unit_test(elements_have_a_range_of_blocks),
        cmocka_unit_test(letters_in_links_are_counted)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
