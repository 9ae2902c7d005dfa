#include "rank/vocabulary.h"

#include "base/edits.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "rank/expression.h"
#include "store/terms.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Of shorter words every other one is a neighbour. */
#define NEAREST_CHARACTERS 3
#define NEAREST_CHARACTERS_OF_TWO_EDITS 6

/* ------------------------------------------------------------ patterns ---- */

static size_t character_end(newsidx_text text, size_t at)
{
    do
        at++;
    while (at < text.length && nx_utf8_is_continuation(text.bytes[at]));
    return at;
}

/*
 * Where it goes no further, only the last * is taken back: had it been one
 * before, the same would fit a later piece of the word. So no pattern takes
 * more steps than its length times the word's.
 */
bool nx_vocabulary_fits(newsidx_text pattern, newsidx_text word)
{
    size_t after_star = 0; /* in the pattern; 0: there was none */
    size_t taken = 0;      /* by that *: where in the word it ends */
    size_t p = 0;
    size_t w = 0;

    while (w < word.length) {
        const char wanted = p < pattern.length ? pattern.bytes[p] : '\0';

        if (wanted == '*') {
            after_star = ++p;
            taken = w;
        } else if (wanted == '?') {
            p++;
            w = character_end(word, w);
        } else if (p < pattern.length && wanted == word.bytes[w]) {
            p++;
            w++;
        } else if (after_star > 0) {
            taken = character_end(word, taken);
            p = after_star;
            w = taken;
        } else {
            return false;
        }
    }
    while (p < pattern.length && pattern.bytes[p] == '*')
        p++;
    return p == pattern.length;
}

/* ----------------------------------------------------------- expansion ---- */

/* Terms in order, one more than are wanted. */
typedef struct gathering {
    const nx_likeness *likeness;
    nx_arena *arena;
    newsidx_text *terms;
    size_t count;
    size_t capacity;
    bool is_out_of_memory;
} gathering;

/* What all wanted terms begin with. */
static newsidx_text beginning(const nx_likeness *likeness)
{
    newsidx_text text = likeness->text;

    switch (likeness->kind) {
    case NX_LIKE_PREFIX:
        break;
    case NX_LIKE_PATTERN:
        text.length = 0;
        while (text.length < likeness->text.length &&
               text.bytes[text.length] != '*' && text.bytes[text.length] != '?')
            text.length++;
        break;
    case NX_LIKE_SPELLING:
        text.length = character_end(text, 0);
        break;
    }
    return text;
}

static bool is_wanted(const nx_likeness *likeness, newsidx_text term)
{
    switch (likeness->kind) {
    case NX_LIKE_PREFIX:
        break;
    case NX_LIKE_PATTERN:
        return nx_vocabulary_fits(likeness->text, term);
    case NX_LIKE_SPELLING:
        return nx_edits(likeness->text, term, likeness->edits) <=
               likeness->edits;
    }
    return true;
}

