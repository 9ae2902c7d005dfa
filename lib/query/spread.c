#include "query/spread.h"

#include "query/names.h"

/* How many nodes may come of operands that are taken apart. */
#define MOST_NODES 4096

/* What is done to each part of an operand. */
typedef struct nx_spreading {
    nx_builder *builder;
    const nx_node *atleast;  /* or NULL, and then */
    const nx_near *relation; /* it comes near `other` */
    nx_node *other;
    bool is_other_left;
} nx_spreading;

/* The restrictions that a part stands below, from the inside out. */
typedef struct nx_outer nx_outer;
struct nx_outer {
    const nx_node *node;
    const nx_outer *next;
};

/* The nodes of a tree, or one more than `most`. */
static size_t count_nodes(const nx_node *node, size_t most)
{
    size_t count = 1;

    for (size_t i = 0; i < node->child_count && count <= most; i++)
        count += count_nodes(node->children[i], most - count);
    return count;
}

/* Is it words in one sentence or paragraph, whichever comes first? */
static bool is_together(const nx_node *node, nx_reach reach)
{
    return node->kind == NX_NODE_NEAR && node->relation.reach == reach &&
           !node->relation.is_ordered && !node->relation.is_excluding;
}

/* The chain `near` with one more operand. What it stands for is a place of its
 * other operand, with all of these in its sentence. */
static nx_operand join_chain(nx_builder *builder, nx_node *near,
                             nx_operand added, bool is_before)
{
    const size_t asked = nx_node_is_boolean(near->children[0]) ? 0 : 1;
    const nx_operand chain = {near, false};
    nx_operand operands[2];
    nx_operand whole;
    nx_node *sides[2];

    operands[0] = added;
    operands[1].node = near->children[asked];
    operands[1].is_negated = false;
    whole = is_before ? nx_build_and(builder, operands, 2)
                      : nx_build_longer(builder, near->children[asked], added);
    if (whole.node == NULL)
        return whole;
    if (nx_build_is_too_deep(builder, whole.node))
        return chain;
    sides[asked] = whole.node;
    sides[1 - asked] = near->children[1 - asked];
    return nx_build_plainly_near(builder, &near->relation, sides[0], sides[1]);
}

/*
 * Of a w/s b w/s c nobody means that c stands outside of what is between a and
 * b, so such a chain is a w/s (b c). False if it is none.
 */
static bool spread_chain(nx_builder *builder, const nx_near *relation,
                         nx_node *left, nx_node *right, nx_operand *out)
{
    nx_operand added = {left, false};

    if (relation->reach == NX_REACH_WORDS || relation->is_ordered)
        return false;
    if (is_together(left, relation->reach)) {
        added.node = right;
        added.is_negated = relation->is_excluding;
        *out = join_chain(builder, left, added, false);
        return true;
    }
    if (relation->is_excluding || !is_together(right, relation->reach))
        return false;
    *out = join_chain(builder, right, added, true);
    return true;
}

/* The other operand is on its side of it. */
static nx_operand make_near(const nx_spreading *spreading, nx_node *part)
{
    const bool is_other_left = spreading->is_other_left;
    nx_node *left = is_other_left ? spreading->other : part;
    nx_node *right = is_other_left ? part : spreading->other;
    nx_operand whole;

    if (spread_chain(spreading->builder, spreading->relation, left, right,
                     &whole))
        return whole;
    return nx_build_plainly_near(spreading->builder, spreading->relation, left,
                                 right);
}

static nx_operand make_part(const nx_spreading *spreading, nx_node *part)
{
    const nx_operand operand = {part, false};

    return spreading->atleast != NULL
               ? nx_build_plainly_over(spreading->builder, spreading->atleast,
                                       operand)
               : make_near(spreading, part);
}

/* False, and the builder has failed, if all that was taken apart is too much.
 */
static bool count_part(nx_builder *builder, const nx_node *part)
{
    builder->spread_count += count_nodes(part, MOST_NODES);
    if (builder->spread_count <= MOST_NODES)
        return true;
    builder->status = nx_fail(builder->err, NEWSIDX_ERR_LIMIT,
                              "query is too large when spelled out");
    return false;
}

static nx_operand spread(const nx_spreading *spreading, nx_node *node,
                         const nx_outer *outers);

static nx_operand spread_children(const nx_spreading *spreading,
                                  const nx_node *node, const nx_outer *outers)
{
    nx_builder *builder = spreading->builder;
    nx_operand *operands =
        nx_arena_array(builder->arena, node->child_count, sizeof *operands);
    const nx_operand nothing = {NULL, false};

    if (operands == NULL) {
        builder->status = nx_fail_memory(builder->err);
        return nothing;
    }
    for (size_t i = 0; i < node->child_count; i++)
        operands[i] = spread(spreading, node->children[i], outers);
    return node->kind == NX_NODE_AND
               ? nx_build_and(builder, operands, node->child_count)
               : nx_build_or(builder, operands, node->child_count);
}

