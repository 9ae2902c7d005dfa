#include "store/internal.h"

#include "base/bytes.h"
#include "store/columns.h"

#include <stdio.h>
#include <string.h>

static int64_t read_time(sqlite3_stmt *statement, int column)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return NEWSIDX_NO_TIME;
    return sqlite3_column_int64(statement, column);
}

/* What the two statements that read articles give behind its columns. */
#define STATE NX_ARTICLE_COLUMNS

/* Take the checksum off the end of what is stored as boundaries. False if there
 * is none. */
static bool cut_checksum(const nx_store *store, newsidx_text *boundaries,
                         uint64_t *out_checksum)
{
    *out_checksum = 0;
    if (!store->has_checksums || boundaries->length < NX_CHECKSUM_BYTES)
        return false;
    boundaries->length -= NX_CHECKSUM_BYTES;
    *out_checksum = nx_bytes_load64(boundaries->bytes + boundaries->length);
    return true;
}

/* The row that a statement of these columns stands at. */
static newsidx_status read_article(nx_store *store, sqlite3_stmt *statement,
                                   nx_arena *arena, nx_stored *out,
                                   newsidx_error *err)
{
    newsidx_article *article = &out->article;
    newsidx_text *texts[NX_ARTICLE_TEXTS];
    newsidx_status status;

    memset(out, 0, sizeof *out);
    nx_article_texts(out, texts);
    article->size = sizeof *article;
    out->id = sqlite3_column_int64(statement, NX_ARTICLE_ID);
    status =
        nx_statement_copy(statement, NX_ARTICLE_KEY, arena, &article->key, err);
    out->version =
        (uint32_t)sqlite3_column_int64(statement, NX_ARTICLE_VERSION);
    article->published_at = read_time(statement, NX_ARTICLE_PUBLISHED);
    article->updated_at = read_time(statement, NX_ARTICLE_UPDATED);
    article->embargoed_until = read_time(statement, NX_ARTICLE_EMBARGO);
    out->ingested_at = sqlite3_column_int64(statement, NX_ARTICLE_INGESTED);
    out->content_hash =
        (uint64_t)sqlite3_column_int64(statement, NX_ARTICLE_HASH);
    article->edition =
        (uint32_t)sqlite3_column_int64(statement, NX_ARTICLE_EDITION);
    article->urgency =
        (uint32_t)sqlite3_column_int64(statement, NX_ARTICLE_URGENCY);
    article->usage =
        (newsidx_usage)sqlite3_column_int(statement, NX_ARTICLE_USAGE);
    for (size_t i = 0; i < NX_ARTICLE_TEXTS && status >= 0; i++)
        status = nx_statement_copy(statement, NX_ARTICLE_FIRST_TEXT + (int)i,
                                   arena, texts[i], err);
    out->has_checksum = cut_checksum(store, &out->boundaries, &out->checksum);
    if (status >= 0)
        status = nx_body_read(store, statement, NX_ARTICLE_BODY, out->id, arena,
                              &article->body, err);
    return status;
}

/* The row of `id` that a kept statement gives; reset it afterwards. */
static newsidx_status find_row(nx_store *store, nx_sql which, int64_t id,
                               sqlite3_stmt **out_statement, newsidx_error *err)
{
    newsidx_status status = nx_statement(store, which, out_statement, err);

    if (status < 0)
        return status;
    sqlite3_bind_int64(*out_statement, 1, id);
    return nx_statement_find(store, *out_statement, "reading an article", err);
}

newsidx_status nx_store_read(nx_store *store, int64_t id, nx_arena *arena,
                             nx_stored *out, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        find_row(store, NX_SQL_ARTICLE_READ, id, &statement, err);

    memset(out, 0, sizeof *out);
    if (status == NEWSIDX_OK &&
        sqlite3_column_int(statement, STATE) == NX_STATE_REMOVED)
        status = NEWSIDX_NOT_FOUND;
    else if (status == NEWSIDX_OK)
        status = read_article(store, statement, arena, out, err);
    sqlite3_reset(statement);
    return status;
}

newsidx_status nx_store_key(nx_store *store, int64_t id, nx_arena *arena,
                            newsidx_text *out_key, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        find_row(store, NX_SQL_KEY_READ, id, &statement, err);

    *out_key = (newsidx_text){NULL, 0};
    if (status == NEWSIDX_OK)
        status = nx_statement_copy(statement, 0, arena, out_key, err);
    sqlite3_reset(statement);
    return status;
}

newsidx_status nx_store_facts(nx_store *store, int64_t id, nx_arena *arena,
                              nx_facts *out, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        find_row(store, NX_SQL_FACTS_READ, id, &statement, err);
    uint64_t checksum;

    memset(out, 0, sizeof *out);
    if (status == NEWSIDX_OK)
        status = nx_statement_copy(statement, 0, arena, &out->key, err);
    if (status == NEWSIDX_OK)
        status = nx_statement_copy(statement, 1, arena, &out->boundaries, err);
    (void)cut_checksum(store, &out->boundaries, &checksum);
    sqlite3_reset(statement);
    return status;
}

newsidx_status nx_store_names(nx_store *store, int64_t id, nx_arena *arena,
                              nx_names *out, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        find_row(store, NX_SQL_NAMES_READ, id, &statement, err);

    memset(out, 0, sizeof *out);
    if (status == NEWSIDX_OK)
        status = nx_statement_copy(statement, 0, arena, &out->byline, err);
    if (status == NEWSIDX_OK)
        status = nx_statement_copy(statement, 1, arena, &out->keywords, err);
    sqlite3_reset(statement);
    return status;
}

newsidx_status nx_read_next(nx_store *store, int64_t after_id, nx_arena *arena,
                            nx_stored *out, nx_state *out_state,
                            newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_ARTICLE_NEXT, &statement, err);
    int code;

    memset(out, 0, sizeof *out);
    *out_state = NX_STATE_ABSENT;
    if (status < 0)
        return status;
    sqlite3_bind_int64(statement, 1, after_id);
    code = sqlite3_step(statement);
    if (code == SQLITE_DONE) {
        status = NEWSIDX_DONE;
    } else if (code == SQLITE_ROW) {
        int64_t state = sqlite3_column_int64(statement, STATE);

        status = read_article(store, statement, arena, out, err);
        if (status >= 0 && (state < 0 || state >= NX_STATE_ABSENT))
            status = nx_fail(err, NEWSIDX_ERR_CORRUPT,
                             "article %lld has the unknown state %lld",
                             (long long)out->id, (long long)state);
        *out_state = (nx_state)state;
    } else {
        char doing[48];

        snprintf(doing, sizeof doing, "reading article %lld",
                 (long long)after_id + 1);
        status = nx_db_fail(store->db, code, doing, err);
    }
    sqlite3_reset(statement);
    return status;
}
