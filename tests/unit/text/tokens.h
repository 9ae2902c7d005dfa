/* What the tests of text share: cmocka's headers in the order it needs, and
 * tokens written as one line. */
#ifndef NX_TESTS_TOKENS_H
#define NX_TESTS_TOKENS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "text/analyze.h"

/*
 *   exact~stem+joined^mark exact ...
 *
 * with "/" before a word that begins a sentence and "//" before one that
 * begins a paragraph, the first of them excepted.
 */
typedef struct token_line {
    nx_buf line;
    uint32_t position;
    uint32_t last_start;
    uint32_t last_end;
    newsidx_text text;
} token_line;

/* Write the token down, and hold it to what is true of every token. */
static inline int tokens_take(const nx_token *token, void *user)
{
    token_line *tokens = user;

    assert_int_equal(token->position, tokens->position);
    tokens->position++;
    assert_true(token->start < token->end);
    assert_true(token->end <= tokens->text.length);
    assert_true(token->start >= tokens->last_start);
    assert_true(token->end >= tokens->last_end);
    tokens->last_start = token->start;
    tokens->last_end = token->end;
    assert_true(token->exact.length > 0);
    assert_true(token->begins_sentence || !token->begins_paragraph);

    if (token->position > 0) {
        nx_buf_add_string(&tokens->line, " ");
        if (token->begins_sentence)
            nx_buf_add_string(&tokens->line, "/");
        if (token->begins_paragraph)
            nx_buf_add_string(&tokens->line, "/");
    } else {
        assert_true(token->begins_paragraph);
    }
    nx_buf_add_text(&tokens->line, token->exact);
    nx_buf_add_text(&tokens->line, token->stem);
    if (token->joined.length > 0) {
        nx_buf_add_string(&tokens->line, "+");
        nx_buf_add_text(&tokens->line, token->joined);
    }
    nx_buf_add_text(&tokens->line, token->mark);
    return 0;
}

static inline nx_analyzer *analyzer_of(const char *language)
{
    nx_analyzer *analyzer;

    assert_int_equal(nx_analyzer_new(nx_str(language), &analyzer, NULL),
                     NEWSIDX_OK);
    return analyzer;
}

/* The line of `text`; free it with nx_buf_finish(). */
static inline token_line tokens_of(nx_analyzer *analyzer, newsidx_text text)
{
    token_line tokens = {0};

    nx_buf_init(&tokens.line, (size_t)1 << 30);
    tokens.text = text;
    assert_int_equal(nx_analyze(analyzer, text, tokens_take, &tokens, NULL),
                     NEWSIDX_OK);
    assert_int_equal(tokens.line.status, NEWSIDX_OK);
    return tokens;
}

static inline void check_tokens(const char *language, const char *text,
                                const char *expected)
{
    nx_analyzer *analyzer = analyzer_of(language);
    token_line first = tokens_of(analyzer, nx_str(text));
    token_line second = tokens_of(analyzer, nx_str(text));

    assert_string_equal(nx_buf_text(&first.line).bytes, expected);
    /* The second time words come from the cache. */
    assert_string_equal(nx_buf_text(&second.line).bytes, expected);
    nx_buf_finish(&first.line);
    nx_buf_finish(&second.line);
    nx_analyzer_free(analyzer);
}

#endif
