/* What the parts of the lexer share: lex.c, lex_phrase.c, lex_word.c, ... */
#ifndef NX_QUERY_LEXER_H
#define NX_QUERY_LEXER_H

#include "query/lex.h"
#include "query/scan.h"

typedef struct nx_lexer {
    newsidx_text text;
    const nx_today *today;
    nx_arena *arena;
    nx_diagnoses *diagnoses;
    nx_tokens *tokens;
    newsidx_error *err;
    size_t offset;
    size_t run_end;      /* of the run that a field or dash was taken from */
    size_t depth;        /* groups that are open here */
    bool is_after_blank; /* or at the start, or after "(" or "|" */
    bool is_attached;    /* no blank since the last token */
} nx_lexer;

/*
 * A word as it was typed, cut to its parts:
 *
 *   =ceasefire*,
 *   |\_______/\/
 *   |  body   tail: wildcards with the punctuation about them
 *   mark
 */
typedef struct nx_typed_word {
    size_t start; /* with its marks, which begin it */
    size_t lead;  /* without them */
    size_t end;   /* with its tail */
    newsidx_text body;
    char mark; /* '=', '~' or 0 */
} nx_typed_word;

/* The bytes of the query from `start` up to `end`. */
newsidx_text nx_lexer_slice(const nx_lexer *lexer, size_t start, size_t end);

void nx_lexer_note(nx_lexer *lexer, nx_diagnosis code, newsidx_span span,
                   const char *message, const char *suggestion);

newsidx_status nx_lexer_push(nx_lexer *lexer, nx_token token);

/* `token` with `text` cleaned. */
newsidx_status nx_lexer_push_text(nx_lexer *lexer, nx_token token,
                                  newsidx_text text, nx_scan_parting parting);

/* The last token if no blank stands behind it, or NULL. */
const nx_token *nx_lexer_last(const nx_lexer *lexer);

/* True right after a mark that the next thing belongs to, as in "-OR". */
bool nx_lexer_is_operand_here(const nx_lexer *lexer);

/* True if a phrase or, with `or_group`, a group begins at `offset`. */
bool nx_lexer_begins_operand(const nx_lexer *lexer, size_t offset,
                             bool or_group);

/*
 * A phrase; the offset is at its quote, or at the '~' or '=' before it, which
 * is `mark`.
 */
newsidx_status nx_lex_phrase(nx_lexer *lexer, char mark);

/* A run of characters that holds a word and ends at `end`. */
newsidx_status nx_lex_word(nx_lexer *lexer, size_t end);

/* What begins with a name: a field, a filter or a function; or a plain word. */
newsidx_status nx_lex_named(nx_lexer *lexer, nx_typed_word *word);

/* A word that no name begins. */
newsidx_status nx_lex_plain_word(nx_lexer *lexer, nx_typed_word *word);

#endif
