#include "store/internal.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"

#include <assert.h>
#include <limits.h>

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

/* 0 is "not given". */
static void bind_number(sqlite3_stmt *statement, int number, uint32_t value)
{
    if (value != 0)
        sqlite3_bind_int64(statement, number, value);
}

uint64_t nx_write_checksum(const nx_stored *stored)
{
    const newsidx_text dropped = stored->article.dropped;
    unsigned char numbers[32];
    uint64_t hash;

    nx_put_little_endian(numbers, (uint64_t)stored->id, 8);
    nx_put_little_endian(numbers + 8, stored->version, 8);
    nx_put_little_endian(numbers + 16, (uint64_t)stored->ingested_at, 8);
    nx_put_little_endian(numbers + 24, stored->content_hash, 8);
    hash = nx_hash64(numbers, sizeof numbers, 0);
    hash =
        nx_hash64(stored->article.key.bytes, stored->article.key.length, hash);
    return nx_hash64(dropped.bytes, dropped.length, hash);
}

static newsidx_status insert_article(nx_store *store, const nx_stored *stored,
                                     newsidx_error *err)
{
    const newsidx_article *article = &stored->article;
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_ARTICLE_INSERT, &statement, err);

    if (status >= 0)
        status = nx_body_bind(store, statement, 24, article->body, err);
    if (status < 0)
        return status;
    sqlite3_bind_int64(statement, 1, stored->id);
    bind_text(statement, 2, article->key);
    sqlite3_bind_int64(statement, 3, stored->version);
    bind_time(statement, 4, article->published_at);
    bind_time(statement, 5, article->updated_at);
    bind_time(statement, 6, article->embargoed_until);
    sqlite3_bind_int64(statement, 7, stored->ingested_at);
    sqlite3_bind_int64(statement, 8, (int64_t)stored->content_hash);
    bind_number(statement, 9, article->edition);
    bind_number(statement, 10, article->urgency);
    bind_number(statement, 11, (uint32_t)article->usage);
    bind_text(statement, 12, article->language);
    bind_text(statement, 13, article->headline);
    bind_text(statement, 14, article->byline);
    bind_text(statement, 15, article->dateline);
    bind_text(statement, 16, article->source);
    bind_text(statement, 17, article->section);
    bind_text(statement, 18, article->keywords);
    bind_text(statement, 19, article->url);
    bind_text(statement, 20, article->copyright);
    bind_text(statement, 21, article->dropped);
    sqlite3_bind_blob64(statement, 22, stored->boundaries.bytes,
                        stored->boundaries.length, SQLITE_STATIC);
    bind_text(statement, 23, article->extra);
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
    row.kept_state = (uint8_t)state;
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

newsidx_status nx_write_boundaries(const nx_stored *stored,
                                   const nx_words *words, nx_buf *out,
                                   newsidx_error *err)
{
    unsigned char checksum[NX_CHECKSUM_BYTES];

    nx_boundaries_encode(&words->boundaries, out);
    nx_put_little_endian(checksum, stored->checksum, sizeof checksum);
    if (stored->has_checksum)
        nx_buf_add(out, checksum, sizeof checksum);
    return out->status < 0
               ? nx_fail(err, out->status, "%s", nx_status_text(out->status))
               : NEWSIDX_OK;
}

