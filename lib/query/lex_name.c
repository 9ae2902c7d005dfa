#include "query/lexer.h"

#include "base/str.h"

/* A name with ":" or "=" and nothing behind it that it could be of. */
static newsidx_status lex_bare_name(nx_lexer *lexer, nx_typed_word *word,
                                    size_t name_length, const char *message)
{
    const newsidx_span span = {word->lead, word->lead + name_length + 1};

    if (message != NULL)
        nx_lexer_note(lexer, NX_DIAGNOSIS_FIELD, span, message, NULL);
    word->body.length = name_length;
    return nx_lex_plain_word(lexer, word);
}

/* http://example.org/a, Re:Syria */
static newsidx_status
lex_unknown_field(nx_lexer *lexer, const nx_typed_word *word, newsidx_text name)
{
    const nx_token token = {.kind = NX_TOKEN_PHRASE,
                            .form = NX_WORD_EXACT,
                            .span = {word->start, word->end}};

    nx_lexer_note(lexer, NX_DIAGNOSIS_FIELD, token.span,
                  "no such field, read as a phrase", nx_names_nearest(name));
    lexer->offset = word->end;
    return nx_lexer_push_text(lexer, token, word->body, NX_SCAN_ADDRESS);
}

/* `after` is where the token ends and what it's for begins. */
static newsidx_status push_name(nx_lexer *lexer, const nx_typed_word *word,
                                nx_token_kind kind, const nx_meaning *meaning,
                                size_t after)
{
    const nx_token token = {
        .kind = kind, .meaning = *meaning, .span = {word->start, after}};

    lexer->offset = after;
    return nx_lexer_push(lexer, token);
}

/* The value begins at `after`. */
static newsidx_status lex_filter(nx_lexer *lexer, const nx_typed_word *word,
                                 const nx_meaning *meaning, nx_filter_sign sign,
                                 size_t after)
{
    const nx_filter_reader reader = {.text = lexer->text,
                                     .kind = meaning->filter,
                                     .sign = sign,
                                     .shown = meaning->shown,
                                     .today = lexer->today,
                                     .arena = lexer->arena,
                                     .err = lexer->err};
    nx_token token = {.kind = NX_TOKEN_FILTER, .span = {word->start, after}};
    const newsidx_status status =
        nx_filter_read(&reader, &token.span.end, &token.filter);

    if (status < 0)
        return status;
    lexer->offset = token.span.end;
    return nx_lexer_push(lexer, token);
}

/* name:... and name=... */
static newsidx_status lex_colon(nx_lexer *lexer, nx_typed_word *word,
                                newsidx_text name)
{
    const char sign = name.bytes[name.length];
    const size_t after = word->lead + name.length + 1;
    const newsidx_text rest = nx_lexer_slice(lexer, after, word->end);
    const bool has_operand = nx_scan_has_word(rest) ||
                             nx_lexer_begins_operand(lexer, word->end, true);
    nx_meaning meaning;
    const newsidx_status status =
        nx_names_find(name, NX_NAME_COLON, word->start, &meaning, lexer->err);

    if (status < 0)
        return status;
    if (status == NEWSIDX_NOT_FOUND) {
        if (sign != ':')
            return nx_lex_plain_word(lexer, word);
        if (nx_scan_has_word(rest))
            return lex_unknown_field(lexer, word, name);
        return lex_bare_name(lexer, word, name.length,
                             has_operand ? "no such field, read as a word"
                                         : NULL);
    }
    if (meaning.kind == NX_NAME_FILTER)
        return lex_filter(lexer, word, &meaning, meaning.sign, after);
    if (!has_operand)
        return lex_bare_name(lexer, word, name.length,
                             rest.length == 0
                                 ? "no blank may follow a field, read as a word"
                                 : "no word in this field, read as a word");
    return push_name(lexer, word, NX_TOKEN_FIELD, &meaning,
                     sign == '=' ? after - 1 : after);
}

/* name<... name<=... name>... name>=... */
static newsidx_status lex_compare(nx_lexer *lexer, nx_typed_word *word,
                                  newsidx_text name)
{
    const bool is_less = name.bytes[name.length] == '<';
    const bool is_or_equal = word->body.length > name.length + 1 &&
                             name.bytes[name.length + 1] == '=';
    nx_filter_sign sign = is_less ? NX_SIGN_LESS : NX_SIGN_MORE;
    nx_meaning meaning;
    const newsidx_status status =
        nx_names_find(name, NX_NAME_COMPARE, word->start, &meaning, lexer->err);

    if (status < 0)
        return status;
    if (status == NEWSIDX_NOT_FOUND)
        return nx_lex_plain_word(lexer, word);
    if (is_or_equal)
        sign = is_less ? NX_SIGN_AT_MOST : NX_SIGN_AT_LEAST;
    return lex_filter(lexer, word, &meaning, sign,
                      word->lead + name.length + (is_or_equal ? 2 : 1));
}

/* A word before a parenthesis: source(AP) is a filter that was misspelt, and
 * atleast(truce) lacks its number. */
static newsidx_status lex_no_call(nx_lexer *lexer, nx_typed_word *word)
{
    const newsidx_span span = {word->start, word->end};
    nx_meaning meaning;
    const newsidx_status status = nx_names_find(
        word->body, NX_NAME_COLON, word->start, &meaning, lexer->err);

    if (status < 0)
        return status;
    if (status == NEWSIDX_OK && meaning.kind == NX_NAME_FILTER)
        return nx_fail_at(lexer->err, NEWSIDX_ERR_QUERY, word->start,
                          "%s has no parentheses: its value follows the colon",
                          meaning.shown);
    if (nx_str_equal_ascii(word->body, nx_str("atleast")) ||
        nx_str_equal_ascii(word->body, nx_str("first")))
        nx_lexer_note(lexer, NX_DIAGNOSIS_NUMBER, span,
                      "a number is missing before the parenthesis, read as a "
                      "word",
                      NULL);
    return nx_lex_plain_word(lexer, word);
}

/* name( */
static newsidx_status lex_call(nx_lexer *lexer, nx_typed_word *word)
{
    const newsidx_span span = {word->start, word->end};
    nx_meaning meaning;
    const newsidx_status status = nx_names_find(
        word->body, NX_NAME_CALL, word->start, &meaning, lexer->err);

    if (status < 0)
        return status;
    if (status == NEWSIDX_NOT_FOUND)
        return lex_no_call(lexer, word);
    if (meaning.is_count_changed)
        nx_lexer_note(lexer, NX_DIAGNOSIS_NUMBER, span,
                      "this number cannot be; read as the nearest", NULL);
    return push_name(lexer, word,
                     meaning.kind == NX_NAME_FIELD ? NX_TOKEN_FIELD
                                                   : NX_TOKEN_FUNCTION,
                     &meaning, word->end);
}

newsidx_status nx_lex_named(nx_lexer *lexer, nx_typed_word *word)
{
    newsidx_text name = {word->body.bytes, 0};

    while (name.length < word->body.length &&
           nx_is_alpha(name.bytes[name.length]))
        name.length++;
    if (name.length > 0 && name.length < word->body.length) {
        switch (name.bytes[name.length]) {
        case ':':
        case '=':
            return lex_colon(lexer, word, name);
        case '<':
        case '>':
            return lex_compare(lexer, word, name);
        default:
            break;
        }
    }
    if (nx_lexer_begins_operand(lexer, word->end, true) &&
        lexer->text.bytes[word->end] == '(')
        return lex_call(lexer, word);
    return nx_lex_plain_word(lexer, word);
}
