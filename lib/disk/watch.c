#include "disk/watch.h"

#include "base/clock.h"

/* Steps of SQLite's machine between two looks. At 1,000, a statement over an
 * FTS5 table overshot a deadline of one second by twelve; at 100 by 0.2. */
#define STEPS 100

void nx_watch_init(nx_watch *watch)
{
    atomic_init(&watch->interrupted, false);
    watch->deadline_ms = 0;
    watch->late = false;
}

static int on_progress(void *context)
{
    nx_watch *watch = context;

    if (atomic_load_explicit(&watch->interrupted, memory_order_relaxed)) {
        watch->late = false;
        return 1;
    }
    watch->late =
        watch->deadline_ms != 0 && nx_clock_ms() >= watch->deadline_ms;
    return watch->late ? 1 : 0;
}

/*
 * A connection can't be asked for its owner, but a hook's argument can: each
 * call of sqlite3_rollback_hook() hands back the one before.
 */
static void on_rollback(void *context)
{
    (void)context;
}

void nx_watch_install(nx_watch *watch, sqlite3 *db)
{
    sqlite3_progress_handler(db, STEPS, on_progress, watch);
    sqlite3_rollback_hook(db, on_rollback, watch);
}

bool nx_watch_is_late(sqlite3 *db)
{
    nx_watch *watch;

    if (db == NULL)
        return false;
    watch = sqlite3_rollback_hook(db, NULL, NULL);
    if (watch == NULL)
        return false;
    sqlite3_rollback_hook(db, on_rollback, watch);
    return watch->late;
}
