/* A word as it stands in a text, to the forms that the index holds. */
#ifndef NX_TEXT_WORDS_H
#define NX_TEXT_WORDS_H

#include "text/analyze.h"
#include "text/stem.h"

typedef struct nx_words nx_words;

typedef struct nx_forms {
    newsidx_text exact;
    newsidx_text stem; /* with its "~"; {NULL, 0} if there is none */
    bool is_capitals;  /* two to six of A to Z */
} nx_forms;

/* `language` and `stemmer` are borrowed; the stemmer may be NULL. */
newsidx_status nx_words_new(const nx_language *language, nx_stemmer *stemmer,
                            nx_words **out_words, newsidx_error *err);
void nx_words_free(nx_words *words);

/*
 * The forms of a piece of text that is one word of that kind, without
 * possessive. Borrowed until the next call. An exact form of length 0 means
 * that it isn't a word after all. False: out of memory.
 */
bool nx_words_find(nx_words *words, newsidx_text surface, nx_token_kind kind,
                   nx_forms *out);

#endif
