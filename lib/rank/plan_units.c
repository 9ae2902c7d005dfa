#include "rank/plan_units.h"

#include "base/buf.h"
#include "base/str.h"
#include "rank/plan_terms.h"

#include <string.h>

static const nx_restriction anywhere = {
    NX_ALL_COLUMNS, NX_NO_LIMIT, false, 0, {NULL, 0}};

/* What is known while the tree is walked. */
typedef struct context {
    nx_term_maker terms;
    nx_condition_maker conditions;
    const newsidx_query *query;
    nx_plan *plan;
    newsidx_error *err;
} context;

/* Where a leaf stands. */
typedef struct place {
    nx_restriction restriction;
    bool is_excluded;
    bool needs_places; /* what is here must say where it holds */
} place;

static size_t count_leaves(const nx_node *node)
{
    size_t count = node->kind == NX_NODE_WORD || node->kind == NX_NODE_PHRASE;

    for (size_t i = 0; i < node->child_count; i++)
        count += count_leaves(node->children[i]);
    return count;
}

static bool equal_positions(const nx_unit_position *a,
                            const nx_unit_position *b)
{
    if (a->term_count != b->term_count)
        return false;
    if (a->terms == b->terms)
        return true;
    for (size_t i = 0; i < a->term_count; i++) {
        if (!nx_str_equal(a->terms[i], b->terms[i]))
            return false;
    }
    return true;
}

static bool equal_restrictions(const nx_restriction *a, const nx_restriction *b)
{
    return a->columns == b->columns && a->body_words == b->body_words &&
           a->in_lead == b->in_lead && a->cases == b->cases &&
           nx_str_equal(a->verbatim, b->verbatim);
}

static bool equal_units(const nx_unit *a, const nx_unit *b)
{
    if (a->position_count != b->position_count ||
        !equal_restrictions(&a->restriction, &b->restriction) ||
        a->is_excluded != b->is_excluded || !nx_str_equal(a->joined, b->joined))
        return false;
    for (size_t i = 0; i < a->position_count; i++) {
        if (!equal_positions(&a->positions[i], &b->positions[i]))
            return false;
    }
    return true;
}

/* The number of `unit` among the plan's, or NX_NO_UNIT over the limit. */
static newsidx_status add_unit(context *in, const nx_unit *unit,
                               size_t *out_number)
{
    nx_plan *plan = in->plan;
    /* Stop words of plain words are likely to be dropped: they are free. */
    const bool counts =
        !(in->query->match == NEWSIDX_MATCH_ANY && unit->is_stop_word);

    *out_number = NX_NO_UNIT;
    if (unit->position_count == 0)
        return NEWSIDX_OK;
    for (size_t i = 0; i < plan->unit_count && !unit->is_dropped; i++) {
        if (equal_units(&plan->units[i], unit)) {
            plan->units[i].repeats++;
            *out_number = i;
            return NEWSIDX_OK;
        }
    }
    if (unit->is_dropped ||
        (counts && nx_terms_are_too_many(&in->terms, unit->position_count)))
        return nx_terms_tell_left_out(&in->terms, unit->span, unit->label);
    if (counts)
        in->terms.term_count += unit->position_count;
    plan->units[plan->unit_count] = *unit;
    *out_number = plan->unit_count++;
    return NEWSIDX_OK;
}

static nx_term_form form_of(const nx_node *node)
{
    switch (node->form) {
    case NX_WORD_EXACT:
        return NX_FORM_EXACT;
    case NX_WORD_PATTERN:
        return NX_FORM_PATTERN;
    case NX_WORD_FUZZY:
        return NX_FORM_FUZZY;
    case NX_WORD_VERBATIM:
    case NX_WORD_ANY_CASE:
        return NX_FORM_ANY_CASE;
    case NX_WORD_STEM:
        break;
    }
    return NX_FORM_STEM;
}

static bool can_pair(const nx_plan *plan, size_t number)
{
    const nx_unit *unit;

    if (number == NX_NO_UNIT)
        return false;
    unit = &plan->units[number];
    return unit->position_count == 1 && !unit->is_stop_word &&
           !unit->is_excluded &&
           equal_restrictions(&unit->restriction, &anywhere);
}

static void add_pair(nx_plan *plan, size_t first, size_t second)
{
    if (first == second || !can_pair(plan, first) || !can_pair(plan, second))
        return;
    for (size_t i = 0; i < plan->pair_count; i++) {
        if (plan->pairs[i].first == first && plan->pairs[i].second == second) {
            plan->pairs[i].repeats++;
            return;
        }
    }
    plan->pairs[plan->pair_count].first = first;
    plan->pairs[plan->pair_count].second = second;
    plan->pairs[plan->pair_count].repeats = 1;
    plan->pair_count++;
}

