#include "store/internal.h"

/* A state that no version has. */
#define NO_STATE (-1)

/* The one of a key's versions that a statement asks for, by the key and a
 * number; NX_STATE_ABSENT if there is none. */
static newsidx_status find(nx_store *store, nx_sql which, newsidx_text key,
                           int64_t number, nx_version *out, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_statement(store, which, &statement, err);

    if (status < 0)
        return status;
    sqlite3_bind_text64(statement, 1, key.bytes, key.length, SQLITE_STATIC,
                        SQLITE_UTF8);
    sqlite3_bind_int64(statement, 2, number);
    status = nx_statement_find(store, statement, "looking for a key", err);
    *out = (nx_version){.state = NX_STATE_ABSENT};
    if (status == NEWSIDX_OK) {
        out->id = sqlite3_column_int64(statement, 0);
        out->version = sqlite3_column_int64(statement, 1);
        out->edition = (uint32_t)sqlite3_column_int64(statement, 2);
        out->content_hash = (uint64_t)sqlite3_column_int64(statement, 3);
        out->state = (nx_state)sqlite3_column_int(statement, 4);
        out->shown = nx_embargoes_read(statement, 5);
    }
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return status < 0 ? status : NEWSIDX_OK;
}

/* The newest version of `key` that doesn't have the state. */
static newsidx_status find_newest(nx_store *store, newsidx_text key, int except,
                                  nx_version *out, newsidx_error *err)
{
    return find(store, NX_SQL_KEY_NEWEST, key, except, out, err);
}

newsidx_status nx_versions_find_newest(nx_store *store, newsidx_text key,
                                       nx_version *out, newsidx_error *err)
{
    return find_newest(store, key, NO_STATE, out, err);
}

newsidx_status nx_versions_find_ruling(nx_store *store, newsidx_text key,
                                       nx_version *out, newsidx_error *err)
{
    const newsidx_status status =
        find_newest(store, key, NX_STATE_OUTDATED, out, err);

    /* What is removed is so with all that is older. */
    if (status >= 0 && out->state == NX_STATE_REMOVED)
        *out = (nx_version){.state = NX_STATE_ABSENT};
    return status;
}

/* The embargoed version before another, if there are more of them. */
static newsidx_status find_waiting(nx_store *store, newsidx_text key,
                                   int64_t version, nx_version *out,
                                   newsidx_error *err)
{
    return find(store, NX_SQL_KEY_WAITING, key, version, out, err);
}

/* The version with that content. */
static newsidx_status find_same(nx_store *store, newsidx_text key,
                                uint64_t content_hash, nx_version *out,
                                newsidx_error *err)
{
    return find(store, NX_SQL_KEY_SAME, key, (int64_t)content_hash, out, err);
}

newsidx_status nx_versions_judge(nx_store *store,
                                 const newsidx_article *article,
                                 uint64_t content_hash, nx_verdict *out,
                                 newsidx_error *err)
{
    const uint32_t edition = article->edition;
    nx_version newest;
    newsidx_status status =
        nx_versions_find_newest(store, article->key, &newest, err);
    bool is_higher;

    *out = (nx_verdict){.last_version = newest.version};
    if (status < 0 || newest.id == 0 || newest.state == NX_STATE_REMOVED)
        return status;
    out->ruling = newest;
    if (newest.state == NX_STATE_OUTDATED)
        status =
            nx_versions_find_ruling(store, article->key, &out->ruling, err);
    if (status < 0 || out->ruling.id == 0)
        return status;
    if (out->ruling.content_hash == content_hash) {
        out->same = out->ruling;
        return status;
    }
    is_higher = out->ruling.edition != 0 && edition > out->ruling.edition;
    out->is_outdated = out->ruling.state == NX_STATE_CANCELED
                           ? !is_higher
                           : edition != 0 && edition < out->ruling.edition;
    /* Without an edition a text of before may come back as the newest. */
    if (out->is_outdated || (edition != 0 && !is_higher))
        status = find_same(store, article->key, content_hash, &out->same, err);
    return status;
}

nx_state nx_versions_state(const newsidx_article *article,
                           const nx_verdict *verdict, int64_t now,
                           nx_span_of_time *out_shown)
{
    *out_shown = (nx_span_of_time){NX_ALWAYS, NX_FOR_EVER};
    if (verdict->is_outdated)
        return NX_STATE_OUTDATED;
    if (article->usage == NEWSIDX_CANCELED)
        return NX_STATE_CANCELED;
    if (article->usage == NEWSIDX_WITHHELD)
        return NX_STATE_WITHHELD;
    /* NEWSIDX_NO_TIME is before every moment. */
    if (article->embargoed_until <= now)
        return NX_STATE_CURRENT;
    out_shown->since = article->embargoed_until;
    return NX_STATE_EMBARGOED;
}

newsidx_status nx_versions_write_state(nx_store *store, int64_t id,
                                       nx_state state, nx_span_of_time shown,
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
    if (shown.since != NX_ALWAYS)
        sqlite3_bind_int64(statement, 3, shown.since);
    if (shown.until != NX_FOR_EVER)
        sqlite3_bind_int64(statement, 4, shown.until);
    status = nx_statement_run(store, statement, "hiding a version", err);
    if (status >= 0)
        nx_rows_set_state(&store->rows, id, state);
    return status;
}

