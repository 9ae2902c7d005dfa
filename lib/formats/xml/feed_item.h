/* An item of RSS, an entry of Atom, to an article. */
#ifndef NX_FORMATS_XML_FEED_ITEM_H
#define NX_FORMATS_XML_FEED_ITEM_H

#include "formats/xml/tree.h"
#include "ingest/item.h"

/* What a channel says for those of its items that say nothing themselves.
 * Texts are clean lines; "" is nothing. */
typedef struct nx_feed_channel {
    newsidx_text title;
    newsidx_text link;
    newsidx_text language;
    newsidx_text copyright;
    newsidx_text byline;
} nx_feed_channel;

/* What one kind of feed does otherwise than all. */
typedef struct nx_feed_rules {
    /* The text of content and summaries, as nx_feed_text(). */
    newsidx_status (*text)(const nx_xml_node *node, nx_arena *arena,
                           newsidx_text *out, newsidx_error *err);
    /* A child that is not to be kept in `extra`; NULL: all are. */
    bool (*is_known)(const nx_xml_node *child);
} nx_feed_rules;

/* `around` is the element that the first item stands in: a channel, a feed, or
 * the root of RDF, which has its channel beside the items; NULL: nothing. */
newsidx_status nx_feed_channel_read(const nx_xml_node *around, nx_arena *arena,
                                    nx_feed_channel *out, newsidx_error *err);

/*
 * Fill `item`, which was reset. README.md says which elements become what. What
 * becomes nothing is kept in `extra`, as far as there is room for it.
 * NEWSIDX_ERR_LIMIT, _MEMORY.
 */
newsidx_status nx_feed_item_read(const nx_xml_node *element,
                                 const nx_feed_channel *channel,
                                 const nx_feed_rules *rules, nx_item *item,
                                 newsidx_error *err);

#endif