/* ------------------------------------------------------ restrictions ---- */

static void restrict_to_field(nx_restriction *restriction, nx_field field)
{
    static const unsigned columns[] = {
        [NX_FIELD_HEADLINE] = 1U << NX_COLUMN_HEADLINE,
        [NX_FIELD_BYLINE] = 1U << NX_COLUMN_BYLINE,
        [NX_FIELD_DATELINE] = 1U << NX_COLUMN_DATELINE,
        [NX_FIELD_BODY] = 1U << NX_COLUMN_BODY,
        [NX_FIELD_LEAD] = 1U << NX_COLUMN_BODY,
        [NX_FIELD_HEADLINE_LEAD] =
            1U << NX_COLUMN_HEADLINE | 1U << NX_COLUMN_BODY,
        [NX_FIELD_TAG] = 1U << NX_COLUMN_KEYWORDS};

    restriction->columns &= columns[field];
    restriction->in_lead = restriction->in_lead || field == NX_FIELD_LEAD ||
                           field == NX_FIELD_HEADLINE_LEAD;
}

static void restrict_below(place *at, const nx_node *node)
{
    switch (node->kind) {
    case NX_NODE_FIELD:
        restrict_to_field(&at->restriction, node->field);
        break;
    case NX_NODE_FIRST:
        at->restriction.columns &=
            1U << NX_COLUMN_HEADLINE | 1U << NX_COLUMN_BODY;
        if (node->count < at->restriction.body_words)
            at->restriction.body_words = node->count;
        break;
    case NX_NODE_CASE:
        at->restriction.cases |= 1U << node->letters;
        break;
    case NX_NODE_NOT:
        at->is_excluded = true;
        break;
    default:
        break;
    }
}

/* --------------------------------------------------------------- walk ---- */

/* A condition, and the unit if it is one: NX_NO_UNIT for others. A condition of
 * NULL is nothing, and vanishes from what it is part of. */
typedef struct walked {
    nx_condition *condition;
    size_t unit;
} walked;

static newsidx_status new_condition(context *in, nx_condition_kind kind,
                                    const nx_node *node, size_t child_count,
                                    nx_condition **out)
{
    *out = nx_condition_new(&in->conditions, kind, node, child_count);
    return *out != NULL ? NEWSIDX_OK : nx_fail_memory(in->err);
}

static newsidx_status walk_leaf(context *in, const nx_node *node, place at,
                                walked *out)
{
    newsidx_status status;
    nx_unit unit;

    status = nx_terms_make_unit(&in->terms, node->text, form_of(node),
                                node->count, node->span, &unit);
    if (status < 0)
        return status;
    unit.restriction = at.restriction;
    if (node->form == NX_WORD_VERBATIM)
        unit.restriction.verbatim = node->text;
    unit.is_excluded = at.is_excluded;
    status = add_unit(in, &unit, &out->unit);
    if (status < 0 || out->unit == NX_NO_UNIT)
        return status;
    status = new_condition(in, NX_CONDITION_UNIT, node, 0, &out->condition);
    if (status >= 0)
        out->condition->unit = out->unit;
    return status;
}

static bool is_transparent(const nx_node *node)
{
    return node->kind == NX_NODE_FIELD || node->kind == NX_NODE_FIRST ||
           node->kind == NX_NODE_CASE;
}

static nx_condition_kind kind_of(const nx_node *node)
{
    switch (node->kind) {
    case NX_NODE_AND:
        return NX_CONDITION_AND;
    case NX_NODE_OR:
        return NX_CONDITION_OR;
    case NX_NODE_NOT:
        return NX_CONDITION_NOT;
    case NX_NODE_NEAR:
        return NX_CONDITION_NEAR;
    case NX_NODE_SCOPE:
        return NX_CONDITION_SCOPE;
    case NX_NODE_ATLEAST:
        return NX_CONDITION_ATLEAST;
    case NX_NODE_FILTER:
        return NX_CONDITION_FILTER;
    default:
        return NX_CONDITION_ALL;
    }
}

static bool has_positive_child(const nx_condition *condition)
{
    for (size_t i = 0; i < condition->child_count; i++) {
        if (condition->children[i]->kind != NX_CONDITION_NOT)
            return true;
    }
    return false;
}

/* Does it hold at places, and not of a whole alone? */
static bool has_places(const nx_condition *condition)
{
    if (condition->kind == NX_CONDITION_UNIT ||
        condition->kind == NX_CONDITION_NEAR)
        return true;
    if (condition->kind != NX_CONDITION_OR)
        return false;
    for (size_t i = 0; i < condition->child_count; i++) {
        if (!has_places(condition->children[i]))
            return false;
    }
    return true;
}

