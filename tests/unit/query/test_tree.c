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

/* `set` in one of them makes two equal nodes differ. */
#define EXPECT_DIFFERENCE(node_kind, set)                                      \
    do {                                                                       \
        nx_node a = {.kind = node_kind};                                       \
        nx_node b = {.kind = node_kind};                                       \
                                                                               \
        assert_true(nx_node_equal(&a, &b));                                    \
        b.set;                                                                 \
        assert_false(nx_node_equal(&a, &b));                                   \
    } while (0)

static void what_a_node_says_counts(void **state)
{
    (void)state;
    EXPECT_DIFFERENCE(NX_NODE_WORD, count = 2);
    EXPECT_DIFFERENCE(NX_NODE_FIELD, field = NX_FIELD_LEAD);
    EXPECT_DIFFERENCE(NX_NODE_FIRST, count = 2);
    EXPECT_DIFFERENCE(NX_NODE_ATLEAST, count = 2);
    EXPECT_DIFFERENCE(NX_NODE_CASE, letters = NX_CASE_NOCAPS);
    EXPECT_DIFFERENCE(NX_NODE_SCOPE, scope = NX_REACH_PARAGRAPH);
    EXPECT_DIFFERENCE(NX_NODE_NEAR, relation.distance = 2);
    EXPECT_DIFFERENCE(NX_NODE_NEAR, relation.reach = NX_REACH_SENTENCE);
    EXPECT_DIFFERENCE(NX_NODE_NEAR, relation.is_ordered = true);
    EXPECT_DIFFERENCE(NX_NODE_NEAR, relation.is_excluding = true);
    EXPECT_DIFFERENCE(NX_NODE_FILTER, filter.kind = NX_FILTER_LENGTH);
}

static void expect_boolean(nx_node_kind kind, const nx_node *child,
                           bool is_boolean)
{
    nx_node copy = *child;
    nx_node *children[] = {&copy, &copy};
    const nx_node node = {.kind = kind, .children = children, .child_count = 2};

    assert_int_equal(nx_node_is_boolean(&node), is_boolean);
}

static void boolean_is_what_says_more_than_where_words_stand(void **state)
{
    const nx_node leaf = word("a");
    const nx_node filter = {.kind = NX_NODE_FILTER};

    (void)state;
    assert_false(nx_node_is_boolean(&leaf));
    assert_true(nx_node_is_boolean(&filter));
    expect_boolean(NX_NODE_AND, &leaf, true);
    expect_boolean(NX_NODE_NOT, &leaf, true);
    expect_boolean(NX_NODE_OR, &leaf, false);
    expect_boolean(NX_NODE_OR, &filter, true);
    expect_boolean(NX_NODE_FIELD, &leaf, false);
    expect_boolean(NX_NODE_FIELD, &filter, true);
    expect_boolean(NX_NODE_FIRST, &filter, true);
    expect_boolean(NX_NODE_CASE, &filter, true);
    expect_boolean(NX_NODE_NEAR, &filter, false);
}

static void fields_have_names(void **state)
{
    static const char *const names[] = {[NX_FIELD_HEADLINE] = "headline",
                                        [NX_FIELD_BYLINE] = "byline",
                                        [NX_FIELD_DATELINE] = "dateline",
                                        [NX_FIELD_BODY] = "body",
                                        [NX_FIELD_LEAD] = "lead",
                                        [NX_FIELD_HEADLINE_LEAD] = "hlead",
                                        [NX_FIELD_TAG] = "tag"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_string_equal(nx_field_name((nx_field)i), names[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_do_not_count_and_all_else_does),
        cmocka_unit_test(children_count_in_their_order),
        cmocka_unit_test(what_a_node_says_counts),
        cmocka_unit_test(boolean_is_what_says_more_than_where_words_stand),
        cmocka_unit_test(fields_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
