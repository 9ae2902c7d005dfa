/*
 * newsidx.h - full-text search for news articles, kept in one SQLite file.
 *
 *     newsidx *index;  newsidx_query *query;  newsidx_results *results;
 *     const newsidx_hit *hit;  newsidx_error err;  newsidx_status status;
 *
 *     if (newsidx_open("news.db", NULL, &index, &err) < 0)
 *         die(err.message);
 *     newsidx_query_parse("kerry lavrov -geneva", NEWSIDX_WHOLE, NULL,
 *                         &query, &err);
 *     newsidx_search(index, query, NULL, &results, &err);
 *     for (;;) {
 *         status = newsidx_results_next(results, &hit, &err);
 *         if (status != NEWSIDX_OK)
 *             break;                   // NEWSIDX_DONE, or an error below 0
 *         printf("%s\n", hit->key.bytes);
 *         if (hit->passage_count > 0)
 *             printf("  %s\n", newsidx_hit_passage(hit, 0)->text.bytes);
 *     }
 *     newsidx_results_free(results);
 *     newsidx_query_free(query);
 *     newsidx_close(index);
 *
 * FIVE RULES, true of every function below
 *
 * 1. Status.    Negative is an error, zero is success, positive is an answer
 *               that is not an error (no more hits, not found, unchanged).
 * 2. Error.     A function that can fail takes a `newsidx_error *` last. It may
 *               be NULL. It is written only when the function fails.
 * 3. Ownership. What an open, new, parse, search, read or explain call gives
 *               you is yours: pass it to its own close or free. Those accept
 *               NULL and never fail. Every other pointer you are handed is
 *               borrowed, and the comment says until when. If a call fails,
 *               its out parameter is NULL.
 * 4. Text.      UTF-8, as pointer and length. What you pass in need not end in
 *               NUL and is copied if kept. What you get out also ends in NUL,
 *               but for terms, which are pieces of tables.
 * 5. Threads.   There is no global state. One handle is used by one thread at
 *               a time; open one a thread. A call while another thread is in
 *               one of the same handle, or from its callback, does nothing and
 *               is NEWSIDX_ERR_MISUSE; newsidx_interrupt() may be called from
 *               any. What a handle gave holds copies (but for newsidx_lines
 *               and newsidx_words) and may be read and freed by another
 *               thread. A newsidx_query never changes and may be shared.
 *
 * The library never prints, exits, changes the locale, installs a signal
 * handler or reads the environment.
 *
 * CAVEATS. Do not keep an index on a network file system. Fork before you open
 * an index: in the child every call of a handle is NEWSIDX_ERR_MISUSE, but
 * newsidx_close(), which frees nothing there; and SQLite, which has inherited
 * the file too, can't open it safely a second time. Do not copy the file of an
 * index that is being written: use newsidx_backup(). An index file is as
 * trusted as a program: open others' with newsidx_open_options.untrusted.
 */
#ifndef NEWSIDX_H
#define NEWSIDX_H

#include <stddef.h>
#include <stdint.h>

#define NEWSIDX_VERSION_MAJOR 0
#define NEWSIDX_VERSION_MINOR 1
#define NEWSIDX_VERSION_PATCH 0
#define NEWSIDX_VERSION_NUMBER                                                 \
    (NEWSIDX_VERSION_MAJOR * 1000000 + NEWSIDX_VERSION_MINOR * 1000 +          \
     NEWSIDX_VERSION_PATCH)

#if defined(__GNUC__)
#define NEWSIDX_API __attribute__((visibility("default")))
#else
#define NEWSIDX_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------- types ---- */

typedef struct newsidx newsidx;                 /* an open index            */
typedef struct newsidx_query newsidx_query;     /* a parsed query, constant */
typedef struct newsidx_results newsidx_results; /* hits, one after another  */
typedef struct newsidx_selection newsidx_selection; /* ids, all of a search   */
typedef struct newsidx_record newsidx_record;     /* one stored article       */
typedef struct newsidx_tally newsidx_tally;       /* labels with numbers      */
typedef struct newsidx_analyzer newsidx_analyzer; /* text to terms            */

