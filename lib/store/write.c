#include "store/internal.h"

#include "base/clock.h"
#include "base/limits.h"

#include <assert.h>
#include <limits.h>

/* What the newest version of a key is. */
typedef struct newest {
    int64_t id; /* 0: the key is not known */
    uint32_t version;
    uint64_t content_hash;
    nx_state state;
} newest;

static newsidx_status find_newest(nx_store *store, newsidx_text key,
                                  newest *out, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_KEY_FIND, &statement, err);
    int code;

    *out = (newest){0, 0, 0, NX_STATE_ABSENT};
    if (status < 0)
        return status;
    sqlite3_bind_text64(statement, 1, key.bytes, key.length, SQLITE_STATIC,
                        SQLITE_UTF8);
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        out->id = sqlite3_column_int64(statement, 0);
        out->version = (uint32_t)sqlite3_column_int64(statement, 1);
        out->content_hash = (uint64_t)sqlite3_column_int64(statement, 2);
        out->state = (nx_state)sqlite3_column_int(statement, 3);
    } else if (code != SQLITE_DONE) {
        status = nx_db_fail(store->db, code, "looking for a key", err);
    }
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return status;
}

static newsidx_status hide(nx_store *store, int64_t id, nx_state state,
                           newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = NEWSIDX_OK;

    if (id < 1 || id > store->rows.view.last_id)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT, "article %lld has no row",
                       (long long)id);
    status = nx_statement(store, NX_SQL_HIDE, &statement, err);
    if (status < 0)
        return status;
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, state);
    status = nx_statement_run(store, statement, "hiding a version", err);
    if (status >= 0)
        nx_rows_set_state(&store->rows, id, state);
    return status;
}

static void bind_text(sqlite3_stmt *statement, int number, newsidx_text text)
{
    if (text.bytes != NULL)
        sqlite3_bind_text64(statement, number, text.bytes, text.length,
                            SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_time(sqlite3_stmt *statement, int number, int64_t time)
{
    if (time != NEWSIDX_NO_TIME)
        sqlite3_bind_int64(statement, number, time);
}

static newsidx_status insert_article(nx_store *store, const nx_stored *stored,
                                     newsidx_error *err)
{
    const newsidx_article *article = &stored->article;
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_ARTICLE_INSERT, &statement, err);

    if (status >= 0)
        status = nx_body_bind(store, statement, 18, article->body, err);
    if (status < 0)
        return status;
    sqlite3_bind_int64(statement, 1, stored->id);
    bind_text(statement, 2, article->key);
    sqlite3_bind_int64(statement, 3, stored->version);
    bind_time(statement, 4, article->published_at);
    bind_time(statement, 5, article->updated_at);
    sqlite3_bind_int64(statement, 6, stored->ingested_at);
    sqlite3_bind_int64(statement, 7, (int64_t)stored->content_hash);
    bind_text(statement, 8, article->language);
    bind_text(statement, 9, article->headline);
    bind_text(statement, 10, article->byline);
    bind_text(statement, 11, article->dateline);
    bind_text(statement, 12, article->source);
    bind_text(statement, 13, article->section);
    bind_text(statement, 14, article->keywords);
    bind_text(statement, 15, article->url);
    bind_text(statement, 16, article->dropped);
    sqlite3_bind_blob64(statement, 17, stored->boundaries.bytes,
                        stored->boundaries.length, SQLITE_STATIC);
    return nx_statement_run(store, statement, "storing an article", err);
}

newsidx_status nx_write_words(nx_store *store, int64_t id,
                              const nx_words *words, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_WORDS_INSERT, &statement, err);

    if (status < 0)
        return status;
    sqlite3_bind_int64(statement, 1, id);
    store->feed.words = words;
    status = nx_statement_run(store, statement, "storing words", err);
    store->feed.words = NULL;
    return status;
}

nx_row nx_write_row(const newsidx_article *article, const nx_words *words,
                    nx_state state)
{
    nx_row row = {0, 0, 0, 0, 0};

    row.length = nx_words_length(words);
    row.lead = (uint16_t)nx_words_lead(words);
    row.state = (uint8_t)state;
    row.published_at = article->published_at;
    return row;
}

static newsidx_status write_traits(nx_store *store, const nx_stored *stored,
                                   newsidx_error *err)
{
    nx_analyzer *analyzer = NULL;
    newsidx_status status =
        nx_store_analyzer(store, (newsidx_text){NULL, 0}, &analyzer, err);

    if (status >= 0)
        status = nx_traits_load(store, err);
    if (status >= 0)
        status = nx_traits_set(&store->traits, analyzer, stored, err);
    return status;
}

/* Everything of a new version but its boundaries, which follow from the words;
 * what fails here leaves half of it behind. */
