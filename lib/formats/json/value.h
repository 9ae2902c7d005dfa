/* What values say as text. */
#ifndef NX_FORMATS_JSON_VALUE_H
#define NX_FORMATS_JSON_VALUE_H

#include "base/buf.h"

#include <json-c/json.h>
#include <stdbool.h>

/* The bytes of a string; {NULL, 0} of anything else. Borrowed. */
newsidx_text nx_json_string(struct json_object *value);

/* The string of a member; {NULL, 0} if `object` is none or has none. */
newsidx_text nx_json_member(struct json_object *object, const char *name);

/* Says it nothing: null, a boolean, blanks, no elements? */
bool nx_json_is_empty(struct json_object *value);

/* A string, a number that 64 bits hold, or true or false? */
bool nx_json_is_scalar(struct json_object *value);

/*
 * Add a string, a number as it was written, or the member that names an
 * object ("name", "title", "value", ...); of an array all elements, with
 * `separator` between them. Adds nothing for anything else.
 */
void nx_json_add_value(nx_buf *out, struct json_object *value,
                       const char *separator);

#endif
