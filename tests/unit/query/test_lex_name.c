/* Fields, filters and functions, and what only looks like them. */
#include "query/lexer.h"

#include "lexing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static void a_field_needs_something_right_behind_it(void **state)
{
    (void)state;
    lexing_expect_kinds("hd:a hd=a hd:\"a\" hd:(a) hd(a)", "fwfwfpf(w)f(w).");
    lexing_expect_kinds("hd:by:a", "ffw.");
    lexing_expect_kinds("hd:~\"a\" hd:caps(a)", "fpfc(w).");
    lexing_expect_words("hd:", NX_TOKEN_WORD, NX_WORD_STEM, "hd",
                        NX_DIAGNOSIS_FIELD);
    lexing_expect_words("hd:...", NX_TOKEN_WORD, NX_WORD_STEM, "hd",
                        NX_DIAGNOSIS_FIELD);
    lexing_expect_kinds("hd (a)", "w(w).");
}

static void unknown_fields_are_phrases(void **state)
{
    (void)state;
    lexing_expect_words("http://x.org", NX_TOKEN_PHRASE, NX_WORD_EXACT,
                        "http x.org", NX_DIAGNOSIS_FIELD);
    lexing_expect_words("aleppo:", NX_TOKEN_WORD, NX_WORD_STEM, "aleppo", 0);
    lexing_expect_words("E=mc2", NX_TOKEN_WORD, NX_WORD_STEM, "E=mc2", 0);
    lexing_expect_words("a<b", NX_TOKEN_WORD, NX_WORD_STEM, "a<b", 0);
    lexing_expect_kinds("foo:\"a\"", "wp.");
}

static void expect_range(const char *text, nx_filter_kind kind, int64_t low,
                         int64_t high)
{
    lexing l;

    assert_int_equal(lexing_start(&l, text), NEWSIDX_OK);
    assert_int_equal(l.tokens.items[0].kind, NX_TOKEN_FILTER);
    assert_int_equal(l.tokens.items[0].filter.kind, kind);
    assert_true(l.tokens.items[0].filter.low == low);
    assert_true(l.tokens.items[0].filter.high == high);
    lexing_finish(&l);
}

static void a_sign_says_which_range(void **state)
{
    (void)state;
    expect_range("length:5..7", NX_FILTER_LENGTH, 5, 8);
    expect_range("length=5", NX_FILTER_LENGTH, 5, 6);
    expect_range("wc>5", NX_FILTER_LENGTH, 6, INT64_MAX);
    expect_range("wc>=5", NX_FILTER_LENGTH, 5, INT64_MAX);
    expect_range("updated>=1970", NX_FILTER_UPDATED, 0, INT64_MAX);
    expect_range("after:1970", NX_FILTER_PUBLISHED, 0, INT64_MAX);
    expect_range("before:1970", NX_FILTER_PUBLISHED, INT64_MIN, 0);
    expect_range("ingested<1970", NX_FILTER_INGESTED, INT64_MIN, 0);
}

static void a_filter_goes_up_to_its_values_end(void **state)
{
    lexing l;

    (void)state;
    assert_int_equal(lexing_start(&l, "source:AP,\"Daily Star\"|b"),
                     NEWSIDX_OK);
    assert_int_equal(l.tokens.count, 4);
    assert_int_equal(l.tokens.items[0].filter.value_count, 2);
    assert_int_equal(l.tokens.items[0].span.start, 0);
    assert_int_equal(l.tokens.items[0].span.end, 22);
    assert_int_equal(l.tokens.items[1].kind, NX_TOKEN_OR);
    lexing_finish(&l);
    lexing_expect_kinds("source:AP(b)", "s(w).");
    lexing_expect_kinds("=source:AP ~date:x \"id:x\" source<AP", "wwpw.");
}

static void functions_stand_before_parentheses(void **state)
{
    lexing l;

    (void)state;
    lexing_expect_kinds("caps(a) caps (a) caps xcaps(a)", "c(w)w(w)ww(w).");
    assert_int_equal(lexing_start(&l, "first0(a)"), NEWSIDX_OK);
    assert_int_equal(l.tokens.items[0].meaning.count, 1);
    assert_int_equal(l.diagnoses.count, 1);
    assert_true(l.diagnoses.has_code[NX_DIAGNOSIS_NUMBER]);
    lexing_finish(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_needs_something_right_behind_it),
        cmocka_unit_test(unknown_fields_are_phrases),
        cmocka_unit_test(a_sign_says_which_range),
        cmocka_unit_test(a_filter_goes_up_to_its_values_end),
        cmocka_unit_test(functions_stand_before_parentheses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
