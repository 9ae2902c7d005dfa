/* Keywords of feeds, as a list with ", " between them. */
#ifndef NX_FORMATS_XML_FEED_KEYWORDS_H
#define NX_FORMATS_XML_FEED_KEYWORDS_H

#include "base/buf.h"

#include <stdbool.h>

/* Room for keywords; a field could hold twice as much. */
#define NX_FEED_KEYWORD_BYTES ((size_t)32 * 1024)

/* Add a clean line to a list that doesn't have it yet, without letter case; ""
 * is never added. False if there is no more room. The list tells whether there
 * was memory. */
bool nx_feed_keyword_add(nx_buf *list, newsidx_text word);

#endif
