/* What an XML format finds, into an article. */
#ifndef NX_FORMATS_XML_PUT_H
#define NX_FORMATS_XML_PUT_H

#include "base/buf.h"
#include "formats/xml/tree.h"
#include "ingest/item.h"

/*
 * A format calls these one after another and asks for the status once, at the
 * end: after a failure they do nothing. What is found first stays: a field that
 * has something is left as it is. Texts are cleaned; empty ones are no find.
 */
typedef struct nx_put {
    nx_item *item;
    nx_buf keywords;
    nx_buf bylines;
    nx_buf dropped;
    size_t keyword_count;
    newsidx_status status;
    newsidx_error *err;
} nx_put;

/* The item was reset. */
void nx_put_begin(nx_put *put, nx_item *item, newsidx_error *err);

/* Write what was gathered to the article; the first failure, or NEWSIDX_OK. */
newsidx_status nx_put_end(nx_put *put);

/* One line of text, from bytes or from all the text of a node. */
void nx_put_line(nx_put *put, newsidx_text *field, newsidx_text text);
void nx_put_node(nx_put *put, newsidx_text *field, const nx_xml_node *node);

/* A date that can't be read goes to `dropped`, with its name. */
void nx_put_date(nx_put *put, int64_t *field, newsidx_text text,
                 const char *name);

/* "8"; what is no number from 1 to `most` goes to `extra`. */
void nx_put_number(nx_put *put, uint32_t *field, newsidx_text text,
                   uint32_t most, const char *name);

/* "en-US", "nb_NO"; what has not the shape of BCP 47 goes to `dropped`. */
void nx_put_language(nx_put *put, newsidx_text text);

/* "usable", "stat:withheld", "Canceled": the last word of a code counts. One
 * that isn't known goes to `extra`. */
void nx_put_usage(nx_put *put, newsidx_text text);

/* The name of who wrote it, perhaps with "By"; there may be several. */
void nx_put_byline(nx_put *put, newsidx_text text);
bool nx_put_has_byline(const nx_put *put);

/* One keyword, once however often it is given. */
void nx_put_keyword(nx_put *put, newsidx_text text);

/* Lines that are not of the article. */
void nx_put_dropped(nx_put *put, newsidx_text text);

/* What has no field, under the format's own name for it. */
void nx_put_extra(nx_put *put, const char *name, newsidx_text text);

void nx_put_node_extra(nx_put *put, const char *name, const nx_xml_node *node);

/* The same under "name.more", as "headline.subtitle"; without `more`, "name".
 */
void nx_put_extra_of(nx_put *put, newsidx_text name, newsidx_text more,
                     newsidx_text text);

/* What stands behind the last ':' or '/' of a code, as "usable" of
 * "stat:usable". */
newsidx_text nx_code_word(newsidx_text code);

#endif
