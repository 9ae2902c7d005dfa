#include "results/advice.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/str.h"
#include "query/print.h"
#include "query/quotes.h"
#include "rank/expression.h"
#include "rank/vocabulary.h"
#include "results/probe.h"

#include <inttypes.h>
#include <string.h>

#define LONGEST_MS 300
#define MOST_ITEMS 16
#define MOST_PARTS NX_LIMIT_QUERY_TERMS
#define MOST_NEIGHBOURS 3
#define MESSAGE_BYTES ((size_t)4 * NX_LIMIT_QUERY_BYTES)

typedef struct adviser {
    nx_store *store;
    nx_frequencies *frequencies;
    const newsidx_query *query;
    newsidx_text language;
    const nx_plan *plan;
    newsidx_diagnostic *items;
    size_t count;
    int64_t deadline_ms;
    newsidx_error *err;
} adviser;

/* How many articles a condition holds for. NEWSIDX_ERR_LIMIT when it takes too
 * long to tell. */
static newsidx_status count_articles(const adviser *in,
                                     const nx_condition *condition,
                                     uint64_t *out_count)
{
    nx_plan part;
    newsidx_status status = nx_plan_narrow(in->plan, condition, &part, in->err);

    if (status < 0)
        return status;
    return nx_probe_plan(in->store, &part, in->deadline_ms, out_count, in->err);
}

/* A part in canonical spelling. */
static void add_part(nx_buf *message, const nx_condition *part)
{
    nx_print_query(message, part->node, NEWSIDX_MATCH_ALL);
}

/* The same where other text follows. */
static void add_closed_part(nx_buf *message, const nx_condition *part)
{
    const nx_node_kind kind = part->node->kind;
    const bool is_open =
        kind == NX_NODE_AND || kind == NX_NODE_OR || kind == NX_NODE_NEAR;

    nx_buf_add_string(message, is_open ? "(" : "");
    add_part(message, part);
    nx_buf_add_string(message, is_open ? ")" : "");
}

static void add_articles(nx_buf *message, uint64_t count)
{
    nx_buf_add_format(message, "%" PRIu64 " article%s", count,
                      count == 1 ? "" : "s");
}

static newsidx_status add_item(adviser *in, newsidx_span span, nx_buf *message,
                               newsidx_text suggestion)
{
    newsidx_diagnostic *added = &in->items[in->count];
    const bool is_whole = message->status != NEWSIDX_ERR_MEMORY;

    if (in->count == MOST_ITEMS) {
        nx_buf_finish(message);
        return NEWSIDX_OK;
    }
    memcpy(added->code, "Q14", sizeof added->code);
    added->span = span;
    added->message = nx_arena_text(in->plan->arena, nx_buf_text(message));
    added->suggestion = suggestion;
    nx_buf_finish(message);
    if (!is_whole || added->message.bytes == NULL)
        return nx_fail_memory(in->err);
    in->count++;
    return NEWSIDX_OK;
}

/* How many articles have the term, in just that form. */
static newsidx_status count_term(const adviser *in, newsidx_text term,
                                 uint64_t *out_count)
{
    newsidx_status status;
    nx_buf phrase;

    *out_count = 0;
    nx_buf_init(&phrase, NX_LIMIT_QUERY_BYTES);
    nx_quotes_add(&phrase, term);
    status = phrase.status;
    if (status >= 0)
        status = nx_probe(in->store, nx_buf_text(&phrase), &in->query->options,
                          in->language, in->plan->arena, in->deadline_ms,
                          out_count, in->err);
    else
        status = nx_fail_memory(in->err);
    nx_buf_finish(&phrase);
    return status;
}

/* Words of the index that an unknown one may have been meant to be. A word
 * that only hidden versions have is none. */
