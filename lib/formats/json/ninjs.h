/* IPTC ninjs 1 to 3: news in JSON. */
#ifndef NX_FORMATS_JSON_NINJS_H
#define NX_FORMATS_JSON_NINJS_H

#include "formats/format.h"
#include "formats/json/choice.h"

/* Read as any JSON is; an object is ninjs wherever it stands. */
extern const nx_format nx_format_ninjs;

/*
 * What ninjs has that other objects don't: a key that is the same for each
 * version, and a body that doesn't begin with the headline. Texts are those
 * that were read from `choices`, which give back what is only partly in them.
 * NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_ninjs_adjust(nx_json_choices *choices, nx_item *item,
                               nx_buf *dropped, newsidx_error *err);

#endif
