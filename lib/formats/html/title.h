/* A page's headline, of all that could be it. */
#ifndef NX_FORMATS_HTML_TITLE_H
#define NX_FORMATS_HTML_TITLE_H

#include "formats/html/blocks.h"
#include "formats/html/facts.h"

/*
 * The headline as it stands on the page, if a heading says what the facts say
 * or what they cut; else theirs, without " - Name of the site". {NULL, 0} if
 * there is none. A piece of `facts` or `blocks`.
 */
newsidx_text nx_html_headline(const nx_html_facts *facts,
                              const nx_html_blocks *blocks);

/* A site's name without " | its-address.com". A piece of `name`. */
newsidx_text nx_html_site(newsidx_text name);

#endif
