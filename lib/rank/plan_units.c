#include "rank/plan_units.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "rank/vocabulary.h"
#include "text/query_terms.h"

#include <stdio.h>
#include <string.h>

/*
 * FTS5 holds a list open for every term of an expression, at some two
 * kilobytes each, and a prefix may come as often as it fits in a query. So
 * many of them share what is enough for sixteen.
 */
#define ALL_EXPANSIONS ((size_t)16 * NX_LIMIT_EXPANSIONS)

/* What a prefix stands for. */
typedef struct expansion {
    newsidx_text prefix;
    newsidx_text *terms;
    size_t count;
} expansion;

/* What is known while the tree is walked; everything lives in the arena. */
typedef struct context {
    nx_store *store;
    const newsidx_query *query;
    nx_analyzer *analyzer;
    nx_plan *plan;
    nx_leaves *leaves;
    size_t leaf_capacity;
    size_t term_count; /* positions of all units that take part */
    newsidx_error *err;
    /* A prefix may come as often as it fits, and is looked up once. */
    expansion expansions[NX_LIMIT_QUERY_TERMS];
    size_t expansion_count;
    size_t most_expansions; /* of one prefix */
} context;

/* Where a leaf stands. */
typedef struct place {
    bool headline_only;
    bool is_excluded;
} place;

static size_t count_leaves(const nx_node *node)
{
    size_t count = node->kind == NX_NODE_WORD || node->kind == NX_NODE_PHRASE;

    for (size_t i = 0; i < node->child_count; i++)
        count += count_leaves(node->children[i]);
    return count;
}

/* Prefixes, and words that may be some: a Han character alone is. */
static size_t count_prefixes(const nx_node *node)
{
    const newsidx_text text = node->text;
    size_t count =
        node->form == NX_WORD_PREFIX ||
        (text.length > 0 && (unsigned char)text.bytes[text.length - 1] >= 0x80);

    for (size_t i = 0; i < node->child_count; i++)
        count += count_prefixes(node->children[i]);
    return count;
}

static size_t most_expansions(const nx_node *root)
{
    const size_t count = count_prefixes(root);

    return count * NX_LIMIT_EXPANSIONS <= ALL_EXPANSIONS
               ? NX_LIMIT_EXPANSIONS
               : ALL_EXPANSIONS / count;
}

/*
 * Something was cut: `before`, what was typed, `after`. There is room for one
 * a leaf; more are not told.
 */
static newsidx_status tell_cut(context *in, newsidx_span span,
                               const char *before, newsidx_text typed,
                               const char *after)
{
    nx_plan *plan = in->plan;
    newsidx_diagnostic *diagnostic;
    newsidx_status status;
    nx_buf message;

    plan->is_cut = true;
    if (plan->diagnostic_count == in->leaf_capacity)
        return NEWSIDX_OK;
    nx_buf_init(&message, (size_t)2 * NX_LIMIT_QUERY_BYTES);
    nx_buf_add_string(&message, before);
    nx_buf_add_text(&message, typed);
    nx_buf_add_string(&message, after);
    status = message.status;
    diagnostic = &plan->diagnostics[plan->diagnostic_count];
    memcpy(diagnostic->code, "Q09", sizeof diagnostic->code);
    diagnostic->span = span;
    if (status >= 0)
        diagnostic->message = nx_arena_text(plan->arena, nx_buf_text(&message));
    nx_buf_finish(&message);
    if (diagnostic->message.bytes == NULL)
        return nx_fail_memory(in->err);
    plan->diagnostic_count++;
    return NEWSIDX_OK;
}

static newsidx_status tell_left_out(context *in, newsidx_span span,
                                    newsidx_text label)
{
    return tell_cut(in, span, "more than 64 different words: ", label,
                    " is left out");
}

static const expansion *find_expansion(const context *in, newsidx_text prefix)
{
    for (size_t i = 0; i < in->expansion_count; i++) {
        if (nx_str_equal(in->expansions[i].prefix, prefix))
            return &in->expansions[i];
    }
    return NULL;
}

static newsidx_status add_expansion(context *in, const nx_node *node,
                                    newsidx_text prefix)
{
    expansion *added = &in->expansions[in->expansion_count];
    char after[128];
    bool is_cut;
    newsidx_status status;

    added->prefix = prefix;
    status = nx_vocabulary_expand(in->store, prefix, in->most_expansions,
                                  in->plan->arena, &added->terms, &added->count,
                                  &is_cut, in->err);
    if (status < 0)
        return status;
    in->expansion_count++;
    if (!is_cut)
        return NEWSIDX_OK;
    snprintf(after, sizeof after,
             "* begins more than %zu words: the first %zu were looked for",
             added->count, added->count);
    return tell_cut(in, node->span, "", prefix, after);
}

