/* What the files of this folder share, and nobody else sees. */
#ifndef NX_STORE_INTERNAL_H
#define NX_STORE_INTERNAL_H

#include "disk/lock.h"
#include "disk/path.h"
#include "disk/watch.h"
#include "store/body.h"
#include "store/embargoes.h"
#include "store/lists.h"
#include "store/rows.h"
#include "store/stamp.h"
#include "store/store.h"
#include "store/traits.h"
#include "text/analyzers.h"
#include "words/tokenizer.h"

/* The log is written back when a commit leaves it longer than this: while a
 * bulk load goes on, less often, for each time waits for the disk. */
#define NX_LOG_BYTES ((int64_t)16 * 1024 * 1024)
#define NX_LOG_BULK_BYTES ((int64_t)64 * 1024 * 1024)

/* Statements that are prepared once and kept; statement.c has their texts. */
typedef enum nx_sql {
    NX_SQL_BEGIN_READ,
    NX_SQL_BEGIN_WRITE,
    NX_SQL_COMMIT,
    NX_SQL_ROLLBACK,
    NX_SQL_META_GET,
    NX_SQL_META_SET,
    NX_SQL_ROWS_READ,
    NX_SQL_ROWS_WRITE,
    NX_SQL_TRAITS_READ,
    NX_SQL_TRAITS_WRITE,
    NX_SQL_LABELS_READ,
    NX_SQL_LABEL_WRITE,
    NX_SQL_KEY_NEWEST,
    NX_SQL_KEY_WAITING,
    NX_SQL_KEY_SAME,
    NX_SQL_KEY_VERSIONS,
    NX_SQL_STATE_READ,
    NX_SQL_ARTICLE_INSERT,
    NX_SQL_ARTICLE_READ,
    NX_SQL_ARTICLE_NEXT,
    NX_SQL_BOUNDARIES_SET,
    NX_SQL_KEY_READ,
    NX_SQL_FACTS_READ,
    NX_SQL_NAMES_READ,
    NX_SQL_WORDS_INSERT,
    NX_SQL_BODY_NEXT,
    NX_SQL_BODY_SET,
    NX_SQL_DICTIONARY_FIND,
    NX_SQL_DICTIONARY_READ,
    NX_SQL_HIDE,
    NX_SQL_SHOW,
    NX_SQL_EMBARGOES_READ,
    NX_SQL_SEGMENTS_READ,
    NX_SQL_SEGMENT_INSERT,
    NX_SQL_LIST_FIND,
    NX_SQL_LIST_INSERT,
    NX_SQL_LIST_CHUNK_READ,
    NX_SQL_LIST_CHUNK_INSERT,
    NX_SQL_COUNT
} nx_sql;

/* What the connection is in the middle of. */
typedef enum nx_activity { NX_IDLE, NX_READING, NX_WRITING } nx_activity;

struct nx_store {
    sqlite3 *db;
    char *path; /* absolute, without symbolic links */
    bool read_only;
    bool immutable;    /* nobody writes it, or so we say */
    nx_file_mark mark; /* if it is immutable */
    bool untrusted;    /* to be looked through */
    bool needs_rebuild;
    bool is_sealed;     /* the file says so: nothing is written to it */
    bool takes_sealed;  /* opened to seal it, or to undo that */
    bool has_checksums; /* of articles, and a copy of the dictionary */
    int64_t busy_timeout_ms;
    char default_language[16];

    nx_lock lock;
    nx_activity activity;
    nx_durability durability;
    bool changed;           /* the transaction makes a new revision */
    newsidx_status broken;  /* why it can only be rolled back, or OK */
    int synchronous;        /* what the connection was told last, or -1 */
    int64_t log_bytes;      /* of the WAL, after the last commit */
    int64_t log_wait_bytes; /* so long, it is worth another wait for readers */

    nx_watch watch;
    nx_row_table rows;
    nx_embargoes embargoes;
    nx_lists lists;
    nx_trait_table traits;
    nx_feed feed;
    sqlite3_stmt *statements[NX_SQL_COUNT];
    nx_analyzers analyzers;
    nx_stamp stamp;
    nx_bodies bodies;
};

/* ------------------------------------------------- statement.c ---------- */

