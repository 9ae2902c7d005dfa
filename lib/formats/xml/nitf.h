/* NITF, the News Industry Text Format, 2 to 3.6. */
#ifndef NX_FORMATS_XML_NITF_H
#define NX_FORMATS_XML_NITF_H

#include "formats/format.h"
#include "formats/xml/put.h"

/* A <nitf> a document; any number of documents, and of <nitf> in one. */
extern const nx_format nx_format_nitf;

/* What a <nitf> says that the article doesn't have yet; README.md says what
 * goes where. NewsML carries them too. */
void nx_nitf_put(nx_put *put, const nx_xml_node *nitf);

#endif