/*
 * What it says with the children that are left: nothing, or what one of several
 * says alone. An AND of exclusions only would find all the rest, and a NEAR
 * whose anchor is gone may leave what has no place.
 */
static nx_condition *without_gaps(nx_condition *condition, const nx_node *node,
                                  bool needs_places)
{
    const bool is_list = condition->kind == NX_CONDITION_AND ||
                         condition->kind == NX_CONDITION_OR ||
                         condition->kind == NX_CONDITION_NEAR;

    if (condition->child_count == 0 && node->child_count > 0)
        return NULL;
    if (condition->kind == NX_CONDITION_AND && !has_positive_child(condition))
        return NULL;
    if (!is_list || condition->child_count > 1)
        return condition;
    if (needs_places && !has_places(condition->children[0]))
        return NULL;
    return condition->children[0];
}

static newsidx_status walk(context *in, const nx_node *node, place at,
                           walked *out);

/* Is the same there already, in an AND or OR? It says no more twice. */
static bool is_repeated(const nx_condition *condition,
                        const nx_condition *child)
{
    if (condition->kind != NX_CONDITION_AND &&
        condition->kind != NX_CONDITION_OR)
        return false;
    for (size_t i = 0; i < condition->child_count; i++) {
        const nx_condition *other = condition->children[i];

        if (other->kind == child->kind &&
            (child->kind == NX_CONDITION_UNIT
                 ? other->unit == child->unit
                 : nx_node_equal(other->node, child->node)))
            return true;
    }
    return false;
}

/* Must a child say where it holds? */
static bool asks_for_places(const nx_node *node, size_t number, bool as_outside)
{
    switch (node->kind) {
    case NX_NODE_ATLEAST:
        return true;
    case NX_NODE_NEAR:
        return !nx_node_is_boolean(node->children[number]);
    case NX_NODE_OR:
        return as_outside;
    default:
        return false;
    }
}

static newsidx_status walk_children(context *in, const nx_node *node, place at,
                                    nx_condition *condition)
{
    const bool pairs =
        node->kind == NX_NODE_AND || in->query->match == NEWSIDX_MATCH_ANY;
    size_t before = NX_NO_UNIT;

    restrict_below(&at, node);
    for (size_t i = 0; i < node->child_count; i++) {
        walked child;
        newsidx_status status;

        if (node->kind == NX_NODE_NEAR && i == 1 && node->relation.is_excluding)
            at.is_excluded = true;
        at.needs_places = asks_for_places(node, i, at.needs_places);
        status = walk(in, node->children[i], at, &child);
        if (status < 0)
            return status;
        if (child.condition != NULL && !is_repeated(condition, child.condition))
            nx_condition_add(condition, child.condition);
        else if (node->kind == NX_NODE_NEAR && node->relation.is_excluding)
            return NEWSIDX_OK;
        if (pairs)
            add_pair(in->plan, before, child.unit);
        before = child.unit;
    }
    return NEWSIDX_OK;
}

/* Recursion is bounded by the depth that the parser allows. */
static newsidx_status walk(context *in, const nx_node *node, place at,
                           walked *out)
{
    nx_condition *condition;
    newsidx_status status;

    out->condition = NULL;
    out->unit = NX_NO_UNIT;
    if (node->kind == NX_NODE_EMPTY)
        return NEWSIDX_OK;
    if (node->kind == NX_NODE_WORD || node->kind == NX_NODE_PHRASE)
        return walk_leaf(in, node, at, out);
    if (is_transparent(node)) {
        restrict_below(&at, node);
        status = walk(in, node->children[0], at, out);
        if (status >= 0 && out->condition != NULL)
            out->condition->node = node;
        return status;
    }
    status =
        new_condition(in, kind_of(node), node, node->child_count, &condition);
    if (status < 0)
        return status;
    condition->relation = node->relation;
    condition->scope = node->scope;
    condition->count = node->count;
    condition->filter = &node->filter;
    status = walk_children(in, node, at, condition);
    if (status >= 0)
        out->condition = without_gaps(condition, node, at.needs_places);
    return status;
}

/* ---------------------------------------------------------- the rest ---- */

static bool is_dropped(const nx_plan *plan, const nx_condition *leaf)
{
    return leaf->kind == NX_CONDITION_UNIT &&
           plan->units[leaf->unit].is_dropped;
}

/* Take what was dropped out of an OR of words. */
static nx_condition *without_dropped(const nx_plan *plan, nx_condition *root)
{
    size_t kept = 0;

    if (root == NULL || is_dropped(plan, root))
        return NULL;
    if (root->kind != NX_CONDITION_OR)
        return root;
    for (size_t i = 0; i < root->child_count; i++) {
        if (!is_dropped(plan, root->children[i]))
            root->children[kept++] = root->children[i];
    }
    root->child_count = kept;
    return kept > 0 ? root : NULL;
}

