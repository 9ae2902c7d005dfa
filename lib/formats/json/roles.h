/* Arrays of one text in several forms, as ninjs 2 and 3 has them. */
#ifndef NX_FORMATS_JSON_ROLES_H
#define NX_FORMATS_JSON_ROLES_H

#include "newsidx.h"

#include <json-c/json.h>
#include <stdbool.h>

/*
 *     "bodies": [{"role": "text", "contentType": "text/plain", "value": "..."},
 *                {"role": "html5", "contentType": "text/html", "value": ...}]
 *
 * Texts are borrowed; {NULL, 0} is one that isn't there.
 */
typedef struct nx_json_forms {
    newsidx_text plain;
    newsidx_text html;
    newsidx_text xml; /* NITF or another document of its own */
} nx_json_forms;

/* Is it an array of objects with a "value" and a "role" or a content type? */
bool nx_json_has_roles(struct json_object *value);

/* The first of each form. Credit lines are left out unless alone. */
void nx_json_find_forms(struct json_object *array, nx_json_forms *out);

/* The one for the role of "main"; else the first. */
newsidx_text nx_json_find_main(struct json_object *array);

#endif
