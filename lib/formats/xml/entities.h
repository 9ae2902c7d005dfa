/* What stands between & and ; in XML: names and numbers of characters. */
#ifndef NX_FORMATS_XML_ENTITIES_H
#define NX_FORMATS_XML_ENTITIES_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>

#define NX_XML_ENTITIES 1024

/* All that a document's own entities may add to it: they are small by nature,
 * and "billion laughs" are not. */
#define NX_XML_EXPANDED_BYTES ((size_t)1024 * 1024)

typedef struct nx_xml_entity {
    newsidx_text name;
    newsidx_text value;
} nx_xml_entity;

/* Those that a document declares; the names of HTML are known without. */
typedef struct nx_xml_entities {
    nx_arena arena;
    nx_xml_entity *list; /* in the order of names */
    size_t count;
    size_t capacity;
    size_t expanded_bytes;
} nx_xml_entities;

void nx_xml_entities_init(nx_xml_entities *entities);
void nx_xml_entities_finish(nx_xml_entities *entities);

/* For another document. */
void nx_xml_entities_reset(nx_xml_entities *entities);

/* A declaration; both texts are copied. NEWSIDX_ERR_INPUT if they are too many,
 * _MEMORY. */
newsidx_status nx_xml_entities_add(nx_xml_entities *entities, newsidx_text name,
                                   newsidx_text value, newsidx_error *err);

/* The character that HTML or XML calls so, as 0xE9 for "eacute"; else
 * NX_UTF8_INVALID (base/utf8.h). */
int32_t nx_xml_named(newsidx_text name);

/*
 * Add to `out` what the reference &name; stands for: what the document
 * declares, a character of HTML ("eacute") or a number ("#233", "#xE9"). What
 * stands for nothing is added as it is written. A declared value's own
 * references are resolved, but not to further declared ones; tags in it are
 * text. `out` tells whether there was memory. NEWSIDX_ERR_INPUT for what goes
 * over NX_XML_EXPANDED_BYTES in all.
 */
newsidx_status nx_xml_entities_resolve(nx_xml_entities *entities,
                                       newsidx_text name, nx_buf *out,
                                       newsidx_error *err);

/* Add `text` with all its references resolved; an & that begins none is
 * itself. */
newsidx_status nx_xml_entities_decode(nx_xml_entities *entities,
                                      newsidx_text text, nx_buf *out,
                                      newsidx_error *err);

#endif
