#include "query/parse.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "base/utf8.h"
#include "query/build.h"
#include "query/lex.h"
#include "query/plain.h"
#include "query/print.h"
#include "query/scan.h"

#include <assert.h>
#include <string.h>

/*
 * Recursive descent, a function for each line; what stands lower binds tighter.
 * Operators of proximity will stand between AND and OR. Nothing here fails but
 * for want of memory: what doesn't fit is left out and told.
 *
 *   query  = group END
 *   group  = [ NOT ] all { [ AND ] NOT all }
 *   all    = any { [ AND ] any }
 *   any    = unary { OR [ NOT ] unary }
 *   unary  = [ MINUS ] atom
 *   atom   = OPEN group CLOSE | FIELD atom | WORD | PHRASE
 *
 * Operands wait on a stack until the node that they are parts of is built:
 *
 *   [ of the outer all | of this any ]
 *                       ^ base        ^ operand_count
 */
typedef struct nx_parser {
    nx_builder builder;
    nx_diagnoses *diagnoses;
    const nx_token *tokens; /* the last is END */
    size_t position;
    nx_operand *operands;
    size_t operand_count;
    size_t operand_capacity;
    size_t depth;         /* groups that are open here */
    size_t ignored_depth; /* deeper ones, whose parentheses are skipped */
    bool has_loose_or;    /* the last `any` was an OR without parentheses */
    bool is_in_field;     /* fields in fields are the same field */
} nx_parser;

static nx_operand parse_group(nx_parser *parser);

static void note(nx_parser *parser, nx_diagnosis code, newsidx_span span,
                 const char *message)
{
    nx_diagnoses_add(parser->diagnoses, code, span, message, NULL);
}

/*
 * The token at hand. Parentheses that can't count are passed over: those that
 * close nothing, and those that are too deep, with their other halves.
 */
static const nx_token *peek(nx_parser *parser)
{
    for (;;) {
        const nx_token *token = &parser->tokens[parser->position];

        if (token->kind == NX_TOKEN_OPEN &&
            parser->depth >= NX_LIMIT_QUERY_DEPTH) {
            note(parser, NX_DIAGNOSIS_LIMIT, token->span,
                 "nested too deeply, parenthesis ignored");
            parser->ignored_depth++;
        } else if (token->kind == NX_TOKEN_CLOSE && parser->ignored_depth > 0) {
            parser->ignored_depth--;
        } else if (token->kind == NX_TOKEN_CLOSE && parser->depth == 0) {
            note(parser, NX_DIAGNOSIS_GROUP, token->span,
                 "this parenthesis closes nothing, ignored");
        } else {
            return token;
        }
        parser->position++;
    }
}

static const nx_token *take(nx_parser *parser)
{
    const nx_token *token = peek(parser);

    if (token->kind != NX_TOKEN_END)
        parser->position++;
    return token;
}

static void drop_operator(nx_parser *parser, const nx_token *token)
{
    note(parser, NX_DIAGNOSIS_DANGLING, token->span,
         "this operator has nothing to work on, ignored");
}

static void push_operand(nx_parser *parser, nx_operand operand)
{
    void *operands = parser->operands;

    if (!nx_grow(&operands, &parser->operand_capacity,
                 parser->operand_count + 1, sizeof operand)) {
        parser->builder.is_out_of_memory = true;
        return;
    }
    parser->operands = operands;
    parser->operands[parser->operand_count++] = operand;
}

/* Build from what was pushed since the stack was `base` high. */
static nx_operand join_operands(nx_parser *parser, nx_node_kind kind,
                                size_t base)
{
    const size_t count = parser->operand_count - base;
    nx_operand joined = {NULL, false};

    if (count > 0 && kind == NX_NODE_AND)
        joined = nx_build_and(&parser->builder, parser->operands + base, count);
    else if (count > 0)
        joined = nx_build_or(&parser->builder, parser->operands + base, count);
    parser->operand_count = base;
    return joined;
}

static bool begins_atom(nx_token_kind kind)
{
    switch (kind) {
    case NX_TOKEN_WORD:
    case NX_TOKEN_PHRASE:
    case NX_TOKEN_EMPTY:
    case NX_TOKEN_FIELD:
    case NX_TOKEN_OPEN:
        return true;
    default:
        return false;
    }
}

static bool begins_unary(nx_token_kind kind)
{
    return kind == NX_TOKEN_MINUS || begins_atom(kind);
}

