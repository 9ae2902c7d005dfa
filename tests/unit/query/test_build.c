/* Trees in normal form. */
#include "query/build.h"

#include "base/limits.h"
#include "base/str.h"
#include "query/print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

typedef struct fixture {
    nx_arena arena;
    nx_diagnoses diagnoses;
    nx_builder builder;
} fixture;

static void start(fixture *f)
{
    nx_arena_init(&f->arena);
    nx_diagnoses_init(&f->diagnoses);
    f->builder.arena = &f->arena;
    f->builder.diagnoses = &f->diagnoses;
    f->builder.is_out_of_memory = false;
}

static void finish(fixture *f)
{
    nx_diagnoses_finish(&f->diagnoses);
    nx_arena_finish(&f->arena);
}

static nx_operand word(fixture *f, const char *text)
{
    const newsidx_span span = {3, 5};

    return nx_build_leaf(&f->builder, NX_NODE_WORD, NX_WORD_STEM, nx_str(text),
                         span);
}

static nx_operand without(nx_operand operand)
{
    operand.is_negated = !operand.is_negated;
    return operand;
}

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

/* Finishes the fixture. */
static void expect(fixture *f, nx_operand operand, const char *text)
{
    nx_buf out;

    nx_buf_init(&out, 65536);
    nx_print_query(&out, nx_build_root(&f->builder, operand),
                   NEWSIDX_MATCH_ALL);
    assert_string_equal(nx_buf_text(&out).bytes, text);
    nx_buf_finish(&out);
    finish(f);
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
    expect(&f, nx_build_field(&f.builder, NX_FIELD_HEADLINE, 0, nothing), "");
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
    expect(&f,
           nx_build_field(&f.builder, NX_FIELD_HEADLINE, 0,
                          without(word(&f, "a"))),
           "-headline:a");
}

static void a_node_spans_its_parts(void **state)
{
    nx_operand operand;
    fixture f;

    (void)state;
    start(&f);
    operand = nx_build_field(&f.builder, NX_FIELD_HEADLINE, 1, word(&f, "a"));
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
        cmocka_unit_test(a_node_spans_its_parts),
        cmocka_unit_test(what_is_too_deep_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
