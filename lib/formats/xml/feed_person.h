/* Names and addresses of people, as feeds write them. */
#ifndef NX_FORMATS_XML_FEED_PERSON_H
#define NX_FORMATS_XML_FEED_PERSON_H

#include "newsidx.h"

/*
 * Take apart "lee@example.com (Iva Korin)", "Iva Korin <korin@example.com>",
 * "Iva Korin (korin@example.com)", a mere address or a mere name. Both parts
 * are pieces of `line`; {"", 0}: it has none.
 */
void nx_feed_person_split(newsidx_text line, newsidx_text *out_name,
                          newsidx_text *out_mail);

#endif