static nx_operand parse_parentheses(nx_parser *parser)
{
    const nx_token *open = take(parser);
    nx_operand inner;

    parser->depth++;
    inner = parse_group(parser);
    if (peek(parser)->kind == NX_TOKEN_CLOSE)
        parser->position++;
    else
        note(parser, NX_DIAGNOSIS_GROUP, open->span,
             "unclosed parenthesis, closed at the end");
    parser->depth--;
    return inner;
}

static nx_operand parse_leaf(nx_parser *parser)
{
    const nx_token *token = take(parser);
    const nx_operand nothing = {NULL, false};

    if (token->kind == NX_TOKEN_EMPTY)
        return nothing;
    return nx_build_leaf(&parser->builder,
                         token->kind == NX_TOKEN_WORD ? NX_NODE_WORD
                                                      : NX_NODE_PHRASE,
                         token->form, token->text, token->span);
}

static nx_operand parse_atom(nx_parser *parser);

static nx_operand parse_field(nx_parser *parser)
{
    const nx_token *field = take(parser);
    const nx_token *next = peek(parser);
    const bool was_in_field = parser->is_in_field;
    nx_operand operand = {NULL, false};

    /* headline:headline:headline:... is one field, not as many calls. */
    while (next->kind == NX_TOKEN_FIELD && next->is_attached) {
        parser->position++;
        next = peek(parser);
    }
    if (begins_atom(next->kind) && next->is_attached) {
        parser->is_in_field = true;
        operand = parse_atom(parser);
        parser->is_in_field = was_in_field;
    }
    if (operand.node == NULL)
        note(parser, NX_DIAGNOSIS_DANGLING, field->span,
             "this field has no word, ignored");
    if (was_in_field)
        return operand;
    return nx_build_field(&parser->builder, field->field, field->span.start,
                          operand);
}

static nx_operand parse_atom(nx_parser *parser)
{
    switch (peek(parser)->kind) {
    case NX_TOKEN_OPEN:
        return parse_parentheses(parser);
    case NX_TOKEN_FIELD:
        return parse_field(parser);
    default:
        return parse_leaf(parser);
    }
}

/* The token at hand begins it. */
static nx_operand parse_unary(nx_parser *parser)
{
    const nx_token *minus;
    nx_operand operand = {NULL, false};

    if (peek(parser)->kind != NX_TOKEN_MINUS)
        return parse_atom(parser);
    minus = take(parser);
    if (begins_atom(peek(parser)->kind))
        operand = parse_atom(parser);
    else
        drop_operator(parser, minus);
    operand.is_negated = !operand.is_negated;
    return operand;
}

/*
 * The operator `mark` was taken: pass over further ones that can't stand here.
 * True if an operand, or a NOT, comes then.
 */
static bool is_operand_next(nx_parser *parser, const nx_token *mark)
{
    for (;;) {
        const nx_token *token = peek(parser);

        if (token->kind == NX_TOKEN_NOT || begins_unary(token->kind))
            return true;
        if (token->kind != NX_TOKEN_AND && token->kind != NX_TOKEN_OR) {
            drop_operator(parser, mark);
            return false;
        }
        drop_operator(parser, take(parser));
    }
}

/* Take NOTs, of which two are none. True if an operand comes then. */
static bool take_negations(nx_parser *parser, bool *out_is_negated)
{
    *out_is_negated = false;
    while (peek(parser)->kind == NX_TOKEN_NOT) {
        const nx_token *mark = take(parser);

        *out_is_negated = !*out_is_negated;
        if (!is_operand_next(parser, mark))
            return false;
    }
    return begins_unary(peek(parser)->kind);
}

/* From the token at `first` up to the one at hand. */
static newsidx_span span_since(const nx_parser *parser, size_t first)
{
    newsidx_span span = parser->tokens[first].span;

    if (parser->position > first)
        span.end = parser->tokens[parser->position - 1].span.end;
    return span;
}

/* Told once: the suggestion is how the whole query was read. */
static void note_reading(nx_parser *parser, size_t first, const char *message)
{
    if (!parser->diagnoses->has_code[NX_DIAGNOSIS_READING])
        note(parser, NX_DIAGNOSIS_READING, span_since(parser, first), message);
}

static nx_operand parse_any(nx_parser *parser)
{
    const size_t base = parser->operand_count;
    const size_t first = parser->position;
    bool has_negation = false;
    bool has_or = false;

    push_operand(parser, parse_unary(parser));
    while (peek(parser)->kind == NX_TOKEN_OR) {
        const nx_token *mark = take(parser);
        nx_operand operand;
        bool is_negated;

        if (!is_operand_next(parser, mark) ||
            !take_negations(parser, &is_negated))
            break;
        operand = parse_unary(parser);
        operand.is_negated = operand.is_negated != is_negated;
        push_operand(parser, operand);
        has_or = true;
    }
    for (size_t i = base; i < parser->operand_count; i++)
        has_negation = has_negation || parser->operands[i].is_negated;
    if (has_or && has_negation)
        note_reading(parser, first, "NOT inside OR means all but");
    parser->has_loose_or = has_or;
    return join_operands(parser, NX_NODE_OR, base);
}

