#include "results/suggest.h"

#include "base/limits.h"
#include "base/options.h"
#include "base/str.h"
#include "base/utf8.h"
#include "query/names.h"
#include "rank/plan.h"

#include <string.h>

#define USUAL_WORDS 10
#define MOST_WORDS 100

/*
 * Of a shorter beginning every other word is a neighbour. This, one edit, an
 * exchange as one, and a first character that is as typed, are also what
 * Lucene's FuzzySuggester begins with (minFuzzyLength, maxEdits,
 * transpositions, nonFuzzyPrefix).
 */
#define LEAST_CHARACTERS 3

typedef struct candidate {
    size_t number; /* of the word in the lexicon */
    uint64_t articles;
    uint32_t edits;
} candidate;

/* The best so far, in their order. */
typedef struct completer {
    nx_store *store;
    const nx_lexicon *lexicon;
    candidate best[MOST_WORDS];
    size_t count;
    size_t most;
    size_t low; /* words that begin as it is typed, up to `high` */
    size_t high;
    newsidx_error *err;
} completer;

/* Words are sorted, so the number decides between equals. */
static bool is_better(const candidate *a, const candidate *b)
{
    if (a->edits != b->edits)
        return a->edits < b->edits;
    if (a->articles != b->articles)
        return a->articles > b->articles;
    return a->number < b->number;
}

static bool has_room_for(const completer *in, const candidate *added)
{
    return in->count < in->most || is_better(added, &in->best[in->count - 1]);
}

/* Several edits may lead to one word. */
static bool is_there(const completer *in, size_t number)
{
    for (size_t i = 0; i < in->count; i++) {
        if (in->best[i].number == number)
            return true;
    }
    return false;
}

/* No more articles have it than versions do, so only what would be among the
 * best by those is counted. */
static newsidx_status offer(completer *in, size_t number, uint32_t edits)
{
    const nx_lexicon_word *word = &in->lexicon->words[number];
    candidate added = {number, word->count, edits};
    newsidx_status status;
    size_t place;

    if (!has_room_for(in, &added) || is_there(in, number))
        return NEWSIDX_OK;
    status = nx_count_found(in->store, nx_lexicon_text(in->lexicon, number),
                            word->count, &added.articles, in->err);
    if (status < 0 || added.articles == 0 || !has_room_for(in, &added))
        return status;
    if (in->count < in->most)
        in->count++;
    for (place = in->count - 1;
         place > 0 && is_better(&added, &in->best[place - 1]); place--)
        in->best[place] = in->best[place - 1];
    in->best[place] = added;
    return NEWSIDX_OK;
}

/* All words that begin with what was typed. */
static newsidx_status offer_typed(completer *in)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = in->low; i < in->high && status >= 0; i++)
        status = offer(in, i, 0);
    return status;
}

/* All others that begin with `text`. */
static newsidx_status offer_edited(completer *in, newsidx_text text)
{
    const size_t count = in->lexicon->count;
    const size_t low = nx_lexicon_find(in->lexicon, text, false, 0, count);
    const size_t high = nx_lexicon_find(in->lexicon, text, true, low, count);
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = low; i < high && status >= 0; i++) {
        if (i < in->low || i >= in->high)
            status = offer(in, i, 1);
    }
    return status;
}

/* ---------------------------------------------------------- beginnings ---- */

/* What was typed, character by character: character i is from ends[i - 1]. */
typedef struct typed {
    newsidx_text text;
    size_t ends[NX_LIMIT_WORD_BYTES];
    size_t count;
} typed;

static void split(newsidx_text text, typed *out)
{
    out->text = text;
    out->count = 0;
    for (size_t i = 1; i <= text.length; i++) {
        if (i == text.length || !nx_utf8_is_continuation(text.bytes[i]))
            out->ends[out->count++] = i;
    }
}

static size_t start_of(const typed *in, size_t character)
{
    return character > 0 ? in->ends[character - 1] : 0;
}

