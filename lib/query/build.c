#include "query/build.h"

#include "base/limits.h"

#include <assert.h>

/* One is kept for the parentheses of a NOT at the root. */
#define HIGHEST ((size_t)NX_LIMIT_QUERY_DEPTH - 1)

bool nx_node_is_compound(const nx_node *node)
{
    return node->kind == NX_NODE_AND || node->kind == NX_NODE_OR;
}

static nx_node *add_node(nx_builder *builder, nx_node_kind kind,
                         size_t child_count)
{
    nx_node *node = nx_arena_new(builder->arena, nx_node);

    if (node != NULL && child_count > 0)
        node->children =
            nx_arena_array(builder->arena, child_count, sizeof(nx_node *));
    if (node == NULL || (child_count > 0 && node->children == NULL)) {
        builder->is_out_of_memory = true;
        return NULL;
    }
    node->kind = kind;
    return node;
}

nx_operand nx_build_leaf(nx_builder *builder, nx_node_kind kind,
                         nx_word_form form, newsidx_text text,
                         newsidx_span span)
{
    nx_operand leaf = {add_node(builder, kind, 0), false};

    if (leaf.node != NULL) {
        leaf.node->form = form;
        leaf.node->text = text;
        leaf.node->span = span;
    }
    return leaf;
}

static size_t height_as_part(const nx_node *node)
{
    return node->height + (nx_node_is_compound(node) ? 1 : 0);
}

/* `node` has room for it. */
static void add_child(nx_node *node, nx_node *child)
{
    const size_t height = height_as_part(child);

    if (node->child_count == 0 || child->span.start < node->span.start)
        node->span.start = child->span.start;
    if (node->child_count == 0 || child->span.end > node->span.end)
        node->span.end = child->span.end;
    if (height > node->height)
        node->height = height;
    node->children[node->child_count++] = child;
}

static nx_node *negate(nx_builder *builder, nx_node *node)
{
    nx_node *negation = add_node(builder, NX_NODE_NOT, 1);

    if (negation != NULL)
        add_child(negation, node);
    return negation;
}

static bool is_too_deep(nx_builder *builder, const nx_node *node)
{
    if (height_as_part(node) <= HIGHEST)
        return false;
    nx_diagnoses_add(builder->diagnoses, NX_DIAGNOSIS_LIMIT, node->span,
                     "nested too deeply, this part is left out", NULL);
    return true;
}

/* Close the gaps that operands of nothing leave; returns how many stay. */
static size_t compact(nx_operand *operands, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (operands[i].node != NULL)
            operands[kept++] = operands[i];
    }
    return kept;
}

/*
 * A node of `kind` with the operands as its parts. Those that are negated as
 * `is_negated` says are parts as they stand, and one of the same kind gives
 * its children instead of itself; the others are parts below a NOT.
 */
static nx_node *join(nx_builder *builder, nx_node_kind kind, bool is_negated,
                     const nx_operand *operands, size_t count)
{
    size_t child_count = 0;
    nx_node *node;

    for (size_t i = 0; i < count; i++)
        child_count += operands[i].node->child_count + 1;
    node = add_node(builder, kind, child_count);
    if (node == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        nx_node *part = operands[i].node;

        if (operands[i].is_negated != is_negated) {
            part = negate(builder, part);
            if (part == NULL)
                return NULL;
        }
        if (part->kind != kind) {
            add_child(node, part);
            continue;
        }
        for (size_t j = 0; j < part->child_count; j++)
            add_child(node, part->children[j]);
    }
    return node;
}

/* The operands as `kind`, or negated as the other kind: De Morgan's laws. */
static nx_operand combine(nx_builder *builder, nx_node_kind kind,
                          nx_operand *operands, size_t count)
{
    const nx_node_kind other = kind == NX_NODE_AND ? NX_NODE_OR : NX_NODE_AND;
    nx_operand whole = {NULL, false};
    size_t negated_count = 0;

    count = compact(operands, count);
    if (count > 1) {
        for (size_t i = 0; i < count; i++) {
            if (is_too_deep(builder, operands[i].node))
                operands[i].node = NULL;
        }
        count = compact(operands, count);
    }
    if (count == 0)
        return whole;
    if (count == 1)
        return operands[0];
    for (size_t i = 0; i < count; i++)
        negated_count += operands[i].is_negated ? 1 : 0;
    /* An AND needs one part that is not negated, an OR can have no other. */
    whole.is_negated =
        kind == NX_NODE_AND ? negated_count == count : negated_count > 0;
    whole.node = join(builder, whole.is_negated ? other : kind,
                      whole.is_negated, operands, count);
    return whole;
}

nx_operand nx_build_and(nx_builder *builder, nx_operand *operands, size_t count)
{
    return combine(builder, NX_NODE_AND, operands, count);
}

nx_operand nx_build_or(nx_builder *builder, nx_operand *operands, size_t count)
{
    return combine(builder, NX_NODE_OR, operands, count);
}

nx_operand nx_build_field(nx_builder *builder, nx_field field, size_t start,
                          nx_operand operand)
{
    nx_operand whole = {NULL, operand.is_negated};

    if (operand.node == NULL || is_too_deep(builder, operand.node))
        return whole;
    whole.node = add_node(builder, NX_NODE_FIELD, 1);
    if (whole.node == NULL)
        return whole;
    whole.node->field = field;
    add_child(whole.node, operand.node);
    whole.node->span.start = start;
    return whole;
}

nx_node *nx_build_root(nx_builder *builder, nx_operand operand)
{
    if (operand.node == NULL)
        return add_node(builder, NX_NODE_EMPTY, 0);
    return operand.is_negated ? negate(builder, operand.node) : operand.node;
}
