#include "store/internal.h"

#include "base/limits.h"

static newsidx_status rebuild_words(nx_store *store, const nx_stored *stored,
                                    nx_state state, nx_words *words,
                                    newsidx_error *err)
{
    nx_analyzer *analyzer = NULL;
    newsidx_status status =
        nx_store_analyzer(store, stored->article.language, &analyzer, err);
    nx_row row;

    if (status < 0)
        return status;
    if (stored->id != store->rows.view.last_id + 1)
        return nx_fail(
            err, NEWSIDX_ERR_CORRUPT, "there is no article %lld before %lld",
            (long long)store->rows.view.last_id + 1, (long long)stored->id);
    status = nx_stamp_add_language(store, stored->article.language, err);
    if (status >= 0)
        status = nx_words_analyze(words, analyzer, &stored->article, err);
    if (status >= 0)
        status = nx_write_words(store, stored->id, words, err);
    if (status < 0)
        return status;
    row = nx_write_row(&stored->article, words, state);
    status = nx_rows_set(&store->rows, stored->id, &row, err);
    if (status >= 0)
        status = nx_traits_set(&store->traits, analyzer, stored, err);
    if (status >= 0)
        status = nx_lists_take(store, stored->id, words, err);
    return status;
}

/* A checksum stays as it is, or it would prove what damage has made. */
static newsidx_status rebuild_boundaries(nx_store *store, nx_stored *stored,
                                         const nx_words *words, nx_buf *blob,
                                         newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status;
    newsidx_text text;

    nx_buf_clear(blob);
    if (!stored->has_checksum)
        stored->checksum = nx_write_checksum(stored);
    stored->has_checksum = true;
    status = nx_write_boundaries(stored, words, blob, err);
    if (status >= 0)
        status = nx_statement(store, NX_SQL_BOUNDARIES_SET, &statement, err);
    if (status < 0)
        return status;
    text = nx_buf_text(blob);
    sqlite3_bind_int64(statement, 1, stored->id);
    sqlite3_bind_blob64(statement, 2, text.bytes, text.length, SQLITE_STATIC);
    return nx_statement_run(store, statement, "storing boundaries", err);
}

/* An index that was made without checksums has them when all have one. */
static newsidx_status add_checksums(nx_store *store, newsidx_error *err)
{
    newsidx_status status;

    if (store->has_checksums)
        return NEWSIDX_OK;
    status = nx_schema_add_feature(store, "checksums", err);
    if (status >= 0)
        status = nx_statement_once(store,
                                   "INSERT OR REPLACE INTO meta(name, value) "
                                   "SELECT 'dictionary', data FROM dictionary",
                                   "copying the dictionary", err);
    store->has_checksums = status >= 0;
    return status;
}

static newsidx_status rebuild_articles(nx_store *store, uint64_t total,
                                       newsidx_progress_fn progress, void *user,
                                       newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    nx_state state = NX_STATE_ABSENT;
    nx_stored stored = {.id = 0};
    nx_arena arena;
    nx_words words;
    nx_buf blob;

    nx_arena_init(&arena);
    nx_words_init(&words);
    nx_buf_init(&blob, NX_LIMIT_ARTICLE_BYTES);
    for (uint64_t done = 0; status >= 0; done++) {
        if (progress != NULL && progress(done, total, user) != 0) {
            status =
                nx_fail(err, NEWSIDX_ERR_CANCELLED, "the rebuild was stopped");
            break;
        }
        nx_arena_reset(&arena);
        status = nx_read_next(store, stored.id, &arena, &stored, &state, err);
        if (status == NEWSIDX_DONE)
            break;
        if (status >= 0)
            status = rebuild_words(store, &stored, state, &words, err);
        if (status >= 0)
            status = rebuild_boundaries(store, &stored, &words, &blob, err);
    }
    nx_buf_finish(&blob);
    nx_words_finish(&words);
    nx_arena_finish(&arena);
    return status < 0 ? status : NEWSIDX_OK;
}

newsidx_status nx_store_rebuild(nx_store *store, newsidx_progress_fn progress,
                                void *user, newsidx_error *err)
{
    newsidx_status status = nx_transaction_begin(store, NX_DURABLE, err);
    int64_t saved_bytes = 0;
    uint64_t revision, total;

    if (status < 0)
        return status;
    revision = store->rows.view.revision;
    total = store->rows.view.version_count;
    store->changed = true;
    nx_transaction_forget(store);
    store->rows.view.revision = revision;
    store->traits.revision = revision;
    status = nx_statement_once(store,
                               "DELETE FROM row_chunk;"
                               "DELETE FROM trait_chunk;"
                               "DELETE FROM label",
                               "forgetting the rows", err);
    if (status >= 0)
        status = nx_lists_drop(store, err);
    if (status >= 0)
        status = nx_words_command(store, "delete-all", err);
    if (status >= 0)
        status = nx_transaction_set_loading(store, true, err);
    if (status >= 0)
        status = nx_stamp_create(store, err);
    if (status >= 0)
        status = rebuild_articles(store, total, progress, user, err);
    if (status >= 0)
        status = add_checksums(store, err);
    if (status >= 0)
        status = nx_embargoes_load(store, err);
    if (status >= 0)
        status = nx_bodies_pack(store, &saved_bytes, err);
    if (status >= 0)
        status = nx_words_optimize(store, err);
    if (status >= 0)
        status = nx_lists_optimize(store, err);
    if (status >= 0)
        status = nx_transaction_set_loading(store, false, err);
    if (status < 0) {
        (void)nx_store_rollback(store, NULL);
        return status;
    }
    status = nx_transaction_finish(store, err);
    if (status >= 0)
        store->needs_rebuild = false;
    return status;
}
