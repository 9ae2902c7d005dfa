/* Where an article was written: "GENEVA (AP) - " before its first sentence. */
#ifndef NX_INGEST_DATELINE_H
#define NX_INGEST_DATELINE_H

#include "ingest/item.h"

typedef struct nx_dateline {
    newsidx_text text;   /* "GENEVA (AP)"; of "AP, Geneva :" only "Geneva" */
    newsidx_text agency; /* "AP"; {NULL, 0} if it names none */
    size_t length;       /* bytes of the body up to the first sentence */
} nx_dateline;

/*
 * Read the dateline that `body` begins with; a length of 0 if there's none or
 * it isn't sure to be one: "GENEVA U.S. Secretary ..." stays as it is. The
 * texts are pieces of `body`.
 */
nx_dateline nx_dateline_read(newsidx_text body);

size_t nx_dateline_length(newsidx_text body);

/* Move it from the body, which is there, to its field, and its agency to the
 * source if there's none. NEWSIDX_ERR_MEMORY. */
newsidx_status nx_dateline_take(nx_item *item, newsidx_error *err);

#endif