/* A kept statement, reset and without bindings. */
newsidx_status nx_statement(nx_store *store, nx_sql which,
                            sqlite3_stmt **out_statement, newsidx_error *err);

/* Run a statement that gives no rows, and reset it. */
newsidx_status nx_statement_run(nx_store *store, sqlite3_stmt *statement,
                                const char *doing, newsidx_error *err);

/* Step to the row of a statement that gives at most one; NEWSIDX_NOT_FOUND if
 * it gives none. Reset it afterwards. */
newsidx_status nx_statement_find(nx_store *store, sqlite3_stmt *statement,
                                 const char *doing, newsidx_error *err);

/* The text or blob of a column, borrowed until the statement moves; {NULL, 0}
 * for NULL. */
newsidx_status nx_statement_text(sqlite3_stmt *statement, int column,
                                 newsidx_text *out, newsidx_error *err);

/* The same as a copy in `arena`, which ends in NUL. */
newsidx_status nx_statement_copy(sqlite3_stmt *statement, int column,
                                 nx_arena *arena, newsidx_text *out,
                                 newsidx_error *err);

/* Run a text once. */
newsidx_status nx_statement_once(nx_store *store, const char *sql,
                                 const char *doing, newsidx_error *err);

void nx_statement_finish(nx_store *store);

/* A text of `meta`, cut to fit; NEWSIDX_NOT_FOUND if there is none. */
newsidx_status nx_meta_text(nx_store *store, const char *name, char *out,
                            size_t out_length, newsidx_error *err);

/* The same for numbers. */
newsidx_status nx_meta_number(nx_store *store, const char *name,
                              int64_t *out_number, newsidx_error *err);

newsidx_status nx_meta_set_text(nx_store *store, const char *name,
                                const char *text, newsidx_error *err);
newsidx_status nx_meta_set_number(nx_store *store, const char *name,
                                  int64_t number, newsidx_error *err);

/* ---------------------------------------------------- schema.c ---------- */

#define NX_FORMAT_VERSION 1
#define NX_PAGE_BYTES 16384

/* FTS5 keeps its leaves as blobs: four of this length fill a page of ours. */
#define NX_WORDS_PAGE_BYTES 4050

/* Words gathered in memory before they become a segment: enough that a batch
 * of some thousand articles is one. */
#define NX_WORDS_HASH_BYTES ((int64_t)16 * 1024 * 1024)

/* "nwsx", at byte 68 of the file. */
#define NX_APPLICATION_ID 0x6e777378

/* Make an index of an empty database, within a write transaction. */
newsidx_status nx_schema_create(nx_store *store, newsidx_error *err);

/*
 * Hold the file against what this version knows: NEWSIDX_ERR_NOT_AN_INDEX,
 * _FORMAT or _CORRUPT says what is strange. Only reads.
 */
newsidx_status nx_schema_verify(nx_store *store, newsidx_error *err);

/* Name `feature`, which is not there yet, among those that a reader has to
 * know; within a write transaction. */
newsidx_status nx_schema_add_feature(nx_store *store, const char *feature,
                                     newsidx_error *err);

/* Set has_checksums, within a transaction of either kind. */
newsidx_status nx_schema_read_features(nx_store *store, newsidx_error *err);

/* Set needs_rebuild, is_sealed and the default language from what is stored. */
newsidx_status nx_schema_load(nx_store *store, newsidx_error *err);

/* Set is_sealed alone. */
newsidx_status nx_schema_load_seal(nx_store *store, newsidx_error *err);

/* ----------------------------------------------- transaction.c ---------- */

/* nx_store_begin() without asking whether the words are of today's rules. */
newsidx_status nx_transaction_begin(nx_store *store, nx_durability durability,
                                    newsidx_error *err);

/* The lock alone, for what is done to the file outside of transactions. */
newsidx_status nx_transaction_take_lock(nx_store *store, newsidx_error *err);

/* Commit, write the whole log back, and only then let others write. */
newsidx_status nx_transaction_finish(nx_store *store, newsidx_error *err);

/* Turn FTS5's own merging off, or on again. */
newsidx_status nx_transaction_set_loading(nx_store *store, bool is_loading,
                                          newsidx_error *err);

/* Remember that the transaction can't be committed, and return `status`. */
newsidx_status nx_transaction_break(nx_store *store, newsidx_status status);

