/* All that FTS5 keeps of the words, without FTS5. */
#ifndef NX_WORDS_AUDIT_H
#define NX_WORDS_AUDIT_H

#include "disk/db.h"

/*
 * Hold every row of words_data and words_idx against what FTS5 would have
 * written: NEWSIDX_ERR_CORRUPT names the row and what is wrong with it. No
 * rowid may be above `last_id`. What passes holds nothing that FTS5 could
 * stumble over; whether these are the words of the articles is not asked.
 * Within a snapshot.
 */
newsidx_status nx_words_audit(sqlite3 *db, int64_t last_id, newsidx_error *err);

/* The segments that a structure record names, and what is wrong with it; for
 * nx_words_audit() and tests. */
#define NX_MOST_SEGMENTS 2000

typedef struct nx_words_segment {
    int64_t number;
    uint64_t first; /* leaves; 0: all of it was merged into another */
    uint64_t last;
} nx_words_segment;

typedef struct nx_words_structure {
    nx_words_segment segments[NX_MOST_SEGMENTS]; /* by number */
    size_t count;
    const char *fault;
} nx_words_structure;

/* False, with `fault`, if `bytes` are no such record. */
bool nx_words_structure_read(nx_words_structure *structure, const void *bytes,
                             size_t length);

#endif