/* Would `count` more positions be too many? */
static bool is_over_limit(const context *in, size_t count)
{
    return in->term_count + count > NX_LIMIT_QUERY_TERMS;
}

/* A prefix of a unit that is left out anyway isn't looked up: it is dropped. */
static newsidx_status expand(context *in, const nx_node *node, nx_unit *unit,
                             nx_unit_position *position)
{
    const newsidx_text prefix = position->terms[0];
    const expansion *known = find_expansion(in, prefix);
    newsidx_status status;

    if (known == NULL) {
        unit->is_dropped = is_over_limit(in, unit->position_count) ||
                           in->expansion_count == NX_LIMIT_QUERY_TERMS;
        if (unit->is_dropped)
            return NEWSIDX_OK;
        status = add_expansion(in, node, prefix);
        if (status < 0)
            return status;
        known = &in->expansions[in->expansion_count - 1];
    }
    /* Without an expansion the prefix stays: a term that nothing has. */
    if (known->count > 0) {
        position->terms = known->terms;
        position->term_count = known->count;
    }
    return NEWSIDX_OK;
}

/* As the index keeps them. */
static void cut_terms(const nx_query_position *position)
{
    for (size_t i = 0; i < position->term_count; i++)
        position->terms[i] = nx_plan_cut_term(position->terms[i]);
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

static bool equal_units(const nx_unit *a, const nx_unit *b)
{
    if (a->position_count != b->position_count ||
        a->headline_only != b->headline_only ||
        a->is_excluded != b->is_excluded || !nx_str_equal(a->joined, b->joined))
        return false;
    for (size_t i = 0; i < a->position_count; i++) {
        if (!equal_positions(&a->positions[i], &b->positions[i]))
            return false;
    }
    return true;
}

/* What was typed at `node`, as a unit; position_count 0 if it has no word, and
 * dropped if it is over the limit. */
static newsidx_status make_unit(context *in, const nx_node *node,
                                newsidx_text text, nx_term_form form,
                                nx_unit *unit)
{
    nx_query_terms terms;
    newsidx_status status;

    memset(unit, 0, sizeof *unit);
    status =
        nx_query_terms_analyze(in->analyzer, text, form, in->query->is_shouting,
                               in->plan->arena, &terms, in->err);
    if (status < 0 || terms.count == 0)
        return status;
    unit->positions =
        nx_arena_array(in->plan->arena, terms.count, sizeof *unit->positions);
    if (unit->positions == NULL)
        return nx_fail_memory(in->err);
    unit->position_count = terms.count;
    unit->joined = nx_plan_cut_term(terms.joined);
    unit->label = text;
    unit->repeats = 1;
    unit->is_stop_word = terms.count == 1 && terms.positions[0].is_stop_word;
    for (size_t i = 0; i < terms.count; i++) {
        cut_terms(&terms.positions[i]);
        unit->positions[i].terms = terms.positions[i].terms;
        unit->positions[i].term_count = terms.positions[i].term_count;
        if (terms.positions[i].is_prefix)
            status = expand(in, node, unit, &unit->positions[i]);
        if (status < 0)
            return status;
    }
    return NEWSIDX_OK;
}

/* The number of `unit` among the plan's, or NX_NO_UNIT over the limit. */
static newsidx_status add_unit(context *in, const nx_node *node,
                               const nx_unit *unit, size_t *out_number)
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
    if (unit->is_dropped || (counts && is_over_limit(in, unit->position_count)))
        return tell_left_out(in, node->span, unit->label);
    if (counts)
        in->term_count += unit->position_count;
    plan->units[plan->unit_count] = *unit;
    *out_number = plan->unit_count++;
    return NEWSIDX_OK;
}

static nx_term_form form_of(const nx_node *node)
{
    switch (node->form) {
    case NX_WORD_EXACT:
        return NX_FORM_EXACT;
    case NX_WORD_PREFIX:
        return NX_FORM_PREFIX;
    case NX_WORD_STEM:
        break;
    }
    return NX_FORM_STEM;
}

static newsidx_status add_leaf(context *in, const nx_node *node, place at,
                               size_t *out_number)
{
    newsidx_status status;
    nx_unit unit;

    status = make_unit(in, node, node->text, form_of(node), &unit);
    if (status < 0)
        return status;
    unit.headline_only = at.headline_only;
    unit.is_excluded = at.is_excluded;
    status = add_unit(in, node, &unit, out_number);
    in->leaves->leaves[in->leaves->count].node = node;
    in->leaves->leaves[in->leaves->count].unit = *out_number;
    in->leaves->count++;
    return status;
}

