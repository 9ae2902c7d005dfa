#include "query/build.h"

#include "base/limits.h"
#include "query/spread.h"

#include <assert.h>
#include <string.h>

/* One is kept for the parentheses of a NOT at the root. */
#define HIGHEST ((size_t)NX_LIMIT_QUERY_DEPTH - 1)

/* A filter's values may need quotes, and these to be doubled. */
#define FILTER_LIMIT_BYTES ((size_t)4 * NX_LIMIT_QUERY_BYTES)

bool nx_node_is_compound(const nx_node *node)
{
    return node->kind == NX_NODE_AND || node->kind == NX_NODE_OR ||
           node->kind == NX_NODE_NEAR;
}

bool nx_node_is_call(const nx_node *node)
{
    return node->kind == NX_NODE_FIRST || node->kind == NX_NODE_CASE ||
           node->kind == NX_NODE_SCOPE || node->kind == NX_NODE_ATLEAST;
}

static const nx_operand nothing = {NULL, false};

/* A copy of `like` with room for children. */
static nx_node *add_node(nx_builder *builder, const nx_node *like,
                         size_t child_count)
{
    nx_node *node;

    if (builder->status < 0)
        return NULL;
    node = nx_arena_new(builder->arena, nx_node);
    if (node == NULL) {
        builder->status = nx_fail_memory(builder->err);
        return NULL;
    }
    *node = *like;
    node->child_count = 0;
    node->height = 0;
    node->children =
        nx_arena_array(builder->arena, child_count, sizeof(nx_node *));
    if (node->children == NULL) {
        builder->status = nx_fail_memory(builder->err);
        return NULL;
    }
    return node;
}

nx_operand nx_build_leaf(nx_builder *builder, const nx_node *leaf)
{
    const nx_operand operand = {add_node(builder, leaf, 0), false};

    /* verbatim("...") has parentheses of its own. */
    if (operand.node != NULL && leaf->form == NX_WORD_VERBATIM)
        operand.node->height = 1;
    return operand;
}

/* Spell it out. */
static void set_filter_text(nx_builder *builder, nx_node *node)
{
    nx_buf text;

    nx_buf_init(&text, FILTER_LIMIT_BYTES);
    nx_filter_print(&node->filter, builder->zone, &text);
    node->text = nx_arena_text(builder->arena, nx_buf_text(&text));
    if (text.status == NEWSIDX_ERR_LIMIT)
        builder->status = nx_fail(builder->err, NEWSIDX_ERR_LIMIT,
                                  "a filter is too long when spelled out");
    else if (text.status < 0 || node->text.bytes == NULL)
        builder->status = nx_fail_memory(builder->err);
    nx_buf_finish(&text);
}

nx_operand nx_build_filter(nx_builder *builder, const nx_filter *filter,
                           newsidx_span span)
{
    const nx_node like = {
        .kind = NX_NODE_FILTER, .filter = *filter, .span = span};
    const nx_operand operand = {add_node(builder, &like, 0), false};

    if (operand.node != NULL)
        set_filter_text(builder, operand.node);
    return operand;
}

static size_t height_as_part(const nx_node *node)
{
    return node->height + (nx_node_is_compound(node) ? 1 : 0);
}

static size_t height_below(const nx_node *outer, const nx_node *node)
{
    return nx_node_is_call(outer) ? node->height + 1 : height_as_part(node);
}

static newsidx_span span_of_both(newsidx_span a, newsidx_span b)
{
    newsidx_span both = a;

    if (b.start < a.start)
        both.start = b.start;
    if (b.end > a.end)
        both.end = b.end;
    return both;
}

/* `node` has room for it. */
static void add_child(nx_node *node, nx_node *child)
{
    const size_t height = height_below(node, child);

    assert(node->children != NULL);
    node->span = node->child_count == 0 ? child->span
                                        : span_of_both(node->span, child->span);
    if (height > node->height)
        node->height = height;
    node->children[node->child_count++] = child;
}

static nx_node *negate(nx_builder *builder, nx_node *node)
{
    const nx_node like = {.kind = NX_NODE_NOT};
    nx_node *negation = add_node(builder, &like, 1);

    if (negation != NULL)
        add_child(negation, node);
    return negation;
}

static void note_depth(nx_builder *builder, const nx_node *node)
{
    nx_diagnoses_add(builder->diagnoses, NX_DIAGNOSIS_LIMIT, node->span,
                     "nested too deeply, this part is left out", NULL);
}

bool nx_build_is_too_deep(nx_builder *builder, const nx_node *node)
{
    if (height_as_part(node) <= HIGHEST)
        return false;
    note_depth(builder, node);
    return true;
}

/* "*" is all there is, which nothing can be added to. */
static void note_all(nx_builder *builder, const nx_node *all)
{
    nx_diagnoses_add(builder->diagnoses, NX_DIAGNOSIS_WILDCARD, all->span,
                     "\"*\" is every article, which says nothing here; ignored",
                     NULL);
}

/* -------------------------------------------------------------- AND, OR ----
 */

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

