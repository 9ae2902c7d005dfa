/* One record of Reuters-21578 to an article. */
#ifndef NX_FORMATS_SGML_RECORD_H
#define NX_FORMATS_SGML_RECORD_H

#include "ingest/item.h"

/*
 * Read `record`, "<REUTERS ...>" to "</REUTERS>" in well-formed UTF-8, into
 * `item`, which was reset. README.md has its elements and their fields.
 *
 * @return NEWSIDX_OK; NEWSIDX_ERR_INPUT, with the byte of the record, for what
 *         is none; _MEMORY.
 */
newsidx_status nx_reuters_read(newsidx_text record, nx_item *item,
                               newsidx_error *err);

#endif
