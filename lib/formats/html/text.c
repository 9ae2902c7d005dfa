#include "formats/html/text.h"

#include "base/limits.h"
#include "base/str.h"
#include "formats/html/tree.h"
#include "formats/html/writer.h"
#include "ingest/clean.h"

static bool is_in_pre(const nx_html_tree *tree, uint32_t i)
{
    while (i > 0 && tree->nodes[i].tag != GUMBO_TAG_PRE)
        i = tree->nodes[i].parent;
    return i > 0;
}

/* The elements from `i` outwards that end at `end`. */
static void write_ends(nx_html_writer *writer, const nx_html_tree *tree,
                       uint32_t i, uint32_t end)
{
    while (tree->nodes[i].end == end) {
        const GumboTag tag = tree->nodes[i].tag;

        nx_html_write_end(writer, nx_html_line_ends(tag));
        if (tag == GUMBO_TAG_TD)
            nx_html_write_cell(writer);
        if (i == 0)
            return;
        i = tree->nodes[i].parent;
    }
}

static bool is_left_out(const nx_html_node *node)
{
    return node->tag == GUMBO_TAG_TITLE ||
           nx_html_value(node, "hidden") != NULL;
}

static void write_node(nx_html_writer *writer, const nx_html_tree *tree,
                       uint32_t i)
{
    const nx_html_node *node = &tree->nodes[i];

    if (node->tag == GUMBO_TAG_BR)
        nx_html_write_break(writer);
    else if (node->tag != NX_HTML_IS_TEXT)
        nx_html_write_end(writer, nx_html_line_ends(node->tag));
    else if (is_in_pre(tree, i))
        nx_html_write_lines(writer, node->text);
    else
        nx_html_write(writer, node->text);
}

static void write_tree(const nx_html_tree *tree, nx_buf *out)
{
    nx_html_writer writer;
    uint32_t next;

    nx_html_writer_init(&writer, out);
    for (uint32_t i = 0; i < tree->count; i = next) {
        const bool skips = is_left_out(&tree->nodes[i]);

        next = skips ? tree->nodes[i].end : i + 1;
        if (!skips)
            write_node(&writer, tree, i);
        if (tree->nodes[i].end == next)
            write_ends(&writer, tree, i, next);
    }
}

newsidx_status nx_html_to_text(newsidx_text html, nx_arena *arena,
                               newsidx_text *out, newsidx_error *err)
{
    nx_html_filtered filtered;
    newsidx_status status;
    nx_html_tree tree;
    nx_buf text;

    *out = nx_str(NULL);
    nx_html_filtered_init(&filtered);
    nx_html_tree_init(&tree);
    nx_buf_init(&text, NX_LIMIT_ARTICLE_BYTES);
    status = nx_html_tree_make(&tree, html, &filtered, err);
    if (status < 0)
        goto cleanup;
    write_tree(&tree, &text);
    if (text.status >= 0)
        *out = nx_clean_text(arena, nx_buf_text(&text));
    if (out->bytes == NULL)
        status = nx_fail_memory(err);

cleanup:
    nx_buf_finish(&text);
    nx_html_tree_finish(&tree);
    nx_html_filtered_finish(&filtered);
    return status;
}
