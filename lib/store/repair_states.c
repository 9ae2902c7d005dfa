#include "store/repair.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "store/internal.h"

/* One of a key's versions. */
typedef struct version_line {
    int64_t id;
    int64_t version;
    int64_t embargo;
    newsidx_usage usage;
    nx_state state;
    nx_span_of_time shown;
} version_line;

/* All of one key, by number. */
typedef struct version_group {
    version_line *lines;
    size_t count;
    size_t capacity;
    nx_buf key;
} version_group;

static const nx_span_of_time whole = {NX_ALWAYS, NX_FOR_EVER};

void nx_known_states_finish(nx_known_states *known)
{
    nx_free(known->states);
    nx_free(known->stopped);
}

newsidx_status nx_known_states_add(nx_known_states *known, int64_t id,
                                   nx_state state, newsidx_error *err)
{
    if (!nx_grow((void **)&known->states, &known->capacity, (size_t)id + 1, 1))
        return nx_fail_memory(err);
    known->states[id] = (unsigned char)state;
    known->count = (size_t)id + 1;
    return NEWSIDX_OK;
}

newsidx_status nx_known_states_stop(nx_known_states *known, newsidx_text key,
                                    int64_t version, newsidx_error *err)
{
    if (!nx_grow((void **)&known->stopped, &known->stopped_capacity,
                 known->stopped_count + 1, sizeof *known->stopped))
        return nx_fail_memory(err);
    known->stopped[known->stopped_count++] =
        (nx_stopped){nx_hash64(key.bytes, key.length, 0), version};
    return NEWSIDX_OK;
}

/* ------------------------------------------------------- one key -------- */

/* Was a version that is lost, and newer than all that count, withheld? */
static bool is_stopped(const nx_known_states *known, const version_group *group)
{
    const newsidx_text key = nx_buf_text(&group->key);
    const uint64_t hash = nx_hash64(key.bytes, key.length, 0);
    int64_t newest = 0;

    for (size_t i = 0; i < group->count; i++)
        if (group->lines[i].state != NX_STATE_OUTDATED)
            newest = group->lines[i].version;
    for (size_t i = 0; i < known->stopped_count; i++)
        if (known->stopped[i].key_hash == hash &&
            known->stopped[i].version > newest)
            return true;
    return false;
}

/* Who is outdated needs somebody to be it by; who comes before one that is
 * removed is removed too. Returns the first that counts. */
static size_t settle_past(version_group *group)
{
    size_t first = 0;
    bool has_one = false;

    for (size_t i = 0; i < group->count; i++) {
        version_line *line = &group->lines[i];

        if (line->state == NX_STATE_OUTDATED && !has_one)
            line->state = NX_STATE_SUPERSEDED;
        has_one = true;
        if (line->state == NX_STATE_REMOVED)
            first = i + 1;
    }
    for (size_t i = 0; i < first; i++)
        if (group->lines[i].state != NX_STATE_OUTDATED)
            group->lines[i].state = NX_STATE_REMOVED;
    return first;
}

/* The newest that counts, whatever it was before. */
static void settle_ruling(version_line *line, int64_t now)
{
    line->state = NX_STATE_CURRENT;
    if (line->usage == NEWSIDX_CANCELED) {
        line->state = NX_STATE_CANCELED;
    } else if (line->usage == NEWSIDX_WITHHELD) {
        line->state = NX_STATE_WITHHELD;
    } else if (line->embargo > now) {
        line->state = NX_STATE_EMBARGOED;
        line->shown.since = line->embargo;
    }
}

/* One before it: found until the moment `until`, or not at all. */
static void settle_older(version_line *line, int64_t until, int64_t now)
{
    const int64_t since = line->embargo > now ? line->embargo : NX_ALWAYS;
    const bool waits = line->usage == NEWSIDX_USABLE &&
                       line->state != NX_STATE_SUPERSEDED && since < until;

    line->state = waits ? NX_STATE_EMBARGOED : NX_STATE_SUPERSEDED;
    if (waits)
        line->shown = (nx_span_of_time){since, until};
}

static void settle(version_group *group, bool stopped, int64_t now)
{
    const size_t first = settle_past(group);
    int64_t until = NX_ALWAYS;
    bool has_ruling = false;

    for (size_t i = group->count; i > first; i--) {
        version_line *line = &group->lines[i - 1];

        if (line->state == NX_STATE_OUTDATED)
            continue;
        if (stopped) {
            line->state = NX_STATE_REMOVED;
            continue;
        }
        if (has_ruling)
            settle_older(line, until, now);
        else
            settle_ruling(line, now);
        has_ruling = true;
        /* Who is shown from the beginning leaves nothing to those before. */
        if (line->state == NX_STATE_EMBARGOED)
            until = line->shown.since;
    }
}

/* ------------------------------------------------------ all of them ----- */

static newsidx_status write_group(const nx_known_states *known,
                                  version_group *group, nx_store *store,
                                  newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    settle(group, is_stopped(known, group), nx_clock_now());
    for (size_t i = 0; i < group->count && status >= 0; i++) {
        const version_line *line = &group->lines[i];

        if (line->state != NX_STATE_CURRENT)
            status = nx_versions_hide(store, line->id, line->state, line->shown,
                                      err);
    }
    group->count = 0;
    return status;
}

/* The version that the statement stands at; one of another key ends a group. */
static newsidx_status take_line(const nx_known_states *known,
                                sqlite3_stmt *statement, version_group *group,
                                nx_store *store, newsidx_error *err)
{
    version_line line = {.shown = whole};
    newsidx_text key;
    newsidx_status status = nx_statement_text(statement, 1, &key, err);

    if (status < 0)
        return status;
    if (!nx_str_equal(key, nx_buf_text(&group->key))) {
        status = write_group(known, group, store, err);
        nx_buf_clear(&group->key);
        nx_buf_add_text(&group->key, key);
    }
    if (status < 0)
        return status;
    if (group->key.status < 0 ||
        !nx_grow((void **)&group->lines, &group->capacity, group->count + 1,
                 sizeof *group->lines))
        return nx_fail_memory(err);
    line.id = sqlite3_column_int64(statement, 0);
    line.version = sqlite3_column_int64(statement, 2);
    line.usage = (newsidx_usage)sqlite3_column_int(statement, 3);
    line.embargo = sqlite3_column_type(statement, 4) == SQLITE_NULL
                       ? NEWSIDX_NO_TIME
                       : sqlite3_column_int64(statement, 4);
    line.state = (size_t)line.id < known->count
                     ? (nx_state)known->states[line.id]
                     : NX_STATE_CURRENT;
    group->lines[group->count++] = line;
    return NEWSIDX_OK;
}

newsidx_status nx_known_states_write(const nx_known_states *known,
                                     nx_store *store, newsidx_error *err)
{
    version_group group = {.count = 0};
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        nx_db_prepare(store->db,
                      "SELECT id, key, version, usage, embargo FROM article "
                      "ORDER BY key, version",
                      &statement, err);
    int code = SQLITE_DONE;

    nx_buf_init(&group.key, NX_LIMIT_FIELD_BYTES);
    store->changed = true;
    while (status >= 0) {
        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        status = take_line(known, statement, &group, store, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "reading versions", err);
    if (status >= 0)
        status = write_group(known, &group, store, err);
    sqlite3_finalize(statement);
    nx_buf_finish(&group.key);
    nx_free(group.lines);
    return status;
}
