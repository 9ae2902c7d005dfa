/* A link of RSS or Atom. */
#ifndef NX_FORMATS_XML_FEED_LINK_H
#define NX_FORMATS_XML_FEED_LINK_H

#include "formats/xml/tree.h"

/* Where to, as a clean line in `arena`, and as what: RSS, and Atom if it says
 * nothing, mean "alternate". The relation is borrowed. NEWSIDX_ERR_MEMORY. */
newsidx_status nx_feed_link_read(const nx_xml_node *link, nx_arena *arena,
                                 newsidx_text *out_target,
                                 newsidx_text *out_relation,
                                 newsidx_error *err);

/* To a page, as far as it says? */
bool nx_feed_link_is_html(const nx_xml_node *link);

#endif
