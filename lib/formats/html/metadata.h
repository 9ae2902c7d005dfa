/* Meta elements, microdata and marks of a page to facts. */
#ifndef NX_FORMATS_HTML_METADATA_H
#define NX_FORMATS_HTML_METADATA_H

#include "formats/html/facts.h"
#include "ingest/item.h"

/*
 * Read what the elements of `tree` say of the article. What OpenGraph and its
 * like say besides goes to the item's extra members under its own name.
 * NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_html_metadata_read(const nx_html_tree *tree,
                                     nx_html_facts *facts, nx_item *item,
                                     newsidx_error *err);

#endif
