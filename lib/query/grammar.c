#include "query/grammar.h"

#include "base/limits.h"
#include "base/memory.h"

#include <assert.h>

/*
 * Recursive descent, a function for each line; what stands lower binds tighter.
 *
 *   query  = group END
 *   group  = [ NOT ] all { [ AND ] NOT all }
 *   all    = near { [ AND ] near }
 *   near   = any { PROXIMITY [ NOT ] any }
 *   any    = unary { OR [ NOT ] unary }
 *   unary  = [ MINUS ] atom
 *   atom   = OPEN group CLOSE | FIELD atom | FUNCTION OPEN group CLOSE | leaf
 *   leaf   = WORD | PHRASE | FILTER | ALL
 *
 * Operands wait on a stack until the node that they are parts of is built:
 *
 *   [ of the outer all | of this any ]
 *                       ^ base        ^ operand_count
 */
typedef struct nx_parser {
    nx_builder *builder;
    const nx_token *tokens; /* the last is END */
    size_t position;
    nx_operand *operands;
    size_t operand_count;
    size_t operand_capacity;
    size_t depth;         /* groups that are open here */
    size_t ignored_depth; /* deeper ones, whose parentheses are skipped */
    bool has_loose_or;    /* the last `any` was an OR without parentheses */
    unsigned int fields;  /* a bit for each that holds here */
    nx_function forms;    /* EXACT, STEM, VERBATIM, or VARIANTS for none */
    bool is_in_case;      /* below caps( ) or its like */
} nx_parser;

static nx_operand parse_group(nx_parser *parser);

static void note(nx_parser *parser, nx_diagnosis code, newsidx_span span,
                 const char *message)
{
    nx_diagnoses_add(parser->builder->diagnoses, code, span, message, NULL);
}

/*
 * The token at hand. Parentheses that can't count are passed over: those that
 * close nothing, and those that are too deep, with their other halves and the
 * functions before them.
 */
