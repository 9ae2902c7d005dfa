/* Where the words of a query stand. */
#include "evaluation.h"

#include <string.h>

#define NO_POSITION SIZE_MAX

/* ------------------------------------------------------------- reading --- */

static void read_from(const model *of, nx_arena *arena, const query_node *node,
                      restriction within, meaning *out)
{
    if (node->kind == QUERY_FIELD)
        within.fields |= 1U << node->field;
    if (node->kind == QUERY_FIRST && node->count < within.first)
        within.first = node->count;
    if (node->kind == QUERY_CASE)
        within.cases |= 1U << node->letters;
    if (node->kind == QUERY_LEAF) {
        leaf_meaning *leaf = &out->leaves[node->number];

        leaf->node = node;
        leaf->within = within;
        terms_of_leaf(of, arena, node, within.cases != 0, &leaf->terms);
    }
    for (size_t i = 0; i < node->child_count; i++)
        read_from(of, arena, node->children[i], within, out);
}

void meaning_read(const model *of, nx_arena *arena, query_node *root,
                  meaning *out)
{
    const restriction anywhere = {0, SIZE_MAX, 0};

    out->of = of;
    out->root = root;
    out->node_count = query_number(root);
    out->leaves = nx_arena_array(arena, out->node_count, sizeof *out->leaves);
    if (out->leaves == NULL)
        model_fail("out of memory");
    read_from(of, arena, root, anywhere, out);
}

/* -------------------------------------------------------- restrictions --- */

/* Words of the body's first passage. */
static size_t lead_length(const model_version *in)
{
    const nx_starts *passages = &in->boundaries.passages;
    const size_t length = passages->count > 1 ? passages->positions[1]
                                              : in->columns[COLUMN_BODY].count;

    return length < 65535 ? length : 65535;
}

static bool is_in_field(const model_version *in, const occurrence *at,
                        query_field field)
{
    const bool is_lead =
        at->column == COLUMN_BODY && at->last < lead_length(in);

    switch (field) {
    case FIELD_HEADLINE:
        return at->column == COLUMN_HEADLINE;
    case FIELD_BYLINE:
        return at->column == COLUMN_BYLINE;
    case FIELD_DATELINE:
        return at->column == COLUMN_DATELINE;
    case FIELD_BODY:
        return at->column == COLUMN_BODY;
    case FIELD_LEAD:
        return is_lead;
    case FIELD_HEADLINE_LEAD:
        return at->column == COLUMN_HEADLINE || is_lead;
    case FIELD_TAG:
        break;
    }
    return at->column == COLUMN_KEYWORDS;
}

static bool is_early(const occurrence *at, size_t first)
{
    return first == SIZE_MAX || at->column == COLUMN_HEADLINE ||
           (at->column == COLUMN_BODY && at->last < first);
}

/* Letters of ASCII and Latin-1 are all that the texts have. */
static void count_letters(newsidx_text text, size_t *capitals, size_t *small)
{
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];
        const unsigned char before =
            i > 0 ? (unsigned char)text.bytes[i - 1] : 0;

        *capitals += (byte >= 'A' && byte <= 'Z') ||
                     (before == 0xC3 && byte <= 0x9E && byte != 0x97);
        *small += (byte >= 'a' && byte <= 'z') ||
                  (before == 0xC3 && byte >= 0x9F && byte != 0xB7);
    }
}

