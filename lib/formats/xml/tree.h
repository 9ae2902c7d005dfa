/* A piece of an XML document in memory, and ways through it. */
#ifndef NX_FORMATS_XML_TREE_H
#define NX_FORMATS_XML_TREE_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

/*
 *     <p class="lead">Rain <em>fell</em>.</p>
 *
 *     p ── "Rain " ── em ── "."          first, next
 *                     └─ "fell"          parent is the way back
 *
 * A node is an element or a text; comments and instructions leave no node. A
 * namespace is its URI; of a prefix that nobody declared it is the prefix
 * itself, so that dc:date stays apart from date. No namespace is {NULL, 0}.
 */
typedef struct nx_xml_attribute {
    newsidx_text name; /* without its prefix */
    newsidx_text space;
    newsidx_text value; /* references are resolved */
} nx_xml_attribute;

typedef struct nx_xml_node {
    newsidx_text name; /* without its prefix; {NULL, 0}: a text */
    newsidx_text space;
    newsidx_text text; /* of a text */
    struct nx_xml_node *parent;
    struct nx_xml_node *first;
    struct nx_xml_node *last;
    struct nx_xml_node *next;
    const nx_xml_attribute *attributes; /* without those that declare prefixes*/
    size_t attribute_count;
} nx_xml_node;

#define NX_XML_SPACE "http://www.w3.org/XML/1998/namespace"

/* All of these take a NULL node and find nothing in it. */

bool nx_xml_is(const nx_xml_node *node, const char *name);
bool nx_xml_is_in(const nx_xml_node *node, const char *space, const char *name);

/* The first child element of that name in the node's own namespace. */
const nx_xml_node *nx_xml_child(const nx_xml_node *node, const char *name);

/* The next element after `node` with its name and namespace. */
const nx_xml_node *nx_xml_again(const nx_xml_node *node);

/* The first child element of that name and namespace; NULL: of any. */
const nx_xml_node *nx_xml_child_in(const nx_xml_node *node, const char *space,
                                   const char *name);

/* The first element that "head/docdata/date.issue" leads to, each step as by
 * nx_xml_child(). All that match are tried, not only the first of each step. */
const nx_xml_node *nx_xml_path(const nx_xml_node *node, const char *path);

/*
 * The node after `at` in the order of the document, within `top`, which comes
 * first; NULL at the end:
 *     for (at = top; at != NULL; at = nx_xml_walk(top, at))
 */
const nx_xml_node *nx_xml_walk(const nx_xml_node *top, const nx_xml_node *at);

/* The same without what is in `at`. */
const nx_xml_node *nx_xml_walk_past(const nx_xml_node *top,
                                    const nx_xml_node *at);

/* The first element of that name in `top`, itself included, whatever its
 * namespace. */
const nx_xml_node *nx_xml_find(const nx_xml_node *top, const char *name);

/* The value of an attribute: the one without a namespace, else the first of
 * that name in any, as xml:lang for "lang"; {NULL, 0} if it has none. */
newsidx_text nx_xml_attribute_of(const nx_xml_node *node, const char *name);

/* All text in a node: borrowed if it is in one piece, else made in `arena`.
 * Of nothing it is "". Bytes are NULL only when there is no memory. */
newsidx_text nx_xml_text_of(const nx_xml_node *node, nx_arena *arena);

/* The same as one clean line (ingest/clean.h), a copy. */
newsidx_text nx_xml_line_of(const nx_xml_node *node, nx_arena *arena);

#endif
