/* Searching by definition: lib/rank/README.md, read word by word. */
#ifndef ORACLE_REFERENCE_H
#define ORACLE_REFERENCE_H

#include "evaluation.h"
#include "make.h"

#define WINDOW 50

/* A word or phrase of the query that counts. */
typedef struct unit {
    leaf_meaning leaf; /* the first one of them */
    double idf;
    size_t repeats;
    bool is_stop_word;
} unit;

typedef struct pair {
    size_t first;
    size_t second;
} pair;

#define MOST_UNITS 64
#define NO_UNIT ((size_t)-1)
#define NO_PASSAGE ((size_t)-1)

/*
 * A query read against a model. What each unit's places are in each version is
 * looked for once: places[unit * versions + version], the whole phrase last.
 * They are those that make the query hold there, so there are none in a version
 * that doesn't match.
 */
typedef struct reference {
    const model *of;
    made_query *query;
    nx_arena *arena;
    meaning meaning;
    size_t *units_of_leaves; /* by number of the node; NO_UNIT: excluded */
    unit units[MOST_UNITS];
    size_t unit_count;
    pair pairs[MOST_UNITS]; /* one for each time that they are neighbours */
    size_t pair_count;
    leaf_meaning whole; /* the words of a plain query as one phrase */
    bool has_whole;
    double average;
    double half_life_days; /* 0: age counts for nothing */
    int64_t now;
    bool *is_match; /* by version */
    occurrences *places;
} reference;

/* An article that matches, with its score. */
typedef struct found {
    const model_version *version;
    bool has_phrase;
    double freshness; /* what each score was multiplied with */
    double article;   /* S */
    double passage;   /* P of the best one */
    double ordered;
    double unordered;
    double score; /* F */
} found;

typedef struct found_list {
    found *items;
    size_t count;
    size_t phrase_count;
} found_list;

/* A passage in a flat ranking. */
typedef struct found_passage {
    const found *article;
    size_t number;
    bool has_phrase; /* of its own */
    double score;
} found_passage;

void reference_init(reference *of, const model *from, made_query *query,
                    nx_arena *arena);

/* Where unit `number` stands; number unit_count is the whole phrase. */
const occurrences *reference_places(reference *of, size_t number,
                                    const model_version *in);

/* Does it begin in `column`, from `begin` up to, not including, `end`? */
bool occurrence_is_in(const occurrence *at, size_t column, size_t begin,
                      size_t end);

/* Is there a word that scores? Without one, the newest come first. */
bool reference_has_words(const reference *of);

/* The two pair scores of a passage, or of headline and body as wholes. */
void reference_pairs(reference *of, const model_version *in, size_t passage,
                     found *out);

/* What age leaves of the scores of a version. */
double reference_freshness(const reference *of, const model_version *version);

/* All that match, best first; only stage one if `ids_only`. */
void reference_search(reference *of, bool ids_only, found_list *out);

/*
 * The passages of the window with a unit in them, best first; an article whose
 * units stand elsewhere has its first one. The count is returned.
 */
size_t reference_passages(reference *of, const found_list *list,
                          found_passage **out_items);

/* The passages of an article that may be shown, with P as their score, best
 * first: those with a unit in them, else the first. */
size_t reference_best(reference *of, const model_version *version,
                      found_passage **out_items);

/* Does the passage hold a unit of its own; its P, whatever its age. */
bool reference_has(reference *of, const model_version *version, size_t number);
double reference_passage(reference *of, const model_version *version,
                         size_t number);

/*
 * What matched in bytes `begin` to `end` of a column's text, counted from
 * `begin`: sorted, those that overlap made one. The count is returned.
 */
size_t reference_spans(reference *of, const model_version *version,
                       size_t column, size_t begin, size_t end,
                       newsidx_span **out_spans);

/* Positions of a passage, in the body. */
void reference_range(const model_version *version, size_t number,
                     size_t *out_begin, size_t *out_end);

#endif
