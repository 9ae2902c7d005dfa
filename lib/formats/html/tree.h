/* Filtered markup to a tree, by gumbo, within bounds. */
#ifndef NX_FORMATS_HTML_TREE_H
#define NX_FORMATS_HTML_TREE_H

#include "base/arena.h"
#include "formats/html/filter.h"

#include <gumbo.h>

/*
 *   nodes  [ html | head | title | text | body | div | p | text | ... ]
 *   end      9      4      4      4      9      9     8   8
 *
 * In the order of the source: what is inside node i is i + 1 to its end - 1,
 * and what follows it begins at its end.
 */
typedef struct nx_html_node {
    GumboTag tag; /* NX_HTML_IS_TEXT: a text; GUMBO_TAG_UNKNOWN: not of HTML */
    uint32_t parent; /* of the first: itself */
    uint32_t end;
    newsidx_text text;        /* of a text; references are decoded */
    const GumboNode *element; /* of an element */
} nx_html_node;

#define NX_HTML_IS_TEXT GUMBO_TAG_LAST

typedef struct nx_html_tree {
    nx_html_node *nodes;
    size_t count;   /* at least 1 when it was made */
    nx_arena arena; /* with most of it */
    struct nx_html_chunk *chunks;
} nx_html_tree;

void nx_html_tree_init(nx_html_tree *tree);
void nx_html_tree_finish(nx_html_tree *tree);

/*
 * Filter and parse `html`, which must live as long as the tree; an older tree
 * is forgotten. `filtered` is init'ed, keeps the markup and has to live as
 * long, too.
 *
 * @return NEWSIDX_OK; NEWSIDX_ERR_LIMIT; _MEMORY.
 */
newsidx_status nx_html_tree_make(nx_html_tree *tree, newsidx_text html,
                                 nx_html_filtered *filtered,
                                 newsidx_error *err);

/* NULL if it has no such attribute, or is a text. */
const char *nx_html_value(const nx_html_node *node, const char *name);

#endif
