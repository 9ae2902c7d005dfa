/* XML that is not well-formed: its tags and texts all the same. */
#ifndef NX_FORMATS_XML_SOUP_H
#define NX_FORMATS_XML_SOUP_H

#include "formats/xml/build.h"
#include "formats/xml/entities.h"
#include "ingest/input.h"

/*
 *   <item><title>Q&A <br>           an & and a < that begin nothing are text;
 *   <item> ...                      a missing end is put in where the parent
 *                                   ends or the next record begins; an end
 *                                   that ends nothing goes; quotes may lack
 *
 * It hands its tags to the same builder as the strict reader does, and can take
 * over from it in the middle of a document, wherever that one gave up: so no
 * byte is read twice, nothing that was read is lost, and streams may be of any
 * length. Time is linear, memory bounded by the longest tag.
 */
#define NX_SOUP_TAG_BYTES ((size_t)1024 * 1024)

typedef enum nx_soup_state {
    NX_SOUP_TEXT,
    NX_SOUP_COMMENT,
    NX_SOUP_CDATA,
    NX_SOUP_DOCTYPE, /* its internal subset, in brackets */
    NX_SOUP_SKIP     /* up to the next > */
} nx_soup_state;

typedef struct nx_soup {
    nx_input *input; /* NULL: the window has all */
    nx_xml_builder *builder;
    nx_xml_entities *entities;
    nx_buf window; /* bytes of the document from `at` on, not understood yet */
    size_t at;
    size_t wanted;    /* no use in looking at fewer bytes again */
    size_t end_depth; /* elements deeper than this are being ended */
    bool is_ending;
    nx_soup_state state;
    nx_buf text;           /* decoded */
    nx_arena values;       /* of one tag's attributes */
    uint64_t offset;       /* of the document, at `at` */
    uint64_t line;         /* the same */
    uint64_t start_offset; /* of the record that began last */
    uint64_t start_line;
    uint64_t replaced; /* bytes that weren't UTF-8, and became U+FFFD */
    nx_xml_given attributes[NX_XML_ATTRIBUTES];
} nx_soup;

/*
 * Read on from `input`, which stands at byte `offset` in line `line`; elements
 * that are open in `builder` stay so. All must live as long as the soup.
 */
void nx_soup_init(nx_soup *soup, nx_input *input, uint64_t offset,
                  uint64_t line, nx_xml_builder *builder,
                  nx_xml_entities *entities);
void nx_soup_finish(nx_soup *soup);

/*
 * Go on until builder->record is there: NEWSIDX_OK; the one before is
 * forgotten first. NEWSIDX_DONE at the end of the input. NEWSIDX_ERR_LIMIT as
 * from nx_xml_build_end(), _INPUT for a limit of the builder, _IO, _MEMORY.
 */
newsidx_status nx_soup_next(nx_soup *soup, newsidx_error *err);

#endif
