/* A tree back to text. */
#ifndef NX_QUERY_PRINT_H
#define NX_QUERY_PRINT_H

#include "base/buf.h"
#include "query/tree.h"

/*
 * In canonical spelling: a space for AND, "-" for NOT, and parentheses round
 * each AND and OR that is part of something, so that nobody needs to know
 * which operator binds tighter. For NEWSIDX_MATCH_ANY the words alone.
 */
void nx_print_query(nx_buf *out, const nx_node *root, newsidx_match match);

/*
 * A line for each node, two blanks deeper than the node it is part of:
 *
 *   AND
 *     WORD kerry
 *     NOT
 *       PHRASE "new york"
 */
void nx_print_tree(nx_buf *out, const nx_node *root);

#endif
