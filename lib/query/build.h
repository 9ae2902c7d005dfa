/* Trees in normal form, built from the leaves up. */
#ifndef NX_QUERY_BUILD_H
#define NX_QUERY_BUILD_H

#include "query/diagnoses.h"
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
    bool is_out_of_memory; /* what was built is not to be used */
} nx_builder;

/* A WORD or PHRASE. `text` is borrowed and lives as long as the arena. */
nx_operand nx_build_leaf(nx_builder *builder, nx_node_kind kind,
                         nx_word_form form, newsidx_text text,
                         newsidx_span span);

/*
 * All, or any, of the operands: those of the same kind are taken in, one alone
 * is itself. An operand whose parentheses are too deep is left out and told.
 * The array is used to work in.
 */
nx_operand nx_build_and(nx_builder *builder, nx_operand *operands,
                        size_t count);
nx_operand nx_build_or(nx_builder *builder, nx_operand *operands, size_t count);

/* The operand in a field; `start` is where the field's name stands. */
nx_operand nx_build_field(nx_builder *builder, nx_field field, size_t start,
                          nx_operand operand);

/* The whole query: EMPTY for nothing. NULL when there is no memory. */
nx_node *nx_build_root(nx_builder *builder, nx_operand operand);

/* AND and OR stand in parentheses when they are part of something. */
bool nx_node_is_compound(const nx_node *node);

#endif
