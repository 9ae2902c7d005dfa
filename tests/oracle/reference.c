#include "reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *room(reference *of, size_t count, size_t length)
{
    void *made = nx_arena_array(of->arena, count + 1, length);

    if (made == NULL)
        model_fail("out of memory");
    return made;
}

/* --------------------------------------------------------------- units --- */

static bool limits_equal(const leaf_meaning *a, const leaf_meaning *b)
{
    const bool is_verbatim = a->node->form == LEAF_VERBATIM;

    return a->within.fields == b->within.fields &&
           a->within.first == b->within.first &&
           a->within.cases == b->within.cases &&
           is_verbatim == (b->node->form == LEAF_VERBATIM) &&
           (!is_verbatim || strcmp(a->node->word, b->node->word) == 0);
}

/* Does the unit stand wherever its words do? */
static bool is_free(const leaf_meaning *leaf)
{
    return leaf->within.fields == 0 && leaf->within.first == SIZE_MAX &&
           leaf->within.cases == 0 && leaf->node->form != LEAF_VERBATIM;
}

/* Versions, hidden ones too, with a term of this position in any column. */
static size_t frequency(reference *of, const term_position *position)
{
    size_t count = 0;

    for (size_t v = 0; v < of->of->count; v++) {
        bool is_there = false;

        for (size_t c = 0; c < COLUMN_COUNT && !is_there; c++) {
            const model_column *column = &of->of->versions[v].columns[c];

            for (size_t t = 0; t < column->count && !is_there; t++)
                is_there = term_position_matches(position, &column->tokens[t]);
        }
        count += is_there;
    }
    return count;
}

static bool has_form(const model_token *token, newsidx_text form)
{
    for (size_t f = 0; f < token->form_count; f++) {
        if (model_texts_equal(token->forms[f], form))
            return true;
    }
    return false;
}

/* The same of each term by itself, added up, and no more than there are. */
static size_t summed_frequency(reference *of, const term_position *position)
{
    size_t sum = 0;

    for (size_t i = 0; i < position->count; i++) {
        for (size_t v = 0; v < of->of->count; v++) {
            bool is_there = false;

            for (size_t c = 0; c < COLUMN_COUNT && !is_there; c++) {
                const model_column *column = &of->of->versions[v].columns[c];

                for (size_t t = 0; t < column->count && !is_there; t++)
                    is_there = has_form(&column->tokens[t], position->terms[i]);
            }
            sum += is_there;
        }
    }
    return sum < of->of->count ? sum : of->of->count;
}

static double idf_of(reference *of, const leaf_terms *terms)
{
    double total = (double)of->of->count;
    double sum = 0.0;

    for (size_t i = 0; i < terms->count; i++) {
        const term_position *position = &terms->positions[i];
        double n = (double)(position->count > 8 ? summed_frequency(of, position)
                                                : frequency(of, position));

        sum += log(1.0 + (total - n + 0.5) / (n + 0.5));
    }
    return sum;
}

/* The number of a leaf's unit. */
static size_t add_unit(reference *of, const leaf_meaning *leaf)
{
    unit made;

    memset(&made, 0, sizeof made);
    made.leaf = *leaf;
    made.is_stop_word =
        leaf->terms.count == 1 && leaf->terms.positions[0].is_stop_word;
    made.repeats = 1;
    if (leaf->terms.count == 0)
        return NO_UNIT;
    for (size_t i = 0; i < of->unit_count; i++) {
        const leaf_meaning *other = &of->units[i].leaf;

        if (limits_equal(leaf, other) &&
            terms_equal(&leaf->terms, &other->terms)) {
            of->units[i].repeats++;
            return i;
        }
    }
    if (of->unit_count == MOST_UNITS)
        model_fail("too many units for the test");
    made.idf = idf_of(of, &leaf->terms);
    of->units[of->unit_count] = made;
    return of->unit_count++;
}

static bool can_pair(const reference *of, size_t number)
{
    return number != NO_UNIT && of->units[number].leaf.terms.count == 1 &&
           !of->units[number].is_stop_word && is_free(&of->units[number].leaf);
}

static void add_pair(reference *of, size_t first, size_t second)
{
    const pair next = {first, second};

    if (first == second || !can_pair(of, first) || !can_pair(of, second))
        return;
    if (of->pair_count == MOST_UNITS)
        model_fail("too many pairs for the test");
    of->pairs[of->pair_count++] = next;
}

/* Units of a node and those below it; words next to each other are pairs where
 * the query asks for both of them, or for plain words. */
static size_t read_node(reference *of, const query_node *node)
{
    const bool pairs = node->kind == QUERY_AND || of->query->is_any;
    size_t before = NO_UNIT;
    size_t count = node->child_count;

    if (node->kind == QUERY_LEAF) {
        size_t number = add_unit(of, &of->meaning.leaves[node->number]);

        of->units_of_leaves[node->number] = number;
        return number;
    }
    if (node->kind == QUERY_NOT)
        return NO_UNIT;
    /* What is taken away near a word does not count. */
    if (node->kind == QUERY_NEAR && node->relation.is_excluding)
        count = 1;
    for (size_t i = 0; i < count; i++) {
        size_t number = read_node(of, node->children[i]);

        if (pairs)
            add_pair(of, before, number);
        before = number;
    }
    return NO_UNIT;
}

