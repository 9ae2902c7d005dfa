/* RSS and RDF, Atom: an article an item or entry, of streams of any length. */
#ifndef NX_FORMATS_XML_FEED_H
#define NX_FORMATS_XML_FEED_H

#include "formats/format.h"
#include "formats/xml/feed_item.h"

extern const nx_format nx_format_rss;
extern const nx_format nx_format_atom;

/*
 * The rest is for formats that are made like feeds (wordpress.h): their state,
 * which reads items one after another, well-formed or not.
 */
typedef struct nx_feed nx_feed;

newsidx_status nx_feed_open(const nx_origin *origin, nx_feed **out_feed,
                            newsidx_error *err);

/* Takes NULL. */
void nx_feed_close(nx_feed *feed);

/* The next item's element, borrowed until the next call, and its channel; line
 * and bytes go to `item`. Statuses are those of nx_xml_next(), and once
 * NEWSIDX_ERR_INPUT at the end of a feed that had no items. */
newsidx_status nx_feed_next(nx_feed *feed, nx_item *item,
                            const nx_xml_node **out_element,
                            const nx_feed_channel **out_channel,
                            newsidx_error *err);

#endif
