/*
 * Leaves of FTS5's segments, which words_data keeps: their terms, and whether
 * all of a leaf is as FTS5 writes it. Pure.
 */
#ifndef NX_WORDS_LEAF_H
#define NX_WORDS_LEAF_H

#include "base/limits.h"
#include "newsidx.h"

#include <stdbool.h>

/*
 * This is version 4 of the format, from the head of fts5_index.c:
 *
 *   leaf   [first rowid u16 | end u16 | .... term .... term .... | index]
 *                             |                                  ^ end
 *   index  where the first term begins, and then how much further each next
 *   term   [kept] [new] bytes: how many of the term before are kept, how many
 *          are new; the first of a leaf has no [kept]; then its doclist:
 *   doclist  rowid [2 * size] positions, step to the next rowid [2 * size] ...
 *          which goes on on the leaves that follow: on each, the first rowid is
 *          whole again, and "first rowid" is where that begins if no term comes
 *          before it, else 0
 *   positions  of column 0, then of others behind 1 and the column's number:
 *          steps plus 2, from 0
 *
 * Numbers but u16 are FTS5's varints: seven bits a byte, the highest first, and
 * always in the shortest form. All terms begin with '0', for there is no index
 * of prefixes.
 */
#define NX_LONGEST_TERM (1 + NX_LIMIT_WORD_BYTES)

typedef struct nx_leaf_term {
    char bytes[NX_LONGEST_TERM];
    size_t length;
} nx_leaf_term;

newsidx_text nx_leaf_term_text(const nx_leaf_term *term);

/* Bytes that are read from left to right. */
typedef struct nx_leaf_bytes {
    const unsigned char *at;
    const unsigned char *end;
} nx_leaf_bytes;

/* A number of at most `most`; false if there is none. */
bool nx_leaf_number(nx_leaf_bytes *in, uint64_t most, uint64_t *out);

/* One leaf, whose bytes are borrowed. */
typedef struct nx_leaf {
    const unsigned char *bytes;
    size_t end;          /* of terms and doclists: the index begins */
    size_t rowid_at;     /* the header's first rowid, or 0 */
    size_t next_at;      /* where the next term begins; `end`: there is none */
    size_t doclist_at;   /* behind the term at hand */
    nx_leaf_bytes index; /* of the terms behind the next */
    bool is_first;       /* no term of it was read yet */
} nx_leaf;

/* False if it can't be a leaf. */
bool nx_leaf_open(nx_leaf *leaf, const void *bytes, size_t length);

static inline bool nx_leaf_has_term(const nx_leaf *leaf)
{
    return leaf->next_at < leaf->end;
}

/* Make of `term`, which is the one before, the next, which there is. False if
 * that can't be. Its doclist goes from `doclist_at` to `next_at`. */
bool nx_leaf_next(nx_leaf *leaf, nx_leaf_term *term);

/* --------------------------------------------------- a whole segment ---- */

/*
 * Where one is in the leaves of a segment, all of which are read one after the
 * other. What a doclist has goes on from one to the next.
 */
typedef struct nx_leaf_audit {
    uint64_t last_id;     /* no rowid is above */
    const char *fault;    /* what was wrong, or NULL */
    nx_leaf_term before;  /* the last term of the leaves before this one */
    nx_leaf_term first;   /* of this leaf, if it has one */
    nx_leaf_term term;    /* at hand */
    uint64_t rowid;       /* at hand, of its doclist; 0: none yet */
    uint64_t first_rowid; /* of this leaf if it stands before all terms; or 0 */
    uint64_t left;        /* bytes of its positions that are to come */
    uint64_t column;      /* that they are of */
    uint64_t position;
    bool wants_column;   /* the next number is one */
    bool wants_position; /* the column has none yet */
    bool has_term;       /* this leaf */
} nx_leaf_audit;

void nx_leaf_audit_init(nx_leaf_audit *audit, uint64_t last_id);

/* Read the next leaf. False, with `fault`, unless it is as FTS5 writes it. */
bool nx_leaf_audit_read(nx_leaf_audit *audit, const void *bytes, size_t length);

/* Behind the last leaf: is everything complete? */
bool nx_leaf_audit_end(nx_leaf_audit *audit);

#endif