/* Read rows that others changed, within a transaction of either kind. */
newsidx_status nx_transaction_refresh(nx_store *store, newsidx_error *err);

/* Forget rows, traits and lists: the next refresh reads them again. */
void nx_transaction_forget(nx_store *store);

/* A chunk of the file into the array that it belongs to. */
typedef newsidx_status nx_chunk_reader(void *table, int64_t chunk,
                                       newsidx_text blob, newsidx_error *err);

/* Read the chunks above a revision, and write the dirty ones as of another. */
newsidx_status nx_transaction_read_chunks(nx_store *store, nx_sql which,
                                          int64_t after_revision,
                                          nx_chunk_reader *reader, void *table,
                                          newsidx_error *err);
newsidx_status nx_transaction_write_chunks(nx_store *store, nx_sql which,
                                           const nx_chunks *chunks,
                                           uint64_t revision,
                                           newsidx_error *err);

/* -------------------------------------------------- embargoes.c --------- */

/* The moments in two columns of a statement. */
nx_span_of_time nx_embargoes_read(sqlite3_stmt *statement, int column);

/* Read them all from the file; within a transaction of either kind. */
newsidx_status nx_embargoes_load(nx_store *store, newsidx_error *err);

/* What has ended as of `now` is an embargo no more in the file either; within a
 * write transaction. */
newsidx_status nx_embargoes_settle(nx_store *store, int64_t now,
                                   newsidx_error *err);

/* ----------------------------------------------------- traits.c --------- */

/* Read those that others added; within a transaction of either kind. */
newsidx_status nx_traits_load(nx_store *store, newsidx_error *err);

/* Write what the transaction added, as of the revision that is to be. */
newsidx_status nx_traits_write(nx_store *store, uint64_t revision,
                               newsidx_error *err);

/* ------------------------------------------------ checkpoint.c ---------- */

/* Write all of the log back and make it empty. The caller holds the lock.
 * Readers in the way are no failure: what they need stays in the log. */
newsidx_status nx_checkpoint_truncate(nx_store *store, newsidx_error *err);

/* Write the log back if it is long; with the lock, too. The articles are safe
 * in it: that they can't be written back now is no failure of the commit. */
void nx_checkpoint_after_commit(nx_store *store);

/* Tell the connection how commits reach the disk: FULL or NORMAL. */
newsidx_status nx_checkpoint_set_durability(nx_store *store,
                                            nx_durability durability,
                                            newsidx_error *err);

/* ------------------------------------------------- connection.c --------- */

/* Open the file by the rules of this folder's FORMAT.md. */
newsidx_status nx_connection_open(nx_store *store, newsidx_mode mode,
                                  newsidx_error *err);
void nx_connection_close(nx_store *store);

/* SQLite waits as long as the caller wants. */
void nx_connection_set_timeout(nx_store *store);

/* Refuse by its header a file that is not ours, before anything is read that
 * might leave traces. `*out_empty`: there is nothing in it yet. */
newsidx_status nx_connection_peek(nx_store *store, bool *out_empty,
                                  newsidx_error *err);

/* Does what is written go through a write-ahead log? */
newsidx_status nx_connection_has_log(nx_store *store, bool *out_has_log,
                                     newsidx_error *err);

/* Begin a log, or end it: with the lock, outside of transactions.
 * NEWSIDX_ERR_BUSY if others have the file open. */
newsidx_status nx_connection_use_log(nx_store *store, bool wanted,
                                     newsidx_error *err);
/* NEWSIDX_ERR_IO if an immutable file was written, or another has its name,
 * since it was opened. */
newsidx_status nx_connection_require_same(const nx_store *store,
                                          newsidx_error *err);

/* -------------------------------------------------- preflight.c --------- */

/*
 * Look through all of a file whose schema was verified, before anything of it
 * is used. NEWSIDX_ERR_CORRUPT names the table and the row that no newsidx
 * wrote.
 */
newsidx_status nx_preflight_run(nx_store *store, newsidx_error *err);

/* ------------------------------------------------------- read.c --------- */

/*
 * The version with the lowest id above `after_id`, whatever its state, into
 * `arena`; NEWSIDX_DONE if there is none. Unlike a statement that stays open
 * this allows to change the table in between.
 */
newsidx_status nx_read_next(nx_store *store, int64_t after_id, nx_arena *arena,
                            nx_stored *out, nx_state *out_state,
                            newsidx_error *err);

