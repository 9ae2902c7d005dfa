#include "text/analyze.h"

#include "base/memory.h"
#include "base/str.h"
#include "text/acronym.h"
#include "text/chars.h"
#include "text/piece.h"
#include "text/runs.h"
#include "text/sentence.h"
#include "text/words.h"

#include <string.h>

/* A chain of more parts than these is not joined: nobody writes it as one
 * word. */
#define CHAIN_PARTS 4

/* A word with its forms. Those of a chain are copied to `exact` and `stem`,
 * for the next word may take their place in the cache. */
typedef struct chain_part {
    nx_piece piece;
    nx_forms forms;
    char exact[NX_FORM_BYTES];
    char stem[1 + NX_FORM_BYTES];
} chain_part;

struct nx_analyzer {
    nx_language language;
    nx_stemmer *stemmer; /* NULL: none for this language */
    nx_words *words;
    chain_part parts[CHAIN_PARTS];
    char joined[NX_FORM_BYTES];
    char mark[1 + NX_FORM_BYTES];
};

static const newsidx_text no_text = {NULL, 0};

/* One call of nx_analyze(). */
typedef struct scan {
    nx_analyzer *analyzer;
    newsidx_text text;
    nx_token_fn on_token;
    void *user;
    size_t at;
    nx_token token;
    nx_beginning beginning; /* of the next token */
    nx_sentences sentences;
} scan;

/* ---------------------------------------------------------- analyzer ---- */

/* The primary subtag in lower case: two or three letters, and then nothing or
 * a hyphen. POSIX writes an underscore. */
static bool read_code(newsidx_text language, char out[4])
{
    size_t length = 0;

    while (length < language.length && length < 4 &&
           nx_is_alpha(language.bytes[length]))
        length++;
    if (length < 2 || length > 3)
        return false;
    if (length < language.length && language.bytes[length] != '-' &&
        language.bytes[length] != '_')
        return false;
    for (size_t i = 0; i < length; i++)
        out[i] = nx_to_lower(language.bytes[i]);
    out[length] = '\0';
    return true;
}

newsidx_status nx_analyzer_new(newsidx_text language,
                               nx_analyzer **out_analyzer, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    const nx_language *known;
    nx_analyzer *analyzer = NULL;
    char code[4];

    *out_analyzer = NULL;
    if (!read_code(language, code)) {
        const int shown = language.length > 20 ? 20 : (int)language.length;

        return nx_fail(err, NEWSIDX_ERR_LANGUAGE,
                       "\"%.*s\" is not a language's code", shown,
                       language.bytes != NULL ? language.bytes : "");
    }
    known = nx_language_find(nx_str(code));
    analyzer = nx_new(nx_analyzer);
    if (analyzer == NULL)
        return nx_fail_memory(err);
    if (known != NULL) {
        analyzer->language = *known;
        status = nx_stemmer_new(known, &analyzer->stemmer, err);
        if (status < 0)
            goto cleanup;
    } else {
        memcpy(analyzer->language.code, code, sizeof code);
    }
    status = nx_words_new(&analyzer->language, analyzer->stemmer,
                          &analyzer->words, err);
    if (status < 0)
        goto cleanup;
    *out_analyzer = analyzer;
    analyzer = NULL;

cleanup:
    nx_analyzer_free(analyzer);
    return status;
}

void nx_analyzer_free(nx_analyzer *analyzer)
{
    if (analyzer == NULL)
        return;
    nx_words_free(analyzer->words);
    nx_stemmer_free(analyzer->stemmer);
    nx_free(analyzer);
}

const char *nx_analyzer_language(const nx_analyzer *analyzer)
{
    return analyzer->language.code;
}

const char *const *nx_analyzer_languages(void)
{
    return nx_language_codes();
}

/* ------------------------------------------------------------ tokens ---- */

static newsidx_status hand_over(scan *in, nx_token_kind kind)
{
    nx_token *token = &in->token;

    token->kind = kind;
    token->begins_sentence = in->beginning != NX_BEGINS_NOTHING;
    token->begins_paragraph = in->beginning == NX_BEGINS_PARAGRAPH;
    in->beginning = NX_BEGINS_NOTHING;
    in->sentences.word_start = token->start;
    in->sentences.word_end = token->end;
    in->sentences.word_kind = kind;
    in->sentences.word_began_sentence = token->begins_sentence;
    if (in->on_token(token, in->user) != 0)
        return NEWSIDX_ERR_CANCELLED;
    token->position++;
    return NEWSIDX_OK;
}

