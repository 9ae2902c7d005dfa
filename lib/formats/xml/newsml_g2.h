/* NewsML-G2: news items, packages, and messages that carry them. */
#ifndef NX_FORMATS_XML_NEWSML_G2_H
#define NX_FORMATS_XML_NEWSML_G2_H

#include "formats/format.h"

/* An article an item. Items of other kinds are refused by their names. */
extern const nx_format nx_format_newsml_g2;

#endif
