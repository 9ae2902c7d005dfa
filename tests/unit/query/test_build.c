/* Trees in normal form. */
#include "query/build.h"

#include "base/limits.h"
#include "base/str.h"
#include "query/spread.h"

#include "building.h"

static nx_operand both(fixture *f, nx_operand a, nx_operand b)
{
    nx_operand operands[2];

    operands[0] = a;
    operands[1] = b;
    return nx_build_and(&f->builder, operands, 2);
}

static nx_operand either(fixture *f, nx_operand a, nx_operand b)
{
    nx_operand operands[2];

    operands[0] = a;
    operands[1] = b;
    return nx_build_or(&f->builder, operands, 2);
}

static nx_operand in_field(fixture *f, nx_field field, size_t start,
                           nx_operand operand)
{
    const nx_node outer = {
        .kind = NX_NODE_FIELD, .field = field, .span = {start, start}};

    return nx_build_over(&f->builder, &outer, operand);
}

static nx_operand in_call(fixture *f, nx_node_kind kind, nx_operand operand)
{
    const nx_node outer = {.kind = kind, .count = 7, .span = {0, 9}};

    return nx_build_over(&f->builder, &outer, operand);
}

static nx_operand all_articles(fixture *f)
{
    const nx_node leaf = {.kind = NX_NODE_ALL};

    return nx_build_leaf(&f->builder, &leaf);
}

static nx_operand from(fixture *f, nx_filter_kind kind, const char *value)
{
    newsidx_text text = nx_str(value);
    const nx_filter filter = {.kind = kind, .values = &text, .value_count = 1};
    const newsidx_span span = {6, 9};
    nx_filter copy;

    /* Both the same value: a copy that lives as long as the arena. */
    assert_int_equal(nx_filter_unite(&filter, &filter, &f->arena, &copy),
                     NEWSIDX_OK);
    return nx_build_filter(&f->builder, &copy, span);
}

static nx_operand near(fixture *f, nx_operand left, nx_operand right)
{
    const nx_near relation = {.distance = 5};

    return nx_build_near(&f->builder, &relation, left, right);
}

static void nodes_of_a_kind_are_flattened(void **state)
{
    fixture f;

    (void)state;
    start(&f);
    expect(&f, both(&f, both(&f, word(&f, "a"), word(&f, "b")), word(&f, "c")),
           "a b c");
    start(&f);
    expect(&f,
           either(&f, word(&f, "a"), either(&f, word(&f, "b"), word(&f, "c"))),
           "a OR b OR c");
    start(&f);
    expect(&f,
           both(&f, either(&f, word(&f, "a"), word(&f, "b")), word(&f, "c")),
           "(a OR b) c");
}

static void nothing_vanishes(void **state)
{
    const nx_operand nothing = {NULL, false};
    fixture f;

    (void)state;
    start(&f);
    expect(&f, nothing, "");
    start(&f);
    expect(&f, both(&f, nothing, without(nothing)), "");
    start(&f);
    expect(&f, either(&f, nothing, word(&f, "a")), "a");
    start(&f);
    expect(&f, in_field(&f, NX_FIELD_HEADLINE, 0, nothing), "");
}

static void negation_stays_below_an_and_or_outside(void **state)
{
    fixture f;

    (void)state;
    start(&f);
    expect(&f, both(&f, word(&f, "a"), without(word(&f, "b"))), "a -b");
    start(&f);
    expect(&f, both(&f, without(word(&f, "a")), without(word(&f, "b"))),
           "-(a OR b)");
    start(&f);
    expect(&f, either(&f, word(&f, "a"), without(word(&f, "b"))), "-(-a b)");
    start(&f);
    expect(&f, either(&f, without(word(&f, "a")), without(word(&f, "b"))),
           "-(a b)");
    start(&f);
    expect(&f, in_field(&f, NX_FIELD_HEADLINE, 0, without(word(&f, "a"))),
           "-headline:a");
}

