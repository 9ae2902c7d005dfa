/* Compound operands, taken apart. */
#include "query/spread.h"

#include "base/limits.h"

#include "building.h"

/* An AND, or an OR, of two words, of which the second may be negated. */
static nx_operand pair(fixture *f, nx_node_kind kind, const char *first,
                       const char *second, bool is_negated)
{
    nx_operand operands[2];

    operands[0] = word(f, first);
    operands[1] = word(f, second);
    operands[1].is_negated = is_negated;
    return kind == NX_NODE_AND ? nx_build_and(&f->builder, operands, 2)
                               : nx_build_or(&f->builder, operands, 2);
}

static nx_operand below(fixture *f, nx_node_kind kind, nx_operand operand)
{
    const nx_node outer = {.kind = kind, .count = 2, .span = {1, 2}};

    return nx_build_plainly_over(&f->builder, &outer, operand);
}

static nx_operand near(fixture *f, bool is_excluding, nx_operand left,
                       nx_operand right)
{
    const nx_near relation = {.distance = 5, .is_excluding = is_excluding};

    return nx_spread_near(&f->builder, &relation, left, right);
}

static void one_compound_operand_stays_whole(void **state)
{
    fixture f;

    (void)state;
    start(&f);
    expect(
        &f,
        near(&f, false, pair(&f, NX_NODE_AND, "a", "b", true), word(&f, "c")),
        "(a -b) w/5 c");
    start(&f);
    expect(&f,
           near(&f, false, pair(&f, NX_NODE_OR, "a", "b", false),
                pair(&f, NX_NODE_AND, "c", "d", false)),
           "(a OR b) w/5 (c d)");
    start(&f);
    expect(
        &f,
        near(&f, true, word(&f, "a"), pair(&f, NX_NODE_AND, "c", "d", false)),
        "a NOT w/5 (c d)");
}

static void the_right_one_of_two_is_taken_apart(void **state)
{
    nx_operand whole;
    fixture f;

    (void)state;
    start(&f);
    whole = near(&f, false, pair(&f, NX_NODE_AND, "a", "b", false),
                 pair(&f, NX_NODE_AND, "c", "d", true));
    assert_int_equal(f.builder.spread_count, 10);
    assert_ptr_equal(whole.node->children[0]->children[0],
                     whole.node->children[1]->children[0]->children[0]);
    expect(&f, whole, "((a b) w/5 c) -((a b) w/5 d)");
}

static void of_an_exclusion_it_is_the_left_one(void **state)
{
    fixture f;

    (void)state;
    start(&f);
    expect(&f,
           near(&f, true, pair(&f, NX_NODE_AND, "a", "b", false),
                pair(&f, NX_NODE_AND, "c", "d", false)),
           "(a NOT w/5 (c d)) (b NOT w/5 (c d))");
    start(&f);
    expect(&f,
           near(&f, false, pair(&f, NX_NODE_AND, "a", "b", false),
                without(word(&f, "c"))),
           "(a NOT w/5 c) (b NOT w/5 c)");
}

static void negation_of_the_left_one_is_of_the_whole(void **state)
{
    fixture f;

    (void)state;
    start(&f);
    expect(&f, near(&f, false, without(word(&f, "a")), word(&f, "b")),
           "-(a w/5 b)");
    start(&f);
    expect(&f, near(&f, true, without(word(&f, "a")), without(word(&f, "b"))),
           "-(a w/5 b)");
}

static void restrictions_go_down_to_the_parts(void **state)
{
    fixture f;

    (void)state;
    start(&f);
    expect(&f,
           near(&f, false, pair(&f, NX_NODE_AND, "a", "b", false),
                below(&f, NX_NODE_FIRST,
                      below(&f, NX_NODE_FIELD,
                            pair(&f, NX_NODE_AND, "c", "d", true)))),
           "((a b) w/5 first2(headline:c)) -((a b) w/5 first2(headline:d))");
}

static void atleast_goes_to_each_part(void **state)
{
    const nx_node atleast = {
        .kind = NX_NODE_ATLEAST, .count = 3, .span = {0, 9}};
    fixture f;

    (void)state;
    start(&f);
    expect(&f,
           nx_spread_atleast(&f.builder, &atleast,
                             pair(&f, NX_NODE_OR, "a", "b", false)),
           "atleast3(a OR b)");
    start(&f);
    expect(&f,
           nx_spread_atleast(&f.builder, &atleast,
                             without(pair(&f, NX_NODE_AND, "a", "b", true))),
           "-(atleast3(a) -atleast3(b))");
}

