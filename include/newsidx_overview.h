/*
 * newsidx_overview.h - what all the articles that match have in common: facets
 * and timelines. A part of newsidx.h, which includes it.
 */
#ifndef NEWSIDX_OVERVIEW_H
#define NEWSIDX_OVERVIEW_H

#include "newsidx.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What articles are told apart by. */
typedef enum newsidx_facet_by {
    NEWSIDX_BY_SOURCE = 0,
    NEWSIDX_BY_SECTION = 1,
    NEWSIDX_BY_BYLINE = 2,   /**< Each name of it: parted by commas, semicolons,
                                  "and" and "&". */
    NEWSIDX_BY_LANGUAGE = 3, /**< The index's, where an article names none. */
    NEWSIDX_BY_KEYWORDS = 4, /**< Each of them. */
    NEWSIDX_BY_YEAR = 5,     /**< Of publication: "2016". */
    NEWSIDX_BY_MONTH = 6,    /**< "2016-09" */
    NEWSIDX_BY_WEEK = 7,     /**< Of ISO 8601, from Monday on: "2016-W37". */
    NEWSIDX_BY_DAY = 8       /**< "2016-09-16" */
} newsidx_facet_by;

typedef struct newsidx_overview_options {
    size_t size;
    newsidx_facet_by by;   /**< Of a timeline: from YEAR to DAY. */
    uint32_t limit;        /**< Lines of a facet at most. 0: all. Timelines have
                                all there are. */
    const char *time_zone; /**< Of years to days: "Europe/Berlin", "+02:00".
                                NULL: UTC. */
    const newsidx_search_options *search; /**< As for newsidx_count(), for its
                                               language, timeout and now. NULL:
                                               the defaults. */
} newsidx_overview_options;

#define NEWSIDX_OVERVIEW_OPTIONS_INIT                                          \
    {                                                                          \
        sizeof(newsidx_overview_options), NEWSIDX_BY_SOURCE, 0, NULL, NULL     \
    }

/**
 * Count all the articles that match by one property. A line of the tally for
 * each value that there is, the most frequent first, then by its words; its
 * weight is its share of the articles that match. Names are compared by their
 * words, as filters do it, and told in the spelling that most of them have:
 * "Ann Lee" is also "ANN LEE"; but "AP" and "Associated Press" are two, which
 * source:AP unites. An article of several authors or keywords counts once for
 * each.
 *
 * @param options  NULL for the defaults, which count by source.
 * @return As newsidx_count(), so NEWSIDX_ERR_LIMIT if the time was over before
 *         all was counted, and also if there are more than 1,000,000 names;
 *         NEWSIDX_ERR_OPTIONS for a zone or property that isn't known.
 */
NEWSIDX_API newsidx_status
newsidx_facet(newsidx *index, const newsidx_query *query,
              const newsidx_overview_options *options,
              newsidx_tally **out_tally, newsidx_error *err);

/**
 * Count all the articles that match by when they were published. A line of the
 * tally for each year, month, week or day in order, also those of none, from
 * the first article to the last, or as far as the query's own date: goes. A
 * line's weight is the moment at which it begins, in seconds since 1970 UTC.
 * Articles without a date, or with one outside the years 1 to 9999, are in no
 * line; if none has one there are no lines.
 *
 * @return As newsidx_facet(); NEWSIDX_ERR_LIMIT also if there would be more
 * than 100,000 lines, and the message names what to count by instead;
 *         NEWSIDX_ERR_MISUSE if options->by is no time.
 */
NEWSIDX_API newsidx_status
newsidx_timeline(newsidx *index, const newsidx_query *query,
                 const newsidx_overview_options *options,
                 newsidx_tally **out_tally, newsidx_error *err);

/** What a facet or timeline came to as a whole. */
typedef struct newsidx_tally_sums {
    size_t size;
    uint64_t articles; /**< That match. */
    uint64_t without;  /**< Of them, those without the property or date. */
    uint64_t values;   /**< Lines there would be without a limit. */
    uint64_t revision; /**< Of the index, at the time. */
} newsidx_tally_sums;

#define NEWSIDX_TALLY_SUMS_INIT                                                \
    {                                                                          \
        sizeof(newsidx_tally_sums), 0, 0, 0, 0                                 \
    }

/** Set `sums->size` before the call. Of other tallies they are 0. */
NEWSIDX_API newsidx_status newsidx_tally_get_sums(const newsidx_tally *tally,
                                                  newsidx_tally_sums *sums,
                                                  newsidx_error *err);

#ifdef __cplusplus
}
#endif

#endif
