/* The language of an article that names none. */
#ifndef NX_FORMATS_CHARSET_LANGUAGE_H
#define NX_FORMATS_CHARSET_LANGUAGE_H

#include "ingest/item.h"

/*
 *   body ── words that say little (data/stop-words) ──┬─ the default: none
 *            of 32 to 200 of its words                ├─ clearly another: that
 *                                                     └─ libexttextcat, if the
 *                                                        two don't disagree
 *
 * Not for two threads at once.
 */
typedef struct nx_languages nx_languages;

/* `default_language` is the index's, which is never guessed: "en". */
newsidx_status nx_languages_new(newsidx_text default_language,
                                nx_languages **out_languages,
                                newsidx_error *err);

/* Takes NULL. */
void nx_languages_free(nx_languages *languages);

/*
 * Read libexttextcat's data now, not when it is first needed: for a process
 * that may open no files later on. Without the data it is not asked, and what
 * the words don't show is not guessed.
 */
void nx_languages_load(nx_languages *languages);

/*
 * "de": an article is in that language, which has a stemmer and isn't the
 * default. NULL: it is in the default one, has less than eight words, or could
 * be in several. Static.
 */
const char *nx_languages_guess(nx_languages *languages,
                               const newsidx_article *article);

/* Guess the language of an article that names none. Its key is there already:
 * that is made of what the source says. NEWSIDX_ERR_MEMORY. */
newsidx_status nx_languages_fill_in(nx_languages *languages, nx_item *item,
                                    newsidx_error *err);

#endif
