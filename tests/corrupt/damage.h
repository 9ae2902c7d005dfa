/* A small index of which every table has something, to be damaged; and all
 * that a reader can do with what comes of it. */
#ifndef CORRUPT_DAMAGE_H
#define CORRUPT_DAMAGE_H

#include "newsidx.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Make an index at `path`: several segments of words and of ranked lists, a
 * doclist over many leaves, versions, labels, embargoes, and in builds with
 * zstd a dictionary and frames. It is closed and sound.
 */
void damage_make_index(const char *path);

/* The file with SQLite alone, which refuses nothing. Close it with
 * sqlite3_close(). */
sqlite3 *damage_open_raw(const char *path);

/* Run a text on it, which has to work. */
void damage_run(sqlite3 *db, const char *sql);

/* Open it as a stranger's file, or to read it; NULL if that fails. */
newsidx *damage_open(const char *path, bool is_untrusted, newsidx_error *err);

/* Search, read and count: every status must be one that damage can have, or the
 * test fails. */
void damage_use(newsidx *index);

/* One of its searches, for any number. */
void damage_search(newsidx *index, size_t number);

/* The same of a check, which takes longer. */
void damage_check(newsidx *index);

/* Can an index file that nobody knows be the reason of this? */
bool damage_is_clean(newsidx_status status);

#endif
