#include "formats/json/value.h"

#include "base/str.h"

newsidx_text nx_json_string(struct json_object *value)
{
    if (!json_object_is_type(value, json_type_string))
        return nx_str(NULL);
    return nx_str_slice(json_object_get_string(value),
                        (size_t)json_object_get_string_len(value));
}

newsidx_text nx_json_member(struct json_object *object, const char *name)
{
    struct json_object *member;

    if (!json_object_is_type(object, json_type_object) ||
        !json_object_object_get_ex(object, name, &member))
        return nx_str(NULL);
    return nx_json_string(member);
}

/* "NaN" and "Infinity", which json-c reads and JSON doesn't have. */
static bool is_number(struct json_object *value)
{
    const double number = json_object_get_double(value);

    return number - number == 0;
}

static bool is_blank(newsidx_text text)
{
    size_t i = 0;

    while (i < text.length && nx_is_space(text.bytes[i]))
        i++;
    return i == text.length;
}

bool nx_json_is_empty(struct json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_string:
        return is_blank(nx_json_string(value));
    case json_type_array:
        return json_object_array_length(value) == 0;
    case json_type_object:
        return json_object_object_length(value) == 0;
    case json_type_int:
        return false;
    case json_type_double:
        return !is_number(value);
    default:
        return true;
    }
}

/* A whole number that 64 bits can't hold is read as the nearest that they can:
 * two keys would become one. */
static bool is_saturated(struct json_object *value)
{
    const int64_t number = json_object_get_int64(value);

    return json_object_is_type(value, json_type_int) &&
           (number == INT64_MAX || number == INT64_MIN);
}

bool nx_json_is_scalar(struct json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_string:
    case json_type_boolean:
        return true;
    case json_type_int:
        return !is_saturated(value);
    case json_type_double:
        return is_number(value);
    default:
        return false;
    }
}

/* A number as it was written, whatever the locale. */
static void add_scalar(nx_buf *out, struct json_object *value)
{
    if (json_object_is_type(value, json_type_string))
        nx_buf_add_text(out, nx_json_string(value));
    else if (!json_object_is_type(value, json_type_boolean) &&
             nx_json_is_scalar(value))
        nx_buf_add_string(out, json_object_get_string(value));
}

/* Of an object, the member that names it. */
static void add_one(nx_buf *out, struct json_object *value)
{
    static const char *const names[] = {
        "name",     "title", "value", "rendered", "main", "text",
        "original", "$oid",  "$date", "label",    "city"};

    if (!json_object_is_type(value, json_type_object)) {
        add_scalar(out, value);
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct json_object *member;

        if (json_object_object_get_ex(value, names[i], &member) &&
            !nx_json_is_empty(member)) {
            add_scalar(out, member);
            return;
        }
    }
}

void nx_json_add_value(nx_buf *out, struct json_object *value,
                       const char *separator)
{
    if (!json_object_is_type(value, json_type_array)) {
        add_one(out, value);
        return;
    }
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        const size_t before = out->length;
        size_t behind;

        if (before > 0)
            nx_buf_add_string(out, separator);
        behind = out->length;
        add_one(out, json_object_array_get_idx(value, i));
        if (out->length == behind && out->status >= 0 && out->bytes != NULL)
            nx_buf_truncate(out, before);
    }
}
