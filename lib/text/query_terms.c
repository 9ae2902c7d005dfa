#include "text/query_terms.h"

#include "base/str.h"
#include "text/acronym.h"
#include "text/fold.h"
#include "text/stop_words.h"
#include "text/variants.h"

#include <string.h>

/*
 * While a text is cut, letters of a dead script stand for its wildcards, so
 * that the rules for words hold for patterns too: Lycian has no cases, no
 * accents and no newspapers.
 */
#define WILDCARD_BYTES 4
static const char any_characters[] = "\xF0\x90\x8A\x80"; /* * is U+10280 */
static const char one_character[] = "\xF0\x90\x8A\x81";  /* ? is U+10281 */

/* What was typed while it is cut. */
typedef struct typed_text {
    newsidx_text text;
    nx_analyzer *analyzer;
    const char *language;
    nx_term_form form;
    bool is_masked; /* letters stand for wildcards */
    bool is_shouting;
    nx_arena *arena;
    nx_query_terms *out;
    newsidx_text joined; /* of the first token */
    size_t exact_length; /* of all tokens together */
    size_t masked_to;    /* how far wildcards are counted, */
    size_t typed_to;     /* and where that was typed */
    nx_token_kind last_kind;
    bool last_overlaps; /* the token before, so it ends a run of several */
} typed_text;

/* Of arrays that double from two on: room for one more. An arena doesn't grow
 * things: they are copied. */
static void *make_room(nx_arena *arena, void *array, size_t count,
                       size_t element_length)
{
    void *larger;

    if (count > 0 && (count < 2 || (count & (count - 1)) != 0))
        return array;
    larger = nx_arena_array(arena, count > 0 ? count * 2 : 2, element_length);
    if (larger != NULL && count > 0)
        memcpy(larger, array, count * element_length);
    return larger;
}

static nx_query_position *add_position(typed_text *typed)
{
    nx_query_terms *out = typed->out;

    out->positions = make_room(typed->arena, out->positions, out->count,
                               sizeof *out->positions);
    return out->positions != NULL ? &out->positions[out->count++] : NULL;
}

/* Names that differ may have one stem: it comes once. */
static bool add_term(typed_text *typed, nx_query_position *position,
                     newsidx_text term)
{
    for (size_t i = 0; i < position->term_count; i++) {
        if (nx_str_equal(position->terms[i], term))
            return true;
    }
    term = nx_arena_text(typed->arena, term);
    position->terms = make_room(typed->arena, position->terms,
                                position->term_count, sizeof *position->terms);
    if (term.bytes == NULL || position->terms == NULL)
        return false;
    position->terms[position->term_count++] = term;
    return true;
}

/* ------------------------------------------------------------ patterns ---- */

static bool has_wildcard(newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '*' || text.bytes[i] == '?')
            return true;
    }
    return false;
}

/* Letters for wildcards. `bytes` is NULL when there is no memory. */
static newsidx_text mask(newsidx_text text, nx_arena *arena)
{
    char *bytes = nx_arena_alloc(arena, text.length * WILDCARD_BYTES);
    size_t length = 0;

    for (size_t i = 0; i < text.length && bytes != NULL; i++) {
        const char byte = text.bytes[i];

        if (byte == '*' || byte == '?') {
            memcpy(bytes + length, byte == '*' ? any_characters : one_character,
                   WILDCARD_BYTES);
            length += WILDCARD_BYTES;
        } else {
            bytes[length++] = byte;
        }
    }
    return nx_str_slice(bytes, length);
}

/* What the letter at bytes[at] stands for; NUL for a letter like any other. */
static char wildcard_at(newsidx_text masked, size_t at)
{
    const newsidx_text rest =
        nx_str_slice(masked.bytes + at, masked.length - at);

    if (nx_str_starts_with(rest, nx_str(any_characters)))
        return '*';
    return nx_str_starts_with(rest, nx_str(one_character)) ? '?' : '\0';
}

static size_t count_wildcards(newsidx_text masked)
{
    size_t count = 0;

    for (size_t i = 0; i < masked.length; i++)
        count += wildcard_at(masked, i) != '\0';
    return count;
}

