/* Text to tokens: what the index holds and what queries look for. */
#ifndef NX_TEXT_ANALYZE_H
#define NX_TEXT_ANALYZE_H

#include "base/status.h"
#include "text/skips.h"

#include <stdbool.h>

/* Cuts text of one language. Not for two threads at once. */
typedef struct nx_analyzer nx_analyzer;

typedef enum nx_token_kind {
    NX_TOKEN_WORD,    /* has letters only */
    NX_TOKEN_NUMBER,  /* has digits: 1,200 10th F16 */
    NX_TOKEN_ACRONYM, /* has dots: U.S. */
    NX_TOKEN_RUN      /* characters of Han, Kana, Hangul, Thai, ... */
} nx_token_kind;

/*
 * One word of a text. Its forms are alternatives of one position:
 *
 *   text       exact    stem     joined    mark
 *   talks      talks    ~talk
 *   talk       talk                                (the stem is the word)
 *   al-Qaida   al                alqaida           (joined: at the first part)
 *              qaida    ~qaida?
 *   U.S.       us                          ^us
 *   中東       中東, 東                            (bigrams, then the last one)
 *
 * Forms not given are {NULL, 0}. None has a blank, '|' or '"' in it, and only
 * stems and marks begin with '~' and '^', and no form is longer than 129
 * bytes. Bytes are borrowed until the callback returns.
 *
 * [start, end) is the word without its possessive: "Syria" of "Syria's", but
 * "U.S." with its dots. It has both characters of a bigram, so tokens of a run
 * overlap: starts rise, ends don't fall.
 */
typedef struct nx_token {
    newsidx_text exact;
    newsidx_text stem;
    newsidx_text joined;
    newsidx_text joined_stem; /* cease-fire: ~ceasefir */
    newsidx_text mark;
    uint32_t start; /* bytes of the input */
    uint32_t end;
    uint32_t joined_end; /* of the last part, where there is a joined form */
    uint32_t position;   /* from 0, without gaps */
    bool begins_sentence;
    bool begins_paragraph;
    nx_token_kind kind;
} nx_token;

/* Return nonzero to stop; nx_analyze() returns NEWSIDX_ERR_CANCELLED then. */
typedef int (*nx_token_fn)(const nx_token *token, void *user);

/*
 * An analyzer for a BCP 47 language; only the primary subtag counts ("en-GB"
 * is "en"). A language without a stemmer gives exact forms only;
 * NEWSIDX_ERR_LANGUAGE is for what can't be a language's code.
 */
newsidx_status nx_analyzer_new(newsidx_text language,
                               nx_analyzer **out_analyzer, newsidx_error *err);
void nx_analyzer_free(nx_analyzer *analyzer);

/* As "en". Lives as long as the analyzer. */
const char *nx_analyzer_language(const nx_analyzer *analyzer);

/* Is no form of a word of ASCII letters and digits longer than it, and do all
 * begin with its first letter? Not so in every language. */
bool nx_analyzer_shortens(const nx_analyzer *analyzer);

/*
 * Cut `text` and call `on_token` for each token, in order of position. Any
 * bytes may come: ill-formed UTF-8 and NUL separate words. Linear in
 * text.length, which is less than 4 GiB.
 */
newsidx_status nx_analyze(nx_analyzer *analyzer, newsidx_text text,
                          nx_token_fn on_token, void *user, newsidx_error *err);

/*
 * The same words at the same positions, but without the beginnings of
 * sentences, and for most words of ASCII letters and digits without forms. For
 * those who know what stands there and ask how it is written, or who look for
 * few words.
 *
 * Of `skips`, unless it is NULL, are words that needn't be handed over, which
 * is many times as quick. The callback may add the word that it is given, if
 * that has no forms, and set skips->except to a position that is still to come.
 */
newsidx_status nx_analyze_places(nx_analyzer *analyzer, newsidx_text text,
                                 nx_skips *skips, nx_token_fn on_token,
                                 void *user, newsidx_error *err);

/*
 * Fill in the forms of a token that nx_analyze_places() gave without, as
 * nx_analyze() gives them. Borrowed until the next word is analyzed.
 */
newsidx_status nx_analyze_forms(nx_analyzer *analyzer, newsidx_text text,
                                nx_token *token, newsidx_error *err);

/* Codes of all languages with a stemmer, sorted, ended by NULL. Static. */
const char *const *nx_analyzer_languages(void);

#endif
