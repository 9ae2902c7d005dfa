#include "query/tree.h"

#include "base/str.h"
#include "query/filter.h"

/* Of two nodes of one kind, their children aside. */
static bool is_alike(const nx_node *a, const nx_node *b)
{
    const nx_near *left = &a->relation;
    const nx_near *right = &b->relation;

    switch (a->kind) {
    case NX_NODE_WORD:
    case NX_NODE_PHRASE:
        return a->form == b->form && a->count == b->count &&
               nx_str_equal(a->text, b->text);
    case NX_NODE_NEAR:
        return left->reach == right->reach &&
               left->distance == right->distance &&
               left->is_ordered == right->is_ordered &&
               left->is_excluding == right->is_excluding;
    case NX_NODE_FIELD:
        return a->field == b->field;
    case NX_NODE_CASE:
        return a->letters == b->letters;
    case NX_NODE_SCOPE:
        return a->scope == b->scope;
    case NX_NODE_FIRST:
    case NX_NODE_ATLEAST:
        return a->count == b->count;
    case NX_NODE_FILTER:
        return nx_filter_equal(&a->filter, &b->filter);
    case NX_NODE_EMPTY:
    case NX_NODE_ALL:
    case NX_NODE_AND:
    case NX_NODE_OR:
    case NX_NODE_NOT:
        return true;
    }
    return false;
}

bool nx_node_equal(const nx_node *a, const nx_node *b)
{
    if (a->kind != b->kind || a->child_count != b->child_count ||
        !is_alike(a, b))
        return false;
    for (size_t i = 0; i < a->child_count; i++) {
        if (!nx_node_equal(a->children[i], b->children[i]))
            return false;
    }
    return true;
}

bool nx_node_is_boolean(const nx_node *node)
{
    if (node->kind == NX_NODE_AND || node->kind == NX_NODE_NOT ||
        node->kind == NX_NODE_FILTER)
        return true;
    if (node->kind == NX_NODE_NEAR)
        return false;
    for (size_t i = 0; i < node->child_count; i++) {
        if (nx_node_is_boolean(node->children[i]))
            return true;
    }
    return false;
}

const char *nx_field_name(nx_field field)
{
    switch (field) {
    case NX_FIELD_HEADLINE:
        return "headline";
    case NX_FIELD_BYLINE:
        return "byline";
    case NX_FIELD_DATELINE:
        return "dateline";
    case NX_FIELD_BODY:
        return "body";
    case NX_FIELD_LEAD:
        return "lead";
    case NX_FIELD_HEADLINE_LEAD:
        return "hlead";
    case NX_FIELD_TAG:
        return "tag";
    }
    return "";
}
