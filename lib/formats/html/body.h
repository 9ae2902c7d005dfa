/* Which of a page's blocks are its article. */
#ifndef NX_FORMATS_HTML_BODY_H
#define NX_FORMATS_HTML_BODY_H

#include "formats/html/blocks.h"

/*
 * Find the element that holds the article and, inside it, what is none of it:
 * `is_cut` of each block is set, and *out_first and *out_end are the blocks of
 * the element. The headline is none of the text. NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_html_find_body(nx_html_blocks *blocks, newsidx_text headline,
                                 size_t *out_first, size_t *out_end,
                                 newsidx_error *err);

#endif
