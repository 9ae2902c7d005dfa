#include "formats/xml/build.h"

#include "base/limits.h"
#include "base/str.h"

#include <assert.h>
#include <string.h>

/* A buffer that one long text made larger than this is not kept. */
#define KEPT_TEXT_BYTES ((size_t)1024 * 1024)

/* Every name and every URI of a document is here once. */
typedef struct nx_xml_name {
    newsidx_text whole;
    newsidx_text prefix; /* "" if it has none */
    newsidx_text local;
} nx_xml_name;

void nx_xml_build_init(nx_xml_builder *builder, nx_xml_is_record is_record)
{
    memset(builder, 0, sizeof *builder);
    builder->is_record = is_record;
    nx_arena_init(&builder->names_arena);
    nx_arena_init(&builder->outer);
    nx_arena_init(&builder->inner);
    nx_buf_init(&builder->text, NX_LIMIT_ARTICLE_BYTES);
}

void nx_xml_build_finish(nx_xml_builder *builder)
{
    nx_buf_finish(&builder->text);
    nx_arena_finish(&builder->names_arena);
    nx_arena_finish(&builder->outer);
    nx_arena_finish(&builder->inner);
    nx_xml_build_init(builder, builder->is_record);
}

void nx_xml_build_reset(nx_xml_builder *builder)
{
    nx_arena_reset(&builder->names_arena);
    nx_arena_reset(&builder->outer);
    nx_arena_reset(&builder->inner);
    memset(builder->recent, 0, sizeof builder->recent);
    builder->outer_bytes = 0;
    builder->inner_bytes = 0;
    builder->name_count = 0;
    builder->binding_count = 0;
    builder->depth = 0;
    builder->record_depth = 0;
    builder->is_lost = false;
    builder->top = NULL;
    builder->record = NULL;
    nx_buf_clear(&builder->text);
}

void nx_xml_build_forget(nx_xml_builder *builder)
{
    if (builder->top == builder->record)
        builder->top = NULL;
    builder->record = NULL;
    builder->is_lost = false;
    builder->inner_bytes = 0;
    nx_arena_reset(&builder->inner);
}

newsidx_text nx_xml_build_name(const nx_xml_builder *builder, size_t depth)
{
    assert(depth > 0 && depth <= builder->depth);
    return builder->open[depth - 1].name->whole;
}

/* "dc:date" is "date" with the prefix "dc"; what isn't made like that is a
 * name without one. */
static void split(nx_xml_name *name)
{
    const newsidx_text whole = name->whole;
    const char *colon =
        whole.length > 0 ? memchr(whole.bytes, ':', whole.length) : NULL;
    const size_t length = colon == NULL ? 0 : (size_t)(colon - whole.bytes);

    name->prefix = nx_str_slice(whole.bytes, 0);
    name->local = whole;
    if (length > 0 && length + 1 < whole.length) {
        name->prefix.length = length;
        name->local = nx_str_slice(colon + 1, whole.length - length - 1);
    }
}