newsidx_status nx_write_version(nx_store *store, nx_stored *stored,
                                const nx_words *words, newsidx_error *err)
{
    nx_row row = nx_write_row(&stored->article, words, NX_STATE_CURRENT);
    newsidx_status status;
    nx_buf boundaries;

    nx_buf_init(&boundaries, NX_LIMIT_ARTICLE_BYTES);
    stored->checksum = nx_write_checksum(stored);
    stored->has_checksum = store->has_checksums;
    status = nx_write_boundaries(stored, words, &boundaries, err);
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

newsidx_status nx_store_try_put(nx_store *store, const newsidx_article *article,
                                uint64_t content_hash, nx_put_result *out,
                                newsidx_error *err)
{
    nx_verdict verdict;
    const newsidx_status status =
        nx_versions_judge(store, article, content_hash, &verdict, err);

    *out = (nx_put_result){0, 0};
    if (status < 0)
        return status;
    if (verdict.same.id != 0) {
        *out = (nx_put_result){verdict.same.id, (uint32_t)verdict.same.version};
        return NEWSIDX_UNCHANGED;
    }
    out->version = (uint32_t)(verdict.last_version + 1);
    return verdict.is_outdated ? NEWSIDX_OUTDATED : NEWSIDX_OK;
}

/* Store a version and let it take the place that the verdict gives it. */
static newsidx_status add_version(nx_store *store, nx_stored *stored,
                                  const nx_words *words,
                                  const nx_verdict *verdict, newsidx_error *err)
{
    const newsidx_article *article = &stored->article;
    nx_span_of_time shown;
    const nx_state state =
        nx_versions_state(article, verdict, stored->ingested_at, &shown);
    newsidx_status status = NEWSIDX_OK;

    if (!store->changed && store->durability == NX_BULK)
        status = nx_transaction_set_loading(store, true, err);
    store->changed = true;
    if (status >= 0)
        status = nx_stamp_add_language(store, article->language, err);
    if (status >= 0)
        status = nx_write_version(store, stored, words, err);
    if (status >= 0 && state == NX_STATE_OUTDATED &&
        article->usage != NEWSIDX_USABLE)
        status = nx_versions_withdraw(store, article, verdict, err);
    if (status >= 0 && state != NX_STATE_OUTDATED)
        status = nx_versions_supersede(store, article->key, verdict,
                                       shown.since, err);
    if (status >= 0 && state != NX_STATE_CURRENT)
        status = nx_versions_hide(store, stored->id, state, shown, err);
    return status;
}

newsidx_status nx_store_put(nx_store *store, const newsidx_article *article,
                            uint64_t content_hash, const nx_words *words,
                            nx_put_result *out, newsidx_error *err)
{
    nx_stored stored = {.article = *article, .content_hash = content_hash};
    nx_verdict verdict;
    newsidx_status status;

    assert(store->activity == NX_WRITING);
    *out = (nx_put_result){0, 0};
    if (store->broken < 0)
        return nx_fail(err, store->broken,
                       "an earlier write of the transaction failed");
    status = nx_versions_judge(store, article, content_hash, &verdict, err);
    if (status < 0)
        return nx_transaction_break(store, status);
    if (verdict.same.id != 0) {
        *out = (nx_put_result){verdict.same.id, (uint32_t)verdict.same.version};
        return NEWSIDX_UNCHANGED;
    }
    assert(words != NULL);
    if (verdict.last_version >= UINT32_MAX)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "the key has %lld versions",
                       (long long)verdict.last_version);
    stored.id = store->rows.view.last_id + 1;
    stored.version = (uint32_t)(verdict.last_version + 1);
    stored.ingested_at = nx_clock_now();
    *out = (nx_put_result){stored.id, stored.version};
    status = add_version(store, &stored, words, &verdict, err);
    if (status >= 0 && verdict.is_outdated)
        status = NEWSIDX_OUTDATED;
    return nx_transaction_break(store, status);
}

/* Removed means all of it: what was superseded can't be read either. */
newsidx_status nx_store_remove(nx_store *store, newsidx_text key,
                               newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    const nx_span_of_time whole = {NX_ALWAYS, NX_FOR_EVER};
    nx_version ruling;
    newsidx_status status;
    int code = SQLITE_DONE;

    assert(store->activity == NX_WRITING);
    if (store->broken < 0)
        return nx_fail(err, store->broken,
                       "an earlier write of the transaction failed");
    status = nx_versions_find_ruling(store, key, &ruling, err);
    if (status < 0)
        return nx_transaction_break(store, status);
    if (ruling.id == 0)
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
        status = nx_versions_hide(store, sqlite3_column_int64(statement, 0),
                                  NX_STATE_REMOVED, whole, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "removing an article", err);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return nx_transaction_break(store, status);
}