static newsidx_status hand_over_part(scan *in, const chain_part *part,
                                     newsidx_text joined)
{
    nx_token *token = &in->token;
    const nx_piece *piece = &part->piece;
    const nx_forms *forms = &part->forms;

    if (forms->exact.length == 0)
        return NEWSIDX_OK;
    token->exact = forms->exact;
    token->stem = forms->stem;
    token->joined = joined;
    token->mark = no_text;
    if (piece->kind == NX_TOKEN_ACRONYM ||
        (forms->is_capitals &&
         nx_acronym_stands_out(in->text, piece->start, piece->end))) {
        char *mark = in->analyzer->mark;

        mark[0] = '^';
        memcpy(mark + 1, forms->exact.bytes, forms->exact.length);
        token->mark = nx_str_slice(mark, 1 + forms->exact.length);
    }
    token->start = (uint32_t)piece->start;
    token->end = (uint32_t)piece->end;
    return hand_over(in, piece->kind);
}

/* ------------------------------------------------------------ chains ---- */

static bool read_part(const scan *in, size_t at, chain_part *out)
{
    const nx_analyzer *analyzer = in->analyzer;
    nx_piece *piece = &out->piece;
    newsidx_text surface;

    nx_piece_read(&analyzer->language, in->text, at, piece);
    surface.bytes = in->text.bytes + piece->start;
    surface.length = piece->end - piece->start;
    return nx_words_find(analyzer->words, surface, piece->kind, &out->forms);
}

/* Where the next part of the chain begins; 0 if there is none. */
static size_t find_next_part(const scan *in, const nx_piece *piece)
{
    const newsidx_text text = in->text;
    size_t at = piece->next;
    size_t step;
    unsigned class;

    /* The usual case first: a blank. */
    if (at >= text.length || text.bytes[at] == ' ' || piece->is_elided)
        return 0;
    step = nx_char_hyphen(text.bytes, text.length, at);
    if (step == 0 || at + step >= text.length)
        return 0;
    at += step;
    class = nx_char_class_at(text.bytes, text.length, at, &step);
    if ((class & NX_CHAR_WORD) == 0 || (class & NX_CHAR_RUN) != 0)
        return 0;
    return at;
}

static void keep_forms(chain_part *part)
{
    nx_forms *forms = &part->forms;

    memcpy(part->exact, forms->exact.bytes, forms->exact.length);
    forms->exact.bytes = part->exact;
    if (forms->stem.length > 0) {
        memcpy(part->stem, forms->stem.bytes, forms->stem.length);
        forms->stem.bytes = part->stem;
    }
}

/*
 * The parts without their hyphens: cease-fire is also ceasefire, and F-16 is
 * F16. What begins with a digit (48-hour, 2016-09) nobody writes as one.
 */
static newsidx_text join(const scan *in, size_t count)
{
    nx_analyzer *analyzer = in->analyzer;
    size_t length = 0;

    if (count < 2 || !analyzer->parts[0].piece.begins_with_letter)
        return no_text;
    for (size_t i = 0; i < count; i++) {
        const chain_part *part = &analyzer->parts[i];

        if (part->piece.kind == NX_TOKEN_ACRONYM ||
            length + part->forms.exact.length > sizeof analyzer->joined)
            return no_text;
        memcpy(analyzer->joined + length, part->forms.exact.bytes,
               part->forms.exact.length);
        length += part->forms.exact.length;
    }
    return nx_str_slice(analyzer->joined, length);
}

/*
 * Read words with hyphens between them. `is_tail`: there is one before the
 * first of them too, so they are the rest of a longer chain.
 */
