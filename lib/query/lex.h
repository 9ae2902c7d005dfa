/* The bytes of a query to tokens. */
#ifndef NX_QUERY_LEX_H
#define NX_QUERY_LEX_H

#include "query/diagnoses.h"
#include "query/names.h"
#include "query/tree.h"

typedef enum nx_token_kind {
    NX_TOKEN_END,       /* once, at the end */
    NX_TOKEN_WORD,      /* word =word wor* word~1 */
    NX_TOKEN_PHRASE,    /* "some words", and what is read as such */
    NX_TOKEN_EMPTY,     /* a phrase without a word in it */
    NX_TOKEN_ALL,       /* * */
    NX_TOKEN_FILTER,    /* source:AP */
    NX_TOKEN_FIELD,     /* headline:  headline=  headline before "(" */
    NX_TOKEN_FUNCTION,  /* caps before "(" */
    NX_TOKEN_PROXIMITY, /* w/5  NOT w/5 */
    NX_TOKEN_OPEN,
    NX_TOKEN_CLOSE,
    NX_TOKEN_AND,
    NX_TOKEN_OR,
    NX_TOKEN_NOT,
    NX_TOKEN_MINUS
} nx_token_kind;

typedef struct nx_token {
    nx_token_kind kind;
    nx_word_form form;    /* WORD, PHRASE */
    uint32_t edits;       /* WORD of form FUZZY */
    bool has_mark;        /* WORD, PHRASE: "~" or "=" says which form */
    bool is_attached;     /* no blank stands between it and the token before */
    newsidx_text text;    /* WORD, PHRASE: without marks and quotes */
    newsidx_text *others; /* PHRASE: further ways to spell it */
    size_t other_count;
    nx_filter filter;   /* FILTER */
    nx_near relation;   /* PROXIMITY */
    nx_meaning meaning; /* FIELD, FUNCTION */
    newsidx_span span;  /* of the query */
} nx_token;

typedef struct nx_tokens {
    nx_token *items;
    size_t count;
    size_t capacity;
} nx_tokens;

void nx_tokens_init(nx_tokens *tokens);
void nx_tokens_finish(nx_tokens *tokens);

/*
 * Cut a query to tokens, whose texts live as long as the arena. Fails with
 * NEWSIDX_ERR_QUERY at a name of a later version or a filter that is none, or
 * without memory. What is only punctuation gives no token.
 */
newsidx_status nx_lex(newsidx_text text, const nx_today *today, nx_arena *arena,
                      nx_diagnoses *diagnoses, nx_tokens *tokens,
                      newsidx_error *err);

#endif
