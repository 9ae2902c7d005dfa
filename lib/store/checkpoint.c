#include "store/internal.h"

#include <assert.h>

/* How long a commit waits for readers, so that a log can begin anew. */
#define READERS_MS 250

/* SQLite's code; `*out_is_copied`: all of the log is in the file too. */
static int write_back(nx_store *store, int mode, bool *out_is_copied)
{
    int pages = 0;
    int copied = 0;
    int code;

    assert(store->lock.held);
    code = sqlite3_wal_checkpoint_v2(store->db, "main", mode, &pages, &copied);
    *out_is_copied = code == SQLITE_OK && copied == pages;
    if (pages >= 0)
        store->log_bytes = (int64_t)pages * NX_PAGE_BYTES;
    return code;
}

newsidx_status nx_checkpoint_truncate(nx_store *store, newsidx_error *err)
{
    bool is_copied = false;
    int code = write_back(store, SQLITE_CHECKPOINT_TRUNCATE, &is_copied);

    if ((code & 0xff) == SQLITE_BUSY)
        code = write_back(store, SQLITE_CHECKPOINT_PASSIVE, &is_copied);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
        return nx_db_fail(store->db, code, "writing the log back", err);
    return NEWSIDX_OK;
}

/*
 * A log begins anew when a writer comes and finds all of it in the file and
 * nobody reading in it. Readers that overlap, each for a moment, can keep that
 * from ever being so: with two that took turns, a log became 563 MB. Who waits
 * for them gets there, since those that come when all is copied read the file
 * alone. A reader that stays is not waited for again until there is as much
 * more to gain.
 */
void nx_checkpoint_after_commit(nx_store *store)
{
    const int64_t limit =
        store->durability == NX_BULK ? NX_LOG_BULK_BYTES : NX_LOG_BYTES;
    const int64_t most = NX_LOG_BULK_BYTES + limit;
    bool is_copied = false;

    if (store->log_bytes <= limit)
        return;
    (void)write_back(store, SQLITE_CHECKPOINT_PASSIVE, &is_copied);
    if (store->log_bytes <= most ||
        (!is_copied && store->log_bytes < store->log_wait_bytes))
        return;
    sqlite3_busy_timeout(store->db, is_copied ? 0 : READERS_MS);
    (void)write_back(store, SQLITE_CHECKPOINT_TRUNCATE, &is_copied);
    nx_connection_set_timeout(store);
    store->log_wait_bytes = store->log_bytes + limit;
}

newsidx_status nx_checkpoint_set_durability(nx_store *store,
                                            nx_durability durability,
                                            newsidx_error *err)
{
    newsidx_status status;

    if (store->synchronous == (int)durability)
        return NEWSIDX_OK;
    /* A bulk load reads the same pages of the key's index again and again. */
    if (durability == NX_BULK)
        status = nx_statement_once(store,
                                   "PRAGMA synchronous = NORMAL;"
                                   "PRAGMA cache_size = -65536",
                                   "preparing to write", err);
    else
        status = nx_statement_once(store,
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA cache_size = -16384",
                                   "preparing to write", err);
    store->synchronous = status < 0 ? -1 : (int)durability;
    return status;
}
