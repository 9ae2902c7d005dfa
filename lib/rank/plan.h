/* A query as this index answers it: its units and an FTS5 expression. */
#ifndef NX_RANK_PLAN_H
#define NX_RANK_PLAN_H

#include "base/arena.h"
#include "query/tree.h"
#include "rank/frequencies.h"
#include "store/store.h"

/* One place in a unit's sequence: any of the terms may stand there. */
typedef struct nx_unit_position {
    newsidx_text *terms;
    size_t term_count;
} nx_unit_position;

/*
 * A word or phrase that counts, see README.md. `al-Qaida said` gives
 *
 *   units[0]  positions [al][qaida]  joined alqaida
 *   units[1]  positions [said|~said]
 *
 * An excluded unit stands below a NOT: it takes part in the expression only. A
 * dropped one takes part in nothing.
 */
typedef struct nx_unit {
    nx_unit_position *positions;
    size_t position_count; /* 1 to 64 */
    newsidx_text joined;   /* {NULL, 0}: none */
    newsidx_text label;    /* as typed, for explanations */
    double idf;            /* the sum over the positions */
    uint32_t repeats;      /* how often it stands in the query */
    bool headline_only;
    bool is_stop_word; /* one position, and a stop word */
    bool is_excluded;
    bool is_dropped;
} nx_unit;

/* Units that stand next to each other in the query. */
typedef struct nx_pair {
    size_t first;
    size_t second;
    uint32_t repeats;
} nx_pair;

/* What the index keeps of a term (see store/words.h): its first 127 bytes, up
 * to a whole character. Borrowed from `term`. */
newsidx_text nx_plan_cut_term(newsidx_text term);

/* What an FTS5 phrase of the expression is read for, if not for a unit. */
#define NX_NO_UNIT ((size_t)-1)
#define NX_WHOLE_PHRASE ((size_t)-2)

/*
 * All memory is of `arena`. The expression is
 *
 *   matches [AND (looked at)]
 *
 * where `matches` decides. FTS5 doesn't move the phrases of a branch that is
 * decided already, so what must be known of every match stands in an OR behind
 * it, unless `matches` is so flat that it always moves every phrase.
 */
typedef struct nx_plan {
    nx_arena *arena;
    nx_unit *units;
    size_t unit_count;
    nx_pair *pairs;
    size_t pair_count;
    const char *expression; /* NULL: nothing can match */
    size_t *phrase_units;   /* of each FTS5 phrase, in its order */
    size_t phrase_count;
    nx_unit *whole_phrase; /* a plain query's words as one; NULL: none */
    newsidx_diagnostic *diagnostics;
    size_t diagnostic_count;
    bool is_cut; /* a limit left something of the query out */
} nx_plan;

/*
 * Plan `query` for the index as of the current snapshot; `language` not given
 * is the index's. A query that only excludes matches nothing. `frequencies` may
 * be NULL for those who only count: units have no idf then.
 */
newsidx_status nx_plan_make(nx_store *store, nx_frequencies *frequencies,
                            const newsidx_query *query, newsidx_text language,
                            nx_arena *arena, nx_plan *out_plan,
                            newsidx_error *err);

#endif
