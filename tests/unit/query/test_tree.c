/* Trees that mean the same. */
#include "query/tree.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static nx_node word(const char *text)
{
    const nx_node node = {.kind = NX_NODE_WORD, .text = nx_str(text)};

    return node;
}

static void spans_do_not_count_and_all_else_does(void **state)
{
    nx_node a = word("a");
    nx_node b = word("a");

    (void)state;
    b.span.end = 7;
    assert_true(nx_node_equal(&a, &b));
    b.form = NX_WORD_EXACT;
    assert_false(nx_node_equal(&a, &b));
    b = word("b");
    assert_false(nx_node_equal(&a, &b));
    b = word("a");
    b.kind = NX_NODE_PHRASE;
    assert_false(nx_node_equal(&a, &b));
}

static void children_count_in_their_order(void **state)
{
    nx_node a = word("a");
    nx_node b = word("b");
    nx_node *ab[] = {&a, &b};
    nx_node *ba[] = {&b, &a};
    const nx_node left = {
        .kind = NX_NODE_AND, .children = ab, .child_count = 2};
    const nx_node right = {
        .kind = NX_NODE_AND, .children = ba, .child_count = 2};
    const nx_node fewer = {
        .kind = NX_NODE_AND, .children = ab, .child_count = 1};
    const nx_node other = {
        .kind = NX_NODE_OR, .children = ab, .child_count = 2};

    (void)state;
    assert_true(nx_node_equal(&left, &left));
    assert_false(nx_node_equal(&left, &right));
    assert_false(nx_node_equal(&left, &fewer));
    assert_false(nx_node_equal(&left, &other));
}

static void fields_have_names(void **state)
{
    (void)state;
    assert_string_equal(nx_field_name(NX_FIELD_HEADLINE), "headline");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_do_not_count_and_all_else_does),
        cmocka_unit_test(children_count_in_their_order),
        cmocka_unit_test(fields_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
