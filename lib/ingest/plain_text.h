/* A plain text, as it comes off a wire or a web page, to an article. */
#ifndef NX_INGEST_PLAIN_TEXT_H
#define NX_INGEST_PLAIN_TEXT_H

#include "ingest/item.h"

/*
 * Read `text`, well-formed UTF-8, into `item`, which was reset. README.md has
 * the rules and their order. The key is left out.
 *
 * @return NEWSIDX_OK; NEWSIDX_ERR_INPUT if nothing is left; _MEMORY.
 */
newsidx_status nx_plain_text_read(newsidx_text text, nx_item *item,
                                  newsidx_error *err);

#endif
