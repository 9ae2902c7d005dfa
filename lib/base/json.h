/* Is a text JSON? */
#ifndef NX_BASE_JSON_H
#define NX_BASE_JSON_H

#include "newsidx.h"

#include <stdbool.h>

/* Deeper than any format's own reader goes. */
#define NX_JSON_DEPTH 128

/*
 * Is `text`, which is UTF-8, one object of RFC 8259, with blanks around it at
 * most, and no deeper than NX_JSON_DEPTH? In linear time and without memory.
 */
bool nx_json_is_object(newsidx_text text);

#endif