static bool add_pattern(typed_text *typed, nx_query_position *position,
                        newsidx_text masked)
{
    char pattern[NX_FORM_BYTES];
    size_t length = 0;
    size_t i = 0;

    while (i < masked.length) {
        const char wildcard = wildcard_at(masked, i);

        pattern[length++] = wildcard != '\0' ? wildcard : masked.bytes[i];
        i += wildcard != '\0' ? WILDCARD_BYTES : 1;
    }
    position->is_pattern = true;
    return add_term(typed, position, nx_str_slice(pattern, length));
}

/* Where `length` bytes of what is cut were typed. Starts only rise. */
static newsidx_span typed_span(typed_text *typed, size_t start, size_t length)
{
    const char *bytes = typed->text.bytes;
    newsidx_text before =
        nx_str_slice(bytes + typed->masked_to, start - typed->masked_to);
    const newsidx_text word = nx_str_slice(bytes + start, length);
    newsidx_span span = {start, start + length};

    if (!typed->is_masked)
        return span;
    typed->typed_to +=
        before.length - count_wildcards(before) * (WILDCARD_BYTES - 1);
    typed->masked_to = start;
    span.start = typed->typed_to;
    span.end =
        span.start + length - count_wildcards(word) * (WILDCARD_BYTES - 1);
    return span;
}

/* --------------------------------------------------------------- words ---- */

/*
 * US is the country and us is not. Stop lists leave "us" out, because who
 * types it in small letters mostly means the country too, so it is named.
 */
static bool asks_for_mark(const typed_text *typed, const nx_token *token)
{
    const newsidx_text word = nx_str_slice(typed->text.bytes + token->start,
                                           token->end - token->start);

    if (typed->form != NX_FORM_STEM && typed->form != NX_FORM_EXACT)
        return false;
    if (token->kind == NX_TOKEN_ACRONYM)
        return true;
    return !typed->is_shouting && nx_acronym_is_capitals(word) &&
           (nx_stop_words_has(typed->language, token->exact) ||
            nx_str_equal(token->exact, nx_str("us")));
}

static bool add_mark(typed_text *typed, nx_query_position *position,
                     newsidx_text exact)
{
    char mark[1 + NX_FORM_BYTES];

    mark[0] = '^';
    memcpy(mark + 1, exact.bytes, exact.length);
    return add_term(typed, position, nx_str_slice(mark, 1 + exact.length));
}

/*
 * A text has a word of stem S as S, if it is S, and as ~S, if it isn't. So
 * both are looked for; that S may also be a word with another stem is the
 * price, and rare.
 */
static bool add_stems(typed_text *typed, nx_query_position *position,
                      const nx_token *token)
{
    char stem[1 + NX_FORM_BYTES];
    newsidx_text other = token->stem;

    if (token->kind != NX_TOKEN_WORD)
        return add_term(typed, position, token->exact);
    if (other.length == 0) {
        stem[0] = '~';
        memcpy(stem + 1, token->exact.bytes, token->exact.length);
        other = nx_str_slice(stem, 1 + token->exact.length);
    }
    return add_term(typed, position,
                    nx_str_slice(other.bytes + 1, other.length - 1)) &&
           add_term(typed, position, other);
}

static bool add_terms(typed_text *typed, nx_query_position *position,
                      const nx_token *token)
{
    if (asks_for_mark(typed, token))
        return add_mark(typed, position, token->exact);
    if (typed->is_masked && count_wildcards(token->exact) > 0)
        return add_pattern(typed, position, token->exact);
    position->is_stop_word = nx_stop_words_has(typed->language, token->exact);
    if (token->kind == NX_TOKEN_WORD) {
        position->is_fuzzy = typed->form == NX_FORM_FUZZY;
        position->typed = nx_arena_text(typed->arena, token->exact);
        if (position->typed.bytes == NULL)
            return false;
    }
    if (typed->form == NX_FORM_STEM || typed->form == NX_FORM_FUZZY)
        return add_stems(typed, position, token);
    return add_term(typed, position, token->exact);
}

