/* What NITF and XHTML have between their tags, to a text. */
#ifndef NX_FORMATS_XML_BODY_H
#define NX_FORMATS_XML_BODY_H

#include "formats/xml/put.h"

/*
 * All text in `node`, with a blank line between its paragraphs; a <br> and an
 * item of a list begin a line, a row of a table is a line, with tabs between
 * its cells. Captions of pictures go to `dropped` instead, scripts nowhere. A
 * field that has something stays as it is.
 */
void nx_xml_put_body(nx_put *put, newsidx_text *field, const nx_xml_node *node);

/*
 * The same of a text that has tags in it, as that of a CDATA section. One that
 * isn't well-formed, or has none, is taken as it stands, with its lines.
 */
void nx_xml_put_markup(nx_put *put, newsidx_text *field, newsidx_text text);

#endif
