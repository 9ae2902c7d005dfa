/* A document in memory, read record by record. */
#ifndef NX_TESTS_TREES_H
#define NX_TESTS_TREES_H

#include "formats/xml/xml.h"
#include "reading.h"

typedef struct trees {
    reading_source source;
    nx_input input;
    nx_xml *xml;
    nx_arena arena;
    const nx_xml_node *record;
    newsidx_error err;
    newsidx_status status;
} trees;

static inline void trees_begin(trees *t, newsidx_text text, size_t chunk_bytes,
                               nx_xml_is_record is_record)
{
    memset(t, 0, sizeof *t);
    t->source.rest = text;
    t->source.chunk_bytes = chunk_bytes;
    nx_arena_init(&t->arena);
    nx_input_init(&t->input);
    nx_input_use(&t->input, reading_next, &t->source);
    assert_int_equal(nx_xml_open(&t->input, 1, is_record, &t->xml, &t->err),
                     NEWSIDX_OK);
}

static inline newsidx_status trees_step(trees *t)
{
    memset(&t->err, 0, sizeof t->err);
    t->status = nx_xml_next(t->xml, &t->record, &t->err);
    return t->status;
}

static inline void trees_end(trees *t)
{
    nx_xml_close(t->xml);
    nx_input_finish(&t->input);
    nx_arena_finish(&t->arena);
}

/* The whole text of what `path` leads to. */
static inline const char *trees_at(trees *t, const char *path)
{
    const nx_xml_node *node = nx_xml_path(t->record, path);

    return node == NULL ? NULL : nx_xml_line_of(node, &t->arena).bytes;
}

static inline bool trees_root(const nx_xml_node *element)
{
    return element->parent == NULL;
}

static inline bool trees_item(const nx_xml_node *element)
{
    return nx_xml_is(element, "item") &&
           !nx_xml_is_in(element, "urn:other", "item");
}

#endif
