#include "query/lexer.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "query/quotes.h"

#include <string.h>

/* "(a|b) (c|d) (e|f) (g|h)" is spelled in so many ways. */
#define MOST_SPELLINGS 16

/*
 * Where the phrase that begins at `start` ends, and where to go on. False if no
 * quote closes it: it then goes to the end, or to where the group that it
 * stands in is closed.
 */
static bool find_phrase_end(const nx_lexer *lexer, size_t start,
                            size_t *out_end, size_t *out_next)
{
    const newsidx_text text = lexer->text;
    const char *group_end;

    if (nx_quotes_find_close(text, start, out_end, out_next))
        return true;
    *out_end = text.length;
    if (lexer->depth > 0 && start < text.length) {
        group_end = memchr(text.bytes + start, ')', text.length - start);
        if (group_end != NULL)
            *out_end = (size_t)(group_end - text.bytes);
    }
    *out_next = *out_end;
    return false;
}

/* -------------------------------------------------------- alternatives ---- */

/*
 * Where the alternatives that come next stand, as "(a|b)" in a phrase, from
 * `start` on. Parentheses without a bar are none.
 */
static bool find_alternatives(newsidx_text text, size_t start,
                              newsidx_span *out)
{
    bool is_open = false;
    bool has_bar = false;

    for (size_t i = start; i < text.length; i++) {
        switch (text.bytes[i]) {
        case '(':
            is_open = true;
            has_bar = false;
            out->start = i;
            break;
        case '|':
            has_bar = is_open;
            break;
        case ')':
            out->end = i + 1;
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

/* In "(a|b)", the parentheses with it. */
static size_t count_alternatives(newsidx_text group)
{
    size_t count = 1;

    for (size_t i = 0; i < group.length; i++)
        count += group.bytes[i] == '|' ? 1 : 0;
    return count;
}

static newsidx_text pick_alternative(newsidx_text group, size_t number)
{
    size_t start = 1;

    for (size_t i = 1; i < group.length; i++) {
        if (group.bytes[i] != '|' && group.bytes[i] != ')')
            continue;
        if (number == 0)
            return nx_str_slice(group.bytes + start, i - start);
        number--;
        start = i + 1;
    }
    return nx_str_slice(group.bytes, 0);
}

/* What stands between alternatives; further signs of theirs are blanks. */
static void add_between(nx_buf *out, newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const char byte = text.bytes[i];
        const bool is_sign = byte == '(' || byte == ')' || byte == '|';

        nx_buf_add_byte(out, is_sign ? ' ' : byte);
    }
}

/*
 * The spelling with this number, in which the first alternatives change
 * fastest. Returns how many spellings there are, or some number that is more
 * than are read.
 */
static size_t spell(newsidx_text text, size_t number, nx_buf *out)
{
    newsidx_span place;
    size_t total = 1;
    size_t end = 0;

    while (find_alternatives(text, end, &place)) {
        const newsidx_text group =
            nx_str_slice(text.bytes + place.start, place.end - place.start);
        const size_t count = count_alternatives(group);

        add_between(out, nx_str_slice(text.bytes + end, place.start - end));
        nx_buf_add_text(out, pick_alternative(group, number % count));
        number /= count;
        end = place.end;
        if (total <= MOST_SPELLINGS)
            total *= count;
    }
    add_between(out, nx_str_slice(text.bytes + end, text.length - end));
    return total;
}

/* All spellings that have a word, cleaned; `texts` has room for the most. */
static newsidx_status spell_all(nx_lexer *lexer, newsidx_text text,
                                newsidx_span span, newsidx_text *texts,
                                size_t *out_count)
{
    newsidx_status status = NEWSIDX_OK;
    size_t total = 1;
    nx_buf buf;

    *out_count = 0;
    /* No spelling is longer than the phrase. */
    nx_buf_init(&buf, text.length);
    for (size_t i = 0; i < total && i < MOST_SPELLINGS; i++) {
        nx_buf_clear(&buf);
        total = spell(text, i, &buf);
        if (buf.status < 0) {
            status = nx_fail_memory(lexer->err);
            goto cleanup;
        }
        if (!nx_scan_has_word(nx_buf_text(&buf)))
            continue;
        texts[*out_count] =
            nx_scan_clean(lexer->arena, nx_buf_text(&buf), NX_SCAN_BLANKS);
        if (texts[*out_count].bytes == NULL) {
            status = nx_fail_memory(lexer->err);
            goto cleanup;
        }
        (*out_count)++;
    }
    if (total > MOST_SPELLINGS)
        nx_lexer_note(lexer, NX_DIAGNOSIS_LIMIT, span,
                      "too many ways to spell it, only 16 are read", NULL);

cleanup:
    nx_buf_finish(&buf);
    return status;
}

static newsidx_status push_spellings(nx_lexer *lexer, nx_token token)
{
    newsidx_status status;
    size_t count;

    token.others =
        nx_arena_array(lexer->arena, MOST_SPELLINGS, sizeof *token.others);
    if (token.others == NULL)
        return nx_fail_memory(lexer->err);
    status = spell_all(lexer, token.text, token.span, token.others, &count);
    if (status < 0)
        return status;
    if (count == 0) {
        token.kind = NX_TOKEN_EMPTY;
        return nx_lexer_push(lexer, token);
    }
    token.text = token.others[0];
    token.others++;
    token.other_count = count - 1;
    return nx_lexer_push(lexer, token);
}

/* ------------------------------------------------------------- phrases ---- */

/* In verbatim("...") everything is as it stands. */
static bool is_in_verbatim(const nx_lexer *lexer)
{
    const nx_token *last = nx_lexer_last(lexer);

    return last != NULL && last->kind == NX_TOKEN_OPEN && last->is_attached &&
           lexer->tokens->count > 1 && last[-1].kind == NX_TOKEN_FUNCTION &&
           last[-1].meaning.function == NX_FUNCTION_VERBATIM;
}

/* Letters, digits and, behind two of them, wildcards. */
static bool is_plain_word(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!nx_is_alpha(word[i]) && !nx_is_digit(word[i]) &&
            (unsigned char)word[i] < 0x80 && (word[i] != '*' || i < 2))
            return false;
    return length > 0;
}

/* How a phrase with wildcards can be asked for: each word just before the
 * next, by the letters it has. NULL: not so simple, or no memory. */
static const char *suggest_sequence(nx_lexer *lexer, newsidx_text phrase)
{
    nx_buf buf;
    newsidx_text copy = {NULL, 0};
    size_t next;

    nx_buf_init(&buf, NX_LIMIT_QUERY_BYTES);
    for (size_t at = 0; at < phrase.length; at = next + 1) {
        const char *word = phrase.bytes + at;
        const char *blank = memchr(word, ' ', phrase.length - at);

        next = blank != NULL ? (size_t)(blank - phrase.bytes) : phrase.length;
        if (!is_plain_word(word, next - at))
            goto cleanup;
        if (at > 0)
            nx_buf_add_string(&buf, " pre/1 ");
        if (memchr(word, '*', next - at) == NULL)
            nx_buf_add_byte(&buf, '=');
        nx_buf_add(&buf, word, next - at);
    }
    if (buf.status >= 0)
        copy = nx_arena_text(lexer->arena, nx_buf_text(&buf));

cleanup:
    nx_buf_finish(&buf);
    return copy.bytes;
}

newsidx_status nx_lex_phrase(nx_lexer *lexer, char mark)
{
    nx_token token = {.kind = NX_TOKEN_PHRASE,
                      .form = mark == '~' ? NX_WORD_STEM : NX_WORD_EXACT,
                      .has_mark = mark != '\0'};
    size_t content = lexer->offset + (token.has_mark ? 1 : 0);
    newsidx_span place;
    newsidx_text text;
    size_t end;

    (void)nx_scan_character(lexer->text, content, &content);
    token.span.start = lexer->offset;
    if (!find_phrase_end(lexer, content, &end, &token.span.end))
        nx_lexer_note(lexer, NX_DIAGNOSIS_QUOTE, token.span,
                      "unclosed quote, all that follows is in it", NULL);
    lexer->offset = token.span.end;
    text = nx_lexer_slice(lexer, content, end);
    if (!nx_scan_has_word(text)) {
        token.kind = NX_TOKEN_EMPTY;
        return nx_lexer_push(lexer, token);
    }
    text = nx_quotes_undouble(text, lexer->arena);
    if (text.bytes == NULL)
        return nx_fail_memory(lexer->err);
    /* Cleaned first: what alternatives bring together are whole characters. */
    token.text = nx_scan_clean(lexer->arena, text, NX_SCAN_BLANKS);
    if (token.text.bytes == NULL)
        return nx_fail_memory(lexer->err);
    if (is_in_verbatim(lexer)) {
        token.form = NX_WORD_VERBATIM;
        return nx_lexer_push(lexer, token);
    }
    if (memchr(text.bytes, '*', text.length) != NULL)
        nx_lexer_note(lexer, NX_DIAGNOSIS_WILDCARD, token.span,
                      "a wildcard in quotes is only punctuation",
                      suggest_sequence(lexer, token.text));
    if (find_alternatives(token.text, 0, &place))
        return push_spellings(lexer, token);
    return nx_lexer_push(lexer, token);
}
