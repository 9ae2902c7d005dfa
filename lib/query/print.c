#include "query/print.h"

#include "query/build.h"
#include "query/names.h"
#include "query/quotes.h"

#include <string.h>

/* How what is printed will be read again. */
typedef struct nx_printer {
    nx_buf *out;
    bool is_language; /* else words stand as they are */
    bool is_in_case;  /* caps( ) and its like change what a word is */
} nx_printer;

/*
 * A word after "=" is never taken for a field or an operator. A pattern that
 * could be one is written so too, for patterns are of exact forms anyway.
 */
static bool needs_mark(newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (strchr(":=<>/~", text.bytes[i]) != NULL)
            return true;
    }
    return false;
}

static void print_word(const nx_printer *printer, const nx_node *word)
{
    nx_buf *out = printer->out;
    const char *mark = "";

    switch (word->form) {
    case NX_WORD_STEM:
        if (printer->is_in_case ||
            (printer->is_language && !nx_names_is_plain(word->text)))
            mark = "~";
        break;
    case NX_WORD_EXACT:
        mark = "=";
        break;
    case NX_WORD_PATTERN:
    case NX_WORD_FUZZY:
        mark = needs_mark(word->text) ? "=" : "";
        break;
    case NX_WORD_VERBATIM:
    case NX_WORD_ANY_CASE:
        mark = nx_names_is_plain(word->text) ? "" : "=";
        break;
    }
    nx_buf_add_string(out, mark);
    nx_buf_add_text(out, word->text);
    if (word->form == NX_WORD_FUZZY)
        nx_buf_add_format(out, "~%u", (unsigned int)word->count);
}

static void print_leaf(const nx_printer *printer, const nx_node *leaf)
{
    nx_buf *out = printer->out;

    switch (leaf->kind) {
    case NX_NODE_ALL:
        nx_buf_add_byte(out, '*');
        break;
    case NX_NODE_WORD:
        print_word(printer, leaf);
        break;
    case NX_NODE_PHRASE:
        if (leaf->form == NX_WORD_VERBATIM)
            nx_buf_add_string(out, "verbatim(");
        else if (leaf->form == NX_WORD_STEM)
            nx_buf_add_byte(out, '~');
        nx_quotes_add(out, leaf->text);
        if (leaf->form == NX_WORD_VERBATIM)
            nx_buf_add_byte(out, ')');
        break;
    case NX_NODE_FILTER:
        nx_buf_add_text(out, leaf->text);
        break;
    default:
        break;
    }
}

/* "atleast5", "caps" */
static void print_call(nx_buf *out, const nx_node *call)
{
    switch (call->kind) {
    case NX_NODE_FIRST:
        nx_buf_add_format(out, "first%u", (unsigned int)call->count);
        break;
    case NX_NODE_ATLEAST:
        nx_buf_add_format(out, "atleast%u", (unsigned int)call->count);
        break;
    case NX_NODE_CASE:
        nx_buf_add_string(out, nx_case_name(call->letters));
        break;
    case NX_NODE_SCOPE:
        nx_buf_add_string(out, nx_scope_name(call->scope));
        break;
    default:
        break;
    }
}

static void print_operator(nx_buf *out, const nx_node *node)
{
    nx_buf_add_byte(out, ' ');
    if (node->kind == NX_NODE_AND)
        return;
    if (node->kind == NX_NODE_NEAR)
        nx_names_print_proximity(out, &node->relation);
    else
        nx_buf_add_string(out, "OR");
    nx_buf_add_byte(out, ' ');
}

static nx_printer printer_below(const nx_printer *printer, const nx_node *node)
{
    nx_printer inner = *printer;

    if (node->kind == NX_NODE_CASE)
        inner.is_in_case = true;
    return inner;
}

static void print_node(const nx_printer *printer, const nx_node *node,
                       bool is_part)
{
    const nx_printer inner = printer_below(printer, node);
    const bool is_call = nx_node_is_call(node);
    const bool has_group = is_call || (is_part && nx_node_is_compound(node));
    nx_buf *out = printer->out;

    print_leaf(printer, node);
    print_call(out, node);
    if (node->kind == NX_NODE_NOT)
        nx_buf_add_byte(out, '-');
    if (node->kind == NX_NODE_FIELD) {
        nx_buf_add_string(out, nx_field_name(node->field));
        nx_buf_add_byte(out, ':');
    }
    if (has_group)
        nx_buf_add_byte(out, '(');
    for (size_t i = 0; i < node->child_count; i++) {
        if (i > 0)
            print_operator(out, node);
        print_node(&inner, node->children[i], !is_call);
    }
    if (has_group)
        nx_buf_add_byte(out, ')');
}

void nx_print_query(nx_buf *out, const nx_node *root, newsidx_match match)
{
    const nx_printer printer = {out, match != NEWSIDX_MATCH_ANY, false};

    nx_buf_add(out, "", 0);
    if (printer.is_language || root->kind != NX_NODE_OR) {
        print_node(&printer, root, false);
        return;
    }
    for (size_t i = 0; i < root->child_count; i++) {
        if (i > 0)
            nx_buf_add_byte(out, ' ');
        print_node(&printer, root->children[i], true);
    }
}

static const char *const kind_names[] = {
    [NX_NODE_EMPTY] = "EMPTY",      [NX_NODE_ALL] = "ALL ",
    [NX_NODE_WORD] = "WORD ",       [NX_NODE_PHRASE] = "PHRASE ",
    [NX_NODE_AND] = "AND",          [NX_NODE_OR] = "OR",
    [NX_NODE_NOT] = "NOT",          [NX_NODE_NEAR] = "NEAR ",
    [NX_NODE_FIELD] = "FIELD ",     [NX_NODE_FIRST] = "FIRST ",
    [NX_NODE_CASE] = "CASE ",       [NX_NODE_SCOPE] = "SCOPE ",
    [NX_NODE_ATLEAST] = "ATLEAST ", [NX_NODE_FILTER] = "FILTER ",
};

static void print_lines(const nx_printer *printer, const nx_node *node,
                        size_t indent)
{
    const nx_printer inner = printer_below(printer, node);
    nx_buf *out = printer->out;

    if (indent > 0)
        nx_buf_add_byte(out, '\n');
    for (size_t i = 0; i < indent; i++)
        nx_buf_add_string(out, "  ");
    nx_buf_add_string(out, kind_names[node->kind]);
    print_leaf(printer, node);
    print_call(out, node);
    if (node->kind == NX_NODE_NEAR)
        nx_names_print_proximity(out, &node->relation);
    if (node->kind == NX_NODE_FIELD)
        nx_buf_add_string(out, nx_field_name(node->field));
    for (size_t i = 0; i < node->child_count; i++)
        print_lines(&inner, node->children[i], indent + 1);
}

void nx_print_tree(nx_buf *out, const nx_node *root)
{
    const nx_printer printer = {out, false, false};

    print_lines(&printer, root, 0);
}
