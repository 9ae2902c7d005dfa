/* What an element of a feed says, kept where no field has a place for it. */
#ifndef NX_FORMATS_XML_FEED_EXTRA_H
#define NX_FORMATS_XML_FEED_EXTRA_H

#include "formats/xml/tree.h"
#include "ingest/item.h"

/* An article keeps so much of what it says besides; a feed may embed a film. */
#define NX_FEED_EXTRA_BYTES ((size_t)128 * 1024)

typedef struct nx_feed_extra {
    nx_item *item;
    size_t bytes;
    bool is_full; /* something was left out: "truncated" says so, once */
} nx_feed_extra;

/* Keep a text under a name, unless there is no more room. NEWSIDX_ERR_MEMORY.*/
newsidx_status nx_feed_extra_text(nx_feed_extra *extra, const char *name,
                                  newsidx_text text, newsidx_error *err);

/*
 * Keep an element's text, its attributes and the elements in it, under their
 * names: "dc:relation", "enclosure.url", "media:group.media:content.url".
 * `name`, if not NULL, stands for the element's own.
 */
newsidx_status nx_feed_extra_element(nx_feed_extra *extra, const char *name,
                                     const nx_xml_node *element,
                                     newsidx_error *err);

#endif