/* The first `length` bytes of what was typed, a piece, and what was typed from
 * the byte `rest` on. */
static newsidx_text splice(const typed *in, size_t length, newsidx_text piece,
                           size_t rest, char *room)
{
    const size_t left = in->text.length - rest;

    memcpy(room, in->text.bytes, length);
    memcpy(room + length, piece.bytes, piece.length);
    memcpy(room + length + piece.length, in->text.bytes + rest, left);
    return nx_str_slice(room, length + piece.length + left);
}

/* One character more, and a character and its neighbour exchanged. */
#define EDITED_BYTES (NX_LIMIT_WORD_BYTES + 8)

/* Leave the character out, or exchange it with the one behind it. */
static newsidx_status offer_without(completer *in, const typed *from,
                                    size_t character)
{
    const size_t start = start_of(from, character);
    const size_t end = from->ends[character];
    const newsidx_text none = {"", 0};
    newsidx_status status;
    char room[EDITED_BYTES];
    char pair[8];
    size_t next;

    status = offer_edited(in, splice(from, start, none, end, room));
    if (status < 0 || character + 1 == from->count)
        return status;
    next = from->ends[character + 1] - end;
    memcpy(pair, from->text.bytes + end, next);
    memcpy(pair + next, from->text.bytes + start, end - start);
    return offer_edited(in, splice(from, start,
                                   nx_str_slice(pair, next + end - start),
                                   end + next, room));
}

/*
 * Put another character in the place of this one, or before it: any that a word
 * has there. Words that go on with the same one stand side by side, and are
 * stepped over together.
 */
static newsidx_status offer_with(completer *in, const typed *from,
                                 size_t character)
{
    const size_t start = start_of(from, character);
    const newsidx_text before = nx_str_slice(from->text.bytes, start);
    const size_t count = in->lexicon->count;
    size_t at = nx_lexicon_find(in->lexicon, before, false, 0, count);
    const size_t end = nx_lexicon_find(in->lexicon, before, true, at, count);
    newsidx_status status = NEWSIDX_OK;
    char room[EDITED_BYTES];

    while (at < end && status >= 0) {
        const newsidx_text word = nx_lexicon_text(in->lexicon, at);
        size_t next = start;

        if (word.length > start) {
            const size_t rest = from->ends[character];
            newsidx_text other = {word.bytes + start, 1};

            while (start + other.length < word.length && other.length < 4 &&
                   nx_utf8_is_continuation(other.bytes[other.length]))
                other.length++;
            next += other.length;
            status = offer_edited(in, splice(from, start, other, rest, room));
            if (status >= 0)
                status =
                    offer_edited(in, splice(from, start, other, start, room));
        }
        at = next > start
                 ? nx_lexicon_find(in->lexicon, nx_str_slice(word.bytes, next),
                                   true, at, end)
                 : at + 1;
    }
    return status;
}

static newsidx_status complete(completer *in, newsidx_text word)
{
    const size_t count = in->lexicon->count;
    newsidx_status status;
    typed from;

    in->low = nx_lexicon_find(in->lexicon, word, false, 0, count);
    in->high = nx_lexicon_find(in->lexicon, word, true, in->low, count);
    status = offer_typed(in);
    split(word, &from);
    /* Those with an edit come behind. */
    if (from.count < LEAST_CHARACTERS || in->count == in->most)
        return status;
    for (size_t i = 1; i < from.count && status >= 0; i++) {
        status = offer_without(in, &from, i);
        if (status >= 0)
            status = offer_with(in, &from, i);
    }
    return status;
}

/* ------------------------------------------------------------ the text ---- */

typedef struct last_word {
    newsidx_text text; /* all of it */
    nx_arena *arena;
    newsidx_text word; /* its exact form; {NULL, 0}: the text ends in none */
    size_t start;
    bool is_out_of_memory;
} last_word;

