#include "formats/html/body.h"

#include "base/memory.h"
#include "base/str.h"
#include "formats/html/roles.h"
#include "formats/html/writer.h"
#include "ingest/boilerplate.h"
#include "ingest/lines.h"

/* Shorter ones are labels, unless they are headings. */
#define SHORT_BYTES 40

typedef struct finder {
    nx_html_blocks *blocks;
    const nx_html_tree *tree;
    unsigned char *roles; /* of each node, an nx_html_role */
    int64_t *sums;        /* of the values of all blocks before each */
} finder;

static size_t plain_length(const nx_html_block *block)
{
    return block->length - block->link_length;
}

/* How much an article would gain by the block. */
static int64_t value_of(const finder *f, size_t number)
{
    const nx_html_block *block = &f->blocks->blocks[number];
    const int64_t plain = (int64_t)plain_length(block);
    const int64_t links = (int64_t)block->link_length;

    if (block->is_cut)
        return -(int64_t)(block->length < 100 ? block->length / 4 : 25);
    if (block->length < SHORT_BYTES)
        return links > 0 ? -20 : -5;
    return plain - 2 * links - 20;
}

static void add_up(finder *f)
{
    f->sums[0] = 0;
    for (size_t i = 0; i < f->blocks->count; i++)
        f->sums[i + 1] = f->sums[i] + value_of(f, i);
}

static int64_t sum_of(const finder *f, uint32_t node)
{
    return f->sums[f->blocks->range_end[node]] -
           f->sums[f->blocks->range[node]];
}

static void cut_blocks(finder *f, uint32_t node)
{
    for (uint32_t i = f->blocks->range[node]; i < f->blocks->range_end[node];
         i++)
        f->blocks->blocks[i].is_cut = true;
}

/* Cut what is furniture by name, unless most of the page were. */
static void cut_by_role(finder *f)
{
    const int64_t all = sum_of(f, 0);

    for (uint32_t i = 0; i < f->tree->count; i++) {
        const nx_html_role role = f->roles[i];
        const int64_t sum =
            f->tree->nodes[i].element != NULL ? sum_of(f, i) : 0;

        if (role <= NX_HTML_BODY)
            continue;
        if (role == NX_HTML_COMMENTS ? sum * 10 > all * 9 : sum * 2 > all)
            continue;
        cut_blocks(f, i);
    }
}

/* The innermost element that has nearly all of what the best one has. */
static uint32_t find_element(const finder *f)
{
    int64_t best = 0;
    uint32_t found = 0;

    for (uint32_t i = 0; i < f->tree->count; i++) {
        if (f->tree->nodes[i].element == NULL)
            continue;
        if (sum_of(f, i) > best)
            best = sum_of(f, i);
    }
    for (uint32_t i = 0; i < f->tree->count; i++) {
        if (f->tree->nodes[i].element == NULL ||
            nx_html_line_ends(f->tree->nodes[i].tag) == 0)
            continue;
        if (sum_of(f, i) * 4 >= best * 3)
            found = i;
    }
    return found;
}

static void cut_in_body(finder *f, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        nx_html_block *block = &f->blocks->blocks[i];
        const newsidx_text text = nx_html_block_text(f->blocks, i);

        if (block->link_length * 2 > block->length && block->length < 200)
            block->is_cut = true;
        else if (nx_is_boilerplate(text))
            block->is_cut = true;
        else if (f->tree->nodes[block->node].tag == GUMBO_TAG_H1)
            block->is_cut = true;
    }
}

newsidx_status nx_html_find_body(nx_html_blocks *blocks, size_t *out_first,
                                 size_t *out_end, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    finder f = {.blocks = blocks, .tree = blocks->tree};
    uint32_t element;

    f.roles = nx_alloc_zeroed(f.tree->count, 1);
    f.sums = nx_alloc_zeroed(blocks->count + 1, sizeof *f.sums);
    if (f.roles == NULL || f.sums == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    for (uint32_t i = 0; i < f.tree->count; i++)
        f.roles[i] = (unsigned char)nx_html_role_of(&f.tree->nodes[i]);
    add_up(&f);
    cut_by_role(&f);
    add_up(&f);
    element = find_element(&f);
    *out_first = blocks->range[element];
    *out_end = blocks->range_end[element];
    cut_in_body(&f, *out_first, *out_end);

cleanup:
    nx_free(f.roles);
    nx_free(f.sums);
    return status;
}
