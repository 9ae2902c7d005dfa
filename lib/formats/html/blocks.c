#include "formats/html/blocks.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/html/writer.h"

typedef struct maker {
    nx_html_blocks *out;
    nx_html_writer writer;
    nx_html_block block; /* that is being made */
    uint32_t link_end;   /* the node behind the link that we are in */
    unsigned breaks;     /* since the last text */
    bool failed;
} maker;

void nx_html_blocks_init(nx_html_blocks *blocks)
{
    *blocks = (nx_html_blocks){.tree = NULL};
    nx_buf_init(&blocks->text, NX_LIMIT_ARTICLE_BYTES);
}

void nx_html_blocks_finish(nx_html_blocks *blocks)
{
    nx_buf_finish(&blocks->text);
    nx_free(blocks->blocks);
    nx_free(blocks->range);
    nx_free(blocks->range_end);
    nx_html_blocks_init(blocks);
}

newsidx_text nx_html_block_text(const nx_html_blocks *blocks, size_t number)
{
    const nx_html_block *block = &blocks->blocks[number];

    return nx_str_slice(nx_buf_text(&blocks->text).bytes + block->start,
                        block->length);
}

/* The text since the last block is one, if there is any. */
static void end_block(maker *m)
{
    nx_html_blocks *out = m->out;
    nx_html_block *block = &m->block;

    block->length = out->text.length - block->start;
    if (block->length > 0) {
        if (!nx_grow((void **)&out->blocks, &out->capacity, out->count + 1,
                     sizeof *out->blocks)) {
            m->failed = true;
            return;
        }
        out->blocks[out->count++] = *block;
    }
    *block = (nx_html_block){.start = out->text.length};
    nx_html_writer_init(&m->writer, &out->text);
    m->breaks = 0;
}

static uint32_t line_maker(const nx_html_tree *tree, uint32_t i)
{
    while (i > 0 && nx_html_line_ends(tree->nodes[i].tag) == 0 &&
           tree->nodes[i].tag != GUMBO_TAG_TD)
        i = tree->nodes[i].parent;
    return i;
}

static bool is_in_pre(const nx_html_tree *tree, uint32_t i)
{
    while (i > 0 && tree->nodes[i].tag != GUMBO_TAG_PRE)
        i = tree->nodes[i].parent;
    return i > 0;
}

static void add_text(maker *m, uint32_t i)
{
    const nx_html_tree *tree = m->out->tree;
    const newsidx_text text = tree->nodes[i].text;
    const size_t before = m->out->text.length;

    if (nx_str_trim(text).length > 0) {
        if (m->breaks > 1)
            end_block(m);
        m->breaks = 0;
    }
    if (m->block.node == 0)
        m->block.node = line_maker(tree, i);
    if (tree->nodes[m->block.node].tag == GUMBO_TAG_PRE || is_in_pre(tree, i))
        nx_html_write_lines(&m->writer, text);
    else
        nx_html_write(&m->writer, text);
    if (i < m->link_end)
        m->block.link_length += m->out->text.length - before;
}

static void enter(maker *m, uint32_t i)
{
    const nx_html_node *node = &m->out->tree->nodes[i];
    const char *address;

    if (node->tag == NX_HTML_IS_TEXT) {
        add_text(m, i);
        return;
    }
    if (nx_html_line_ends(node->tag) > 0)
        end_block(m);
    m->out->range[i] = (uint32_t)m->out->count;
    if (node->tag == GUMBO_TAG_BR) {
        nx_html_write_break(&m->writer);
        m->breaks++;
    } else if (node->tag == GUMBO_TAG_A && i >= m->link_end) {
        address = nx_html_value(node, "href");
        if (address != NULL && *address != '\0')
            m->link_end = node->end;
    }
}

/* End the elements from `i` outwards that end at `end`. */
static void leave(maker *m, uint32_t i, uint32_t end)
{
    const nx_html_tree *tree = m->out->tree;

    while (tree->nodes[i].end == end) {
        const GumboTag tag = tree->nodes[i].tag;

        if (nx_html_line_ends(tag) > 0)
            end_block(m);
        if (tag == GUMBO_TAG_TD)
            nx_html_write_cell(&m->writer);
        m->out->range_end[i] = (uint32_t)m->out->count;
        if (i == 0)
            return;
        i = tree->nodes[i].parent;
    }
}

newsidx_status nx_html_blocks_make(nx_html_blocks *blocks,
                                   const nx_html_tree *tree, newsidx_error *err)
{
    maker m = {.out = blocks};
    uint32_t next;

    nx_html_blocks_finish(blocks);
    blocks->tree = tree;
    blocks->range = nx_alloc_zeroed(tree->count, sizeof *blocks->range);
    blocks->range_end = nx_alloc_zeroed(tree->count, sizeof *blocks->range_end);
    if (blocks->range == NULL || blocks->range_end == NULL)
        return nx_fail_memory(err);
    nx_html_writer_init(&m.writer, &blocks->text);
    for (uint32_t i = 0; i < tree->count && !m.failed; i = next) {
        const bool is_title = tree->nodes[i].tag == GUMBO_TAG_TITLE;

        next = is_title ? tree->nodes[i].end : i + 1;
        if (!is_title)
            enter(&m, i);
        if (tree->nodes[i].end == next)
            leave(&m, i, next);
    }
    if (m.failed || blocks->text.status < 0)
        return nx_fail_memory(err);
    return NEWSIDX_OK;
}