/** What a call came to. Values never change meaning; new ones may be added. */
typedef enum newsidx_status {
    NEWSIDX_OK = 0,
    NEWSIDX_DONE = 1,      /**< There is no next item. */
    NEWSIDX_NOT_FOUND = 2, /**< Nothing has that key or id. */
    NEWSIDX_UNCHANGED = 3, /**< The same article was stored already. */
    NEWSIDX_OUTDATED = 4,  /**< Stored, but what is there stays in force. */

    NEWSIDX_ERR_MEMORY = -1,       /**< Out of memory. */
    NEWSIDX_ERR_MISUSE = -2,       /**< An argument breaks the contract. */
    NEWSIDX_ERR_OPTIONS = -3,      /**< Options this version doesn't know. */
    NEWSIDX_ERR_IO = -4,           /**< Reading or writing failed. */
    NEWSIDX_ERR_BUSY = -5,         /**< Another process is writing. */
    NEWSIDX_ERR_FULL = -6,         /**< No room left on the disk. */
    NEWSIDX_ERR_READ_ONLY = -7,    /**< The index is open for reading only. */
    NEWSIDX_ERR_NOT_AN_INDEX = -8, /**< The file is something else. */
    NEWSIDX_ERR_FORMAT = -9,       /**< It needs a feature we don't know. */
    NEWSIDX_ERR_CORRUPT = -10,     /**< The index contradicts itself. */
    NEWSIDX_ERR_LANGUAGE = -11,    /**< No analyzer for that language. */
    NEWSIDX_ERR_QUERY = -12,       /**< Query syntax; see `offset`. */
    NEWSIDX_ERR_INPUT = -13,       /**< Bad article or line; see `offset`. */
    NEWSIDX_ERR_LIMIT = -14,       /**< A documented limit was passed. */
    NEWSIDX_ERR_CANCELLED = -15,   /**< A callback or an interrupt said stop. */
    NEWSIDX_ERR_INTERNAL = -16,    /**< A bug in newsidx. Please report it. */
    NEWSIDX_ERR_REBUILD = -17      /**< Analyzed by other rules: rebuild it. */
} newsidx_status;

/** Why a call failed. Yours: put it on the stack; there's nothing to free. */
typedef struct newsidx_error {
    newsidx_status status;
    int system_code;   /**< errno or SQLite's extended code; 0 if neither. */
    size_t offset;     /**< Byte in the input, or NEWSIDX_NO_OFFSET. */
    char message[240]; /**< One line, no full stop, always ends in NUL. */
} newsidx_error;

#define NEWSIDX_NO_OFFSET ((size_t)-1)
#define NEWSIDX_WHOLE ((size_t)-1) /* "up to the NUL", as a length */
#define NEWSIDX_NO_TIME INT64_MIN  /* "date not known" */

/** A piece of UTF-8. {NULL, 0} means "not given". */
typedef struct newsidx_text {
    const char *bytes;
    size_t length; /**< Bytes, without the NUL. */
} newsidx_text;

/** Bytes from `start` up to, not including, `end`. Never grows a field. */
typedef struct newsidx_span {
    size_t start;
    size_t end;
} newsidx_span;

/** Called now and then by long work. Return nonzero to stop it. */
typedef int (*newsidx_progress_fn)(uint64_t done, uint64_t total, void *user);

/* ------------------------------------------------------------- about ---- */

/** The version in use; compare it with NEWSIDX_VERSION_NUMBER. */
NEWSIDX_API int newsidx_version(void);

/** As "0.1.0". Lives as long as the program. */
NEWSIDX_API const char *newsidx_version_string(void);

/**
 * The parts it was built with too: "newsidx 0.1.0 sqlite/3.40.1
 * zstd/1.5.4 utf8proc/2.8.0". Lives as long as the program.
 */
NEWSIDX_API const char *newsidx_build_info(void);

/** As "NEWSIDX_ERR_BUSY"; "unknown status" for others. Static. */
NEWSIDX_API const char *newsidx_status_name(newsidx_status status);

/** As "another process is writing". Static. */
NEWSIDX_API const char *newsidx_status_text(newsidx_status status);

/* ------------------------------------------------------------- index ---- */

typedef enum newsidx_mode {
    NEWSIDX_READ_WRITE_CREATE = 0,
    NEWSIDX_READ_WRITE = 1,
    NEWSIDX_READ_ONLY = 2
} newsidx_mode;

/**
 * How to open an index. In this and every other options struct zero means
 * "the default", so start from the INIT macro and set what you care about.
 * Fields are only ever added at the end; `size` says how many you know.
 */
typedef struct newsidx_open_options {
    size_t size;
    newsidx_mode mode;
    int32_t busy_timeout_ms;      /**< 0: 5000. Negative: don't wait. */
    const char *default_language; /**< New indexes only. NULL: "en". */
    uint32_t untrusted; /**< 1: somebody else's file, see newsidx_open(). */
} newsidx_open_options;

#define NEWSIDX_OPEN_OPTIONS_INIT                                              \
    {                                                                          \
        sizeof(newsidx_open_options), NEWSIDX_READ_WRITE_CREATE, 0, NULL, 0    \
    }

