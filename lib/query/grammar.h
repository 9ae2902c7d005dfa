/* Tokens to a tree: the operators, and which of them binds tighter. */
#ifndef NX_QUERY_GRAMMAR_H
#define NX_QUERY_GRAMMAR_H

#include "query/build.h"
#include "query/lex.h"

/*
 * What the tokens, of which the last is END, come to. It can only fail as
 * `builder->status` says: what doesn't fit is left out and told.
 */
nx_operand nx_grammar_read(nx_builder *builder, const nx_token *tokens);

#endif
