#include "query/lexer.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

#include <string.h>

static bool is_one_of(char byte, const char *bytes)
{
    return byte != '\0' && strchr(bytes, byte) != NULL;
}

/*
 * "*" or one "!" at the end makes a prefix; "?" there ends a question, and
 * "!!" is excitement. A colon at the end is a colon.
 */
static bool cut_wildcards(newsidx_text *text)
{
    newsidx_text body = *text;
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
    body.length = tail;
    while (body.length > 0 && body.bytes[body.length - 1] == ':')
        body.length--;
    *text = body;
    return has_star || (bang_count == 1 && !has_question);
}

/* The end of a word: wildcards, and the edits that "~1" allows. */
typedef struct nx_tail {
    bool is_prefix;
    bool is_fuzzy;
    uint32_t edits; /* 3 for more */
} nx_tail;

/* "~" or "~1"; the last one counts. */
static bool cut_edits(newsidx_text *body, nx_tail *tail)
{
    size_t length = body->length;
    uint32_t edits = 0;

    while (length > 0 && nx_is_digit(body->bytes[length - 1]))
        length--;
    if (length < 2 || body->bytes[length - 1] != '~')
        return false;
    for (size_t i = length; i < body->length && edits < 3; i++)
        edits = edits * 10 + (uint32_t)(body->bytes[i] - '0');
    if (length == body->length)
        edits = 1;
    body->length = length - 1;
    if (!tail->is_fuzzy)
        tail->edits = edits < 3 ? edits : 3;
    tail->is_fuzzy = true;
    return true;
}

static nx_tail cut_tail(newsidx_text *body)
{
    nx_tail tail = {false, false, 0};

    do {
        if (cut_wildcards(body))
            tail.is_prefix = true;
    } while (cut_edits(body, &tail));
    return tail;
}

/* ------------------------------------------------------------ patterns ---- */

static bool is_wildcard(char byte)
{
    return byte == '*' || byte == '?';
}

/*
 * The words that wildcards part, as a phrase: no index has a list of what may
 * stand where so little is known.
 */
static newsidx_status push_parts(nx_lexer *lexer, nx_token token,
                                 newsidx_text body)
{
    char *bytes = nx_arena_alloc(lexer->arena, body.length + 1);

    if (bytes == NULL)
        return nx_fail_memory(lexer->err);
    for (size_t i = 0; i < body.length; i++)
        bytes[i] = is_wildcard(body.bytes[i]) ? ' ' : body.bytes[i];
    nx_lexer_note(lexer, NX_DIAGNOSIS_WILDCARD, token.span,
                  "a wildcard needs two letters before it; read as a phrase",
                  NULL);
    token.kind = NX_TOKEN_PHRASE;
    return nx_lexer_push_text(lexer, token, nx_str_slice(bytes, body.length),
                              NX_SCAN_BLANKS);
}

/* `body` with a star for each run of them, and one more for a prefix. */
static newsidx_status push_pattern(nx_lexer *lexer, nx_token token,
                                   newsidx_text body, bool is_prefix)
{
    char *bytes = nx_arena_alloc(lexer->arena, body.length + 2);
    size_t length = 0;

    if (bytes == NULL)
        return nx_fail_memory(lexer->err);
    for (size_t i = 0; i < body.length; i++) {
        if (body.bytes[i] != '*' || length == 0 || bytes[length - 1] != '*')
            bytes[length++] = body.bytes[i];
    }
    if (is_prefix)
        bytes[length++] = '*';
    token.form = NX_WORD_PATTERN;
    return nx_lexer_push_text(lexer, token, nx_str_slice(bytes, length),
                              NX_SCAN_BLANKS);
}

static newsidx_status lex_pattern(nx_lexer *lexer, nx_token token,
                                  newsidx_text body, const nx_tail *tail)
{
    newsidx_text start = {body.bytes, 0};

    if (tail->is_fuzzy)
        nx_lexer_note(lexer, NX_DIAGNOSIS_NUMBER, token.span,
                      "a word has wildcards or \"~\", not both; \"~\" ignored",
                      NULL);
    while (start.length < body.length && !is_wildcard(body.bytes[start.length]))
        start.length++;
    token.form = NX_WORD_EXACT;
    if (nx_scan_letter_count(start) >= 2)
        return push_pattern(lexer, token, body, tail->is_prefix);
    if (start.length < body.length)
        return push_parts(lexer, token, body);
    nx_lexer_note(lexer, NX_DIAGNOSIS_WILDCARD, token.span,
                  "a wildcard needs two letters before it; read as a word",
                  NULL);
    return nx_lexer_push_text(lexer, token, body, NX_SCAN_BLANKS);
}

static newsidx_status lex_fuzzy(nx_lexer *lexer, nx_token token,
                                newsidx_text body, uint32_t edits)
{
    const size_t letter_count = nx_scan_letter_count(body);
    const char *message = NULL;
    nx_diagnosis code = NX_DIAGNOSIS_NUMBER;

    token.form = NX_WORD_FUZZY;
    token.edits = edits;
    if (edits == 0) {
        message = "no letter may differ; read as this very word";
        token.form = NX_WORD_EXACT;
    } else if (letter_count < 3) {
        message = "too short to be misspelt; read as this very word";
        code = NX_DIAGNOSIS_WILDCARD;
        token.form = NX_WORD_EXACT;
    } else if (letter_count < 5 && edits > 1) {
        message = "in a word this short one letter may differ";
        token.edits = 1;
    } else if (edits > 2) {
        message = "two letters at most may differ";
        token.edits = 2;
    }
    if (token.form != NX_WORD_FUZZY)
        token.edits = 0;
    if (message != NULL)
        nx_lexer_note(lexer, code, token.span, message, NULL);
    return nx_lexer_push_text(lexer, token, body, NX_SCAN_BLANKS);
}

