#include "query/lex.h"

#include "base/memory.h"
#include "base/str.h"
#include "query/names.h"
#include "query/scan.h"

#include <string.h>

typedef struct nx_lexer {
    newsidx_text text;
    nx_arena *arena;
    nx_diagnoses *diagnoses;
    nx_tokens *tokens;
    newsidx_error *err;
    size_t offset;
    size_t run_end;      /* of the run that a field or dash was taken from */
    size_t depth;        /* groups that are open here */
    bool is_after_blank; /* or at the start, or after "(" or "|" */
    bool is_attached;    /* no blank since the last token */
} nx_lexer;

void nx_tokens_init(nx_tokens *tokens)
{
    memset(tokens, 0, sizeof *tokens);
}

void nx_tokens_finish(nx_tokens *tokens)
{
    nx_free(tokens->items);
    nx_tokens_init(tokens);
}

static newsidx_text slice(const nx_lexer *lexer, size_t start, size_t end)
{
    return nx_str_slice(lexer->text.bytes + start, end - start);
}

static newsidx_status push(nx_lexer *lexer, nx_token token)
{
    nx_tokens *tokens = lexer->tokens;
    void *items = tokens->items;

    if (!nx_grow(&items, &tokens->capacity, tokens->count + 1, sizeof token))
        return nx_fail_memory(lexer->err);
    tokens->items = items;
    token.is_attached = lexer->is_attached;
    tokens->items[tokens->count++] = token;
    lexer->is_attached = true;
    lexer->is_after_blank =
        token.kind == NX_TOKEN_OPEN || token.kind == NX_TOKEN_OR;
    return NEWSIDX_OK;
}

static newsidx_status push_mark(nx_lexer *lexer, nx_token_kind kind,
                                size_t start, size_t end)
{
    const nx_token token = {.kind = kind, .span = {start, end}};

    return push(lexer, token);
}

static newsidx_status push_text(nx_lexer *lexer, nx_token_kind kind,
                                nx_word_form form, newsidx_text text,
                                nx_scan_parting parting, newsidx_span span)
{
    nx_token token = {.kind = kind, .form = form, .span = span};

    token.text = nx_scan_clean(lexer->arena, text, parting);
    if (token.text.bytes == NULL)
        return nx_fail_memory(lexer->err);
    return push(lexer, token);
}

static void note(nx_lexer *lexer, nx_diagnosis code, size_t start, size_t end,
                 const char *message, const char *suggestion)
{
    const newsidx_span span = {start, end};

    nx_diagnoses_add(lexer->diagnoses, code, span, message, suggestion);
}

/* True right after a mark that the next thing belongs to, as in "-OR". */
static bool is_operand_here(const nx_lexer *lexer)
{
    const nx_tokens *tokens = lexer->tokens;
    nx_token_kind last;

    if (!lexer->is_attached || tokens->count == 0)
        return false;
    last = tokens->items[tokens->count - 1].kind;
    return last == NX_TOKEN_MINUS || last == NX_TOKEN_FIELD;
}

/* True if a phrase or, with `or_group`, a group begins right here. */
static bool begins_operand(const nx_lexer *lexer, size_t offset, bool or_group)
{
    size_t end;

    if (offset >= lexer->text.length)
        return false;
    if (or_group && lexer->text.bytes[offset] == '(')
        return true;
    return nx_scan_is_quote(nx_scan_character(lexer->text, offset, &end));
}

/* -------------------------------------------------------------- phrases ----
 */

/*
 * Where the phrase that begins at `start` ends, and where to go on. Two '"'
 * are one of the phrase. False if no quote closes it: it then goes to the end,
 * or to where the group that it stands in is closed.
 */
static bool find_phrase_end(const nx_lexer *lexer, size_t start,
                            size_t *out_end, size_t *out_next)
{
    const newsidx_text text = lexer->text;
    const char *group_end;
    size_t offset = start;

    while (offset < text.length) {
        const size_t here = offset;
        const int32_t character = nx_scan_character(text, here, &offset);

        if (!nx_scan_is_quote(character))
            continue;
        if (character == '"' && offset < text.length &&
            text.bytes[offset] == '"') {
            offset++;
            continue;
        }
        *out_end = here;
        *out_next = offset;
        return true;
    }
    *out_end = text.length;
    if (lexer->depth > 0 && start < text.length) {
        group_end = memchr(text.bytes + start, ')', text.length - start);
        if (group_end != NULL)
            *out_end = (size_t)(group_end - text.bytes);
    }
    *out_next = *out_end;
    return false;
}

