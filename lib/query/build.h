/* Trees in normal form, built from the leaves up. */
#ifndef NX_QUERY_BUILD_H
#define NX_QUERY_BUILD_H

#include "query/diagnoses.h"
#include "query/filter.h"
#include "query/tree.h"

/*
 * What an expression came to: a node that holds no NOT but below an AND, and
 * whether everything else than it is meant. A node of NULL is nothing at all,
 * and vanishes from whatever it is part of.
 *
 * Carrying the negation outside makes NOT what an index can do, a filter on
 * something found, without changing what a query means:
 *
 *   a AND NOT b            AND(a, NOT b)
 *   (-a) AND (-b)          not OR(a, b)
 *   a OR (-b)              not AND(b, NOT a)
 *   -(-a)                  a
 */
typedef struct nx_operand {
    nx_node *node;
    bool is_negated;
} nx_operand;

typedef struct nx_builder {
    nx_arena *arena;
    nx_diagnoses *diagnoses;
    const nx_zone *zone; /* of the dates in filters; NULL if there are none */
    newsidx_error *err;
    newsidx_status status; /* negative: what was built is not to be used */
    size_t spread_count;   /* nodes that stand for ones typed fewer times */
    const nx_node *longer; /* the AND that was made longer last, */
    size_t longer_room;    /* and how many children there is room for */
} nx_builder;

/* A WORD, PHRASE or ALL, as `leaf` says. Its text is borrowed. */
nx_operand nx_build_leaf(nx_builder *builder, const nx_node *leaf);

/* What the filter holds is borrowed. */
nx_operand nx_build_filter(nx_builder *builder, const nx_filter *filter,
                           newsidx_span span);

/*
 * All, or any, of the operands: those of the same kind are taken in, one alone
 * is itself. An operand whose parentheses are too deep is left out and told.
 * Filters of one kind that lists values are one filter of an AND. The array is
 * used to work in.
 */
nx_operand nx_build_and(nx_builder *builder, nx_operand *operands,
                        size_t count);
nx_operand nx_build_or(nx_builder *builder, nx_operand *operands, size_t count);

/*
 * `outer`, a FIELD, FIRST, CASE, SCOPE or ATLEAST, with the operand for its
 * child. A filter is not changed by it. ATLEAST goes to the parts of the
 * operand, and fails with NEWSIDX_ERR_QUERY if one is no word.
 */
nx_operand nx_build_over(nx_builder *builder, const nx_node *outer,
                         nx_operand operand);

/*
 * The operands near one another. Where both are compound, one is taken apart:
 *
 *   (a b) w/5 (c d)        AND((a b) w/5 c, (a b) w/5 d)
 *
 * Fails with NEWSIDX_ERR_QUERY at an operand that no word can be near, and with
 * NEWSIDX_ERR_LIMIT if too much comes of it.
 */
nx_operand nx_build_near(nx_builder *builder, const nx_near *relation,
                         nx_operand left, nx_operand right);

/* The whole query: EMPTY for nothing. NULL when the builder has failed. */
nx_node *nx_build_root(nx_builder *builder, nx_operand operand);

/* AND, OR and NEAR stand in parentheses when they are part of something. */
bool nx_node_is_compound(const nx_node *node);

/* Is it printed as a name before parentheses of its own? */
bool nx_node_is_call(const nx_node *node);

#endif