/* ----------------------------------------------------------- operators ---- */

static newsidx_status note_distance(nx_lexer *lexer, const nx_token *token)
{
    newsidx_status status = NEWSIDX_OK;
    newsidx_text suggestion;
    nx_buf spelling;

    nx_buf_init(&spelling, NX_LIMIT_WORD_BYTES);
    nx_names_print_proximity(&spelling, &token->relation);
    suggestion = nx_arena_text(lexer->arena, nx_buf_text(&spelling));
    if (spelling.status < 0 || suggestion.bytes == NULL)
        status = nx_fail_memory(lexer->err);
    else
        nx_lexer_note(lexer, NX_DIAGNOSIS_NUMBER, token->span,
                      "a distance is 1 to 255 words; read as the nearest",
                      suggestion.bytes);
    nx_buf_finish(&spelling);
    return status;
}

/* A NOT right before it is a part of it. */
static newsidx_status push_proximity(nx_lexer *lexer, nx_token token,
                                     bool is_changed)
{
    nx_tokens *tokens = lexer->tokens;
    const newsidx_status status =
        is_changed ? note_distance(lexer, &token) : NEWSIDX_OK;

    if (status < 0)
        return status;
    token.kind = NX_TOKEN_PROXIMITY;
    if (tokens->count > 0 &&
        tokens->items[tokens->count - 1].kind == NX_TOKEN_NOT) {
        token.relation.is_excluding = true;
        token.span.start = tokens->items[--tokens->count].span.start;
    }
    return nx_lexer_push(lexer, token);
}

/* AND, OR or NOT, as an operator or, if spelled otherwise, as a word. */
static newsidx_status push_operator(nx_lexer *lexer, nx_token token,
                                    newsidx_text body, const char *spelling,
                                    bool is_operator)
{
    if (!nx_str_equal(body, nx_str(spelling))) {
        if (!nx_lexer_is_operand_here(lexer))
            nx_lexer_note(lexer, NX_DIAGNOSIS_LOWER, token.span,
                          "read as a word; operators are in capitals",
                          spelling);
    } else if (is_operator) {
        token.kind = spelling[0] == 'A'   ? NX_TOKEN_AND
                     : spelling[0] == 'O' ? NX_TOKEN_OR
                                          : NX_TOKEN_NOT;
        return nx_lexer_push(lexer, token);
    } else {
        /* headline:NOT, -OR and "OR:" are words. */
        token.form = NX_WORD_EXACT;
    }
    return nx_lexer_push_text(lexer, token, body, NX_SCAN_BLANKS);
}

/* --------------------------------------------------------------- words ---- */

newsidx_status nx_lex_plain_word(nx_lexer *lexer, nx_typed_word *word)
{
    nx_token token = {.kind = NX_TOKEN_WORD,
                      .form = word->mark == '=' ? NX_WORD_EXACT : NX_WORD_STEM,
                      .has_mark = word->mark != '\0',
                      .span = {word->start, word->end}};
    newsidx_text body = word->body;
    const nx_tail tail = cut_tail(&body);
    const nx_token *last = nx_lexer_last(lexer);
    const char *spelling;
    bool is_operator;
    bool is_changed;

    lexer->offset = word->end;
    if (!nx_scan_has_word(body))
        return NEWSIDX_OK;
    if (tail.is_prefix || memchr(body.bytes, '*', body.length) != NULL ||
        memchr(body.bytes, '?', body.length) != NULL)
        return lex_pattern(lexer, token, body, &tail);
    if (tail.is_fuzzy)
        return lex_fuzzy(lexer, token, body, tail.edits);
    if (token.has_mark)
        return nx_lexer_push_text(lexer, token, body, NX_SCAN_BLANKS);
    is_operator = word->start == word->lead &&
                  body.length == word->end - word->start &&
                  !nx_lexer_is_operand_here(lexer);
    spelling = nx_names_operator(body);
    if (spelling != NULL)
        return push_operator(lexer, token, body, spelling, is_operator);
    if (nx_names_proximity(body, &token.relation, &is_changed)) {
        if (is_operator)
            return push_proximity(lexer, token, is_changed);
        if (last != NULL && last->kind == NX_TOKEN_MINUS)
            nx_lexer_note(lexer, NX_DIAGNOSIS_LOWER, token.span,
                          "read as a word; no dash goes before an operator",
                          "NOT");
        token.form = NX_WORD_EXACT;
    }
    return nx_lexer_push_text(lexer, token, body, NX_SCAN_BLANKS);
}

/* Marks before a word: the first one counts. */
newsidx_status nx_lex_word(nx_lexer *lexer, size_t end)
{
    nx_typed_word word = {
        .start = lexer->offset, .lead = lexer->offset, .end = end};
    const char first = lexer->text.bytes[word.start];
    newsidx_span marks = {word.start, word.start};
    bool has_star = false;

    while (is_one_of(lexer->text.bytes[word.lead], "-=~*?")) {
        has_star = has_star || lexer->text.bytes[word.lead] == '*';
        word.lead++;
    }
    marks.end = word.lead;
    if (first == '-' && nx_lexer_is_operand_here(lexer))
        nx_lexer_note(lexer, NX_DIAGNOSIS_DANGLING, marks,
                      "a dash goes before the field's name, ignored", NULL);
    if (has_star)
        nx_lexer_note(lexer, NX_DIAGNOSIS_WILDCARD, marks,
                      "a wildcard cannot begin a word, ignored", NULL);
    word.body = nx_lexer_slice(lexer, word.lead, end);
    word.mark = first == '=' || first == '~' ? first : '\0';
    return word.mark != '\0' ? nx_lex_plain_word(lexer, &word)
                             : nx_lex_named(lexer, &word);
}
