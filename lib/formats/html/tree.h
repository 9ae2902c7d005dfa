/* Filtered markup to a tree, by gumbo, within bounds. */
#ifndef NX_FORMATS_HTML_TREE_H
#define NX_FORMATS_HTML_TREE_H

#include "base/arena.h"
#include "base/status.h"

#include <gumbo.h>

typedef struct nx_html_tree {
    const GumboNode *root; /* of the tree, <html>; NULL: none was made */
    nx_arena arena;        /* with most of it */
    struct nx_html_block *blocks;
} nx_html_tree;

void nx_html_tree_init(nx_html_tree *tree);
void nx_html_tree_finish(nx_html_tree *tree);

/*
 * Parse what nx_html_filter() made, which must live as long as the tree. An
 * older tree is forgotten.
 *
 * @return NEWSIDX_OK or NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_html_tree_make(nx_html_tree *tree, newsidx_text markup,
                                 newsidx_error *err);

/* The element's tag; of those that the filter renamed the one of HTML. */
GumboTag nx_html_tag(const GumboNode *node);

/* NULL if it has no such attribute. */
const char *nx_html_value(const GumboNode *node, const char *name);

/* The next node in the order of the source, first into `node`, or first behind
 * it; NULL behind the last one below `top`. */
const GumboNode *nx_html_next(const GumboNode *node, const GumboNode *top);
const GumboNode *nx_html_next_behind(const GumboNode *node,
                                     const GumboNode *top);

#endif
