#include "formats/json/choice.h"

#include "base/str.h"
#include "formats/json/value.h"

#include <string.h>

/* What a level further outside, and a name that begins with "_", costs. */
#define PER_LEVEL (2 * NX_JSON_WORST_RANK)

/* An object is no body by its name: {"article": {"title": ...}} wraps one. */
static bool can_be_body(struct json_object *value)
{
    return !json_object_is_type(value, json_type_object) ||
           nx_json_member(value, "rendered").length > 0 ||
           nx_json_member(value, "value").length > 0;
}

/* An embargo may be there without saying until when. */
static bool is_said(struct json_object *value, nx_json_field field)
{
    return !nx_json_is_empty(value) ||
           (field == NX_JSON_EMBARGOED &&
            json_object_is_type(value, json_type_boolean) &&
            json_object_get_boolean(value));
}

/* Let a member be its field's choice, if it is the best so far. */
static void consider(const char *name, struct json_object *value,
                     uint32_t extra_rank, nx_json_choices *out)
{
    nx_json_field field;
    nx_json_choice *best;
    uint32_t rank;

    if (!nx_json_find_member(name, strlen(name), &field, &rank) ||
        !is_said(value, field) ||
        (field == NX_JSON_BODY && !can_be_body(value)))
        return;
    best = &out->of[field];
    rank += extra_rank;
    /* A database's own "_id" is the last choice. */
    if (name[0] == '_')
        rank += NX_JSON_WORST_RANK;
    if (best->value == NULL || rank <= best->rank)
        *best = (nx_json_choice){name, value, rank};
}

static void choose_among(struct json_object *object, uint32_t extra_rank,
                         nx_json_choices *out)
{
    const struct json_object_iterator end = json_object_iter_end(object);
    struct json_object_iterator at = json_object_iter_begin(object);

    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at))
        consider(json_object_iter_peek_name(&at),
                 json_object_iter_peek_value(&at), extra_rank, out);
}

static bool says_something(const nx_json_choices *choices)
{
    return choices->of[NX_JSON_HEADLINE].value != NULL ||
           choices->of[NX_JSON_BODY].value != NULL ||
           choices->of[NX_JSON_BODY_HTML].value != NULL ||
           choices->of[NX_JSON_DESCRIPTION].value != NULL;
}

/* The object that `object` seems to be there for; NULL if none. */
static struct json_object *find_wrapped(struct json_object *object)
{
    const struct json_object_iterator end = json_object_iter_end(object);
    struct json_object_iterator at = json_object_iter_begin(object);

    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        const char *name = json_object_iter_peek_name(&at);
        struct json_object *value = json_object_iter_peek_value(&at);

        if (json_object_is_type(value, json_type_object) &&
            nx_json_is_wrapper(name, strlen(name)))
            return value;
    }
    return NULL;
}

/* ninjs 1 to 3 has an identifier and the time of the version everywhere. */
static bool is_ninjs(const nx_json_choices *choices)
{
    const nx_json_choice *key = &choices->of[NX_JSON_KEY];

    return choices->of[NX_JSON_VERSION_CREATED].value != NULL &&
           key->value != NULL &&
           (strcmp(key->name, "uri") == 0 || strcmp(key->name, "guid") == 0);
}

void nx_json_choose(struct json_object *root, nx_json_choices *out)
{
    struct json_object *object = root;
    uint32_t extra_rank = NX_JSON_MOST_LEVELS * PER_LEVEL;

    memset(out, 0, sizeof *out);
    while (object != NULL && out->level_count < NX_JSON_MOST_LEVELS) {
        out->levels[out->level_count++] = object;
        extra_rank -= PER_LEVEL;
        choose_among(object, extra_rank, out);
        object = says_something(out) ? NULL : find_wrapped(object);
    }
    out->is_ninjs = is_ninjs(out);
}

bool nx_json_is_chosen(const nx_json_choices *choices,
                       struct json_object *value)
{
    for (size_t i = 0; i < NX_JSON_FIELD_COUNT; i++) {
        if (choices->of[i].value == value)
            return true;
    }
    return false;
}