/* Up to a NOT or the group's end. `*out_is_mixed`: ANDs and ORs side by side */
static nx_operand parse_all(nx_parser *parser, bool *out_is_mixed)
{
    const size_t base = parser->operand_count;
    bool has_loose_or = false;

    for (;;) {
        const nx_token *token = peek(parser);

        if (begins_unary(token->kind)) {
            push_operand(parser, parse_any(parser));
            has_loose_or = has_loose_or || parser->has_loose_or;
        } else if (token->kind == NX_TOKEN_OR ||
                   (token->kind == NX_TOKEN_AND &&
                    parser->operand_count == base)) {
            drop_operator(parser, take(parser));
        } else if (token->kind == NX_TOKEN_AND) {
            is_operand_next(parser, take(parser));
        } else {
            break;
        }
    }
    *out_is_mixed = has_loose_or && parser->operand_count - base > 1;
    parser->has_loose_or = has_loose_or || parser->operand_count - base > 1;
    return join_operands(parser, NX_NODE_AND, base);
}

static nx_operand parse_group(nx_parser *parser)
{
    const size_t base = parser->operand_count;
    const size_t first = parser->position;

    for (;;) {
        nx_operand operand;
        bool is_negated;
        bool is_mixed;

        if (peek(parser)->kind == NX_TOKEN_CLOSE ||
            peek(parser)->kind == NX_TOKEN_END)
            break;
        if (peek(parser)->kind == NX_TOKEN_NOT) {
            if (!take_negations(parser, &is_negated))
                continue;
        } else {
            is_negated = false;
        }
        operand = parse_all(parser, &is_mixed);
        if (is_mixed)
            note_reading(parser, first, "OR binds tighter than AND");
        else if (is_negated && parser->has_loose_or)
            note_reading(parser, first, "NOT takes away all that follows it");
        operand.is_negated = operand.is_negated != is_negated;
        push_operand(parser, operand);
    }
    return join_operands(parser, NX_NODE_AND, base);
}

/* ----------------------------------------------------------------- query ----
 */

/* Tell of control characters and of bytes that are not UTF-8, run by run. */
static void note_bytes(nx_diagnoses *diagnoses, newsidx_text text)
{
    newsidx_span span = {0, 0};
    bool is_inside = false;
    size_t offset = 0;

    while (offset <= text.length) {
        size_t end = offset + 1;
        bool is_bad = false;

        if (offset < text.length) {
            size_t length;
            const int32_t character = nx_utf8_decode(
                text.bytes + offset, text.length - offset, &length);

            end = offset + length;
            is_bad =
                character == NX_UTF8_INVALID || nx_scan_is_control(character);
        }
        if (is_bad && !is_inside)
            span.start = offset;
        if (is_bad)
            span.end = end;
        else if (is_inside)
            nx_diagnoses_add(diagnoses, NX_DIAGNOSIS_BYTES, span,
                             "not text; read as a blank or as U+FFFD", NULL);
        is_inside = is_bad;
        offset = end;
    }
}

static newsidx_status parse_language(nx_builder *builder, newsidx_text text,
                                     nx_operand *out_operand,
                                     newsidx_error *err)
{
    nx_parser parser = {.builder = *builder, .diagnoses = builder->diagnoses};
    newsidx_status status;
    nx_tokens tokens;

    nx_tokens_init(&tokens);
    status = nx_lex(text, builder->arena, builder->diagnoses, &tokens, err);
    if (status < 0)
        goto cleanup;
    parser.tokens = tokens.items;
    *out_operand = parse_group(&parser);
    assert(parser.tokens[parser.position].kind == NX_TOKEN_END);
    builder->is_out_of_memory = parser.builder.is_out_of_memory;

cleanup:
    nx_free(parser.operands);
    nx_tokens_finish(&tokens);
    return status;
}

/* Every node takes a byte of the query, and none is deeper than this. */
#define TREE_LIMIT_BYTES ((size_t)4 * 1024 * 1024)

