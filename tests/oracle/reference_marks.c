/* What made a query hold: the occurrences that are shown and counted. */
#include "evaluation.h"

#include <string.h>

static void mark_intervals(evaluation *of, const query_node *node,
                           const intervals *these, extent within);

/* Intervals that are to be marked, by number of their node. */
typedef struct wanted {
    const query_node *node;
    intervals all;
} wanted;

static wanted *want_nothing(const evaluation *of)
{
    wanted *made = nx_arena_array(of->arena, of->of->node_count, sizeof *made);

    if (made == NULL)
        model_fail("out of memory");
    return made;
}

static void want(evaluation *of, wanted *what, const query_node *node,
                 interval one)
{
    what[node->number].node = node;
    intervals_add(of, &what[node->number].all, one);
}

static void mark_wanted(evaluation *of, wanted *what, extent within)
{
    for (size_t i = 0; i < of->of->node_count; i++) {
        intervals_sort(&what[i].all);
        if (what[i].node != NULL)
            mark_intervals(of, what[i].node, &what[i].all, within);
    }
}

/* What makes the other operand hold at the anchor, where it does. */
static void want_at(evaluation *of, wanted *what, const query_node *node,
                    const anchor *at)
{
    if (!query_is_boolean(node)) {
        const intervals found = related(of, node, at);

        for (size_t i = 0; i < found.count; i++)
            want(of, what, node, found.items[i]);
        return;
    }
    if (node->kind == QUERY_NOT || node->kind == QUERY_FILTER)
        return;
    for (size_t i = 0; i < node->child_count; i++) {
        if (node->kind != QUERY_OR || holds_at(of, node->children[i], at))
            want_at(of, what, node->children[i], at);
    }
}

/* Both halves of each pair from end to end of one of the intervals. */
static void want_pairs(evaluation *of, wanted *what, const query_node *near,
                       const anchor *at, const intervals *these)
{
    const intervals found = related(of, near_other(near), at);

    for (size_t i = 0; i < found.count; i++) {
        if (!intervals_have(these, hull_of(at->at, found.items[i])))
            continue;
        want(of, what, near_anchors(near), at->at);
        want(of, what, near_other(near), found.items[i]);
    }
}

/* What makes these intervals of a NEAR. */
static void mark_near_intervals(evaluation *of, const query_node *near,
                                const intervals *these, extent within)
{
    const intervals anchors =
        *evaluation_intervals(of, near_anchors(near), within);
    wanted *what = want_nothing(of);

    for (size_t i = 0; i < anchors.count; i++) {
        const anchor at = near_anchor(near, anchors.items[i], within);

        if (holds_at(of, near_other(near), &at) == near->relation.is_excluding)
            continue;
        if (is_of_pairs(near)) {
            want_pairs(of, what, near, &at, these);
        } else if (intervals_have(these, at.at)) {
            want(of, what, near_anchors(near), at.at);
            if (!near->relation.is_excluding)
                want_at(of, what, near_other(near), &at);
        }
    }
    mark_wanted(of, what, within);
}

/* Mark what makes these intervals of a node that isn't boolean; not all
 * of them need be its own. */
static void mark_intervals(evaluation *of, const query_node *node,
                           const intervals *these, extent within)
{
    occurrences *places = &of->places[node->number];

    if (node->kind == QUERY_NEAR) {
        mark_near_intervals(of, node, these, within);
        return;
    }
    for (size_t i = 0; i < places->count; i++) {
        const interval one = {places->items[i].column, places->items[i].first,
                              places->items[i].last};

        if (intervals_have(these, one))
            places->items[i].is_marked = true;
    }
    for (size_t i = 0; i < node->child_count; i++)
        mark_intervals(of, node->children[i], these, within);
}

static void mark_near(evaluation *of, const query_node *near, extent within)
{
    const intervals anchors =
        *evaluation_intervals(of, near_anchors(near), within);
    wanted *what = want_nothing(of);

    for (size_t i = 0; i < anchors.count; i++) {
        const anchor at = near_anchor(near, anchors.items[i], within);

        if (holds_at(of, near_other(near), &at) == near->relation.is_excluding)
            continue;
        want(of, what, near_anchors(near), at.at);
        if (!near->relation.is_excluding)
            want_at(of, what, near_other(near), &at);
    }
    mark_wanted(of, what, within);
}

static void mark_scope(evaluation *of, const query_node *node, extent within)
{
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        for (size_t i = 0; i < scope_count(of->in, node->scope, c); i++) {
            const extent one =
                extent_cut(scope_extent(of->in, node->scope, c, i), within);

            if (evaluation_holds_inside(of, node->children[0], one))
                evaluation_mark(of, node->children[0], one);
        }
    }
}

static void mark_all(evaluation *of, const query_node *node, extent within)
{
    const intervals all = *evaluation_intervals(of, node, within);

    mark_intervals(of, node, &all, within);
}

void evaluation_mark(evaluation *of, const query_node *node, extent within)
{
    switch (node->kind) {
    case QUERY_NOT:
    case QUERY_FILTER:
    case QUERY_ALL:
        return;
    case QUERY_LEAF:
        mark_all(of, node, within);
        return;
    case QUERY_ATLEAST:
        mark_all(of, node->children[0], within);
        return;
    case QUERY_NEAR:
        mark_near(of, node, within);
        return;
    case QUERY_SCOPE:
        mark_scope(of, node, within);
        return;
    default:
        break;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        if (node->kind != QUERY_OR ||
            evaluation_holds(of, node->children[i], within))
            evaluation_mark(of, node->children[i], within);
    }
}
