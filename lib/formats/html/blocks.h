/* A page's tree to blocks of text, with what they look like. */
#ifndef NX_FORMATS_HTML_BLOCKS_H
#define NX_FORMATS_HTML_BLOCKS_H

#include "base/buf.h"
#include "formats/html/tree.h"

#include <stdbool.h>

/*
 *   <div> Text <p> One </p> <p> Two <br><br> Three </p> </div>
 *         0        1            2             3
 *
 * A block is text that no element begins or ends a line in. Blocks stand in the
 * order of the source, so an element has a range of them: range[node] to
 * range_end[node] - 1.
 */
typedef struct nx_html_block {
    size_t start; /* in `text` */
    size_t length;
    size_t link_length; /* bytes of it in links */
    uint32_t node;      /* the innermost element that makes lines */
    bool is_cut;        /* whatever for: it is none of the article's body */
} nx_html_block;

typedef struct nx_html_blocks {
    const nx_html_tree *tree;
    nx_buf text;
    nx_html_block *blocks;
    size_t count;
    size_t capacity;
    uint32_t *range; /* of each node */
    uint32_t *range_end;
} nx_html_blocks;

void nx_html_blocks_init(nx_html_blocks *blocks);
void nx_html_blocks_finish(nx_html_blocks *blocks);

/* Cut `tree`, which must live as long, into blocks. NEWSIDX_ERR_MEMORY. */
newsidx_status nx_html_blocks_make(nx_html_blocks *blocks,
                                   const nx_html_tree *tree,
                                   newsidx_error *err);

newsidx_text nx_html_block_text(const nx_html_blocks *blocks, size_t number);

#endif
