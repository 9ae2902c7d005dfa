/* A first look at a JSON text, of which perhaps only the beginning is there. */
#ifndef NX_FORMATS_JSON_OUTLINE_H
#define NX_FORMATS_JSON_OUTLINE_H

#include "newsidx.h"

#include <stdbool.h>

/*
 * The members of an object, and of those inside that are entered:
 *
 *     {"status": "ok", "data": {"items": [{"title": ...
 *       name      value ^ rest
 */
typedef struct nx_json_outline {
    newsidx_text rest;  /* to be looked at */
    newsidx_text name;  /* as written, without the quotes */
    newsidx_text value; /* from its first byte to the end of the text */
} nx_json_outline;

typedef enum nx_json_look {
    NX_JSON_MEMBER,  /* there is one; `rest` is its value */
    NX_JSON_CLOSED,  /* the object ends; `rest` is behind it */
    NX_JSON_CUT,     /* the text ends */
    NX_JSON_NOT_JSON /* no name where one must be */
} nx_json_look;

/* Begin behind the "{" of an object. */
void nx_json_outline_begin(nx_json_outline *outline, newsidx_text text);

nx_json_look nx_json_outline_next(nx_json_outline *outline);

/* Step over the value of the member; false if the text ends in it. */
bool nx_json_outline_skip(nx_json_outline *outline);

typedef enum nx_json_layout {
    NX_JSON_ONE, /* an object that is no wrapper of a list */
    NX_JSON_WRAPPED /* a list of articles, in an object */,
    NX_JSON_UNSURE /* the text is too short to say */
} nx_json_layout;

/*
 * Is the object that `text` begins with, "{" first, one article, or does it
 * wrap a list of articles? Members called like lists ("items", "results", at
 * most four objects deep, all called like wrappers) are, if their first element
 * has a headline or a text, and if no text stood before them.
 *
 * @param out_offset  Behind the "[" of the list; 0: none. May be set with
 *                    NX_JSON_UNSURE, if the list's first element is cut.
 * @param out_depth   Objects around the list.
 */
nx_json_layout nx_json_find_list(newsidx_text text, size_t *out_offset,
                                 size_t *out_depth);

#endif