/* Plain words go without their stop words, unless there is nothing else. */
static newsidx_status drop_stop_words(context *in)
{
    nx_plan *plan = in->plan;
    newsidx_status status = NEWSIDX_OK;
    size_t kept = 0;

    for (size_t i = 0; i < plan->unit_count; i++) {
        if (!plan->units[i].is_stop_word)
            kept++;
    }
    if (kept > 0) {
        for (size_t i = 0; i < plan->unit_count; i++)
            plan->units[i].is_dropped = plan->units[i].is_stop_word;
        return NEWSIDX_OK;
    }
    for (size_t i = NX_LIMIT_QUERY_TERMS; i < plan->unit_count && status >= 0;
         i++) {
        nx_unit *unit = &plan->units[i];

        unit->is_dropped = true;
        status = nx_terms_tell_left_out(&in->terms, unit->span, unit->label);
    }
    return status;
}

/* The words as one text: an AND between them is none of theirs. */
static newsidx_text words_of(const newsidx_query *query, nx_arena *arena)
{
    newsidx_text text = {NULL, 0};
    nx_buf words;

    nx_buf_init(&words, (size_t)4 * NX_LIMIT_QUERY_BYTES);
    for (size_t i = 0; i < query->root->child_count; i++) {
        if (i > 0)
            nx_buf_add_byte(&words, ' ');
        nx_buf_add_text(&words, query->root->children[i]->text);
    }
    if (words.status >= 0)
        text = nx_arena_text(arena, nx_buf_text(&words));
    nx_buf_finish(&words);
    return text;
}

static newsidx_status add_whole_phrase(context *in)
{
    const newsidx_text words = words_of(in->query, in->plan->arena);
    nx_unit whole;
    newsidx_status status;

    if (words.bytes == NULL)
        return nx_fail_memory(in->err);
    status = nx_terms_make_unit(&in->terms, words, NX_FORM_EXACT, 0,
                                in->query->root->span, &whole);
    if (status < 0 || whole.position_count < 2 || whole.is_dropped ||
        whole.position_count > NX_LIMIT_QUERY_TERMS)
        return status;
    whole.restriction = anywhere;
    in->plan->whole_phrase = nx_arena_new(in->plan->arena, nx_unit);
    if (in->plan->whole_phrase == NULL)
        return nx_fail_memory(in->err);
    *in->plan->whole_phrase = whole;
    return NEWSIDX_OK;
}

static newsidx_status make_room(nx_plan *plan, size_t capacity,
                                newsidx_error *err)
{
    plan->units = nx_arena_array(plan->arena, capacity, sizeof *plan->units);
    plan->pairs = nx_arena_array(plan->arena, capacity, sizeof *plan->pairs);
    plan->diagnostics =
        nx_arena_array(plan->arena, capacity, sizeof *plan->diagnostics);
    return plan->units == NULL || plan->pairs == NULL ||
                   plan->diagnostics == NULL
               ? nx_fail_memory(err)
               : NEWSIDX_OK;
}

newsidx_status nx_plan_units(nx_store *store, const newsidx_query *query,
                             nx_analyzer *analyzer, nx_plan *plan,
                             newsidx_error *err)
{
    const size_t capacity = count_leaves(query->root) + 1;
    const place top = {anywhere, false, false};
    newsidx_status status;
    walked root;
    context in;

    memset(&in, 0, sizeof in);
    in.terms.store = store;
    in.terms.analyzer = analyzer;
    in.terms.plan = plan;
    in.terms.err = err;
    in.terms.is_shouting = query->is_shouting;
    in.terms.diagnostic_capacity = capacity;
    in.terms.most_expansions = nx_terms_most_expansions(query->root);
    in.conditions.arena = plan->arena;
    in.query = query;
    in.plan = plan;
    in.err = err;
    status = make_room(plan, capacity, err);
    if (status >= 0)
        status = walk(&in, query->root, top, &root);
    if (status >= 0 && query->match == NEWSIDX_MATCH_ANY) {
        status = drop_stop_words(&in);
        root.condition = without_dropped(plan, root.condition);
    }
    if (status >= 0 && query->is_plain_words)
        status = add_whole_phrase(&in);
    if (status < 0)
        return status;
    plan->condition_count = in.conditions.count;
    /* What only excludes finds nothing. */
    if (root.condition != NULL && root.condition->kind != NX_CONDITION_NOT)
        plan->condition = root.condition;
    return NEWSIDX_OK;
}
