/* The FTS5 tokenizer "newsidx": it replays words, it never makes them. */
#ifndef NX_WORDS_TOKENIZER_H
#define NX_WORDS_TOKENIZER_H

#include "disk/db.h"
#include "words/words.h"

/*
 * When a document is written, each column's bound text is one digit, the
 * column's number, and the terms come from `words`. When a query is read, the
 * text is taken as it stands: a blank ends a token, a '|' parts the
 * alternatives of one position.
 *
 *   "joint|~joint implementation"  ->  joint / ~joint (colocated),
 *                                      implementation
 */
typedef struct nx_feed {
    const nx_words *words; /* of the article being written now, or NULL */
} nx_feed;

/* `feed` lives as long as the connection. Once is enough, again does nothing.
 * Newer versions of SQLite read the file's schema when they are asked for FTS5,
 * so the file has to be known as ours by then. */
newsidx_status nx_tokenizer_register(sqlite3 *db, nx_feed *feed,
                                     newsidx_error *err);

#endif
