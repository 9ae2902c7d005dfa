/* Languages as feeds name them. */
#ifndef NX_FORMATS_XML_FEED_LANGUAGE_H
#define NX_FORMATS_XML_FEED_LANGUAGE_H

#include "formats/xml/tree.h"

/* The shape of BCP 47: "en", "pt-BR", "zh-Hant-TW"; "_" for "-" may be. */
bool nx_feed_is_language(newsidx_text text);

/* Such a text with "-". NEWSIDX_ERR_MEMORY. */
newsidx_status nx_feed_language_write(newsidx_text text, nx_arena *arena,
                                      newsidx_text *out, newsidx_error *err);

/* xml:lang of a node or of the nearest one above that has it, which may be
 * empty; "" if none has. Borrowed. */
newsidx_text nx_feed_language_above(const nx_xml_node *node);

#endif