/**
 * Open the index at `path`, making it if the mode allows.
 *
 * An index that was analyzed by other rules than this library's opens, and
 * newsidx_info.needs_rebuild says so; writing and searching it then fail with
 * NEWSIDX_ERR_REBUILD until newsidx_rebuild() has run.
 *
 * With `untrusted` the whole file is looked through before anything of it is
 * used, it is only read, whatever the mode, and nothing is made beside it; what
 * no newsidx would have written is NEWSIDX_ERR_CORRUPT.
 *
 * A file that may not be written is only read, too; if there is no log beside
 * it, without a trace. If one of these is changed, later calls give
 * NEWSIDX_ERR_IO.
 *
 * @param options  NULL for the defaults.
 * @return NEWSIDX_OK, or NEWSIDX_ERR_IO, _NOT_AN_INDEX, _FORMAT, _BUSY,
 *         _READ_ONLY (to write, but it is sealed or the disk can't be written),
 *         _LANGUAGE, _OPTIONS, _CORRUPT, _MISUSE, _MEMORY.
 * @since 0.1.0
 */
NEWSIDX_API newsidx_status newsidx_open(const char *path,
                                        const newsidx_open_options *options,
                                        newsidx **out_index,
                                        newsidx_error *err);

/**
 * Close the index. An open transaction is rolled back. Whatever came from it
 * may be freed before or after. While a call is in it, as from a callback, this
 * does nothing.
 */
NEWSIDX_API void newsidx_close(newsidx *index);

/** Make the call now running on `index` return NEWSIDX_ERR_CANCELLED. */
NEWSIDX_API void newsidx_interrupt(newsidx *index);

/** Filled in by newsidx_get_info(); set `size` before the call. */
typedef struct newsidx_info {
    size_t size;
    uint64_t article_count; /**< Articles a search can find. */
    uint64_t version_count; /**< Stored versions, hidden ones too. */
    uint64_t token_count;   /**< Words of all versions. */
    uint64_t file_bytes;
    int64_t oldest_published_at; /**< Seconds since 1970 UTC, or NO_TIME. */
    int64_t newest_published_at;
    uint64_t revision; /**< Grows with every commit. */
    uint32_t format_version;
    uint32_t needs_rebuild;    /**< 1: analyzed by other rules than today's. */
    char default_language[16]; /**< As "en". */
    uint64_t listed_articles;  /**< Versions that ranked lists know of. */
    uint64_t list_postings;    /**< Of all ranked lists. */
    uint64_t list_bytes;
    uint32_t list_segments;  /**< Parts they are in; optimize makes them one. */
    uint32_t lists_damaged;  /**< 1: found so, and not used: rebuild. */
    uint64_t withheld_count; /**< Articles withheld or canceled. */
    uint64_t embargoed_count; /**< Versions whose time has not come. */
    uint32_t is_sealed;       /**< 1: by newsidx_seal(). */
} newsidx_info;

#define NEWSIDX_INFO_INIT                                                      \
    {                                                                          \
        sizeof(newsidx_info), 0, 0, 0, 0, 0, 0, 0, 0, 0, {0}, 0, 0, 0, 0, 0,   \
            0, 0, 0                                                            \
    }

/** @return NEWSIDX_OK, or NEWSIDX_ERR_MISUSE, _BUSY, _IO, _CORRUPT. */
NEWSIDX_API newsidx_status newsidx_get_info(newsidx *index, newsidx_info *info,
                                            newsidx_error *err);

/**
 * Read everything and compare: articles with their hashes, the file's pages,
 * words and ranked lists with the articles in both directions, hidden articles.
 *
 * @param progress  May be NULL. Counts articles.
 * @return NEWSIDX_OK; NEWSIDX_ERR_CORRUPT says what disagrees; _REBUILD,
 *         _CANCELLED, _BUSY, _IO, _MEMORY.
 */
NEWSIDX_API newsidx_status newsidx_check(newsidx *index,
                                         newsidx_progress_fn progress,
                                         void *user, newsidx_error *err);

/**
 * Merge the index's parts, compress texts that are not, and give free pages
 * back. Searches get faster and the file smaller; nothing else changes.
 */
NEWSIDX_API newsidx_status newsidx_optimize(newsidx *index, newsidx_error *err);

/** Analyze every stored article again, with today's rules. All or nothing. */
NEWSIDX_API newsidx_status newsidx_rebuild(newsidx *index,
                                           newsidx_progress_fn progress,
                                           void *user, newsidx_error *err);

/**
 * Copy the index to `path`, which must not exist. Writers may go on; the copy
 * is the index as of one moment. Counts pages.
 */
