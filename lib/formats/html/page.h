/* Pages of the web: the article, without what is around it. */
#ifndef NX_FORMATS_HTML_PAGE_H
#define NX_FORMATS_HTML_PAGE_H

#include "formats/format.h"

extern const nx_format nx_format_html;

#endif