/* An AND or OR that is being made. */
typedef struct nx_joining {
    nx_builder *builder;
    nx_node *node;
    nx_node *all; /* "*", which counts if all others are negated */
    size_t filters[NX_FILTER_PUBLISHED]; /* the child of each kind, from 1 */
    bool is_united[NX_FILTER_PUBLISHED];
} nx_joining;

/* The child that is a filter of the same kind takes in the values of `part`. */
static void unite(nx_joining *joining, const nx_node *part)
{
    nx_builder *builder = joining->builder;
    const nx_filter_kind kind = part->filter.kind;
    nx_node **child = &joining->node->children[joining->filters[kind] - 1];
    nx_node *united = add_node(builder, *child, 0);

    if (united == NULL)
        return;
    builder->status = nx_filter_unite(&(*child)->filter, &part->filter,
                                      builder->arena, &united->filter);
    if (builder->status < 0) {
        builder->status = nx_fail_memory(builder->err);
        return;
    }
    joining->is_united[kind] = true;
    united->span = span_of_both(united->span, part->span);
    joining->node->span = span_of_both(joining->node->span, part->span);
    *child = united;
}

static void add_part(nx_joining *joining, nx_node *part)
{
    const nx_filter_kind kind = part->filter.kind;

    if (part->kind == NX_NODE_ALL) {
        if (joining->all != NULL)
            note_all(joining->builder, part);
        else
            joining->all = part;
    } else if (joining->node->kind == NX_NODE_AND &&
               part->kind == NX_NODE_FILTER && kind < NX_FILTER_PUBLISHED) {
        if (joining->filters[kind] > 0) {
            unite(joining, part);
        } else {
            add_child(joining->node, part);
            joining->filters[kind] = joining->node->child_count;
        }
    } else {
        add_child(joining->node, part);
    }
}

/* What was made, when there are no more parts. */
static nx_node *finish_joining(nx_joining *joining)
{
    nx_node *node = joining->node;
    bool has_positive = false;

    for (size_t kind = 0; kind < NX_FILTER_PUBLISHED; kind++) {
        if (joining->is_united[kind])
            set_filter_text(joining->builder,
                            node->children[joining->filters[kind] - 1]);
    }
    for (size_t i = 0; i < node->child_count; i++)
        has_positive = has_positive || node->children[i]->kind != NX_NODE_NOT;
    if (joining->all != NULL && has_positive) {
        note_all(joining->builder, joining->all);
    } else if (joining->all != NULL) {
        add_child(node, joining->all);
        memmove(node->children + 1, node->children,
                (node->child_count - 1) * sizeof(nx_node *));
        node->children[0] = joining->all;
    }
    return node->child_count == 1 ? node->children[0] : node;
}

/*
 * A node of `kind` with the operands as its parts. Those that are negated as
 * `is_negated` says are parts as they stand, and one of the same kind gives
 * its children instead of itself; the others are parts below a NOT.
 */
static nx_node *join(nx_builder *builder, nx_node_kind kind, bool is_negated,
                     const nx_operand *operands, size_t count)
{
    const nx_node like = {.kind = kind};
    nx_joining joining = {.builder = builder};
    size_t child_count = 0;

    for (size_t i = 0; i < count; i++)
        child_count += operands[i].node->child_count + 1;
    joining.node = add_node(builder, &like, child_count);
    for (size_t i = 0; i < count && builder->status >= 0; i++) {
        nx_node *part = operands[i].node;

        if (operands[i].is_negated != is_negated) {
            part = negate(builder, part);
            if (part == NULL)
                return NULL;
        }
        if (part->kind != kind) {
            add_part(&joining, part);
            continue;
        }
        for (size_t j = 0; j < part->child_count && builder->status >= 0; j++)
            add_part(&joining, part->children[j]);
    }
    return builder->status < 0 ? NULL : finish_joining(&joining);
}

/* Of an OR with "*" in it nothing else matters. NULL: there is none. */
static nx_operand *find_all(nx_operand *operands, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (operands[i].node->kind == NX_NODE_ALL && !operands[i].is_negated)
            return &operands[i];
    }
    return NULL;
}

/* Leave out what can't be a part: what is too deep, and -*. */
static size_t leave_out(nx_builder *builder, nx_operand *operands, size_t count)
{
    const bool is_alone = count == 1;

    for (size_t i = 0; i < count; i++) {
        nx_operand *operand = &operands[i];

        if (operand->node->kind == NX_NODE_ALL && operand->is_negated) {
            note_all(builder, operand->node);
            operand->node = NULL;
        } else if (!is_alone && nx_build_is_too_deep(builder, operand->node)) {
            operand->node = NULL;
        }
    }
    return compact(operands, count);
}

