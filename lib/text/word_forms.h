/* A word as it stands in a text, to the forms that the index holds. */
#ifndef NX_TEXT_WORD_FORMS_H
#define NX_TEXT_WORD_FORMS_H

#include "text/analyze.h"
#include "text/stem.h"

typedef struct nx_word_forms nx_word_forms;

/* `language` and `stemmer` are borrowed; the stemmer may be NULL. */
newsidx_status nx_word_forms_new(const nx_language *language,
                                 nx_stemmer *stemmer, nx_word_forms **out_words,
                                 newsidx_error *err);
void nx_word_forms_free(nx_word_forms *words);

/*
 * The forms of a piece of text that is one word of that kind, without
 * possessive. `is_plain`: it has ASCII letters and digits only. Borrowed until
 * the next call. An exact form of length 0 means that it isn't a word after
 * all. False: out of memory.
 */
bool nx_word_forms_find(nx_word_forms *words, newsidx_text surface,
                        nx_token_kind kind, bool is_plain,
                        newsidx_text *out_exact, newsidx_text *out_stem);

#endif