/* What is printed of the tree, kept in the arena. */
static newsidx_status print(newsidx_query *query, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    newsidx_text text;
    newsidx_text tree;
    nx_buf canonical;
    nx_buf lines;

    nx_buf_init(&canonical, NX_LIMIT_QUERY_BYTES);
    nx_buf_init(&lines, TREE_LIMIT_BYTES);
    nx_print_query(&canonical, query->root, query->match);
    nx_print_tree(&lines, query->root);
    if (canonical.status == NEWSIDX_ERR_LIMIT ||
        lines.status == NEWSIDX_ERR_LIMIT) {
        status = nx_fail(err, NEWSIDX_ERR_LIMIT,
                         "query is longer than %d bytes when spelled out",
                         NX_LIMIT_QUERY_BYTES);
        goto cleanup;
    }
    text = nx_arena_text(&query->arena, nx_buf_text(&canonical));
    tree = nx_arena_text(&query->arena, nx_buf_text(&lines));
    if (canonical.status < 0 || lines.status < 0 || text.bytes == NULL ||
        tree.bytes == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    query->canonical = text.bytes;
    query->tree = tree.bytes;

cleanup:
    nx_buf_finish(&canonical);
    nx_buf_finish(&lines);
    return status;
}

static void note_root(newsidx_query *query, nx_diagnoses *diagnoses)
{
    const newsidx_span whole = {0, query->text.length};

    if (query->root->kind == NX_NODE_EMPTY)
        nx_diagnoses_add(diagnoses, NX_DIAGNOSIS_EMPTY, whole,
                         "there is no word in this query", NULL);
    if (query->root->kind == NX_NODE_NOT)
        nx_diagnoses_add(diagnoses, NX_DIAGNOSIS_NEGATIVE, whole,
                         "only exclusions, nothing is found", NULL);
}

/* Codes that leave plain words what they are. */
static bool has_meaning_changed(const nx_diagnoses *diagnoses)
{
    for (int code = 1; code < NX_DIAGNOSIS_COUNT; code++) {
        if (diagnoses->has_code[code] && code != NX_DIAGNOSIS_LOWER &&
            code != NX_DIAGNOSIS_BYTES)
            return true;
    }
    return false;
}

static newsidx_status build(newsidx_query *query,
                            const newsidx_query_options *options,
                            nx_diagnoses *diagnoses, newsidx_error *err)
{
    nx_builder builder = {&query->arena, diagnoses, false};
    newsidx_status status = NEWSIDX_OK;
    nx_operand operand = {NULL, false};

    note_bytes(diagnoses, query->text);
    if (options->phrase != 0)
        operand = nx_plain_phrase(&builder, query->text);
    else if (options->match == NEWSIDX_MATCH_ANY)
        operand = nx_plain_any(&builder, query->text);
    else
        status = parse_language(&builder, query->text, &operand, err);
    if (status < 0)
        return status;
    query->root = nx_build_root(&builder, operand);
    if (query->root == NULL || builder.is_out_of_memory)
        return nx_fail_memory(err);
    query->match = options->match;
    note_root(query, diagnoses);
    query->is_shouting = nx_plain_is_shouting(query->root);
    query->is_plain_words = query->match == NEWSIDX_MATCH_ALL &&
                            nx_plain_is_words(query->root) &&
                            !has_meaning_changed(diagnoses);
    status = print(query, err);
    if (status < 0)
        return status;
    query->diagnostic_count = diagnoses->count;
    if (!nx_diagnoses_settle(diagnoses, nx_str(query->canonical), &query->arena,
                             &query->diagnostics))
        return nx_fail_memory(err);
    return NEWSIDX_OK;
}

newsidx_status nx_query_parse(newsidx_text text,
                              const newsidx_query_options *options,
                              newsidx_query **out_query, newsidx_error *err)
{
    newsidx_status status;
    newsidx_query *query;
    nx_diagnoses diagnoses;

    *out_query = NULL;
    if (text.length > NX_LIMIT_QUERY_BYTES)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "query is longer than %d bytes",
                       NX_LIMIT_QUERY_BYTES);
    query = nx_new(newsidx_query);
    if (query == NULL)
        return nx_fail_memory(err);
    nx_arena_init(&query->arena);
    nx_diagnoses_init(&diagnoses);
    query->text = nx_arena_text(&query->arena, text);
    if (query->text.bytes == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    status = build(query, options, &diagnoses, err);
    if (status < 0)
        goto cleanup;
    *out_query = query;
    query = NULL;

cleanup:
    nx_diagnoses_finish(&diagnoses);
    nx_query_free(query);
    return status;
}

void nx_query_free(newsidx_query *query)
{
    if (query == NULL)
        return;
    nx_arena_finish(&query->arena);
    nx_free(query);
}
