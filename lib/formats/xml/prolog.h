/* What stands before the root of an XML document. */
#ifndef NX_FORMATS_XML_PROLOG_H
#define NX_FORMATS_XML_PROLOG_H

#include "formats/xml/entities.h"
#include "ingest/input.h"

/* A prolog that is longer is refused. */
#define NX_XML_PROLOG_BYTES ((size_t)1024 * 1024)

/*
 * How many bytes of `text` are blanks, declarations, instructions, comments and
 * a document type, complete ones. *out_more: what follows them begins one that
 * `text` doesn't hold the end of, or could.
 */
size_t nx_xml_prolog_length(newsidx_text text, bool *out_more);

/* Keep the entities that a prolog declares with their text; what is in other
 * files is never read. NEWSIDX_ERR_INPUT, _MEMORY. */
newsidx_status nx_xml_prolog_entities(newsidx_text prolog,
                                      nx_xml_entities *entities,
                                      newsidx_error *err);

/*
 * Step over the prolog, counting lines. The window then begins with the root;
 * NEWSIDX_DONE if there is nothing. NEWSIDX_ERR_INPUT, _IO, _MEMORY.
 */
newsidx_status nx_xml_prolog_skip(nx_input *input, nx_xml_entities *entities,
                                  uint64_t *line, newsidx_error *err);

/* The name of the root with its prefix, if `head`, the beginning of a source,
 * shows it; {NULL, 0} if it doesn't or is no XML. Its start tag as far as
 * `head` has it goes to *out_tag. */
newsidx_text nx_xml_prolog_root(newsidx_text head, newsidx_text *out_tag);

#endif