/* Where in the order `text` is or would be. */
static size_t place_of(const nx_xml_builder *builder, newsidx_text text)
{
    size_t low = 0;
    size_t high = builder->name_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (nx_str_compare(builder->names[middle]->whole, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static newsidx_status add_name(nx_xml_builder *builder, size_t place,
                               newsidx_text text, const nx_xml_name **out_name,
                               newsidx_error *err)
{
    nx_xml_name *name;

    *out_name = NULL;
    if (builder->name_count == NX_XML_NAMES)
        return nx_fail(err, NEWSIDX_ERR_INPUT,
                       "bad XML: more than %d different names", NX_XML_NAMES);
    if (text.length > NX_XML_NAME_BYTES)
        return nx_fail(err, NEWSIDX_ERR_INPUT,
                       "bad XML: a name of more than %d bytes",
                       NX_XML_NAME_BYTES);
    name = nx_arena_new(&builder->names_arena, nx_xml_name);
    if (name == NULL)
        return nx_fail_memory(err);
    name->whole = nx_arena_text(&builder->names_arena, text);
    if (name->whole.bytes == NULL)
        return nx_fail_memory(err);
    split(name);
    memmove(builder->names + place + 1, builder->names + place,
            (builder->name_count - place) * sizeof(nx_xml_name *));
    builder->names[place] = name;
    builder->name_count++;
    *out_name = name;
    return NEWSIDX_OK;
}

/* *out_name is NULL only after an error. */
static newsidx_status find_name(nx_xml_builder *builder, newsidx_text text,
                                const nx_xml_name **out_name,
                                newsidx_error *err)
{
    const size_t slots = sizeof builder->recent / sizeof builder->recent[0];
    const size_t first = text.length > 0 ? (unsigned char)text.bytes[0] : 0;
    const size_t last =
        text.length > 0 ? (unsigned char)text.bytes[text.length - 1] : 0;
    const size_t slot = (7 * text.length + 3 * first + last) % slots;
    newsidx_status status = NEWSIDX_OK;
    size_t place;

    *out_name = builder->recent[slot];
    if (*out_name != NULL && nx_str_equal((*out_name)->whole, text))
        return NEWSIDX_OK;
    place = place_of(builder, text);
    *out_name = place < builder->name_count ? builder->names[place] : NULL;
    if (*out_name == NULL || !nx_str_equal((*out_name)->whole, text))
        status = add_name(builder, place, text, out_name, err);
    if (status >= 0)
        builder->recent[slot] = *out_name;
    return status;
}

/* Is it one of xmlns and xmlns:dc? Then *out_prefix is what it declares. */
static bool declares(newsidx_text name, newsidx_text *out_prefix)
{
    if (!nx_str_starts_with(name, nx_str("xmlns")) ||
        (name.length > 5 && name.bytes[5] != ':'))
        return false;
    *out_prefix = name.length > 5
                      ? nx_str_slice(name.bytes + 6, name.length - 6)
                      : nx_str_slice(name.bytes + 5, 0);
    return true;
}

/* Note the prefixes that an element declares; how many of its attributes are
 * no declarations. */
static newsidx_status bind(nx_xml_builder *builder,
                           const nx_xml_given *attributes, size_t count,
                           size_t *out_others, newsidx_error *err)
{
    newsidx_text prefix;

    *out_others = count;
    for (size_t i = 0; i < count; i++) {
        const nx_xml_name *name = NULL;
        const nx_xml_name *space = NULL;
        newsidx_status status;

        if (!declares(attributes[i].name, &prefix))
            continue;
        *out_others -= 1;
        if (builder->binding_count == NX_XML_BINDINGS)
            return nx_fail(err, NEWSIDX_ERR_INPUT,
                           "bad XML: more than %d prefixes at once",
                           NX_XML_BINDINGS);
        status = find_name(builder, prefix, &name, err);
        if (name != NULL)
            status = find_name(builder, nx_str_trim(attributes[i].value),
                               &space, err);
        if (name == NULL || space == NULL)
            return status;
        builder->bindings[builder->binding_count++] =
            (nx_xml_binding){name->whole, space->whole};
    }
    return NEWSIDX_OK;
}

static newsidx_text space_of(const nx_xml_builder *builder, newsidx_text prefix)
{
    for (size_t i = builder->binding_count; i > 0; i--) {
        if (!nx_str_equal(builder->bindings[i - 1].prefix, prefix))
            continue;
        return builder->bindings[i - 1].space.length > 0
                   ? builder->bindings[i - 1].space
                   : nx_str(NULL);
    }
    if (nx_str_equal(prefix, nx_str("xml")))
        return nx_str(NX_XML_SPACE);
    return prefix.length > 0 ? prefix : nx_str(NULL);
}

/*
 * Memory of the record, or of what is around it. NULL with NEWSIDX_OK: over
 * the limit.
 */
static newsidx_status take(nx_xml_builder *builder, size_t length, void **out,
                           newsidx_error *err)
{
    const bool is_inner = builder->record_depth > 0;
    nx_arena *arena = is_inner ? &builder->inner : &builder->outer;
    size_t *bytes = is_inner ? &builder->inner_bytes : &builder->outer_bytes;
    const size_t limit = is_inner ? NX_LIMIT_ARTICLE_BYTES : NX_XML_OUTER_BYTES;

    *out = NULL;
    if (length > limit - *bytes) {
        builder->is_lost = builder->is_lost || is_inner;
        return NEWSIDX_OK;
    }
    *bytes += length;
    *out = nx_arena_alloc(arena, length);
    return *out == NULL ? nx_fail_memory(err) : NEWSIDX_OK;
}

static void append(nx_xml_node *parent, nx_xml_node *node)
{
    node->parent = parent;
    if (parent->last == NULL)
        parent->first = node;
    else
        parent->last->next = node;
    parent->last = node;
}

static bool is_blank(newsidx_text text)
{
    size_t at = 0;

    while (at < text.length && nx_is_space(text.bytes[at]))
        at++;
    return at == text.length;
}

/* Is what comes now to become nodes? */
static bool is_wanted(const nx_xml_builder *builder)
{
    return builder->depth > 0 && builder->open[builder->depth - 1].is_kept &&
           !builder->is_lost;
}

/* The text since the last tag becomes a node. Between records blanks are only
 * layout, and of many records they would fill the memory. */
static newsidx_status end_text(nx_xml_builder *builder, newsidx_error *err)
{
    const newsidx_text text = nx_buf_text(&builder->text);
    newsidx_status status = NEWSIDX_OK;
    nx_xml_node *node;
    void *memory;

    if (text.length == 0 || builder->is_lost ||
        (builder->record_depth == 0 && is_blank(text))) {
        nx_buf_clear(&builder->text);
        return NEWSIDX_OK;
    }
    status = take(builder, sizeof *node + text.length + 1, &memory, err);
    if (memory != NULL) {
        char *bytes = (char *)memory + sizeof *node;

        node = memory;
        memcpy(bytes, text.bytes, text.length);
        node->text = nx_str_slice(bytes, text.length);
        append(builder->open[builder->depth - 1].node, node);
    }
    if (builder->text.capacity > KEPT_TEXT_BYTES)
        nx_buf_finish(&builder->text);
    nx_buf_clear(&builder->text);
    return status;
}

newsidx_status nx_xml_build_text(nx_xml_builder *builder, newsidx_text text,
                                 newsidx_error *err)
{
    if (!is_wanted(builder) ||
        (builder->record_depth == 0 &&
         builder->text.length + text.length > NX_XML_OUTER_BYTES))
        return NEWSIDX_OK;
    nx_buf_add_text(&builder->text, text);
    if (builder->text.status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    if (builder->text.status < 0) {
        builder->is_lost = true;
        nx_buf_finish(&builder->text);
    }
    return NEWSIDX_OK;
}

/* The bytes of a node with its attributes and their values. */
static size_t length_of(const nx_xml_given *attributes, size_t count,
                        size_t others)
{
    size_t length = sizeof(nx_xml_node) + others * sizeof(nx_xml_attribute);
    newsidx_text prefix;

    for (size_t i = 0; i < count; i++) {
        if (!declares(attributes[i].name, &prefix))
            length += attributes[i].value.length + 1;
    }
    return length;
}

/* Fill in the attributes, in the memory behind the node. */
static newsidx_status add_attributes(nx_xml_builder *builder, nx_xml_node *node,
                                     const nx_xml_given *attributes,
                                     size_t count, size_t others,
                                     newsidx_error *err)
{
    nx_xml_attribute *out = (nx_xml_attribute *)(node + 1);
    char *bytes = (char *)(out + others);
    newsidx_text prefix;

    node->attributes = out;
    node->attribute_count = others;
    for (size_t i = 0; i < count; i++) {
        const newsidx_text value = attributes[i].value;
        const nx_xml_name *name;
        newsidx_status status;

        if (declares(attributes[i].name, &prefix))
            continue;
        status = find_name(builder, attributes[i].name, &name, err);
        if (name == NULL)
            return status;
        out->name = name->local;
        if (name->prefix.length > 0)
            out->space = space_of(builder, name->prefix);
        if (value.length > 0)
            memcpy(bytes, value.bytes, value.length);
        out->value = nx_str_slice(bytes, value.length);
        bytes += value.length + 1;
        out++;
    }
    return NEWSIDX_OK;
}

/* Make the node of the element that was opened last, if it is to be kept. */
static newsidx_status add_element(nx_xml_builder *builder,
                                  const nx_xml_given *attributes, size_t count,
                                  size_t others, newsidx_error *err)
{
    nx_xml_element *open = &builder->open[builder->depth - 1];
    nx_xml_node *above = open->node;
    nx_xml_node found = {0};
    newsidx_status status;
    void *memory;

    found.name = open->name->local;
    found.space = space_of(builder, open->name->prefix);
    found.parent = above;
    if (builder->record_depth == 0 && builder->is_record(&found)) {
        builder->record_depth = builder->depth;
        above = NULL;
    } else if (builder->depth > 1 &&
               !builder->open[builder->depth - 2].is_kept) {
        return NEWSIDX_OK;
    }
    status = take(builder, length_of(attributes, count, others), &memory, err);
    if (memory == NULL)
        return status;
    *(nx_xml_node *)memory = found;
    if (above != NULL)
        append(above, memory);
    open->node = memory;
    open->is_kept = true;
    if (builder->depth == 1)
        builder->top = memory;
    return add_attributes(builder, memory, attributes, count, others, err);
}

newsidx_status nx_xml_build_start(nx_xml_builder *builder, newsidx_text name,
                                  const nx_xml_given *attributes,
                                  size_t attribute_count, newsidx_error *err)
{
    newsidx_status status = end_text(builder, err);
    nx_xml_element *open = &builder->open[builder->depth];
    size_t others = 0;

    assert(builder->record == NULL);
    if (status < 0)
        return status;
    if (builder->depth == NX_XML_DEPTH)
        return nx_fail(err, NEWSIDX_ERR_INPUT, "bad XML: nested deeper than %d",
                       NX_XML_DEPTH);
    if (attribute_count > NX_XML_ATTRIBUTES)
        return nx_fail(err, NEWSIDX_ERR_INPUT,
                       "bad XML: more than %d attributes", NX_XML_ATTRIBUTES);
    *open = (nx_xml_element){NULL, NULL, false, builder->binding_count};
    if (builder->depth > 0)
        open->node = builder->open[builder->depth - 1].node;
    status = find_name(builder, name, &open->name, err);
    if (open->name == NULL)
        return status;
    builder->depth++;
    status = bind(builder, attributes, attribute_count, &others, err);
    if (status < 0 || builder->is_lost)
        return status;
    return add_element(builder, attributes, attribute_count, others, err);
}

newsidx_status nx_xml_build_end(nx_xml_builder *builder, newsidx_error *err)
{
    const newsidx_status status = end_text(builder, err);
    const nx_xml_element *open;

    assert(builder->depth > 0);
    if (status < 0)
        return status;
    open = &builder->open[--builder->depth];
    builder->binding_count = open->binding_count;
    if (builder->record_depth != builder->depth + 1)
        return NEWSIDX_OK;
    builder->record_depth = 0;
    if (!builder->is_lost) {
        builder->record = open->node;
        return NEWSIDX_OK;
    }
    if (builder->depth == 0)
        builder->top = NULL;
    nx_xml_build_forget(builder);
    return nx_fail(err, NEWSIDX_ERR_LIMIT, "an article of more than %zu bytes",
                   NX_LIMIT_ARTICLE_BYTES);
}
