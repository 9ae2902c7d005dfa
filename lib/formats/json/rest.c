#include "formats/json/rest.h"

#include "base/limits.h"
#include "base/str.h"
#include "formats/json/roles.h"
#include "formats/json/value.h"
#include "ingest/extra.h"

#include <json-c/json_visit.h>
#include <string.h>

/* The quotes, the colon and the comma of a name and a value. */
#define BYTES_A_MEMBER 4

typedef struct rest {
    const nx_json_choices *choices;
    nx_item *item;
    newsidx_error *err;
    size_t used_bytes; /* of article.extra, with its brackets */
    size_t left_out;
    size_t left_out_bytes;
    newsidx_text first_left_out;
} rest;

void nx_json_drop(nx_buf *dropped, const char *name, newsidx_text text)
{
    if (dropped->length > 0)
        nx_buf_add_byte(dropped, '\n');
    nx_buf_add_string(dropped, name);
    nx_buf_add_string(dropped, ": ");
    nx_buf_add_text(dropped, text);
}

/* "5." and "NaN", which json-c reads and would write as it read them, and whole
 * numbers that became others. */
static bool is_odd(struct json_object *value)
{
    const char *point;

    if (!json_object_is_type(value, json_type_int) &&
        !json_object_is_type(value, json_type_double))
        return false;
    if (!nx_json_is_scalar(value))
        return true;
    point = strchr(json_object_get_string(value), '.');
    return point != NULL && !nx_is_digit(point[1]);
}

/* The number as JSON has it; NULL, which is null, for what is none. */
static struct json_object *rewrite(struct json_object *value, bool *out_failed)
{
    struct json_object *number = NULL;

    if (nx_json_is_scalar(value)) {
        number = json_object_new_double(json_object_get_double(value));
        *out_failed = *out_failed || number == NULL;
    }
    return number;
}

/* After a value was replaced there is nothing left of it to visit. */
static int correct(struct json_object *value, int flags,
                   struct json_object *parent, const char *name, size_t *index,
                   void *user)
{
    struct json_object *better;
    bool *failed = user;
    int status;

    if (parent == NULL || flags == JSON_C_VISIT_SECOND || !is_odd(value))
        return JSON_C_VISIT_RETURN_CONTINUE;
    better = rewrite(value, failed);
    status = name != NULL ? json_object_object_add(parent, name, better)
                          : json_object_array_put_idx(parent, *index, better);
    if (status != 0) {
        json_object_put(better);
        *failed = true;
    }
    return JSON_C_VISIT_RETURN_SKIP;
}

/* Null, "", [] and {} say nothing; false does, and so does 0. */
static bool says_nothing(struct json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_null:
        return true;
    case json_type_string:
    case json_type_array:
    case json_type_object:
        return nx_json_is_empty(value);
    default:
        return !nx_json_is_scalar(value);
    }
}

/* A name with what escapes it. */
static size_t name_length(const char *name)
{
    size_t length = 0;

    for (; *name != '\0'; name++)
        length += (unsigned char)*name < 0x20     ? 6
                  : *name == '"' || *name == '\\' ? 2
                                                  : 1;
    return length;
}

static newsidx_status add(rest *out, const char *name,
                          struct json_object *value)
{
    size_t length;
    size_t bytes;
    const char *json = json_object_to_json_string_length(
        value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE,
        &length);

    if (json == NULL)
        return nx_fail_memory(out->err);
    bytes = length + name_length(name) + BYTES_A_MEMBER;
    if (bytes > NX_LIMIT_EXTRA_BYTES - out->used_bytes) {
        if (out->left_out++ == 0)
            out->first_left_out = nx_str(name);
        out->left_out_bytes += length;
        return NEWSIDX_OK;
    }
    out->used_bytes += bytes;
    return nx_extra_add_json(out->item, name, nx_str_slice(json, length),
                             out->err);
}

static newsidx_status keep(rest *out, const char *name,
                           struct json_object *value)
{
    struct json_object *better = NULL;
    newsidx_status status = NEWSIDX_OK;
    bool failed = false;

    if (says_nothing(value))
        return NEWSIDX_OK;
    if (is_odd(value)) {
        better = rewrite(value, &failed);
        value = better;
    } else {
        json_c_visit(value, 0, correct, &failed);
    }
    status = failed ? nx_fail_memory(out->err) : add(out, name, value);
    json_object_put(better);
    return status;
}

/* Is all that a member says in its field? Of an array or an object only names
 * are taken, unless it is one of strings. */
static bool is_whole(struct json_object *value)
{
    if (json_object_is_type(value, json_type_object))
        return json_object_object_length(value) == 1;
    if (!json_object_is_type(value, json_type_array) ||
        (nx_json_has_roles(value) && json_object_array_length(value) == 1))
        return true;
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        struct json_object *element = json_object_array_get_idx(value, i);

        if (!json_object_is_type(element, json_type_string) &&
            (!json_object_is_type(element, json_type_object) ||
             json_object_object_length(element) != 1))
            return false;
    }
    return true;
}

/* A body is there in several forms, of which one is taken. */
static bool is_form_of_body(const nx_json_choices *choices,
                            struct json_object *value)
{
    return value == choices->of[NX_JSON_BODY].value ||
           value == choices->of[NX_JSON_BODY_HTML].value;
}

static newsidx_status keep_members(rest *out, struct json_object *object,
                                   struct json_object *inner)
{
    const struct json_object *extra = out->choices->of[NX_JSON_EXTRA].value;
    const struct json_object_iterator end = json_object_iter_end(object);
    struct json_object_iterator at = json_object_iter_begin(object);
    newsidx_status status = NEWSIDX_OK;

    for (; status >= 0 && !json_object_iter_equal(&at, &end);
         json_object_iter_next(&at)) {
        struct json_object *value = json_object_iter_peek_value(&at);

        if (value == NULL || value == inner || value == extra ||
            is_form_of_body(out->choices, value) ||
            (nx_json_is_chosen(out->choices, value) && is_whole(value)))
            continue;
        status = keep(out, json_object_iter_peek_name(&at), value);
    }
    return status;
}

newsidx_status nx_json_keep_rest(const nx_json_choices *choices, nx_item *item,
                                 nx_buf *dropped, newsidx_error *err)
{
    rest out = {choices, item, err, 2, 0, 0, {NULL, 0}};
    struct json_object *extra = choices->of[NX_JSON_EXTRA].value;
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; status >= 0 && i < choices->level_count; i++)
        status = keep_members(
            &out, choices->levels[i],
            i + 1 < choices->level_count ? choices->levels[i + 1] : NULL);
    if (status >= 0 && extra != NULL)
        status = keep_members(&out, extra, NULL);
    if (out.left_out > 0) {
        nx_json_drop(dropped, "extra", out.first_left_out);
        nx_buf_add_format(dropped, " (members without room: %zu of %zu bytes)",
                          out.left_out, out.left_out_bytes);
    }
    return status;
}
