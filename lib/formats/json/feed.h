/* JSON Feed: an object that says whose items it has, and its items. */
#ifndef NX_FORMATS_JSON_FEED_H
#define NX_FORMATS_JSON_FEED_H

#include "formats/format.h"

extern const nx_format nx_format_json_feed;

#endif