static newsidx_status add_neighbours(adviser *in, const nx_unit *unit,
                                     nx_buf *message,
                                     newsidx_text *out_suggestion)
{
    nx_neighbour *neighbours;
    newsidx_status status;
    size_t count;
    uint64_t articles;

    status = nx_vocabulary_nearest(in->store, in->frequencies, unit->typed,
                                   MOST_NEIGHBOURS, in->plan->arena,
                                   &neighbours, &count, in->err);
    for (size_t i = 0; i < count && status >= 0; i++) {
        status = count_term(in, neighbours[i].term, &articles);
        if (status < 0 || articles == 0)
            continue;
        nx_buf_add_string(message,
                          out_suggestion->bytes == NULL ? "; similar: " : ", ");
        nx_buf_add_text(message, neighbours[i].term);
        nx_buf_add_format(message, " %" PRIu64, articles);
        if (out_suggestion->bytes == NULL)
            *out_suggestion = neighbours[i].term;
    }
    return status;
}

static bool is_restricted(const nx_unit *unit)
{
    return unit->restriction.columns != NX_ALL_COLUMNS ||
           unit->restriction.body_words != NX_NO_LIMIT ||
           unit->restriction.cases != 0;
}

/* Of a word in a field, the word alone. */
static newsidx_status suggest_anywhere(const adviser *in,
                                       const nx_condition *condition,
                                       newsidx_text *out)
{
    const nx_node *node = condition->node;
    nx_buf text;

    if (node->child_count != 1)
        return NEWSIDX_OK;
    while (node->child_count == 1)
        node = node->children[0];
    nx_buf_init(&text, MESSAGE_BYTES);
    nx_print_query(&text, node, NEWSIDX_MATCH_ALL);
    *out = nx_arena_text(in->plan->arena, nx_buf_text(&text));
    nx_buf_finish(&text);
    return out->bytes != NULL ? NEWSIDX_OK : nx_fail_memory(in->err);
}

/* A word or phrase that no article has, at least not where it is asked for. If
 * it is the whole query, that much is known. */
static newsidx_status blame_unit(adviser *in, const nx_condition *condition)
{
    const nx_unit *unit = &in->plan->units[condition->unit];
    newsidx_text suggestion = {NULL, 0};
    newsidx_status status = NEWSIDX_OK;
    uint64_t elsewhere = 0;
    nx_buf message;

    nx_buf_init(&message, MESSAGE_BYTES);
    nx_buf_add_string(&message, "no article has ");
    add_part(&message, condition);
    if (is_restricted(unit) && condition->node->child_count == 0)
        nx_buf_add_string(&message, " there");
    if (unit->typed.length > 0)
        status = nx_count_versions(in->store, in->frequencies,
                                   &unit->positions[0], &elsewhere, in->err);
    if (status >= 0 && elsewhere > 0 && is_restricted(unit))
        status = suggest_anywhere(in, condition, &suggestion);
    else if (status >= 0 && elsewhere == 0 && unit->typed.length > 0)
        status = add_neighbours(in, unit, &message, &suggestion);
    if (status < 0 ||
        (condition == in->plan->condition && suggestion.bytes == NULL)) {
        nx_buf_finish(&message);
        return status;
    }
    return add_item(in, condition->node->span, &message, suggestion);
}

/* How many articles each part of a list holds for by itself; UINT64_MAX for
 * exclusions, which hold for the rest. */
static newsidx_status count_parts(const adviser *in,
                                  const nx_condition *condition,
                                  uint64_t *counts, bool *out_has_empty)
{
    newsidx_status status = NEWSIDX_OK;

    *out_has_empty = false;
    for (size_t i = 0; i < condition->child_count && status >= 0; i++) {
        counts[i] = UINT64_MAX;
        if (condition->children[i]->kind != NX_CONDITION_NOT)
            status = count_articles(in, condition->children[i], &counts[i]);
        *out_has_empty = *out_has_empty || counts[i] == 0;
    }
    return status;
}

