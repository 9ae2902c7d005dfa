#include "rank/expression.h"

#include "base/buf.h"
#include "base/memory.h"
#include "base/str.h"
#include "rank/condition.h"
#include "rank/listed.h"

#include <assert.h>
#include <string.h>

/*
 * Every term is quoted, so that nothing of a query is ever syntax to FTS5, and
 * every branch has its own parentheses, so that precedence plays no part.
 */
typedef struct writer {
    nx_plan *plan;
    nx_buf out;
    size_t phrase_capacity;
    bool is_read;  /* phrases of `matches` are read for their units */
    bool *is_used; /* of each unit: the condition has it */
    newsidx_error *err;
} writer;

/* An 8 KiB query has at most 4,096 words, of 128 bytes, in both parts; the
 * expansions of 64 prefixes come to more, so the limit is for those. */
#define EXPRESSION_LIMIT_BYTES ((size_t)64 * 1024 * 1024)

#define POSITION_LIMIT_BYTES ((size_t)1024 * 1024)

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
 * "talk" OR "~talk". The usual two, a stem and its mark, stand apart: FTS5 is
 * quicker at an OR of terms, which it reads as they lie, than at synonyms,
 * which it merges.
 */
static void write_position(const nx_unit_position *position, nx_buf *out)
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
        write_position(&unit->positions[0], out);
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

/* {headline body}: before what may stand in these columns only. */
static void write_columns(unsigned columns, nx_buf *out)
{
    static const char *const names[NX_COLUMN_COUNT] = {
        [NX_COLUMN_HEADLINE] = "headline",
        [NX_COLUMN_BYLINE] = "byline",
        [NX_COLUMN_DATELINE] = "dateline",
        [NX_COLUMN_BODY] = "body",
        [NX_COLUMN_KEYWORDS] = "keywords"};
    const char *between = "{";

    if (columns == NX_ALL_COLUMNS)
        return;
    for (nx_column i = 0; i < NX_COLUMN_COUNT; i++) {
        if ((columns >> i & 1U) == 0)
            continue;
        nx_buf_add_string(out, between);
        nx_buf_add_string(out, names[i]);
        between = " ";
    }
    nx_buf_add_string(out, "}:");
}

