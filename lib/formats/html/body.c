#include "formats/html/body.h"

#include "base/memory.h"
#include "base/str.h"
#include "formats/html/roles.h"
#include "formats/html/writer.h"
#include "ingest/boilerplate.h"
#include "ingest/lines.h"

#include <string.h>

/* Shorter ones are labels, unless they are headings. */
#define SHORT_BYTES 40

/* What isn't much less is taken for the whole article. */
#define NEARLY_ALL(part, whole) ((part)*5 >= (whole)*4)

/* What is cut with a picture has at most so many blocks. */
#define CAPTION_BLOCKS 3

#define LONGEST_CAPTION_BYTES 300
#define LONGEST_HEADING_BYTES 60
#define CREDIT_BYTES 80

/* Pages with less than this have no article that could be seen. */
#define LITTLE 300
#define MUCH 1200

typedef struct finder {
    nx_html_blocks *blocks;
    const nx_html_tree *tree;
    unsigned char *roles;  /* of each node, an nx_html_role */
    unsigned char *marked; /* of each block: it is in an article by name */
    int64_t *sums;         /* of the values of all blocks before each */
    int64_t *gains;        /* the same of those that are positive */
    int64_t *named;        /* the same of those that are marked, too */
} finder;

/* How much an article would gain by the block. */
static int64_t value_of(const finder *f, size_t number)
{
    const nx_html_block *block = &f->blocks->blocks[number];
    const int64_t links = (int64_t)block->link_length;
    const int64_t plain = (int64_t)block->length - links;
    int64_t value;

    if (block->is_cut)
        return -(int64_t)(block->length < 100 ? block->length / 4 : 25);
    if (block->length < SHORT_BYTES)
        return links > 0 ? -20 : -5;
    if (f->marked[number])
        value = 2 * plain - links - 40;
    else
        value = plain - 2 * links - 20;
    return value;
}

static void add_up(finder *f)
{
    f->sums[0] = 0;
    f->gains[0] = 0;
    f->named[0] = 0;
    for (size_t i = 0; i < f->blocks->count; i++) {
        const int64_t value = value_of(f, i);

        f->sums[i + 1] = f->sums[i] + value;
        f->gains[i + 1] = f->gains[i] + (value > 0 ? value : 0);
        f->named[i + 1] = f->named[i] + (value > 0 && f->marked[i] ? value : 0);
    }
}

static int64_t sum_of(const finder *f, uint32_t node)
{
    return f->sums[f->blocks->range_end[node]] -
           f->sums[f->blocks->range[node]];
}

static int64_t gain_of(const finder *f, uint32_t node)
{
    return f->gains[f->blocks->range_end[node]] -
           f->gains[f->blocks->range[node]];
}

static void cut_blocks(finder *f, uint32_t node)
{
    for (uint32_t i = f->blocks->range[node]; i < f->blocks->range_end[node];
         i++)
        f->blocks->blocks[i].is_cut = true;
}

/* Cut what no reader sees, unless that is all. */
static void cut_unseen(finder *f)
{
    int64_t unseen = 0;
    int64_t seen;
    uint32_t end = 0;

    for (uint32_t i = 0; i < f->tree->count; i++) {
        if (i < end || f->roles[i] != NX_HTML_UNSEEN)
            continue;
        unseen += gain_of(f, i);
        end = f->tree->nodes[i].end;
    }
    seen = gain_of(f, 0) - unseen;
    if (seen < LITTLE && seen * 2 < unseen)
        return;
    for (uint32_t i = 0; i < f->tree->count; i++) {
        if (f->roles[i] == NX_HTML_UNSEEN)
            cut_blocks(f, i);
    }
}

/* Would the article be cut with that element? It is most of the page, and of
 * what is an article by name as well. But pictures may well have more text than
 * the article they stand in. */
static bool is_vital(const finder *f, uint32_t node)
{
    const int64_t named = f->named[f->blocks->count];
    const int64_t inside =
        f->named[f->blocks->range_end[node]] - f->named[f->blocks->range[node]];
    const int64_t most = f->roles[node] == NX_HTML_COMMENTS ? 9 : 5;

    if (f->roles[node] == NX_HTML_CAPTION && named - inside > MUCH)
        return false;
    return inside * 2 >= named && gain_of(f, node) * 10 > gain_of(f, 0) * most;
}

