/*
 * newsidx_keeping.h - indexes that are kept for years: sealing one for media
 * that can't be written, and what an index and this build live on. A part of
 * newsidx.h, which includes it.
 */
#ifndef NEWSIDX_KEEPING_H
#define NEWSIDX_KEEPING_H

#include "newsidx.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Seal the index at `path`: check it, make one file of it that needs nothing
 * beside it, mark it and take from its mode that anybody may write. Then it can
 * be read from where nobody can write, by whoever may read the file, and a
 * reader leaves no trace. To open it for writing fails with
 * NEWSIDX_ERR_READ_ONLY. Who may read it is left as it was, so a new index is
 * still its owner's alone.
 *
 * Nobody else may have it open. What is beside it but for the lock is gone; the
 * lock, an empty file, need not be copied.
 *
 * @param progress  Of the check; may be NULL. Counts articles.
 * @return NEWSIDX_OK; NEWSIDX_UNCHANGED if it was sealed; NEWSIDX_ERR_BUSY if
 *         it is open elsewhere; what newsidx_open() and newsidx_check() return.
 * @since 0.1.0
 */
NEWSIDX_API newsidx_status newsidx_seal(const char *path,
                                        newsidx_progress_fn progress,
                                        void *user, newsidx_error *err);

/**
 * Undo that: the owner may write again, and so does newsidx_open().
 *
 * @return NEWSIDX_OK; NEWSIDX_UNCHANGED if it was not sealed;
 *         NEWSIDX_ERR_READ_ONLY or _IO where it can't be written; what
 *         newsidx_open() returns.
 * @since 0.1.0
 */
NEWSIDX_API newsidx_status newsidx_unseal(const char *path, newsidx_error *err);

/** How much a finding matters. */
typedef enum newsidx_level {
    NEWSIDX_FACT = 0,    /**< So it is. */
    NEWSIDX_NOTE = 1,    /**< Worth to know; nothing has to be done. */
    NEWSIDX_WARNING = 2, /**< Something newsidx promises may not hold. */
    NEWSIDX_PROBLEM = 3  /**< The index can't be used as it is. */
} newsidx_level;

/** One thing that newsidx_examine() found. */
typedef struct newsidx_finding {
    newsidx_level level;
    const char
        *topic; /**< "build", "sqlite", "issue", "file", "index". Static. */
    const char *name;  /**< As "version"; of an issue its CVE id. Static. */
    newsidx_text text; /**< For a person. */
} newsidx_finding;

typedef struct newsidx_findings newsidx_findings; /* one after another */

/**
 * Look at what this library runs on: its parts with their versions as they are
 * loaded, how it was compiled, and known errors of that version of SQLite with
 * what newsidx does about each. With a path, also at an index and the place
 * where it lies: format, features, rules, who may write, log, locks, file
 * system, free space. Nothing is written, and the articles are not read:
 * newsidx_check() does that.
 *
 * A file that can't be opened is a finding, not a failure.
 *
 * @param path  NULL: no index.
 * @return NEWSIDX_OK, or NEWSIDX_ERR_MISUSE, _MEMORY.
 * @since 0.1.0
 */
NEWSIDX_API newsidx_status newsidx_examine(const char *path,
                                           newsidx_findings **out_findings,
                                           newsidx_error *err);

/** @return NEWSIDX_OK or NEWSIDX_DONE. Borrowed until they are freed. */
NEWSIDX_API newsidx_status newsidx_findings_next(
    newsidx_findings *findings, const newsidx_finding **out_finding);

/** What opening the index came to; NEWSIDX_OK if there was no path. */
NEWSIDX_API newsidx_status
newsidx_findings_status(const newsidx_findings *findings);

NEWSIDX_API void newsidx_findings_free(newsidx_findings *findings);

#ifdef __cplusplus
}
#endif

#endif
