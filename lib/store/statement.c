#include "store/internal.h"

#include <assert.h>
#include <string.h>

static_assert(NX_STATE_REMOVED == 2 && NX_STATE_EMBARGOED == 5,
              "as in the statements below");

static const char *const texts[NX_SQL_COUNT] = {
    [NX_SQL_BEGIN_READ] = "BEGIN",
    [NX_SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [NX_SQL_COMMIT] = "COMMIT",
    [NX_SQL_ROLLBACK] = "ROLLBACK",
    [NX_SQL_META_GET] = "SELECT value FROM meta WHERE name = ?1",
    [NX_SQL_META_SET] = "INSERT INTO meta(name, value) VALUES(?1, ?2) "
                        "ON CONFLICT(name) DO UPDATE SET value = ?2",
    [NX_SQL_ROWS_READ] = "SELECT chunk, data FROM row_chunk "
                         "WHERE revision > ?1 ORDER BY chunk",
    [NX_SQL_ROWS_WRITE] =
        "INSERT INTO row_chunk(chunk, revision, data) VALUES(?1, ?2, ?3) "
        "ON CONFLICT(chunk) DO UPDATE SET revision = ?2, data = ?3",
    [NX_SQL_TRAITS_READ] = "SELECT chunk, data FROM trait_chunk "
                           "WHERE revision > ?1 ORDER BY chunk",
    [NX_SQL_TRAITS_WRITE] =
        "INSERT INTO trait_chunk(chunk, revision, data) VALUES(?1, ?2, ?3) "
        "ON CONFLICT(chunk) DO UPDATE SET revision = ?2, data = ?3",
    [NX_SQL_LABELS_READ] = "SELECT id, kind, text FROM label "
                           "WHERE id > ?1 ORDER BY id",
    [NX_SQL_LABEL_WRITE] =
        "INSERT INTO label(id, kind, text) VALUES(?1, ?2, ?3)",
    [NX_SQL_KEY_NEWEST] =
        "SELECT article.id, version, edition, hash, state, since, until "
        "FROM article LEFT JOIN hidden ON hidden.id = article.id "
        "WHERE key = ?1 AND state IS NOT ?2 "
        "ORDER BY version DESC LIMIT 1",
    [NX_SQL_KEY_WAITING] =
        "SELECT article.id, version, edition, hash, state, since, until "
        "FROM article JOIN hidden ON hidden.id = article.id "
        "WHERE key = ?1 AND version < ?2 AND state = 5 "
        "ORDER BY version DESC LIMIT 1",
    [NX_SQL_KEY_SAME] =
        "SELECT article.id, version, edition, hash, state, since, until "
        "FROM article LEFT JOIN hidden ON hidden.id = article.id "
        "WHERE key = ?1 AND hash = ?2 AND state IS NOT 2 "
        "ORDER BY version DESC LIMIT 1",
    [NX_SQL_STATE_READ] =
        "SELECT key, state, embargo > ?2 FROM article "
        "LEFT JOIN hidden ON hidden.id = article.id WHERE article.id = ?1",
    [NX_SQL_KEY_VERSIONS] = "SELECT id FROM article WHERE key = ?1",
    [NX_SQL_ARTICLE_INSERT] =
        "INSERT INTO article(id, key, version, published, updated, embargo, "
        "ingested, hash, edition, urgency, usage, language, headline, byline, "
        "dateline, source, section, keywords, url, copyright, dropped, "
        "boundaries, extra, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
        "?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, "
        "?24)",
    [NX_SQL_ARTICLE_READ] =
        "SELECT id, key, version, published, updated, embargo, ingested, hash, "
        "edition, urgency, usage, language, headline, byline, dateline, "
        "source, section, keywords, url, copyright, dropped, boundaries, "
        "extra, body, (SELECT state FROM hidden WHERE id = article.id) "
        "FROM article WHERE id = ?1",
    [NX_SQL_KEY_READ] = "SELECT key FROM article WHERE id = ?1",
    [NX_SQL_FACTS_READ] = "SELECT key, boundaries FROM article WHERE id = ?1",
    [NX_SQL_NAMES_READ] = "SELECT byline, keywords FROM article WHERE id = ?1",
    [NX_SQL_ARTICLE_NEXT] =
        "SELECT id, key, version, published, updated, embargo, ingested, hash, "
        "edition, urgency, usage, language, headline, byline, dateline, "
        "source, section, keywords, url, copyright, dropped, boundaries, "
        "extra, body, (SELECT state FROM hidden WHERE id = article.id) "
        "FROM article WHERE id > ?1 ORDER BY id LIMIT 1",
    [NX_SQL_BOUNDARIES_SET] = "UPDATE article SET boundaries = ?2 "
                              "WHERE id = ?1 AND boundaries IS NOT ?2",
    [NX_SQL_WORDS_INSERT] =
        "INSERT INTO words(rowid, headline, byline, dateline, body, keywords) "
        "VALUES(?1, '0', '1', '2', '3', '4')",
    [NX_SQL_BODY_NEXT] = "SELECT id, body FROM article WHERE id > ?1 AND "
                         "typeof(body) = 'text' ORDER BY id LIMIT 1",
    [NX_SQL_BODY_SET] = "UPDATE article SET body = ?2 WHERE id = ?1",
    [NX_SQL_DICTIONARY_FIND] = "SELECT id FROM dictionary LIMIT 1",
    [NX_SQL_DICTIONARY_READ] = "SELECT data FROM dictionary WHERE id = ?1",
    [NX_SQL_HIDE] =
        "INSERT INTO hidden(id, state, since, until) VALUES(?1, ?2, ?3, ?4) "
        "ON CONFLICT(id) DO UPDATE SET state = ?2, since = ?3, until = ?4",
    [NX_SQL_SHOW] = "DELETE FROM hidden WHERE id = ?1",
    [NX_SQL_EMBARGOES_READ] =
        "SELECT id, since, until FROM hidden INDEXED BY embargo "
        "WHERE state = 5",
    [NX_SQL_SEGMENTS_READ] =
        "SELECT segment, first, last, postings, bytes, first_chunk, end_chunk "
        "FROM list_segment ORDER BY first",
    [NX_SQL_SEGMENT_INSERT] =
        "INSERT INTO list_segment(segment, first, last, postings, bytes, "
        "first_chunk, end_chunk) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [NX_SQL_LIST_FIND] = "SELECT exact, stem FROM list_term "
                         "WHERE segment = ?1 AND spelling = ?2",
    [NX_SQL_LIST_INSERT] = "INSERT INTO list_term(segment, spelling, exact, "
                           "stem) VALUES(?1, ?2, ?3, ?4)",
    [NX_SQL_LIST_CHUNK_READ] = "SELECT data FROM list_chunk WHERE id = ?1",
    [NX_SQL_LIST_CHUNK_INSERT] =
        "INSERT INTO list_chunk(id, data) VALUES(?1, ?2)",
};

newsidx_status nx_statement(nx_store *store, nx_sql which,
                            sqlite3_stmt **out_statement, newsidx_error *err)
{
    sqlite3_stmt **kept = &store->statements[which];
    newsidx_status status = nx_db_prepare(store->db, texts[which], kept, err);

    *out_statement = *kept;
    return status;
}

newsidx_status nx_statement_run(nx_store *store, sqlite3_stmt *statement,
                                const char *doing, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    int code = sqlite3_step(statement);

    if (code != SQLITE_DONE && code != SQLITE_ROW)
        status = nx_db_fail(store->db, code, doing, err);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return status;
}

newsidx_status nx_statement_find(nx_store *store, sqlite3_stmt *statement,
                                 const char *doing, newsidx_error *err)
{
    int code = sqlite3_step(statement);

    if (code == SQLITE_ROW)
        return NEWSIDX_OK;
    if (code == SQLITE_DONE)
        return NEWSIDX_NOT_FOUND;
    return nx_db_fail(store->db, code, doing, err);
}

newsidx_status nx_statement_text(sqlite3_stmt *statement, int column,
                                 newsidx_text *out, newsidx_error *err)
{
    *out = (newsidx_text){NULL, 0};
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return NEWSIDX_OK;
    out->bytes = sqlite3_column_blob(statement, column);
    out->length = (size_t)sqlite3_column_bytes(statement, column);
    if (out->bytes != NULL)
        return NEWSIDX_OK;
    /* An empty text has no bytes, and so has one that memory lacks. */
    if (sqlite3_errcode(sqlite3_db_handle(statement)) == SQLITE_NOMEM)
        return nx_fail_memory(err);
    *out = (newsidx_text){"", 0};
    return NEWSIDX_OK;
}

newsidx_status nx_statement_copy(sqlite3_stmt *statement, int column,
                                 nx_arena *arena, newsidx_text *out,
                                 newsidx_error *err)
{
    newsidx_status status = nx_statement_text(statement, column, out, err);

    if (status < 0 || out->bytes == NULL)
        return status;
    *out = nx_arena_text(arena, *out);
    return out->bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

newsidx_status nx_statement_once(nx_store *store, const char *sql,
                                 const char *doing, newsidx_error *err)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

    if (code != SQLITE_OK)
        return nx_db_fail(store->db, code, doing, err);
    return NEWSIDX_OK;
}

void nx_statement_finish(nx_store *store)
{
    for (size_t i = 0; i < NX_SQL_COUNT; i++) {
        sqlite3_finalize(store->statements[i]);
        store->statements[i] = NULL;
    }
}

/* The statement at the row of `name`; the caller resets it. */
static newsidx_status meta_find(nx_store *store, const char *name,
                                sqlite3_stmt **out_statement,
                                newsidx_error *err)
{
    newsidx_status status =
        nx_statement(store, NX_SQL_META_GET, out_statement, err);
    int code;

    if (status < 0)
        return status;
    sqlite3_bind_text(*out_statement, 1, name, -1, SQLITE_STATIC);
    code = sqlite3_step(*out_statement);
    if (code == SQLITE_ROW)
        return NEWSIDX_OK;
    if (code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "reading meta", err);
    sqlite3_reset(*out_statement);
    return status < 0 ? status : NEWSIDX_NOT_FOUND;
}

newsidx_status nx_meta_text(nx_store *store, const char *name, char *out,
                            size_t out_length, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = meta_find(store, name, &statement, err);
    const char *text;
    size_t length;

    out[0] = '\0';
    if (status != NEWSIDX_OK)
        return status;
    text = (const char *)sqlite3_column_text(statement, 0);
    if (text == NULL) {
        if (sqlite3_column_type(statement, 0) == SQLITE_NULL)
            status =
                nx_fail(err, NEWSIDX_ERR_CORRUPT, "meta %s is empty", name);
        else
            status = nx_fail_memory(err);
    } else {
        length = strlen(text);
        if (length >= out_length)
            length = out_length - 1;
        memcpy(out, text, length);
        out[length] = '\0';
    }
    sqlite3_reset(statement);
    return status;
}

newsidx_status nx_meta_number(nx_store *store, const char *name,
                              int64_t *out_number, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = meta_find(store, name, &statement, err);

    *out_number = 0;
    if (status != NEWSIDX_OK)
        return status;
    if (sqlite3_column_type(statement, 0) == SQLITE_INTEGER)
        *out_number = sqlite3_column_int64(statement, 0);
    else
        status =
            nx_fail(err, NEWSIDX_ERR_CORRUPT, "meta %s is no number", name);
    sqlite3_reset(statement);
    return status;
}

newsidx_status nx_meta_set_text(nx_store *store, const char *name,
                                const char *text, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_META_SET, &statement, err);

    if (status < 0)
        return status;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, text, -1, SQLITE_STATIC);
    return nx_statement_run(store, statement, "writing meta", err);
}

newsidx_status nx_meta_set_number(nx_store *store, const char *name,
                                  int64_t number, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_META_SET, &statement, err);

    if (status < 0)
        return status;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, number);
    return nx_statement_run(store, statement, "writing meta", err);
}
