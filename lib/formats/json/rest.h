/* What an object says besides, as members of article.extra. */
#ifndef NX_FORMATS_JSON_REST_H
#define NX_FORMATS_JSON_REST_H

#include "base/buf.h"
#include "formats/json/choice.h"
#include "ingest/item.h"

/*
 * Keep the members that are no field, and those of which a field holds only a
 * part, with nx_extra_add_json(). What has no room in article.extra is told on
 * a line that is added to `dropped`. NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_json_keep_rest(const nx_json_choices *choices, nx_item *item,
                                 nx_buf *dropped, newsidx_error *err);

/* Keep what a field said that it can't hold: "date: last Tuesday". */
void nx_json_drop(nx_buf *dropped, const char *name, newsidx_text text);

#endif
