#include "query/lex.h"

#include "base/memory.h"
#include "base/str.h"
#include "query/lexer.h"

#include <string.h>

void nx_tokens_init(nx_tokens *tokens)
{
    memset(tokens, 0, sizeof *tokens);
}

void nx_tokens_finish(nx_tokens *tokens)
{
    nx_free(tokens->items);
    nx_tokens_init(tokens);
}

newsidx_text nx_lexer_slice(const nx_lexer *lexer, size_t start, size_t end)
{
    return nx_str_slice(lexer->text.bytes + start, end - start);
}

void nx_lexer_note(nx_lexer *lexer, nx_diagnosis code, newsidx_span span,
                   const char *message, const char *suggestion)
{
    nx_diagnoses_add(lexer->diagnoses, code, span, message, suggestion);
}

newsidx_status nx_lexer_push(nx_lexer *lexer, nx_token token)
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

newsidx_status nx_lexer_push_text(nx_lexer *lexer, nx_token token,
                                  newsidx_text text, nx_scan_parting parting)
{
    token.text = nx_scan_clean(lexer->arena, text, parting);
    if (token.text.bytes == NULL)
        return nx_fail_memory(lexer->err);
    return nx_lexer_push(lexer, token);
}

static newsidx_status push_mark(nx_lexer *lexer, nx_token_kind kind,
                                size_t start, size_t end)
{
    const nx_token token = {.kind = kind, .span = {start, end}};

    return nx_lexer_push(lexer, token);
}

const nx_token *nx_lexer_last(const nx_lexer *lexer)
{
    const nx_tokens *tokens = lexer->tokens;

    if (!lexer->is_attached || tokens->count == 0)
        return NULL;
    return &tokens->items[tokens->count - 1];
}

bool nx_lexer_is_operand_here(const nx_lexer *lexer)
{
    const nx_token *last = nx_lexer_last(lexer);

    return last != NULL &&
           (last->kind == NX_TOKEN_MINUS || last->kind == NX_TOKEN_FIELD);
}

bool nx_lexer_begins_operand(const nx_lexer *lexer, size_t offset,
                             bool or_group)
{
    size_t end;

    if (offset >= lexer->text.length)
        return false;
    if (or_group && lexer->text.bytes[offset] == '(')
        return true;
    return nx_scan_is_quote(nx_scan_character(lexer->text, offset, &end));
}

/*
 * Punctuation alone is nothing, but "~" may be a phrase's mark, and "*" be all
 * there is.
 */
static newsidx_status lex_punctuation(nx_lexer *lexer, size_t end)
{
    const nx_token *before = nx_lexer_last(lexer);
    const size_t start = lexer->offset;
    const newsidx_text run = nx_lexer_slice(lexer, start, end);
    const newsidx_span span = {start, end};
    const char last = run.bytes[run.length - 1];

    if (memchr(run.bytes, '*', run.length) != NULL) {
        if (run.length == 1 &&
            (before == NULL || before->kind == NX_TOKEN_OPEN ||
             before->kind == NX_TOKEN_OR)) {
            lexer->offset = end;
            return push_mark(lexer, NX_TOKEN_ALL, start, end);
        }
        nx_lexer_note(lexer, NX_DIAGNOSIS_WILDCARD, span,
                      "a wildcard needs two letters before it, ignored", NULL);
    }
    if ((last == '~' || last == '=') &&
        nx_lexer_begins_operand(lexer, end, false)) {
        lexer->offset = end - 1;
        return nx_lex_phrase(lexer, last);
    }
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
    run = nx_lexer_slice(lexer, start, end);
    has_word = nx_scan_has_word(run);
    /* Two dashes are a dash of the text's. */
    if (lexer->is_after_blank && run.bytes[0] == '-' &&
        !(run.length > 1 && run.bytes[1] == '-') &&
        (has_word || nx_lexer_begins_operand(lexer, end, true))) {
        lexer->offset++;
        return push_mark(lexer, NX_TOKEN_MINUS, start, start + 1);
    }
    lexer->is_after_blank = false;
    return has_word ? nx_lex_word(lexer, end) : lex_punctuation(lexer, end);
}

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
        return nx_lex_phrase(lexer, '\0');
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

newsidx_status nx_lex(newsidx_text text, const nx_today *today, nx_arena *arena,
                      nx_diagnoses *diagnoses, nx_tokens *tokens,
                      newsidx_error *err)
{
    nx_lexer lexer = {.text = text,
                      .today = today,
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
