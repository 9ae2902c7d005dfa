/* Words with their marks, wildcards and misspellings, and operators. */
#include "query/lexer.h"

#include "lexing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static void expect_word(const char *text, nx_word_form form, const char *word,
                        nx_diagnosis code)
{
    lexing_expect_words(text, NX_TOKEN_WORD, form, word, code);
}

static void a_mark_says_which_form(void **state)
{
    (void)state;
    expect_word("talks", NX_WORD_STEM, "talks", 0);
    expect_word("~talks", NX_WORD_STEM, "talks", 0);
    expect_word("=talks", NX_WORD_EXACT, "talks", 0);
    expect_word("=~talks", NX_WORD_EXACT, "talks", 0);
    expect_word("~hd:talks", NX_WORD_STEM, "hd:talks", 0);
    expect_word("talks:", NX_WORD_STEM, "talks", 0);
    expect_word("*talks", NX_WORD_STEM, "talks", NX_DIAGNOSIS_WILDCARD);
}

static void wildcards_make_a_pattern(void **state)
{
    (void)state;
    expect_word("ceas*", NX_WORD_PATTERN, "ceas*", 0);
    expect_word("ceas!", NX_WORD_PATTERN, "ceas*", 0);
    expect_word("ceas**,", NX_WORD_PATTERN, "ceas*", 0);
    expect_word("wom?n", NX_WORD_PATTERN, "wom?n", 0);
    expect_word("c.e*f**e!", NX_WORD_PATTERN, "c.e*f*e*", 0);
    expect_word("ceas?", NX_WORD_STEM, "ceas", 0);
    expect_word("ceas!!", NX_WORD_STEM, "ceas", 0);
    expect_word("a.*", NX_WORD_EXACT, "a.", NX_DIAGNOSIS_WILDCARD);
    lexing_expect_words("a*b?c", NX_TOKEN_PHRASE, NX_WORD_EXACT, "a b c",
                        NX_DIAGNOSIS_WILDCARD);
}

static void expect_edits(const char *text, uint32_t edits)
{
    lexing l;

    assert_int_equal(lexing_start(&l, text), NEWSIDX_OK);
    assert_int_equal(l.tokens.items[0].form,
                     edits == 0 ? NX_WORD_EXACT : NX_WORD_FUZZY);
    assert_int_equal(l.tokens.items[0].edits, edits);
    lexing_finish(&l);
}

static void a_wave_allows_so_many_edits(void **state)
{
    (void)state;
    expect_word("lavrof~", NX_WORD_FUZZY, "lavrof", 0);
    expect_word("=lavrof~2", NX_WORD_FUZZY, "lavrof", 0);
    expect_word("lavrof~3", NX_WORD_FUZZY, "lavrof", NX_DIAGNOSIS_NUMBER);
    expect_word("lavrof~0", NX_WORD_EXACT, "lavrof", NX_DIAGNOSIS_NUMBER);
    expect_word("ab~", NX_WORD_EXACT, "ab", NX_DIAGNOSIS_WILDCARD);
    expect_word("ceas*~1", NX_WORD_PATTERN, "ceas*", NX_DIAGNOSIS_NUMBER);
    expect_edits("lavrof~", 1);
    expect_edits("lavrof~1", 1);
    expect_edits("lavrof~2", 2);
    expect_edits("lavrof~10000000000", 2);
    expect_edits("lavrof~1~2", 2);
    expect_edits("kery~2", 1);
    expect_edits("ab~2", 0);
    expect_edits("lavrof~0", 0);
}

static void operators_are_whole_words_in_capitals(void **state)
{
    (void)state;
    lexing_expect_kinds("AND OR NOT", "&|!.");
    lexing_expect_kinds("=AND OR: and", "www.");
    lexing_expect_kinds("-OR hd:NOT", "-wfw.");
    expect_word("or", NX_WORD_STEM, "or", NX_DIAGNOSIS_LOWER);
    expect_word("OR:", NX_WORD_EXACT, "OR", 0);
}

static void proximity_takes_the_not_before_it(void **state)
{
    lexing l;

    (void)state;
    assert_int_equal(lexing_start(&l, "a NOT w/3 b"), NEWSIDX_OK);
    assert_int_equal(l.tokens.count, 4);
    assert_int_equal(l.tokens.items[1].kind, NX_TOKEN_PROXIMITY);
    assert_true(l.tokens.items[1].relation.is_excluding);
    assert_int_equal(l.tokens.items[1].relation.distance, 3);
    assert_int_equal(l.tokens.items[1].span.start, 2);
    assert_int_equal(l.tokens.items[1].span.end, 9);
    lexing_finish(&l);
    lexing_expect_kinds("a w/ b -w/5 =w/5 w/5: \"w/5\"", "wnw-wwwp.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_says_which_form),
        cmocka_unit_test(wildcards_make_a_pattern),
        cmocka_unit_test(a_wave_allows_so_many_edits),
        cmocka_unit_test(operators_are_whole_words_in_capitals),
        cmocka_unit_test(proximity_takes_the_not_before_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
