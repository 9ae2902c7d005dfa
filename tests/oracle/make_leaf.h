/* Random words, phrases and filters of a query. */
#ifndef ORACLE_MAKE_LEAF_H
#define ORACLE_MAKE_LEAF_H

#include "make.h"

/* A query that is being made. Most of its words are from one place of one
 * article, so that they are near each other there. */
typedef struct making {
    const model *of;
    chance *from;
    nx_arena *arena;
    const model_version *focus; /* NULL: there is none */
    size_t column;
    size_t position;
} making;

void make_focus(making *in);

/* Some words of a text, as they stand there. False if none could be used. */
bool make_taken(making *in, uint32_t count, query_node *node);

/* One word as somebody types it; it may be a part of "al-Qaida" or anything
 * else. */
void make_typed(making *in, query_node *node);

/* Any word or phrase; a CHOICES too. */
query_node *make_leaf(making *in);

/* With `is_range` of those that have one. */
query_node *make_filter(making *in, bool is_range);

#endif
