/* NewsML 1.0 to 1.2. */
#ifndef NX_FORMATS_XML_NEWSML_H
#define NX_FORMATS_XML_NEWSML_H

#include "formats/format.h"

/* An article a NewsItem. */
extern const nx_format nx_format_newsml;

#endif
