/* The words of a query as the terms that they stand for. */
#ifndef ORACLE_TERMS_H
#define ORACLE_TERMS_H

#include "query_tree.h"

/* One position: any of its terms, sorted, each once. */
typedef struct term_position {
    newsidx_text *terms;
    size_t count;
    bool *is_taken; /* by a form's number: is it one of the terms? */
    bool is_stop_word;
} term_position;

typedef struct leaf_terms {
    term_position *positions;
    size_t count;
    newsidx_text joined; /* in one position, {NULL, 0} if it has none */
    size_t start;        /* bytes of the typed text before its first word */
} leaf_terms;

/* How the words of a text are to be taken. */
typedef struct term_form {
    bool is_stem;
    bool is_any_case; /* exact, and US is no more than us */
} term_form;

/* All words of a text, as they are or by their stems. */
void terms_of_text(const model *of, nx_arena *arena, const char *text,
                   term_form form, leaf_terms *out);

/* Of a leaf; `is_cased` says that a CASE is above it. */
void terms_of_leaf(const model *of, nx_arena *arena, const query_node *leaf,
                   bool is_cased, leaf_terms *out);

bool terms_equal(const leaf_terms *a, const leaf_terms *b);

/* Is form number `f` of the token one of the position's terms; is any? */
bool term_position_takes(const term_position *position,
                         const model_token *token, size_t f);
bool term_position_matches(const term_position *position,
                           const model_token *token);

/* Does the whole form fit the pattern, where * is any characters, also none,
 * and ? is one? */
bool term_fits(newsidx_text form, newsidx_text pattern);

/*
 * How many characters must be put in, left out, changed, or exchanged with the
 * next one to make one form of the other, where none is touched twice: the
 * distance of optimal string alignment.
 */
size_t term_distance(newsidx_text a, newsidx_text b);

#endif
