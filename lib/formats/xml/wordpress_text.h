/* A post as WordPress keeps it, to its text. */
#ifndef NX_FORMATS_XML_WORDPRESS_TEXT_H
#define NX_FORMATS_XML_WORDPRESS_TEXT_H

#include "base/buf.h"
#include "formats/xml/tree.h"

/*
 * Posts are HTML with two habits of their own: a blank line begins a paragraph
 * and a line end a line, as in plain text, unless the editor of blocks wrote
 * the post; and [short codes] stand for what a plugin would show. Codes go, and
 * what stands between two of them stays; brackets that are the author's, as
 * [sic], stay. Otherwise as nx_feed_text().
 */
newsidx_status nx_wordpress_text(const nx_xml_node *node, nx_arena *arena,
                                 newsidx_text *out, newsidx_error *err);

/* The HTML that the text is made of. `out` tells whether there was memory. */
void nx_wordpress_html(newsidx_text text, nx_buf *out);

#endif
