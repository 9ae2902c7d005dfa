/* Tokens to a tree. */
#include "query/grammar.h"

#include "base/str.h"
#include "lexing.h"
#include "query/print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

/* What is told of it, as "Q04 Q11 ", is `codes`. */
static void expect(const char *text, const char *canonical, const char *codes)
{
    nx_builder builder = {.status = NEWSIDX_OK};
    newsidx_diagnostic *items = NULL;
    nx_buf told;
    nx_buf out;
    lexing l;

    assert_int_equal(lexing_start(&l, text), NEWSIDX_OK);
    builder.arena = &l.arena;
    builder.diagnoses = &l.diagnoses;
    builder.err = &l.err;
    nx_buf_init(&told, 4096);
    nx_buf_init(&out, 65536);
    nx_print_query(
        &out,
        nx_build_root(&builder, nx_grammar_read(&builder, l.tokens.items)),
        NEWSIDX_MATCH_ALL);
    assert_true(
        nx_diagnoses_settle(&l.diagnoses, nx_str(""), &l.arena, &items));
    for (size_t i = 0; i < l.diagnoses.count; i++)
        nx_buf_add_format(&told, "%s ", items[i].code);
    assert_string_equal(nx_buf_text(&out).bytes, canonical);
    assert_string_equal(
        nx_buf_text(&told).bytes == NULL ? "" : nx_buf_text(&told).bytes,
        codes);
    nx_buf_finish(&out);
    nx_buf_finish(&told);
    lexing_finish(&l);
}

static void what_stands_lower_binds_tighter(void **state)
{
    (void)state;
    expect("a OR b c", "(a OR b) c", "Q11 ");
    expect("a OR b w/5 c OR d", "(a OR b) w/5 (c OR d)", "Q11 ");
    expect("a b w/5 c d", "a (b w/5 c) d", "");
    expect("a NOT b c NOT d", "a -(b c) -d", "Q11 ");
    expect("hd:a w/5 b", "headline:a w/5 b", "");
    expect("-a OR b", "-(a -b)", "Q11 ");
}

static void proximity_is_read_from_the_left(void **state)
{
    (void)state;
    expect("a w/5 b pre/3 c", "(a w/5 b) pre/3 c", "Q11 ");
    expect("a w/5 (b pre/3 c)", "a w/5 (b pre/3 c)", "");
    expect("a NOT w/5 b", "a NOT w/5 b", "");
    expect("a w/5 -b", "a NOT w/5 b", "Q11 ");
    expect("-a w/5 b", "-(a w/5 b)", "Q11 ");
}

static void operators_without_operands_are_left_out(void **state)
{
    (void)state;
    expect("AND a", "a", "Q04 ");
    expect("w/5 a", "a", "Q04 ");
    expect("a w/5", "a", "Q04 ");
    expect("a w/5 OR b", "a w/5 b", "Q04 ");
    expect("a OR NOT", "a", "Q04 ");
    expect("(a w/5) b", "a b", "Q04 ");
    expect("a w/5 \"\"", "a", "Q04 ");
}

static void functions_say_which_forms(void **state)
{
    (void)state;
    expect("exact(a ~b \"c\")", "=a b \"c\"", "");
    expect("stem(a =b \"c\" =\"d\")", "a =b ~\"c\" \"d\"", "");
    expect("caps(a ~b =c \"d\" ~\"e\" ff* ggg~1)",
           "caps(a ~b c \"d\" ~\"e\" ff* ggg~1)", "");
    expect("caps(exact(a) stem(b \"c\") a) a", "caps(a ~b ~\"c\" a) a", "");
    expect("stem(caps(a) \"b\") \"c\"", "caps(a) ~\"b\" \"c\"", "");
    expect("verbatim(a \"b c\" exact(d) ~e)",
           "verbatim(\"a\") verbatim(\"b c\") verbatim(\"d\") verbatim(\"e\")",
           "");
    expect("variants(a) exact(variants(b))", "a =b", "");
}

static void a_field_in_the_same_field_is_one(void **state)
{
    (void)state;
    expect("hd:title:a", "headline:a", "");
    expect("hd:(a by:(b hd:c))", "headline:(a byline:(b c))", "");
    expect("hd:by:hd:by:a", "headline:byline:a", "");
    expect("hd:a hd:b", "headline:a headline:b", "");
}

static void what_is_too_deep_loses_its_parentheses(void **state)
{
    (void)state;
    expect("((((((((((((((((((((((((((((((((caps(a", "a",
           "Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 "
           "Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 Q03 "
           "Q09 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_lower_binds_tighter),
        cmocka_unit_test(proximity_is_read_from_the_left),
        cmocka_unit_test(operators_without_operands_are_left_out),
        cmocka_unit_test(functions_say_which_forms),
        cmocka_unit_test(a_field_in_the_same_field_is_one),
        cmocka_unit_test(what_is_too_deep_loses_its_parentheses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
