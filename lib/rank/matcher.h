/* Where in a text the units of a plan occur. */
#ifndef NX_RANK_MATCHER_H
#define NX_RANK_MATCHER_H

#include "rank/plan.h"

/*
 * One occurrence of a unit, see README.md, in a column and of the letter case
 * and bytes that the unit asks for; whether it is early enough is not looked
 * at. Excluded units are looked for where the plan is not exact. The plan's
 * whole phrase, if it has one, is unit number `unit_count`: it is marked, and
 * never scored.
 */
typedef struct nx_occurrence {
    size_t unit;
    nx_column column;
    uint32_t position; /* of its first word, in the column */
    uint32_t last;     /* of its last word */
    uint32_t start;    /* bytes of the column's text */
    uint32_t end;
} nx_occurrence;

/* The bytes between a passage of the body and the one before. */
typedef struct nx_gap {
    uint32_t start; /* where the last word before ends */
    uint32_t end;   /* where the passage's first word begins */
} nx_gap;

/* What was read of one article. */
typedef struct nx_reading {
    nx_occurrence *occurrences; /* by column, then by where they end */
    size_t occurrence_count;
    size_t occurrence_capacity;
    uint32_t counts[NX_COLUMN_COUNT]; /* positions of each column */
    nx_boundaries boundaries;         /* of the body */
    nx_gap *gaps; /* before each passage; before the first is none */
    size_t gap_capacity;
} nx_reading;

void nx_reading_init(nx_reading *reading);
void nx_reading_finish(nx_reading *reading);

/* Looks for the units of one plan. Not for two threads at once. */
typedef struct nx_matcher nx_matcher;

/* The plan must stay as long as the matcher. */
newsidx_status nx_matcher_new(const nx_plan *plan, nx_matcher **out_matcher,
                              newsidx_error *err);
void nx_matcher_free(nx_matcher *matcher);

/*
 * Read all columns of `stored` with `analyzer`, into `reading`. The analyzer
 * must stay as long as the matcher. NEWSIDX_ERR_CORRUPT if its boundaries are
 * damaged or those of another text.
 */
newsidx_status nx_matcher_read(nx_matcher *matcher, nx_analyzer *analyzer,
                               const nx_stored *stored, nx_reading *reading,
                               newsidx_error *err);

#endif