static const nx_token *peek(nx_parser *parser)
{
    for (;;) {
        const nx_token *token = &parser->tokens[parser->position];

        if (token->kind == NX_TOKEN_FUNCTION &&
            parser->depth >= NX_LIMIT_QUERY_DEPTH) {
            assert(token[1].kind == NX_TOKEN_OPEN);
        } else if (token->kind == NX_TOKEN_OPEN &&
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
        parser->builder->status = nx_fail_memory(parser->builder->err);
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
        joined = nx_build_and(parser->builder, parser->operands + base, count);
    else if (count > 0)
        joined = nx_build_or(parser->builder, parser->operands + base, count);
    parser->operand_count = base;
    return joined;
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
    if (!parser->builder->diagnoses->has_code[NX_DIAGNOSIS_READING])
        note(parser, NX_DIAGNOSIS_READING, span_since(parser, first), message);
}

static bool begins_atom(nx_token_kind kind)
{
    switch (kind) {
    case NX_TOKEN_WORD:
    case NX_TOKEN_PHRASE:
    case NX_TOKEN_EMPTY:
    case NX_TOKEN_ALL:
    case NX_TOKEN_FILTER:
    case NX_TOKEN_FIELD:
    case NX_TOKEN_FUNCTION:
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

/* The form of a word or phrase, after the functions that it stands in. */
static nx_word_form form_here(const nx_parser *parser, const nx_token *token)
{
    const bool is_word = token->kind == NX_TOKEN_WORD;
    nx_word_form form = token->form;

    if (form != NX_WORD_STEM && form != NX_WORD_EXACT)
        return form;
    if (parser->forms == NX_FUNCTION_VERBATIM)
        return NX_WORD_VERBATIM;
    if (!token->has_mark && is_word && form == NX_WORD_STEM) {
        if (parser->forms == NX_FUNCTION_EXACT)
            form = NX_WORD_EXACT;
        else if (parser->is_in_case && parser->forms != NX_FUNCTION_STEM)
            return NX_WORD_ANY_CASE;
    }
    if (!token->has_mark && !is_word && parser->forms == NX_FUNCTION_STEM)
        return NX_WORD_STEM;
    return form == NX_WORD_EXACT && parser->is_in_case ? NX_WORD_ANY_CASE
                                                       : form;
}

static nx_operand parse_words(nx_parser *parser, const nx_token *token)
{
    const size_t base = parser->operand_count;
    nx_node leaf = {.kind = NX_NODE_PHRASE,
                    .form = form_here(parser, token),
                    .count = token->edits,
                    .text = token->text,
                    .span = token->span};

    if (token->kind == NX_TOKEN_WORD && leaf.form != NX_WORD_VERBATIM)
        leaf.kind = NX_NODE_WORD;
    push_operand(parser, nx_build_leaf(parser->builder, &leaf));
    for (size_t i = 0; i < token->other_count; i++) {
        leaf.text = token->others[i];
        push_operand(parser, nx_build_leaf(parser->builder, &leaf));
    }
    return join_operands(parser, NX_NODE_OR, base);
}

static nx_operand parse_leaf(nx_parser *parser)
{
    const nx_token *token = take(parser);
    const nx_node all = {.kind = NX_NODE_ALL, .span = token->span};
    const nx_operand nothing = {NULL, false};

    switch (token->kind) {
    case NX_TOKEN_WORD:
    case NX_TOKEN_PHRASE:
        return parse_words(parser, token);
    case NX_TOKEN_FILTER:
        return nx_build_filter(parser->builder, &token->filter, token->span);
    case NX_TOKEN_ALL:
        return nx_build_leaf(parser->builder, &all);
    default:
        return nothing;
    }
}

static nx_operand parse_atom(nx_parser *parser);

static bool is_field_here(const nx_parser *parser, const nx_token *field)
{
    return (parser->fields >> field->meaning.field & 1u) != 0;
}

static nx_operand parse_field(nx_parser *parser)
{
    const nx_token *field = take(parser);
    const nx_token *next = peek(parser);
    const unsigned int fields = parser->fields;
    const bool is_redundant = is_field_here(parser, field);
    nx_node outer = {.kind = NX_NODE_FIELD,
                     .field = field->meaning.field,
                     .span = field->span};
    nx_operand operand = {NULL, false};

    parser->fields |= 1u << field->meaning.field;
    /* headline:headline:headline:... is one field, not as many calls. */
    while (next->kind == NX_TOKEN_FIELD && next->is_attached &&
           is_field_here(parser, next)) {
        parser->position++;
        next = peek(parser);
    }
    if (begins_atom(next->kind) && next->is_attached)
        operand = parse_atom(parser);
    parser->fields = fields;
    if (operand.node == NULL)
        note(parser, NX_DIAGNOSIS_DANGLING, field->span,
             "this field has no word, ignored");
    if (is_redundant)
        return operand;
    return nx_build_over(parser->builder, &outer, operand);
}

/* The node that a function makes; EMPTY for those that make none. */
static nx_node function_node(const nx_meaning *meaning)
{
    nx_node node = {.kind = NX_NODE_EMPTY,
                    .count = meaning->count,
                    .letters = meaning->letters,
                    .scope = meaning->scope};

    switch (meaning->function) {
    case NX_FUNCTION_ATLEAST:
        node.kind = NX_NODE_ATLEAST;
        break;
    case NX_FUNCTION_FIRST:
        node.kind = NX_NODE_FIRST;
        break;
    case NX_FUNCTION_CASE:
        node.kind = NX_NODE_CASE;
        break;
    case NX_FUNCTION_SCOPE:
        node.kind = NX_NODE_SCOPE;
        break;
    case NX_FUNCTION_EXACT:
    case NX_FUNCTION_STEM:
    case NX_FUNCTION_VARIANTS:
    case NX_FUNCTION_VERBATIM:
        break;
    }
    return node;
}

/* The innermost function says which forms; only verbatim( ) stays. */
static void enter_function(nx_parser *parser, nx_function function)
{
    if (function == NX_FUNCTION_CASE)
        parser->is_in_case = true;
    if (parser->forms == NX_FUNCTION_VERBATIM)
        return;
    if (function == NX_FUNCTION_CASE)
        parser->forms = NX_FUNCTION_VARIANTS;
    if (function == NX_FUNCTION_EXACT || function == NX_FUNCTION_STEM ||
        function == NX_FUNCTION_VERBATIM)
        parser->forms = function;
}

static nx_operand parse_function(nx_parser *parser)
{
    const size_t first = parser->position;
    const nx_token *function = take(parser);
    const nx_function forms = parser->forms;
    const bool is_in_case = parser->is_in_case;
    nx_node outer = function_node(&function->meaning);
    nx_operand operand;

    enter_function(parser, function->meaning.function);
    operand = parse_parentheses(parser);
    parser->forms = forms;
    parser->is_in_case = is_in_case;
    outer.span = span_since(parser, first);
    if (operand.node == NULL)
        note(parser, NX_DIAGNOSIS_DANGLING, function->span,
             "this function has no word, ignored");
    else if (operand.is_negated &&
             (outer.kind == NX_NODE_SCOPE || outer.kind == NX_NODE_ATLEAST))
        note_reading(parser, first, "NOT takes away the whole");
    if (outer.kind == NX_NODE_EMPTY)
        return operand;
    return nx_build_over(parser->builder, &outer, operand);
}

static nx_operand parse_atom(nx_parser *parser)
{
    switch (peek(parser)->kind) {
    case NX_TOKEN_OPEN:
        return parse_parentheses(parser);
    case NX_TOKEN_FIELD:
        return parse_field(parser);
    case NX_TOKEN_FUNCTION:
        return parse_function(parser);
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
        if (token->kind != NX_TOKEN_AND && token->kind != NX_TOKEN_OR &&
            token->kind != NX_TOKEN_PROXIMITY) {
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

/* Tell of readings that its writer may not have meant. */
static void note_near(nx_parser *parser, size_t first, bool is_chain,
                      bool has_loose_or, nx_operand left, nx_operand right)
{
    if (left.is_negated)
        note_reading(parser, first, "NOT takes away the whole");
    else if (right.is_negated)
        note_reading(parser, first, "NOT means none of it near");
    else if (has_loose_or)
        note_reading(parser, first, "OR binds tighter than proximity");
    else if (is_chain)
        note_reading(parser, first, "proximity is read from the left");
}

static nx_operand parse_near(nx_parser *parser)
{
    const size_t first = parser->position;
    nx_operand left = parse_any(parser);
    bool has_loose_or = parser->has_loose_or;
    bool is_chain = false;

    while (peek(parser)->kind == NX_TOKEN_PROXIMITY) {
        const nx_token *mark = take(parser);
        nx_operand right;
        bool is_negated;

        if (!is_operand_next(parser, mark) ||
            !take_negations(parser, &is_negated))
            break;
        right = parse_any(parser);
        right.is_negated = right.is_negated != is_negated;
        has_loose_or = has_loose_or || parser->has_loose_or;
        if (left.node == NULL || right.node == NULL)
            drop_operator(parser, mark);
        else
            note_near(parser, first, is_chain, has_loose_or, left, right);
        left = nx_build_near(parser->builder, &mark->relation, left, right);
        is_chain = true;
    }
    parser->has_loose_or = has_loose_or;
    return left;
}

/* Up to a NOT or the group's end. `*out_is_mixed`: ANDs and ORs side by side */
static nx_operand parse_all(nx_parser *parser, bool *out_is_mixed)
{
    const size_t base = parser->operand_count;
    bool has_loose_or = false;

    for (;;) {
        const nx_token *token = peek(parser);

        if (begins_unary(token->kind)) {
            push_operand(parser, parse_near(parser));
            has_loose_or = has_loose_or || parser->has_loose_or;
        } else if (token->kind == NX_TOKEN_OR ||
                   token->kind == NX_TOKEN_PROXIMITY ||
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

nx_operand nx_grammar_read(nx_builder *builder, const nx_token *tokens)
{
    nx_parser parser = {
        .builder = builder, .tokens = tokens, .forms = NX_FUNCTION_VARIANTS};
    const nx_operand whole = parse_group(&parser);

    assert(parser.tokens[parser.position].kind == NX_TOKEN_END);
    nx_free(parser.operands);
    return whole;
}