NEWSIDX_API newsidx_status newsidx_backup(newsidx *index, const char *path,
                                          newsidx_progress_fn progress,
                                          void *user, newsidx_error *err);

/* ----------------------------------------------------------- writing ---- */

/** What the sender lets be done with an article. */
typedef enum newsidx_usage {
    NEWSIDX_USABLE = 0,
    NEWSIDX_WITHHELD = 1, /**< Kept, and not found until a usable one comes. */
    NEWSIDX_CANCELED = 2  /**< The same, until one of a higher edition comes;
                               where no edition is given, for good. */
} newsidx_usage;

/** An article, as you hand it in and as you get it back. */
typedef struct newsidx_article {
    size_t size;
    newsidx_text key;      /**< Required, unique, yours: a URL, an agency id. */
    newsidx_text headline; /**< Headline or body is required. */
    newsidx_text byline;   /**< "Matthew Lee". */
    newsidx_text dateline; /**< "GENEVA (AP)". */
    newsidx_text body;     /**< Plain text; paragraphs end in a newline. */
    newsidx_text source;   /**< Who sent it: "AP", "Associated Press". */
    newsidx_text section;
    newsidx_text keywords; /**< Separated by commas or newlines. */
    newsidx_text url;
    newsidx_text language; /**< BCP 47. Not given: the index's default. */
    newsidx_text dropped;  /**< Lines of the input that are not the article's:
                                boilerplate, captions. Kept, never searched. */
    int64_t published_at;  /**< Seconds since 1970 UTC, or NEWSIDX_NO_TIME. */
    int64_t updated_at;    /**< The same. */
    newsidx_text copyright;
    newsidx_text extra; /**< A JSON object: what its format says besides. */
    int64_t embargoed_until; /**< Not found before; NEWSIDX_NO_TIME: none. Of
                                  what isn't usable it means nothing. */
    uint32_t urgency;        /**< From 1, flash, to 9; 0: not given. */
    uint32_t edition;        /**< The sender's count of versions; 0: not given.
                                  A lower one than stored replaces nothing. */
    newsidx_usage usage;
} newsidx_article;

#define NEWSIDX_ARTICLE_INIT                                                   \
    {                                                                          \
        sizeof(newsidx_article), {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0},   \
            {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0},  \
            {NULL, 0}, NEWSIDX_NO_TIME, NEWSIDX_NO_TIME, {NULL, 0}, {NULL, 0}, \
            NEWSIDX_NO_TIME, 0, 0, NEWSIDX_USABLE                              \
    }

/**
 * Read a date or time for the fields above, as feeds and agencies write it:
 * ISO 8601 ("2016-09-09T18:45:30+02:00", "20160909"), RFC 5322 ("Fri, 9 Sep
 * 2016 18:45 +0200"), "September 9, 2016", or Unix seconds of nine digits or
 * more. A date is its first second; without an offset it is of UTC. Nothing is
 * guessed: 9/10/2016 is not read.
 *
 * @param length       Bytes in `text`, or NEWSIDX_WHOLE.
 * @param out_seconds  Since 1970 UTC; NEWSIDX_NO_TIME after an error.
 * @return NEWSIDX_OK or NEWSIDX_ERR_INPUT.
 */
NEWSIDX_API newsidx_status newsidx_time_parse(const char *text, size_t length,
                                              int64_t *out_seconds,
                                              newsidx_error *err);

/**
 * Several writes as one: all of them or none. Without begin, each write is
 * its own transaction, which is safe and slow. Transactions do not nest.
 *
 * @return NEWSIDX_OK, or NEWSIDX_ERR_BUSY when another process writes for
 *         longer than the busy timeout, _READ_ONLY, _MISUSE, _FULL, _IO.
 */
NEWSIDX_API newsidx_status newsidx_begin(newsidx *index, newsidx_error *err);
NEWSIDX_API newsidx_status newsidx_commit(newsidx *index, newsidx_error *err);
NEWSIDX_API newsidx_status newsidx_rollback(newsidx *index, newsidx_error *err);

/**
 * Store an article. Another text under a key that is there already becomes
 * its new version; the old one stays in the file and is no longer found.
 *
 * An embargoed version takes the old one's place when its time has come,
 * without a write. One that is withheld or canceled takes it at once, and then
 * nothing is found under the key, nor can its older versions be read.
 *
 * NEWSIDX_OUTDATED: it is stored as a version of the past, because the key has
 * one of a higher edition, even if that is embargoed still, or was canceled and
 * this edition isn't higher. A
 * text with an edition that was stored before, in whatever order, is
 * NEWSIDX_UNCHANGED; without one it is compared with the newest version alone.
 *
 * @param out_id  The id of this version in this index. May be NULL.
 * @return NEWSIDX_OK, _UNCHANGED, _OUTDATED, or an error, and then nothing of
 *         the article was stored: NEWSIDX_ERR_INPUT (no key, no text, not
 *         UTF-8, extra that is no JSON object), _MISUSE (a usage that isn't
 *         known), _LIMIT (over 64 MiB), _LANGUAGE and those of newsidx_begin().
 */