/* The number of terms before `term`. */
static size_t place_of(const gathering *in, newsidx_text term)
{
    size_t low = 0;
    size_t high = in->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (nx_str_compare(in->terms[middle], term) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool take_term(newsidx_text term, void *user)
{
    gathering *in = user;
    const bool is_full = in->count == in->capacity;
    size_t place;

    if (is_full && nx_str_compare(term, in->terms[in->count - 1]) >= 0)
        return false;
    if (term.length == 0 || term.bytes[0] == '~' || term.bytes[0] == '^' ||
        !is_wanted(in->likeness, term))
        return true;
    place = place_of(in, term);
    if (place < in->count && nx_str_equal(in->terms[place], term))
        return true;
    term = nx_arena_text(in->arena, term);
    if (term.bytes == NULL) {
        in->is_out_of_memory = true;
        return false;
    }
    if (is_full)
        in->count--;
    memmove(in->terms + place + 1, in->terms + place,
            (in->count - place) * sizeof *in->terms);
    in->terms[place] = term;
    in->count++;
    return true;
}

newsidx_status nx_vocabulary_expand(nx_store *store,
                                    const nx_likeness *likeness, size_t most,
                                    nx_arena *arena, nx_expansion *out,
                                    newsidx_error *err)
{
    gathering in = {likeness, arena, NULL, 0, most + 1, false};
    newsidx_status status;

    assert(likeness->text.length > 0 && most > 0);
    memset(out, 0, sizeof *out);
    in.terms = nx_arena_array(arena, in.capacity, sizeof *in.terms);
    if (in.terms == NULL)
        return nx_fail_memory(err);
    status = nx_terms_walk(store, beginning(likeness), take_term, &in, err);
    if (status < 0)
        return status;
    if (in.is_out_of_memory)
        return nx_fail_memory(err);
    out->terms = in.terms;
    out->is_cut = in.count > most;
    out->count = out->is_cut ? most : in.count;
    return NEWSIDX_OK;
}

/* ---------------------------------------------------------- neighbours ---- */

static size_t count_characters(newsidx_text text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i = character_end(text, i))
        count++;
    return count;
}

static int compare_neighbours(const void *a, const void *b)
{
    const nx_neighbour *left = a;
    const nx_neighbour *right = b;

    if (left->edits != right->edits)
        return left->edits < right->edits ? -1 : 1;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return nx_str_compare(left->term, right->term);
}

/* Neighbours of `word` among `terms`; how many they are. */
static size_t measure(newsidx_text word, const nx_expansion *terms,
                      nx_neighbour *out)
{
    size_t count = 0;

    for (size_t i = 0; i < terms->count; i++) {
        out[count].term = terms->terms[i];
        out[count].edits = nx_edits(word, terms->terms[i], 2);
        if (out[count].edits > 0)
            count++;
    }
    return count;
}

newsidx_status nx_vocabulary_nearest(nx_store *store,
                                     nx_frequencies *frequencies,
                                     newsidx_text word, size_t most,
                                     nx_arena *arena,
                                     nx_neighbour **out_neighbours,
                                     size_t *out_count, newsidx_error *err)
{
    const size_t characters = count_characters(word);
    const nx_likeness likeness = {
        NX_LIKE_SPELLING, word,
        characters < NEAREST_CHARACTERS_OF_TWO_EDITS ? 1 : 2};
    newsidx_status status;
    nx_expansion terms;
    size_t count;

    *out_neighbours = NULL;
    *out_count = 0;
    if (characters < NEAREST_CHARACTERS)
        return NEWSIDX_OK;
    status = nx_vocabulary_expand(store, &likeness, NX_LIMIT_EXPANSIONS, arena,
                                  &terms, err);
    if (status < 0)
        return status;
    *out_neighbours =
        nx_arena_array(arena, terms.count + 1, sizeof **out_neighbours);
    if (*out_neighbours == NULL)
        return nx_fail_memory(err);
    count = measure(word, &terms, *out_neighbours);
    /* Those of one edit first: if they are enough, the others aren't counted.
     */
    qsort(*out_neighbours, count, sizeof **out_neighbours, compare_neighbours);
    for (size_t i = 0; i < count; i++) {
        nx_neighbour *neighbour = &(*out_neighbours)[i];
        const nx_unit_position alone = {&neighbour->term, 1};

        if (i >= most && neighbour->edits > (*out_neighbours)[i - 1].edits) {
            count = i;
            break;
        }
        status = nx_count_versions(store, frequencies, &alone,
                                   &neighbour->count, err);
        if (status < 0)
            return status;
    }
    qsort(*out_neighbours, count, sizeof **out_neighbours, compare_neighbours);
    *out_count = count < most ? count : most;
    return NEWSIDX_OK;
}

newsidx_status nx_vocabulary_count(nx_store *store, nx_frequencies *frequencies,
                                   newsidx_text term, bool is_stem,
                                   uint64_t *out_count, newsidx_error *err)
{
    char mark[NX_LIMIT_WORD_BYTES] = "~";
    newsidx_text terms[] = {term, {mark, term.length + 1}};
    const nx_unit_position position = {terms, is_stem ? 2 : 1};

    memcpy(mark + 1, term.bytes, term.length);
    terms[1] = nx_plan_cut_term(terms[1]);
    return nx_count_versions(store, frequencies, &position, out_count, err);
}
