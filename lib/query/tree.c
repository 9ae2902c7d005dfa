#include "query/tree.h"

#include "base/str.h"

bool nx_node_equal(const nx_node *a, const nx_node *b)
{
    if (a->kind != b->kind || a->child_count != b->child_count)
        return false;
    switch (a->kind) {
    case NX_NODE_WORD:
    case NX_NODE_PHRASE:
        return a->form == b->form && nx_str_equal(a->text, b->text);
    case NX_NODE_FIELD:
        if (a->field != b->field)
            return false;
        break;
    case NX_NODE_EMPTY:
    case NX_NODE_AND:
    case NX_NODE_OR:
    case NX_NODE_NOT:
        break;
    }
    for (size_t i = 0; i < a->child_count; i++) {
        if (!nx_node_equal(a->children[i], b->children[i]))
            return false;
    }
    return true;
}

const char *nx_field_name(nx_field field)
{
    switch (field) {
    case NX_FIELD_HEADLINE:
        return "headline";
    }
    return "";
}