/* The operands as `kind`, or negated as the other kind: De Morgan's laws. */
static nx_operand combine(nx_builder *builder, nx_node_kind kind,
                          nx_operand *operands, size_t count)
{
    const nx_node_kind other = kind == NX_NODE_AND ? NX_NODE_OR : NX_NODE_AND;
    nx_operand whole = nothing;
    size_t negated_count = 0;

    count = compact(operands, count);
    count = leave_out(builder, operands, count);
    if (count == 0)
        return nothing;
    if (count == 1)
        return operands[0];
    if (kind == NX_NODE_OR && find_all(operands, count) != NULL)
        return *find_all(operands, count);
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

/* Filters may have to be united, which nx_build_and() does. */
static bool can_be_longer(const nx_node *node, nx_operand added)
{
    if (node->kind != NX_NODE_AND || height_as_part(added.node) > HIGHEST)
        return false;
    if (added.is_negated)
        return true;
    if (added.node->kind != NX_NODE_AND)
        return added.node->kind != NX_NODE_FILTER;
    for (size_t i = 0; i < added.node->child_count; i++) {
        if (added.node->children[i]->kind == NX_NODE_FILTER)
            return false;
    }
    return true;
}

/*
 * A copy of `node` with room for more children. The copy that was made last may
 * give its array away, for nobody else has put anything behind its children.
 */
static nx_node *make_longer(nx_builder *builder, const nx_node *node,
                            size_t count)
{
    const size_t needed = node->child_count + count;
    nx_node *longer = add_node(builder, node, 0);

    if (longer == NULL)
        return NULL;
    longer->children = node->children;
    if (node != builder->longer || needed > builder->longer_room) {
        builder->longer_room = 2 * needed;
        longer->children =
            nx_arena_array(builder->arena, 2 * needed, sizeof(nx_node *));
        if (longer->children == NULL) {
            builder->status = nx_fail_memory(builder->err);
            return NULL;
        }
        memcpy(longer->children, node->children,
               node->child_count * sizeof(nx_node *));
    }
    longer->child_count = node->child_count;
    longer->height = node->height;
    builder->longer = longer;
    return longer;
}

nx_operand nx_build_longer(nx_builder *builder, nx_node *node, nx_operand added)
{
    nx_operand operands[2] = {{node, false}, added};
    nx_operand whole = nothing;
    nx_node *part = added.node;

    if (!can_be_longer(node, added))
        return nx_build_and(builder, operands, 2);
    if (added.is_negated)
        part = negate(builder, part);
    if (part == NULL)
        return nothing;
    if (part->kind != NX_NODE_AND) {
        whole.node = make_longer(builder, node, 1);
        if (whole.node != NULL)
            add_child(whole.node, part);
        return whole;
    }
    whole.node = make_longer(builder, node, part->child_count);
    for (size_t i = 0; i < part->child_count && whole.node != NULL; i++)
        add_child(whole.node, part->children[i]);
    return whole;
}

/* ------------------------------------------------- restrictions and NEAR ----
 */

nx_operand nx_build_plainly_over(nx_builder *builder, const nx_node *outer,
                                 nx_operand operand)
{
    nx_operand whole = {NULL, operand.is_negated};

    if (height_below(outer, operand.node) > HIGHEST) {
        note_depth(builder, operand.node);
        return nothing;
    }
    whole.node = add_node(builder, outer, 1);
    if (whole.node == NULL)
        return nothing;
    add_child(whole.node, operand.node);
    whole.node->span = span_of_both(whole.node->span, outer->span);
    return whole;
}

nx_operand nx_build_over(nx_builder *builder, const nx_node *outer,
                         nx_operand operand)
{
    if (operand.node == NULL || builder->status < 0)
        return nothing;
    switch (operand.node->kind) {
    case NX_NODE_FILTER:
        return operand;
    case NX_NODE_ALL:
        note_all(builder, operand.node);
        return nothing;
    default:
        break;
    }
    if (outer->kind == NX_NODE_ATLEAST)
        return nx_spread_atleast(builder, outer, operand);
    return nx_build_plainly_over(builder, outer, operand);
}

nx_operand nx_build_plainly_near(nx_builder *builder, const nx_near *relation,
                                 nx_node *left, nx_node *right)
{
    const nx_node like = {.kind = NX_NODE_NEAR, .relation = *relation};
    const nx_operand whole = {add_node(builder, &like, 2), false};

    if (whole.node == NULL)
        return nothing;
    add_child(whole.node, left);
    add_child(whole.node, right);
    return whole;
}

nx_operand nx_build_near(nx_builder *builder, const nx_near *relation,
                         nx_operand left, nx_operand right)
{
    if (builder->status < 0)
        return nothing;
    if (left.node == NULL || right.node == NULL)
        return left.node == NULL ? right : left;
    /* Of a w/5 b w/5 c ... the last ones go, for the first are done. */
    if (height_as_part(left.node) > HIGHEST ||
        height_as_part(right.node) > HIGHEST) {
        note_depth(builder, right.node);
        return left;
    }
    return nx_spread_near(builder, relation, left, right);
}

nx_node *nx_build_root(nx_builder *builder, nx_operand operand)
{
    const nx_node empty = {.kind = NX_NODE_EMPTY};

    if (builder->status < 0)
        return NULL;
    if (operand.node == NULL)
        return add_node(builder, &empty, 0);
    return operand.is_negated ? negate(builder, operand.node) : operand.node;
}
