#include "store/list_terms.h"

#include "base/memory.h"
#include "base/str.h"
#include "store/internal.h"

#include <string.h>

struct nx_list_terms_row {
    const nx_segment *segment;
    sqlite3_stmt *statement; /* NULL: behind the last */
    newsidx_text term;       /* of the row at hand */
};

/* Marks are lists too, and no words. */
static bool is_word(newsidx_text term)
{
    return term.bytes[0] != '^' && term.bytes[0] != '~';
}

static newsidx_status step(const nx_list_terms *in, nx_list_terms_row *row,
                           newsidx_error *err)
{
    int code;

    do {
        code = sqlite3_step(row->statement);
        if (code == SQLITE_DONE) {
            sqlite3_finalize(row->statement);
            row->statement = NULL;
            return NEWSIDX_OK;
        }
        if (code != SQLITE_ROW)
            return nx_db_fail(in->store->db, code, "listing words", err);
        row->term =
            nx_str_slice((const char *)sqlite3_column_text(row->statement, 0),
                         (size_t)sqlite3_column_bytes(row->statement, 0));
        if (row->term.bytes == NULL || row->term.length == 0 ||
            row->term.length > sizeof in->term)
            return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                           "a ranked list's word is damaged");
    } while (!is_word(row->term));
    return NEWSIDX_OK;
}

newsidx_status nx_list_terms_open(nx_list_terms *terms, nx_store *store,
                                  newsidx_text first, newsidx_error *err)
{
    const nx_lists *lists = &store->lists;
    const size_t count = nx_store_listed(store) > 0 ? lists->segment_count : 0;
    newsidx_status status = NEWSIDX_OK;

    memset(terms, 0, sizeof *terms);
    terms->store = store;
    terms->rows = nx_alloc_zeroed(count, sizeof *terms->rows);
    if (terms->rows == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < count && status >= 0; i++) {
        nx_list_terms_row *row = &terms->rows[terms->row_count++];

        row->segment = &lists->segments[i];
        status = nx_db_prepare(store->db,
                               "SELECT spelling, exact, stem FROM list_term "
                               "WHERE segment = ?1 AND spelling >= ?2 "
                               "AND exact IS NOT NULL ORDER BY spelling",
                               &row->statement, err);
        if (status < 0)
            break;
        sqlite3_bind_int64(row->statement, 1, row->segment->number);
        sqlite3_bind_text64(row->statement, 2,
                            first.bytes != NULL ? first.bytes : "",
                            first.length, SQLITE_TRANSIENT, SQLITE_UTF8);
        status = step(terms, row, err);
    }
    return status;
}

void nx_list_terms_finish(nx_list_terms *terms)
{
    for (size_t i = 0; i < terms->row_count; i++)
        sqlite3_finalize(terms->rows[i].statement);
    nx_free(terms->rows);
    memset(terms, 0, sizeof *terms);
}

/* The first of the terms at hand; NULL bytes if there is none. */
static newsidx_text least(const nx_list_terms *terms)
{
    newsidx_text found = {NULL, 0};

    for (size_t i = 0; i < terms->row_count; i++) {
        const nx_list_terms_row *row = &terms->rows[i];

        if (row->statement != NULL &&
            (found.bytes == NULL || nx_str_compare(row->term, found) < 0))
            found = row->term;
    }
    return found;
}

newsidx_status nx_list_terms_next(nx_list_terms *terms, newsidx_text *out_term,
                                  uint64_t *out_versions, newsidx_error *err)
{
    const newsidx_text found = least(terms);

    *out_versions = 0;
    if (found.bytes == NULL)
        return NEWSIDX_DONE;
    memcpy(terms->term, found.bytes, found.length);
    *out_term = nx_str_slice(terms->term, found.length);
    for (size_t i = 0; i < terms->row_count; i++) {
        nx_list_terms_row *row = &terms->rows[i];
        newsidx_status status;
        uint64_t count;

        if (row->statement == NULL || !nx_str_equal(row->term, *out_term))
            continue;
        status = nx_list_head_count(
            row->segment, nx_list_head(row->statement, 1, NX_LIST_EXACT),
            &count, err);
        if (status >= 0)
            status = step(terms, row, err);
        if (status < 0)
            return status;
        *out_versions += count;
    }
    return NEWSIDX_OK;
}
