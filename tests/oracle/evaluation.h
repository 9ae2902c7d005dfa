/* A query put to one version: does it hold, where, and what made it hold. */
#ifndef ORACLE_EVALUATION_H
#define ORACLE_EVALUATION_H

#include "terms.h"

/* The restrictions above a leaf: all of them hold. */
typedef struct restriction {
    unsigned fields; /* bits by query_field */
    size_t first;    /* SIZE_MAX: anywhere */
    unsigned cases;  /* bits by query_case */
} restriction;

/* What a leaf of the query asks for. */
typedef struct leaf_meaning {
    const query_node *node; /* NULL: this number is no leaf */
    leaf_terms terms;
    restriction within;
} leaf_meaning;

/* A query read against a model. */
typedef struct meaning {
    const model *of;
    const query_node *root;
    leaf_meaning *leaves; /* by number of the node */
    size_t node_count;
} meaning;

/* A place where a leaf stands. */
typedef struct occurrence {
    size_t column;
    size_t first; /* positions of its words */
    size_t last;
    uint32_t end; /* bytes, of its last word or of the chain it joins */
    bool is_marked;
} occurrence;

typedef struct occurrences {
    occurrence *items;
    size_t count;
    size_t capacity;
} occurrences;

/* Words of one column, both ends included. */
typedef struct interval {
    size_t column;
    size_t first;
    size_t last;
} interval;

/* Sorted, each once. */
typedef struct intervals {
    interval *items;
    size_t count;
    size_t capacity;
} intervals;

#define ANY_COLUMN COLUMN_COUNT

/* Some words of a column from `begin` up to, not including, `end`, or with
 * ANY_COLUMN the whole version. */
typedef struct extent {
    size_t column;
    size_t begin;
    size_t end;
} extent;

/* The intervals of a node in the extent that they were last asked for in. */
typedef struct remembered {
    bool is_there;
    extent within;
    intervals all;
} remembered;

typedef struct evaluation {
    const meaning *of;
    const model_version *in;
    nx_arena *arena;
    occurrences *places; /* of the leaves, by number of the node */
    remembered *known;   /* by number of the node */
} evaluation;

/* Numbers the nodes of the lowered tree. */
void meaning_read(const model *of, nx_arena *arena, query_node *root,
                  meaning *out);

/* Where the words stand in a version; nothing is marked. */
occurrences evaluation_find(nx_arena *arena, const leaf_meaning *leaf,
                            const model_version *in);

/* Memory of `arena`. */
void evaluation_init(evaluation *of, const meaning *from,
                     const model_version *in, nx_arena *arena);

extern const extent extent_whole;

bool evaluation_holds(evaluation *of, const query_node *node, extent within);

/* Of what is in a sentence( ) or paragraph( ): does it hold in this one, which
 * must have one of its words? */
bool evaluation_holds_inside(evaluation *of, const query_node *node,
                             extent one);

/* Of a node that isn't boolean. */
const intervals *evaluation_intervals(evaluation *of, const query_node *node,
                                      extent within);

/* Mark the occurrences that make `node` hold, which it does. */
void evaluation_mark(evaluation *of, const query_node *node, extent within);

/* ------------------------------------- shared by intervals and marks ------ */

/* One interval of the one operand of a NEAR, to which the other must stand in
 * relation. */
typedef struct anchor {
    const query_near *relation;
    interval at;
    bool is_left; /* the anchor is of the left operand */
    extent within;
} anchor;

/* The operand whose intervals are the anchors, and the other one. */
const query_node *near_anchors(const query_node *near);
const query_node *near_other(const query_node *near);

anchor near_anchor(const query_node *near, interval at, extent within);

/* Does the other operand hold at the anchor? */
bool holds_at(evaluation *of, const query_node *node, const anchor *at);

/* The intervals of a part that isn't boolean in relation with the anchor. */
intervals related(evaluation *of, const query_node *part, const anchor *at);

/* Is what it stands for a pair, from end to end? With a boolean operand, or
 * with NOT, it is the anchor alone. */
bool is_of_pairs(const query_node *near);
interval hull_of(interval a, interval b);

void intervals_add(evaluation *of, intervals *to, interval added);
void intervals_sort(intervals *of);
bool intervals_have(const intervals *of, interval one);

/* The number of sentences, or paragraphs, of a column; `number` of them. */
size_t scope_count(const model_version *in, query_reach scope, size_t column);
extent scope_extent(const model_version *in, query_reach scope, size_t column,
                    size_t number);

/* What both have in common; without words if nothing. */
extent extent_cut(extent a, extent b);

#endif
