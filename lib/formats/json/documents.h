/* JSON of any layout: an object, an array of them, or several in a row. */
#ifndef NX_FORMATS_JSON_DOCUMENTS_H
#define NX_FORMATS_JSON_DOCUMENTS_H

#include "formats/format.h"

extern const nx_format nx_format_json;

/* The functions of nx_format_json, for formats that are also JSON. */
newsidx_status nx_json_documents_open(const nx_origin *origin, void **out_state,
                                      newsidx_error *err);
newsidx_status nx_json_documents_next(void *state, nx_item *item,
                                      newsidx_error *err);
void nx_json_documents_close(void *state);

#endif
