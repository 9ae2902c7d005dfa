#include "store/posting_sums.h"

#include "base/hash.h"
#include "base/memory.h"
#include "store/internal.h"

#include <string.h>

newsidx_status nx_posting_sums_init(nx_posting_sums *sums, int64_t last_id,
                                    newsidx_error *err)
{
    sums->last_id = last_id;
    sums->sums = nx_alloc_zeroed((size_t)last_id + 1, sizeof *sums->sums);
    return sums->sums != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

void nx_posting_sums_finish(nx_posting_sums *sums)
{
    nx_free(sums->sums);
    sums->sums = NULL;
}

/* The finalizer of MurmurHash3 (Appleby): every bit depends on every bit. */
static uint64_t posting_hash(uint64_t term_hash, uint64_t column,
                             uint64_t position)
{
    uint64_t hash = term_hash + (position * NX_COLUMN_COUNT + column) *
                                    UINT64_C(0x9e3779b97f4a7c15);

    hash ^= hash >> 33;
    hash *= UINT64_C(0xff51afd7ed558ccd);
    hash ^= hash >> 33;
    hash *= UINT64_C(0xc4ceb9fe1a85ec53);
    hash ^= hash >> 33;
    return hash;
}

void nx_posting_sums_add(nx_posting_sums *sums, int64_t id,
                         const nx_words *words)
{
    uint64_t sum = 0;

    for (size_t column = 0; column < NX_COLUMN_COUNT; column++) {
        newsidx_text packed = nx_buf_text(&words->packed[column]);
        const unsigned char *at = (const unsigned char *)packed.bytes;
        const unsigned char *end = at + packed.length;
        uint64_t position = UINT64_MAX; /* the first term makes it 0 */

        while (at < end) {
            size_t length = *at & 0x7fu;

            if ((*at & 0x80u) == 0)
                position++;
            sum += posting_hash(nx_hash64(at + 1, length, 0), column, position);
            at += 1 + length;
        }
    }
    sums->sums[id] += sum;
}

static size_t column_number(const char *name)
{
    static const char *const names[NX_COLUMN_COUNT] = {
        "headline", "byline", "dateline", "body", "keywords"};
    size_t i = 0;

    while (i < NX_COLUMN_COUNT && strcmp(name, names[i]) != 0)
        i++;
    return i;
}

/* One row of the vocabulary: term, doc, col, offset. */
static newsidx_status subtract_row(nx_posting_sums *sums,
                                   sqlite3_stmt *statement, newsidx_error *err)
{
    const char *term = (const char *)sqlite3_column_text(statement, 0);
    int length = sqlite3_column_bytes(statement, 0);
    int64_t id = sqlite3_column_int64(statement, 1);
    const char *name = (const char *)sqlite3_column_text(statement, 2);
    int64_t position = sqlite3_column_int64(statement, 3);
    size_t column;

    if (term == NULL || name == NULL)
        return nx_fail_memory(err);
    column = column_number(name);
    if (id < 1 || id > sums->last_id || column == NX_COLUMN_COUNT)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "the word \"%.40s\" is in article %lld, which isn't "
                       "there",
                       term, (long long)id);
    sums->sums[id] -= posting_hash(nx_hash64(term, (size_t)length, 0), column,
                                   (uint64_t)position);
    return NEWSIDX_OK;
}

static newsidx_status read_postings(nx_posting_sums *sums, nx_store *store,
                                    newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_db_prepare(
        store->db, "SELECT term, doc, col, offset FROM temp.postings",
        &statement, err);
    int code = SQLITE_DONE;

    while (status >= 0) {
        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        status = subtract_row(sums, statement, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "reading the words", err);
    sqlite3_finalize(statement);
    return status;
}

newsidx_status nx_posting_sums_subtract(nx_posting_sums *sums, nx_store *store,
                                        newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    /* A temporary table is not the file's, but query_only minds it too. */
    if (store->read_only)
        status = nx_statement_once(store, "PRAGMA query_only = OFF",
                                   "reading the words", err);
    if (status >= 0)
        status = nx_statement_once(
            store,
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.postings "
            "USING fts5vocab(main, words, instance)",
            "reading the words", err);
    if (status >= 0)
        status = read_postings(sums, store, err);
    sqlite3_exec(store->db, "DROP TABLE IF EXISTS temp.postings", NULL, NULL,
                 NULL);
    if (store->read_only)
        sqlite3_exec(store->db, "PRAGMA query_only = ON", NULL, NULL, NULL);
    return status;
}

newsidx_status nx_posting_sums_judge(const nx_posting_sums *sums,
                                     newsidx_error *err)
{
    for (int64_t id = 1; id <= sums->last_id; id++)
        if (sums->sums[id] != 0)
            return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                           "the words of article %lld are not those of its "
                           "text",
                           (long long)id);
    return NEWSIDX_OK;
}