/* Plain words go without stop words, if anything is left then. A dropped one
 * counts nothing; nothing pairs with a stop word anyhow. */
static void drop_stop_words(reference *of)
{
    bool has_other = false;

    for (size_t i = 0; i < of->unit_count; i++)
        has_other = has_other || !of->units[i].is_stop_word;
    for (size_t i = 0; i < of->unit_count && has_other; i++) {
        if (of->units[i].is_stop_word)
            of->units[i].repeats = 0;
    }
}

bool reference_has_words(const reference *of)
{
    return of->unit_count > 0;
}

/* The words of a plain query, with blanks between them. */
static const char *words_of(reference *of, const query_node *root)
{
    char *words = nx_arena_alloc(of->arena, QUERY_BYTES);
    size_t used = 0;

    if (words == NULL)
        model_fail("out of memory");
    for (size_t i = 0; i < root->child_count; i++)
        used += (size_t)snprintf(words + used, QUERY_BYTES - used, "%s%s",
                                 i > 0 ? " " : "", root->children[i]->word);
    return words;
}

static void read_whole(reference *of)
{
    const term_form exact = {false, false};
    static const query_node phrase = {.kind = QUERY_LEAF, .form = LEAF_PHRASE};

    of->whole.node = &phrase;
    of->whole.within.first = SIZE_MAX;
    terms_of_text(of->of, of->arena, words_of(of, of->query->root), exact,
                  &of->whole.terms);
    of->has_whole = of->whole.terms.count >= 2;
}

/* ------------------------------------------------------------ matching --- */

/* Match any is about units, some of which are dropped. */
static bool has_any(const reference *of, const evaluation *in)
{
    for (size_t i = 0; i < of->meaning.node_count; i++) {
        const size_t number = of->units_of_leaves[i];

        if (number != NO_UNIT && of->units[number].repeats > 0 &&
            in->places[i].count > 0)
            return true;
    }
    return false;
}

/* The occurrences of the unit that are marked for any of its leaves: these are
 * equal, so they stand in the same places. */
static occurrences marked_places(reference *of, const evaluation *in,
                                 size_t number)
{
    occurrences marked = {NULL, 0, 0};

    for (size_t i = 0; i < of->meaning.node_count; i++) {
        const occurrences *some = &in->places[i];

        if (of->units_of_leaves[i] != number)
            continue;
        if (marked.items == NULL)
            marked.items = room(of, some->count, sizeof *marked.items);
        for (size_t o = 0; o < some->count; o++) {
            const bool was_marked = marked.items[o].is_marked;

            marked.items[o] = some->items[o];
            marked.items[o].is_marked = some->items[o].is_marked || was_marked;
        }
        marked.capacity = some->count;
    }
    for (size_t o = 0; o < marked.capacity; o++) {
        if (marked.items[o].is_marked)
            marked.items[marked.count++] = marked.items[o];
    }
    return marked;
}

static void match_version(reference *of, size_t version)
{
    const model_version *in = &of->of->versions[version];
    const query_node *root = of->query->root;
    evaluation one;
    nx_arena arena;

    nx_arena_init(&arena);
    evaluation_init(&one, &of->meaning, in, &arena);
    of->is_match[version] =
        in->is_current &&
        (of->query->is_any ? has_any(of, &one)
                           : root->kind != QUERY_NOT &&
                                 evaluation_holds(&one, root, extent_whole));
    if (of->is_match[version]) {
        evaluation_mark(&one, root, extent_whole);
        for (size_t i = 0; i < of->unit_count; i++)
            of->places[i * of->of->count + version] =
                marked_places(of, &one, i);
        if (of->has_whole)
            of->places[of->unit_count * of->of->count + version] =
                evaluation_find(of->arena, &of->whole, in);
    }
    nx_arena_finish(&arena);
}

/* The places of unit `number` of the query; its whole phrase is the last. */
const occurrences *reference_places(reference *of, size_t number,
                                    const model_version *in)
{
    size_t version = (size_t)(in - of->of->versions);

    return &of->places[number * of->of->count + version];
}

void reference_init(reference *of, const model *from, made_query *query,
                    nx_arena *arena)
{
    memset(of, 0, sizeof *of);
    of->of = from;
    of->query = query;
    of->arena = arena;
    of->average = model_average_length(from);
    meaning_read(from, arena, query->root, &of->meaning);
    of->units_of_leaves =
        room(of, of->meaning.node_count, sizeof *of->units_of_leaves);
    for (size_t i = 0; i < of->meaning.node_count; i++)
        of->units_of_leaves[i] = NO_UNIT;
    read_node(of, query->root);
    if (query->is_any)
        drop_stop_words(of);
    if (query->is_plain)
        read_whole(of);
    of->is_match = room(of, from->count, sizeof *of->is_match);
    of->places =
        room(of, (of->unit_count + 1) * from->count, sizeof *of->places);
    for (size_t v = 0; v < from->count; v++)
        match_version(of, v);
}
