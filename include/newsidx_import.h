/*
 * newsidx_import.h - articles from files and streams, in the formats that
 * newsrooms have. A part of newsidx.h, which includes it.
 */
#ifndef NEWSIDX_IMPORT_H
#define NEWSIDX_IMPORT_H

#include "newsidx.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum newsidx_format {
    NEWSIDX_FORMAT_AUTO = 0,       /**< By content, never by name. */
    NEWSIDX_FORMAT_TEXT = 1,       /**< One plain-text article a file. */
    NEWSIDX_FORMAT_JSON_LINES = 2, /**< One JSON object a line. */
    NEWSIDX_FORMAT_JSON = 3,       /**< An object, or an array of objects. */
    NEWSIDX_FORMAT_NINJS = 4,      /**< IPTC ninjs 1 to 3. */
    NEWSIDX_FORMAT_JSON_FEED = 5,
    NEWSIDX_FORMAT_HTML = 6,
    NEWSIDX_FORMAT_NITF = 7,
    NEWSIDX_FORMAT_NEWSML = 8,    /**< NewsML 1. */
    NEWSIDX_FORMAT_NEWSML_G2 = 9, /**< Items, packages and messages. */
    NEWSIDX_FORMAT_RSS = 10,      /**< 0.9 to 2.0, and RDF. */
    NEWSIDX_FORMAT_ATOM = 11,
    NEWSIDX_FORMAT_WORDPRESS = 12, /**< Its export, WXR. */
    NEWSIDX_FORMAT_MAIL = 13,      /**< One message, RFC 5322 and MIME. */
    NEWSIDX_FORMAT_MBOX = 14,
    NEWSIDX_FORMAT_REUTERS = 15, /**< SGML of Reuters-21578. */
    NEWSIDX_FORMAT_ANPA = 16,    /**< ANPA 1312. */
    NEWSIDX_FORMAT_IPTC_7901 = 17,
    NEWSIDX_FORMAT_ARCHIVE = 18 /**< zip, tar, or a compressed file. */
} newsidx_format;

/** As "newsml-g2"; NULL for no format. Static. */
NEWSIDX_API const char *newsidx_format_name(newsidx_format format);

/** Who takes articles apart, which may be crafted to do harm. */
typedef enum newsidx_isolation {
    /** This process. */
    NEWSIDX_ISOLATION_NONE = 0,
    /** A process of its own that can open nothing, call nobody and has a limit
        of memory: what crashes it, hangs or fills it costs one article, or the
        rest of a file whose articles can't be told apart without parsing, and
        of a stream. Linux only; NEWSIDX_ERR_OPTIONS where it can't be had.
        Plain texts and JSON Lines in UTF-8 stay in this process: code of our
        own reads them, and json-c. */
    NEWSIDX_ISOLATION_WORKER = 1,
    /** As much of that as can be had here, if only this process. */
    NEWSIDX_ISOLATION_PARTIAL = 2
} newsidx_isolation;

/** Something of the input that was not stored, and why. */
typedef struct newsidx_problem {
    newsidx_text file;     /**< As given; "-" for a stream without a name. */
    uint64_t line;         /**< From 1; 0 if the whole file is meant. */
    size_t offset;         /**< Byte in the file, or NEWSIDX_NO_OFFSET. */
    newsidx_text reason;   /**< "binary data at byte 17". */
    newsidx_text member;   /**< Of an archive; line and offset are of it.
                                {NULL, 0}: none, or all of the file. */
    newsidx_format format; /**< AUTO: none was recognised. */
    newsidx_status status; /**< Its kind: NEWSIDX_ERR_INPUT, _LIMIT, ... */
} newsidx_problem;

/** `problem` is borrowed until you return. Return nonzero to stop. */
typedef int (*newsidx_problem_fn)(const newsidx_problem *problem, void *user);

/** An article that was read, and what became of it. */
typedef struct newsidx_imported {
    const newsidx_article *article;
    newsidx_text file;
    newsidx_text member; /**< Of an archive; {NULL, 0}: none. */
    uint64_t line;       /**< Where it begins, from 1; 0: not known. */
    newsidx_format format;
    newsidx_status status; /**< NEWSIDX_OK: stored; or NEWSIDX_UNCHANGED,
                                NEWSIDX_OUTDATED. */
    uint32_t version;      /**< 1: a new key; more: a new version; 0: as
                                NEWSIDX_UNCHANGED, none. */
    uint64_t replaced;     /**< Bytes that were no text, now U+FFFD. */
} newsidx_imported;

