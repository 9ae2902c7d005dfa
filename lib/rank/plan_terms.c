#include "rank/plan_terms.h"

#include "base/buf.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

/*
 * FTS5 holds a list open for every term of an expression, at some two
 * kilobytes each, and a pattern may come as often as it fits in a query. So
 * many of them share what is enough for sixteen.
 */
#define ALL_EXPANSIONS ((size_t)16 * NX_LIMIT_EXPANSIONS)

/* Patterns, and words that may be some: a Han character alone is. */
static size_t count_patterns(const nx_node *node)
{
    const newsidx_text text = node->text;
    size_t count =
        node->form == NX_WORD_PATTERN || node->form == NX_WORD_FUZZY ||
        (text.length > 0 && (unsigned char)text.bytes[text.length - 1] >= 0x80);

    for (size_t i = 0; i < node->child_count; i++)
        count += count_patterns(node->children[i]);
    return count;
}

size_t nx_terms_most_expansions(const nx_node *root)
{
    const size_t count = count_patterns(root);

    return count * NX_LIMIT_EXPANSIONS <= ALL_EXPANSIONS
               ? NX_LIMIT_EXPANSIONS
               : ALL_EXPANSIONS / count;
}

bool nx_terms_are_too_many(const nx_term_maker *maker, size_t count)
{
    return maker->term_count + count > NX_LIMIT_QUERY_TERMS;
}

/*
 * Something was cut: `before`, what was typed, `after`. There is room for one
 * a leaf; more are not told.
 */
static newsidx_status tell_cut(nx_term_maker *maker, newsidx_span span,
                               const char *before, newsidx_text typed,
                               const char *after)
{
    nx_plan *plan = maker->plan;
    newsidx_diagnostic *diagnostic;
    newsidx_status status;
    nx_buf message;

    plan->is_cut = true;
    if (plan->diagnostic_count == maker->diagnostic_capacity)
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
        return nx_fail_memory(maker->err);
    plan->diagnostic_count++;
    return NEWSIDX_OK;
}

newsidx_status nx_terms_tell_left_out(nx_term_maker *maker, newsidx_span span,
                                      newsidx_text label)
{
    return tell_cut(maker, span, "more than 64 different words: ", label,
                    " is left out");
}

static const nx_expansion *find_expansion(const nx_term_maker *maker,
                                          const nx_likeness *likeness)
{
    for (size_t i = 0; i < maker->expansion_count; i++) {
        const nx_known_expansion *known = &maker->expansions[i];

        if (known->likeness.kind == likeness->kind &&
            known->likeness.edits == likeness->edits &&
            nx_str_equal(known->likeness.text, likeness->text))
            return &known->expansion;
    }
    return NULL;
}

static newsidx_status add_expansion(nx_term_maker *maker,
                                    const nx_likeness *likeness,
                                    newsidx_span span)
{
    nx_known_expansion *added = &maker->expansions[maker->expansion_count];
    char after[128];
    newsidx_status status;

    added->likeness = *likeness;
    status =
        nx_vocabulary_expand(maker->store, likeness, maker->most_expansions,
                             maker->plan->arena, &added->expansion, maker->err);
    if (status < 0)
        return status;
    maker->expansion_count++;
    if (!added->expansion.is_cut)
        return NEWSIDX_OK;
    snprintf(after, sizeof after,
             "%s stands for more than %zu words: the first %zu were looked for",
             likeness->kind == NX_LIKE_PREFIX ? "*" : "",
             added->expansion.count, added->expansion.count);
    return tell_cut(maker, span, "", likeness->text, after);
}

/* Alternatives that an expansion adds to those that are there. */
static newsidx_status add_terms(const nx_term_maker *maker,
                                const nx_expansion *expansion,
                                nx_unit_position *position)
{
    newsidx_text *terms =
        nx_arena_array(maker->plan->arena,
                       position->term_count + expansion->count, sizeof *terms);
    size_t count = position->term_count;

    if (terms == NULL)
        return nx_fail_memory(maker->err);
    memcpy(terms, position->terms, count * sizeof *terms);
    for (size_t i = 0; i < expansion->count; i++) {
        bool is_there = false;

        for (size_t j = 0; j < position->term_count; j++)
            is_there = is_there ||
                       nx_str_equal(position->terms[j], expansion->terms[i]);
        if (!is_there)
            terms[count++] = expansion->terms[i];
    }
    position->terms = terms;
    position->term_count = count;
    return NEWSIDX_OK;
}

/* One of a unit that is left out anyway isn't looked up: it is dropped. */
static newsidx_status expand(nx_term_maker *maker, const nx_likeness *likeness,
                             newsidx_span span, nx_unit *unit,
                             nx_unit_position *position)
{
    const nx_expansion *known = find_expansion(maker, likeness);
    newsidx_status status;

    if (known == NULL) {
        unit->is_dropped = nx_terms_are_too_many(maker, unit->position_count) ||
                           maker->expansion_count == NX_LIMIT_QUERY_TERMS;
        if (unit->is_dropped)
            return NEWSIDX_OK;
        status = add_expansion(maker, likeness, span);
        if (status < 0)
            return status;
        known = &maker->expansions[maker->expansion_count - 1].expansion;
    }
    if (likeness->kind == NX_LIKE_SPELLING)
        return add_terms(maker, known, position);
    /* Without an expansion the text stays: a term that nothing has. */
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

static newsidx_status make_position(nx_term_maker *maker,
                                    const nx_query_position *from, size_t edits,
                                    newsidx_span span, nx_unit *unit,
                                    nx_unit_position *to)
{
    nx_likeness likeness = {NX_LIKE_PREFIX, from->terms[0], 0};

    cut_terms(from);
    to->terms = from->terms;
    to->term_count = from->term_count;
    if (from->is_fuzzy) {
        likeness.kind = NX_LIKE_SPELLING;
        likeness.text = from->typed;
        likeness.edits = edits;
    } else if (from->is_pattern) {
        likeness.kind = NX_LIKE_PATTERN;
    } else if (!from->is_prefix) {
        return NEWSIDX_OK;
    }
    return expand(maker, &likeness, span, unit, to);
}

newsidx_status nx_terms_make_unit(nx_term_maker *maker, newsidx_text text,
                                  nx_term_form form, size_t edits,
                                  newsidx_span span, nx_unit *out)
{
    nx_arena *arena = maker->plan->arena;
    nx_query_terms terms;
    newsidx_status status;

    memset(out, 0, sizeof *out);
    status =
        nx_query_terms_analyze(maker->analyzer, text, form, maker->is_shouting,
                               arena, &terms, maker->err);
    if (status < 0 || terms.count == 0)
        return status;
    out->positions = nx_arena_array(arena, terms.count, sizeof *out->positions);
    if (out->positions == NULL)
        return nx_fail_memory(maker->err);
    out->position_count = terms.count;
    out->joined = nx_plan_cut_term(terms.joined);
    out->label = text;
    if (terms.count == 1)
        out->typed = terms.positions[0].typed;
    out->first_word = terms.positions[0].span.start;
    out->span = span;
    out->repeats = 1;
    /* at* is not the word "at". */
    out->is_stop_word = terms.count == 1 && terms.positions[0].is_stop_word &&
                        form != NX_FORM_PATTERN;
    for (size_t i = 0; i < terms.count && status >= 0; i++)
        status = make_position(maker, &terms.positions[i], edits, span, out,
                               &out->positions[i]);
    return status;
}