static newsidx_status write_version(nx_store *store, nx_stored *stored,
                                    const nx_words *words, newsidx_error *err)
{
    nx_row row = nx_write_row(&stored->article, words, NX_STATE_CURRENT);
    newsidx_status status = NEWSIDX_OK;
    nx_buf boundaries;

    nx_buf_init(&boundaries, NX_LIMIT_ARTICLE_BYTES);
    nx_boundaries_encode(&words->boundaries, &boundaries);
    if (boundaries.status < 0)
        status = nx_fail(err, boundaries.status, "%s",
                         nx_status_text(boundaries.status));
    stored->boundaries = nx_buf_text(&boundaries);
    if (status >= 0)
        status = write_traits(store, stored, err);
    if (status >= 0)
        status = insert_article(store, stored, err);
    if (status >= 0)
        status = nx_write_words(store, stored->id, words, err);
    if (status >= 0)
        status = nx_rows_set(&store->rows, stored->id, &row, err);
    if (status >= 0)
        status = nx_lists_take(store, stored->id, words, err);
    nx_buf_finish(&boundaries);
    return status;
}

newsidx_status nx_store_put(nx_store *store, const newsidx_article *article,
                            uint64_t content_hash, const nx_words *words,
                            nx_put_result *out, newsidx_error *err)
{
    nx_stored stored = {.article = *article, .content_hash = content_hash};
    newest before;
    newsidx_status status;

    assert(store->activity == NX_WRITING);
    *out = (nx_put_result){0, 0};
    if (store->broken < 0)
        return nx_fail(err, store->broken,
                       "an earlier write of the transaction failed");
    status = find_newest(store, article->key, &before, err);
    if (status < 0)
        return nx_transaction_break(store, status);
    if (before.id != 0 && before.state == NX_STATE_CURRENT &&
        before.content_hash == content_hash) {
        *out = (nx_put_result){before.id, before.version};
        return NEWSIDX_UNCHANGED;
    }
    assert(words != NULL);
    if (before.version == UINT32_MAX)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "the key has %lu versions",
                       (unsigned long)before.version);
    stored.id = store->rows.view.last_id + 1;
    stored.version = before.version + 1;
    stored.ingested_at = nx_clock_now();
    *out = (nx_put_result){stored.id, stored.version};
    if (!store->changed && store->durability == NX_BULK)
        status = nx_transaction_set_loading(store, true, err);
    store->changed = true;
    if (status >= 0)
        status = nx_stamp_add_language(store, article->language, err);
    if (status >= 0)
        status = write_version(store, &stored, words, err);
    if (status >= 0 && before.id != 0 && before.state == NX_STATE_CURRENT)
        status = hide(store, before.id, NX_STATE_SUPERSEDED, err);
    return nx_transaction_break(store, status);
}

newsidx_status nx_store_has(nx_store *store, newsidx_text key,
                            uint64_t content_hash, newsidx_error *err)
{
    newest before;
    newsidx_status status = find_newest(store, key, &before, err);

    if (status < 0)
        return status;
    if (before.id == 0 || before.state != NX_STATE_CURRENT ||
        before.content_hash != content_hash)
        return NEWSIDX_NOT_FOUND;
    return NEWSIDX_OK;
}

newsidx_status nx_store_find(nx_store *store, newsidx_text key, int64_t *out_id,
                             newsidx_error *err)
{
    newest found;
    newsidx_status status = find_newest(store, key, &found, err);

    *out_id = 0;
    if (status < 0)
        return status;
    if (found.id == 0 || found.state != NX_STATE_CURRENT)
        return NEWSIDX_NOT_FOUND;
    *out_id = found.id;
    return NEWSIDX_OK;
}

/* Removed means all of it: what was superseded can't be read either. */
newsidx_status nx_store_remove(nx_store *store, newsidx_text key,
                               newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newest current;
    newsidx_status status;
    int code = SQLITE_DONE;

    assert(store->activity == NX_WRITING);
    if (store->broken < 0)
        return nx_fail(err, store->broken,
                       "an earlier write of the transaction failed");
    status = find_newest(store, key, &current, err);
    if (status < 0)
        return nx_transaction_break(store, status);
    if (current.id == 0 || current.state != NX_STATE_CURRENT)
        return NEWSIDX_NOT_FOUND;
    store->changed = true;
    status = nx_statement(store, NX_SQL_KEY_VERSIONS, &statement, err);
    if (status < 0)
        return nx_transaction_break(store, status);
    sqlite3_bind_text64(statement, 1, key.bytes, key.length, SQLITE_STATIC,
                        SQLITE_UTF8);
    while (status >= 0) {
        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        status = hide(store, sqlite3_column_int64(statement, 0),
                      NX_STATE_REMOVED, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "removing an article", err);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return nx_transaction_break(store, status);
}