/* "each alone: kerry 41, geneva 12", if there is more than one. */
static newsidx_status tell_counts(adviser *in, const nx_condition *condition,
                                  const uint64_t *counts, const char *verdict)
{
    const newsidx_text none = {NULL, 0};
    size_t told = 0;
    nx_buf message;

    nx_buf_init(&message, MESSAGE_BYTES);
    for (size_t i = 0; i < condition->child_count; i++) {
        if (counts[i] == UINT64_MAX)
            continue;
        nx_buf_add_string(&message, told == 0 ? "each alone: " : ", ");
        add_closed_part(&message, condition->children[i]);
        nx_buf_add_format(&message, " %" PRIu64, counts[i]);
        told++;
    }
    if (told < 2) {
        nx_buf_finish(&message);
        return NEWSIDX_OK;
    }
    nx_buf_add_string(&message, verdict);
    return add_item(in, condition->node->span, &message, none);
}

/* What the others find without one of them. */
static newsidx_status tell_without(adviser *in, const nx_condition *condition,
                                   size_t number)
{
    const newsidx_text none = {NULL, 0};
    nx_condition others = *condition;
    newsidx_status status;
    uint64_t count;
    nx_buf message;

    others.child_count = 0;
    others.children = nx_arena_array(in->plan->arena, condition->child_count,
                                     sizeof *others.children);
    if (others.children == NULL)
        return nx_fail_memory(in->err);
    for (size_t i = 0; i < condition->child_count; i++) {
        if (i != number)
            nx_condition_add(&others, condition->children[i]);
    }
    status = count_articles(in, &others, &count);
    if (status < 0 || count == 0)
        return status;
    nx_buf_init(&message, MESSAGE_BYTES);
    nx_buf_add_string(&message, "without ");
    add_closed_part(&message, condition->children[number]);
    nx_buf_add_string(&message, ": ");
    add_articles(&message, count);
    return add_item(in, condition->children[number]->node->span, &message,
                    none);
}

static newsidx_status blame(adviser *in, const nx_condition *condition);

/* Do the others find something that isn't told yet? Of two parts, each has been
 * counted alone. */
static bool is_worth_leaving_out(const nx_condition *condition, size_t number)
{
    size_t positive = 0;

    for (size_t i = 0; i < condition->child_count; i++) {
        if (i != number && condition->children[i]->kind != NX_CONDITION_NOT)
            positive++;
    }
    return positive > 0 &&
           (condition->child_count > 2 ||
            condition->children[number]->kind == NX_CONDITION_NOT);
}

static newsidx_status blame_empty_parts(adviser *in,
                                        const nx_condition *condition,
                                        const uint64_t *counts)
{
    newsidx_status status = NEWSIDX_OK;
    bool has_some = false;

    for (size_t i = 0; i < condition->child_count; i++)
        has_some = has_some || (counts[i] > 0 && counts[i] != UINT64_MAX);
    if (has_some)
        status = tell_counts(in, condition, counts, "");
    for (size_t i = 0; i < condition->child_count && status >= 0; i++) {
        if (counts[i] == 0)
            status = blame(in, condition->children[i]);
    }
    return status;
}

static newsidx_status blame_all(adviser *in, const nx_condition *condition)
{
    uint64_t counts[MOST_PARTS];
    newsidx_status status;
    bool has_empty;

    /* Of so many parts nobody reads what each alone finds. */
    if (condition->child_count > MOST_PARTS)
        return NEWSIDX_OK;
    status = count_parts(in, condition, counts, &has_empty);
    if (status < 0)
        return status;
    if (has_empty)
        return blame_empty_parts(in, condition, counts);
    status = tell_counts(in, condition, counts, "; together: none");
    for (size_t i = 0; i < condition->child_count && status >= 0; i++) {
        if (is_worth_leaving_out(condition, i))
            status = tell_without(in, condition, i);
    }
    return status;
}

/* What holds for articles, but not in one sentence, or not so often, or with
 * what must not be near. */
static newsidx_status blame_outside(adviser *in, const nx_condition *condition)
{
    const newsidx_text none = {NULL, 0};
    newsidx_status status;
    uint64_t count;
    nx_buf message;

    status = count_articles(in, condition->children[0], &count);
    if (status < 0)
        return status;
    if (count == 0)
        return blame(in, condition->children[0]);
    nx_buf_init(&message, MESSAGE_BYTES);
    add_closed_part(&message, condition->children[0]);
    nx_buf_add_string(&message, " finds ");
    add_articles(&message, count);
    nx_buf_add_string(&message, ", ");
    add_closed_part(&message, condition);
    nx_buf_add_string(&message, " none");
    return add_item(in, condition->node->span, &message, none);
}

