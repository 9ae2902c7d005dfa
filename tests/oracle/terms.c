#include "terms.h"

#include "text/query_terms.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MOST_EXPANSIONS 1000
#define LONGEST 256

/* ---------------------------------------------------------- characters --- */

/* Bytes of the character at `at`, in UTF-8 as the library stores it. */
static size_t step(newsidx_text text, size_t at)
{
    size_t length = 1;

    while (at + length < text.length &&
           ((unsigned char)text.bytes[at + length] & 0xC0) == 0x80)
        length++;
    return length;
}

static newsidx_text after(newsidx_text text, size_t length)
{
    newsidx_text rest = {text.bytes + length, text.length - length};

    return rest;
}

/* The text's characters, each as its bytes; the count is returned. */
static size_t cut_characters(newsidx_text text, newsidx_text *out)
{
    size_t count = 0;

    for (size_t at = 0; at < text.length; at += out[count++].length) {
        if (count == LONGEST)
            model_fail("a word is too long for the test");
        out[count].bytes = text.bytes + at;
        out[count].length = step(text, at);
    }
    return count;
}

bool term_fits(newsidx_text form, newsidx_text pattern)
{
    if (pattern.length == 0)
        return form.length == 0;
    if (pattern.bytes[0] == '*')
        return term_fits(form, after(pattern, 1)) ||
               (form.length > 0 &&
                term_fits(after(form, step(form, 0)), pattern));
    if (form.length == 0)
        return false;
    if (pattern.bytes[0] == '?')
        return term_fits(after(form, step(form, 0)), after(pattern, 1));
    return form.bytes[0] == pattern.bytes[0] &&
           term_fits(after(form, 1), after(pattern, 1));
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t term_distance(newsidx_text a, newsidx_text b)
{
    static size_t edits[LONGEST + 1][LONGEST + 1];
    static newsidx_text left[LONGEST];
    static newsidx_text right[LONGEST];
    const size_t left_count = cut_characters(a, left);
    const size_t right_count = cut_characters(b, right);

    for (size_t i = 0; i <= left_count; i++) {
        for (size_t j = 0; j <= right_count; j++) {
            bool is_same;

            if (i == 0 || j == 0) {
                edits[i][j] = i + j;
                continue;
            }
            is_same = model_texts_equal(left[i - 1], right[j - 1]);
            edits[i][j] = least(edits[i - 1][j] + 1, edits[i][j - 1] + 1);
            edits[i][j] = least(edits[i][j], edits[i - 1][j - 1] + !is_same);
            if (i > 1 && j > 1 &&
                model_texts_equal(left[i - 1], right[j - 2]) &&
                model_texts_equal(left[i - 2], right[j - 1]))
                edits[i][j] = least(edits[i][j], edits[i - 2][j - 2] + 1);
        }
    }
    return edits[left_count][right_count];
}

/* --------------------------------------------------------------- terms --- */

static int compare_terms(const void *a, const void *b)
{
    const newsidx_text *left = a;
    const newsidx_text *right = b;
    const size_t shorter = least(left->length, right->length);
    const int order = memcmp(left->bytes, right->bytes, shorter);

    if (order != 0)
        return order;
    return (left->length > right->length) - (left->length < right->length);
}

static void sort_terms(term_position *position)
{
    size_t kept = 0;

    qsort(position->terms, position->count, sizeof *position->terms,
          compare_terms);
    for (size_t i = 0; i < position->count; i++) {
        if (kept == 0 ||
            !model_texts_equal(position->terms[kept - 1], position->terms[i]))
            position->terms[kept++] = position->terms[i];
    }
    position->count = kept;
}

static void *room(nx_arena *arena, size_t count, size_t length)
{
    void *made = nx_arena_array(arena, count, length);

    if (made == NULL)
        model_fail("out of memory");
    return made;
}

/* Which forms of the vocabulary are terms of the position. */
static void take_forms(const model *of, nx_arena *arena,
                       term_position *position)
{
    position->is_taken =
        room(arena, of->vocabulary.count + 1, sizeof *position->is_taken);
    for (size_t i = 0; i < position->count; i++) {
        size_t number = model_form(of, position->terms[i]);

        if (number < of->vocabulary.count)
            position->is_taken[number] = true;
    }
}

/* What a pattern or a fuzzy word looks for among the exact forms. */
typedef struct wanted {
    newsidx_text text; /* folded */
    bool is_pattern;
    size_t edits; /* of a fuzzy word */
} wanted;

static bool is_wanted(const wanted *what, newsidx_text form)
{
    const size_t first = step(what->text, 0);

    if (form.bytes[0] == '~' || form.bytes[0] == '^')
        return false;
    if (what->is_pattern)
        return term_fits(form, what->text);
    return step(form, 0) == first &&
           memcmp(form.bytes, what->text.bytes, first) == 0 &&
           term_distance(form, what->text) <= what->edits;
}

/* Add the first of the wanted forms that any version has to the terms. */
static void expand(const model *of, nx_arena *arena, const wanted *what,
                   term_position *position)
{
    const size_t before = position->count;
    term_position found = {NULL, 0, NULL, false};

    found.terms =
        room(arena, of->vocabulary.count + before + 1, sizeof *found.terms);
    for (size_t i = 0; i < of->vocabulary.count; i++) {
        if (is_wanted(what, of->vocabulary.forms[i]))
            found.terms[found.count++] = of->vocabulary.forms[i];
    }
    sort_terms(&found);
    if (found.count > MOST_EXPANSIONS)
        found.count = MOST_EXPANSIONS;
    for (size_t i = 0; i < before; i++)
        found.terms[found.count++] = position->terms[i];
    sort_terms(&found);
    position->terms = found.terms;
    position->count = found.count;
}

/* As the library cuts it, with all terms of each position. */
static void take_position(const model *of, nx_arena *arena,
                          const nx_query_position *from, term_form form,
                          term_position *to)
{
    to->terms = room(arena, from->term_count, sizeof *to->terms);
    to->count = from->term_count;
    to->is_stop_word = from->is_stop_word;
    for (size_t t = 0; t < to->count; t++) {
        to->terms[t] = from->terms[t];
        if (form.is_any_case && to->terms[t].bytes[0] == '^')
            to->terms[t] = after(to->terms[t], 1);
    }
    if (from->is_prefix) {
        wanted what = {to->terms[0], true, 0};
        char *pattern = room(arena, what.text.length + 1, 1);

        memcpy(pattern, what.text.bytes, what.text.length);
        pattern[what.text.length] = '*';
        what.text.bytes = pattern;
        what.text.length++;
        to->count = 0;
        expand(of, arena, &what, to);
    }
    sort_terms(to);
    take_forms(of, arena, to);
}

void terms_of_text(const model *of, nx_arena *arena, const char *text,
                   term_form form, leaf_terms *out)
{
    const newsidx_text typed = {text, strlen(text)};
    nx_query_terms read;
    newsidx_error err;

    if (nx_query_terms_analyze(of->analyzer, typed,
                               form.is_stem ? NX_FORM_STEM : NX_FORM_EXACT,
                               false, arena, &read, &err) < 0)
        model_fail("%s: %s", text, err.message);
    memset(out, 0, sizeof *out);
    out->positions = room(arena, read.count + 1, sizeof *out->positions);
    out->count = read.count;
    out->joined = read.joined;
    out->start = read.count > 0 ? read.positions[0].span.start : 0;
    for (size_t i = 0; i < read.count; i++)
        take_position(of, arena, &read.positions[i], form, &out->positions[i]);
}

/* Patterns and fuzzy words are letters of ASCII here, so folding is easy. */
static newsidx_text fold(nx_arena *arena, const char *word)
{
    newsidx_text folded = {NULL, strlen(word)};
    char *bytes = room(arena, folded.length + 1, 1);

    for (size_t i = 0; i < folded.length; i++)
        bytes[i] = (char)tolower((unsigned char)word[i]);
    folded.bytes = bytes;
    return folded;
}

void terms_of_leaf(const model *of, nx_arena *arena, const query_node *leaf,
                   bool is_cased, leaf_terms *out)
{
    term_form form = {false, false};
    wanted what = {fold(arena, leaf->word), leaf->form == LEAF_PATTERN,
                   leaf->count};

    form.is_any_case =
        leaf->form == LEAF_VERBATIM ||
        (is_cased && (leaf->form == LEAF_WORD || leaf->form == LEAF_EXACT ||
                      leaf->form == LEAF_PHRASE));
    form.is_stem = !form.is_any_case && leaf->form != LEAF_EXACT &&
                   leaf->form != LEAF_PHRASE;
    if (leaf->form != LEAF_PATTERN)
        terms_of_text(of, arena, leaf->word, form, out);
    if (leaf->form == LEAF_PATTERN) {
        memset(out, 0, sizeof *out);
        out->positions = room(arena, 1, sizeof *out->positions);
        out->count = 1;
    }
    if (leaf->form == LEAF_PATTERN || leaf->form == LEAF_FUZZY) {
        if (out->count != 1)
            model_fail("%s is not one word", leaf->word);
        expand(of, arena, &what, &out->positions[0]);
        take_forms(of, arena, &out->positions[0]);
    }
}

bool terms_equal(const leaf_terms *a, const leaf_terms *b)
{
    if (a->count != b->count || !model_texts_equal(a->joined, b->joined))
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const term_position *left = &a->positions[i];
        const term_position *right = &b->positions[i];

        if (left->count != right->count)
            return false;
        for (size_t t = 0; t < left->count; t++) {
            if (!model_texts_equal(left->terms[t], right->terms[t]))
                return false;
        }
    }
    return true;
}

bool term_position_takes(const term_position *position,
                         const model_token *token, size_t f)
{
    return position->is_taken[token->numbers[f]];
}

bool term_position_matches(const term_position *position,
                           const model_token *token)
{
    for (size_t f = 0; f < token->form_count; f++) {
        if (term_position_takes(position, token, f))
            return true;
    }
    return false;
}