/* "joint (implementation|implementing) center" */
static bool has_alternatives(newsidx_text text)
{
    bool is_open = false;
    bool has_bar = false;

    for (size_t i = 0; i < text.length; i++) {
        switch (text.bytes[i]) {
        case '(':
            is_open = true;
            has_bar = false;
            break;
        case '|':
            has_bar = is_open;
            break;
        case ')':
            if (has_bar)
                return true;
            is_open = false;
            break;
        default:
            break;
        }
    }
    return false;
}

/* Make one '"' of two. */
static newsidx_status undouble(nx_lexer *lexer, newsidx_text *text)
{
    size_t length = 0;
    char *bytes;

    if (text->length == 0 || memchr(text->bytes, '"', text->length) == NULL)
        return NEWSIDX_OK;
    bytes = nx_arena_alloc(lexer->arena, text->length + 1);
    if (bytes == NULL)
        return nx_fail_memory(lexer->err);
    for (size_t i = 0; i < text->length; i++) {
        bytes[length++] = text->bytes[i];
        if (text->bytes[i] == '"' && i + 1 < text->length &&
            text->bytes[i + 1] == '"')
            i++;
    }
    text->bytes = bytes;
    text->length = length;
    return NEWSIDX_OK;
}

static newsidx_status lex_phrase(nx_lexer *lexer, size_t content)
{
    const size_t start = lexer->offset;
    newsidx_status status;
    newsidx_span span;
    newsidx_text text;
    size_t end;
    size_t next;

    if (!find_phrase_end(lexer, content, &end, &next))
        note(lexer, NX_DIAGNOSIS_QUOTE, start, next,
             "unclosed quote, all that follows is in it", NULL);
    lexer->offset = next;
    text = slice(lexer, content, end);
    if (!nx_scan_has_word(text))
        return push_mark(lexer, NX_TOKEN_EMPTY, start, next);
    if (has_alternatives(text))
        return nx_names_refuse(NX_SHAPE_ALTERNATIVES, start, lexer->err);
    if (memchr(text.bytes, '*', text.length) != NULL)
        note(lexer, NX_DIAGNOSIS_WILDCARD, start, next,
             "a wildcard in quotes is only punctuation", NULL);
    status = undouble(lexer, &text);
    if (status < 0)
        return status;
    span.start = start;
    span.end = next;
    return push_text(lexer, NX_TOKEN_PHRASE, NX_WORD_EXACT, text,
                     NX_SCAN_BLANKS, span);
}

/* ---------------------------------------------------------------- words ----
 */

/*
 * A word as it was typed, cut to its parts:
 *
 *   =ceasefire*,
 *   |\_______/\/
 *   |  body   tail: wildcards with the punctuation about them
 *   is_exact
 */
typedef struct nx_typed_word {
    size_t start; /* with its marks, which begin it */
    size_t lead;  /* without them */
    size_t end;   /* with its tail */
    newsidx_text body;
    bool is_exact;
    bool is_prefix;
} nx_typed_word;

static bool is_one_of(char byte, const char *bytes)
{
    return byte != '\0' && strchr(bytes, byte) != NULL;
}

/*
 * "*" or one "!" at the end makes a prefix; "?" there ends a question, and
 * "!!" is excitement. A colon at the end is a colon.
 */
static void cut_tail(nx_typed_word *word)
{
    newsidx_text body = word->body;
    size_t tail = body.length;
    size_t bang_count = 0;
    bool has_star = false;
    bool has_question = false;

    while (tail > 0 && is_one_of(body.bytes[tail - 1], "*!?.,;:"))
        tail--;
    /* What stands before the first wildcard is the word's: U.S.* */
    while (tail < body.length && !is_one_of(body.bytes[tail], "*!?"))
        tail++;
    for (size_t i = tail; i < body.length; i++) {
        has_star = has_star || body.bytes[i] == '*';
        has_question = has_question || body.bytes[i] == '?';
        bang_count += body.bytes[i] == '!' ? 1 : 0;
    }
    word->is_prefix = has_star || (bang_count == 1 && !has_question);
    body.length = tail;
    while (body.length > 0 && body.bytes[body.length - 1] == ':')
        body.length--;
    word->body = body;
}

