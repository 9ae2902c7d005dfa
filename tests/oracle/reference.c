#include "reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------- occurrences -- */

static bool position_matches(const nx_query_position *wanted,
                             const model_token *token)
{
    for (size_t i = 0; i < wanted->term_count; i++) {
        if (wanted->is_prefix ? model_token_begins(token, wanted->terms[i])
                              : model_token_has(token, wanted->terms[i]))
            return true;
    }
    return false;
}

/* Where the longest form of the token that `wanted` takes ends, in bytes. */
static uint32_t end_of(const nx_query_position *wanted,
                       const model_token *token)
{
    uint32_t end = 0;

    for (size_t f = 0; f < token->form_count; f++) {
        const model_token one = {{token->forms[f]}, 1, 1, 0, 0, 0};
        const uint32_t reached =
            f < token->whole_from ? token->end : token->whole_end;

        if (position_matches(wanted, &one) && reached > end)
            end = reached;
    }
    return end;
}

/* Is the unit there, from `position` on? Then `*out_end` is where it ends. */
static bool match_at(const nx_query_terms *terms, const model_column *column,
                     size_t position, uint32_t *out_end)
{
    const model_token *first = &column->tokens[position];
    size_t matched = 0;

    while (matched < terms->count && position + matched < column->count &&
           position_matches(&terms->positions[matched],
                            &column->tokens[position + matched]))
        matched++;
    if (matched == terms->count) {
        *out_end = end_of(&terms->positions[matched - 1],
                          &column->tokens[position + matched - 1]);
        return true;
    }
    if (terms->joined.length == 0 || !model_token_has(first, terms->joined))
        return false;
    /* As one word it ends with itself, as a chain with its last part. */
    *out_end = first->end;
    for (size_t f = first->whole_from; f < first->form_count; f++) {
        const model_token one = {{first->forms[f]}, 1, 1, 0, 0, 0};

        if (model_token_has(&one, terms->joined))
            *out_end = first->whole_end;
    }
    return true;
}

static void add_occurrence(nx_arena *arena, occurrences *to,
                           const occurrence *added)
{
    if (to->count == to->capacity) {
        size_t capacity = to->capacity == 0 ? 8 : to->capacity * 2;
        occurrence *items = nx_arena_array(arena, capacity, sizeof *items);

        if (items == NULL)
            model_fail("out of memory");
        if (to->count > 0)
            memcpy(items, to->items, to->count * sizeof *items);
        to->items = items;
        to->capacity = capacity;
    }
    to->items[to->count++] = *added;
}

static occurrences find_all(nx_arena *arena, const nx_query_terms *terms,
                            bool headline_only, const model_version *in)
{
    occurrences all = {NULL, 0, 0};

    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        const model_column *column = &in->columns[c];

        if (headline_only && c != COLUMN_HEADLINE)
            continue;
        for (size_t p = 0; p < column->count && terms->count > 0; p++) {
            occurrence at = {c, p, 0};

            if (match_at(terms, column, p, &at.end))
                add_occurrence(arena, &all, &at);
        }
    }
    return all;
}

/* The places of unit `number` of the query; its whole phrase is the last. */
const occurrences *reference_places(reference *of, size_t number,
                                    const model_version *in)
{
    size_t version = (size_t)(in - of->of->versions);

    return &of->places[number * of->of->count + version];
}

static void find_places(reference *of)
{
    size_t versions = of->of->count;

    of->places = nx_arena_array(of->arena, (of->unit_count + 1) * versions + 1,
                                sizeof *of->places);
    if (of->places == NULL)
        model_fail("out of memory");
    for (size_t i = 0; i <= of->unit_count; i++) {
        const unit *one = i < of->unit_count ? &of->units[i] : &of->whole;

        if (i == of->unit_count && !of->has_whole)
            continue;
        for (size_t v = 0; v < versions; v++)
            of->places[i * versions + v] =
                find_all(of->arena, &one->terms, one->headline_only,
                         &of->of->versions[v]);
    }
}

/* --------------------------------------------------------------- units --- */