NEWSIDX_API newsidx_status newsidx_put(newsidx *index,
                                       const newsidx_article *article,
                                       int64_t *out_id, newsidx_error *err);

/**
 * Take an article out of every search, also one that is withheld or embargoed.
 * Its versions stay in the file. What is stored under the key afterwards is an
 * article again, whatever edition it has and even if the key was canceled.
 *
 * @return NEWSIDX_OK or NEWSIDX_NOT_FOUND, or an error.
 */
NEWSIDX_API newsidx_status newsidx_remove(newsidx *index, newsidx_text key,
                                          newsidx_error *err);

/* ----------------------------------------------------------- reading ---- */

/**
 * The id of the version of `key` that a search can find.
 *
 * @return NEWSIDX_OK or NEWSIDX_NOT_FOUND, or an error.
 */
NEWSIDX_API newsidx_status newsidx_find(newsidx *index, newsidx_text key,
                                        int64_t *out_id, newsidx_error *err);

/**
 * Read one article version. Superseded and outdated versions are found, by
 * their id. What is removed is not, nor what is embargoed, before its time has
 * come by the machine's clock, nor any version of a key that is withheld or
 * canceled.
 *
 * @return NEWSIDX_OK or NEWSIDX_NOT_FOUND, or an error.
 */
NEWSIDX_API newsidx_status newsidx_read(newsidx *index, int64_t id,
                                        newsidx_record **out_record,
                                        newsidx_error *err);

/** Borrowed until the record is freed. */
NEWSIDX_API const newsidx_article *
newsidx_record_article(const newsidx_record *record);

/** 1 for the first text under its key, 2 for the second, ... */
NEWSIDX_API uint32_t newsidx_record_version(const newsidx_record *record);

NEWSIDX_API void newsidx_record_free(newsidx_record *record);

/* ------------------------------------------------------------- query ---- */

typedef enum newsidx_match {
    NEWSIDX_MATCH_ALL = 0, /**< The query language; a space means AND. */
    NEWSIDX_MATCH_ANY = 1  /**< Plain words, for questions and headlines: no
                                operators, any word may match, stop words are
                                left out unless there is nothing else. */
} newsidx_match;

typedef struct newsidx_query_options {
    size_t size;
    newsidx_match match;
    uint32_t phrase; /**< 1: the whole text is one exact phrase. */
    int64_t now;     /**< What `date:yesterday` and `date:7d..` count from,
                          in seconds since 1970 UTC. 0: the clock. */
    const char *time_zone; /**< Of days in the query: "Europe/Berlin", "+02:00",
                                "UTC". NULL: UTC. */
} newsidx_query_options;

#define NEWSIDX_QUERY_OPTIONS_INIT                                             \
    {                                                                          \
        sizeof(newsidx_query_options), NEWSIDX_MATCH_ALL, 0, 0, NULL           \
    }

/**
 * Parse a query. Needs no index; `newsq help query` describes the language.
 * Text never fails: what can't be taken as meant is read as words and told as
 * a diagnostic. Filters and names that are reserved do fail: a search without
 * the date that was meant gives wrong answers.
 *
 * @param length   Bytes in `text`, or NEWSIDX_WHOLE.
 * @param options  NULL for the defaults.
 * @return NEWSIDX_OK, or NEWSIDX_ERR_QUERY with err->offset at the first byte
 *         that doesn't fit, _LIMIT (over 8 KiB), _MISUSE, _OPTIONS, _MEMORY.
 */
NEWSIDX_API newsidx_status newsidx_query_parse(
    const char *text, size_t length, const newsidx_query_options *options,
    newsidx_query **out_query, newsidx_error *err);

/** The query in canonical spelling. Parses to an equal query. Borrowed. */
NEWSIDX_API const char *newsidx_query_text(const newsidx_query *query);

/** The query as an indented tree, to read while debugging. Borrowed. */
NEWSIDX_API const char *newsidx_query_tree(const newsidx_query *query);