/* Cut what is furniture by name. */
static void cut_by_role(finder *f)
{
    for (uint32_t i = 0; i < f->tree->count; i++) {
        const nx_html_role role = f->roles[i];
        const uint32_t count = f->blocks->range_end[i] - f->blocks->range[i];

        if (f->tree->nodes[i].element == NULL || is_vital(f, i))
            continue;
        if (role == NX_HTML_FURNITURE || role == NX_HTML_COMMENTS ||
            role == NX_HTML_CAPTION ||
            (role == NX_HTML_IMAGE && count <= CAPTION_BLOCKS))
            cut_blocks(f, i);
    }
}

static void mark(finder *f)
{
    for (uint32_t i = 0; i < f->tree->count; i++) {
        if (f->roles[i] != NX_HTML_BODY && f->roles[i] != NX_HTML_ARTICLE_BODY)
            continue;
        for (uint32_t k = f->blocks->range[i]; k < f->blocks->range_end[i]; k++)
            f->marked[k] = 1;
    }
}

static bool makes_lines(const finder *f, uint32_t node)
{
    return f->tree->nodes[node].element != NULL &&
           nx_html_line_ends(f->tree->nodes[node].tag) > 0;
}

/* The innermost element that has nearly all of what the best one has. */
static uint32_t find_element(const finder *f)
{
    uint32_t best = 0;
    uint32_t found;

    for (uint32_t i = 0; i < f->tree->count; i++) {
        if (makes_lines(f, i) && sum_of(f, i) >= sum_of(f, best))
            best = i;
    }
    found = best;
    for (uint32_t i = best; i < f->tree->nodes[best].end; i++) {
        if (makes_lines(f, i) && NEARLY_ALL(gain_of(f, i), gain_of(f, best)))
            found = i;
    }
    return found;
}

/* The element that says it is the article's text, if it can be; else `found`.
 */
static uint32_t prefer_article_body(const finder *f, uint32_t found)
{
    uint32_t best = found;
    int64_t most = 0;

    for (uint32_t i = 0; i < f->tree->count; i++) {
        if (f->roles[i] == NX_HTML_ARTICLE_BODY && makes_lines(f, i) &&
            gain_of(f, i) > most) {
            most = gain_of(f, i);
            best = i;
        }
    }
    return most > LITTLE && most * 4 > gain_of(f, found) ? best : found;
}

static bool is_prose(const finder *f, size_t number)
{
    const nx_html_block *block = &f->blocks->blocks[number];

    return block->length - block->link_length >= 25 &&
           nx_text_ends_sentence(nx_html_block_text(f->blocks, number));
}

/* "Related:" is no heading of the article's. */
static bool is_furniture(newsidx_text text)
{
    const newsidx_text whole = nx_str_trim(text);
    newsidx_text label = whole;

    while (label.length > 0 && (label.bytes[label.length - 1] == ':' ||
                                label.bytes[label.length - 1] == '.'))
        label.length--;
    return nx_is_boilerplate(whole) || nx_is_boilerplate(label);
}

static bool is_heading(const finder *f, size_t number)
{
    const GumboTag tag = f->tree->nodes[f->blocks->blocks[number].node].tag;

    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

static bool holds(newsidx_text text, newsidx_text wanted)
{
    const char *at = text.bytes;
    const char *end = at + text.length;

    while ((size_t)(end - at) >= wanted.length) {
        at = memchr(at, wanted.bytes[0], (size_t)(end - at));
        if (at == NULL || (size_t)(end - at) < wanted.length)
            return false;
        if (memcmp(at, wanted.bytes, wanted.length) == 0)
            return true;
        at++;
    }
    return false;
}

/* Does `text` say near its end where a picture is from? */
static bool is_credit(newsidx_text text)
{
    static const char *const signs[] = {
        "(Image",       "(Photo",   "(Picture",     "AP Photo",     "(credit",
        "Getty Images", "Photo by", "Photo credit", "Image credit", "(Credit"};
    newsidx_text tail = text;

    if (text.length > LONGEST_CAPTION_BYTES)
        return false;
    if (nx_str_starts_with(text, nx_str("\xC2\xA9")))
        return true;
    if (tail.length > CREDIT_BYTES) {
        tail.bytes += tail.length - CREDIT_BYTES;
        tail.length = CREDIT_BYTES;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (holds(tail, nx_str(signs[i])))
            return true;
    }
    return false;
}

/* Where a blog's program says that it filed an article, in no sentence. */
static bool is_filing(const finder *f, size_t number)
{
    static const char *const starts[] = {
        "filed under", "filed in",    "posted in", "tagged with",
        "tags:",       "categories:", "category:"};
    const newsidx_text text = nx_html_block_text(f->blocks, number);

    if (text.length > LONGEST_CAPTION_BYTES || is_prose(f, number))
        return false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        const newsidx_text start = nx_str(starts[i]);

        if (text.length >= start.length &&
            nx_str_equal_ascii(nx_str_slice(text.bytes, start.length), start))
            return true;
    }
    return false;
}

