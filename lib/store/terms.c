#include "store/terms.h"

#include "base/str.h"
#include "store/internal.h"
#include "words/leaf.h"

#include <string.h>

/*
 * FTS5's own list, fts5vocab, reads every posting of every term that it passes:
 * a tenth of a second for one letter of 70,000 articles. Its leaves have the
 * terms side by side, and those that hold nothing but postings are not in
 * words_idx. In the middle of a merge a segment may have lost its first leaves.
 */
#define LEAF_SQL                                                               \
    "SELECT d.block FROM words_idx AS i "                                      \
    "JOIN words_data AS d ON d.id = (i.segid << 37) + (i.pgno >> 1) "          \
    "WHERE i.segid = ?1 AND i.term >= coalesce((SELECT max(term) "             \
    "FROM words_idx WHERE segid = ?1 AND term <= ?2), x'') ORDER BY i.term"

typedef struct walk {
    nx_store *store;
    char first[NX_LONGEST_TERM]; /* '0' and the prefix */
    newsidx_text prefix;
    nx_term_fn on_term;
    void *user;
    nx_leaf_term term;
    bool has_passed; /* what was wanted of the segment */
} walk;

static void take_term(walk *in)
{
    const newsidx_text term = nx_leaf_term_text(&in->term);

    if (nx_str_starts_with(term, in->prefix))
        in->has_passed = !in->on_term(
            nx_str_slice(term.bytes + 1, term.length - 1), in->user);
    else
        in->has_passed = nx_str_compare(term, in->prefix) > 0;
}

/* False if it can't be a leaf. */
static bool read_leaf(walk *in, const void *bytes, size_t length)
{
    nx_leaf leaf;

    if (!nx_leaf_open(&leaf, bytes, length))
        return false;
    while (nx_leaf_has_term(&leaf) && !in->has_passed) {
        if (!nx_leaf_next(&leaf, &in->term))
            return false;
        take_term(in);
    }
    return true;
}

static newsidx_status read_segment(walk *in, sqlite3_stmt *leaves,
                                   int64_t segment, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    int code = SQLITE_DONE;

    sqlite3_bind_int64(leaves, 1, segment);
    sqlite3_bind_blob64(leaves, 2, in->prefix.bytes, in->prefix.length,
                        SQLITE_STATIC);
    in->has_passed = false;
    while (!in->has_passed && status >= 0) {
        code = sqlite3_step(leaves);
        if (code != SQLITE_ROW)
            break;
        if (!read_leaf(in, sqlite3_column_blob(leaves, 0),
                       (size_t)sqlite3_column_bytes(leaves, 0)))
            status = nx_fail(err, NEWSIDX_ERR_CORRUPT,
                             "the list of words is damaged");
    }
    if (status >= 0 && code != SQLITE_DONE && code != SQLITE_ROW)
        status =
            nx_db_fail(in->store->db, code, "reading the list of words", err);
    sqlite3_reset(leaves);
    return status;
}

static newsidx_status read_segments(walk *in, newsidx_error *err)
{
    sqlite3 *db = in->store->db;
    sqlite3_stmt *segments = NULL;
    sqlite3_stmt *leaves = NULL;
    newsidx_status status;
    int64_t segment = 0;
    int code = SQLITE_DONE;

    status = nx_db_prepare(db,
                           "SELECT segid FROM words_idx WHERE segid > ?1 "
                           "ORDER BY segid LIMIT 1",
                           &segments, err);
    if (status >= 0)
        status = nx_db_prepare(db, LEAF_SQL, &leaves, err);
    while (status >= 0) {
        sqlite3_bind_int64(segments, 1, segment);
        code = sqlite3_step(segments);
        if (code != SQLITE_ROW)
            break;
        segment = sqlite3_column_int64(segments, 0);
        sqlite3_reset(segments);
        status = read_segment(in, leaves, segment, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(db, code, "reading the list of words", err);
    sqlite3_finalize(segments);
    sqlite3_finalize(leaves);
    return status;
}

newsidx_status nx_terms_walk(nx_store *store, newsidx_text prefix,
                             nx_term_fn on_term, void *user, newsidx_error *err)
{
    walk in;

    /* No term is longer, so none begins so. */
    if (prefix.length > NX_LIMIT_WORD_BYTES)
        return NEWSIDX_OK;
    memset(&in, 0, sizeof in);
    in.store = store;
    in.first[0] = '0';
    memcpy(in.first + 1, prefix.bytes, prefix.length);
    in.prefix = nx_str_slice(in.first, 1 + prefix.length);
    in.on_term = on_term;
    in.user = user;
    /* What a transaction wrote FTS5 keeps in memory until there is a savepoint.
     * If that fails, nobody knows how much of it is in the file. */
    if (store->activity == NX_WRITING) {
        newsidx_status status =
            nx_statement_once(store, "SAVEPOINT words; RELEASE words",
                              "reading the list of words", err);

        if (status < 0)
            return nx_transaction_break(store, status);
    }
    return read_segments(&in, err);
}
