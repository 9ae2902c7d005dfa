/* Snowball's stemmers, and what else differs from language to language. */
#ifndef NX_TEXT_STEM_H
#define NX_TEXT_STEM_H

#include "base/status.h"
#include "text/fold.h"

/* A language and its habits of writing. Static. */
typedef struct nx_language {
    char code[4];
    const char *other_codes;     /* ISO 639-2, two of some; NULL: none */
    const char *algorithm;       /* Snowball's name */
    const char *elisions;        /* " l d qu ": parted from the next word */
    bool is_latin;               /* the script */
    bool has_decimal_comma;      /* 1.200,5 */
    bool has_ordinal_point;      /* am 5. Mai */
    bool drops_after_apostrophe; /* Ankara'da */
    /* A stem is no longer than its word and begins with the same letter: true
     * of Snowball's rules for English, which only change endings. */
    bool stems_shorten;
} nx_language;

/* Of a code in lower case; NULL for a language without a stemmer. */
const nx_language *nx_language_find(newsidx_text code);

/* Codes of all of them, sorted, ended by NULL. Static. */
const char *const *nx_language_codes(void);

typedef struct nx_stemmer nx_stemmer;

newsidx_status nx_stemmer_new(const nx_language *language,
                              nx_stemmer **out_stemmer, newsidx_error *err);
void nx_stemmer_free(nx_stemmer *stemmer);

/*
 * The stem of a word as nx_fold_lower() makes them, as Snowball gives it.
 * Borrowed until the next call. False: out of memory.
 */
bool nx_stemmer_stem(nx_stemmer *stemmer, const nx_form *lower,
                     newsidx_text *out_stem);

#endif
