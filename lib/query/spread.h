/* Operators that a compound operand is taken apart for. */
#ifndef NX_QUERY_SPREAD_H
#define NX_QUERY_SPREAD_H

#include "query/build.h"

/*
 * As nx_build_over() for an ATLEAST and nx_build_near() say, of operands that
 * are something.
 *
 *   atleast5(a (b OR c))   AND(atleast5(a), atleast5(b OR c))
 */
nx_operand nx_spread_atleast(nx_builder *builder, const nx_node *atleast,
                             nx_operand operand);
nx_operand nx_spread_near(nx_builder *builder, const nx_near *relation,
                          nx_operand left, nx_operand right);

/* The nodes alone, of operands that are parts already. */
nx_operand nx_build_plainly_over(nx_builder *builder, const nx_node *outer,
                                 nx_operand operand);
nx_operand nx_build_plainly_near(nx_builder *builder, const nx_near *relation,
                                 nx_node *left, nx_node *right);

/* `node` AND `added`. If `node` came of this, its parts aren't copied. */
nx_operand nx_build_longer(nx_builder *builder, nx_node *node,
                           nx_operand added);

/* Is it no part of anything any more? That is told then. */
bool nx_build_is_too_deep(nx_builder *builder, const nx_node *node);

#endif
