/* Languages as feeds name them. */
#ifndef NX_FORMATS_XML_FEED_LANGUAGE_H
#define NX_FORMATS_XML_FEED_LANGUAGE_H

#include "formats/xml/tree.h"

/* xml:lang of a node or of the nearest one above that has it, which may be
 * empty; "" if none has. Borrowed. */
newsidx_text nx_feed_language_above(const nx_xml_node *node);

#endif
