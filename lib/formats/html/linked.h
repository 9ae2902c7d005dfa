/* JSON-LD: what a page says of its article to machines. */
#ifndef NX_FORMATS_HTML_LINKED_H
#define NX_FORMATS_HTML_LINKED_H

#include "formats/html/facts.h"

/*
 * Take the facts of the first object in each of the scripts of a page, at most
 * NX_HTML_SCRIPTS, that calls itself an article or posting of schema.org. An
 * author or a publisher may be told in another object, also of another script.
 * What is no JSON says nothing. Texts are taken as they are, with references to
 * characters.
 */
void nx_html_linked_read(const newsidx_text *scripts, size_t count,
                         nx_html_facts *facts);

#endif
