#include "rank/vocabulary.h"

#include "base/memory.h"
#include "base/str.h"

static int create_vocabulary(sqlite3 *db)
{
    return sqlite3_exec(db,
                        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary "
                        "USING fts5vocab(main, words, row)",
                        NULL, NULL, NULL);
}

/*
 * A view of FTS5's own list of terms, made for this connection only: the file
 * stays as it is. So a handle that may only read can have it too, but its
 * query_only makes no difference between the file and what is temporary.
 */
static newsidx_status open_vocabulary(sqlite3 *db, newsidx_error *err)
{
    int code = create_vocabulary(db);

    if ((code & 0xff) == SQLITE_READONLY) {
        code = sqlite3_exec(db, "PRAGMA query_only = OFF", NULL, NULL, NULL);
        if (code == SQLITE_OK) {
            const int again = create_vocabulary(db);

            code = sqlite3_exec(db, "PRAGMA query_only = ON", NULL, NULL, NULL);
            if (code == SQLITE_OK)
                code = again;
        }
    }
    if (code != SQLITE_OK)
        return nx_db_fail(db, code, "reading the vocabulary", err);
    return NEWSIDX_OK;
}

/* Terms from `prefix` on come sorted: take them while they begin with it. */
static newsidx_status take_terms(sqlite3 *db, sqlite3_stmt *select,
                                 newsidx_text prefix, size_t most,
                                 nx_arena *arena, newsidx_text *terms,
                                 size_t *out_count, bool *out_is_cut,
                                 newsidx_error *err)
{
    int code;

    while ((code = sqlite3_step(select)) == SQLITE_ROW) {
        const newsidx_text term =
            nx_str_slice((const char *)sqlite3_column_text(select, 0),
                         (size_t)sqlite3_column_bytes(select, 0));

        if (term.bytes == NULL || !nx_str_starts_with(term, prefix))
            return NEWSIDX_OK;
        if (*out_count == most) {
            *out_is_cut = true;
            return NEWSIDX_OK;
        }
        terms[*out_count] = nx_arena_text(arena, term);
        if (terms[*out_count].bytes == NULL)
            return nx_fail_memory(err);
        (*out_count)++;
    }
    if (code != SQLITE_DONE)
        return nx_db_fail(db, code, "reading the vocabulary", err);
    return NEWSIDX_OK;
}

newsidx_status nx_vocabulary_expand(nx_store *store, newsidx_text prefix,
                                    size_t most, nx_arena *arena,
                                    newsidx_text **out_terms, size_t *out_count,
                                    bool *out_is_cut, newsidx_error *err)
{
    sqlite3 *db = nx_store_db(store);
    newsidx_status status;
    sqlite3_stmt *select = NULL;

    *out_count = 0;
    *out_is_cut = false;
    *out_terms = nx_arena_array(arena, most, sizeof **out_terms);
    if (*out_terms == NULL)
        return nx_fail_memory(err);
    status = open_vocabulary(db, err);
    if (status < 0)
        return status;
    status = nx_db_prepare(
        db, "SELECT term FROM temp.vocabulary WHERE term >= ?1", &select, err);
    if (status < 0)
        goto cleanup;
    sqlite3_bind_text64(select, 1, prefix.bytes, prefix.length, SQLITE_STATIC,
                        SQLITE_UTF8);
    status = take_terms(db, select, prefix, most, arena, *out_terms, out_count,
                        out_is_cut, err);

cleanup:
    sqlite3_finalize(select);
    return status;
}