static int take_token(const nx_token *token, void *user)
{
    typed_text *typed = user;
    const nx_query_terms *out = typed->out;
    nx_query_position *position;
    newsidx_span span;

    /* Of "al-*-qaida" nothing is known of the word between. */
    if (typed->is_masked &&
        count_wildcards(token->exact) * WILDCARD_BYTES == token->exact.length)
        return 0;
    span = typed_span(typed, token->start, token->end - token->start);
    typed->last_overlaps =
        out->count > 0 && out->positions[out->count - 1].span.end > span.start;
    typed->last_kind = token->kind;
    typed->exact_length += token->exact.length;
    position = add_position(typed);
    if (position == NULL)
        return 1;
    position->span = span;
    if (out->count == 1 && token->joined.length > 0 && !typed->is_masked) {
        typed->joined = nx_arena_text(typed->arena, token->joined);
        if (typed->joined.bytes == NULL)
            return 1;
    }
    return add_terms(typed, position, token) ? 0 : 1;
}

/* ------------------------------------------------------------ variants ---- */

/* A position that gets the stems of one more word. */
typedef struct addition {
    typed_text *typed;
    nx_query_position *position;
} addition;

static int take_variant(const nx_token *token, void *user)
{
    const addition *to = user;

    return add_stems(to->typed, to->position, token) ? 0 : 1;
}

/* The names are those of English news: elsewhere they are other words. */
static newsidx_status add_variants(typed_text *typed, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    if (strcmp(typed->language, "en") != 0 ||
        (typed->form != NX_FORM_STEM && typed->form != NX_FORM_FUZZY))
        return NEWSIDX_OK;
    for (size_t i = 0; i < typed->out->count; i++) {
        addition to = {typed, &typed->out->positions[i]};
        newsidx_text rest = nx_variants_find(to.position->typed);

        while (rest.length > 0 && status >= 0)
            status = nx_analyze(typed->analyzer, nx_variants_next(&rest),
                                take_variant, &to, err);
    }
    return status;
}

/* ---------------------------------------------------------- all of it ---- */

/*
 * A single * that ends the text is no part of a word: "U.S.*" and a run of Han
 * with it are cut as they are without it.
 */
static bool is_prefix(newsidx_text text)
{
    if (text.length == 0 || text.bytes[text.length - 1] != '*')
        return false;
    text.length--;
    return !has_wildcard(text);
}

newsidx_status nx_query_terms_analyze(nx_analyzer *analyzer, newsidx_text text,
                                      nx_term_form form, bool is_shouting,
                                      nx_arena *arena, nx_query_terms *out,
                                      newsidx_error *err)
{
    const bool has_prefix = form == NX_FORM_PATTERN && is_prefix(text);
    typed_text typed = {0};
    nx_query_position *last;
    newsidx_status status;

    memset(out, 0, sizeof *out);
    if (has_prefix)
        text.length--;
    typed.text = text;
    typed.analyzer = analyzer;
    typed.language = nx_analyzer_language(analyzer);
    typed.form = form;
    typed.is_shouting = is_shouting;
    typed.arena = arena;
    typed.out = out;
    typed.is_masked = form == NX_FORM_PATTERN && has_wildcard(text);
    if (typed.is_masked)
        typed.text = mask(text, arena);
    if (typed.is_masked && typed.text.bytes == NULL)
        return nx_fail_memory(err);
    status = nx_analyze(analyzer, typed.text, take_token, &typed, err);
    if (status >= 0)
        status = add_variants(&typed, err);
    if (status == NEWSIDX_ERR_CANCELLED)
        return nx_fail_memory(err);
    if (status < 0 || out->count == 0)
        return status;

    /* The joined form is the whole if it is as long as all parts together. */
    if (out->count > 1 && typed.joined.length == typed.exact_length)
        out->joined = typed.joined;
    if (typed.last_kind == NX_TOKEN_RUN && typed.last_overlaps)
        out->count--;
    last = &out->positions[out->count - 1];
    last->is_prefix =
        has_prefix || (typed.last_kind == NX_TOKEN_RUN && !typed.last_overlaps);
    return NEWSIDX_OK;
}
