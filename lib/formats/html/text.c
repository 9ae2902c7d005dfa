#include "formats/html/text.h"

#include "base/str.h"
#include "formats/html/filter.h"
#include "formats/html/tree.h"
#include "formats/html/writer.h"
#include "ingest/clean.h"

static bool is_in_pre(const GumboNode *node)
{
    for (; node->type == GUMBO_NODE_ELEMENT; node = node->parent) {
        if (node->v.element.tag == GUMBO_TAG_PRE)
            return true;
    }
    return false;
}

/* The elements that end between one node and the next one that is visited. */
static void write_ends(nx_html_writer *writer, const GumboNode *node,
                       const GumboNode *next)
{
    const GumboNode *stop = next != NULL ? next->parent : NULL;

    for (; node != stop && node != NULL && node->type == GUMBO_NODE_ELEMENT;
         node = node->parent) {
        const GumboTag tag = nx_html_tag(node);

        nx_html_write_end(writer, nx_html_line_ends(tag));
        if (tag == GUMBO_TAG_TD)
            nx_html_write_cell(writer);
    }
}

static bool is_left_out(const GumboNode *node)
{
    return nx_html_tag(node) == GUMBO_TAG_TITLE ||
           nx_html_value(node, "hidden") != NULL;
}

static void write_node(nx_html_writer *writer, const GumboNode *node)
{
    if (node->type == GUMBO_NODE_ELEMENT) {
        const GumboTag tag = nx_html_tag(node);

        if (tag == GUMBO_TAG_BR)
            nx_html_write_break(writer);
        else
            nx_html_write_end(writer, nx_html_line_ends(tag));
    } else if (is_in_pre(node->parent)) {
        nx_html_write_lines(writer, nx_str(node->v.text.text));
    } else {
        nx_html_write(writer, nx_str(node->v.text.text));
    }
}

static void write_tree(const GumboNode *root, nx_buf *out)
{
    const GumboNode *node = root;
    nx_html_writer writer;

    nx_html_writer_init(&writer, out);
    while (node != NULL) {
        const bool skips = is_left_out(node);
        const GumboNode *next =
            skips ? nx_html_next_behind(node, root) : nx_html_next(node, root);

        if (!skips)
            write_node(&writer, node);
        if (next == NULL || next->parent != node)
            write_ends(&writer,
                       node->type == GUMBO_NODE_ELEMENT ? node : node->parent,
                       next);
        node = next;
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
    nx_buf_init(&text, 2 * NX_HTML_LIMIT_BYTES);
    status = nx_html_filter(html, &filtered, err);
    if (status < 0)
        goto cleanup;
    status = nx_html_tree_make(&tree, nx_buf_text(&filtered.markup), err);
    if (status < 0)
        goto cleanup;
    write_tree(tree.root, &text);
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