/** Something about a query that its writer should know. */
typedef struct newsidx_diagnostic {
    char code[4];            /**< "Q02"; GRAMMAR.md lists them. */
    newsidx_span span;       /**< Bytes of the query's text. */
    newsidx_text message;    /**< "unclosed quote, read to the end". */
    newsidx_text suggestion; /**< What would do; {NULL, 0} if unknown. */
} newsidx_diagnostic;

NEWSIDX_API size_t newsidx_query_diagnostic_count(const newsidx_query *query);

/** `number` from 0, in the order of the text; NULL past the end. Borrowed. */
NEWSIDX_API const newsidx_diagnostic *
newsidx_query_diagnostic(const newsidx_query *query, size_t number);

NEWSIDX_API void newsidx_query_free(newsidx_query *query);

/* ------------------------------------------------------------ search ---- */

typedef enum newsidx_order {
    NEWSIDX_BEST_FIRST = 0,
    NEWSIDX_NEWEST_FIRST = 1,
    NEWSIDX_OLDEST_FIRST = 2,
    NEWSIDX_LONGEST_FIRST = 3 /**< By words. */
} newsidx_order;

typedef enum newsidx_shape {
    NEWSIDX_ARTICLES = 0, /**< A hit is an article with its best passages. */
    NEWSIDX_PASSAGES = 1, /**< A hit is one passage; articles may recur. */
    NEWSIDX_IDS = 2       /**< A hit is an id and a score: no text is read, and
                               articles are ranked as wholes only. */
} newsidx_shape;

typedef struct newsidx_search_options {
    size_t size;
    newsidx_order order; /**< With PASSAGES: best first only. */
    newsidx_shape shape;
    uint32_t limit;        /**< 0: 10. At most 10,000. */
    uint32_t offset;       /**< Hits to leave out first, of those behind the
                                cursor if there is one. At most 100,000. */
    uint32_t passages;     /**< Best passages a hit. 0: 3. At most 100. */
    int32_t timeout_ms;    /**< 0: 1,900. Negative: none. What is there when it
                                is over is the answer, and is_partial. */
    const char *after;     /**< A cursor of newsidx_results_page(), or NULL. */
    const char *language;  /**< Of the query. NULL: the index's default. */
    uint32_t explain;      /**< 1: keep what newsidx_results_plan() gives. */
    uint32_t advise;       /**< 1: if nothing is found, tell why (Q14), and if
                                little is, what may be meant (Q15), as
                                diagnostics. Takes up to 300 ms each. */
    uint32_t at_least;     /**< 1: don't count articles that can't be on the
                                pages up to this one: the totals may then be
                                bounds. The hits are the same, sooner. */
    uint32_t no_lists;     /**< 1: use no ranked lists: the same results, later.
                                For those who compare. */
    double half_life_days; /**< Above 0: age takes from scores, 1/4 of an
                                article so old, and 1/2 at most and of one
                                without a date. Orders by date ignore it. */
    int64_t now;           /**< What their age is counted to, and by which
                                embargoes end, in seconds since 1970 UTC. 0: the
                                clock. Give one `now` for all pages, or some hit
                                may be on two of them. */
    uint32_t context;      /**< Sentences of the body to give before and behind
                                each passage. At most 100. */
} newsidx_search_options;

#define NEWSIDX_SEARCH_OPTIONS_INIT                                            \
    {                                                                          \
        sizeof(newsidx_search_options), NEWSIDX_BEST_FIRST, NEWSIDX_ARTICLES,  \
            0, 0, 0, 0, NULL, NULL, 0, 0, 0, 0, 0.0, 0, 0                      \
    }

/** A piece of an article with what matched in it. Borrowed from its hit. */
typedef struct newsidx_passage {
    newsidx_text text;
    size_t offset;             /**< Bytes of the stored body before it. */
    double score;              /**< Compare within one search only. */
    size_t span_count;         /**< Matches in `text`, in its order. */
    const newsidx_span *spans; /**< Bytes of `text`; they never overlap. */
    uint32_t number;           /**< Of the article's passages, from 0. */
    newsidx_text before;       /**< With options.context: what stands before it,
                                    up to `text`, and what stands behind it.
                                    Empty at the body's ends. */
    newsidx_text after;
} newsidx_passage;

/** One hit. Fields are only ever added at the end; never copy by value. */
typedef struct newsidx_hit {
    int64_t id;
    double score; /**< Higher is better. Compare within one search only. By
                       date it is 0. */
    int64_t published_at;
    newsidx_text key;
    newsidx_text headline; /**< This and what follows: not with IDS. */
    newsidx_text source;
    newsidx_text byline;
    newsidx_text dateline;
    newsidx_text section;
    newsidx_text url;
    size_t passage_count;               /**< See newsidx_hit_passage(). */
    size_t headline_span_count;         /**< Matches in the headline. */
    const newsidx_span *headline_spans; /**< Bytes of `headline`. */
    uint32_t rank;                      /**< From 1, over all pages. */
    uint32_t has_phrase; /**< 1: holds the query's words as one phrase. */
} newsidx_hit;

