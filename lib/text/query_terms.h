/* A word that somebody typed, to the terms that the index may hold. */
#ifndef NX_TEXT_QUERY_TERMS_H
#define NX_TEXT_QUERY_TERMS_H

#include "base/arena.h"
#include "text/analyze.h"

typedef enum nx_term_form {
    NX_FORM_STEM,     /* talk: talk, talks, talking, ... */
    NX_FORM_EXACT,    /* =talk, "talk": this form only */
    NX_FORM_ANY_CASE, /* the same, and US is no more than us */
    NX_FORM_PATTERN,  /* talk* t?lk: exact forms that fit */
    NX_FORM_FUZZY     /* talk~1: its stem, and what is spelled nearly so */
} nx_term_form;

/*
 * One position of what was typed: `term_count` alternatives, each a term as
 * the index holds it ("talk", "~talk", "^us"). With `is_prefix` the only term
 * stands for all exact forms that begin with it, with `is_pattern` for all that
 * fit it. With `is_fuzzy` those near `typed` are alternatives as well.
 */
typedef struct nx_query_position {
    newsidx_text *terms;
    size_t term_count;
    newsidx_text typed; /* of a word: its exact form */
    newsidx_span span;  /* bytes of the typed text */
    bool is_prefix;
    bool is_pattern;
    bool is_fuzzy;
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
 * words of that stem, and in English those of the other spellings of a name
 * (variants.h); numbers and runs, which have none, give themselves.
 * NX_FORM_EXACT and NX_FORM_ANY_CASE give the word itself, NX_FORM_FUZZY what
 * NX_FORM_STEM gives.
 *
 * NX_FORM_PATTERN takes * and ? for parts of words. Words with them are
 * patterns, the others exact; one * that ends the text makes the last position
 * a prefix. Wildcards without a letter or digit beside them are left out.
 *
 * With NX_FORM_STEM and NX_FORM_EXACT a dotted acronym (U.S.) asks for its mark
 * ("^us"). So does a word in capitals that is a stop word in lower case (US,
 * IT, WHO), unless `is_shouting`: the whole query is in capitals. Other words
 * in capitals are words like any other.
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
