/* Tags and texts, one after another, to trees of records. */
#ifndef NX_FORMATS_XML_BUILD_H
#define NX_FORMATS_XML_BUILD_H

#include "base/buf.h"
#include "formats/xml/tree.h"

/*
 *     <rss><channel>                     outer: at most NX_XML_OUTER_BYTES,
 *         <title>Harbor Press</title>           what is more is left out
 *         <item> ... </item>             inner: a record, complete at its end
 *         <item> ... </item>                    tag, forgotten for the next
 *
 * Which elements are records the caller says. What is around and between them
 * is kept as well, so that a record finds its channel above it: its parent is
 * the element that it stands in, which doesn't have it among its children.
 * Whoever reads tags, strictly or not, hands them in; every end has its start.
 *
 * Of hostile input, memory is bounded by these limits, and so is time: what is
 * looked up is one of NX_XML_NAMES names or NX_XML_BINDINGS prefixes.
 */
#define NX_XML_DEPTH 256
#define NX_XML_ATTRIBUTES 256
#define NX_XML_NAMES 4096
#define NX_XML_NAME_BYTES 1024
#define NX_XML_BINDINGS 64
#define NX_XML_OUTER_BYTES ((size_t)1024 * 1024)

/* Looks at the element's name and namespace and at what is above it; it has no
 * attributes yet. */
typedef bool (*nx_xml_is_record)(const nx_xml_node *element);

/* An attribute as it stands, with its prefix; references are resolved. */
typedef struct nx_xml_given {
    newsidx_text name;
    newsidx_text value;
} nx_xml_given;

struct nx_xml_name;

typedef struct nx_xml_binding {
    newsidx_text prefix; /* "": the default namespace */
    newsidx_text space;
} nx_xml_binding;

typedef struct nx_xml_element {
    const struct nx_xml_name *name;
    nx_xml_node *node; /* the nearest one that is kept, this or above */
    bool is_kept;
    size_t binding_count; /* without its own */
} nx_xml_element;

typedef struct nx_xml_builder {
    nx_xml_is_record is_record;
    nx_arena names_arena;
    nx_arena outer;
    nx_arena inner;
    size_t outer_bytes;
    size_t inner_bytes;
    struct nx_xml_name *names[NX_XML_NAMES]; /* in order */
    size_t name_count;
    const struct nx_xml_name *recent[64]; /* by a few of their letters */
    nx_xml_binding bindings[NX_XML_BINDINGS];
    size_t binding_count;
    nx_xml_element open[NX_XML_DEPTH]; /* the elements not ended yet */
    size_t depth;
    size_t record_depth;    /* of the record that is being built; 0: none is */
    bool is_lost;           /* that record has too much in it */
    nx_buf text;            /* since the last tag */
    const nx_xml_node *top; /* the root, once it began; a record or not */
    const nx_xml_node *record; /* once it is complete; NULL: none is */
} nx_xml_builder;

void nx_xml_build_init(nx_xml_builder *builder, nx_xml_is_record is_record);
void nx_xml_build_finish(nx_xml_builder *builder);

/* Forget the whole document, for another one. */
void nx_xml_build_reset(nx_xml_builder *builder);

/* Forget the record that is complete. Do so before the next tag. */
void nx_xml_build_forget(nx_xml_builder *builder);

/*
 * Nothing is borrowed. NEWSIDX_ERR_INPUT, without a place, for a document that
 * goes over a limit, which ends it; NEWSIDX_ERR_LIMIT for a record of more than
 * NX_LIMIT_ARTICLE_BYTES, when it ends, after which one can go on; _MEMORY.
 */
newsidx_status nx_xml_build_start(nx_xml_builder *builder, newsidx_text name,
                                  const nx_xml_given *attributes,
                                  size_t attribute_count, newsidx_error *err);
newsidx_status nx_xml_build_text(nx_xml_builder *builder, newsidx_text text,
                                 newsidx_error *err);
newsidx_status nx_xml_build_end(nx_xml_builder *builder, newsidx_error *err);

/* The name, with its prefix, of the open element at `depth`, from 1. */
newsidx_text nx_xml_build_name(const nx_xml_builder *builder, size_t depth);

#endif