static nx_query_terms read_terms(reference *of, const char *word,
                                 nx_term_form form)
{
    newsidx_text text = {word, strlen(word)};
    nx_query_terms terms;
    newsidx_error err;

    if (nx_query_terms_analyze(of->of->analyzer, text, form, false, of->arena,
                               &terms, &err) < 0)
        model_fail("%s: %s", word, err.message);
    return terms;
}

static bool is_leaf(const query_node *node)
{
    return node->kind <= QUERY_PHRASE;
}

/* The terms of all words, excluded ones too. */
static void read_leaves(reference *of, query_node *node)
{
    static const nx_term_form forms[] = {NX_FORM_STEM, NX_FORM_EXACT,
                                         NX_FORM_PREFIX, NX_FORM_EXACT};

    if (is_leaf(node))
        node->terms = read_terms(of, node->word, forms[node->kind]);
    for (size_t i = 0; i < node->child_count; i++)
        read_leaves(of, node->children[i]);
}

/* Do the two mean the same terms in this index? A prefix means those that are
 * there, or itself if there are none. */
static bool position_covers(reference *of, const nx_query_position *a,
                            const nx_query_position *b)
{
    if (!a->is_prefix) {
        for (size_t i = 0; i < a->term_count; i++) {
            model_token one = {{a->terms[i]}, 1, 1, 0, 0, 0};

            if (!position_matches(b, &one))
                return false;
        }
        return true;
    }
    for (size_t v = 0; v < of->of->count; v++) {
        for (size_t c = 0; c < COLUMN_COUNT; c++) {
            const model_column *column = &of->of->versions[v].columns[c];

            for (size_t t = 0; t < column->count; t++) {
                for (size_t f = 0; f < column->tokens[t].form_count; f++) {
                    model_token one = {
                        {column->tokens[t].forms[f]}, 1, 1, 0, 0, 0};

                    if (model_token_begins(&one, a->terms[0]) &&
                        !position_matches(b, &one))
                        return false;
                }
            }
        }
    }
    return true;
}

/* Is there a word at all that begins so? */
static bool prefix_is_there(reference *of, const nx_query_position *a)
{
    for (size_t v = 0; v < of->of->count; v++) {
        for (size_t c = 0; c < COLUMN_COUNT; c++) {
            const model_column *column = &of->of->versions[v].columns[c];

            for (size_t t = 0; t < column->count; t++) {
                if (position_matches(a, &column->tokens[t]))
                    return true;
            }
        }
    }
    return false;
}

static bool positions_equal(reference *of, const nx_query_position *a,
                            const nx_query_position *b)
{
    if (a->is_prefix != b->is_prefix &&
        !prefix_is_there(of, a->is_prefix ? a : b))
        return a->term_count == 1 && b->term_count == 1 &&
               a->terms[0].length == b->terms[0].length &&
               memcmp(a->terms[0].bytes, b->terms[0].bytes,
                      a->terms[0].length) == 0;
    return position_covers(of, a, b) && position_covers(of, b, a);
}

static bool units_equal(reference *of, const unit *a, const unit *b)
{
    const nx_query_terms *left = &a->terms;
    const nx_query_terms *right = &b->terms;

    if (left->count != right->count || a->headline_only != b->headline_only ||
        left->joined.length != right->joined.length ||
        (left->joined.length > 0 &&
         memcmp(left->joined.bytes, right->joined.bytes, left->joined.length) !=
             0))
        return false;
    for (size_t i = 0; i < left->count; i++) {
        if (!positions_equal(of, &left->positions[i], &right->positions[i]))
            return false;
    }
    return true;
}

/* Versions, hidden ones too, with a term of this position in any column. */
static size_t frequency(reference *of, const nx_query_position *position)
{
    size_t count = 0;

    for (size_t v = 0; v < of->of->count; v++) {
        bool is_there = false;

        for (size_t c = 0; c < COLUMN_COUNT && !is_there; c++) {
            const model_column *column = &of->of->versions[v].columns[c];

            for (size_t t = 0; t < column->count && !is_there; t++)
                is_there = position_matches(position, &column->tokens[t]);
        }
        count += is_there;
    }
    return count;
}

