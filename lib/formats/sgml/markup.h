/* Elements, attributes and references of a record, by search: its DTD lets
 * none of them stand inside one of the same name. */
#ifndef NX_FORMATS_SGML_MARKUP_H
#define NX_FORMATS_SGML_MARKUP_H

#include "base/arena.h"

#include <stdbool.h>

typedef struct nx_sgml_element {
    newsidx_text attributes; /* behind the name, as written */
    newsidx_text content;    /* as written */
    newsidx_text whole;      /* from "<" to ">" of the end */
} nx_sgml_element;

/* Where `what`, compared without letter case, first stands from `offset` on;
 * NEWSIDX_NO_OFFSET if nowhere. Linear in the text. */
size_t nx_sgml_find(newsidx_text text, size_t offset, const char *what);

/* The first element of that name ("BODY") from `offset` on, if it's closed. */
bool nx_sgml_element_at(newsidx_text text, size_t offset, const char *name,
                        nx_sgml_element *out);

/* The value of an attribute, in quotes or not; {NULL, 0} if it isn't there. */
newsidx_text nx_sgml_attribute(newsidx_text attributes, const char *name);

/*
 * A copy in `arena` with "&lt;", "&gt;", "&amp;", "&quot;" and "&#3;" as the
 * characters that they stand for; other references stay as they are. NULL
 * bytes: no memory.
 */
newsidx_text nx_sgml_decode(newsidx_text text, nx_arena *arena);

#endif
