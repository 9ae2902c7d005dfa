/* What an element of a feed says, in all the ways feeds have to write it. */
#ifndef NX_FORMATS_XML_FEED_TEXT_H
#define NX_FORMATS_XML_FEED_TEXT_H

#include "formats/xml/tree.h"

/*
 * Whose an element is: feeds of every age write the same elements in other
 * namespaces. The core is RSS and Atom of any version, in or outside of a
 * namespace; a namespace that nobody knows is the core's as well if the
 * element's parent is in it.
 */
typedef enum nx_feed_space {
    NX_FEED_OTHER,
    NX_FEED_CORE,
    NX_FEED_CONTENT,
    NX_FEED_DC,
    NX_FEED_DCTERMS,
    NX_FEED_XHTML,
    NX_FEED_ITUNES,
    NX_FEED_MEDIA,
    NX_FEED_WORDPRESS,
    NX_FEED_EXCERPT
} nx_feed_space;

nx_feed_space nx_feed_space_of(const nx_xml_node *node);

/* The prefix that namespace has by custom, "dc"; "" for the core; the URI if
 * it has none. */
newsidx_text nx_feed_prefix_of(const nx_xml_node *node);

/*
 * The text of an element as clean paragraphs in `arena`: of markup that stands
 * in it, of HTML that was escaped, of base64 and of plain text, as `type` and
 * `mode` (Atom) say and, where they don't, as it looks. "" if it is no text.
 * NEWSIDX_ERR_LIMIT, _MEMORY.
 */
newsidx_status nx_feed_text(const nx_xml_node *node, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err);

/* The same as one line. */
newsidx_status nx_feed_line(const nx_xml_node *node, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err);

/* Does a text of which nobody says whether it is HTML have tags or references
 * of it? */
bool nx_feed_looks_like_html(newsidx_text text);

#endif
