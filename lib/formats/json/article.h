/* A JSON object to an article. */
#ifndef NX_FORMATS_JSON_ARTICLE_H
#define NX_FORMATS_JSON_ARTICLE_H

#include "ingest/item.h"

/*
 * Read the object that is `text` and begins at byte `start` of its file into
 * `item`, which was reset. README.md has the members that are understood. The
 * key may be left out.
 *
 * @return NEWSIDX_OK; NEWSIDX_ERR_INPUT, with the byte of the file, for what
 *         is not UTF-8, not JSON, too deep or no object; _MEMORY.
 */
newsidx_status nx_json_article_read(newsidx_text text, size_t start,
                                    nx_item *item, newsidx_error *err);

#endif
