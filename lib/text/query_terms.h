/* A word that somebody typed, to the terms that the index may hold. */
#ifndef NX_TEXT_QUERY_TERMS_H
#define NX_TEXT_QUERY_TERMS_H

#include "base/arena.h"
#include "text/analyze.h"

typedef enum nx_term_form {
    NX_FORM_STEM,  /* talk: talk, talks, talking, ... */
    NX_FORM_EXACT, /* =talk, "talk": this form only */
    NX_FORM_PREFIX /* talk*: what begins so, by exact forms */
} nx_term_form;

/*
 * One position of what was typed: `term_count` alternatives, each a term as
 * the index holds it ("talk", "~talk", "^us"). With `is_prefix` the only term
 * stands for all that begin with it.
 */
typedef struct nx_query_position {
    newsidx_text *terms;
    size_t term_count;
    newsidx_span span; /* bytes of the typed text */
    bool is_prefix;
    bool is_stop_word; /* in the analyzer's language */
} nx_query_position;

/*
 * What was typed, cut as texts are cut: `count` consecutive positions.
 * `joined` is the form without hyphens of "al-qaida", which the whole may
 * also stand as in one position; {NULL, 0} if there is none.
 */
typedef struct nx_query_terms {
    nx_query_position *positions;
    size_t count;
    newsidx_text joined;
} nx_query_terms;

/*
 * Analyze a typed word or phrase. All memory is of `arena`. A text without a
 * word in it gives count 0.
 *
 * NX_FORM_STEM gives for a word with stem S the terms S and ~S, which are all
 * words of that stem; numbers and runs, which have none, give themselves.
 * NX_FORM_EXACT gives the word itself. NX_FORM_PREFIX makes the last position
 * a prefix, the others exact.
 *
 * A dotted acronym (U.S.) asks for its mark ("^us"). So does a word in
 * capitals that is a stop word in lower case (US, IT, WHO), unless
 * `is_shouting`: the whole query is in capitals. Other words in capitals are
 * words like any other.
 *
 * One Han, Kana, Hangul or Thai character alone is a prefix, for texts hold
 * pairs; of a longer run the last character, which its pair has, is left out
 * at the end of what was typed.
 */
newsidx_status nx_query_terms_analyze(nx_analyzer *analyzer, newsidx_text text,
                                      nx_term_form form, bool is_shouting,
                                      nx_arena *arena, nx_query_terms *out,
                                      newsidx_error *err);

#endif
