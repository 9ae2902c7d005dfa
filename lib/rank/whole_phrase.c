#include "rank/whole_phrase.h"

#include "base/memory.h"
#include "rank/listed.h"

#include <string.h>

/*
 * Only `words` knows where words stand, and to follow the places of several
 * common words takes long. Lists tell in less time whether any article has all
 * of the words, and which is the first: for most queries there is none, or one.
 */
typedef struct range {
    uint32_t first;
    uint32_t last; /* below first: there is none */
} range;

void nx_ids_finish(nx_ids *ids)
{
    nx_free(ids->ids);
    memset(ids, 0, sizeof *ids);
}

static bool add_id(nx_ids *ids, uint32_t id)
{
    void *array = ids->ids;

    if (!nx_grow(&array, &ids->capacity, ids->count + 1, sizeof *ids->ids))
        return false;
    ids->ids = array;
    ids->ids[ids->count++] = id;
    return true;
}

/* The first article from `*id` on that all lists have; NX_LIST_END if there is
 * none. */
static newsidx_status find_common(nx_list *lists, size_t count, uint32_t *id,
                                  newsidx_error *err)
{
    size_t agreed = 0;

    while (agreed < count && *id != NX_LIST_END) {
        uint32_t found;
        const newsidx_status status =
            nx_list_seek(&lists[agreed], *id, &found, err);

        if (status < 0)
            return status;
        agreed = found == *id ? agreed + 1 : 0;
        *id = found;
    }
    return NEWSIDX_OK;
}

/* All articles that have all words of the phrase are within `out`. */
static newsidx_status find_range(nx_list *lists, size_t count, range *out,
                                 newsidx_error *err)
{
    uint32_t id = 1;
    newsidx_status status = find_common(lists, count, &id, err);

    if (status < 0 || id == NX_LIST_END)
        return status;
    out->first = id;
    /* The last one is not looked for: it would cost all of them. */
    id++;
    status = find_common(lists, count, &id, err);
    if (status >= 0 && id == NX_LIST_END)
        out->last = out->first;
    return status;
}

/* Narrow `out` by the lists of the words, if all of them have one. */
static newsidx_status narrow(nx_store *store, const nx_unit *phrase, range *out,
                             newsidx_error *err)
{
    const size_t count = phrase->position_count;
    const uint32_t last = out->last;
    newsidx_status status = NEWSIDX_OK;
    nx_list *lists;

    for (size_t i = 0; i < count; i++) {
        nx_listed listed;

        if (!nx_listed_position(&phrase->positions[i], &listed))
            return NEWSIDX_OK;
    }
    if (phrase->joined.length > 0)
        return NEWSIDX_OK;
    lists = nx_alloc_zeroed(count, sizeof *lists);
    if (lists == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < count && status >= 0; i++) {
        nx_listed listed;

        (void)nx_listed_position(&phrase->positions[i], &listed);
        status =
            nx_list_open(&lists[i], store, listed.spelling, listed.kind, err);
    }
    out->first = last + 1;
    if (status >= 0)
        status = find_range(lists, count, out, err);
    for (size_t i = 0; i < count; i++)
        nx_list_finish(&lists[i]);
    nx_free(lists);
    return status;
}

static newsidx_status read_ids(nx_store *store, const nx_plan *plan,
                               const range *in, nx_ids *out, newsidx_error *err)
{
    sqlite3 *db = nx_store_db(store);
    sqlite3_stmt *select = NULL;
    newsidx_status status =
        nx_db_prepare(db,
                      "SELECT rowid FROM words WHERE words MATCH ?1 AND "
                      "rowid >= ?2 AND rowid <= ?3",
                      &select, err);
    int code = SQLITE_DONE;

    if (status < 0)
        return status;
    sqlite3_bind_text(select, 1, plan->whole_expression, -1, SQLITE_STATIC);
    sqlite3_bind_int64(select, 2, in->first);
    sqlite3_bind_int64(select, 3, in->last);
    while (status >= 0) {
        code = sqlite3_step(select);
        if (code != SQLITE_ROW)
            break;
        if (!add_id(out, (uint32_t)sqlite3_column_int64(select, 0)))
            status = nx_fail_memory(err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(db, code, "looking for the phrase", err);
    sqlite3_finalize(select);
    return status;
}

newsidx_status nx_whole_phrase_find(nx_store *store, const nx_plan *plan,
                                    nx_ids *out, newsidx_error *err)
{
    range in = {1, nx_store_listed(store)};
    newsidx_status status;

    memset(out, 0, sizeof *out);
    if (plan->whole_phrase == NULL)
        return NEWSIDX_OK;
    status = narrow(store, plan->whole_phrase, &in, err);
    if (status < 0 || in.first > in.last)
        return status;
    return read_ids(store, plan, &in, out, err);
}
