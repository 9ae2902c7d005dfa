/* A piece of HTML, of a feed, a mail or a JSON member, to its text. */
#ifndef NX_FORMATS_HTML_TEXT_H
#define NX_FORMATS_HTML_TEXT_H

#include "base/arena.h"
#include "base/status.h"

/*
 * All that a reader would see of `html`, well-formed UTF-8, as a clean text
 * (ingest/clean.h) in `arena`: "" if there is nothing. Paragraphs stand apart
 * by a blank line; items of lists, rows of tables and <br> begin lines; cells
 * of a row are separated by tabs. What is hidden, and scripts, styles, forms'
 * buttons and choices, embedded frames and comments are left out. References
 * (&eacute;) are decoded once. A text without markup comes out as paragraphs
 * without its line ends, as HTML has it.
 *
 * @return NEWSIDX_OK; NEWSIDX_ERR_LIMIT; _MEMORY.
 */
newsidx_status nx_html_to_text(newsidx_text html, nx_arena *arena,
                               newsidx_text *out, newsidx_error *err);

#endif
