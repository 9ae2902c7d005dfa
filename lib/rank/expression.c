#include "rank/expression.h"

#include "base/memory.h"
#include "base/str.h"

#include <assert.h>
#include <string.h>

/*
 * Every term is quoted, so that nothing of a query is ever syntax to FTS5, and
 * every branch has its own parentheses, so that precedence plays no part.
 */
typedef struct writer {
    const nx_leaves *leaves;
    nx_plan *plan;
    nx_buf out;
    size_t phrase_capacity;
    bool is_flat; /* phrases of `matches` are read for their units */
    newsidx_error *err;
} writer;

/* An 8 KiB query has at most 4,096 words, of 128 bytes, in both parts; the
 * expansions of 64 prefixes come to more, so the limit is for those. */
#define EXPRESSION_LIMIT_BYTES ((size_t)64 * 1024 * 1024)

static newsidx_status add_phrase(writer *out, size_t unit)
{
    nx_plan *plan = out->plan;

    if (plan->phrase_count == out->phrase_capacity) {
        const size_t capacity =
            out->phrase_capacity > 0 ? out->phrase_capacity * 2 : 64;
        size_t *units = nx_arena_array(plan->arena, capacity, sizeof *units);

        if (units == NULL)
            return nx_fail_memory(out->err);
        if (plan->phrase_count > 0)
            memcpy(units, plan->phrase_units,
                   plan->phrase_count * sizeof *units);
        plan->phrase_units = units;
        out->phrase_capacity = capacity;
    }
    plan->phrase_units[plan->phrase_count++] = unit;
    return NEWSIDX_OK;
}

static void write_alternatives(const nx_unit_position *position, nx_buf *out)
{
    for (size_t i = 0; i < position->term_count; i++) {
        if (i > 0)
            nx_buf_add_byte(out, '|');
        nx_buf_add_text(out, position->terms[i]);
    }
}

bool nx_unit_has_two_forms(const nx_unit *unit)
{
    return unit->joined.length > 0 ||
           (unit->position_count == 1 && unit->positions[0].term_count == 2);
}

static void write_term(newsidx_text term, nx_buf *out)
{
    nx_buf_add_byte(out, '"');
    nx_buf_add_text(out, term);
    nx_buf_add_byte(out, '"');
}

/*
 * The usual two, a stem and its mark, stand apart: FTS5 is quicker at an OR of
 * terms, which it reads as they lie, than at synonyms, which it merges.
 */
void nx_express_position(const nx_unit_position *position, nx_buf *out)
{
    if (position->term_count == 2) {
        write_term(position->terms[0], out);
        nx_buf_add_string(out, " OR ");
        write_term(position->terms[1], out);
        return;
    }
    nx_buf_add_byte(out, '"');
    write_alternatives(position, out);
    nx_buf_add_byte(out, '"');
}

/* All positions of a unit, as one phrase or as the two of a single position. */
static void write_sequence(const nx_unit *unit, nx_buf *out)
{
    if (unit->position_count == 1) {
        nx_express_position(&unit->positions[0], out);
        return;
    }
    nx_buf_add_byte(out, '"');
    for (size_t i = 0; i < unit->position_count; i++) {
        if (i > 0)
            nx_buf_add_byte(out, ' ');
        write_alternatives(&unit->positions[i], out);
    }
    nx_buf_add_byte(out, '"');
}

/* A unit: one FTS5 phrase, or those of its two forms. */
static newsidx_status write_unit(writer *out, const nx_unit *unit, size_t role)
{
    newsidx_status status;

    /* Only a chain of several words has a joined form. */
    assert(unit->joined.length == 0 || unit->position_count > 1);
    nx_buf_add_string(&out->out, unit->headline_only ? "{headline}:(" : "(");
    write_sequence(unit, &out->out);
    if (unit->joined.length > 0) {
        nx_buf_add_string(&out->out, " OR ");
        write_term(unit->joined, &out->out);
    }
    nx_buf_add_byte(&out->out, ')');
    status = add_phrase(out, role);
    if (status >= 0 && nx_unit_has_two_forms(unit))
        status = add_phrase(out, role);
    return status;
}

