#include "store/internal.h"

#include "base/clock.h"
#include "base/memory.h"

#include <assert.h>
#include <string.h>

/* Run one of the kept statements that have no parameters. */
static newsidx_status run_kept(nx_store *store, nx_sql which, const char *doing,
                               newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_statement(store, which, &statement, err);

    if (status < 0)
        return status;
    return nx_statement_run(store, statement, doing, err);
}

/*
 * The end of a transaction isn't stopped any more: SQLite looks at the watch
 * once more when a statement is done, and would tell of a failure when all is
 * committed.
 */
static newsidx_status run_to_the_end(nx_store *store, nx_sql which,
                                     const char *doing, newsidx_error *err)
{
    newsidx_status status;

    sqlite3_progress_handler(store->db, 0, NULL, NULL);
    status = run_kept(store, which, doing, err);
    nx_watch_install(&store->watch, store->db);
    return status;
}

newsidx_status nx_transaction_read_chunks(nx_store *store, nx_sql which,
                                          int64_t after_revision,
                                          nx_chunk_reader *reader, void *table,
                                          newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_statement(store, which, &statement, err);
    int code = SQLITE_DONE;

    if (status < 0)
        return status;
    sqlite3_bind_int64(statement, 1, after_revision);
    while (status >= 0) {
        newsidx_text blob;

        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        blob.bytes = sqlite3_column_blob(statement, 1);
        blob.length = (size_t)sqlite3_column_bytes(statement, 1);
        if (blob.bytes == NULL && blob.length > 0)
            status = nx_fail_memory(err);
        else
            status =
                reader(table, sqlite3_column_int64(statement, 0), blob, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "reading chunks", err);
    sqlite3_reset(statement);
    return status;
}

static newsidx_status read_rows(void *table, int64_t chunk, newsidx_text blob,
                                newsidx_error *err)
{
    return nx_rows_decode(table, chunk, blob, err);
}

void nx_transaction_forget(nx_store *store)
{
    nx_rows_forget(&store->rows);
    nx_embargoes_forget(&store->embargoes);
    nx_traits_forget(&store->traits);
    nx_lists_forget(&store->lists);
}

/* Another process may have brought a language, or rebuilt it all. */
static newsidx_status refresh_stamp(nx_store *store, newsidx_error *err)
{
    char languages[NX_STAMP_LANGUAGES_BYTES];
    int64_t fingerprint = 0;
    newsidx_status status =
        nx_meta_text(store, "languages", languages, sizeof languages, err);

    if (status >= 0)
        status = nx_meta_number(store, "fingerprint", &fingerprint, err);
    if (status < 0 || (fingerprint == store->stamp.fingerprint &&
                       strcmp(languages, store->stamp.languages) == 0))
        return status;
    return nx_stamp_load(store, err);
}

newsidx_status nx_transaction_refresh(nx_store *store, newsidx_error *err)
{
    int64_t revision = 0;
    nx_rows *view = &store->rows.view;
    newsidx_status status = nx_meta_number(store, "revision", &revision, err);

    if (status == NEWSIDX_NOT_FOUND || (status >= 0 && revision < 1))
        return nx_fail(err, NEWSIDX_ERR_CORRUPT, "the index has no revision");
    if (status < 0)
        return status;
    if ((uint64_t)revision == view->revision)
        return NEWSIDX_OK;
    /* An older revision than ours: another file has taken this one's place. */
    if ((uint64_t)revision < view->revision)
        nx_transaction_forget(store);
    status = nx_transaction_read_chunks(store, NX_SQL_ROWS_READ,
                                        (int64_t)view->revision, read_rows,
                                        &store->rows, err);
    if (status >= 0 && store->rows.embargoes_changed)
        status = nx_embargoes_load(store, err);
    if (status >= 0)
        status = nx_lists_load(store, err);
    if (status >= 0)
        status = nx_schema_read_features(store, err);
    if (status >= 0)
        status = refresh_stamp(store, err);
    if (status < 0) {
        nx_transaction_forget(store);
        return status;
    }
    view->revision = (uint64_t)revision;
    return NEWSIDX_OK;
}

/* --------------------------------------------------------- snapshots ---- */

/* What could not be ended for want of memory is ended before the next. */
static newsidx_status end_leftover(nx_store *store, newsidx_error *err)
{
    if (sqlite3_get_autocommit(store->db) != 0)
        return NEWSIDX_OK;
    return nx_statement_once(store, "ROLLBACK", "rolling back", err);
}

static newsidx_status take_snapshot(nx_store *store, newsidx_error *err)
{
    newsidx_status status = nx_connection_require_same(store, err);

    if (status >= 0)
        status = end_leftover(store, err);
    if (status >= 0)
        status = run_kept(store, NX_SQL_BEGIN_READ, "beginning to read", err);
    if (status < 0)
        return status;
    store->activity = NX_READING;
    status = nx_transaction_refresh(store, err);
    if (status < 0)
        nx_store_end_read(store);
    return status;
}

newsidx_status nx_store_begin_read_at(nx_store *store, int64_t now,
                                      newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    if (store->activity == NX_READING)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "the index is being read");
    if (store->activity != NX_WRITING)
        status = take_snapshot(store, err);
    if (status >= 0)
        nx_embargoes_apply(&store->embargoes, &store->rows, now);
    return status;
}