static double idf_of(reference *of, const nx_query_terms *terms)
{
    double total = (double)of->of->count;
    double sum = 0.0;

    for (size_t i = 0; i < terms->count; i++) {
        double n = (double)frequency(of, &terms->positions[i]);

        sum += log(1.0 + (total - n + 0.5) / (n + 0.5));
    }
    return sum;
}

/* The number of a leaf's unit. */
static size_t add_unit(reference *of, const query_node *leaf,
                       bool headline_only)
{
    unit made;

    memset(&made, 0, sizeof made);
    made.terms = leaf->terms;
    made.word = leaf->word;
    made.headline_only = headline_only;
    made.is_stop_word =
        made.terms.count == 1 && made.terms.positions[0].is_stop_word;
    made.repeats = 1;
    if (made.terms.count == 0)
        return NO_UNIT;
    for (size_t i = 0; i < of->unit_count; i++) {
        if (units_equal(of, &of->units[i], &made)) {
            of->units[i].repeats++;
            return i;
        }
    }
    if (of->unit_count == MOST_UNITS)
        model_fail("too many units for the test");
    made.idf = idf_of(of, &made.terms);
    of->units[of->unit_count] = made;
    return of->unit_count++;
}

static bool can_pair(const reference *of, size_t number)
{
    return number != NO_UNIT && of->units[number].terms.count == 1 &&
           !of->units[number].is_stop_word && !of->units[number].headline_only;
}

/* Units of a node and those below it; words next to each other are pairs where
 * the query asks for both of them, or for plain words. */
static size_t read_node(reference *of, const query_node *node,
                        bool headline_only)
{
    size_t before = NO_UNIT;

    if (is_leaf(node))
        return add_unit(of, node, headline_only);
    if (node->kind == QUERY_NOT)
        return NO_UNIT;
    for (size_t i = 0; i < node->child_count; i++) {
        size_t number =
            read_node(of, node->children[i],
                      headline_only || node->kind == QUERY_HEADLINE);

        if (!is_leaf(node->children[i]))
            number = NO_UNIT;
        if ((node->kind == QUERY_AND || of->query->is_any) &&
            number != before && can_pair(of, before) && can_pair(of, number)) {
            pair next = {before, number};

            if (of->pair_count == MOST_UNITS)
                model_fail("too many pairs for the test");
            of->pairs[of->pair_count++] = next;
        }
        before = number;
    }
    return NO_UNIT;
}

