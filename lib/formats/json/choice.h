/* Which members of an object are an article's fields. */
#ifndef NX_FORMATS_JSON_CHOICE_H
#define NX_FORMATS_JSON_CHOICE_H

#include "formats/json/members.h"

#include <json-c/json.h>
#include <stdint.h>

/* Objects, one in the other, of which the innermost is the article. */
#define NX_JSON_MOST_LEVELS 4

/* A member that counts; borrowed from its object. */
typedef struct nx_json_choice {
    const char *name;
    struct json_object *value; /* NULL: none */
    uint32_t rank;             /* lower is better */
} nx_json_choice;

typedef struct nx_json_choices {
    nx_json_choice of[NX_JSON_FIELD_COUNT];
    struct json_object *levels[NX_JSON_MOST_LEVELS]; /* the outermost first */
    size_t level_count;
    bool is_ninjs;
} nx_json_choices;

/*
 * Choose among the members of `root` and, if it has no headline and no text, of
 * the object it wraps ({"_source": {...}}), and so on. Members that are further
 * inside come first, then those of a better rank, then the last.
 */
void nx_json_choose(struct json_object *root, nx_json_choices *out);

/* Has the value been made a field, so that nothing of it is left? */
bool nx_json_is_chosen(const nx_json_choices *choices,
                       struct json_object *value);

#endif