static bool is_leaf(const nx_node *node)
{
    return node->kind == NX_NODE_WORD || node->kind == NX_NODE_PHRASE;
}

/* The leaf that `node` is, by itself or below a field; NULL for others. */
static const nx_node *leaf_of(const nx_node *node)
{
    if (node->kind == NX_NODE_FIELD)
        node = node->children[0];
    return is_leaf(node) ? node : NULL;
}

/* Has a flat expression this leaf's unit already? */
static bool is_written(const writer *out, const nx_node *node)
{
    const nx_node *leaf = leaf_of(node);

    if (!out->is_flat || leaf == NULL)
        return false;
    for (size_t i = 0; i < out->plan->phrase_count; i++) {
        if (out->plan->phrase_units[i] == nx_leaves_unit(out->leaves, leaf))
            return true;
    }
    return false;
}

/* Has it a word that takes part, outside a NOT? */
static bool has_words(const writer *out, const nx_node *node)
{
    if (is_leaf(node)) {
        const size_t unit = nx_leaves_unit(out->leaves, node);

        return unit != NX_NO_UNIT && !out->plan->units[unit].is_dropped;
    }
    if (node->kind == NX_NODE_NOT)
        return false;
    for (size_t i = 0; i < node->child_count; i++) {
        if (has_words(out, node->children[i]))
            return true;
    }
    return false;
}

static size_t depth_of(const nx_node *node)
{
    size_t deepest = 0;

    for (size_t i = 0; i < node->child_count; i++) {
        const size_t depth = depth_of(node->children[i]);

        if (depth > deepest)
            deepest = depth;
    }
    return deepest + 1;
}

static newsidx_status write_node(writer *out, const nx_node *node);

/*
 * The children of one kind, joined by `between`; false in `*out_any` if there
 * was none. FTS5's parser holds what stands left of an open parenthesis on a
 * stack of 100, so the deeper children come first: of two branches only the
 * shallower one has something to its left, and is shallow because a query has
 * so few words.
 */
static newsidx_status write_children(writer *out, const nx_node *node,
                                     bool excluded, const char *between,
                                     bool *out_any)
{
    size_t depth = 0;

    *out_any = false;
    for (size_t i = 0; i < node->child_count; i++) {
        const size_t child_depth = depth_of(node->children[i]);

        if (child_depth > depth)
            depth = child_depth;
    }
    for (; depth > 0; depth--) {
        for (size_t i = 0; i < node->child_count; i++) {
            const nx_node *child = node->children[i];
            const bool is_not = child->kind == NX_NODE_NOT;
            const nx_node *written = is_not ? child->children[0] : child;
            newsidx_status status;

            if (is_not != excluded || depth_of(child) != depth ||
                !has_words(out, written) || is_written(out, written))
                continue;
            if (*out_any)
                nx_buf_add_string(&out->out, between);
            *out_any = true;
            status = write_node(out, written);
            if (status < 0)
                return status;
        }
    }
    return NEWSIDX_OK;
}

/* ((a AND b) NOT (c OR d)) */
static newsidx_status write_and(writer *out, const nx_node *node)
{
    bool any;
    newsidx_status status;
    size_t start;

    nx_buf_add_string(&out->out, "((");
    status = write_children(out, node, false, " AND ", &any);
    if (status < 0)
        return status;
    nx_buf_add_string(&out->out, ")");
    start = out->out.length;
    nx_buf_add_string(&out->out, " NOT (");
    out->is_flat = false;
    status = write_children(out, node, true, " OR ", &any);
    if (status < 0)
        return status;
    if (any)
        nx_buf_add_byte(&out->out, ')');
    else if (out->out.status >= 0)
        nx_buf_truncate(&out->out, start);
    nx_buf_add_byte(&out->out, ')');
    return NEWSIDX_OK;
}