/** What a search came to as a whole. */
typedef struct newsidx_summary {
    size_t size;
    uint64_t total;        /**< Matching articles, on all pages. */
    uint64_t phrase_total; /**< Of them, with the words as one phrase. */
    uint64_t revision;     /**< Of the index, at the time of the search. */
    double took_ms;
    uint32_t is_partial;       /**< 1: a limit cut the search short. */
    uint32_t has_phrase_total; /**< 1: the query was words that could be one
                                    phrase, and phrase_total says how often. */
    uint32_t is_at_least;      /**< 1: the totals are bounds: there may be more.
                                    Only if options.at_least asked for it. */
} newsidx_summary;

#define NEWSIDX_SUMMARY_INIT                                                   \
    {                                                                          \
        sizeof(newsidx_summary), 0, 0, 0, 0.0, 0, 0, 0                         \
    }

/**
 * Run a query. Results are of one moment, and hold no lock while you read.
 * The query may be freed before them.
 *
 * Best first, the order is: articles (or passages) that hold the words of a
 * query of plain words as one exact phrase, before others; then by score; then
 * the lower id. By date and length: then the lower id; without a date last.
 * The score of the best 50 articles by BM25 also weighs their best passage
 * and how near the words stand; the others follow in the order of BM25. That
 * window is the same for every page, so pages continue one another. With
 * options.half_life_days, age takes up to half of each of these scores.
 *
 * @param options  NULL for the defaults.
 * @return NEWSIDX_OK, or NEWSIDX_ERR_REBUILD, _LANGUAGE, _LIMIT, _OPTIONS,
 *         _MISUSE (a cursor of another search), _CANCELLED, _BUSY, _CORRUPT,
 *         _IO, _MEMORY. No hits is NEWSIDX_OK.
 */
NEWSIDX_API newsidx_status newsidx_search(newsidx *index,
                                          const newsidx_query *query,
                                          const newsidx_search_options *options,
                                          newsidx_results **out_results,
                                          newsidx_error *err);

/**
 * Step to the next hit.
 *
 * @param out_hit  Borrowed until the results are freed.
 * @return NEWSIDX_OK, or NEWSIDX_DONE after the last hit, and again.
 */
NEWSIDX_API newsidx_status newsidx_results_next(newsidx_results *results,
                                                const newsidx_hit **out_hit,
                                                newsidx_error *err);

/** `number` from 0; NULL past `hit->passage_count`. Borrowed like the hit. */
NEWSIDX_API const newsidx_passage *newsidx_hit_passage(const newsidx_hit *hit,
                                                       size_t number);

/** Set `summary->size` before the call. */
NEWSIDX_API newsidx_status
newsidx_results_summary(const newsidx_results *results,
                        newsidx_summary *summary, newsidx_error *err);

/**
 * Diagnostics of the search: words and expansions that a limit cut (Q09) and,
 * if options.advise asked for it, where nothing was found which part of the
 * query is to blame (Q14), and where three articles at most were, the query in
 * a spelling that finds more (Q15, as its suggestion). As for queries.
 */
NEWSIDX_API size_t
newsidx_results_diagnostic_count(const newsidx_results *results);
NEWSIDX_API const newsidx_diagnostic *
newsidx_results_diagnostic(const newsidx_results *results, size_t number);

/**
 * How the search was done, in lines for a person to read: what FTS5 was asked,
 * how many articles were looked at, what patterns stood for, and the time of
 * each phase. NULL unless options.explain asked for it. Borrowed.
 */
NEWSIDX_API const char *newsidx_results_plan(const newsidx_results *results);

/**
 * For `after` in the next page's options; NULL on the last. Borrowed. Later
 * pages are of the articles that the first one could find and rank them as it
 * did, so what is added meanwhile neither moves hits nor is one. If articles of
 * earlier pages are replaced or removed, as many hits may be missed. A cursor
 * takes 100 bytes and 17 for each word of the query.
 */
NEWSIDX_API const char *newsidx_results_page(const newsidx_results *results);

NEWSIDX_API void newsidx_results_free(newsidx_results *results);

/**
 * How many articles match. Nothing is scored.
 *
 * @return As newsidx_search(), and NEWSIDX_ERR_LIMIT if the time was over, or
 *         words or patterns were too many, before all was counted: half a count
 *         is no answer. The summary of a search says how far it came.
 */
