#include "formats/xml/tree.h"

#include "base/str.h"
#include "ingest/clean.h"

#include <string.h>

static bool is_named(newsidx_text text, const char *name)
{
    return text.bytes != NULL && nx_str_equal(text, nx_str(name));
}

bool nx_xml_is(const nx_xml_node *node, const char *name)
{
    return node != NULL && is_named(node->name, name);
}

bool nx_xml_is_in(const nx_xml_node *node, const char *space, const char *name)
{
    return nx_xml_is(node, name) &&
           (space == NULL || is_named(node->space, space));
}

static const nx_xml_node *sibling(const nx_xml_node *at, newsidx_text space,
                                  newsidx_text name)
{
    while (at != NULL &&
           (at->name.bytes == NULL || !nx_str_equal(at->name, name) ||
            !nx_str_equal(at->space, space)))
        at = at->next;
    return at;
}

const nx_xml_node *nx_xml_child(const nx_xml_node *node, const char *name)
{
    return node == NULL ? NULL
                        : sibling(node->first, node->space, nx_str(name));
}

const nx_xml_node *nx_xml_again(const nx_xml_node *node)
{
    return node == NULL ? NULL : sibling(node->next, node->space, node->name);
}

const nx_xml_node *nx_xml_child_in(const nx_xml_node *node, const char *space,
                                   const char *name)
{
    const nx_xml_node *at = node == NULL ? NULL : node->first;

    while (at != NULL && !nx_xml_is_in(at, space, name))
        at = at->next;
    return at;
}

/* As deep as the path has steps. */
static const nx_xml_node *follow(const nx_xml_node *node, newsidx_text path)
{
    const char *slash = memchr(path.bytes, '/', path.length);
    const nx_xml_node *at;
    newsidx_text step = path;
    newsidx_text rest = {NULL, 0};

    if (slash != NULL) {
        step.length = (size_t)(slash - path.bytes);
        rest = nx_str_slice(slash + 1, path.length - step.length - 1);
    }
    for (at = sibling(node->first, node->space, step); at != NULL;
         at = nx_xml_again(at)) {
        const nx_xml_node *found = slash == NULL ? at : follow(at, rest);

        if (found != NULL)
            return found;
    }
    return NULL;
}

const nx_xml_node *nx_xml_path(const nx_xml_node *node, const char *path)
{
    return node == NULL ? NULL : follow(node, nx_str(path));
}

const nx_xml_node *nx_xml_walk_past(const nx_xml_node *top,
                                    const nx_xml_node *at)
{
    while (at != top && at->next == NULL)
        at = at->parent;
    return at == top ? NULL : at->next;
}

const nx_xml_node *nx_xml_walk(const nx_xml_node *top, const nx_xml_node *at)
{
    return at->first != NULL ? at->first : nx_xml_walk_past(top, at);
}

const nx_xml_node *nx_xml_find(const nx_xml_node *top, const char *name)
{
    const nx_xml_node *at = top;

    while (at != NULL && !nx_xml_is(at, name))
        at = nx_xml_walk(top, at);
    return at;
}

newsidx_text nx_xml_attribute_of(const nx_xml_node *node, const char *name)
{
    newsidx_text found = {NULL, 0};

    if (node == NULL)
        return found;
    for (size_t i = 0; i < node->attribute_count; i++) {
        const nx_xml_attribute *attribute = &node->attributes[i];

        if (!is_named(attribute->name, name))
            continue;
        if (attribute->space.bytes == NULL)
            return attribute->value;
        if (found.bytes == NULL)
            found = attribute->value;
    }
    return found;
}

/* How long its text is, and the first piece of it. */
static size_t measure(const nx_xml_node *top, newsidx_text *out_first)
{
    size_t length = 0;

    *out_first = nx_str("");
    for (const nx_xml_node *at = top; at != NULL; at = nx_xml_walk(top, at)) {
        if (at->text.length == 0)
            continue;
        if (length == 0)
            *out_first = at->text;
        length += at->text.length;
    }
    return length;
}

newsidx_text nx_xml_text_of(const nx_xml_node *node, nx_arena *arena)
{
    newsidx_text first;
    const size_t length = measure(node, &first);
    size_t at_byte = 0;
    char *bytes;

    if (first.length == length)
        return first;
    bytes = nx_arena_alloc(arena, length + 1);
    if (bytes == NULL)
        return nx_str(NULL);
    for (const nx_xml_node *at = node; at != NULL; at = nx_xml_walk(node, at)) {
        if (at->text.length > 0)
            memcpy(bytes + at_byte, at->text.bytes, at->text.length);
        at_byte += at->text.length;
    }
    return nx_str_slice(bytes, length);
}

newsidx_text nx_xml_line_of(const nx_xml_node *node, nx_arena *arena)
{
    const newsidx_text text = nx_xml_text_of(node, arena);

    return text.bytes == NULL ? text : nx_clean_line(arena, text);
}