/* A unit: one FTS5 phrase, or those of its two forms. */
static newsidx_status write_unit(writer *out, const nx_unit *unit, size_t role)
{
    newsidx_status status;

    /* Only a chain of several words has a joined form. */
    assert(unit->joined.length == 0 || unit->position_count > 1);
    write_columns(unit->restriction.columns, &out->out);
    nx_buf_add_byte(&out->out, '(');
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

/* Can an article have it? headline:byline:a has no column to stand in. */
static bool can_stand(const nx_unit *unit)
{
    return unit->restriction.columns != 0 && !unit->is_dropped;
}

static bool is_read(const writer *out, size_t unit)
{
    for (size_t i = 0; i < out->plan->phrase_count; i++) {
        if (out->plan->phrase_units[i] == unit)
            return true;
    }
    return false;
}

/*
 * What every match has, as far as FTS5 can say it. SURE is what every article
 * has, NEVER what none has; they are not written.
 */
typedef enum extent { NEVER, SOME, SURE } extent;

static extent extent_of(const nx_plan *plan, const nx_condition *condition)
{
    const bool is_or = condition->kind == NX_CONDITION_OR;
    extent whole = is_or ? NEVER : SURE;

    switch (condition->kind) {
    case NX_CONDITION_UNIT:
        return can_stand(&plan->units[condition->unit]) ? SOME : NEVER;
    case NX_CONDITION_ALL:
    case NX_CONDITION_FILTER:
    case NX_CONDITION_NOT:
        return SURE;
    default:
        break;
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        const extent child = extent_of(plan, condition->children[i]);

        if (is_or ? child > whole : child < whole)
            whole = child;
        /* What is not near the left operand is no part of the match. */
        if (condition->kind == NX_CONDITION_NEAR &&
            condition->relation.is_excluding)
            break;
    }
    return whole;
}

static newsidx_status write_condition(writer *out,
                                      const nx_condition *condition);

/* What the children of one condition came to in the expression. */
typedef struct siblings {
    newsidx_span *spans; /* bytes of the expression */
    size_t count;
    const char *between;
} siblings;

/* Was the same written for another child? Many a distance has one superset. */
static bool is_repeated(const writer *out, const siblings *written,
                        newsidx_span last)
{
    const char *bytes = out->out.bytes;
    const size_t length = last.end - last.start;

    for (size_t i = 0; i < written->count; i++) {
        const newsidx_span *span = &written->spans[i];

        if (span->end - span->start == length &&
            memcmp(bytes + span->start, bytes + last.start, length) == 0)
            return true;
    }
    return false;
}

static newsidx_status write_child(writer *out, const nx_condition *child,
                                  siblings *written)
{
    const size_t start = out->out.length;
    const size_t phrase_count = out->plan->phrase_count;
    newsidx_status status;
    newsidx_span span;

    if (written->count > 0)
        nx_buf_add_string(&out->out, written->between);
    span.start = out->out.length;
    status = write_condition(out, child);
    span.end = out->out.length;
    if (status < 0 || out->out.status < 0)
        return status;
    if (is_repeated(out, written, span)) {
        nx_buf_truncate(&out->out, start);
        out->plan->phrase_count = phrase_count;
    } else {
        written->spans[written->count++] = span;
    }
    return NEWSIDX_OK;
}

/*
 * The children, joined by `between`; false in `*out_any` if there was none.
 * FTS5's parser holds what stands left of an open parenthesis on a stack of
 * 100, so the deeper children come first: of two branches only the shallower
 * one has something to its left, and is shallow because a query has so few
 * words.
 */
static newsidx_status write_children(writer *out, const nx_condition *condition,
                                     bool excluded, const char *between,
                                     bool *out_any)
{
    const bool is_left_only = condition->kind == NX_CONDITION_NEAR &&
                              condition->relation.is_excluding;
    const size_t count = is_left_only ? 1 : condition->child_count;
    siblings written = {NULL, 0, between};
    newsidx_status status = NEWSIDX_OK;

    written.spans = nx_alloc_zeroed(count, sizeof *written.spans);
    if (written.spans == NULL)
        return nx_fail_memory(out->err);
    for (size_t depth = condition->depth; depth > 0; depth--) {
        for (size_t i = 0; i < count && status >= 0; i++) {
            const nx_condition *child = condition->children[i];
            const bool is_not = child->kind == NX_CONDITION_NOT;

            if (is_not != excluded || child->depth != depth)
                continue;
            if (is_not)
                child = child->children[0];
            if (extent_of(out->plan, child) == SOME)
                status = write_child(out, child, &written);
        }
    }
    *out_any = written.count > 0;
    nx_free(written.spans);
    return status;
}

/* ((a AND b) NOT (c OR d)); what has to be verified is never taken away. */
static newsidx_status write_all(writer *out, const nx_condition *condition)
{
    bool any = false;
    newsidx_status status;
    size_t start;

    nx_buf_add_string(&out->out, "((");
    status = write_children(out, condition, false, " AND ", &any);
    if (status < 0)
        return status;
    nx_buf_add_string(&out->out, ")");
    start = out->out.length;
    if (out->plan->is_exact && condition->kind == NX_CONDITION_AND) {
        nx_buf_add_string(&out->out, " NOT (");
        out->is_read = false;
        status = write_children(out, condition, true, " OR ", &any);
        if (status < 0)
            return status;
        if (any)
            nx_buf_add_byte(&out->out, ')');
        else if (out->out.status >= 0)
            nx_buf_truncate(&out->out, start);
    }
    nx_buf_add_byte(&out->out, ')');
    return NEWSIDX_OK;
}

static newsidx_status write_condition(writer *out,
                                      const nx_condition *condition)
{
    newsidx_status status;
    size_t role = NX_NO_UNIT;
    bool any;

    if (condition->kind == NX_CONDITION_UNIT) {
        if (out->is_read && !is_read(out, condition->unit))
            role = condition->unit;
        return write_unit(out, &out->plan->units[condition->unit], role);
    }
    if (condition->kind != NX_CONDITION_OR)
        return write_all(out, condition);
    nx_buf_add_byte(&out->out, '(');
    status = write_children(out, condition, false, " OR ", &any);
    nx_buf_add_byte(&out->out, ')');
    return status;
}

/* Does FTS5 move all phrases of what is written for it: an AND of ORs? */
static bool moves_all(const nx_condition *condition, bool is_in_or)
{
    if (condition->kind == NX_CONDITION_NOT ||
        condition->kind == NX_CONDITION_FILTER)
        return !is_in_or;
    if (condition->kind == NX_CONDITION_NEAR &&
        condition->relation.is_excluding)
        return false;
    if (condition->child_count > 1 && condition->kind != NX_CONDITION_OR &&
        is_in_or)
        return false;
    is_in_or = is_in_or || condition->kind == NX_CONDITION_OR;
    for (size_t i = 0; i < condition->child_count; i++) {
        if (!moves_all(condition->children[i], is_in_or))
            return false;
    }
    return true;
}

/* Must the places of unit `number` be known? */
static bool is_wanted(const writer *out, size_t number)
{
    const nx_unit *unit = &out->plan->units[number];

    return out->is_used[number] && can_stand(unit) &&
           !(out->plan->is_exact && unit->is_excluded);
}

static bool all_are_read(const writer *out)
{
    for (size_t i = 0; i < out->plan->unit_count; i++) {
        if (is_wanted(out, i) && !is_read(out, i))
            return false;
    }
    return true;
}

/* All units whose places must be known, in an OR that FTS5 moves as a whole.
 * With `only_one` some unit that every match has, to make the OR always true.
 */
static newsidx_status write_looked_at(writer *out, bool only_one)
{
    const nx_plan *plan = out->plan;
    const char *between = "(";
    newsidx_status status;

    for (size_t i = 0; i < plan->unit_count; i++) {
        if (!is_wanted(out, i))
            continue;
        nx_buf_add_string(&out->out, between);
        status = write_unit(out, &plan->units[i], only_one ? NX_NO_UNIT : i);
        if (status < 0)
            return status;
        between = " OR ";
        if (only_one)
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

/* Phrases that were noted to be read are so no more. */
static void forget_roles(nx_plan *plan)
{
    for (size_t i = 0; i < plan->phrase_count; i++)
        plan->phrase_units[i] = NX_NO_UNIT;
}

static newsidx_status write_expression(writer *out)
{
    nx_plan *plan = out->plan;
    newsidx_status status;

    /* Those without a unit are found by going through all articles. */
    if (plan->scans_rest)
        return write_looked_at(out, false);
    out->is_read = moves_all(plan->condition, false);
    status = write_condition(out, plan->condition);
    if (status < 0)
        return status;
    if (!all_are_read(out)) {
        forget_roles(plan);
        nx_buf_add_string(&out->out, " AND ");
        return write_looked_at(out, false);
    }
    if (plan->whole_phrase == NULL)
        return NEWSIDX_OK;
    nx_buf_add_string(&out->out, " AND ");
    return write_looked_at(out, true);
}

static bool has_wanted(const writer *out)
{
    for (size_t i = 0; i < out->plan->unit_count; i++) {
        if (is_wanted(out, i))
            return true;
    }
    return false;
}

static void note_used(const writer *out, const nx_condition *condition)
{
    if (condition->kind == NX_CONDITION_UNIT)
        out->is_used[condition->unit] = true;
    for (size_t i = 0; i < condition->child_count; i++)
        note_used(out, condition->children[i]);
}

/* What has to be done beside FTS5's work. */
static void set_needs(const writer *out)
{
    nx_plan *plan = out->plan;
    bool is_verified = false;

    nx_condition_look(plan->condition, &plan->needs);
    for (size_t i = 0; i < plan->unit_count; i++) {
        const nx_unit *unit = &plan->units[i];
        const nx_restriction *restriction = &unit->restriction;

        if (!out->is_used[i])
            continue;
        if (nx_restriction_needs_text(restriction))
            plan->needs.text = true;
        is_verified = is_verified || restriction->in_lead ||
                      restriction->body_words != NX_NO_LIMIT ||
                      restriction->columns == 0;
        plan->has_scores = plan->has_scores || !unit->is_excluded;
    }
    plan->scans_rest = nx_condition_holds_without_units(plan->condition) ||
                       extent_of(plan, plan->condition) == SURE;
    plan->is_exact = !is_verified && !plan->needs.text && !plan->scans_rest &&
                     nx_condition_is_plain(plan->condition);
}

/* What is in the buffer, as the plan's. */
static newsidx_status take_expression(const writer *out,
                                      const char **out_expression)
{
    if (out->out.status < 0)
        return nx_fail(out->err, out->out.status, "the query is too large");
    *out_expression =
        nx_arena_text(out->plan->arena, nx_buf_text(&out->out)).bytes;
    return *out_expression != NULL ? NEWSIDX_OK : nx_fail_memory(out->err);
}

/* The whole phrase by itself, for those who look for it alone. */
static newsidx_status express_whole_phrase(writer *out)
{
    nx_plan *plan = out->plan;
    const size_t phrase_count = plan->phrase_count;
    newsidx_status status;

    if (plan->whole_phrase == NULL)
        return NEWSIDX_OK;
    nx_buf_clear(&out->out);
    status = write_unit(out, plan->whole_phrase, NX_WHOLE_PHRASE);
    plan->phrase_count = phrase_count;
    return status < 0 ? status : take_expression(out, &plan->whole_expression);
}

static newsidx_status express(writer *out)
{
    nx_plan *plan = out->plan;
    newsidx_status status;

    note_used(out, plan->condition);
    set_needs(out);
    if (extent_of(plan, plan->condition) == NEVER) {
        plan->condition = NULL;
        return NEWSIDX_OK;
    }
    if (!has_wanted(out))
        return NEWSIDX_OK;
    status = write_expression(out);
    if (status >= 0)
        status = take_expression(out, &plan->expression);
    return status < 0 ? status : express_whole_phrase(out);
}

newsidx_status nx_plan_express(nx_plan *plan, newsidx_error *err)
{
    writer out = {.plan = plan, .err = err};
    newsidx_status status;

    if (plan->condition == NULL)
        return NEWSIDX_OK;
    out.is_used =
        nx_arena_array(plan->arena, plan->unit_count, sizeof *out.is_used);
    if (out.is_used == NULL)
        return nx_fail_memory(err);
    nx_buf_init(&out.out, EXPRESSION_LIMIT_BYTES);
    status = express(&out);
    nx_buf_finish(&out.out);
    return status;
}

newsidx_status nx_plan_narrow(const nx_plan *plan,
                              const nx_condition *condition, nx_plan *out,
                              newsidx_error *err)
{
    *out = *plan;
    out->condition = condition;
    out->whole_phrase = NULL;
    out->expression = NULL;
    out->phrase_units = NULL;
    out->phrase_count = 0;
    memset(&out->needs, 0, sizeof out->needs);
    out->has_scores = false;
    return nx_plan_express(out, err);
}

newsidx_status nx_count_versions(nx_store *store, nx_frequencies *frequencies,
                                 const nx_unit_position *position,
                                 uint64_t *out_count, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    nx_listed listed;
    nx_buf expression;

    *out_count = 0;
    nx_buf_init(&expression, POSITION_LIMIT_BYTES);
    write_position(position, &expression);
    if (expression.status < 0)
        status = nx_fail(err, expression.status, "the query is too large");
    else
        status = nx_frequencies_get(
            frequencies, store, nx_buf_text(&expression),
            nx_listed_position(position, &listed) ? &listed : NULL, out_count,
            err);
    nx_buf_finish(&expression);
    return status;
}
