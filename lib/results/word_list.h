/* The index's words, given out one by one. */
#ifndef NX_RESULTS_WORD_LIST_H
#define NX_RESULTS_WORD_LIST_H

#include "results/lexicon.h"

typedef struct nx_word_list nx_word_list;

/* As newsidx_terms() and newsidx_words_next(). */
newsidx_status nx_words_list(nx_store *store, newsidx_text prefix,
                             const newsidx_terms_options *options,
                             nx_word_list **out_words, newsidx_error *err);
newsidx_status nx_words_list_next(nx_word_list *words,
                                  const newsidx_word **out_word,
                                  newsidx_error *err);
void nx_words_list_free(nx_word_list *words);

#endif