/* Plain words go without stop words, if anything is left then. */
static bool is_dropped(const reference *of, const unit *one)
{
    bool has_other = false;

    for (size_t i = 0; i < of->unit_count; i++)
        has_other = has_other || !of->units[i].is_stop_word;
    return of->query->is_any && one->is_stop_word && has_other;
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

void reference_init(reference *of, const model *from, made_query *query,
                    nx_arena *arena)
{
    memset(of, 0, sizeof *of);
    of->of = from;
    of->query = query;
    of->arena = arena;
    of->average = model_average_length(from);
    read_leaves(of, query->root);
    read_node(of, query->root, false);
    /* A dropped one counts nothing; nothing pairs with a stop word anyhow. */
    for (size_t i = 0; i < of->unit_count; i++) {
        if (is_dropped(of, &of->units[i]))
            of->units[i].repeats = 0;
    }
    if (query->is_plain) {
        of->whole.terms =
            read_terms(of, words_of(of, query->root), NX_FORM_EXACT);
        of->has_whole = of->whole.terms.count >= 2;
    }
    find_places(of);
}

/* ------------------------------------------------------------ matching --- */

static bool matches(reference *of, const query_node *node,
                    const model_version *in, bool headline_only)
{
    switch (node->kind) {
    case QUERY_AND:
        for (size_t i = 0; i < node->child_count; i++) {
            if (!matches(of, node->children[i], in, headline_only))
                return false;
        }
        return true;
    case QUERY_OR:
        for (size_t i = 0; i < node->child_count; i++) {
            if (matches(of, node->children[i], in, headline_only))
                return true;
        }
        return false;
    case QUERY_NOT:
        return !matches(of, node->children[0], in, headline_only);
    case QUERY_HEADLINE:
        return matches(of, node->children[0], in, true);
    default:
        break;
    }
    return find_all(of->arena, &node->terms, headline_only, in).count > 0;
}

/* Match any is about units, some of which are dropped. */
static bool matches_query(reference *of, const model_version *in)
{
    if (!of->query->is_any)
        return matches(of, of->query->root, in, false);
    for (size_t i = 0; i < of->unit_count; i++) {
        if (of->units[i].repeats > 0 && reference_places(of, i, in)->count > 0)
            return true;
    }
    return false;
}

/* -------------------------------------------------------------- scoring -- */

static double saturate(double w, double k1, double b, double length,
                       double average)
{
    if (w <= 0.0)
        return 0.0;
    return w * (k1 + 1.0) / (w + k1 * (1.0 - b + b * length / average));
}

void reference_range(const model_version *version, size_t number,
                     size_t *out_begin, size_t *out_end)
{
    const nx_starts *passages = &version->boundaries.passages;

    *out_begin = 0;
    *out_end = 0;
    if (number >= passages->count)
        return;
    *out_begin = passages->positions[number];
    *out_end = number + 1 < passages->count
                   ? passages->positions[number + 1]
                   : version->columns[COLUMN_BODY].count;
}

static double weight_of(const model_version *in, const occurrence *at)
{
    size_t begin;
    size_t end;

    if (at->column == COLUMN_HEADLINE)
        return 2.0;
    if (at->column == COLUMN_KEYWORDS)
        return 1.2;
    reference_range(in, 0, &begin, &end);
    return at->column == COLUMN_BODY && at->position < end ? 1.2 : 1.0;
}

static double article_score(reference *of, const model_version *in)
{
    double sum = 0.0;

    for (size_t i = 0; i < of->unit_count; i++) {
        const unit *one = &of->units[i];
        const occurrences *all = reference_places(of, i, in);
        double w = 0.0;

        for (size_t o = 0; o < all->count; o++)
            w += weight_of(in, &all->items[o]);
        sum += (double)one->repeats * one->idf *
               saturate(w, 1.2, 0.75, (double)in->length, of->average);
    }
    return sum;
}

bool occurrence_is_in(const occurrence *at, size_t column, size_t begin,
                      size_t end)
{
    return at->column == column && at->position >= begin && at->position < end;
}

bool reference_has(reference *of, const model_version *version, size_t number)
{
    size_t begin;
    size_t end;

    reference_range(version, number, &begin, &end);
    for (size_t i = 0; i < of->unit_count; i++) {
        const occurrences *all = reference_places(of, i, version);

        for (size_t o = 0; o < all->count && of->units[i].repeats > 0; o++) {
            if (occurrence_is_in(&all->items[o], COLUMN_BODY, begin, end))
                return true;
        }
    }
    return false;
}

double reference_passage(reference *of, const model_version *version,
                         size_t number)
{
    double length;
    double sum = 0.0;
    size_t begin;
    size_t end;

    reference_range(version, number, &begin, &end);
    length = (double)(end - begin + version->columns[COLUMN_HEADLINE].count);
    for (size_t i = 0; i < of->unit_count; i++) {
        const unit *one = &of->units[i];
        const occurrences *all = reference_places(of, i, version);
        double w = 0.0;

        for (size_t o = 0; o < all->count; o++) {
            if (all->items[o].column == COLUMN_HEADLINE ||
                occurrence_is_in(&all->items[o], COLUMN_BODY, begin, end))
                w += 1.0;
        }
        sum += (double)one->repeats * one->idf *
               saturate(w, 0.9, 0.4, length, 50.0);
    }
    return sum;
}

/* Pairs between two positions of a column: added to the two counts. */
static void count_pair(const occurrences *first, const occurrences *second,
                       size_t column, size_t begin, size_t end, double *ordered,
                       double *unordered)
{
    for (size_t a = 0; a < first->count; a++) {
        const occurrence *left = &first->items[a];
        bool is_behind = false;
        bool is_near = false;

        if (!occurrence_is_in(left, column, begin, end))
            continue;
        for (size_t b = 0; b < second->count; b++) {
            const occurrence *right = &second->items[b];
            size_t distance = right->position > left->position
                                  ? right->position - left->position
                                  : left->position - right->position;

            if (!occurrence_is_in(right, column, begin, end))
                continue;
            is_behind = is_behind || right->position == left->position + 1;
            is_near = is_near || distance <= 8;
        }
        *ordered += is_behind;
        *unordered += is_near;
    }
}

/* `passage` is a passage's number, or NO_PASSAGE for headline and body. */
void reference_pairs(reference *of, const model_version *in, size_t passage,
                     found *out)
{
    out->ordered = 0.0;
    out->unordered = 0.0;
    for (size_t i = 0; i < of->pair_count; i++) {
        const unit *one = &of->units[of->pairs[i].first];
        const unit *other = &of->units[of->pairs[i].second];
        const occurrences *first = reference_places(of, of->pairs[i].first, in);
        const occurrences *second =
            reference_places(of, of->pairs[i].second, in);
        double idf = fmin(one->idf, other->idf);
        double length = (double)in->length;
        double ordered = 0.0;
        double unordered = 0.0;
        size_t begin = 0;
        size_t end = (size_t)-1;

        if (passage != NO_PASSAGE)
            reference_range(in, passage, &begin, &end);
        else
            count_pair(first, second, COLUMN_HEADLINE, 0, end, &ordered,
                       &unordered);
        count_pair(first, second, COLUMN_BODY, begin, end, &ordered,
                   &unordered);
        out->ordered += idf * saturate(ordered, 1.2, 0.75, length, of->average);
        out->unordered +=
            idf * saturate(unordered, 1.2, 0.75, length, of->average);
    }
}

static void stage_two(reference *of, found *one)
{
    size_t count = one->version->boundaries.passages.count;

    one->passage = reference_passage(of, one->version, 0);
    for (size_t i = 1; i < count; i++)
        one->passage =
            fmax(one->passage, reference_passage(of, one->version, i));
    reference_pairs(of, one->version, NO_PASSAGE, one);
    one->score = 0.6 * one->article + 0.4 * one->passage + 0.2 * one->ordered +
                 0.1 * one->unordered;
}

/* ------------------------------------------------------------- ordering -- */

static int compare_found(const void *a, const void *b)
{
    const found *left = a;
    const found *right = b;

    if (left->has_phrase != right->has_phrase)
        return left->has_phrase ? -1 : 1;
    if (left->score < right->score || left->score > right->score)
        return left->score > right->score ? -1 : 1;
    return left->version->id < right->version->id ? -1 : 1;
}

void reference_search(reference *of, bool ids_only, found_list *out)
{
    size_t window;

    memset(out, 0, sizeof *out);
    out->items =
        nx_arena_array(of->arena, of->of->count + 1, sizeof *out->items);
    if (out->items == NULL)
        model_fail("out of memory");
    for (size_t v = 0; v < of->of->count; v++) {
        const model_version *version = &of->of->versions[v];
        found one = {version, false, 0.0, 0.0, 0.0, 0.0, 0.0};

        if (!version->is_current || !matches_query(of, version))
            continue;
        one.has_phrase =
            of->has_whole &&
            reference_places(of, of->unit_count, version)->count > 0;
        one.article = article_score(of, version);
        one.score = 0.6 * one.article;
        out->phrase_count += one.has_phrase;
        out->items[out->count++] = one;
    }
    qsort(out->items, out->count, sizeof *out->items, compare_found);
    if (ids_only)
        return;
    window = out->count < WINDOW ? out->count : WINDOW;
    for (size_t i = 0; i < window; i++)
        stage_two(of, &out->items[i]);
    qsort(out->items, window, sizeof *out->items, compare_found);
}
