#include "query/print.h"

#include "query/build.h"

#include <string.h>

static void print_phrase(nx_buf *out, newsidx_text text)
{
    nx_buf_add_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '"')
            nx_buf_add_byte(out, '"');
        nx_buf_add_byte(out, text.bytes[i]);
    }
    nx_buf_add_byte(out, '"');
}

/*
 * A word after "=" is never taken for a field or an operator. A prefix that
 * could be one is written so too, for prefixes are of exact forms anyway.
 */
static bool needs_mark(newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (strchr(":=<>/~", text.bytes[i]) != NULL)
            return true;
    }
    return false;
}

static void print_word(nx_buf *out, const nx_node *word)
{
    switch (word->form) {
    case NX_WORD_STEM:
        nx_buf_add_text(out, word->text);
        break;
    case NX_WORD_EXACT:
        nx_buf_add_byte(out, '=');
        nx_buf_add_text(out, word->text);
        break;
    case NX_WORD_PREFIX:
        if (needs_mark(word->text))
            nx_buf_add_byte(out, '=');
        nx_buf_add_text(out, word->text);
        nx_buf_add_byte(out, '*');
        break;
    }
}

static void print_node(nx_buf *out, const nx_node *node, bool is_part)
{
    const bool has_group = is_part && nx_node_is_compound(node);

    if (has_group)
        nx_buf_add_byte(out, '(');
    switch (node->kind) {
    case NX_NODE_EMPTY:
        break;
    case NX_NODE_WORD:
        print_word(out, node);
        break;
    case NX_NODE_PHRASE:
        print_phrase(out, node->text);
        break;
    case NX_NODE_NOT:
        nx_buf_add_byte(out, '-');
        break;
    case NX_NODE_FIELD:
        nx_buf_add_string(out, nx_field_name(node->field));
        nx_buf_add_byte(out, ':');
        break;
    case NX_NODE_AND:
    case NX_NODE_OR:
        break;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        if (i > 0)
            nx_buf_add_string(out, node->kind == NX_NODE_OR ? " OR " : " ");
        print_node(out, node->children[i], true);
    }
    if (has_group)
        nx_buf_add_byte(out, ')');
}

void nx_print_query(nx_buf *out, const nx_node *root, newsidx_match match)
{
    nx_buf_add(out, "", 0);
    if (match != NEWSIDX_MATCH_ANY || root->kind != NX_NODE_OR) {
        print_node(out, root, false);
        return;
    }
    for (size_t i = 0; i < root->child_count; i++) {
        if (i > 0)
            nx_buf_add_byte(out, ' ');
        print_node(out, root->children[i], true);
    }
}

static const char *const kind_names[] = {
    [NX_NODE_EMPTY] = "EMPTY",    [NX_NODE_WORD] = "WORD ",
    [NX_NODE_PHRASE] = "PHRASE ", [NX_NODE_AND] = "AND",
    [NX_NODE_OR] = "OR",          [NX_NODE_NOT] = "NOT",
    [NX_NODE_FIELD] = "FIELD ",
};

static void print_line(nx_buf *out, const nx_node *node, size_t indent)
{
    for (size_t i = 0; i < indent; i++)
        nx_buf_add_string(out, "  ");
    nx_buf_add_string(out, kind_names[node->kind]);
    if (node->kind == NX_NODE_WORD)
        print_word(out, node);
    else if (node->kind == NX_NODE_PHRASE)
        print_phrase(out, node->text);
    else if (node->kind == NX_NODE_FIELD)
        nx_buf_add_string(out, nx_field_name(node->field));
}

static void print_lines(nx_buf *out, const nx_node *node, size_t indent)
{
    if (indent > 0)
        nx_buf_add_byte(out, '\n');
    print_line(out, node, indent);
    for (size_t i = 0; i < node->child_count; i++)
        print_lines(out, node->children[i], indent + 1);
}

void nx_print_tree(nx_buf *out, const nx_node *root)
{
    print_lines(out, root, 0);
}
