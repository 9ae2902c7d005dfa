#include "formats/xml/feed_extra.h"

#include "base/str.h"
#include "formats/xml/feed_text.h"
#include "ingest/clean.h"
#include "ingest/extra.h"

#include <stdio.h>
#include <string.h>

/* Names that are longer, and what stands deeper, are left out. */
#define LONGEST_PATH 200
#define DEEPEST 6

newsidx_status nx_feed_extra_text(nx_feed_extra *extra, const char *name,
                                  newsidx_text text, newsidx_error *err)
{
    const size_t bytes = strlen(name) + text.length + 16;

    if (text.length == 0)
        return NEWSIDX_OK;
    if (bytes > NX_FEED_EXTRA_BYTES - extra->bytes) {
        if (extra->is_full)
            return NEWSIDX_OK;
        extra->is_full = true;
        return nx_extra_add_json(extra->item, "truncated", nx_str("true"), err);
    }
    extra->bytes += bytes;
    return nx_extra_add(extra->item, name, text, err);
}

/* Add ".prefix:name" to a path; false if it gets too long. */
static bool add_step(char path[LONGEST_PATH], size_t length,
                     newsidx_text prefix, newsidx_text name)
{
    const size_t needed = length + prefix.length + name.length + 3;

    if (needed > LONGEST_PATH)
        return false;
    snprintf(path + length, LONGEST_PATH - length, "%s%.*s%s%.*s",
             length > 0 ? "." : "", (int)prefix.length, prefix.bytes,
             prefix.length > 0 ? ":" : "", (int)name.length, name.bytes);
    return true;
}

static newsidx_status add_attributes(nx_feed_extra *extra,
                                     const nx_xml_node *element,
                                     char path[LONGEST_PATH],
                                     newsidx_error *err)
{
    const size_t length = strlen(path);

    for (size_t i = 0; i < element->attribute_count; i++) {
        const nx_xml_attribute *attribute = &element->attributes[i];
        newsidx_status status;

        if (nx_str_equal(attribute->space, nx_str(NX_XML_SPACE)) ||
            !add_step(path, length, nx_str(""), attribute->name))
            continue;
        status = nx_feed_extra_text(extra, path, attribute->value, err);
        path[length] = '\0';
        if (status < 0)
            return status;
    }
    return NEWSIDX_OK;
}

static const nx_xml_node *first_element(const nx_xml_node *at)
{
    while (at != NULL && at->name.bytes == NULL)
        at = at->next;
    return at;
}

/* An element's own text and attributes. */
static newsidx_status add_element(nx_feed_extra *extra,
                                  const nx_xml_node *element,
                                  char path[LONGEST_PATH], newsidx_error *err)
{
    newsidx_status status = add_attributes(extra, element, path, err);
    newsidx_text text;

    if (status < 0 || first_element(element->first) != NULL)
        return status;
    status = nx_feed_text(element, &extra->item->arena, &text, err);
    if (status < 0)
        return status;
    return nx_feed_extra_text(extra, path, text, err);
}

newsidx_status nx_feed_extra_element(nx_feed_extra *extra, const char *name,
                                     const nx_xml_node *element,
                                     newsidx_error *err)
{
    char path[LONGEST_PATH] = "";
    size_t lengths[DEEPEST] = {0}; /* of the paths above */
    const nx_xml_node *at = element;
    size_t depth = 0;

    while (at != NULL && !extra->is_full) {
        const newsidx_text own =
            at == element && name != NULL ? nx_str(name) : at->name;
        const newsidx_text prefix =
            at == element && name != NULL ? nx_str("") : nx_feed_prefix_of(at);
        const nx_xml_node *inner = NULL;

        path[lengths[depth]] = '\0';
        if (add_step(path, lengths[depth], prefix, own)) {
            const newsidx_status status = add_element(extra, at, path, err);

            if (status < 0)
                return status;
            inner = depth + 1 < DEEPEST ? first_element(at->first) : NULL;
        }
        if (inner != NULL) {
            lengths[++depth] = strlen(path);
            at = inner;
            continue;
        }
        while (at != element && first_element(at->next) == NULL) {
            at = at->parent;
            depth--;
        }
        at = at == element ? NULL : first_element(at->next);
    }
    return NEWSIDX_OK;
}