static newsidx_status read_chain(scan *in, bool is_tail)
{
    chain_part *parts = in->analyzer->parts;
    newsidx_text joined = no_text;
    newsidx_status status = NEWSIDX_OK;
    size_t count = 0;
    size_t next = in->at;

    do {
        if (count > 0)
            keep_forms(&parts[count - 1]);
        if (!read_part(in, next, &parts[count]))
            return NEWSIDX_ERR_MEMORY;
        next = find_next_part(in, &parts[count].piece);
        count++;
    } while (next != 0 && count < CHAIN_PARTS);
    in->at = parts[count - 1].piece.next;
    if (next == 0 && !is_tail)
        joined = join(in, count);
    for (size_t i = 0; i < count && status == NEWSIDX_OK; i++)
        status = hand_over_part(in, &parts[i], i == 0 ? joined : no_text);
    return status;
}

/* -------------------------------------------------------------- runs ---- */

static newsidx_status read_run(scan *in, nx_run_char *first)
{
    char pair[NX_FORM_BYTES];
    nx_run_char next;
    nx_run_char *current = first;
    nx_token *token = &in->token;
    newsidx_status status = NEWSIDX_OK;
    bool has_next = true;

    token->stem = no_text;
    token->joined = no_text;
    token->mark = no_text;
    token->exact.bytes = pair;
    while (has_next && status == NEWSIDX_OK) {
        has_next = nx_run_read(in->text, current->end, &next);
        memcpy(pair, current->bytes, current->length);
        token->exact.length = current->length;
        token->start = (uint32_t)current->start;
        token->end = (uint32_t)current->end;
        if (has_next) {
            memcpy(pair + current->length, next.bytes, next.length);
            token->exact.length += next.length;
            token->end = (uint32_t)next.end;
        }
        in->at = current->end;
        if (token->exact.length > 0)
            status = hand_over(in, NX_TOKEN_RUN);
        *current = next;
    }
    return status;
}

/* ------------------------------------------------------------- texts ---- */

/* The next word's first byte; *out_seen are classes of what was passed. */
static size_t find_word(newsidx_text text, size_t at, unsigned *out_seen)
{
    unsigned seen = 0;
    size_t step;

    while (at < text.length) {
        const unsigned class =
            nx_char_class_at(text.bytes, text.length, at, &step);

        if ((class & NX_CHAR_WORD) != 0)
            break;
        seen |= class;
        at += step;
    }
    *out_seen = seen;
    return at;
}

static void look_at_gap(scan *in, size_t start, unsigned seen)
{
    nx_beginning beginning;

    if ((seen & (NX_CHAR_STOP | NX_CHAR_BREAK)) == 0 &&
        in->sentences.word_kind != NX_TOKEN_ACRONYM)
        return;
    beginning = nx_sentences_look(&in->sentences, start, in->at);
    if (beginning > in->beginning)
        in->beginning = beginning;
}

/* True if there is one hyphen between two words and nothing else. */
static bool is_hyphen(const scan *in, size_t start, size_t end)
{
    return start > 0 && start < end && in->text.bytes[start] != ' ' &&
           nx_char_hyphen(in->text.bytes, in->text.length, start) ==
               end - start;
}

static newsidx_status read_words(scan *in)
{
    newsidx_status status = NEWSIDX_OK;

    while (status == NEWSIDX_OK) {
        const size_t start = in->at;
        nx_run_char run;
        unsigned seen;

        in->at = find_word(in->text, start, &seen);
        if (in->at == in->text.length)
            break;
        look_at_gap(in, start, seen);
        if ((nx_byte_class(in->text.bytes[in->at]) & NX_CHAR_HIGH) != 0 &&
            nx_run_read(in->text, in->at, &run))
            status = read_run(in, &run);
        else
            status = read_chain(in, is_hyphen(in, start, in->at));
    }
    return status;
}

newsidx_status nx_analyze(nx_analyzer *analyzer, newsidx_text text,
                          nx_token_fn on_token, void *user, newsidx_error *err)
{
    scan in;
    newsidx_status status;

    if (text.length >= UINT32_MAX)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "text is longer than 4 GiB");
    memset(&in, 0, sizeof in);
    in.analyzer = analyzer;
    in.text = text;
    in.on_token = on_token;
    in.user = user;
    in.beginning = NX_BEGINS_PARAGRAPH;
    nx_sentences_init(&in.sentences, text, &analyzer->language);
    status = read_words(&in);
    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    if (status == NEWSIDX_ERR_CANCELLED)
        return nx_fail(err, status, "the callback said stop");
    return status;
}
