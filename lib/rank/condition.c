#include "rank/condition.h"

/* Of the typed operands, for what is left of them may be one word. */
static void set_sides(nx_condition *condition, const nx_node *node)
{
    const bool is_left = nx_node_is_boolean(node->children[0]);
    const bool is_right = nx_node_is_boolean(node->children[1]);

    condition->asks_left = is_left;
    condition->is_of_pairs =
        !is_left && !is_right && !node->relation.is_excluding;
}

nx_condition *nx_condition_new(nx_condition_maker *maker,
                               nx_condition_kind kind, const nx_node *node,
                               size_t child_count)
{
    nx_condition *condition = nx_arena_new(maker->arena, nx_condition);

    if (condition == NULL)
        return NULL;
    condition->children =
        nx_arena_array(maker->arena, child_count, sizeof(nx_condition *));
    if (condition->children == NULL)
        return NULL;
    condition->kind = kind;
    condition->node = node;
    condition->number = maker->count++;
    condition->depth = 1;
    if (kind == NX_CONDITION_NEAR)
        set_sides(condition, node);
    return condition;
}

void nx_condition_add(nx_condition *condition, nx_condition *child)
{
    condition->children[condition->child_count++] = child;
    if (child->depth >= condition->depth)
        condition->depth = child->depth + 1;
}

bool nx_filter_needs_key(const nx_filter *filter)
{
    return filter->kind == NX_FILTER_KEY;
}

bool nx_condition_is_conjunct(const nx_condition *condition)
{
    if (condition->kind == NX_CONDITION_NOT)
        condition = condition->children[0];
    return condition->kind == NX_CONDITION_FILTER &&
           !nx_filter_needs_key(condition->filter);
}

void nx_condition_look(const nx_condition *condition, nx_condition_needs *needs)
{
    switch (condition->kind) {
    case NX_CONDITION_SCOPE:
        needs->boundaries = true;
        break;
    case NX_CONDITION_NEAR:
        needs->boundaries =
            needs->boundaries || condition->relation.reach != NX_REACH_WORDS;
        break;
    case NX_CONDITION_FILTER:
        needs->filters = true;
        needs->key = needs->key || nx_filter_needs_key(condition->filter);
        break;
    default:
        break;
    }
    for (size_t i = 0; i < condition->child_count; i++)
        nx_condition_look(condition->children[i], needs);
}

/* A unit, or ANDs and ORs of units whose FTS5 form says the same. */
static bool is_of_units(const nx_condition *condition)
{
    if (condition->kind == NX_CONDITION_UNIT)
        return true;
    if (condition->kind != NX_CONDITION_AND &&
        condition->kind != NX_CONDITION_OR &&
        condition->kind != NX_CONDITION_NOT)
        return false;
    for (size_t i = 0; i < condition->child_count; i++) {
        if (!is_of_units(condition->children[i]))
            return false;
    }
    return true;
}

static bool is_any_of_units(const nx_condition *condition)
{
    if (condition->kind == NX_CONDITION_UNIT)
        return true;
    if (condition->kind != NX_CONDITION_OR)
        return false;
    for (size_t i = 0; i < condition->child_count; i++) {
        if (condition->children[i]->kind != NX_CONDITION_UNIT)
            return false;
    }
    return true;
}

bool nx_condition_is_plain(const nx_condition *condition)
{
    if (condition->kind != NX_CONDITION_AND)
        return is_any_of_units(condition);
    for (size_t i = 0; i < condition->child_count; i++) {
        const nx_condition *child = condition->children[i];

        if (nx_condition_is_conjunct(child))
            continue;
        if (child->kind == NX_CONDITION_NOT ? !is_of_units(child)
                                            : !is_any_of_units(child))
            return false;
    }
    return true;
}

/* What is sure of an article that has none of the units. */
typedef struct outlook {
    bool may_hold;
    bool must_hold;
} outlook;

static outlook look_ahead(const nx_condition *condition)
{
    const bool is_and = condition->kind == NX_CONDITION_AND;
    outlook whole = {is_and, is_and};

    switch (condition->kind) {
    case NX_CONDITION_ALL:
        whole.may_hold = true;
        whole.must_hold = true;
        return whole;
    case NX_CONDITION_FILTER:
        whole.may_hold = true;
        return whole;
    case NX_CONDITION_UNIT:
    case NX_CONDITION_NEAR:
    case NX_CONDITION_SCOPE:
    case NX_CONDITION_ATLEAST:
        return whole;
    case NX_CONDITION_NOT: {
        const outlook child = look_ahead(condition->children[0]);

        whole.may_hold = !child.must_hold;
        whole.must_hold = !child.may_hold;
        return whole;
    }
    case NX_CONDITION_AND:
    case NX_CONDITION_OR:
        break;
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        const outlook child = look_ahead(condition->children[i]);

        whole.may_hold = is_and ? whole.may_hold && child.may_hold
                                : whole.may_hold || child.may_hold;
        whole.must_hold = is_and ? whole.must_hold && child.must_hold
                                 : whole.must_hold || child.must_hold;
    }
    return whole;
}

bool nx_condition_holds_without_units(const nx_condition *condition)
{
    return look_ahead(condition).may_hold;
}