static bool is_item(const finder *f, size_t number)
{
    return f->tree->nodes[f->blocks->blocks[number].node].tag == GUMBO_TAG_LI;
}

/* Where a third of a list's items was cut for their links, the others that have
 * some only have more words around them. What stands above such a list, and is
 * no sentence, heads it. */
static void cut_lists_of_links(finder *f, size_t first, size_t end)
{
    nx_html_block *blocks = f->blocks->blocks;
    size_t behind;

    for (size_t i = first; i < end; i = behind) {
        size_t cut = 0;

        for (behind = i; behind < end && is_item(f, behind); behind++)
            cut += blocks[behind].is_cut ? 1 : 0;
        if (behind == i)
            behind++;
        if (cut == 0 || cut * 3 < behind - i)
            continue;
        for (size_t k = i; k < behind; k++)
            blocks[k].is_cut = blocks[k].is_cut || blocks[k].link_length > 0;
        if (i > first && blocks[i].is_cut && !is_prose(f, i - 1) &&
            blocks[i - 1].length <= LONGEST_HEADING_BYTES)
            blocks[i - 1].is_cut = true;
    }
}

/* A heading before nothing, or before what was cut, headed that. */
static void cut_headings(finder *f, size_t first, size_t end)
{
    bool has_text = false;

    for (size_t i = end; i > first; i--) {
        nx_html_block *block = &f->blocks->blocks[i - 1];

        if (block->is_cut)
            continue;
        if (!has_text && is_heading(f, i - 1))
            block->is_cut = true;
        else
            has_text = true;
    }
}

static void cut_in_body(finder *f, size_t first, size_t end,
                        newsidx_text headline)
{
    for (size_t i = first; i < end; i++) {
        nx_html_block *block = &f->blocks->blocks[i];
        const newsidx_text text = nx_html_block_text(f->blocks, i);

        if (block->link_length * 5 > block->length * 4 ||
            (block->link_length * 2 > block->length && block->length < 200 &&
             !is_prose(f, i)))
            block->is_cut = true;
        else if (is_furniture(text) || is_credit(text) || is_filing(f, i))
            block->is_cut = true;
        else if (f->tree->nodes[block->node].tag == GUMBO_TAG_H1 ||
                 nx_str_equal_ascii(text, headline))
            block->is_cut = true;
    }
    cut_lists_of_links(f, first, end);
    cut_headings(f, first, end);
}

newsidx_status nx_html_find_body(nx_html_blocks *blocks, newsidx_text headline,
                                 size_t *out_first, size_t *out_end,
                                 newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    finder f = {.blocks = blocks, .tree = blocks->tree};
    uint32_t element;

    f.roles = nx_alloc_zeroed(f.tree->count, 1);
    f.marked = nx_alloc_zeroed(blocks->count + 1, 1);
    f.sums = nx_alloc_zeroed(blocks->count + 1, sizeof *f.sums);
    f.gains = nx_alloc_zeroed(blocks->count + 1, sizeof *f.gains);
    f.named = nx_alloc_zeroed(blocks->count + 1, sizeof *f.named);
    if (f.roles == NULL || f.marked == NULL || f.sums == NULL ||
        f.gains == NULL || f.named == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    for (uint32_t i = 0; i < f.tree->count; i++)
        f.roles[i] = (unsigned char)nx_html_role_of(&f.tree->nodes[i]);
    mark(&f);
    add_up(&f);
    cut_unseen(&f);
    add_up(&f);
    cut_by_role(&f);
    add_up(&f);
    element = prefer_article_body(&f, find_element(&f));
    *out_first = blocks->range[element];
    *out_end = blocks->range_end[element];
    cut_in_body(&f, *out_first, *out_end, headline);

cleanup:
    nx_free(f.roles);
    nx_free(f.marked);
    nx_free(f.sums);
    nx_free(f.gains);
    nx_free(f.named);
    return status;
}
