/* Queries to tokens. */
#include "query/lex.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

typedef struct fixture {
    nx_arena arena;
    nx_diagnoses diagnoses;
    nx_tokens tokens;
    newsidx_error err;
} fixture;

static newsidx_status lex(fixture *f, const char *text)
{
    nx_arena_init(&f->arena);
    nx_diagnoses_init(&f->diagnoses);
    nx_tokens_init(&f->tokens);
    return nx_lex(nx_str(text), &f->arena, &f->diagnoses, &f->tokens, &f->err);
}

static void finish(fixture *f)
{
    nx_tokens_finish(&f->tokens);
    nx_diagnoses_finish(&f->diagnoses);
    nx_arena_finish(&f->arena);
}

/* A letter for each token: "(" ")" "&" "|" "!" "-" are what they look like. */
static void expect_kinds(const char *text, const char *kinds)
{
    static const char letters[] = {
        [NX_TOKEN_END] = '.',   [NX_TOKEN_WORD] = 'w',  [NX_TOKEN_PHRASE] = 'p',
        [NX_TOKEN_EMPTY] = 'e', [NX_TOKEN_FIELD] = 'f', [NX_TOKEN_OPEN] = '(',
        [NX_TOKEN_CLOSE] = ')', [NX_TOKEN_AND] = '&',   [NX_TOKEN_OR] = '|',
        [NX_TOKEN_NOT] = '!',   [NX_TOKEN_MINUS] = '-'};
    char found[64] = "";
    fixture f;

    assert_int_equal(lex(&f, text), NEWSIDX_OK);
    assert_true(f.tokens.count < sizeof found);
    for (size_t i = 0; i < f.tokens.count; i++)
        found[i] = letters[f.tokens.items[i].kind];
    assert_string_equal(found, kinds);
    finish(&f);
}

static void each_kind_of_token_is_known(void **state)
{
    (void)state;
    expect_kinds("", ".");
    expect_kinds("a", "w.");
    expect_kinds("a AND b OR c NOT d", "w&w|w!w.");
    expect_kinds("a|b||c", "w|w|w.");
    expect_kinds("(a)(\"b\")", "(w)(p).");
    expect_kinds("-a -\"b\" -(c", "-w-p-(w.");
    expect_kinds("hd:a headline(b) title=\"c\"", "fwf(w)fp.");
    expect_kinds("\"\" \"...\"", "ee.");
    expect_kinds("... - -- a", "w.");
}

static void a_token_knows_whether_a_blank_stands_before_it(void **state)
{
    fixture f;

    (void)state;
    assert_int_equal(lex(&f, "hd:a b(c) \"d\"\"e\""), NEWSIDX_OK);
    assert_false(f.tokens.items[0].is_attached);
    assert_true(f.tokens.items[1].is_attached);
    assert_false(f.tokens.items[2].is_attached);
    assert_true(f.tokens.items[3].is_attached);
    assert_true(f.tokens.items[4].is_attached);
    assert_true(f.tokens.items[5].is_attached);
    assert_false(f.tokens.items[6].is_attached);
    finish(&f);
}

static void a_span_has_the_marks_and_a_text_has_not(void **state)
{
    static const struct {
        size_t start;
        size_t end;
        const char *text;
        nx_word_form form;
    } expected[] = {{1, 6, "talk", NX_WORD_EXACT},
                    {7, 13, "ceas", NX_WORD_PREFIX},
                    {14, 24, "new york", NX_WORD_EXACT},
                    {25, 28, "a.b", NX_WORD_STEM}};
    fixture f;

    (void)state;
    assert_int_equal(lex(&f, " =talk ceas*, \"new york\" a.b"), NEWSIDX_OK);
    assert_int_equal(f.tokens.count, 5);
    for (size_t i = 0; i < 4; i++) {
        const nx_token *token = &f.tokens.items[i];

        assert_int_equal(token->span.start, expected[i].start);
        assert_int_equal(token->span.end, expected[i].end);
        assert_string_equal(token->text.bytes, expected[i].text);
        assert_int_equal(token->form, expected[i].form);
    }
    assert_int_equal(f.tokens.items[4].span.start, 28);
    finish(&f);
}

static void a_refusal_says_where(void **state)
{
    static const struct {
        const char *text;
        size_t offset;
    } cases[] = {{"a w/5 b", 2},     {"a -wom?n", 3},    {"a by:lee", 2},
                 {"hd:~a", 3},       {"a ~\"b\"", 2},    {"a length>5", 2},
                 {"(first5(a))", 1}, {"\"a (b|c)\"", 0}, {"a b~2", 2}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture f;

        assert_int_equal(lex(&f, cases[i].text), NEWSIDX_ERR_QUERY);
        assert_int_equal(f.err.offset, cases[i].offset);
        finish(&f);
    }
}

static void an_open_quote_ends_with_its_group(void **state)
{
    (void)state;
    expect_kinds("(a \"b c) d", "(wp)w.");
    expect_kinds("a \"b c) d", "wp.");
    expect_kinds("(a) \"b c) d", "(w)p.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_token_is_known),
        cmocka_unit_test(a_token_knows_whether_a_blank_stands_before_it),
        cmocka_unit_test(a_span_has_the_marks_and_a_text_has_not),
        cmocka_unit_test(a_refusal_says_where),
        cmocka_unit_test(an_open_quote_ends_with_its_group),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
