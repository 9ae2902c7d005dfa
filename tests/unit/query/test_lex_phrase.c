/* Phrases, and those with alternatives in them. */
#include "query/lexer.h"

#include "lexing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static void a_mark_says_which_form(void **state)
{
    (void)state;
    lexing_expect_words("\"a  b\"", NX_TOKEN_PHRASE, NX_WORD_EXACT, "a b", 0);
    lexing_expect_words("=\"a b\"", NX_TOKEN_PHRASE, NX_WORD_EXACT, "a b", 0);
    lexing_expect_words("~\"a b\"", NX_TOKEN_PHRASE, NX_WORD_STEM, "a b", 0);
    lexing_expect_words("\"a\"\"b\"", NX_TOKEN_PHRASE, NX_WORD_EXACT, "a\"b",
                        0);
    lexing_expect_words("\"a* b\"", NX_TOKEN_PHRASE, NX_WORD_EXACT, "a* b",
                        NX_DIAGNOSIS_WILDCARD);
    lexing_expect_words("\"a b", NX_TOKEN_PHRASE, NX_WORD_EXACT, "a b",
                        NX_DIAGNOSIS_QUOTE);
}

static void alternatives_are_spelled_out(void **state)
{
    static const char *const expected[] = {"a x c", "b x c", "a y c", "b y c"};
    lexing l;

    (void)state;
    assert_int_equal(lexing_start(&l, "\"(a|b) (x|y) c\""), NEWSIDX_OK);
    assert_int_equal(l.tokens.items[0].other_count, 3);
    assert_string_equal(l.tokens.items[0].text.bytes, expected[0]);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(l.tokens.items[0].others[i].bytes, expected[i + 1]);
    lexing_finish(&l);
}

static void the_first_sixteen_spellings_are_read(void **state)
{
    lexing l;

    (void)state;
    assert_int_equal(lexing_start(&l, "\"(a|b)(a|b)(a|b)(a|b)\""), NEWSIDX_OK);
    assert_int_equal(l.tokens.items[0].other_count, 15);
    assert_false(l.diagnoses.has_code[NX_DIAGNOSIS_LIMIT]);
    lexing_finish(&l);
    assert_int_equal(lexing_start(&l, "\"(a|b)(a|b)(a|b)(a|b)(a|b)\""),
                     NEWSIDX_OK);
    assert_int_equal(l.tokens.items[0].other_count, 15);
    assert_true(l.diagnoses.has_code[NX_DIAGNOSIS_LIMIT]);
    lexing_finish(&l);
}

static void spellings_without_a_word_are_none(void **state)
{
    (void)state;
    lexing_expect_words("\"(|a)\"", NX_TOKEN_PHRASE, NX_WORD_EXACT, "a", 0);
    lexing_expect_kinds("\"(|.)\"", "e.");
}

static void signs_that_part_nothing_are_text(void **state)
{
    (void)state;
    lexing_expect_words("\"a (b) c|d\"", NX_TOKEN_PHRASE, NX_WORD_EXACT,
                        "a (b) c|d", 0);
    lexing_expect_words("\"((|a) c|d\"", NX_TOKEN_PHRASE, NX_WORD_EXACT, "c d",
                        0);
}

static void everything_is_text_in_verbatim(void **state)
{
    lexing l;

    (void)state;
    assert_int_equal(lexing_start(&l, "verbatim(\"(a|b)  c*\" \"(d|e)\")"),
                     NEWSIDX_OK);
    assert_int_equal(l.tokens.items[2].form, NX_WORD_VERBATIM);
    assert_string_equal(l.tokens.items[2].text.bytes, "(a|b) c*");
    assert_int_equal(l.tokens.items[3].form, NX_WORD_EXACT);
    assert_int_equal(l.tokens.items[3].other_count, 1);
    assert_int_equal(l.diagnoses.count, 0);
    lexing_finish(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_says_which_form),
        cmocka_unit_test(alternatives_are_spelled_out),
        cmocka_unit_test(the_first_sixteen_spellings_are_read),
        cmocka_unit_test(spellings_without_a_word_are_none),
        cmocka_unit_test(signs_that_part_nothing_are_text),
        cmocka_unit_test(everything_is_text_in_verbatim),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