/* word~ and word~1 */
static bool is_fuzzy(newsidx_text body)
{
    if (body.length > 0 && nx_is_digit(body.bytes[body.length - 1]))
        body.length--;
    return body.length > 1 && body.bytes[body.length - 1] == '~';
}

static nx_token_kind operator_kind(newsidx_text body)
{
    if (nx_str_equal_ascii(body, nx_str("and")))
        return NX_TOKEN_AND;
    if (nx_str_equal_ascii(body, nx_str("or")))
        return NX_TOKEN_OR;
    if (nx_str_equal_ascii(body, nx_str("not")))
        return NX_TOKEN_NOT;
    return NX_TOKEN_WORD;
}

/* The shape that refuses a word of which nothing says it is exact. */
static nx_shape plain_word_shape(newsidx_text body)
{
    if (is_fuzzy(body))
        return NX_SHAPE_FUZZY;
    return nx_names_proximity(body);
}

static newsidx_status push_prefix(nx_lexer *lexer, const nx_typed_word *word,
                                  newsidx_span span)
{
    nx_word_form form = NX_WORD_PREFIX;

    if (nx_scan_letter_count(word->body) < 2) {
        note(lexer, NX_DIAGNOSIS_WILDCARD, span.start, span.end,
             "a wildcard needs two letters before it; read as a word", NULL);
        form = NX_WORD_EXACT;
    }
    return push_text(lexer, NX_TOKEN_WORD, form, word->body, NX_SCAN_BLANKS,
                     span);
}

/* AND, OR or NOT, as an operator or, if spelled otherwise, as a word. */
static newsidx_status push_operator(nx_lexer *lexer, const nx_typed_word *word,
                                    nx_token_kind kind, newsidx_span span)
{
    static const char *const spellings[] = {
        [NX_TOKEN_AND] = "AND", [NX_TOKEN_OR] = "OR", [NX_TOKEN_NOT] = "NOT"};
    const bool is_whole = word->start == word->lead &&
                          word->body.length == word->end - word->start;
    nx_word_form form = NX_WORD_STEM;

    if (!nx_str_equal(word->body, nx_str(spellings[kind]))) {
        if (!is_operand_here(lexer))
            note(lexer, NX_DIAGNOSIS_LOWER, span.start, span.end,
                 "read as a word; operators are in capitals", spellings[kind]);
    } else if (is_whole && !is_operand_here(lexer)) {
        return push_mark(lexer, kind, span.start, span.end);
    } else {
        /* headline:NOT, -OR and "OR:" are words. */
        form = NX_WORD_EXACT;
    }
    return push_text(lexer, NX_TOKEN_WORD, form, word->body, NX_SCAN_BLANKS,
                     span);
}

static newsidx_status lex_plain_word(nx_lexer *lexer, nx_typed_word *word)
{
    const newsidx_span span = {word->start, word->end};
    nx_token_kind kind;
    nx_shape shape;

    cut_tail(word);
    lexer->offset = word->end;
    if (!nx_scan_has_word(word->body))
        return NEWSIDX_OK;
    if (memchr(word->body.bytes, '*', word->body.length) != NULL ||
        memchr(word->body.bytes, '?', word->body.length) != NULL)
        return nx_names_refuse(NX_SHAPE_WILDCARD, word->start, lexer->err);
    if (word->is_prefix)
        return push_prefix(lexer, word, span);
    if (word->is_exact)
        return push_text(lexer, NX_TOKEN_WORD, NX_WORD_EXACT, word->body,
                         NX_SCAN_BLANKS, span);
    shape = plain_word_shape(word->body);
    if (shape != NX_SHAPE_NONE)
        return nx_names_refuse(shape, word->start, lexer->err);
    kind = operator_kind(word->body);
    if (kind != NX_TOKEN_WORD)
        return push_operator(lexer, word, kind, span);
    return push_text(lexer, NX_TOKEN_WORD, NX_WORD_STEM, word->body,
                     NX_SCAN_BLANKS, span);
}

/* ---------------------------------------------------------------- names ----
 */

