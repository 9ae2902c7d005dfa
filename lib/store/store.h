/* The index: articles and their words in one file. */
#ifndef NX_STORE_STORE_H
#define NX_STORE_STORE_H

#include "base/arena.h"
#include "base/findings.h"
#include "disk/db.h"
#include "words/words.h"

typedef struct nx_store nx_store;

newsidx_status nx_store_open(const char *path,
                             const newsidx_open_options *options,
                             nx_store **out_store, newsidx_error *err);
void nx_store_close(nx_store *store);

/* In the child of a fork, for its end: give up what keeps others from writing,
 * and touch nothing else of the parent's. */
void nx_store_abandon(nx_store *store);

/* The same for nx_store_seal() and _unseal(): a sealed index may be opened for
 * writing. */
newsidx_status nx_store_open_sealed(const char *path, newsidx_mode mode,
                                    nx_store **out_store, newsidx_error *err);

/* Is it the index's own file, or one of those that lie beside it? `absolute` is
 * as realpath(3) has it. */
bool nx_store_owns(const nx_store *store, const char *absolute);

/*
 * From any thread: what runs now, or else the next call, returns
 * NEWSIDX_ERR_CANCELLED, and so do all after it until nx_store_resume(), which
 * every public call that reads or writes begins with.
 */
void nx_store_interrupt(nx_store *store);
void nx_store_resume(nx_store *store);
bool nx_store_is_interrupted(const nx_store *store);

/*
 * Statements stop with NEWSIDX_ERR_CANCELLED (nx_store_interrupted()) or
 * NEWSIDX_ERR_LIMIT (the deadline) from now on; 0 takes the deadline away.
 * `deadline_ms` is of nx_clock_ms().
 */
void nx_store_set_deadline(nx_store *store, int64_t deadline_ms);

/* The connection, for rank's own statements. Borrowed. */
sqlite3 *nx_store_db(nx_store *store);

/* As "en". Lives as long as the store. */
const char *nx_store_default_language(const nx_store *store);

/* An analyzer for `language`, kept by the store. Not given: the default's. A
 * malformed code is NEWSIDX_ERR_LANGUAGE. */
newsidx_status nx_store_analyzer(nx_store *store, newsidx_text language,
                                 nx_analyzer **out_analyzer,
                                 newsidx_error *err);

/* NEWSIDX_ERR_REBUILD if other rules than today's made the words. */
newsidx_status nx_store_require_current(nx_store *store, newsidx_error *err);

newsidx_status nx_store_info(nx_store *store, newsidx_info *info,
                             newsidx_error *err);

/* --------------------------------------------------------- snapshots ---- */

/*
 * Between begin and end all reads see one moment of the index, and the arrays
 * below are of that moment. They nest with nothing; inside a write transaction
 * they see what it wrote. Embargoes are as of the clock, or of `now`, in
 * seconds since 1970.
 */
newsidx_status nx_store_begin_read(nx_store *store, newsidx_error *err);
newsidx_status nx_store_begin_read_at(nx_store *store, int64_t now,
                                      newsidx_error *err);
void nx_store_end_read(nx_store *store);

/*
 * What ranking needs of every version, by id, without a look-up in a tree:
 * element 0 is not used. `length` is nx_words_length(), `lead` nx_words_lead()
 * (at most 65,535). A row with `state` not 0 is hidden from every search.
 */
typedef struct nx_row {
    uint32_t length;
    uint16_t lead;
    uint8_t state;      /* nx_state, as of the moment */
    uint8_t kept_state; /* as the file has it */
    int64_t published_at;
} nx_row;

/*
 * Of the versions of a key that aren't removed or outdated, the newest rules.
 * All before it are superseded, but for those that wait with it:
 *
 *     now            T2              T3
 *      |  version 1  |   version 2   |  version 3 ...
 *
 * If 2 and 3 have embargoes, all three are EMBARGOED in the file: each is found
 * from one moment to another, and so CURRENT or EMBARGOED as of `now`.
 */
