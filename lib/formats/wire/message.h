/* What the messages of all wires have in common. */
#ifndef NX_FORMATS_WIRE_MESSAGE_H
#define NX_FORMATS_WIRE_MESSAGE_H

#include "ingest/item.h"

#include <stdbool.h>

/* Header, text and trailer, where the controls between them stand. */
typedef struct nx_wire_parts {
    newsidx_text header;
    newsidx_text text;    /* behind STX; {NULL, 0} if there's none */
    newsidx_text trailer; /* behind ETX, trimmed */
} nx_wire_parts;

nx_wire_parts nx_wire_split(newsidx_text message);

/* The next of the words of `*rest`, between blanks and controls; empty at the
 * end. */
newsidx_text nx_wire_word(newsidx_text *rest);

/* Are these `least` to `most` digits, or letters, and nothing else? */
bool nx_wire_is_digits(newsidx_text word, size_t least, size_t most);
bool nx_wire_is_letters(newsidx_text word, size_t least, size_t most);

/* A moment, as its trailer spells it: pieces of it. */
typedef struct nx_wire_time {
    newsidx_text day;
    newsidx_text month; /* a name */
    newsidx_text year;
    newsidx_text time; /* "1137" */
    newsidx_text zone; /* empty: UTC */
} nx_wire_time;

/* False if it is none. */
bool nx_wire_read_time(const nx_wire_time *time, int64_t *out_seconds);

/* A trailer that says no date is one more line of `dropped`.
 * NEWSIDX_ERR_MEMORY. */
newsidx_status nx_wire_drop_date(newsidx_text trailer, nx_item *item,
                                 newsidx_error *err);

/* The number of "1stLd", "2ND LEAD", "3rd Ld-Writethru": 1, 2, 3; 0: none. */
uint32_t nx_wire_lead(newsidx_text version);

/* A key of a message's number, which begins anew each day, and its moment:
 * "W1645/2017-06-29T23:50Z". None without a date. NEWSIDX_ERR_MEMORY. */
newsidx_status nx_wire_key(nx_item *item, newsidx_text prefix,
                           newsidx_text number, newsidx_error *err);

#endif