NEWSIDX_API newsidx_status newsidx_count(newsidx *index,
                                         const newsidx_query *query,
                                         const newsidx_search_options *options,
                                         uint64_t *out_count,
                                         newsidx_error *err);

/**
 * The ids of all articles that match, however many, in the order of a search
 * for articles: for exports and whatever goes on by itself. They are of one
 * moment and hold no lock; read what they stand for with newsidx_read(), which
 * also finds versions that were replaced since.
 *
 * @param options  NULL for the defaults. Only what says which articles match
 *                 and in what order counts. timeout_ms 0: none.
 * @return As newsidx_count(): part of the ids is no answer.
 */
NEWSIDX_API newsidx_status newsidx_select(newsidx *index,
                                          const newsidx_query *query,
                                          const newsidx_search_options *options,
                                          newsidx_selection **out_selection,
                                          newsidx_error *err);

/** @return NEWSIDX_OK, or NEWSIDX_DONE after the last, and again. */
NEWSIDX_API newsidx_status newsidx_selection_next(newsidx_selection *selection,
                                                  int64_t *out_id);

/** How many there are, with those that were stepped over. */
NEWSIDX_API uint64_t
newsidx_selection_count(const newsidx_selection *selection);

NEWSIDX_API void newsidx_selection_free(newsidx_selection *selection);

/**
 * Where one article's score comes from, part by part: a line for each word or
 * phrase with its weight, then passage, pairs, what age takes, and the sum.
 *
 * @return NEWSIDX_OK; NEWSIDX_NOT_FOUND if the article does not match;
 *         NEWSIDX_ERR_LIMIT if a limit came before that was known.
 */
NEWSIDX_API newsidx_status
newsidx_explain(newsidx *index, const newsidx_query *query,
                const newsidx_search_options *options, int64_t id,
                newsidx_tally **out_parts, newsidx_error *err);

/**
 * What the index has of one word, for those who look into it. `term` is as
 * newsidx_analyze() gives words: "talk", "^us". Lines, first of the word
 * itself and then, as "stem", of all words of that stem:
 *
 *     exact                  versions that have it, hidden ones too
 *     exact 1-8000 postings  in the ranked lists of the articles 1 to 8000
 *     exact 1-8000 chunks    parts of that list, and likewise blocks, bytes,
 *                            "first id" and "last id"
 *     exact 1-8000 impact    the length of an article in which it may have the
 *                            line's weight: up to six lines
 *
 * A word that isn't there has two lines of 0.
 *
 * @return NEWSIDX_OK, or NEWSIDX_ERR_INPUT (what can't be one word), _MISUSE,
 *         _CORRUPT, _BUSY, _IO, _MEMORY.
 */
NEWSIDX_API newsidx_status newsidx_term_info(newsidx *index, newsidx_text term,
                                             newsidx_tally **out_lines,
                                             newsidx_error *err);

/**
 * Short lines that recur in the articles of a source: of at most 80 bytes, no
 * sentences, in the body of at least 20 articles and of one in twenty. A
 * line of the tally each, by source, the most frequent first: its label is the
 * source, a tab and the line, its count the articles, its weight their share
 * of the source's. Nothing is changed. Reads every article that can be found.
 *
 * @return NEWSIDX_OK, or NEWSIDX_ERR_MISUSE, _CORRUPT, _BUSY, _IO, _MEMORY,
 *         _CANCELLED.
 */
NEWSIDX_API newsidx_status newsidx_list_boilerplate(newsidx *index,
                                                    newsidx_tally **out_lines,
                                                    newsidx_error *err);

/* ----------------------------------------------------------- tallies ---- */

/** One line of a tally. */
typedef struct newsidx_tally_line {
    newsidx_text label;
    uint64_t count;
    double weight;
} newsidx_tally_line;

/** @return NEWSIDX_OK or NEWSIDX_DONE. Borrowed until the tally is freed. */
NEWSIDX_API newsidx_status
newsidx_tally_next(newsidx_tally *tally, const newsidx_tally_line **out_line);

NEWSIDX_API void newsidx_tally_free(newsidx_tally *tally);

#ifdef __cplusplus
}
#endif

#include "newsidx_analysis.h"   /* texts to terms */
#include "newsidx_import.h"     /* files and streams of articles, by format */
#include "newsidx_keeping.h"    /* indexes that last, and what they live on */
#include "newsidx_marks.h"      /* every match, with the text around it */
#include "newsidx_overview.h"   /* facets and timelines of all that matches */
#include "newsidx_repair.h"     /* what a damaged file still has */
#include "newsidx_vocabulary.h" /* the index's words, and what is like what */

#endif /* NEWSIDX_H */