/* `node` with its parts made; restrictions go down to each of them. */
static nx_operand spread(const nx_spreading *spreading, nx_node *node,
                         const nx_outer *outers)
{
    const nx_outer inner = {node, outers};
    nx_operand operand = {node, false};

    if (spreading->builder->status < 0)
        return operand;
    if (!nx_node_is_boolean(node)) {
        for (; outers != NULL && operand.node != NULL; outers = outers->next)
            operand = nx_build_plainly_over(spreading->builder, outers->node,
                                            operand);
        if (operand.node != NULL)
            operand = make_part(spreading, operand.node);
        if (operand.node != NULL &&
            !count_part(spreading->builder, operand.node))
            operand.node = NULL;
        return operand;
    }
    switch (node->kind) {
    case NX_NODE_AND:
    case NX_NODE_OR:
        return spread_children(spreading, node, outers);
    case NX_NODE_NOT:
        operand = spread(spreading, node->children[0], outers);
        operand.is_negated = !operand.is_negated;
        return operand;
    case NX_NODE_FIELD:
    case NX_NODE_FIRST:
    case NX_NODE_CASE:
        return spread(spreading, node->children[0], &inner);
    default:
        return operand;
    }
}

/* The node that makes an operand impossible, or NULL. */
static const nx_node *find_misplaced(const nx_node *node)
{
    if (node->kind == NX_NODE_SCOPE || node->kind == NX_NODE_ATLEAST ||
        node->kind == NX_NODE_ALL)
        return node;
    if (node->kind == NX_NODE_NEAR)
        return NULL;
    for (size_t i = 0; i < node->child_count; i++) {
        const nx_node *found = find_misplaced(node->children[i]);

        if (found != NULL)
            return found;
    }
    return NULL;
}

/* Is there a word that something can be near to? */
static bool has_word(const nx_node *node)
{
    switch (node->kind) {
    case NX_NODE_WORD:
    case NX_NODE_PHRASE:
    case NX_NODE_NEAR:
        return true;
    case NX_NODE_NOT:
        return false;
    default:
        break;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        if (has_word(node->children[i]))
            return true;
    }
    return false;
}

/* False, and the builder has failed, if it can't stand `where`. */
static bool check_operand(nx_builder *builder, const nx_node *operand,
                          bool needs_word, const char *where)
{
    const nx_node *misplaced = find_misplaced(operand);
    const char *what = "a filter";

    if (misplaced == NULL && (!needs_word || has_word(operand)))
        return true;
    if (misplaced == NULL)
        misplaced = operand;
    else if (misplaced->kind == NX_NODE_ATLEAST)
        what = "atleastN( )";
    else if (misplaced->kind == NX_NODE_ALL)
        what = "\"*\"";
    else
        what = misplaced->scope == NX_REACH_SENTENCE ? "sentence( )"
                                                     : "paragraph( )";
    builder->status =
        nx_fail_at(builder->err, NEWSIDX_ERR_QUERY, misplaced->span.start,
                   "%s can't stand %s", what, where);
    return false;
}

nx_operand nx_spread_atleast(nx_builder *builder, const nx_node *atleast,
                             nx_operand operand)
{
    const nx_spreading spreading = {.builder = builder, .atleast = atleast};
    nx_operand whole = {NULL, false};

    if (!check_operand(builder, operand.node, false, "in atleastN( )"))
        return whole;
    whole = spread(&spreading, operand.node, NULL);
    whole.is_negated = whole.is_negated != operand.is_negated;
    return whole;
}

nx_operand nx_spread_near(nx_builder *builder, const nx_near *relation,
                          nx_operand left, nx_operand right)
{
    nx_near settled = *relation;
    nx_spreading spreading = {.builder = builder, .relation = &settled};
    nx_node *apart = right.node;
    nx_operand whole = {NULL, false};

    if (!check_operand(builder, left.node, true, "near a word") ||
        !check_operand(builder, right.node, true, "near a word"))
        return whole;
    /* a w/5 -b  is  a NOT w/5 b */
    if (right.is_negated)
        settled.is_excluding = !settled.is_excluding;
    if (settled.is_excluding)
        apart = left.node;
    spreading.is_other_left = apart == right.node;
    spreading.other = spreading.is_other_left ? left.node : right.node;
    if (!nx_node_is_boolean(apart) ||
        (!settled.is_excluding && !nx_node_is_boolean(left.node)))
        whole = make_part(&spreading, apart);
    else
        whole = spread(&spreading, apart, NULL);
    whole.is_negated = whole.is_negated != left.is_negated;
    return whole;
}