static bool fits_cases(newsidx_text word, unsigned cases)
{
    size_t capitals = 0;
    size_t small = 0;

    count_letters(word, &capitals, &small);
    if ((cases & 1U << CASE_CAPS) != 0 && capitals == 0)
        return false;
    if ((cases & 1U << CASE_ALLCAPS) != 0 && (capitals == 0 || small > 0))
        return false;
    return (cases & 1U << CASE_NOCAPS) == 0 || capitals == 0;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

/* The length of `text` from `at` on that reads as `typed`, where a blank is
 * any run of white space; NO_POSITION if it reads otherwise. */
static size_t read_verbatim(newsidx_text text, size_t at, newsidx_text typed)
{
    const size_t begin = at;

    for (size_t i = 0; i < typed.length; i++) {
        if (at == text.length)
            return NO_POSITION;
        if (typed.bytes[i] == ' ') {
            if (!is_blank(text.bytes[at]))
                return NO_POSITION;
            while (at < text.length && is_blank(text.bytes[at]))
                at++;
        } else if (text.bytes[at++] != typed.bytes[i]) {
            return NO_POSITION;
        }
    }
    return at - begin;
}

/* Do the very bytes stand there? What is typed before the first word must end
 * where the word begins, so each place before it is tried. */
static bool is_verbatim(const leaf_meaning *leaf, const model_column *column,
                        const occurrence *at)
{
    const newsidx_text typed = {leaf->node->word, strlen(leaf->node->word)};
    const newsidx_text before = {typed.bytes, leaf->terms.start};
    const newsidx_text rest = {typed.bytes + before.length,
                               typed.length - before.length};
    const size_t start = column->tokens[at->first].start;

    if (read_verbatim(column->text, start, rest) == NO_POSITION)
        return false;
    for (size_t begin = 0; begin <= start; begin++) {
        if (read_verbatim(column->text, begin, before) == start - begin)
            return true;
    }
    return false;
}

/* --------------------------------------------------------- occurrences --- */

/* Where the longest form of the token that `wanted` takes ends, in bytes. */
static uint32_t end_of(const term_position *wanted, const model_token *token)
{
    uint32_t end = 0;

    for (size_t f = 0; f < token->form_count; f++) {
        const uint32_t reached =
            f < token->whole_from ? token->end : token->whole_end;

        if (term_position_takes(wanted, token, f) && reached > end)
            end = reached;
    }
    return end;
}

/* The end of the joined form of the token, in bytes; 0 if it has none such. As
 * one word it ends with itself, as a chain with its last part. */
static uint32_t joined_end(newsidx_text joined, const model_token *token)
{
    uint32_t end = 0;

    for (size_t f = 0; f < token->form_count && joined.length > 0; f++) {
        if (model_texts_equal(token->forms[f], joined))
            end = f < token->whole_from ? token->end : token->whole_end;
    }
    return end;
}

/* Is the sequence there, from at->first on? Then its ends are set. */
static bool match_sequence(const leaf_terms *terms, const model_column *column,
                           occurrence *at)
{
    const model_token *tokens = &column->tokens[at->first];
    const size_t left = column->count - at->first;
    size_t matched = 0;

    while (matched < terms->count && matched < left &&
           term_position_matches(&terms->positions[matched], &tokens[matched]))
        matched++;
    if (matched < terms->count)
        return false;
    at->last = at->first + matched - 1;
    at->end = end_of(&terms->positions[matched - 1], &tokens[matched - 1]);
    return true;
}

/* Is the joined form there? */
static bool match_joined(const leaf_terms *terms, const model_column *column,
                         occurrence *at)
{
    at->last = at->first;
    at->end = joined_end(terms->joined, &column->tokens[at->first]);
    return at->end > 0;
}

/* Is every word of the occurrence written as the cases ask? */
static bool fits_letters(const leaf_meaning *leaf, const model_column *column,
                         const occurrence *at)
{
    for (size_t p = at->first; p <= at->last; p++) {
        const model_token *token = &column->tokens[p];
        uint32_t end = at->end;
        newsidx_text word;

        if (p < at->last)
            end = end_of(&leaf->terms.positions[p - at->first], token);
        word.bytes = column->text.bytes + token->start;
        word.length = end - token->start;
        if (!fits_cases(word, leaf->within.cases))
            return false;
    }
    return true;
}

/* Is it written as the leaf asks? */
static bool is_so_written(const leaf_meaning *leaf, const model_column *column,
                          const occurrence *at)
{
    return fits_letters(leaf, column, at) &&
           (leaf->node == NULL || leaf->node->form != LEAF_VERBATIM ||
            is_verbatim(leaf, column, at));
}

/* Does it stand where the leaf asks? */
static bool is_in_place(const leaf_meaning *leaf, const model_version *in,
                        const occurrence *at)
{
    for (unsigned field = FIELD_HEADLINE; field <= FIELD_TAG; field++) {
        if ((leaf->within.fields & 1U << field) != 0 &&
            !is_in_field(in, at, (query_field)field))
            return false;
    }
    return is_early(at, leaf->within.first);
}

/* As a sequence if that is written as it should be, else in the joined form. */
static bool match_at(const leaf_meaning *leaf, const model_column *column,
                     occurrence *at)
{
    if (match_sequence(&leaf->terms, column, at) &&
        is_so_written(leaf, column, at))
        return true;
    return match_joined(&leaf->terms, column, at) &&
           is_so_written(leaf, column, at);
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

occurrences evaluation_find(nx_arena *arena, const leaf_meaning *leaf,
                            const model_version *in)
{
    occurrences all = {NULL, 0, 0};

    for (size_t c = 0; c < COLUMN_COUNT && leaf->terms.count > 0; c++) {
        for (size_t p = 0; p < in->columns[c].count; p++) {
            occurrence at = {c, p, p, 0, false};

            if (match_at(leaf, &in->columns[c], &at) &&
                is_in_place(leaf, in, &at))
                add_occurrence(arena, &all, &at);
        }
    }
    return all;
}

void evaluation_init(evaluation *of, const meaning *from,
                     const model_version *in, nx_arena *arena)
{
    memset(of, 0, sizeof *of);
    of->of = from;
    of->in = in;
    of->arena = arena;
    of->places = nx_arena_array(arena, from->node_count, sizeof *of->places);
    of->known = nx_arena_array(arena, from->node_count, sizeof *of->known);
    if (of->places == NULL || of->known == NULL)
        model_fail("out of memory");
    for (size_t i = 0; i < from->node_count; i++) {
        if (from->leaves[i].node != NULL)
            of->places[i] = evaluation_find(arena, &from->leaves[i], in);
    }
}
