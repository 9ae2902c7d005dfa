/* Queries to tokens. */
#include "query/lex.h"

#include "lexing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static void each_kind_of_token_is_known(void **state)
{
    (void)state;
    lexing_expect_kinds("", ".");
    lexing_expect_kinds("a", "w.");
    lexing_expect_kinds("a AND b OR c NOT d", "w&w|w!w.");
    lexing_expect_kinds("a|b||c", "w|w|w.");
    lexing_expect_kinds("(a)(\"b\")", "(w)(p).");
    lexing_expect_kinds("-a -\"b\" -(c", "-w-p-(w.");
    lexing_expect_kinds("hd:a headline(b) title=\"c\"", "fwf(w)fp.");
    lexing_expect_kinds("\"\" \"...\"", "ee.");
    lexing_expect_kinds("... - -- a", "w.");
    lexing_expect_kinds("a w/5 b NOT w/s c", "wnwnw.");
    lexing_expect_kinds("caps(a) -first5(b)", "c(w)-c(w).");
    lexing_expect_kinds("source:AP -length>5", "s-s.");
}

static void a_star_alone_is_a_token(void **state)
{
    (void)state;
    lexing_expect_kinds("*", "*.");
    lexing_expect_kinds("* -a", "*-w.");
    lexing_expect_kinds("(*)|*", "(*)|*.");
    lexing_expect_kinds("** .* -*", ".");
    lexing_expect_kinds("\"a\"* hd:*", "pw.");
}

static void a_token_knows_whether_a_blank_stands_before_it(void **state)
{
    lexing l;

    (void)state;
    assert_int_equal(lexing_start(&l, "hd:a b(c) \"d\"\"e\""), NEWSIDX_OK);
    assert_false(l.tokens.items[0].is_attached);
    assert_true(l.tokens.items[1].is_attached);
    assert_false(l.tokens.items[2].is_attached);
    assert_true(l.tokens.items[3].is_attached);
    assert_true(l.tokens.items[4].is_attached);
    assert_true(l.tokens.items[5].is_attached);
    assert_false(l.tokens.items[6].is_attached);
    lexing_finish(&l);
}

static void a_span_has_the_marks_and_a_text_has_not(void **state)
{
    static const struct {
        size_t start;
        size_t end;
        const char *text;
        nx_word_form form;
    } expected[] = {
        {1, 6, "talk", NX_WORD_EXACT},       {7, 13, "ceas*", NX_WORD_PATTERN},
        {14, 24, "new york", NX_WORD_EXACT}, {25, 28, "a.b", NX_WORD_STEM},
        {29, 37, "lavrof", NX_WORD_FUZZY},   {38, 42, "b", NX_WORD_STEM}};
    lexing l;

    (void)state;
    assert_int_equal(
        lexing_start(&l, " =talk ceas*, \"new york\" a.b lavrof~2 ~\"b\""),
        NEWSIDX_OK);
    assert_int_equal(l.tokens.count, 7);
    for (size_t i = 0; i < 6; i++) {
        const nx_token *token = &l.tokens.items[i];

        assert_int_equal(token->span.start, expected[i].start);
        assert_int_equal(token->span.end, expected[i].end);
        assert_string_equal(token->text.bytes, expected[i].text);
        assert_int_equal(token->form, expected[i].form);
    }
    assert_int_equal(l.tokens.items[4].edits, 2);
    assert_int_equal(l.tokens.items[6].span.start, 42);
    lexing_finish(&l);
}

static void a_refusal_says_where(void **state)
{
    static const struct {
        const char *text;
        size_t offset;
    } cases[] = {{"a slug:b", 2},   {"a -person:b", 3}, {"hd:asof:b", 3},
                 {"a copies>5", 2}, {"(date:b)", 6},    {"a source: b", 9},
                 {"a id:5,b c", 7}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lexing l;

        assert_int_equal(lexing_start(&l, cases[i].text), NEWSIDX_ERR_QUERY);
        assert_int_equal(l.err.offset, cases[i].offset);
        lexing_finish(&l);
    }
}

static void an_open_quote_ends_with_its_group(void **state)
{
    (void)state;
    lexing_expect_kinds("(a \"b c) d", "(wp)w.");
    lexing_expect_kinds("a \"b c) d", "wp.");
    lexing_expect_kinds("(a) \"b c) d", "(w)p.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_token_is_known),
        cmocka_unit_test(a_star_alone_is_a_token),
        cmocka_unit_test(a_token_knows_whether_a_blank_stands_before_it),
        cmocka_unit_test(a_span_has_the_marks_and_a_text_has_not),
        cmocka_unit_test(a_refusal_says_where),
        cmocka_unit_test(an_open_quote_ends_with_its_group),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
