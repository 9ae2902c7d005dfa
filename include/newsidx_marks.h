/*
 * newsidx_marks.h - every place that satisfies a query, with the text around
 * it. A part of newsidx.h, which includes it.
 *
 * All offsets are bytes of the stored text. That is what newsidx_read() gives
 * and what was put; an import decodes and cleans what it reads and keeps
 * nothing of the file's own bytes, so offsets into those are not known.
 */
#ifndef NEWSIDX_MARKS_H
#define NEWSIDX_MARKS_H

#include "newsidx.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A part of an article that words are looked for in. */
typedef enum newsidx_field {
    NEWSIDX_HEADLINE = 0,
    NEWSIDX_BYLINE = 1,
    NEWSIDX_DATELINE = 2,
    NEWSIDX_BODY = 3,
    NEWSIDX_KEYWORDS = 4
} newsidx_field;

/** As "headline"; NULL for no field. Static. */
NEWSIDX_API const char *newsidx_field_name(newsidx_field field);

/* --------------------------------------------- keyword in context ---- */

typedef struct newsidx_lines newsidx_lines;

typedef struct newsidx_kwic_options {
    size_t size;
    newsidx_order order;    /**< Of the articles. */
    uint32_t context_bytes; /**< Of the text on either side at most. 0: 80. At
                                 most 65,536. */
    int32_t timeout_ms;     /**< To find the articles. 0 or less: none. */
    const char *language;   /**< Of the query. NULL: the index's default. */
    uint32_t advise;        /**< As in newsidx_search_options. */
    double half_life_days;  /**< The same. */
    int64_t now;            /**< The same. */
} newsidx_kwic_options;

#define NEWSIDX_KWIC_OPTIONS_INIT                                              \
    {                                                                          \
        sizeof(newsidx_kwic_options), NEWSIDX_BEST_FIRST, 0, 0, NULL, 0, 0.0,  \
            0                                                                  \
    }

/**
 * One match. The field's text holds left, match and right one after the other,
 * and match at `span`. Fields are only ever added at the end.
 */
typedef struct newsidx_line {
    int64_t id;
    int64_t published_at;
    newsidx_text key;
    newsidx_text headline;
    newsidx_text source;
    newsidx_field field;
    newsidx_span span;  /**< Bytes of that field. */
    newsidx_text left;  /**< What stands before it; ends of lines too. */
    newsidx_text match; /**< A word, or a whole phrase. */
    newsidx_text right;
    uint64_t article; /**< Which one, from 1, of those with a line. */
} newsidx_line;

/**
 * Find every match of a query, in all articles it finds, however many: the
 * articles as newsidx_search() orders them, in each its headline, byline,
 * dateline, body and keywords, and in each of these as the text goes on. What
 * is marked in hits is what is given here: places that satisfy the query.
 * Those that overlap are one.
 *
 * The articles are of this moment. Their texts are read as the lines are asked
 * for, in memory that doesn't grow with the index but for some 50 bytes an
 * article; one that is removed meanwhile is passed over. No lock is held
 * between calls, and `index` may be used for other things. newsidx_interrupt()
 * between two calls ends the lines.
 *
 * @return As newsidx_search().
 */
NEWSIDX_API newsidx_status newsidx_kwic(newsidx *index,
                                        const newsidx_query *query,
                                        const newsidx_kwic_options *options,
                                        newsidx_lines **out_lines,
                                        newsidx_error *err);

/**
 * Step to the next line.
 *
 * @param out_line  Borrowed until the next call.
 * @return NEWSIDX_OK; NEWSIDX_DONE after the last line, and again; or what
 *         newsidx_read() fails with, _CANCELLED, and _MISUSE when the index is
 *         closed.
 */
NEWSIDX_API newsidx_status newsidx_lines_next(newsidx_lines *lines,
                                              const newsidx_line **out_line,
                                              newsidx_error *err);

/**
 * The results that the lines are of: their summary and diagnostics. They have
 * no hits. Borrowed until the lines are freed.
 */
NEWSIDX_API const newsidx_results *
newsidx_lines_results(const newsidx_lines *lines);

/** By the thread that uses the index, or when that is closed. */
NEWSIDX_API void newsidx_lines_free(newsidx_lines *lines);

/* ------------------------------------------------- a single article ---- */

/** A place in an article. */
typedef struct newsidx_mark {
    newsidx_field field;
    newsidx_span span; /**< Bytes of that field. */
} newsidx_mark;

typedef struct newsidx_marks newsidx_marks;

/**
 * All places of one article that satisfy a query, as in newsidx_kwic().
 *
 * @return NEWSIDX_OK; NEWSIDX_NOT_FOUND if the query doesn't find it;
 *         NEWSIDX_ERR_LIMIT if a limit came before that was known.
 */
NEWSIDX_API newsidx_status
newsidx_highlight(newsidx *index, const newsidx_query *query,
                  const newsidx_search_options *options, int64_t id,
                  newsidx_marks **out_marks, newsidx_error *err);

/** How many there are. */
NEWSIDX_API size_t newsidx_marks_count(const newsidx_marks *marks);

/** `number` from 0, by field and then by place; NULL past the end. Borrowed. */
NEWSIDX_API const newsidx_mark *newsidx_marks_get(const newsidx_marks *marks,
                                                  size_t number);

NEWSIDX_API void newsidx_marks_free(newsidx_marks *marks);

#ifdef __cplusplus
}
#endif

#endif