/* Both are there, but not near one another. */
static newsidx_status blame_near(adviser *in, const nx_condition *condition)
{
    const newsidx_text none = {NULL, 0};
    nx_condition both = *condition;
    uint64_t counts[2];
    newsidx_status status;
    uint64_t count;
    nx_buf message;
    bool has_empty;

    if (condition->relation.is_excluding)
        return blame_outside(in, condition);
    status = count_parts(in, condition, counts, &has_empty);
    if (status < 0)
        return status;
    if (has_empty)
        return blame_empty_parts(in, condition, counts);
    both.kind = NX_CONDITION_AND;
    status = count_articles(in, &both, &count);
    if (status < 0)
        return status;
    if (count == 0)
        return tell_counts(in, condition, counts, "; together: none");
    nx_buf_init(&message, MESSAGE_BYTES);
    add_articles(&message, count);
    nx_buf_add_string(&message, count == 1 ? " has" : " have");
    nx_buf_add_string(&message, " both, but not as near as ");
    add_part(&message, condition);
    return add_item(in, condition->node->span, &message, none);
}

/* Tell why nothing satisfies a condition. */
static newsidx_status blame(adviser *in, const nx_condition *condition)
{
    const newsidx_text none = {NULL, 0};
    newsidx_status status = NEWSIDX_OK;
    nx_buf message;

    switch (condition->kind) {
    case NX_CONDITION_UNIT:
        return blame_unit(in, condition);
    case NX_CONDITION_AND:
        return blame_all(in, condition);
    case NX_CONDITION_NEAR:
        return blame_near(in, condition);
    case NX_CONDITION_SCOPE:
    case NX_CONDITION_ATLEAST:
        return blame_outside(in, condition);
    case NX_CONDITION_OR:
        for (size_t i = 0; i < condition->child_count && status >= 0; i++)
            status = blame(in, condition->children[i]);
        return status;
    case NX_CONDITION_FILTER:
        if (condition == in->plan->condition)
            return NEWSIDX_OK;
        nx_buf_init(&message, MESSAGE_BYTES);
        nx_buf_add_string(&message, "no article passes ");
        add_part(&message, condition);
        return add_item(in, condition->node->span, &message, none);
    case NX_CONDITION_NOT:
    case NX_CONDITION_ALL:
        break;
    }
    return NEWSIDX_OK;
}

int64_t nx_advice_deadline(int64_t deadline_ms)
{
    const int64_t latest_ms = nx_clock_ms() + LONGEST_MS;

    return deadline_ms != 0 && deadline_ms < latest_ms ? deadline_ms
                                                       : latest_ms;
}

newsidx_status nx_advise(nx_store *store, nx_frequencies *frequencies,
                         const newsidx_query *query, newsidx_text language,
                         const nx_plan *plan, int64_t deadline_ms,
                         newsidx_diagnostic **out_items, size_t *out_count,
                         newsidx_error *err)
{
    newsidx_error failure;
    adviser in = {.store = store,
                  .frequencies = frequencies,
                  .query = query,
                  .language = language,
                  .plan = plan,
                  .deadline_ms = nx_advice_deadline(deadline_ms),
                  .err = &failure};
    newsidx_status status = NEWSIDX_OK;

    in.items = nx_arena_array(plan->arena, MOST_ITEMS, sizeof *in.items);
    if (in.items == NULL)
        return nx_fail_memory(err);
    nx_store_set_deadline(store, in.deadline_ms);
    if (plan->condition != NULL)
        status = blame(&in, plan->condition);
    nx_store_set_deadline(store, 0);
    *out_items = in.items;
    *out_count = in.count;
    /* What is known by now is worth telling. */
    if (status == NEWSIDX_ERR_LIMIT)
        return NEWSIDX_OK;
    if (status < 0 && err != NULL)
        *err = failure;
    return status;
}