static void all_is_there_if_nothing_else_is(void **state)
{
    fixture f;

    (void)state;
    start(&f);
    expect(&f, all_articles(&f), "*");
    start(&f);
    expect(&f, both(&f, without(word(&f, "a")), all_articles(&f)), "* -a");
    start(&f);
    expect(&f,
           both(&f, both(&f, all_articles(&f), without(word(&f, "a"))),
                both(&f, all_articles(&f), without(word(&f, "b")))),
           "* -a -b");
    start(&f);
    expect(&f, both(&f, all_articles(&f), all_articles(&f)), "*");
    start(&f);
    expect(&f, both(&f, all_articles(&f), word(&f, "a")), "a");
    start(&f);
    expect(&f, either(&f, all_articles(&f), word(&f, "a")), "*");
    start(&f);
    expect(&f, both(&f, without(all_articles(&f)), word(&f, "a")), "a");
    start(&f);
    expect(&f, in_field(&f, NX_FIELD_BODY, 0, all_articles(&f)), "");
}

static void filters_of_a_kind_are_one_in_an_and(void **state)
{
    fixture f;

    (void)state;
    start(&f);
    expect(&f,
           both(&f, both(&f, from(&f, NX_FILTER_SOURCE, "AP"), word(&f, "a")),
                from(&f, NX_FILTER_SOURCE, "B")),
           "source:AP,B a");
    start(&f);
    expect(&f,
           both(&f, from(&f, NX_FILTER_SOURCE, "AP"),
                from(&f, NX_FILTER_SOURCE, "AP")),
           "source:AP");
    start(&f);
    expect(&f,
           both(&f, from(&f, NX_FILTER_SOURCE, "AP"),
                from(&f, NX_FILTER_SECTION, "AP")),
           "source:AP section:AP");
    start(&f);
    expect(&f,
           both(&f, from(&f, NX_FILTER_SOURCE, "AP"),
                without(from(&f, NX_FILTER_SOURCE, "B"))),
           "source:AP -source:B");
    start(&f);
    expect(&f,
           either(&f, from(&f, NX_FILTER_SOURCE, "AP"),
                  from(&f, NX_FILTER_SOURCE, "B")),
           "source:AP OR source:B");
}

static nx_operand longer(fixture *f, nx_operand whole, nx_operand added)
{
    return nx_build_longer(&f->builder, whole.node, added);
}

static void one_part_after_another_makes_an_and_longer(void **state)
{
    nx_operand whole;
    fixture f;

    (void)state;
    start(&f);
    whole = longer(&f, word(&f, "a"), word(&f, "b"));
    whole = longer(&f, whole, word(&f, "c"));
    whole = longer(&f, whole, without(word(&f, "d")));
    whole = longer(&f, whole, both(&f, word(&f, "e"), word(&f, "f")));
    whole = longer(&f, whole, without(both(&f, word(&f, "g"), word(&f, "h"))));
    expect(&f, whole, "a b c -d e f -(g h)");
    start(&f);
    whole = both(&f, word(&f, "a"), from(&f, NX_FILTER_SOURCE, "AP"));
    whole = longer(&f, whole, from(&f, NX_FILTER_SOURCE, "B"));
    expect(&f, whole, "a source:AP,B");
}

/* Two that come of one AND don't write over each other's parts. */
static void an_and_stays_what_it_was_when_it_is_made_longer(void **state)
{
    nx_operand base;
    nx_operand first;
    nx_operand second;
    fixture f;

    (void)state;
    start(&f);
    base = both(&f, word(&f, "a"), word(&f, "b"));
    base = longer(&f, base, word(&f, "c"));
    first = longer(&f, base, word(&f, "d"));
    second = longer(&f, base, word(&f, "e"));
    expect(&f, either(&f, base, either(&f, first, second)),
           "(a b c) OR (a b c d) OR (a b c e)");
}

static void a_filter_is_what_it_is_in_anything(void **state)
{
    fixture f;

    (void)state;
    start(&f);
    expect(&f, in_field(&f, NX_FIELD_BODY, 0, from(&f, NX_FILTER_SOURCE, "AP")),
           "source:AP");
    start(&f);
    expect(
        &f,
        in_call(&f, NX_NODE_ATLEAST, without(from(&f, NX_FILTER_SOURCE, "AP"))),
        "-source:AP");
}

