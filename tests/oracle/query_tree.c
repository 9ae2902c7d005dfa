#include "query_tree.h"

#include <string.h>

query_node *query_node_new(nx_arena *arena, query_kind kind)
{
    query_node *node = nx_arena_new(arena, query_node);

    if (node != NULL)
        node->kind = kind;
    else
        model_fail("out of memory");
    return node;
}

void query_node_add(query_node *to, query_node *child)
{
    if (to->child_count == MOST_CHILDREN)
        model_fail("too many children for the test");
    to->children[to->child_count++] = child;
}

bool query_is_boolean(const query_node *node)
{
    switch (node->kind) {
    case QUERY_AND:
    case QUERY_NOT:
    case QUERY_FILTER:
        return true;
    case QUERY_OR:
    case QUERY_FIELD:
    case QUERY_FIRST:
    case QUERY_CASE:
        for (size_t i = 0; i < node->child_count; i++) {
            if (query_is_boolean(node->children[i]))
                return true;
        }
        return false;
    default:
        return false;
    }
}

/* ------------------------------------------------------------ lowering --- */

/* What is put around each part of a boolean operand. */
typedef struct wrapping {
    nx_arena *arena;
    const query_node *around; /* its kind and what goes with it */
    query_node *beside;       /* the other operand of a NEAR, else NULL */
    bool is_left;             /* the parts are the left operands */
} wrapping;

static query_node *wrap(const wrapping *with, query_node *part)
{
    query_node *made = query_node_new(with->arena, with->around->kind);

    *made = *with->around;
    made->child_count = 0;
    if (with->beside != NULL && !with->is_left)
        query_node_add(made, with->beside);
    query_node_add(made, part);
    if (with->beside != NULL && with->is_left)
        query_node_add(made, with->beside);
    return made;
}

static bool is_restriction(const query_node *node)
{
    return node->kind == QUERY_FIELD || node->kind == QUERY_FIRST ||
           node->kind == QUERY_CASE;
}

/*
 * `node` with each largest part that is not boolean in a wrapper of its own.
 * A field over what is boolean goes to its parts first, so that they are below
 * the wrapper with it.
 */
static query_node *wrap_parts(const wrapping *with, query_node *node)
{
    query_node *made;

    if (!query_is_boolean(node))
        return wrap(with, node);
    if (node->kind == QUERY_FILTER)
        return node;
    if (is_restriction(node)) {
        const wrapping pushed = {with->arena, node, NULL, false};

        return wrap_parts(with, wrap_parts(&pushed, node->children[0]));
    }
    made = query_node_new(with->arena, node->kind);
    for (size_t i = 0; i < node->child_count; i++)
        query_node_add(made, wrap_parts(with, node->children[i]));
    return made;
}

static bool has_value(const query_filter *filter, const char *value)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        if (strcmp(filter->values[i], value) == 0)
            return true;
    }
    return false;
}

/* Is there a filter of this kind among the parts? Then take its values. */
static bool unite_filters(query_node *all, const query_node *added)
{
    if (added->kind != QUERY_FILTER || added->filter.kind >= FILTER_PUBLISHED)
        return false;
    for (size_t i = 0; i < all->child_count; i++) {
        query_filter *filter = &all->children[i]->filter;

        if (all->children[i]->kind != QUERY_FILTER ||
            filter->kind != added->filter.kind)
            continue;
        for (size_t v = 0; v < added->filter.value_count; v++) {
            if (has_value(filter, added->filter.values[v]))
                continue;
            if (filter->value_count == MOST_VALUES)
                model_fail("too many values for the test");
            memcpy(filter->values[filter->value_count++],
                   added->filter.values[v], sizeof filter->values[0]);
        }
        return true;
    }
    return false;
}

static void add_part(nx_arena *arena, query_node *to, query_node *part)
{
    query_node *copy;

    if (part->kind == to->kind) {
        for (size_t i = 0; i < part->child_count; i++)
            add_part(arena, to, part->children[i]);
        return;
    }
    if (to->kind == QUERY_AND && unite_filters(to, part))
        return;
    copy = query_node_new(arena, part->kind);
    *copy = *part;
    query_node_add(to, copy);
}

static bool is_chain_of(const query_node *operand, const query_node *near)
{
    return near->relation.reach != REACH_WORDS && !near->relation.is_ordered &&
           operand->kind == QUERY_NEAR &&
           operand->relation.reach == near->relation.reach &&
           !operand->relation.is_ordered && !operand->relation.is_excluding;
}

/* a w/s b w/s c is a w/s (b c), and c w/s (a w/s b) is a w/s (c b). */
static query_node *lower_chain(nx_arena *arena, const query_node *chain,
                               query_node *added, bool is_ahead,
                               bool is_excluded)
{
    query_node *made = query_node_new(arena, QUERY_NEAR);
    query_node *all = query_node_new(arena, QUERY_AND);
    const bool is_left = query_is_boolean(chain->children[0]);

    made->relation = chain->relation;
    if (!is_ahead)
        add_part(arena, all, chain->children[is_left ? 0 : 1]);
    if (is_excluded) {
        query_node *negation = query_node_new(arena, QUERY_NOT);

        query_node_add(negation, added);
        added = negation;
    }
    add_part(arena, all, added);
    if (is_ahead)
        add_part(arena, all, chain->children[is_left ? 0 : 1]);
    query_node_add(made, is_left ? all : chain->children[0]);
    query_node_add(made, is_left ? chain->children[1] : all);
    return made;
}

static query_node *lower_near(nx_arena *arena, query_node *near,
                              bool *out_is_repeated)
{
    query_node *left = near->children[0];
    query_node *right = near->children[1];
    wrapping with = {arena, near, NULL, false};

    if (is_chain_of(left, near))
        return lower_chain(arena, left, right, false,
                           near->relation.is_excluding);
    if (is_chain_of(right, near) && !near->relation.is_excluding)
        return lower_chain(arena, right, left, true, false);
    if (!query_is_boolean(left) ||
        (!near->relation.is_excluding && !query_is_boolean(right)))
        return near;
    *out_is_repeated = true;
    with.is_left = near->relation.is_excluding;
    with.beside = with.is_left ? right : left;
    return wrap_parts(&with, with.is_left ? left : right);
}

query_node *query_lower(nx_arena *arena, query_node *root,
                        bool *out_is_repeated)
{
    query_node *made = query_node_new(arena, root->kind);

    *made = *root;
    if (root->kind == QUERY_CHOICES)
        made->kind = QUERY_OR;
    made->child_count = 0;
    for (size_t i = 0; i < root->child_count; i++) {
        query_node *part =
            query_lower(arena, root->children[i], out_is_repeated);

        if (made->kind == QUERY_AND || made->kind == QUERY_OR)
            add_part(arena, made, part);
        else
            query_node_add(made, part);
    }
    if ((made->kind == QUERY_AND || made->kind == QUERY_OR) &&
        made->child_count == 1)
        return made->children[0];
    if (made->kind == QUERY_NEAR)
        return lower_near(arena, made, out_is_repeated);
    if (made->kind == QUERY_ATLEAST && query_is_boolean(made->children[0])) {
        const wrapping with = {arena, made, NULL, false};

        return wrap_parts(&with, made->children[0]);
    }
    return made;
}

static void number_from(query_node *node, size_t *next)
{
    node->number = (*next)++;
    for (size_t i = 0; i < node->child_count; i++)
        number_from(node->children[i], next);
}

size_t query_number(query_node *root)
{
    size_t count = 0;

    number_from(root, &count);
    return count;
}
