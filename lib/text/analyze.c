#include "text/analyze.h"

#include "base/memory.h"
#include "base/str.h"
#include "text/acronym.h"
#include "text/chars.h"
#include "text/piece.h"
#include "text/runs.h"
#include "text/sentence.h"
#include "text/word_forms.h"

#include <string.h>

/* A chain of more pieces than these is not joined: nobody writes it as one
 * word. */
#define CHAIN_PIECES 4

struct nx_analyzer {
    nx_language language;
    nx_stemmer *stemmer; /* NULL: none for this language */
    nx_word_forms *words;
    char joined[NX_FORM_BYTES];
    char joined_stem[1 + NX_FORM_BYTES];
    char mark[1 + NX_FORM_BYTES];
};

static const newsidx_text no_text = {NULL, 0};

/* One call of nx_analyze() or nx_analyze_places(). */
typedef struct scan {
    nx_analyzer *analyzer;
    newsidx_text text;
    bool places_only;
    nx_skips *skips; /* NULL: none */
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
    status = nx_word_forms_new(&analyzer->language, analyzer->stemmer,
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
    nx_word_forms_free(analyzer->words);
    nx_stemmer_free(analyzer->stemmer);
    nx_free(analyzer);
}

const char *nx_analyzer_language(const nx_analyzer *analyzer)
{
    return analyzer->language.code;
}

bool nx_analyzer_shortens(const nx_analyzer *analyzer)
{
    return analyzer->stemmer == NULL || analyzer->language.stems_shorten;
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

static bool find_forms(const scan *in, const nx_piece *piece,
                       newsidx_text *out_exact, newsidx_text *out_stem)
{
    const newsidx_text surface = {in->text.bytes + piece->start,
                                  piece->end - piece->start};

    return nx_word_forms_find(in->analyzer->words, surface, piece->kind,
                              piece->is_plain, out_exact, out_stem);
}

/* The mark of the word at [start, end), of which `token` has the exact form. */
static void add_mark(nx_analyzer *analyzer, newsidx_text text, size_t start,
                     size_t end, nx_token_kind kind, nx_token *token)
{
    const newsidx_text word = {text.bytes + start, end - start};

    token->mark = no_text;
    if (kind != NX_TOKEN_ACRONYM && (!nx_acronym_is_capitals(word) ||
                                     !nx_acronym_stands_out(text, start, end)))
        return;
    analyzer->mark[0] = '^';
    memcpy(analyzer->mark + 1, token->exact.bytes, token->exact.length);
    token->mark = nx_str_slice(analyzer->mark, 1 + token->exact.length);
}

/* The forms of a whole chain, which its first piece carries. */
typedef struct joined_forms {
    newsidx_text exact;
    newsidx_text stem;
    uint32_t end;
} joined_forms;

/* A plain word, which never has no form. */
static newsidx_status hand_over_place(scan *in, size_t end, nx_token_kind kind)
{
    const uint32_t position = in->token.position;

    memset(&in->token, 0, sizeof in->token);
    in->token.position = position;
    in->token.start = (uint32_t)in->at;
    in->token.end = (uint32_t)end;
    in->at = end;
    return hand_over(in, kind);
}

static newsidx_status hand_over_piece(scan *in, const nx_piece *piece,
                                      const joined_forms *joined)
{
    nx_token *token = &in->token;

    if (!find_forms(in, piece, &token->exact, &token->stem))
        return NEWSIDX_ERR_MEMORY;
    if (token->exact.length == 0)
        return NEWSIDX_OK;
    token->joined = joined->exact;
    token->joined_stem = joined->stem;
    token->joined_end = joined->end;
    add_mark(in->analyzer, in->text, piece->start, piece->end, piece->kind,
             token);
    token->start = (uint32_t)piece->start;
    token->end = (uint32_t)piece->end;
    return hand_over(in, piece->kind);
}

/* ------------------------------------------------------------ chains ---- */

/* Where the next piece of the chain begins; 0 if there is none. */
static size_t find_next_piece(const scan *in, const nx_piece *piece)
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

/*
 * The pieces without their hyphens: cease-fire is also ceasefire, and F-16 is
 * F16. What begins with a digit (48-hour, 2016-09) nobody writes as one.
 */
static bool join(const scan *in, const nx_piece *pieces, size_t count,
                 joined_forms *out)
{
    nx_analyzer *analyzer = in->analyzer;
    char *bytes = analyzer->joined;
    size_t length = 0;
    newsidx_text exact;
    newsidx_text stem;

    if (!pieces[0].begins_with_letter)
        return true;
    for (size_t i = 0; i < count; i++) {
        if (!find_forms(in, &pieces[i], &exact, &stem))
            return false;
        if (pieces[i].kind == NX_TOKEN_ACRONYM ||
            length + exact.length > NX_FORM_BYTES)
            return true;
        memcpy(bytes + length, exact.bytes, exact.length);
        length += exact.length;
    }
    out->exact = nx_str_slice(bytes, length);
    out->end = (uint32_t)pieces[count - 1].end;
    if (!nx_word_forms_find(analyzer->words, out->exact, NX_TOKEN_WORD, false,
                            &exact, &stem))
        return false;
    /* It must outlive the look-ups of the pieces. */
    if (stem.length > 0) {
        memcpy(analyzer->joined_stem, stem.bytes, stem.length);
        out->stem = nx_str_slice(analyzer->joined_stem, stem.length);
    }
    return true;
}

/*
 * Read words with hyphens between them. `is_tail`: there is one before the
 * first of them too, so they are the rest of a longer chain.
 */
static newsidx_status read_chain(scan *in, bool is_tail)
{
    static const joined_forms nothing = {{NULL, 0}, {NULL, 0}, 0};
    const joined_forms *forms = &nothing;
    nx_piece pieces[CHAIN_PIECES];
    joined_forms joined;
    newsidx_status status = NEWSIDX_OK;
    size_t count = 0;
    size_t next = in->at;

    do {
        nx_piece_read(&in->analyzer->language, in->text, next, &pieces[count]);
        next = find_next_piece(in, &pieces[count]);
        count++;
    } while (next != 0 && count < CHAIN_PIECES);
    in->at = pieces[count - 1].next;
    if (count > 1 && next == 0 && !is_tail) {
        joined = nothing;
        forms = &joined;
        if (!join(in, pieces, count, &joined))
            return NEWSIDX_ERR_MEMORY;
    }
    for (size_t i = 0; i < count && status == NEWSIDX_OK; i++)
        status = hand_over_piece(in, &pieces[i], i == 0 ? forms : &nothing);
    return status;
}

/*
 * Does a word of ASCII letters and digits end at `end`, before whatever isn't
 * one? Most do: after two characters with a letter only an apostrophe, a hyphen
 * or a character beyond ASCII may be read on. Of numbers and single letters
 * points and commas may be parts as well.
 */
static bool is_plain_end(newsidx_text text, size_t start, size_t end,
                         bool has_letter)
{
    if (end == text.length || text.bytes[end] == ' ')
        return true;
    return (nx_byte_class(text.bytes[end]) &
            (NX_CHAR_HIGH | NX_CHAR_APOSTROPHE)) == 0 &&
           text.bytes[end] != '-' && end > start + 1 && has_letter;
}

/* The end of the plain word that begins at `start`; 0 if it takes a closer look
 * to tell. */
static size_t find_plain_end(newsidx_text text, size_t start,
                             nx_token_kind *out_kind)
{
    unsigned seen = 0;
    size_t end = start;

    for (; end < text.length; end++) {
        const unsigned class = nx_byte_class(text.bytes[end]);

        if ((class & NX_CHAR_WORD) == 0)
            break;
        seen |= class;
    }
    *out_kind = (seen & NX_CHAR_DIGIT) != 0 ? NX_TOKEN_NUMBER : NX_TOKEN_WORD;
    return end > start &&
                   is_plain_end(text, start, end, (seen & NX_CHAR_LETTER) != 0)
               ? end
               : 0;
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
    token->joined_stem = no_text;
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

/* Go to the end of the last word before one that can't be skipped. */
static void skip_words(scan *in)
{
    const nx_skips *skips = in->skips;
    const newsidx_text text = in->text;
    uint32_t position = in->token.position;
    size_t at = in->at;

    while (position != skips->except) {
        nx_skip word;
        bool has_letter;
        unsigned seen;
        const size_t start = find_word(text, at, &seen);
        const size_t length = nx_skip_read(text, start, &word, &has_letter);

        if (length == 0 || !nx_skips_has(skips, &word) ||
            !is_plain_end(text, start, start + length, has_letter))
            break;
        at = start + length;
        position++;
    }
    in->at = at;
    in->token.position = position;
}

/* The character that comes next, if it is of a script that is read by runs. */
static bool take_run(scan *in, newsidx_status *out_status)
{
    nx_run_char run;

    if (!nx_run_read(in->text, in->at, &run))
        return false;
    *out_status = read_run(in, &run);
    return true;
}

static newsidx_status read_words(scan *in)
{
    newsidx_status status = NEWSIDX_OK;

    while (status == NEWSIDX_OK) {
        nx_token_kind kind;
        size_t start;
        size_t end = 0;
        unsigned seen;

        if (in->skips != NULL)
            skip_words(in);
        start = in->at;
        in->at = find_word(in->text, start, &seen);
        if (in->at == in->text.length)
            break;
        if (in->places_only)
            end = find_plain_end(in->text, in->at, &kind);
        else
            look_at_gap(in, start, seen);
        if (end > 0)
            status = hand_over_place(in, end, kind);
        else if ((nx_byte_class(in->text.bytes[in->at]) & NX_CHAR_HIGH) == 0 ||
                 !take_run(in, &status))
            status = read_chain(in, is_hyphen(in, start, in->at));
    }
    return status;
}

static newsidx_status analyze(nx_analyzer *analyzer, newsidx_text text,
                              scan *in, newsidx_error *err)
{
    newsidx_status status;

    if (text.length >= UINT32_MAX)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "text is longer than 4 GiB");
    in->analyzer = analyzer;
    in->text = text;
    in->beginning = NX_BEGINS_PARAGRAPH;
    if (!in->places_only)
        nx_sentences_init(&in->sentences, text, &analyzer->language);
    status = read_words(in);
    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    if (status == NEWSIDX_ERR_CANCELLED)
        return nx_fail(err, status, "the callback said stop");
    return status;
}

newsidx_status nx_analyze(nx_analyzer *analyzer, newsidx_text text,
                          nx_token_fn on_token, void *user, newsidx_error *err)
{
    scan in = {.on_token = on_token, .user = user};

    return analyze(analyzer, text, &in, err);
}

newsidx_status nx_analyze_places(nx_analyzer *analyzer, newsidx_text text,
                                 nx_skips *skips, nx_token_fn on_token,
                                 void *user, newsidx_error *err)
{
    scan in = {.places_only = true,
               .skips = skips,
               .on_token = on_token,
               .user = user};
    const newsidx_status status = analyze(analyzer, text, &in, err);

    if (skips != NULL)
        skips->position = in.token.position;
    return status;
}

newsidx_status nx_analyze_forms(nx_analyzer *analyzer, newsidx_text text,
                                nx_token *token, newsidx_error *err)
{
    const newsidx_text word = {text.bytes + token->start,
                               token->end - token->start};

    if (!nx_word_forms_find(analyzer->words, word, token->kind, true,
                            &token->exact, &token->stem))
        return nx_fail_memory(err);
    add_mark(analyzer, text, token->start, token->end, token->kind, token);
    return NEWSIDX_OK;
}