/* A name with ":" or "=" and nothing behind it that it could be of. */
static newsidx_status lex_bare_name(nx_lexer *lexer, nx_typed_word *word,
                                    size_t name_length, const char *message)
{
    if (message != NULL)
        note(lexer, NX_DIAGNOSIS_FIELD, word->lead,
             word->lead + name_length + 1, message, NULL);
    word->body.length = name_length;
    return lex_plain_word(lexer, word);
}

/* http://example.org/a, Re:Syria */
static newsidx_status lex_unknown_field(nx_lexer *lexer,
                                        const nx_typed_word *word,
                                        size_t name_length)
{
    const newsidx_text name = nx_str_slice(word->body.bytes, name_length);
    const newsidx_span span = {word->start, word->end};

    note(lexer, NX_DIAGNOSIS_FIELD, span.start, span.end,
         "no such field, read as a phrase", nx_names_nearest(name));
    lexer->offset = word->end;
    return push_text(lexer, NX_TOKEN_PHRASE, NX_WORD_EXACT, word->body,
                     NX_SCAN_ADDRESS, span);
}

/* `after` is where the token ends and what it's for begins. */
static newsidx_status push_field(nx_lexer *lexer, const nx_typed_word *word,
                                 nx_field field, size_t after)
{
    const nx_token token = {
        .kind = NX_TOKEN_FIELD, .field = field, .span = {word->start, after}};

    lexer->offset = after;
    return push(lexer, token);
}

static newsidx_status lex_colon(nx_lexer *lexer, nx_typed_word *word,
                                size_t name_length)
{
    const char sign = word->body.bytes[name_length];
    const newsidx_text name = nx_str_slice(word->body.bytes, name_length);
    const size_t after = word->lead + name_length + 1;
    const newsidx_text rest = slice(lexer, after, word->end);
    const bool has_operand =
        nx_scan_has_word(rest) || begins_operand(lexer, word->end, true);
    nx_field field;
    newsidx_status status;

    if (!nx_names_is_known(name, NX_NAME_COLON)) {
        if (sign != ':')
            return lex_plain_word(lexer, word);
        if (nx_scan_has_word(rest))
            return lex_unknown_field(lexer, word, name_length);
        return lex_bare_name(lexer, word, name_length,
                             has_operand ? "no such field, read as a word"
                                         : NULL);
    }
    if (!has_operand && rest.length == 0)
        return lex_bare_name(lexer, word, name_length,
                             "no blank may follow a field, read as a word");
    status =
        nx_names_find(name, NX_NAME_COLON, word->start, &field, lexer->err);
    if (status < 0)
        return status;
    if (!has_operand)
        return lex_bare_name(lexer, word, name_length,
                             "no word in this field, read as a word");
    return push_field(lexer, word, field, sign == '=' ? after - 1 : after);
}

/* What begins with a name: a field, a filter or a function. */
static newsidx_status lex_named(nx_lexer *lexer, nx_typed_word *word)
{
    const newsidx_text run = word->body;
    newsidx_status status;
    nx_field field;
    size_t length = 0;

    while (length < run.length && nx_is_alpha(run.bytes[length]))
        length++;
    if (length > 0 && length < run.length) {
        const newsidx_text name = nx_str_slice(run.bytes, length);

        if (is_one_of(run.bytes[length], ":="))
            return lex_colon(lexer, word, length);
        if (is_one_of(run.bytes[length], "<>")) {
            status = nx_names_find(name, NX_NAME_COMPARE, word->start, &field,
                                   lexer->err);
            if (status < 0)
                return status;
        }
    }
    if (word->end < lexer->text.length && lexer->text.bytes[word->end] == '(') {
        status =
            nx_names_find(run, NX_NAME_CALL, word->start, &field, lexer->err);
        if (status < 0)
            return status;
        if (status == NEWSIDX_OK)
            return push_field(lexer, word, field, word->end);
    }
    return lex_plain_word(lexer, word);
}

