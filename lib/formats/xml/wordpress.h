/* The export of WordPress, WXR: RSS with all of a site in it. */
#ifndef NX_FORMATS_XML_WORDPRESS_H
#define NX_FORMATS_XML_WORDPRESS_H

#include "formats/format.h"

extern const nx_format nx_format_wordpress;

#endif