static bool can_pair(const nx_plan *plan, size_t unit)
{
    return unit != NX_NO_UNIT && plan->units[unit].position_count == 1 &&
           !plan->units[unit].is_stop_word && !plan->units[unit].is_excluded &&
           !plan->units[unit].headline_only;
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

/* Recursion is bounded by the depth that the parser allows. */
static newsidx_status walk(context *in, const nx_node *node, place at,
                           size_t *out_leaf_unit)
{
    const bool pairs =
        node->kind == NX_NODE_AND || in->query->match == NEWSIDX_MATCH_ANY;
    size_t before = NX_NO_UNIT;

    *out_leaf_unit = NX_NO_UNIT;
    if (node->kind == NX_NODE_WORD || node->kind == NX_NODE_PHRASE)
        return add_leaf(in, node, at, out_leaf_unit);
    at.is_excluded = at.is_excluded || node->kind == NX_NODE_NOT;
    at.headline_only = at.headline_only || node->kind == NX_NODE_FIELD;
    for (size_t i = 0; i < node->child_count; i++) {
        size_t unit;
        newsidx_status status = walk(in, node->children[i], at, &unit);

        if (status < 0)
            return status;
        if (pairs)
            add_pair(in->plan, before, unit);
        before = unit;
    }
    return NEWSIDX_OK;
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
    for (size_t i = 0; i < in->leaves->count && status >= 0; i++) {
        const nx_leaf *leaf = &in->leaves->leaves[i];

        if (leaf->unit == NX_NO_UNIT || leaf->unit < NX_LIMIT_QUERY_TERMS ||
            plan->units[leaf->unit].is_dropped)
            continue;
        plan->units[leaf->unit].is_dropped = true;
        status =
            tell_left_out(in, leaf->node->span, plan->units[leaf->unit].label);
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
    status = make_unit(in, in->query->root, words, NX_FORM_EXACT, &whole);
    if (status < 0 || whole.position_count < 2 || whole.is_dropped ||
        whole.position_count > NX_LIMIT_QUERY_TERMS)
        return status;
    in->plan->whole_phrase = nx_arena_new(in->plan->arena, nx_unit);
    if (in->plan->whole_phrase == NULL)
        return nx_fail_memory(in->err);
    *in->plan->whole_phrase = whole;
    return NEWSIDX_OK;
}

newsidx_status nx_plan_units(nx_store *store, const newsidx_query *query,
                             nx_analyzer *analyzer, nx_plan *plan,
                             nx_leaves *out_leaves, newsidx_error *err)
{
    const size_t capacity = count_leaves(query->root) + 1;
    const place anywhere = {false, false};
    newsidx_status status;
    context in;
    size_t unit;

    memset(&in, 0, sizeof in);
    in.store = store;
    in.query = query;
    in.analyzer = analyzer;
    in.plan = plan;
    in.leaves = out_leaves;
    in.leaf_capacity = capacity;
    in.err = err;
    in.most_expansions = most_expansions(query->root);
    out_leaves->count = 0;
    out_leaves->leaves =
        nx_arena_array(plan->arena, capacity, sizeof *out_leaves->leaves);
    plan->units = nx_arena_array(plan->arena, capacity, sizeof *plan->units);
    plan->pairs = nx_arena_array(plan->arena, capacity, sizeof *plan->pairs);
    plan->diagnostics =
        nx_arena_array(plan->arena, capacity, sizeof *plan->diagnostics);
    if (out_leaves->leaves == NULL || plan->units == NULL ||
        plan->pairs == NULL || plan->diagnostics == NULL)
        return nx_fail_memory(err);
    status = walk(&in, query->root, anywhere, &unit);
    if (status < 0)
        return status;
    if (query->match == NEWSIDX_MATCH_ANY)
        status = drop_stop_words(&in);
    if (status >= 0 && query->is_plain_words)
        status = add_whole_phrase(&in);
    return status;
}

size_t nx_leaves_unit(const nx_leaves *leaves, const nx_node *node)
{
    size_t low = 0;
    size_t high = leaves->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (leaves->leaves[middle].node->span.start < node->span.start)
            low = middle + 1;
        else
            high = middle;
    }
    return low < leaves->count ? leaves->leaves[low].unit : NX_NO_UNIT;
}
