#include "store/embargoes.h"

#include "base/memory.h"
#include "store/internal.h"

#include <string.h>

bool nx_span_of_time_has(nx_span_of_time span, int64_t moment)
{
    return span.since <= moment &&
           (moment < span.until || span.until == NX_FOR_EVER);
}

void nx_embargoes_init(nx_embargoes *embargoes)
{
    memset(embargoes, 0, sizeof *embargoes);
    nx_embargoes_forget(embargoes);
}

void nx_embargoes_finish(nx_embargoes *embargoes)
{
    nx_free(embargoes->items);
    nx_embargoes_init(embargoes);
}

/* The rows are of no moment. */
static void invalidate(nx_embargoes *embargoes)
{
    embargoes->valid = (nx_span_of_time){INT64_MAX, INT64_MIN};
}

void nx_embargoes_forget(nx_embargoes *embargoes)
{
    embargoes->count = 0;
    invalidate(embargoes);
}

/* Where it is, or would be. */
static size_t place_of(const nx_embargoes *embargoes, int64_t id)
{
    size_t low = 0;
    size_t high = embargoes->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (embargoes->items[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

newsidx_status nx_embargoes_set(nx_embargoes *embargoes, int64_t id,
                                nx_span_of_time shown, newsidx_error *err)
{
    const size_t place = place_of(embargoes, id);
    void *items = embargoes->items;

    if (place == embargoes->count || embargoes->items[place].id != id) {
        if (!nx_grow(&items, &embargoes->capacity, embargoes->count + 1,
                     sizeof *embargoes->items))
            return nx_fail_memory(err);
        embargoes->items = items;
        memmove(embargoes->items + place + 1, embargoes->items + place,
                (embargoes->count - place) * sizeof *embargoes->items);
        embargoes->count++;
    }
    embargoes->items[place] = (nx_embargo){id, shown};
    invalidate(embargoes);
    return NEWSIDX_OK;
}

void nx_embargoes_drop(nx_embargoes *embargoes, int64_t id)
{
    const size_t place = place_of(embargoes, id);

    if (place == embargoes->count || embargoes->items[place].id != id)
        return;
    embargoes->count--;
    memmove(embargoes->items + place, embargoes->items + place + 1,
            (embargoes->count - place) * sizeof *embargoes->items);
}

static nx_state state_of(nx_span_of_time shown, int64_t now)
{
    if (nx_span_of_time_has(shown, now))
        return NX_STATE_CURRENT;
    return now < shown.since ? NX_STATE_EMBARGOED : NX_STATE_SUPERSEDED;
}

/* Nothing changes between the moments that lie around `now`. */
static void narrow(nx_span_of_time *valid, int64_t moment, int64_t now)
{
    if (moment <= now && moment > valid->since)
        valid->since = moment;
    if (moment > now && moment < valid->until)
        valid->until = moment;
}

void nx_embargoes_apply(nx_embargoes *embargoes, nx_row_table *rows,
                        int64_t now)
{
    nx_span_of_time valid = {NX_ALWAYS, NX_FOR_EVER};

    if (nx_span_of_time_has(embargoes->valid, now))
        return;
    for (size_t i = 0; i < embargoes->count; i++) {
        const nx_embargo *embargo = &embargoes->items[i];

        nx_rows_show(rows, embargo->id, state_of(embargo->shown, now));
        narrow(&valid, embargo->shown.since, now);
        narrow(&valid, embargo->shown.until, now);
    }
    embargoes->valid = valid;
}

/* -------------------------------------------------------- the file ------ */

static int64_t read_moment(sqlite3_stmt *statement, int column, int64_t none)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return none;
    return sqlite3_column_int64(statement, column);
}

nx_span_of_time nx_embargoes_read(sqlite3_stmt *statement, int column)
{
    const nx_span_of_time shown = {
        read_moment(statement, column, NX_ALWAYS),
        read_moment(statement, column + 1, NX_FOR_EVER)};

    return shown;
}

newsidx_status nx_embargoes_load(nx_store *store, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_EMBARGOES_READ, &statement, err);
    int code = SQLITE_DONE;

    nx_embargoes_forget(&store->embargoes);
    while (status >= 0) {
        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        status = nx_embargoes_set(&store->embargoes,
                                  sqlite3_column_int64(statement, 0),
                                  nx_embargoes_read(statement, 1), err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "reading embargoes", err);
    sqlite3_reset(statement);
    if (status >= 0)
        store->rows.embargoes_changed = false;
    return status;
}

/* Write that it is superseded, or current for good. */
static newsidx_status settle(nx_store *store, int64_t id, nx_state state,
                             newsidx_error *err)
{
    const nx_span_of_time whole = {NX_ALWAYS, NX_FOR_EVER};
    sqlite3_stmt *statement = NULL;
    newsidx_status status;

    if (state != NX_STATE_CURRENT)
        return nx_versions_write_state(store, id, state, whole, err);
    status = nx_statement(store, NX_SQL_SHOW, &statement, err);
    if (status < 0)
        return status;
    sqlite3_bind_int64(statement, 1, id);
    status = nx_statement_run(store, statement, "ending an embargo", err);
    if (status >= 0)
        nx_rows_set_state(&store->rows, id, state);
    return status;
}

newsidx_status nx_embargoes_settle(nx_store *store, int64_t now,
                                   newsidx_error *err)
{
    nx_embargoes *embargoes = &store->embargoes;
    newsidx_status status = NEWSIDX_OK;
    size_t kept = 0;

    for (size_t i = 0; i < embargoes->count && status >= 0; i++) {
        const nx_embargo embargo = embargoes->items[i];
        const nx_state state = state_of(embargo.shown, now);

        if (state == NX_STATE_SUPERSEDED ||
            (state == NX_STATE_CURRENT && embargo.shown.until == NX_FOR_EVER))
            status = settle(store, embargo.id, state, err);
        else
            embargoes->items[kept++] = embargo;
    }
    /* After a failure the transaction is undone, and this with it. */
    embargoes->count = kept;
    return status;
}
