/* A query as this index answers it: its units, its condition, an FTS5 part. */
#ifndef NX_RANK_PLAN_H
#define NX_RANK_PLAN_H

#include "base/arena.h"
#include "query/tree.h"
#include "rank/condition.h"
#include "rank/frequencies.h"
#include "store/store.h"

/* One place in a unit's sequence: any of the terms may stand there. */
typedef struct nx_unit_position {
    newsidx_text *terms;
    size_t term_count;
} nx_unit_position;

#define NX_ALL_COLUMNS ((1U << NX_COLUMN_COUNT) - 1)
#define NX_NO_LIMIT UINT32_MAX

/*
 * Where a unit counts, by itself. FTS5 knows of columns only; what else there
 * is has to be verified.
 */
typedef struct nx_restriction {
    unsigned columns;      /* a bit for each nx_column */
    uint32_t body_words;   /* of the body only so many; NX_NO_LIMIT: all */
    bool in_lead;          /* of the body only its lead */
    unsigned cases;        /* a bit for each nx_case that must hold */
    newsidx_text verbatim; /* the very bytes; {NULL, 0}: any */
} nx_restriction;

/*
 * A word or phrase, see README.md. `al-Qaida said` gives
 *
 *   units[0]  positions [al][qaida]  joined alqaida
 *   units[1]  positions [said|~said]
 *
 * An excluded unit stands below a NOT: it never scores and is never marked. A
 * dropped one takes part in nothing.
 */
typedef struct nx_unit {
    nx_unit_position *positions;
    size_t position_count; /* 1 to 64 */
    newsidx_text joined;   /* {NULL, 0}: none */
    newsidx_text label;    /* as typed, for explanations */
    newsidx_text typed;    /* a single word's exact form; {NULL, 0}: not one */
    size_t first_word;     /* bytes of the label before its first word */
    newsidx_span span;     /* of the query, where it first stands */
    nx_restriction restriction;
    double idf;        /* the sum over the positions */
    double factor;     /* of nx_bm25_part() */
    uint32_t repeats;  /* how often it stands in the query */
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

/* What the index keeps of a term (see words/words.h): its first 127 bytes, up
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
 * where `matches` holds for every article that the condition holds for, and for
 * no other if the plan is exact, but for its filters. FTS5 doesn't move the
 * phrases of a branch that is decided already, so what must be known of every
 * match stands in an OR behind it, unless `matches` has such a shape that it
 * moves every phrase.
 */
typedef struct nx_plan {
    nx_arena *arena;
    nx_unit *units;
    size_t unit_count;
    nx_pair *pairs;
    size_t pair_count;
    const nx_condition *condition; /* NULL: nothing can match */
    size_t condition_count;
    nx_condition_needs needs; /* of its evaluation */
    bool is_exact;   /* FTS5 and nx_filters_pass() decide, and every occurrence
                        counts */
    bool scans_rest; /* an article without any of the units may match too */
    bool has_scores; /* some unit scores */
    double scale;    /* of nx_bm25_scale() */
    uint64_t version_count; /* by which lengths are judged */
    uint64_t total_length;
    const char *expression; /* NULL: no article has a unit that takes part */
    size_t *phrase_units;   /* of each FTS5 phrase, in its order */
    size_t phrase_count;
    nx_unit *whole_phrase;        /* a plain query's words as one; NULL: none */
    const char *whole_expression; /* that alone */
    newsidx_diagnostic *diagnostics;
    size_t diagnostic_count;
    bool is_cut;  /* a limit left something of the query out */
    bool is_late; /* the deadline came while it was made: nothing is found */
} nx_plan;

/* Does the unit count at a place from `first` to `last`? The lead's length is
 * of the article. Cases and bytes are not looked at. */
bool nx_restriction_allows(const nx_restriction *restriction, nx_column column,
                           uint32_t last, uint32_t lead);

/* Has it something that only the text tells? */
bool nx_restriction_needs_text(const nx_restriction *restriction);

/*
 * Plan `query` for the index as of the current snapshot; `language` not given
 * is the index's. A query that only excludes matches nothing. `frequencies` may
 * be NULL for those who only count: units have no idf then.
 */
newsidx_status nx_plan_make(nx_store *store, nx_frequencies *frequencies,
                            const newsidx_query *query, newsidx_text language,
                            nx_arena *arena, nx_plan *out_plan,
                            newsidx_error *err);

/* The idf of each unit that is weighed, in order; returns how many, at most
 * `unit_count`. */
size_t nx_plan_weights(const nx_plan *plan, double *out_idfs);

/*
 * Weigh units and lengths as the index had them once, if there are as many
 * weights: a later page of a search ranks what the first one did.
 */
void nx_plan_weigh_as(nx_plan *plan, const double *idfs, size_t idf_count,
                      uint64_t version_count, uint64_t total_length);

#endif
