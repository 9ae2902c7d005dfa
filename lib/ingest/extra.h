/* What a format says of an article that has no field of its own. */
#ifndef NX_INGEST_EXTRA_H
#define NX_INGEST_EXTRA_H

#include "ingest/item.h"

/*
 * Members of the object that becomes article.extra. A name that is added
 * several times has an array. Text and JSON are copied; empty
 * ones are left out. NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_extra_add(nx_item *item, const char *name, newsidx_text text,
                            newsidx_error *err);

/* The same with a value that is well-formed JSON. */
newsidx_status nx_extra_add_json(nx_item *item, const char *name,
                                 newsidx_text json, newsidx_error *err);

/* Write the object to article.extra, which stays {NULL, 0} if nothing was
 * added. NEWSIDX_ERR_LIMIT, _MEMORY. */
newsidx_status nx_extra_finish(nx_item *item, newsidx_error *err);

#endif
