/* Short lines that recur in the articles of a source. */
#ifndef NX_INGEST_RECURRING_H
#define NX_INGEST_RECURRING_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

/*
 *   sources   [Harbor Press: 240 articles][The Daily Star: 31] ...
 *   lines     [0 Share: 238][0 Read more: 40][1 Share: 31] ...
 *
 * A line counts once an article, if it has at most 80 bytes and a letter and is
 * no sentence. When there are too many lines, those seen once are forgotten, so
 * that memory is bounded; what recurs is seen again.
 */
typedef struct nx_recurring_text {
    newsidx_text text;
    uint32_t owner; /* of a line: its source, by number */
    uint32_t count; /* of articles */
    uint64_t last;  /* the article that it was counted for */
} nx_recurring_text;

typedef struct nx_recurring_table {
    nx_arena arena; /* of the texts */
    nx_recurring_text *items;
    size_t capacity;
    uint32_t count;
    uint32_t *slots; /* numbers from 1 by the hash of owner and text */
    size_t slot_count;
    bool is_full; /* nothing new is taken in */
} nx_recurring_table;

typedef struct nx_recurring {
    nx_recurring_table sources;
    nx_recurring_table lines;
    uint64_t articles;
} nx_recurring;

void nx_recurring_init(nx_recurring *recurring);
void nx_recurring_finish(nx_recurring *recurring);

/* Count the lines of an article's body. NEWSIDX_ERR_MEMORY. */
newsidx_status nx_recurring_add(nx_recurring *recurring,
                                const newsidx_article *article,
                                newsidx_error *err);

/* A line of at least 20 articles, and of at least one in twenty of its source.
 * An empty source: of those that name none. Borrowed. */
typedef struct nx_recurring_line {
    newsidx_text source;
    newsidx_text line;
    uint64_t articles;
    uint64_t source_articles;
} nx_recurring_line;

/* Sort them: by source, the most frequent first. Nothing is added after it. */
void nx_recurring_sort(nx_recurring *recurring);

/* From *at on, 0 at first; false behind the last. */
bool nx_recurring_next(const nx_recurring *recurring, size_t *at,
                       nx_recurring_line *out);

#endif