newsidx_status nx_store_begin_read(nx_store *store, newsidx_error *err)
{
    return nx_store_begin_read_at(store, nx_clock_now(), err);
}

void nx_store_end_read(nx_store *store)
{
    if (store->activity != NX_READING)
        return;
    store->activity = NX_IDLE;
    /* Prepared by an index that was open: only memory can run out, and then
     * the plain call does the same. */
    if (run_to_the_end(store, NX_SQL_COMMIT, "ending to read", NULL) < 0 &&
        sqlite3_get_autocommit(store->db) == 0)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* ----------------------------------------------------------- writing ---- */

newsidx_status nx_transaction_take_lock(nx_store *store, newsidx_error *err)
{
    char *path = nx_path_beside(store->path, ".lock");
    newsidx_status status;

    if (path == NULL)
        return nx_fail_memory(err);
    status = nx_lock_take(&store->lock, path, store->busy_timeout_ms,
                          &store->watch.interrupted, err);
    nx_free(path);
    return status;
}

/*
 * FTS5 merges as it goes, which costs a bulk load a good part of its time.
 * While one is under way "loading" is set and merging is off. If a load was
 * killed, the next ordinary transaction sets things right.
 */
newsidx_status nx_transaction_set_loading(nx_store *store, bool is_loading,
                                          newsidx_error *err)
{
    int64_t loading = 0;
    int64_t wanted = is_loading ? 1 : 0;
    newsidx_status status = nx_meta_number(store, "loading", &loading, err);

    if (status < 0 || loading == wanted)
        return status;
    status = nx_words_configure(store, "automerge", wanted ? 0 : 4, err);
    if (status >= 0)
        status =
            nx_words_configure(store, "crisismerge", wanted ? 1999 : 16, err);
    if (status >= 0)
        status = nx_meta_set_number(store, "loading", wanted, err);
    return status;
}

/* A bulk load turns merging off at its first article, if it has one. */
static newsidx_status prepare_words(nx_store *store, newsidx_error *err)
{
    if (store->durability == NX_BULK)
        return NEWSIDX_OK;
    return nx_transaction_set_loading(store, false, err);
}

newsidx_status nx_transaction_begin(nx_store *store, nx_durability durability,
                                    newsidx_error *err)
{
    newsidx_status status;

    if (store->read_only)
        return nx_fail(err, NEWSIDX_ERR_READ_ONLY,
                       "the index is open for reading only");
    if (store->activity != NX_IDLE)
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "a transaction is open already");
    status = nx_transaction_take_lock(store, err);
    if (status < 0)
        return status;
    status = end_leftover(store, err);
    if (status >= 0)
        status = nx_checkpoint_set_durability(store, durability, err);
    if (status >= 0)
        status = run_kept(store, NX_SQL_BEGIN_WRITE, "beginning to write", err);
    if (status < 0) {
        nx_lock_give(&store->lock);
        return status;
    }
    store->activity = NX_WRITING;
    store->durability = durability;
    store->changed = false;
    store->broken = NEWSIDX_OK;
    nx_bodies_begin(&store->bodies);
    status = nx_transaction_refresh(store, err);
    if (status >= 0)
        status = prepare_words(store, err);
    if (status < 0)
        (void)nx_store_rollback(store, NULL);
    return status < 0 ? status : NEWSIDX_OK;
}

newsidx_status nx_store_begin(nx_store *store, nx_durability durability,
                              newsidx_error *err)
{
    newsidx_status status = nx_transaction_begin(store, durability, err);

    if (status < 0)
        return status;
    /* Only now nobody else can rebuild it by other rules. */
    status = nx_store_require_current(store, err);
    if (status < 0)
        (void)nx_store_rollback(store, NULL);
    return status;
}

bool nx_store_is_writing(const nx_store *store)
{
    return store->activity == NX_WRITING;
}

newsidx_status nx_transaction_break(nx_store *store, newsidx_status status)
{
    if (status < 0)
        store->broken = status;
    return status;
}

