/* Pages to small, tidy markup, so that gumbo takes linear time on it. */
#ifndef NX_FORMATS_HTML_FILTER_H
#define NX_FORMATS_HTML_FILTER_H

#include "base/buf.h"

/*
 * Gumbo 0.10.1 is quadratic or worse in the attributes of a tag, in the depth
 * of the tree, in unclosed <a> and <b>, and in some more. None of it is left in
 * what comes out here:
 *
 * - every element is closed, in the order of nesting, and at most
 *   NX_HTML_DEPTH deep; ends that HTML implies (of <p>, <li>, <td>, ...) are
 *   written;
 * - a tag has the few attributes that somebody reads, each once and cut;
 * - there are at most NX_HTML_TAGS tags, and as many <x-text>; of those that
 * are too deep or too many the text stays;
 * - <b>, <i> and the like are gone, or a <span> if they have a class; elements
 *   for which gumbo has modes (tables, <a>, <form>, <body>) go by private
 *   names, as <x-td>;
 * - long texts go past gumbo: <x-text id="OFFSET LENGTH"> stands for a piece of
 *   the source without references;
 * - comments, scripts, styles, pictures, buttons, templates are gone with their
 *   content; a "<" that begins no tag is a reference.
 */
#define NX_HTML_DEPTH 200
#define NX_HTML_TAGS 100000
#define NX_HTML_SCRIPTS 16

/* What is longer when filtered is no article. */
#define NX_HTML_LIMIT_BYTES ((size_t)16 * 1024 * 1024)

typedef struct nx_html_filtered {
    nx_buf markup;
    newsidx_text language; /* of <html>; a slice of the source, as the others */
    newsidx_text scripts[NX_HTML_SCRIPTS]; /* of type application/ld+json */
    size_t script_count;
} nx_html_filtered;

void nx_html_filtered_init(nx_html_filtered *filtered);
void nx_html_filtered_finish(nx_html_filtered *filtered);

/*
 * Filter `html`, well-formed UTF-8, to `out`, which is emptied first.
 *
 * @return NEWSIDX_OK; NEWSIDX_ERR_LIMIT; _MEMORY.
 */
newsidx_status nx_html_filter(newsidx_text html, nx_html_filtered *out,
                              newsidx_error *err);

#endif