newsidx_status nx_versions_hide(nx_store *store, int64_t id, nx_state state,
                                nx_span_of_time shown, newsidx_error *err)
{
    const newsidx_status status =
        nx_versions_write_state(store, id, state, shown, err);

    if (status < 0)
        return status;
    if (state == NX_STATE_EMBARGOED)
        return nx_embargoes_set(&store->embargoes, id, shown, err);
    nx_embargoes_drop(&store->embargoes, id);
    return status;
}

newsidx_status nx_versions_supersede(nx_store *store, newsidx_text key,
                                     const nx_verdict *verdict, int64_t since,
                                     newsidx_error *err)
{
    const nx_span_of_time whole = {NX_ALWAYS, NX_FOR_EVER};
    nx_version version = verdict->ruling;
    newsidx_status status = NEWSIDX_OK;

    while (status >= 0 && version.id != 0) {
        const bool is_usable = version.state == NX_STATE_CURRENT ||
                               version.state == NX_STATE_EMBARGOED;

        if (is_usable && version.shown.since < since) {
            version.shown.until = since;
            return nx_versions_hide(store, version.id, NX_STATE_EMBARGOED,
                                    version.shown, err);
        }
        status = nx_versions_hide(store, version.id, NX_STATE_SUPERSEDED, whole,
                                  err);
        if (status < 0 || version.state != NX_STATE_EMBARGOED)
            return status;
        status = find_waiting(store, key, version.version, &version, err);
    }
    return status;
}

newsidx_status nx_versions_withdraw(nx_store *store,
                                    const newsidx_article *article,
                                    const nx_verdict *verdict,
                                    newsidx_error *err)
{
    const nx_span_of_time whole = {NX_ALWAYS, NX_FOR_EVER};
    nx_version version = verdict->ruling;
    newsidx_status status = NEWSIDX_OK;
    bool is_older = false;

    /* What comes before an older one is shown before it, so it is older. */
    while (status >= 0 && version.state == NX_STATE_EMBARGOED) {
        is_older = is_older || version.edition <= article->edition;
        if (is_older)
            status = nx_versions_hide(store, version.id, NX_STATE_SUPERSEDED,
                                      whole, err);
        if (status >= 0)
            status = find_waiting(store, article->key, version.version,
                                  &version, err);
    }
    return status;
}

newsidx_status nx_store_find(nx_store *store, newsidx_text key, int64_t now,
                             int64_t *out_id, newsidx_error *err)
{
    nx_version version;
    newsidx_status status = nx_versions_find_ruling(store, key, &version, err);

    *out_id = 0;
    while (status >= 0 && version.state == NX_STATE_EMBARGOED &&
           !nx_span_of_time_has(version.shown, now))
        status = find_waiting(store, key, version.version, &version, err);
    if (status < 0)
        return status;
    if (version.state != NX_STATE_CURRENT &&
        version.state != NX_STATE_EMBARGOED)
        return NEWSIDX_NOT_FOUND;
    *out_id = version.id;
    return NEWSIDX_OK;
}

/* What may be read of the past of a key. */
static newsidx_status may_read_past(nx_store *store, newsidx_text key,
                                    newsidx_error *err)
{
    nx_version ruling;
    const newsidx_status status =
        nx_versions_find_ruling(store, key, &ruling, err);

    if (status < 0)
        return status;
    return ruling.state == NX_STATE_WITHHELD ||
                   ruling.state == NX_STATE_CANCELED
               ? NEWSIDX_NOT_FOUND
               : NEWSIDX_OK;
}

newsidx_status nx_store_may_read(nx_store *store, int64_t id, int64_t now,
                                 newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_text key = {NULL, 0};
    nx_state state = NX_STATE_ABSENT;
    nx_arena arena;
    newsidx_status status =
        nx_statement(store, NX_SQL_STATE_READ, &statement, err);

    nx_arena_init(&arena);
    if (status >= 0) {
        sqlite3_bind_int64(statement, 1, id);
        sqlite3_bind_int64(statement, 2, now);
        status = nx_statement_find(store, statement, "reading an article", err);
    }
    if (status == NEWSIDX_OK) {
        state = (nx_state)sqlite3_column_int(statement, 1);
        /* Superseded or outdated ones have embargoes too. */
        if (state != NX_STATE_CURRENT && sqlite3_column_int(statement, 2) != 0)
            status = NEWSIDX_NOT_FOUND;
        else
            status = nx_statement_copy(statement, 0, &arena, &key, err);
    }
    sqlite3_reset(statement);
    if (status == NEWSIDX_OK &&
        (state == NX_STATE_REMOVED || state == NX_STATE_WITHHELD ||
         state == NX_STATE_CANCELED))
        status = NEWSIDX_NOT_FOUND;
    if (status == NEWSIDX_OK &&
        (state == NX_STATE_SUPERSEDED || state == NX_STATE_OUTDATED))
        status = may_read_past(store, key, err);
    nx_arena_finish(&arena);
    return status;
}
