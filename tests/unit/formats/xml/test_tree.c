#include "formats/xml/tree.h"

#include "trees.h"

static const char document[] =
    "<doc xmlns:o='urn:other'><head><o:title>Other</o:title>"
    "<title>Rain</title><meta name='a'/><meta name='b' o:name='c'/></head>"
    "<head><docdata><date.issue norm='2016'/></docdata></head>"
    "<body o:lang='fr'> <p>Rain  <em>fell</em>.</p>\n<o:p/><p/></body></doc>";

static trees t;

static int begin(void **state)
{
    (void)state;
    trees_begin(&t, nx_str(document), 0, trees_root);
    return trees_step(&t) == NEWSIDX_OK ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    trees_end(&t);
    return 0;
}

static void children_are_found_by_name_and_namespace(void **state)
{
    const nx_xml_node *head = nx_xml_child(t.record, "head");

    (void)state;
    assert_true(nx_xml_is(head, "head"));
    assert_string_equal(nx_xml_child(head, "title")->first->text.bytes, "Rain");
    assert_string_equal(nx_xml_child_in(head, NULL, "title")->first->text.bytes,
                        "Other");
    assert_true(nx_xml_is_in(head->first, "urn:other", "title"));
    assert_null(nx_xml_child_in(head, "urn:none", "title"));
    assert_null(nx_xml_child(head, "none"));
    assert_text(
        nx_xml_attribute_of(nx_xml_again(nx_xml_child(head, "meta")), "name"),
        "b");
    assert_null(nx_xml_again(nx_xml_again(nx_xml_child(head, "meta"))));
}

static void paths_try_all_that_match(void **state)
{
    (void)state;
    assert_text(nx_xml_attribute_of(
                    nx_xml_path(t.record, "head/docdata/date.issue"), "norm"),
                "2016");
    assert_null(nx_xml_path(t.record, "head/docdata/title"));
    assert_null(nx_xml_path(t.record, ""));
}

static void nothing_is_found_in_nothing(void **state)
{
    (void)state;
    assert_false(nx_xml_is(NULL, "a"));
    assert_null(nx_xml_child(NULL, "a"));
    assert_null(nx_xml_child_in(NULL, NULL, "a"));
    assert_null(nx_xml_again(NULL));
    assert_null(nx_xml_path(NULL, "a/b"));
    assert_null(nx_xml_find(NULL, "a"));
    assert_null(nx_xml_attribute_of(NULL, "a").bytes);
    assert_text(nx_xml_text_of(NULL, &t.arena), "");
    assert_text(nx_xml_line_of(NULL, &t.arena), "");
}

static void a_walk_meets_each_node_once(void **state)
{
    const nx_xml_node *body = nx_xml_find(t.record, "body");
    size_t count = 0;

    (void)state;
    for (const nx_xml_node *at = body; at != NULL; at = nx_xml_walk(body, at))
        count++;
    assert_int_equal(count, 10);
    assert_ptr_equal(nx_xml_walk_past(t.record, t.record->first),
                     t.record->first->next);
    assert_null(nx_xml_walk_past(body, body));
}

static void text_is_joined_over_elements(void **state)
{
    const nx_xml_node *body = nx_xml_find(t.record, "body");

    (void)state;
    assert_text(nx_xml_text_of(body, &t.arena), " Rain  fell.\n");
    assert_text(nx_xml_line_of(body, &t.arena), "Rain fell.");
    assert_ptr_equal(nx_xml_text_of(nx_xml_find(body, "em"), &t.arena).bytes,
                     nx_xml_find(body, "em")->first->text.bytes);
}

static void attributes_without_a_namespace_come_first(void **state)
{
    const nx_xml_node *meta = nx_xml_again(nx_xml_find(t.record, "meta"));

    (void)state;
    assert_text(nx_xml_attribute_of(meta, "name"), "b");
    assert_text(nx_xml_attribute_of(nx_xml_find(t.record, "body"), "lang"),
                "fr");
    assert_null(nx_xml_attribute_of(meta, "lang").bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(children_are_found_by_name_and_namespace),
        TEST(paths_try_all_that_match),
        TEST(nothing_is_found_in_nothing),
        TEST(a_walk_meets_each_node_once),
        TEST(text_is_joined_over_elements),
        TEST(attributes_without_a_namespace_come_first)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
