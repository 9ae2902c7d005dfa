/* The messages of a wire, one after another, from SOH to EOT. */
#ifndef NX_FORMATS_WIRE_STREAM_H
#define NX_FORMATS_WIRE_STREAM_H

#include "formats/format.h"

/* The controls that frame a message, in ANPA 1312 and IPTC 7901 alike. */
#define NX_WIRE_SOH '\x01'
#define NX_WIRE_STX '\x02'
#define NX_WIRE_ETX '\x03'
#define NX_WIRE_EOT '\x04'

/*
 *     SYN SYN SOH header STX text ETX trailer EOT NUL NUL SYN SYN SOH ...
 *     filler     <---------- message ------->     filler
 *
 * Reads one message, as UTF-8 and without SOH and EOT, into `item`. Statuses
 * as those of nx_format.read.
 */
typedef newsidx_status (*nx_wire_read)(newsidx_text message, nx_item *item,
                                       newsidx_error *err);

/* What nx_format.open, next and close are made of. */
newsidx_status nx_wire_open(const nx_origin *origin, nx_wire_read read,
                            void **out_state, newsidx_error *err);
newsidx_status nx_wire_next(void *state, nx_item *item, newsidx_error *err);
void nx_wire_close(void *state);

/* What is behind the first SOH of `head`; `*out_has_start` says whether it has
 * one, with nothing before it but filler. Else `head` without the filler. */
newsidx_text nx_wire_header(newsidx_text head, bool *out_has_start);

#endif
