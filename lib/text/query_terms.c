#include "text/query_terms.h"

#include "base/str.h"
#include "text/acronym.h"
#include "text/fold.h"
#include "text/stop_words.h"

#include <string.h>

/* What was typed while it is cut. */
typedef struct typed_text {
    newsidx_text text;
    const char *language;
    nx_term_form form;
    bool is_shouting;
    nx_arena *arena;
    nx_query_terms *out;
    size_t capacity;
    newsidx_text joined; /* of the first token */
    size_t exact_length; /* of all tokens together */
    nx_token_kind last_kind;
    bool last_overlaps; /* the token before, so it ends a run of several */
} typed_text;

/* Room for one more. An arena doesn't grow things: they are copied. */
static nx_query_position *add_position(typed_text *typed)
{
    nx_query_terms *out = typed->out;

    if (out->count == typed->capacity) {
        const size_t capacity = typed->capacity > 0 ? typed->capacity * 2 : 4;
        nx_query_position *positions =
            nx_arena_array(typed->arena, capacity, sizeof(nx_query_position));

        if (positions == NULL)
            return NULL;
        if (out->count > 0)
            memcpy(positions, out->positions, out->count * sizeof *positions);
        out->positions = positions;
        typed->capacity = capacity;
    }
    return &out->positions[out->count++];
}

static bool add_term(typed_text *typed, nx_query_position *position,
                     newsidx_text term)
{
    if (position->terms == NULL)
        position->terms =
            nx_arena_array(typed->arena, 2, sizeof position->terms[0]);
    if (position->terms == NULL)
        return false;
    term = nx_arena_text(typed->arena, term);
    if (term.bytes == NULL)
        return false;
    position->terms[position->term_count++] = term;
    return true;
}

/*
 * US is the country and us is not. Stop lists leave "us" out, because who
 * types it in small letters mostly means the country too, so it is named.
 */
static bool asks_for_mark(const typed_text *typed, const nx_token *token)
{
    const newsidx_text word = nx_str_slice(typed->text.bytes + token->start,
                                           token->end - token->start);

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
    if (typed->form != NX_FORM_PREFIX && asks_for_mark(typed, token))
        return add_mark(typed, position, token->exact);
    position->is_stop_word = nx_stop_words_has(typed->language, token->exact);
    if (typed->form == NX_FORM_STEM)
        return add_stems(typed, position, token);
    return add_term(typed, position, token->exact);
}

static int take_token(const nx_token *token, void *user)
{
    typed_text *typed = user;
    const nx_query_terms *out = typed->out;
    nx_query_position *position;

    typed->last_overlaps =
        out->count > 0 &&
        out->positions[out->count - 1].span.end > token->start;
    typed->last_kind = token->kind;
    typed->exact_length += token->exact.length;
    position = add_position(typed);
    if (position == NULL)
        return 1;
    position->span.start = token->start;
    position->span.end = token->end;
    if (out->count == 1 && token->joined.length > 0) {
        typed->joined = nx_arena_text(typed->arena, token->joined);
        if (typed->joined.bytes == NULL)
            return 1;
    }
    return add_terms(typed, position, token) ? 0 : 1;
}

newsidx_status nx_query_terms_analyze(nx_analyzer *analyzer, newsidx_text text,
                                      nx_term_form form, bool is_shouting,
                                      nx_arena *arena, nx_query_terms *out,
                                      newsidx_error *err)
{
    typed_text typed = {0};
    nx_query_position *last;
    newsidx_status status;

    memset(out, 0, sizeof *out);
    typed.text = text;
    typed.language = nx_analyzer_language(analyzer);
    typed.form = form;
    typed.is_shouting = is_shouting;
    typed.arena = arena;
    typed.out = out;
    status = nx_analyze(analyzer, text, take_token, &typed, err);
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
    last->is_prefix = form == NX_FORM_PREFIX ||
                      (typed.last_kind == NX_TOKEN_RUN && !typed.last_overlaps);
    return NEWSIDX_OK;
}
