#include "store/internal.h"

#include <assert.h>

newsidx_status nx_checkpoint_run(nx_store *store, nx_checkpoint kind,
                                 newsidx_error *err)
{
    int mode = kind == NX_CHECKPOINT_TRUNCATE ? SQLITE_CHECKPOINT_TRUNCATE
                                              : SQLITE_CHECKPOINT_PASSIVE;
    int pages = 0;
    int code;

    assert(store->lock.held);
    code = sqlite3_wal_checkpoint_v2(store->db, "main", mode, &pages, NULL);
    if ((code & 0xff) == SQLITE_BUSY && kind == NX_CHECKPOINT_TRUNCATE)
        code = sqlite3_wal_checkpoint_v2(
            store->db, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, NULL);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
        return nx_db_fail(store->db, code, "writing the log back", err);
    if (pages >= 0)
        store->log_bytes = (int64_t)pages * NX_PAGE_BYTES;
    return NEWSIDX_OK;
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
