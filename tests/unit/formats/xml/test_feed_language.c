#include "formats/xml/feed_language.h"

#include "trees.h"

static void the_nearest_above_counts(void **state)
{
    const nx_xml_node *inner;
    newsidx_text text;
    trees t;

    (void)state;
    trees_begin(&t,
                nx_str("<a xml:lang='fr'><b xml:lang=' nl '><c lang='de'/></b>"
                       "<d><e xml:lang=''/></d></a>"),
                0, trees_root);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    inner = nx_xml_path(t.record, "b/c");
    text = nx_feed_language_above(inner);
    assert_true(nx_str_equal(text, nx_str("nl")));
    text = nx_feed_language_above(nx_xml_path(t.record, "d"));
    assert_true(nx_str_equal(text, nx_str("fr")));
    text = nx_feed_language_above(nx_xml_path(t.record, "d/e"));
    assert_int_equal(text.length, 0);
    text = nx_feed_language_above(NULL);
    assert_int_equal(text.length, 0);
    trees_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_above_counts)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
