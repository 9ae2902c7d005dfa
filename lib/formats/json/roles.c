#include "formats/json/roles.h"

#include "base/str.h"
#include "formats/json/value.h"

static newsidx_text content_type(struct json_object *element)
{
    static const char *const names[] = {"contentType", "contenttype",
                                        "content_type", "mimetype"};
    newsidx_text type = {NULL, 0};

    for (size_t i = 0; type.length == 0 && i < sizeof names / sizeof names[0];
         i++)
        type = nx_json_member(element, names[i]);
    return type;
}

bool nx_json_has_roles(struct json_object *value)
{
    struct json_object *first;

    if (!json_object_is_type(value, json_type_array) ||
        json_object_array_length(value) == 0)
        return false;
    first = json_object_array_get_idx(value, 0);
    return nx_json_member(first, "value").bytes != NULL &&
           (nx_json_member(first, "role").bytes != NULL ||
            content_type(first).bytes != NULL ||
            json_object_object_length(first) == 1);
}

/* Is `word`, in lower case, somewhere in `text`? */
static bool mentions(newsidx_text text, const char *word)
{
    const newsidx_text wanted = nx_str(word);

    for (size_t i = 0; i + wanted.length <= text.length; i++) {
        if (nx_str_equal_ascii(nx_str_slice(text.bytes + i, wanted.length),
                               wanted))
            return true;
    }
    return false;
}

static newsidx_text *form_of(struct json_object *element, nx_json_forms *forms)
{
    const newsidx_text type = content_type(element);
    const newsidx_text role = nx_json_member(element, "role");
    const newsidx_text said = type.length > 0 ? type : role;

    if (mentions(said, "html"))
        return &forms->html;
    if (mentions(said, "xml") || mentions(said, "nitf"))
        return &forms->xml;
    return &forms->plain;
}

void nx_json_find_forms(struct json_object *array, nx_json_forms *out)
{
    const size_t count = json_object_array_length(array);
    newsidx_text credit = {NULL, 0};

    *out = (nx_json_forms){{NULL, 0}, {NULL, 0}, {NULL, 0}};
    for (size_t i = 0; i < count; i++) {
        struct json_object *element = json_object_array_get_idx(array, i);
        const newsidx_text text = nx_json_member(element, "value");
        newsidx_text *form;

        if (nx_str_trim(text).length == 0)
            continue;
        if (mentions(nx_json_member(element, "role"), "credit")) {
            credit = text;
            continue;
        }
        form = form_of(element, out);
        if (form->length == 0)
            *form = text;
    }
    if (out->plain.length == 0 && out->html.length == 0)
        out->plain = credit;
}

newsidx_text nx_json_find_main(struct json_object *array)
{
    newsidx_text first = {NULL, 0};

    for (size_t i = 0; i < json_object_array_length(array); i++) {
        struct json_object *element = json_object_array_get_idx(array, i);
        const newsidx_text text = nx_json_member(element, "value");

        if (nx_str_trim(text).length == 0)
            continue;
        if (nx_str_equal_ascii(nx_json_member(element, "role"), nx_str("main")))
            return text;
        if (first.length == 0)
            first = text;
    }
    return first;
}
