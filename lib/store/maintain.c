#include "store/internal.h"

/* What a load may leave: a quarter of a gigabyte of text makes 18. */
#define MOST_SEGMENTS 24

/* Steps of a merge, in FTS5's pages: an interrupt is seen between two. */
#define MERGE_PAGES 500

newsidx_status nx_words_optimize(nx_store *store, newsidx_error *err)
{
    newsidx_status status = nx_words_command(store, "optimize", err);

    if (status >= 0)
        status =
            nx_meta_set_number(store, "merged_length",
                               (int64_t)store->rows.view.total_length, err);
    return status;
}

/*
 * Segments cost a query that looks for few articles (AND of three words, 72,644
 * articles: 0.42 ms with one, 0.7 with 18, 2.3 with 68) and hardly one that
 * looks for many, while to merge costs a fifth of a load. So a few may stay.
 *
 * After a load that is large beside what was there, one segment is worth its
 * price. A smaller one only merges where four segments of a level have come
 * together, as FTS5 does by itself, so that the cost stays in proportion.
 */
newsidx_status nx_words_merge(nx_store *store, newsidx_error *err)
{
    int64_t merged = 0;
    int64_t segments = 0;
    int64_t total = (int64_t)store->rows.view.total_length;
    newsidx_status status =
        nx_db_number(store->db, "SELECT count(DISTINCT segid) FROM words_idx",
                     "counting segments", &segments, err);

    if (status >= 0 && segments > MOST_SEGMENTS)
        status = nx_meta_number(store, "merged_length", &merged, err);
    if (status < 0 || segments <= MOST_SEGMENTS)
        return status;
    if (total - merged > merged / 2)
        return nx_words_optimize(store, err);
    for (;;) {
        sqlite3_int64 before = sqlite3_total_changes64(store->db);

        status = nx_words_configure(store, "merge", MERGE_PAGES, err);
        if (status < 0)
            return status;
        /* The command counts as one change; fewer than two mean no work. */
        if (sqlite3_total_changes64(store->db) - before < 2)
            return NEWSIDX_OK;
    }
}

/*
 * Write the file anew without its free pages, if they and the `saved_bytes`
 * that were taken out of others are more than a twentieth. SQLite copies it
 * into a temporary database, which it attaches; that one is kept on disk, for
 * it is as large as the index.
 */
static newsidx_status give_back_pages(nx_store *store, int64_t saved_bytes,
                                      newsidx_error *err)
{
    int64_t free_pages = 0;
    int64_t pages = 0;
    newsidx_status status =
        nx_db_number(store->db, "PRAGMA freelist_count", "counting free pages",
                     &free_pages, err);

    if (status >= 0)
        status = nx_db_number(store->db, "PRAGMA page_count", "counting pages",
                              &pages, err);
    if (status < 0 || free_pages + saved_bytes / NX_PAGE_BYTES <= pages / 20)
        return status;
    sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 1);
    status = nx_statement_once(store, "PRAGMA temp_store = FILE; VACUUM",
                               "giving free pages back", err);
    sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_exec(store->db, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
    if (status < 0)
        return status;
    return nx_checkpoint_truncate(store, err);
}

newsidx_status nx_store_optimize(nx_store *store, newsidx_error *err)
{
    newsidx_status status = nx_transaction_begin(store, NX_DURABLE, err);
    int64_t saved_bytes = 0;

    if (status < 0)
        return status;
    status = nx_words_optimize(store, err);
    if (status >= 0)
        status = nx_bodies_pack(store, &saved_bytes, err);
    if (status >= 0)
        status = nx_lists_optimize(store, err);
    if (status < 0) {
        (void)nx_store_rollback(store, NULL);
        return status;
    }
    status = nx_transaction_finish(store, err);
    if (status < 0)
        return status;
    status = nx_transaction_take_lock(store, err);
    if (status < 0)
        return status;
    status = give_back_pages(store, saved_bytes, err);
    nx_lock_give(&store->lock);
    return status;
}
