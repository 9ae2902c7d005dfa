/* Words that say little: they weigh less, and are never removed. */
#ifndef NX_TEXT_STOP_WORDS_H
#define NX_TEXT_STOP_WORDS_H

#include "newsidx.h"

#include <stdbool.h>

/* `word` is an exact form; `language` as "en". A language without a list has
 * none. The lists are data/stop-words. */
bool nx_stop_words_has(const char *language, newsidx_text word);

/* The number'th of all: false behind the last. Static, in lower case, sorted by
 * language. */
bool nx_stop_words_at(size_t number, const char **out_language,
                      const char **out_word);

#endif