static void calls_have_parentheses_of_their_own(void **state)
{
    nx_operand operand;
    fixture f;

    (void)state;
    start(&f);
    operand =
        in_call(&f, NX_NODE_FIRST, both(&f, word(&f, "a"), word(&f, "b")));
    assert_int_equal(operand.node->height, 1);
    assert_int_equal(operand.node->span.start, 0);
    assert_int_equal(operand.node->span.end, 9);
    operand = in_call(&f, NX_NODE_FIRST, operand);
    assert_int_equal(operand.node->height, 2);
    expect(&f, without(operand), "-first7(first7(a b))");
}

static void near_takes_two_operands(void **state)
{
    const nx_operand nothing = {NULL, false};
    nx_operand operand;
    fixture f;

    (void)state;
    start(&f);
    operand = near(&f, word(&f, "a"), word(&f, "b"));
    assert_int_equal(operand.node->height, 0);
    expect(&f, near(&f, operand, word(&f, "c")), "(a w/5 b) w/5 c");
    start(&f);
    expect(&f, near(&f, word(&f, "a"), nothing), "a");
    start(&f);
    expect(&f, near(&f, nothing, word(&f, "a")), "a");
}

static void a_chain_that_is_too_long_is_cut(void **state)
{
    nx_operand operand;
    fixture f;

    (void)state;
    start(&f);
    operand = word(&f, "a");
    for (size_t i = 0; i < 100; i++)
        operand = near(&f, operand, word(&f, "b"));
    assert_int_equal(operand.node->height, NX_LIMIT_QUERY_DEPTH - 1);
    assert_true(f.diagnoses.has_code[NX_DIAGNOSIS_LIMIT]);
    finish(&f);
}

static void a_node_spans_its_parts(void **state)
{
    nx_operand operand;
    fixture f;

    (void)state;
    start(&f);
    operand = in_field(&f, NX_FIELD_HEADLINE, 1, word(&f, "a"));
    assert_int_equal(operand.node->span.start, 1);
    assert_int_equal(operand.node->span.end, 5);
    assert_int_equal(operand.node->height, 0);
    operand = both(&f, operand, either(&f, word(&f, "b"), word(&f, "c")));
    assert_int_equal(operand.node->span.start, 1);
    assert_int_equal(operand.node->span.end, 5);
    assert_int_equal(operand.node->height, 1);
    finish(&f);
}

static void what_is_too_deep_is_left_out(void **state)
{
    nx_operand operand;
    fixture f;

    (void)state;
    start(&f);
    operand = both(&f, word(&f, "a"), word(&f, "b"));
    for (size_t i = 0; i < NX_LIMIT_QUERY_DEPTH - 1; i++) {
        operand = i % 2 == 0 ? either(&f, operand, word(&f, "c"))
                             : both(&f, operand, word(&f, "c"));
        assert_int_equal(operand.node->height, i + 1);
    }
    assert_int_equal(f.diagnoses.count, 0);
    expect(&f, both(&f, operand, word(&f, "d")), "d");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_of_a_kind_are_flattened),
        cmocka_unit_test(nothing_vanishes),
        cmocka_unit_test(negation_stays_below_an_and_or_outside),
        cmocka_unit_test(all_is_there_if_nothing_else_is),
        cmocka_unit_test(filters_of_a_kind_are_one_in_an_and),
        cmocka_unit_test(one_part_after_another_makes_an_and_longer),
        cmocka_unit_test(an_and_stays_what_it_was_when_it_is_made_longer),
        cmocka_unit_test(a_filter_is_what_it_is_in_anything),
        cmocka_unit_test(calls_have_parentheses_of_their_own),
        cmocka_unit_test(near_takes_two_operands),
        cmocka_unit_test(a_chain_that_is_too_long_is_cut),
        cmocka_unit_test(a_node_spans_its_parts),
        cmocka_unit_test(what_is_too_deep_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
