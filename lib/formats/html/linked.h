/* JSON-LD: what a page says of its article to machines. */
#ifndef NX_FORMATS_HTML_LINKED_H
#define NX_FORMATS_HTML_LINKED_H

#include "formats/html/facts.h"

/*
 * Take the facts of the first object in `json`, a script of the page, that
 * calls itself an article or posting of schema.org. What is no JSON says
 * nothing. Texts are taken as they are, with references to characters.
 */
void nx_html_linked_read(newsidx_text json, nx_html_facts *facts);

#endif