typedef enum nx_state {
    NX_STATE_CURRENT = 0,
    NX_STATE_SUPERSEDED = 1,
    NX_STATE_REMOVED = 2,
    NX_STATE_WITHHELD = 3, /* the newest, not to be found */
    NX_STATE_CANCELED = 4, /* the same, and hard to replace */
    NX_STATE_EMBARGOED = 5,
    NX_STATE_OUTDATED = 6, /* never was the newest: too low an edition */
    NX_STATE_ABSENT = 7    /* no such id */
} nx_state;

/* Borrowed until the next begin_read or write. */
typedef struct nx_rows {
    const nx_row *rows;     /* rows[id], id from 1 to last_id */
    int64_t last_id;        /* 0: the index is empty */
    uint64_t version_count; /* N of BM25: all versions, hidden ones too */
    uint64_t article_count; /* those that a search can find */
    uint64_t total_length;  /* sum over all versions */
    uint64_t revision;
} nx_rows;

const nx_rows *nx_store_rows(const nx_store *store);

/*
 * The last id that the ranked lists know (list_reader.h); what comes after it
 * is in `words` only. 0 if there are none, or none to be used.
 */
uint32_t nx_store_listed(const nx_store *store);

/* Somebody found them damaged: from now on they are not used. */
void nx_store_distrust_lists(nx_store *store);

/* What many articles have the same of, and which is kept by number. */
typedef enum nx_label_kind {
    NX_LABEL_SOURCE,
    NX_LABEL_SECTION,
    NX_LABEL_LANGUAGE,
    NX_LABEL_KIND_COUNT
} nx_label_kind;

typedef struct nx_label {
    nx_label_kind kind;
    newsidx_text text;  /* as given */
    newsidx_text words; /* of sources and sections: "the daily star" */
} nx_label;

/* What filters ask of a version beside its row. */
typedef struct nx_trait {
    int64_t updated_at;
    int64_t ingested_at;
    uint32_t labels[NX_LABEL_KIND_COUNT]; /* 0: not given */
    uint32_t version;
} nx_trait;

/* Borrowed like nx_rows, and as long as those. */
typedef struct nx_traits {
    const nx_trait *traits; /* traits[id], id from 1 to nx_rows.last_id */
    const nx_label *labels; /* labels[number], number from 1 to last_label */
    uint32_t last_label;    /* 0: there is none, nor `labels` */
} nx_traits;

/* They are read when somebody asks; within a snapshot. */
newsidx_status nx_store_traits(nx_store *store, const nx_traits **out_traits,
                               newsidx_error *err);

/* ----------------------------------------------------------- writing ---- */

/* How a transaction is made safe. */
typedef enum nx_durability {
    NX_DURABLE, /* commit returns when the disk has it */
    NX_BULK     /* commits don't wait; nx_store_sync() at the end does */
} nx_durability;

newsidx_status nx_store_begin(nx_store *store, nx_durability durability,
                              newsidx_error *err);
newsidx_status nx_store_commit(nx_store *store, newsidx_error *err);
newsidx_status nx_store_rollback(nx_store *store, newsidx_error *err);
bool nx_store_is_writing(const nx_store *store);

/* End a bulk load: merge what it left, checkpoint, wait for the disk. */
newsidx_status nx_store_sync(nx_store *store, newsidx_error *err);

/* What nx_store_put() came to. */
typedef struct nx_put_result {
    int64_t id;       /* of the version that has this text */
    uint32_t version; /* 1 for a new key */
} nx_put_result;

/*
 * Store `article` (checked, see nx_article_check) with its `words`, within a
 * transaction. `content_hash` tells it from the versions that are there:
 * NEWSIDX_UNCHANGED if the newest or, with an edition, any has it and isn't
 * removed; then `words` isn't read and may be NULL. NEWSIDX_OUTDATED if it is
 * stored as a version of the past.
 */
newsidx_status nx_store_put(nx_store *store, const newsidx_article *article,
                            uint64_t content_hash, const nx_words *words,
                            nx_put_result *out, newsidx_error *err);

/* What nx_store_put() would come to, with the id 0 if it is new: a cheap
 * question before analysis, in a transaction or not. */
