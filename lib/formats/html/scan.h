/* HTML to tags and texts, one after another, in one pass. */
#ifndef NX_FORMATS_HTML_SCAN_H
#define NX_FORMATS_HTML_SCAN_H

#include "newsidx.h"

#include <gumbo.h>
#include <stdbool.h>

typedef enum nx_html_kind {
    NX_HTML_TEXT,
    NX_HTML_START,
    NX_HTML_END
} nx_html_kind;

/*
 * A piece of the source; all texts are slices of it, so references (&amp;) are
 * as they were written. Comments and declarations are no pieces.
 *
 * Of an element whose content is no markup (script, style, title, ...) the
 * start tag has it as `text`, and the end tag is no piece.
 */
typedef struct nx_html_piece {
    nx_html_kind kind;
    GumboTag tag;            /* GUMBO_TAG_UNKNOWN: see name */
    newsidx_text name;       /* of a tag, as it was written */
    newsidx_text attributes; /* of a start tag: what stands behind its name */
    newsidx_text text;
    bool is_closed; /* a start tag that ends in "/>" */
} nx_html_piece;

typedef struct nx_html_scan {
    const char *at;
    const char *end;
} nx_html_scan;

/* The next piece; false at the end. */
bool nx_html_scan_next(nx_html_scan *scan, nx_html_piece *out);

/* Take the next of a start tag's attributes; the value of one that has none is
 * {NULL, 0}. False if there are no more. */
bool nx_html_attribute(newsidx_text *attributes, newsidx_text *out_name,
                       newsidx_text *out_value);

#endif
