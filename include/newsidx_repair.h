/*
 * newsidx_repair.h - what a damaged file still has, in an index of its own. A
 * part of newsidx.h, which includes it.
 */
#ifndef NEWSIDX_REPAIR_H
#define NEWSIDX_REPAIR_H

#include "newsidx.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What became of a version that was not saved as it was. */
typedef enum newsidx_repair_outcome {
    NEWSIDX_REPAIR_UNSURE = 1,  /**< Whole; but whether it was removed, or was
                                     ever in force, two tables say differently,
                                     or none does. What one has as removed
                                     stays so. */
    NEWSIDX_REPAIR_ALTERED = 2, /**< Saved as far as it is legible: some of it
                                     is not what was stored. */
    NEWSIDX_REPAIR_LOST = 3     /**< Not saved. */
} newsidx_repair_outcome;

/** One of them. Texts are borrowed until you return. */
typedef struct newsidx_repaired {
    int64_t id;       /**< In the damaged file. */
    int64_t new_id;   /**< In the new one; 0: lost. Ids behind a lost one are
                           lower there. */
    newsidx_text key; /**< {NULL, 0} if it isn't known. */
    uint32_t version; /**< 0 if it isn't known. */
    newsidx_repair_outcome outcome;
    newsidx_text reason; /**< "its body is damaged, or its dictionary". */
} newsidx_repaired;

/** `repaired` is borrowed until you return. Return nonzero to stop. */
typedef int (*newsidx_repaired_fn)(const newsidx_repaired *repaired,
                                   void *user);

typedef struct newsidx_repair_options {
    size_t size;
    newsidx_progress_fn on_progress; /**< Counts versions; 0 of 0 while the
                                          damaged file is looked through. */
    void *progress_user;
    newsidx_repaired_fn on_repaired; /**< Called by rising id. */
    void *repaired_user;
} newsidx_repair_options;

#define NEWSIDX_REPAIR_OPTIONS_INIT                                            \
    {                                                                          \
        sizeof(newsidx_repair_options), NULL, NULL, NULL, NULL                 \
    }

/** Set `size` before the call. Versions, not articles. */
typedef struct newsidx_repair_counts {
    size_t size;
    uint64_t saved; /**< All, with those that are unsure or altered. */
    uint64_t unsure;
    uint64_t altered;
    uint64_t lost;
    uint64_t unreadable_pages; /**< That the disk didn't give. */
} newsidx_repair_counts;

#define NEWSIDX_REPAIR_COUNTS_INIT                                             \
    {                                                                          \
        sizeof(newsidx_repair_counts), 0, 0, 0, 0, 0                           \
    }

/**
 * Read the damaged index at `path`, and write what is legible of it to a new
 * one at `new_path`, which must not exist: every version in its order, with
 * key, version and state. The damaged file may be one that nothing else opens:
 * cut off, overwritten in parts, without its schema. It is only read, with its
 * write-ahead log if that lies beside it, and nobody can write it meanwhile.
 * Close it before in this process: its handles would lose their locks.
 *
 * A version is told from damage by its hashes. A key's newest version that is
 * left is found again, but for a key whose lost newest one was withheld or
 * canceled: of that, nothing is. The new index appears at its path when it is
 * complete, or not at all.
 *
 * Where only words or lists are damaged, newsidx_rebuild() does the same in
 * place.
 *
 * @param options  NULL for the defaults.
 * @param counts   May be NULL. Set even if the call fails.
 * @return NEWSIDX_OK, also when articles were lost; NEWSIDX_ERR_NOT_AN_INDEX if
 *         there is no trace of one, _IO (also if `new_path` exists), _FORMAT,
 *         _BUSY, _FULL, _CANCELLED, _OPTIONS, _MISUSE, _MEMORY.
 * @since 0.1.0
 */
NEWSIDX_API newsidx_status newsidx_repair(const char *path,
                                          const char *new_path,
                                          const newsidx_repair_options *options,
                                          newsidx_repair_counts *counts,
                                          newsidx_error *err);

#ifdef __cplusplus
}
#endif

#endif
