/* A query's tokens, to be looked at. */
#ifndef NX_TEST_LEXING_H
#define NX_TEST_LEXING_H

#include "query/lex.h"

typedef struct lexing {
    nx_arena arena;
    nx_diagnoses diagnoses;
    nx_tokens tokens;
    newsidx_error err;
} lexing;

/* Cut `text`; finish it, whatever comes of it. */
newsidx_status lexing_start(lexing *l, const char *text);
void lexing_finish(lexing *l);

/*
 * A letter for each token: "(" ")" "&" "|" "!" "-" "*" are what they look like,
 * w is a word, p a phrase, e an empty one, f a field, c a call, n proximity, s
 * a filter.
 */
void lexing_expect_kinds(const char *text, const char *kinds);

/* One token, and its text, form and the code of what was told or 0. */
void lexing_expect_words(const char *text, nx_token_kind kind,
                         nx_word_form form, const char *words,
                         nx_diagnosis code);

#endif
