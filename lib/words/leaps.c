#include "words/leaps.h"

#include "base/memory.h"

#include <string.h>

/* FTS5 has five bits for a height. */
#define HEIGHTS 32

/* The largest number in eight bytes of seven bits. */
#define ANY_NUMBER ((UINT64_C(1) << 56) - 1)

void nx_leaps_init(nx_leaps *leaps, sqlite3 *db)
{
    memset(leaps, 0, sizeof *leaps);
    leaps->db = db;
}

void nx_leaps_finish(nx_leaps *leaps)
{
    sqlite3_finalize(leaps->read);
    nx_free(leaps->firsts);
    nx_leaps_init(leaps, leaps->db);
}

static newsidx_status fail(const nx_leaps *leaps, newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                   "words_data: the doclist index of leaf %llu of segment %lld "
                   "is not that of its leaves",
                   (unsigned long long)leaps->leaf, (long long)leaps->segment);
}

/* Read node `number` of those of a height, which is of the leaf or node `of`
 * and begins with `rowid`; `*out` is what comes after that. */
static newsidx_status read_node(nx_leaps *leaps, int height, size_t number,
                                uint64_t of, uint64_t rowid, nx_leaf_bytes *out,
                                newsidx_error *err)
{
    const int64_t id = leaps->segment * (INT64_C(1) << 37) +
                       (INT64_C(1) << 36) + height * (INT64_C(1) << 31) +
                       (int64_t)(leaps->leaf + number);
    uint64_t parts[3];
    newsidx_status status =
        nx_db_prepare(leaps->db, "SELECT block FROM words_data WHERE id = ?1",
                      &leaps->read, err);
    int code;

    if (status < 0)
        return status;
    sqlite3_reset(leaps->read);
    sqlite3_bind_int64(leaps->read, 1, id);
    code = sqlite3_step(leaps->read);
    if (code == SQLITE_DONE)
        return fail(leaps, err);
    if (code != SQLITE_ROW)
        return nx_db_fail(leaps->db, code, "reading a doclist index", err);
    out->at = sqlite3_column_blob(leaps->read, 0);
    out->end = out->at + sqlite3_column_bytes(leaps->read, 0);
    if (out->at == NULL)
        return fail(leaps, err);
    for (size_t i = 0; i < 3; i++)
        if (!nx_leaf_number(out, ANY_NUMBER, &parts[i]))
            return fail(leaps, err);
    if (parts[0] > 1 || parts[1] != of || parts[2] != rowid)
        return fail(leaps, err);
    if (number == 0)
        leaps->is_root = parts[0] == 0;
    else if (leaps->is_root || parts[0] == 0)
        return fail(leaps, err);
    return NEWSIDX_OK;
}

void nx_leaps_open(nx_leaps *leaps, int64_t segment, uint64_t leaf)
{
    leaps->segment = segment;
    leaps->leaf = leaf;
    leaps->node = (nx_leaf_bytes){NULL, NULL};
    leaps->rowid = 0;
    leaps->count = 0;
    leaps->is_open = true;
}

static newsidx_status begin_node(nx_leaps *leaps, uint64_t leaf, uint64_t rowid,
                                 newsidx_error *err)
{
    void *firsts = leaps->firsts;

    if (!nx_grow(&firsts, &leaps->capacity, leaps->count + 1,
                 sizeof *leaps->firsts))
        return nx_fail_memory(err);
    leaps->firsts = firsts;
    leaps->firsts[leaps->count++] = rowid;
    return read_node(leaps, 0, leaps->count - 1, leaf, rowid, &leaps->node,
                     err);
}

newsidx_status nx_leaps_take(nx_leaps *leaps, uint64_t leaf, uint64_t rowid,
                             newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    uint64_t number;

    /* Leaves before the first rowid are not told of. */
    if (rowid == 0 && leaps->count == 0)
        return NEWSIDX_OK;
    if (rowid != 0 && leaps->node.at == leaps->node.end)
        status = begin_node(leaps, leaf, rowid, err);
    else if (!nx_leaf_number(&leaps->node, ANY_NUMBER, &number) ||
             number != (rowid != 0 ? rowid - leaps->rowid : 0))
        status = fail(leaps, err);
    if (rowid != 0)
        leaps->rowid = rowid;
    return status;
}

/* Hold the nodes of `height` against those below, which they take the place
 * of: there are fewer. */
static newsidx_status check_height(nx_leaps *leaps, int height,
                                   newsidx_error *err)
{
    size_t count = 0;

    for (size_t i = 0; i < leaps->count; count++) {
        nx_leaf_bytes node = {NULL, NULL};
        uint64_t number;
        newsidx_status status = read_node(leaps, height, count, leaps->leaf + i,
                                          leaps->firsts[i], &node, err);

        if (status < 0)
            return status;
        leaps->firsts[count] = leaps->firsts[i];
        for (i++; node.at < node.end; i++)
            if (i == leaps->count ||
                !nx_leaf_number(&node, ANY_NUMBER, &number) ||
                number != leaps->firsts[i] - leaps->firsts[i - 1])
                return fail(leaps, err);
    }
    leaps->count = count;
    return NEWSIDX_OK;
}

newsidx_status nx_leaps_close(nx_leaps *leaps, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    leaps->is_open = false;
    if (leaps->count == 0 || leaps->node.at != leaps->node.end)
        return fail(leaps, err);
    for (int i = 1; !leaps->is_root && i < HEIGHTS && status >= 0; i++)
        status = check_height(leaps, i, err);
    if (status >= 0 && !leaps->is_root)
        status = fail(leaps, err);
    return status;
}
