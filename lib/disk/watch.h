/* Stops what a connection is doing: an interrupt, or a deadline. */
#ifndef NX_DISK_WATCH_H
#define NX_DISK_WATCH_H

#include "disk/db.h"

#include <stdatomic.h>

typedef struct nx_watch {
    atomic_bool interrupted; /* set by any thread */
    int64_t deadline_ms;     /* of nx_clock_ms(); 0: none */
    bool late;               /* the deadline stopped a statement */
} nx_watch;

void nx_watch_init(nx_watch *watch);

/* `watch` lives as long as the connection. */
void nx_watch_install(nx_watch *watch, sqlite3 *db);

/* Did the deadline stop the connection's last statement? */
bool nx_watch_is_late(sqlite3 *db);

#endif
