/* What must hold of an article: a query's tree with units for its words. */
#ifndef NX_RANK_CONDITION_H
#define NX_RANK_CONDITION_H

#include "base/arena.h"
#include "query/tree.h"

/*
 * The tree of query/tree.h without what an index can't say: a leaf is a unit's
 * number, and fields, first words and cases have become restrictions of the
 * units below them. What has no word in it, or was left out, is not there.
 */
typedef enum nx_condition_kind {
    NX_CONDITION_ALL, /* holds */
    NX_CONDITION_UNIT,
    NX_CONDITION_AND,
    NX_CONDITION_OR,
    NX_CONDITION_NOT,
    NX_CONDITION_NEAR,
    NX_CONDITION_SCOPE,
    NX_CONDITION_ATLEAST,
    NX_CONDITION_FILTER
} nx_condition_kind;

typedef struct nx_condition nx_condition;
struct nx_condition {
    nx_condition_kind kind;
    size_t unit;             /* UNIT */
    nx_near relation;        /* NEAR */
    nx_reach scope;          /* SCOPE */
    uint32_t count;          /* ATLEAST */
    const nx_filter *filter; /* FILTER; borrowed from the query */
    const nx_node *node;     /* what it comes from; borrowed */
    nx_condition **children;
    size_t child_count;
    size_t number;    /* of all conditions of a plan, from 0 */
    size_t depth;     /* 1 for leaves */
    bool asks_left;   /* NEAR: the left operand holds or not at places of the
                         right one; else the other way round */
    bool is_of_pairs; /* NEAR: a match is a pair of places; else the one alone,
                         at which the other operand holds, or doesn't */
};

/* What has to be read of an article to evaluate a condition. */
typedef struct nx_condition_needs {
    bool boundaries; /* sentences and paragraphs */
    bool key;        /* which no array has */
    bool filters;    /* some filter at all */
    bool text;       /* cases or bytes, which units ask for */
} nx_condition_needs;

/* Makes conditions, and numbers them. */
typedef struct nx_condition_maker {
    nx_arena *arena;
    size_t count;
} nx_condition_maker;

/* With room for `child_count` children. NULL when there is no memory. */
nx_condition *nx_condition_new(nx_condition_maker *maker,
                               nx_condition_kind kind, const nx_node *node,
                               size_t child_count);

/* There is room for it. */
void nx_condition_add(nx_condition *condition, nx_condition *child);

/* Does it look at the article's key? */
bool nx_filter_needs_key(const nx_filter *filter);

/* Is it a filter that arrays decide, or such a one excluded? */
bool nx_condition_is_conjunct(const nx_condition *condition);

/* Add what the filters, scopes and distances of `condition` need. */
void nx_condition_look(const nx_condition *condition,
                       nx_condition_needs *needs);

/*
 * Does every occurrence of its units count wherever it holds, so that nothing
 * but Boolean logic decides? True for a unit, an OR of units, and an AND of
 * such, from which ANDs and ORs of units may be taken away, and to which
 * conjuncts may be added.
 */
bool nx_condition_is_plain(const nx_condition *condition);

/* May it hold for an article without any of its units? */
bool nx_condition_holds_without_units(const nx_condition *condition);

#endif
