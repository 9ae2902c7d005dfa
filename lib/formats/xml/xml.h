/* The records of an XML document of any length, one tree after another. */
#ifndef NX_FORMATS_XML_XML_H
#define NX_FORMATS_XML_XML_H

#include "formats/xml/build.h"
#include "ingest/input.h"

/*
 *     input (UTF-8) ── prolog ── Expat ── build ── a record's tree
 *
 * The declaration of the charset is stepped over: the input was decoded before.
 * So is the document type, but for the entities that it declares; Expat never
 * sees one, and nothing of any other file or network is read. Names of HTML
 * (&eacute;) are known without a declaration, and what is not known stays as it
 * is written. Limits: build.h, entities.h, prolog.h, and NX_XML_TOKEN_BYTES.
 * Time is linear in the length of the input, however it is cut into chunks.
 *
 * Behind the end of a document there may be another one.
 */
typedef struct nx_xml nx_xml;

/* A tag, comment or instruction; a text may be longer. */
#define NX_XML_TOKEN_BYTES ((size_t)1024 * 1024)

/* `line` is the one that the window of `input` begins in; the input stays the
 * caller's, and is not to be read by anybody else. NEWSIDX_ERR_MEMORY. */
newsidx_status nx_xml_open(nx_input *input, uint64_t line,
                           nx_xml_is_record is_record, nx_xml **out_xml,
                           newsidx_error *err);

/* From now on what Expat refuses as not well-formed is read all the same, by
 * soup.h, from there to the end of the input. */
void nx_xml_be_lenient(nx_xml *xml);

/* Takes NULL. */
void nx_xml_close(nx_xml *xml);

/*
 * The next record, borrowed until the next call.
 *
 * @return NEWSIDX_OK; NEWSIDX_DONE behind the last; NEWSIDX_ERR_LIMIT for a
 *         record of more than NX_LIMIT_ARTICLE_BYTES, after which the next call
 *         goes on; NEWSIDX_ERR_INPUT for what isn't well-formed or has too much
 *         of something, _IO, _MEMORY, after which there is nothing more. An
 *         error has the byte of the input.
 */
newsidx_status nx_xml_next(nx_xml *xml, const nx_xml_node **out_record,
                           newsidx_error *err);

/* The line, from 1, and the byte of the input where the last record began, or
 * where the error of the last call is. */
uint64_t nx_xml_line(const nx_xml *xml);
uint64_t nx_xml_offset(const nx_xml *xml);

/* How many documents began so far. */
size_t nx_xml_documents(const nx_xml *xml);

/* The root of the document that was read last, with what is around records;
 * NULL if there is none or it was a record that is gone. */
const nx_xml_node *nx_xml_top(const nx_xml *xml);

#endif
