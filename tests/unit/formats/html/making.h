/* What tests of pages share: a page's tree, blocks and facts. */
#ifndef NX_TESTS_HTML_MAKING_H
#define NX_TESTS_HTML_MAKING_H

#include "formats/html/blocks.h"
#include "formats/html/linked.h"
#include "formats/html/metadata.h"
#include "reading.h"

#include <stdio.h>

typedef struct making {
    nx_html_filtered filtered;
    nx_html_tree tree;
    nx_html_blocks blocks;
    nx_html_facts facts;
    nx_item item;
    newsidx_error err;
} making;

/* Make all of `html`, which must live as long. */
static inline void making_begin(making *m, const char *html)
{
    nx_html_filtered_init(&m->filtered);
    nx_html_tree_init(&m->tree);
    nx_html_blocks_init(&m->blocks);
    nx_html_facts_init(&m->facts);
    nx_item_init(&m->item);
    assert_int_equal(
        nx_html_tree_make(&m->tree, nx_str(html), &m->filtered, &m->err),
        NEWSIDX_OK);
    assert_int_equal(nx_html_blocks_make(&m->blocks, &m->tree, &m->err),
                     NEWSIDX_OK);
    nx_html_linked_read(m->filtered.scripts, m->filtered.script_count,
                        &m->facts);
    assert_int_equal(
        nx_html_metadata_read(&m->tree, &m->facts, &m->item, &m->err),
        NEWSIDX_OK);
}

static inline void making_end(making *m)
{
    nx_item_finish(&m->item);
    nx_html_facts_finish(&m->facts);
    nx_html_blocks_finish(&m->blocks);
    nx_html_tree_finish(&m->tree);
    nx_html_filtered_finish(&m->filtered);
}

/* The number of the first node with that tag. */
static inline uint32_t making_find(const making *m, GumboTag tag)
{
    for (uint32_t i = 0; i < m->tree.count; i++) {
        if (m->tree.nodes[i].tag == tag)
            return i;
    }
    fail_msg("no such element");
    return 0;
}

/* A piece of text says this; NULL: it isn't there. */
#define assert_piece(piece, expected)                                          \
    do {                                                                       \
        const newsidx_text piece_ = (piece);                                   \
        const newsidx_text expected_ = nx_str(expected);                       \
                                                                               \
        if (!nx_str_equal(piece_, expected_))                                  \
            print_error("\"%.*s\"\n", (int)piece_.length, piece_.bytes);       \
        assert_true(nx_str_equal(piece_, expected_));                          \
    } while (0)

#endif
