/*
 * newsidx_vocabulary.h - the words that an index has, and what articles have in
 * common by them. A part of newsidx.h, which includes it.
 *
 * A word is a form as articles have it, folded as newsidx_analyze() gives it:
 * "talks", also "alqaida" of "al-Qaida"; stems and marks of acronyms are none.
 * Its articles are those that a search for =talks finds: versions that were
 * replaced, removed or withheld don't count, nor do embargoed ones, and a word
 * that only those have is never given.
 */
#ifndef NEWSIDX_VOCABULARY_H
#define NEWSIDX_VOCABULARY_H

#include "newsidx.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------- list of words ---- */

typedef struct newsidx_words newsidx_words;

typedef enum newsidx_word_order {
    NEWSIDX_ALPHABETICAL = 0,  /**< By their bytes. */
    NEWSIDX_FREQUENT_FIRST = 1 /**< By articles, then by their bytes. */
} newsidx_word_order;

typedef struct newsidx_terms_options {
    size_t size;
    newsidx_word_order order;
    uint32_t limit;       /**< Words at most. 0: all. */
    const char *language; /**< By which the prefix is folded. NULL: the index's
                               default. */
    int64_t now;          /**< By which embargoes end, in seconds since 1970
                               UTC. 0: the clock. */
} newsidx_terms_options;

#define NEWSIDX_TERMS_OPTIONS_INIT                                             \
    {                                                                          \
        sizeof(newsidx_terms_options), NEWSIDX_ALPHABETICAL, 0, NULL, 0        \
    }

/**
 * All words that begin with `prefix`, which is folded as words are: "Łód" finds
 * "lodz". Not given or empty: every word. The same words as the query `lod*`
 * stands for.
 *
 * Alphabetically they are read as they are asked for, some thousand at a time,
 * in memory that doesn't grow with the index; a write between two such reads
 * may show in the second. The most frequent first are of one moment and held
 * in memory, some twenty bytes for each word of the prefix. No lock is held
 * between calls.
 *
 * @param options  NULL for the defaults.
 * @return NEWSIDX_OK, or NEWSIDX_ERR_INPUT (a prefix that is more than one
 *         word, or none), _OPTIONS, _LANGUAGE, _REBUILD, _CORRUPT, _BUSY, _IO,
 *         _CANCELLED, _MISUSE, _MEMORY. No words is NEWSIDX_OK.
 */
NEWSIDX_API newsidx_status newsidx_terms(newsidx *index, newsidx_text prefix,
                                         const newsidx_terms_options *options,
                                         newsidx_words **out_words,
                                         newsidx_error *err);

/** A word of the index. Fields are only ever added at the end. */
typedef struct newsidx_word {
    newsidx_text word;
    uint64_t articles; /**< That a search finds; at least 1. */
} newsidx_word;

/**
 * Step to the next word.
 *
 * @param out_word  Borrowed until the next call.
 * @return NEWSIDX_OK; NEWSIDX_DONE after the last, and again; or what
 *         newsidx_terms() fails with.
 */
NEWSIDX_API newsidx_status newsidx_words_next(newsidx_words *words,
                                              const newsidx_word **out_word,
                                              newsidx_error *err);

/** After newsidx_close() too: newsidx_words_next() is a misuse then. */
NEWSIDX_API void newsidx_words_free(newsidx_words *words);

/* ------------------------------------------------------ suggestions ---- */

typedef struct newsidx_suggest_options {
    size_t size;
    uint32_t limit;       /**< Words at most. 0: 10. At most 100. */
    const char *language; /**< Of the text. NULL: the index's default. */
    int64_t now;          /**< As in newsidx_terms_options. */
} newsidx_suggest_options;

#define NEWSIDX_SUGGEST_OPTIONS_INIT                                           \
    {                                                                          \
        sizeof(newsidx_suggest_options), 0, NULL, 0                            \
    }

/**
 * What the last word of a query may become while it is being typed. Any text
 * will do. A line of the tally for each word: those that begin as it is typed,
 * and then, of three characters or more, those that begin so after one edit (a
 * character but the first changed, left out or put in, or two neighbours
 * exchanged); of equals those in more articles first. A line's count is its
 * articles, its weight the edits. Put the label in the place of what stands
 * from `*out_start` on. A text that doesn't end in a word, or in the value of a
 * filter (source:assoc), has no lines.
 *
 * The first call after a change of the index reads all of its words into
 * memory, some twenty bytes each; further calls on the handle take a
 * millisecond or so. Of more than four million words the rarest are left out.
 *
 * @param length     Bytes in `text`, or NEWSIDX_WHOLE.
 * @param options    NULL for the defaults.
 * @param out_start  Where the last word begins, in bytes; the text's length if
 *                   there is none.
 * @return As newsidx_terms(), and NEWSIDX_ERR_LIMIT (over 8 KiB).
 */
NEWSIDX_API newsidx_status
newsidx_suggest(newsidx *index, const char *text, size_t length,
                const newsidx_suggest_options *options, size_t *out_start,
                newsidx_tally **out_words, newsidx_error *err);

/* --------------------------------------------------- more like this ---- */

typedef struct newsidx_like_options {
    size_t size;
    uint32_t words; /**< Of the query at most. 0: 25. At most 60. */
    int64_t now;    /**< As in newsidx_terms_options. */
} newsidx_like_options;

#define NEWSIDX_LIKE_OPTIONS_INIT                                              \
    {                                                                          \
        sizeof(newsidx_like_options), 0, 0                                     \
    }

/**
 * Make the query that finds articles like this one: any of the words that add
 * the most to its own score, and not the article itself, "(talks OR truce)
 * -id:7". Give it to newsidx_search() or whatever takes queries; best first is
 * most alike first.
 *
 * A word's weight is what it adds to the article's BM25: idf * tf * (k1 + 1) /
 * (tf + k1 * (1 - b + b * length / average)), over all words of its stem, with
 * headline, lead and keywords counting more as in every search. That is how
 * Lucene's MoreLikeThis chooses its 25 words, with tf and length saturated.
 * Stop words and what only this article has are left out. An article in
 * another language than the index's default is compared by exact forms.
 *
 * @param id       A version that newsidx_read() gives.
 * @param options  NULL for the defaults.
 * @return NEWSIDX_OK, also if it has no word in common with others: the query
 *         finds nothing then. NEWSIDX_NOT_FOUND, and *out_query is NULL, if
 *         there is no such article. NEWSIDX_ERR_OPTIONS, _REBUILD, _CORRUPT,
 *         _BUSY, _IO, _CANCELLED, _LIMIT, _MISUSE, _MEMORY.
 */
NEWSIDX_API newsidx_status newsidx_like(newsidx *index, int64_t id,
                                        const newsidx_like_options *options,
                                        newsidx_query **out_query,
                                        newsidx_error *err);

#ifdef __cplusplus
}
#endif

#endif
