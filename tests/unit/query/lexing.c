#include "lexing.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

newsidx_status lexing_start(lexing *l, const char *text)
{
    const nx_zone zone = nx_zone_fixed(0);
    const nx_today today = {.now = 1473940800, .zone = &zone};

    nx_arena_init(&l->arena);
    nx_diagnoses_init(&l->diagnoses);
    nx_tokens_init(&l->tokens);
    return nx_lex(nx_str(text), &today, &l->arena, &l->diagnoses, &l->tokens,
                  &l->err);
}

void lexing_finish(lexing *l)
{
    nx_tokens_finish(&l->tokens);
    nx_diagnoses_finish(&l->diagnoses);
    nx_arena_finish(&l->arena);
}

void lexing_expect_kinds(const char *text, const char *kinds)
{
    static const char letters[] = {
        [NX_TOKEN_END] = '.',       [NX_TOKEN_WORD] = 'w',
        [NX_TOKEN_PHRASE] = 'p',    [NX_TOKEN_EMPTY] = 'e',
        [NX_TOKEN_ALL] = '*',       [NX_TOKEN_FILTER] = 's',
        [NX_TOKEN_FIELD] = 'f',     [NX_TOKEN_FUNCTION] = 'c',
        [NX_TOKEN_PROXIMITY] = 'n', [NX_TOKEN_OPEN] = '(',
        [NX_TOKEN_CLOSE] = ')',     [NX_TOKEN_AND] = '&',
        [NX_TOKEN_OR] = '|',        [NX_TOKEN_NOT] = '!',
        [NX_TOKEN_MINUS] = '-'};
    char found[64] = "";
    lexing l;

    assert_int_equal(lexing_start(&l, text), NEWSIDX_OK);
    assert_true(l.tokens.count < sizeof found);
    for (size_t i = 0; i < l.tokens.count; i++)
        found[i] = letters[l.tokens.items[i].kind];
    assert_string_equal(found, kinds);
    lexing_finish(&l);
}

void lexing_expect_words(const char *text, nx_token_kind kind,
                         nx_word_form form, const char *words,
                         nx_diagnosis code)
{
    lexing l;

    assert_int_equal(lexing_start(&l, text), NEWSIDX_OK);
    assert_int_equal(l.tokens.count, 2);
    assert_int_equal(l.tokens.items[0].kind, kind);
    assert_int_equal(l.tokens.items[0].form, form);
    assert_string_equal(l.tokens.items[0].text.bytes, words);
    assert_int_equal(l.diagnoses.count, code == 0 ? 0 : 1);
    assert_true(code == 0 || l.diagnoses.has_code[code]);
    lexing_finish(&l);
}