newsidx_status nx_transaction_write_chunks(nx_store *store, nx_sql which,
                                           const nx_chunks *chunks,
                                           uint64_t revision,
                                           newsidx_error *err)
{
    const nx_chunk_format *format = chunks->format;
    const size_t count = nx_chunks_count(chunks);
    newsidx_status status = NEWSIDX_OK;
    nx_buf blob;

    nx_buf_init(&blob, format->ids_per_chunk * format->stored_length);
    for (size_t i = 0; i < count && status >= 0; i++) {
        sqlite3_stmt *statement = NULL;

        if (!chunks->dirty[i])
            continue;
        nx_chunks_encode(chunks, i, &blob);
        if (blob.status < 0) {
            status = nx_fail_memory(err);
            break;
        }
        status = nx_statement(store, which, &statement, err);
        if (status < 0)
            break;
        sqlite3_bind_int64(statement, 1, (int64_t)i);
        sqlite3_bind_int64(statement, 2, (int64_t)revision);
        sqlite3_bind_blob64(statement, 3, blob.bytes, blob.length,
                            SQLITE_STATIC);
        status = nx_statement_run(store, statement, "writing chunks", err);
    }
    nx_buf_finish(&blob);
    return status;
}

static newsidx_status commit_changes(nx_store *store, newsidx_error *err)
{
    uint64_t revision = store->rows.view.revision + (store->changed ? 1 : 0);
    newsidx_status status = NEWSIDX_OK;

    if (store->broken < 0)
        return nx_fail(err, store->broken,
                       "an earlier write of the transaction failed");
    if (store->changed) {
        status = nx_embargoes_settle(store, nx_clock_now(), err);
        /* A load seals what it has gathered, and the rest at its end. */
        if (status >= 0 && store->durability == NX_DURABLE)
            status = nx_lists_seal(store, NX_TAIL_LONG, err);
        if (status >= 0)
            status = nx_transaction_write_chunks(
                store, NX_SQL_ROWS_WRITE, &store->rows.chunks, revision, err);
        if (status >= 0)
            status = nx_traits_write(store, revision, err);
        if (status >= 0)
            status = nx_stamp_write(store, err);
        if (status >= 0)
            status =
                nx_meta_set_number(store, "revision", (int64_t)revision, err);
    }
    if (status >= 0)
        status = run_to_the_end(store, NX_SQL_COMMIT, "committing", err);
    if (status < 0)
        return status;
    store->rows.view.revision = revision;
    if (store->changed)
        store->stamp.changed = false;
    nx_chunks_clean(&store->rows.chunks);
    return NEWSIDX_OK;
}

newsidx_status nx_store_commit(nx_store *store, newsidx_error *err)
{
    newsidx_status status;

    if (store->activity != NX_WRITING)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "no transaction is open");
    status = commit_changes(store, err);
    if (status < 0) {
        (void)nx_store_rollback(store, NULL);
        return status;
    }
    store->activity = NX_IDLE;
    nx_checkpoint_after_commit(store);
    nx_lock_give(&store->lock);
    return NEWSIDX_OK;
}

newsidx_status nx_store_rollback(nx_store *store, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    if (store->activity != NX_WRITING)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "no transaction is open");
    store->activity = NX_IDLE;
    /* A full disk or an interrupt may have rolled back already. */
    if (sqlite3_get_autocommit(store->db) == 0) {
        status = run_to_the_end(store, NX_SQL_ROLLBACK, "rolling back", err);
        if (status < 0 && sqlite3_get_autocommit(store->db) == 0 &&
            sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK)
            status = NEWSIDX_OK;
    }
    nx_transaction_forget(store);
    nx_lock_give(&store->lock);
    return status;
}

newsidx_status nx_transaction_finish(nx_store *store, newsidx_error *err)
{
    newsidx_status status = commit_changes(store, err);

    if (status < 0) {
        (void)nx_store_rollback(store, NULL);
        return status;
    }
    store->activity = NX_IDLE;
    status = nx_checkpoint_truncate(store, err);
    nx_lock_give(&store->lock);
    return status;
}

newsidx_status nx_store_sync(nx_store *store, newsidx_error *err)
{
    newsidx_status status = nx_transaction_begin(store, NX_DURABLE, err);

    if (status < 0)
        return status;
    status = nx_words_merge(store, err);
    if (status >= 0)
        status = nx_lists_seal(store, NX_TAIL_SHORT, err);
    if (status < 0) {
        (void)nx_store_rollback(store, NULL);
        return status;
    }
    return nx_transaction_finish(store, err);
}
