/* FTS5's index of a long doclist, held against the leaves it is of. */
#ifndef NX_WORDS_LEAPS_H
#define NX_WORDS_LEAPS_H

#include "disk/db.h"
#include "words/leaf.h"

/*
 * A doclist of many leaves has one, so that a search can leap. It belongs to
 * the last term of a leaf, and its nodes are rows of words_data too:
 *
 *   height 0   [flag] [leaf] [its first rowid] [step to that of the next] ...
 *   height 1   [flag] [node] [its first rowid] [step to that of the next] ...
 *
 * A step of 0 is a leaf without a rowid. Nodes of any height are numbered from
 * the leaf's number on; the flag is 0 for the only node of the greatest height,
 * which is the root, and 1 for all others.
 */
typedef struct nx_leaps {
    sqlite3 *db;
    sqlite3_stmt *read;
    int64_t segment;
    uint64_t leaf;      /* whose last term it is of */
    nx_leaf_bytes node; /* what is left of the one at hand, of height 0 */
    uint64_t rowid;     /* of the step before */
    uint64_t *firsts;   /* rowids that the nodes of a height begin with */
    size_t count;
    size_t capacity;
    bool is_root; /* says the first node of a height */
    bool is_open;
} nx_leaps;

void nx_leaps_init(nx_leaps *leaps, sqlite3 *db);
void nx_leaps_finish(nx_leaps *leaps);

/* Begin with that of the last term of `leaf`. */
void nx_leaps_open(nx_leaps *leaps, int64_t segment, uint64_t leaf);

/* Leaf `leaf` goes on with the doclist, and `rowid` is the first there; 0: it
 * has none. NEWSIDX_ERR_CORRUPT if that is not what comes next. */
newsidx_status nx_leaps_take(nx_leaps *leaps, uint64_t leaf, uint64_t rowid,
                             newsidx_error *err);

/* The doclist is over: hold all greater heights against the lowest. */
newsidx_status nx_leaps_close(nx_leaps *leaps, newsidx_error *err);

#endif