static newsidx_status write_or(writer *out, const nx_node *node)
{
    newsidx_status status;
    bool any;

    nx_buf_add_byte(&out->out, '(');
    status = write_children(out, node, false, " OR ", &any);
    nx_buf_add_byte(&out->out, ')');
    return status;
}

/* Recursion is bounded by the depth that the parser allows. */
static newsidx_status write_node(writer *out, const nx_node *node)
{
    size_t unit;

    switch (node->kind) {
    case NX_NODE_WORD:
    case NX_NODE_PHRASE:
        unit = nx_leaves_unit(out->leaves, node);
        return write_unit(out, &out->plan->units[unit],
                          out->is_flat ? unit : NX_NO_UNIT);
    case NX_NODE_AND:
        return write_and(out, node);
    case NX_NODE_OR:
        return write_or(out, node);
    case NX_NODE_FIELD:
        return write_node(out, node->children[0]);
    case NX_NODE_NOT:
    case NX_NODE_EMPTY:
        break;
    }
    /* They have no words to look for, so nobody asks for them. */
    assert(false);
    return NEWSIDX_OK;
}

/* A leaf, or an AND or OR of leaves, and whatever is excluded from it. */
static bool is_flat(const nx_node *root)
{
    const bool is_list = root->kind == NX_NODE_AND || root->kind == NX_NODE_OR;

    for (size_t i = 0; is_list && i < root->child_count; i++) {
        const nx_node *child = root->children[i];

        if (leaf_of(child) == NULL && child->kind != NX_NODE_NOT)
            return false;
    }
    return is_list || leaf_of(root) != NULL;
}

/* The part that is looked at but decides nothing. */
static newsidx_status write_looked_at(writer *out, bool units_too)
{
    const nx_plan *plan = out->plan;
    const char *between = " AND (";
    newsidx_status status;

    for (size_t i = 0; i < plan->unit_count; i++) {
        const nx_unit *unit = &plan->units[i];

        if (unit->is_excluded || unit->is_dropped)
            continue;
        nx_buf_add_string(&out->out, between);
        status = write_unit(out, unit, units_too ? i : NX_NO_UNIT);
        if (status < 0)
            return status;
        between = " OR ";
        /* One that every match has is enough to make the OR always true. */
        if (!units_too)
            break;
    }
    if (plan->whole_phrase != NULL) {
        nx_buf_add_string(&out->out, between);
        status = write_unit(out, plan->whole_phrase, NX_WHOLE_PHRASE);
        if (status < 0)
            return status;
    }
    nx_buf_add_byte(&out->out, ')');
    return NEWSIDX_OK;
}

newsidx_status nx_plan_express(const newsidx_query *query,
                               const nx_leaves *leaves, nx_plan *plan,
                               newsidx_error *err)
{
    const bool flat = is_flat(query->root);
    writer out = {leaves, plan, {NULL, 0, 0, 0, NEWSIDX_OK}, 0, flat, err};
    newsidx_status status;

    nx_buf_init(&out.out, EXPRESSION_LIMIT_BYTES);
    /* What only excludes, or has no word in it, finds nothing. */
    if (!has_words(&out, query->root))
        return NEWSIDX_OK;
    status = write_node(&out, query->root);
    if (status >= 0 && (!flat || plan->whole_phrase != NULL))
        status = write_looked_at(&out, !flat);
    if (status >= 0 && out.out.status < 0)
        status = nx_fail(err, out.out.status, "the query is too large");
    if (status >= 0) {
        plan->expression =
            nx_arena_text(plan->arena, nx_buf_text(&out.out)).bytes;
        if (plan->expression == NULL)
            status = nx_fail_memory(err);
    }
    nx_buf_finish(&out.out);
    return status;
}