/** `imported` is borrowed until you return. Return nonzero to stop. */
typedef int (*newsidx_imported_fn)(const newsidx_imported *imported,
                                   void *user);

/** Set by the import calls even when they fail: what was committed stays. */
typedef struct newsidx_import_counts {
    size_t size;
    uint64_t added;     /**< New keys. */
    uint64_t replaced;  /**< New versions of known keys. */
    uint64_t unchanged; /**< Stored before, word for word. */
    uint64_t skipped;   /**< Problems reported. */
    uint64_t files;
    uint64_t bytes;              /**< Of input read. */
    uint64_t total_bytes;        /**< Of input found; 0 if not known. */
    newsidx_isolation isolation; /**< What there was: PARTIAL is a process with
                                      limits and without the system's filter */
    uint64_t outdated;           /**< Stored as versions of the past. */
} newsidx_import_counts;

#define NEWSIDX_IMPORT_COUNTS_INIT                                             \
    {                                                                          \
        sizeof(newsidx_import_counts), 0, 0, 0, 0, 0, 0, 0,                    \
            NEWSIDX_ISOLATION_NONE, 0                                          \
    }

/** `counts` so far, borrowed until you return. Return nonzero to stop. */
typedef int (*newsidx_import_progress_fn)(const newsidx_import_counts *counts,
                                          void *user);

typedef struct newsidx_import_options {
    size_t size;
    newsidx_format format;
    uint32_t batch_articles; /**< Articles a transaction. 0: 4096. */
    const char *source;      /**< For articles that name none. NULL: none. */
    newsidx_problem_fn on_problem;
    void *problem_user;
    newsidx_import_progress_fn on_progress;
    void *progress_user;
    newsidx_imported_fn on_imported;
    void *imported_user;
    uint32_t dry_run; /**< 1: write nothing, and tell what would be stored. The
                           index may then be NULL: none of it is there yet. */
    newsidx_isolation isolation;
    uint32_t article_timeout_ms; /**< Of the worker, an article. 0: 10,000. */
    uint32_t follow_links; /**< 1: symbolic links below folders are followed. */
    int64_t since; /**< Files changed before are left out: seconds since 1970
                        UTC. 0: none. */
    const char *quarantine; /**< A folder, made if need be, for copies of what
                                 was refused, and a list of it, index.tsv.
                                 NULL: none. */
    uint32_t jobs; /**< Files that are read at once, each by a thread (and, with
                        isolation, a process) of its own, at most 64. What comes
                        of them is the same, and in the same order. 0: as many
                        as there are processors, if there is enough to read.
                        A stream is read by one. */
} newsidx_import_options;

#define NEWSIDX_IMPORT_OPTIONS_INIT                                            \
    {                                                                          \
        sizeof(newsidx_import_options), NEWSIDX_FORMAT_AUTO, 0, NULL, NULL,    \
            NULL, NULL, NULL, NULL, NULL, 0, NEWSIDX_ISOLATION_NONE, 0, 0, 0,  \
            NULL, 0                                                            \
    }

/**
 * Store the articles of files and folders (walked in order of names; below a
 * folder, hidden files and folders, which begin with a dot, are left out, and
 * so are symbolic links unless options->follow_links).
 *
 * Bad input is reported to `on_problem`, counted and skipped; the rest goes
 * in. Batches are committed without waiting for the disk, and one sync ends
 * the import: a power cut may undo the last batches, nothing else, and the
 * same import again completes them. A plain text's key is its absolute path.
 *
 * @param counts  May be NULL.
 * @return NEWSIDX_OK, also when inputs were skipped, or an error.
 */
NEWSIDX_API newsidx_status
newsidx_import_paths(newsidx *index, const char *const *paths,
                     size_t path_count, const newsidx_import_options *options,
                     newsidx_import_counts *counts, newsidx_error *err);

/**
 * Give the next bytes of the input: set *bytes, which stays yours until the
 * next call, and return how many; 0 at the end; negative to fail. It is called
 * from another thread than the import's caller, never from two at once.
 */
typedef ptrdiff_t (*newsidx_read_fn)(const char **bytes, void *user);

/**
 * The same for one stream. A plain text's key is then made of its content.
 *
 * @param name  What problems call the stream; NULL: "-".
 */
NEWSIDX_API newsidx_status
newsidx_import_stream(newsidx *index, const char *name, newsidx_read_fn read,
                      void *user, const newsidx_import_options *options,
                      newsidx_import_counts *counts, newsidx_error *err);

#ifdef __cplusplus
}
#endif

#endif