static int on_token(const nx_token *token, void *user)
{
    last_word *in = user;

    if (token->end != in->text.length)
        return 0;
    in->start = token->start;
    in->word = nx_arena_text(in->arena, nx_plan_cut_term(token->exact));
    in->is_out_of_memory = in->word.bytes == NULL;
    return in->is_out_of_memory;
}

/* Does a filter's name stand right before it, as in source:assoc? */
static bool is_of_filter(newsidx_text text, size_t start)
{
    size_t colon = start;
    size_t name;
    nx_meaning meaning;

    while (colon > 0 && !nx_is_space(text.bytes[colon]) &&
           text.bytes[colon] != ':' && text.bytes[colon] != '(')
        colon--;
    name = colon;
    while (name > 0 && nx_is_alpha(text.bytes[name - 1]))
        name--;
    return text.bytes[colon] == ':' && name < colon &&
           nx_names_find(nx_str_slice(text.bytes + name, colon - name),
                         NX_NAME_COLON, name, &meaning, NULL) == NEWSIDX_OK &&
           meaning.kind == NX_NAME_FILTER;
}

static newsidx_status find_last_word(nx_store *store, last_word *out,
                                     newsidx_text language, newsidx_error *err)
{
    nx_analyzer *analyzer;
    newsidx_status status = nx_store_analyzer(store, language, &analyzer, err);

    if (status < 0)
        return status;
    status = nx_analyze(analyzer, out->text, on_token, out, err);
    if (out->is_out_of_memory)
        return nx_fail_memory(err);
    if (status >= 0 && out->word.bytes != NULL &&
        is_of_filter(out->text, out->start))
        out->word = nx_str(NULL);
    return status;
}

static newsidx_status tell(const completer *in, newsidx_tally *words,
                           newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < in->count && status >= 0; i++)
        status = nx_tally_add(
            words, nx_lexicon_text(in->lexicon, in->best[i].number),
            in->best[i].articles, (double)in->best[i].edits, err);
    return status;
}

static newsidx_status suggest(completer *in, nx_lexicon *lexicon,
                              const newsidx_suggest_options *options,
                              newsidx_text word, newsidx_tally *words)
{
    newsidx_status status = nx_lexicon_begin(in->store, options->now, in->err);

    if (status < 0)
        return status;
    status = nx_lexicon_refresh(lexicon, in->store, in->err);
    if (status >= 0)
        status = complete(in, word);
    nx_store_end_read(in->store);
    return status < 0 ? status : tell(in, words, in->err);
}

newsidx_status nx_suggest(nx_store *store, nx_lexicon *lexicon,
                          newsidx_text text,
                          const newsidx_suggest_options *options,
                          size_t *out_start, newsidx_tally **out_words,
                          newsidx_error *err)
{
    completer in = {.store = store, .lexicon = lexicon, .err = err};
    newsidx_suggest_options mine;
    newsidx_tally *words = NULL;
    newsidx_status status = nx_options_read(&mine, sizeof mine, options, err);
    last_word last = {.text = text};
    nx_arena arena;

    if (status < 0)
        return status;
    if (mine.limit > MOST_WORDS)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "limit is %u, more than %d",
                       (unsigned)mine.limit, MOST_WORDS);
    if (text.length > NX_LIMIT_QUERY_BYTES)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "the text is over %d bytes",
                       NX_LIMIT_QUERY_BYTES);
    in.most = mine.limit > 0 ? mine.limit : USUAL_WORDS;
    nx_arena_init(&arena);
    last.arena = &arena;
    status = nx_tally_new(&words, err);
    if (status >= 0)
        status = find_last_word(store, &last, nx_str(mine.language), err);
    if (status >= 0 && last.word.bytes != NULL)
        status = suggest(&in, lexicon, &mine, last.word, words);
    nx_arena_finish(&arena);
    if (status < 0) {
        nx_tally_free(words);
        return status;
    }
    *out_start = last.word.bytes != NULL ? last.start : text.length;
    *out_words = words;
    return NEWSIDX_OK;
}
