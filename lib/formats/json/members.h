/* What the members of an object are called, and which field each is of. */
#ifndef NX_FORMATS_JSON_MEMBERS_H
#define NX_FORMATS_JSON_MEMBERS_H

#include "newsidx.h"

#include <stdbool.h>

typedef enum nx_json_field {
    NX_JSON_KEY,
    NX_JSON_HEADLINE,
    NX_JSON_BODY,
    NX_JSON_BODY_HTML,
    NX_JSON_DESCRIPTION, /* the body of what has none */
    NX_JSON_PUBLISHED,
    NX_JSON_UPDATED,
    NX_JSON_VERSION_CREATED, /* updated, or published if nothing else is */
    NX_JSON_SOURCE,
    NX_JSON_BYLINE,
    NX_JSON_DATELINE,
    NX_JSON_SECTION,
    NX_JSON_KEYWORDS,
    NX_JSON_SUBJECTS, /* more keywords */
    NX_JSON_URL,
    NX_JSON_LANGUAGE,
    NX_JSON_COPYRIGHT,
    NX_JSON_URGENCY,
    NX_JSON_EDITION,
    NX_JSON_USAGE,
    NX_JSON_EMBARGOED,
    NX_JSON_DROPPED,
    NX_JSON_EXTRA,
    NX_JSON_FIELD_COUNT
} nx_json_field;

/* Of several members for one field, the one of the lowest rank counts. */
#define NX_JSON_WORST_RANK 100

/*
 * Find the field of a name of `length` bytes, compared without letter case,
 * "_" and "-". `*out_rank` is below NX_JSON_WORST_RANK. False if it's unknown.
 */
bool nx_json_find_member(const char *name, size_t length,
                         nx_json_field *out_field, uint32_t *out_rank);

/* Could this member be what an article is wrapped in: "item", "_source"? */
bool nx_json_is_wrapper(const char *name, size_t length);

/* Could this member be a list of articles: "items", "results"? */
bool nx_json_is_list(const char *name, size_t length);

#endif