newsidx_status nx_store_try_put(nx_store *store, const newsidx_article *article,
                                uint64_t content_hash, nx_put_result *out,
                                newsidx_error *err);

/* Hide all versions of `key`. NEWSIDX_NOT_FOUND if there are none, or all are
 * removed. */
newsidx_status nx_store_remove(nx_store *store, newsidx_text key,
                               newsidx_error *err);

/* ----------------------------------------------------------- reading ---- */

/* The version of `key` that a search as of `now` finds. */
newsidx_status nx_store_find(nx_store *store, newsidx_text key, int64_t now,
                             int64_t *out_id, newsidx_error *err);

/* NEWSIDX_OK if the version may be handed out as of `now`: newsidx_read() has
 * the rules. NEWSIDX_NOT_FOUND if not, or if there is no such id. */
newsidx_status nx_store_may_read(nx_store *store, int64_t id, int64_t now,
                                 newsidx_error *err);

/* One version as stored; texts live in `arena` and end in NUL. */
typedef struct nx_stored {
    newsidx_article article;
    int64_t id;
    uint32_t version;
    uint64_t content_hash;
    uint64_t checksum; /* nx_write_checksum(), when it was stored */
    bool has_checksum; /* indexes that were made before have none */
    int64_t ingested_at;
    newsidx_text boundaries; /* nx_boundaries_decode() reads it */
} nx_stored;

/* NEWSIDX_NOT_FOUND if there is no such id or it is removed. */
newsidx_status nx_store_read(nx_store *store, int64_t id, nx_arena *arena,
                             nx_stored *out, newsidx_error *err);

/* The key alone, without a look at the text. NEWSIDX_NOT_FOUND if there is no
 * such id. */
newsidx_status nx_store_key(nx_store *store, int64_t id, nx_arena *arena,
                            newsidx_text *out_key, newsidx_error *err);

/* What a query may ask of a version beside its words and what is in nx_row and
 * nx_trait; texts live in the arena. */
typedef struct nx_facts {
    newsidx_text key;
    newsidx_text boundaries; /* nx_boundaries_decode() reads it */
} nx_facts;

/* Without a look at the pages of the body. NEWSIDX_NOT_FOUND if there is no
 * such id. */
newsidx_status nx_store_facts(nx_store *store, int64_t id, nx_arena *arena,
                              nx_facts *out, newsidx_error *err);

/* What facets ask of a version that no array has; texts live in the arena. */
typedef struct nx_names {
    newsidx_text byline;
    newsidx_text keywords;
} nx_names;

/* Without a look at the pages of the body. NEWSIDX_NOT_FOUND if there is no
 * such id. */
newsidx_status nx_store_names(nx_store *store, int64_t id, nx_arena *arena,
                              nx_names *out, newsidx_error *err);

/* ------------------------------------------------------- maintenance ---- */

newsidx_status nx_store_check(nx_store *store, newsidx_progress_fn progress,
                              void *user, newsidx_error *err);
newsidx_status nx_store_optimize(nx_store *store, newsidx_error *err);
newsidx_status nx_store_rebuild(nx_store *store, newsidx_progress_fn progress,
                                void *user, newsidx_error *err);
newsidx_status nx_store_backup(nx_store *store, const char *path,
                               newsidx_progress_fn progress, void *user,
                               newsidx_error *err);

/* Check it, end its log, mark it and let nobody write to it.
 * NEWSIDX_UNCHANGED: it was sealed. */
newsidx_status nx_store_seal(nx_store *store, newsidx_progress_fn progress,
                             void *user, newsidx_error *err);

/*
 * The other way in two steps, for a file is not opened for writing while its
 * mode says that nobody may: of an index opened for reading, let its owner
 * write (NEWSIDX_UNCHANGED if it isn't sealed), and of the same opened for
 * writing, take the mark away and begin a log.
 */
newsidx_status nx_store_unlock_file(nx_store *store, newsidx_error *err);
newsidx_status nx_store_unseal(nx_store *store, newsidx_error *err);

/* Of an index and where it lies, all that can be told without a look at its
 * articles. Opens it to read; that this fails is a finding. */
void nx_store_examine(const char *path, newsidx_findings *to);

#endif