/* -------------------------------------------------- versions.c ---------- */

/* One of the versions of a key. */
typedef struct nx_version {
    int64_t id; /* 0: there is none */
    int64_t version;
    uint32_t edition;
    uint64_t content_hash;
    nx_state state; /* as the file has it; ABSENT: there is none */
    nx_span_of_time shown;
} nx_version;

/* What becomes of an article that comes with a key. */
typedef struct nx_verdict {
    nx_version same;      /* that has it already; else of id 0 */
    nx_version ruling;    /* the newest that counts; of id 0: none */
    int64_t last_version; /* 0: the key is not known */
    bool is_outdated;
} nx_verdict;

/* The newest version that is neither outdated nor removed. */
newsidx_status nx_versions_find_ruling(nx_store *store, newsidx_text key,
                                       nx_version *out, newsidx_error *err);

/* The newest version of all; of id 0: there is none. */
newsidx_status nx_versions_find_newest(nx_store *store, newsidx_text key,
                                       nx_version *out, newsidx_error *err);

newsidx_status nx_versions_judge(nx_store *store,
                                 const newsidx_article *article,
                                 uint64_t content_hash, nx_verdict *out,
                                 newsidx_error *err);

/* The state of a version that comes in now, and from when it is shown. */
nx_state nx_versions_state(const newsidx_article *article,
                           const nx_verdict *verdict, int64_t now,
                           nx_span_of_time *out_shown);

/* A version of `key` begins to rule at the moment `since`, or for ever: hide
 * those before it, from the verdict's ruling one on. */
newsidx_status nx_versions_supersede(nx_store *store, newsidx_text key,
                                     const nx_verdict *verdict, int64_t since,
                                     newsidx_error *err);

/* What may not be used came too late to rule, for a higher edition waits: what
 * is shown until then is hidden, unless it is of a higher edition too. */
newsidx_status nx_versions_withdraw(nx_store *store,
                                    const newsidx_article *article,
                                    const nx_verdict *verdict,
                                    newsidx_error *err);

/* Give a version of the file another state; `shown` is of the embargoed. */
newsidx_status nx_versions_hide(nx_store *store, int64_t id, nx_state state,
                                nx_span_of_time shown, newsidx_error *err);

/* The same but for the list of embargoes. */
newsidx_status nx_versions_write_state(nx_store *store, int64_t id,
                                       nx_state state, nx_span_of_time shown,
                                       newsidx_error *err);

/* ------------------------------------------------------ write.c --------- */

/* A hash over all that nx_content_hash() leaves out: id, key, version, when it
 * came and what was dropped; and over that hash, so a row proves itself. */
#define NX_CHECKSUM_BYTES ((size_t)8)
uint64_t nx_write_checksum(const nx_stored *stored);

/* What is stored as boundaries: those of the words, and the checksum that
 * `stored` has. */
newsidx_status nx_write_boundaries(const nx_stored *stored,
                                   const nx_words *words, nx_buf *out,
                                   newsidx_error *err);

/* Everything of a version, of the next id: its row, shown as it is; its words,
 * trait and place in the lists. Sets its boundaries, for the time being. What
 * fails here leaves half of it behind. */
newsidx_status nx_write_version(nx_store *store, nx_stored *stored,
                                const nx_words *words, newsidx_error *err);

/* Give FTS5 the words of the article `id`. */
newsidx_status nx_write_words(nx_store *store, int64_t id,
                              const nx_words *words, newsidx_error *err);

/* The row that follows from an article and its words. */
nx_row nx_write_row(const newsidx_article *article, const nx_words *words,
                    nx_state state);

/* ---------------------------------------- schema.c, maintain.c ---------- */

/* One of FTS5's own commands: 'optimize', or with a number, 'merge'. */
newsidx_status nx_words_command(nx_store *store, const char *command,
                                newsidx_error *err);
newsidx_status nx_words_configure(nx_store *store, const char *name,
                                  int64_t value, newsidx_error *err);

/* Make one segment of all words, within a write transaction. */
newsidx_status nx_words_optimize(nx_store *store, newsidx_error *err);

/* Merge as much as the last load is worth. */
newsidx_status nx_words_merge(nx_store *store, newsidx_error *err);

#endif
