/*
 * newsidx_analysis.h - texts to terms, as the index has them. A part of
 * newsidx.h, which includes it.
 */
#ifndef NEWSIDX_ANALYSIS_H
#define NEWSIDX_ANALYSIS_H

#include "newsidx.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A term and where it came from. Terms of one position are alternatives. */
typedef struct newsidx_term {
    newsidx_text term; /**< "talks"; a stem as "~talk", an acronym as "^us". Go
                            by its length: no NUL ends it. */
    size_t start;      /**< Bytes of the input. */
    size_t end;
    size_t position; /**< Words before it. */
} newsidx_term;

/** Return nonzero to stop. `term` is borrowed until you return. */
typedef int (*newsidx_term_fn)(const newsidx_term *term, void *user);

/** Languages with a stemmer, ended by NULL. Lives as long as the program. */
NEWSIDX_API const char *const *newsidx_languages(void);

/**
 * @param language  "en", "de", ...; one without a stemmer is cut into words
 *                  all the same. NEWSIDX_ERR_LANGUAGE for what is no code.
 */
NEWSIDX_API newsidx_status newsidx_analyzer_new(const char *language,
                                                newsidx_analyzer **out_analyzer,
                                                newsidx_error *err);

/** Cut `text` into the very terms that the index would hold. */
NEWSIDX_API newsidx_status newsidx_analyze(newsidx_analyzer *analyzer,
                                           newsidx_text text,
                                           newsidx_term_fn on_term, void *user,
                                           newsidx_error *err);

NEWSIDX_API void newsidx_analyzer_free(newsidx_analyzer *analyzer);

#ifdef __cplusplus
}
#endif

#endif