/* Marks before a word: the first one counts. */
static newsidx_status lex_word(nx_lexer *lexer, size_t end)
{
    nx_typed_word word = {
        .start = lexer->offset, .lead = lexer->offset, .end = end};
    const char first = lexer->text.bytes[word.start];
    bool has_star = false;

    while (is_one_of(lexer->text.bytes[word.lead], "-=~*?")) {
        if (lexer->text.bytes[word.lead] == '~')
            return nx_names_refuse(NX_SHAPE_STEM, word.lead, lexer->err);
        has_star = has_star || lexer->text.bytes[word.lead] == '*';
        word.lead++;
    }
    if (first == '-' && is_operand_here(lexer))
        note(lexer, NX_DIAGNOSIS_DANGLING, word.start, word.lead,
             "a dash goes before the field's name, ignored", NULL);
    if (has_star)
        note(lexer, NX_DIAGNOSIS_WILDCARD, word.start, word.lead,
             "a wildcard cannot begin a word, ignored", NULL);
    word.body = slice(lexer, word.lead, end);
    word.is_exact = first == '=';
    return word.is_exact ? lex_plain_word(lexer, &word)
                         : lex_named(lexer, &word);
}

/* Punctuation alone is nothing, but "~" and "*" may have been meant. */
static newsidx_status lex_punctuation(nx_lexer *lexer, size_t end)
{
    const newsidx_text run = slice(lexer, lexer->offset, end);

    if (run.bytes[run.length - 1] == '~' && begins_operand(lexer, end, false))
        return nx_names_refuse(NX_SHAPE_STEM_PHRASE, end - 1, lexer->err);
    if (memchr(run.bytes, '*', run.length) != NULL)
        note(lexer, NX_DIAGNOSIS_WILDCARD, lexer->offset, end,
             "a wildcard needs two letters before it, ignored", NULL);
    lexer->offset = end;
    return NEWSIDX_OK;
}

static newsidx_status lex_run(nx_lexer *lexer)
{
    const size_t start = lexer->offset;
    newsidx_text run;
    bool has_word;
    size_t end;

    /* hd:hd:hd:... is one run, and is measured once. */
    if (start >= lexer->run_end)
        lexer->run_end = nx_scan_run_end(lexer->text, start);
    end = lexer->run_end;
    run = slice(lexer, start, end);
    has_word = nx_scan_has_word(run);
    /* Two dashes are a dash of the text's. */
    if (lexer->is_after_blank && run.bytes[0] == '-' &&
        !(run.length > 1 && run.bytes[1] == '-') &&
        (has_word || begins_operand(lexer, end, true))) {
        lexer->offset++;
        return push_mark(lexer, NX_TOKEN_MINUS, start, start + 1);
    }
    lexer->is_after_blank = false;
    return has_word ? lex_word(lexer, end) : lex_punctuation(lexer, end);
}

/* ----------------------------------------------------------------- query ----
 */

static newsidx_status lex_bar(nx_lexer *lexer)
{
    const size_t start = lexer->offset;

    while (lexer->offset < lexer->text.length &&
           lexer->text.bytes[lexer->offset] == '|')
        lexer->offset++;
    return push_mark(lexer, NX_TOKEN_OR, start, lexer->offset);
}

static newsidx_status lex_next(nx_lexer *lexer)
{
    const size_t start = lexer->offset;
    size_t end;
    const int32_t character = nx_scan_character(lexer->text, start, &end);

    if (nx_scan_is_blank(character)) {
        lexer->offset = end;
        lexer->is_after_blank = true;
        lexer->is_attached = false;
        return NEWSIDX_OK;
    }
    if (nx_scan_is_quote(character))
        return lex_phrase(lexer, end);
    if (character == '|')
        return lex_bar(lexer);
    if (character != '(' && character != ')')
        return lex_run(lexer);
    lexer->offset = end;
    if (character == '(') {
        lexer->depth++;
        return push_mark(lexer, NX_TOKEN_OPEN, start, end);
    }
    if (lexer->depth > 0)
        lexer->depth--;
    return push_mark(lexer, NX_TOKEN_CLOSE, start, end);
}

newsidx_status nx_lex(newsidx_text text, nx_arena *arena,
                      nx_diagnoses *diagnoses, nx_tokens *tokens,
                      newsidx_error *err)
{
    nx_lexer lexer = {.text = text,
                      .arena = arena,
                      .diagnoses = diagnoses,
                      .tokens = tokens,
                      .err = err,
                      .is_after_blank = true};

    while (lexer.offset < text.length) {
        const newsidx_status status = lex_next(&lexer);

        if (status < 0)
            return status;
    }
    return push_mark(&lexer, NX_TOKEN_END, text.length, text.length);
}
