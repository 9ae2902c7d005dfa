/* A small index of which every table has something, to be damaged; and all
 * that a reader can do with what comes of it. */
#ifndef CORRUPT_VICTIM_H
#define CORRUPT_VICTIM_H

#include "newsidx.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Make an index at `path`: several segments of words and of ranked lists, a
 * doclist over many leaves, versions, labels, embargoes, and in builds with
 * zstd a dictionary and frames. It is closed and sound.
 */
void victim_make_index(const char *path);

/* The file with SQLite alone, which refuses nothing. Close it with
 * sqlite3_close(). */
sqlite3 *victim_open_raw(const char *path);

/* Run a text on it, which has to work. */
void victim_run(sqlite3 *db, const char *sql);

/* Open it as a stranger's file, or to read it; NULL if that fails. */
newsidx *victim_open(const char *path, bool is_untrusted, newsidx_error *err);

/* Search, read and count: every status must be one that damage can have, or the
 * test fails. */
void victim_use(newsidx *index);

/* One of its searches, for any number. */
void victim_search(newsidx *index, size_t number);

/* The same of a check, which takes longer. */
void victim_check(newsidx *index);

/* Can an index file that nobody knows be the reason of this? */
bool victim_is_clean(newsidx_status status);

#endif
