/* What the word that is being typed may become. */
#ifndef NX_RESULTS_SUGGEST_H
#define NX_RESULTS_SUGGEST_H

#include "results/lexicon.h"
#include "results/tally.h"

/* As newsidx_suggest(), by the words of `lexicon`, which is kept up to date. */
newsidx_status nx_suggest(nx_store *store, nx_lexicon *lexicon,
                          newsidx_text text,
                          const newsidx_suggest_options *options,
                          size_t *out_start, newsidx_tally **out_words,
                          newsidx_error *err);

#endif