static nx_operand together(fixture *f, bool is_excluding, nx_operand left,
                           nx_operand right)
{
    const nx_near relation = {.reach = NX_REACH_SENTENCE,
                              .is_excluding = is_excluding};

    return nx_spread_near(&f->builder, &relation, left, right);
}

static void a_chain_in_one_sentence_is_one_operand_with_the_others(void **state)
{
    fixture f;

    (void)state;
    start(&f);
    expect(&f,
           together(&f, false,
                    together(&f, false, word(&f, "a"), word(&f, "b")),
                    word(&f, "c")),
           "a w/s (b c)");
    start(&f);
    expect(&f,
           together(&f, false, word(&f, "a"),
                    together(&f, false, word(&f, "b"), word(&f, "c"))),
           "b w/s (a c)");
    start(&f);
    expect(&f,
           together(&f, true, together(&f, false, word(&f, "a"), word(&f, "b")),
                    word(&f, "c")),
           "a w/s (b -c)");
}

/* A chain is one also where it is a part of what is taken apart. */
static void parts_may_make_a_chain(void **state)
{
    nx_operand operands[2];
    fixture f;

    (void)state;
    start(&f);
    operands[0] = together(&f, false, word(&f, "a"), word(&f, "b"));
    operands[1] = word(&f, "c");
    expect(&f,
           together(&f, true, nx_build_and(&f.builder, operands, 2),
                    word(&f, "d")),
           "(a w/s (b -d)) (c NOT w/s d)");
}

/* With the AND there is one more parenthesis around what was an operand. */
static void a_chain_that_gets_too_deep_ends(void **state)
{
    nx_operand operand;
    fixture f;

    (void)state;
    start(&f);
    operand = word(&f, "d");
    while (operand.node->height < NX_LIMIT_QUERY_DEPTH - 1)
        operand = below(&f, NX_NODE_FIRST, operand);
    operand = together(
        &f, false, together(&f, false, word(&f, "a"), word(&f, "b")), operand);
    expect(&f, operand, "a w/s b");
}

static void expect_failure(fixture *f, newsidx_status status,
                           const char *message)
{
    assert_int_equal(f->builder.status, status);
    assert_string_equal(f->err.message, message);
    finish(f);
}

static void some_operands_are_impossible(void **state)
{
    const nx_filter filter = {.kind = NX_FILTER_LENGTH, .low = 5, .high = 6};
    const newsidx_span span = {7, 9};
    nx_operand operand;
    fixture f;

    (void)state;
    start(&f);
    operand = nx_build_filter(&f.builder, &filter, span);
    assert_null(near(&f, false, word(&f, "a"), operand).node);
    assert_int_equal(f.err.offset, 7);
    expect_failure(&f, NEWSIDX_ERR_QUERY, "a filter can't stand near a word");
    start(&f);
    operand = below(&f, NX_NODE_SCOPE, word(&f, "a"));
    operand.node->scope = NX_REACH_SENTENCE;
    assert_null(near(&f, false, operand, word(&f, "a")).node);
    assert_int_equal(f.err.offset, 1);
    expect_failure(&f, NEWSIDX_ERR_QUERY,
                   "sentence( ) can't stand near a word");
    start(&f);
    operand = below(&f, NX_NODE_ATLEAST, word(&f, "a"));
    operand = nx_spread_atleast(&f.builder, operand.node, operand);
    assert_null(operand.node);
    expect_failure(&f, NEWSIDX_ERR_QUERY,
                   "atleastN( ) can't stand in atleastN( )");
}

static void what_would_grow_without_end_is_refused(void **state)
{
    nx_operand operand;
    fixture f;

    (void)state;
    start(&f);
    operand = pair(&f, NX_NODE_AND, "a", "b", false);
    for (size_t i = 0; i < 20 && f.builder.status >= 0; i++) {
        operand =
            near(&f, false, operand, pair(&f, NX_NODE_AND, "c", "d", false));
    }
    expect_failure(&f, NEWSIDX_ERR_LIMIT,
                   "query is too large when spelled out");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_compound_operand_stays_whole),
        cmocka_unit_test(the_right_one_of_two_is_taken_apart),
        cmocka_unit_test(of_an_exclusion_it_is_the_left_one),
        cmocka_unit_test(negation_of_the_left_one_is_of_the_whole),
        cmocka_unit_test(restrictions_go_down_to_the_parts),
        cmocka_unit_test(atleast_goes_to_each_part),
        cmocka_unit_test(
            a_chain_in_one_sentence_is_one_operand_with_the_others),
        cmocka_unit_test(parts_may_make_a_chain),
        cmocka_unit_test(a_chain_that_gets_too_deep_ends),
        cmocka_unit_test(some_operands_are_impossible),
        cmocka_unit_test(what_would_grow_without_end_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
