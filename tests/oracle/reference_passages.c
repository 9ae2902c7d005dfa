/* The half of the reference that is about passages and what is marked. */
#include "reference.h"

#include <stdlib.h>

static int compare_passages(const void *a, const void *b)
{
    const found_passage *left = a;
    const found_passage *right = b;

    if (left->has_phrase != right->has_phrase)
        return left->has_phrase ? -1 : 1;
    if (left->score < right->score || left->score > right->score)
        return left->score > right->score ? -1 : 1;
    if (left->article != right->article &&
        left->article->version->id != right->article->version->id)
        return left->article->version->id < right->article->version->id ? -1
                                                                        : 1;
    return (left->number > right->number) - (left->number < right->number);
}

/* Room for all passages of the window, and one for each article without. */
static found_passage *room_for(reference *of, const found_list *list,
                               size_t window)
{
    size_t most = window + 1;
    found_passage *items;

    for (size_t i = 0; i < window; i++)
        most += list->items[i].version->boundaries.passages.count;
    items = nx_arena_array(of->arena, most, sizeof *items);
    if (items == NULL)
        model_fail("out of memory");
    return items;
}

/* Is the whole phrase in this passage? */
static bool has_whole(reference *of, const model_version *in, size_t number)
{
    size_t begin;
    size_t end;

    reference_range(in, number, &begin, &end);
    if (!of->has_whole)
        return false;
    for (size_t o = 0; o < reference_places(of, of->unit_count, in)->count;
         o++) {
        if (occurrence_is_in(
                &reference_places(of, of->unit_count, in)->items[o],
                COLUMN_BODY, begin, end))
            return true;
    }
    return false;
}

static found_passage flat_passage(reference *of, const found *article,
                                  size_t number)
{
    found parts = *article;
    found_passage made = {article, number, false, 0.0};

    made.has_phrase = has_whole(of, article->version, number);
    parts.passage = reference_passage(of, article->version, number);
    reference_pairs(of, article->version, number, &parts);
    made.score = 0.6 * parts.article +
                 parts.freshness * (0.4 * parts.passage + 0.3 * parts.ordered +
                                    0.1 * parts.unordered);
    return made;
}

size_t reference_passages(reference *of, const found_list *list,
                          found_passage **out_items)
{
    size_t window = list->count < WINDOW ? list->count : WINDOW;
    found_passage *items = room_for(of, list, window);
    size_t count = 0;

    for (size_t i = 0; i < window; i++) {
        const found *article = &list->items[i];
        size_t passages = article->version->boundaries.passages.count;
        size_t before = count;

        for (size_t p = 0; p < passages; p++) {
            if (reference_has(of, article->version, p))
                items[count++] = flat_passage(of, article, p);
        }
        if (count == before)
            items[count++] = flat_passage(of, article, 0);
    }
    qsort(items, count, sizeof *items, compare_passages);
    *out_items = items;
    return count;
}

size_t reference_best(reference *of, const model_version *version,
                      found_passage **out_items)
{
    size_t passages = version->boundaries.passages.count;
    double freshness = reference_freshness(of, version);
    found_passage *items =
        nx_arena_array(of->arena, passages + 1, sizeof *items);
    size_t count = 0;

    if (items == NULL)
        model_fail("out of memory");
    for (size_t p = 0; p < passages; p++) {
        items[count].number = p;
        items[count].score = freshness * reference_passage(of, version, p);
        count += reference_has(of, version, p);
    }
    if (count == 0 && passages > 0) {
        items[0].number = 0;
        items[0].score = freshness * reference_passage(of, version, 0);
        count = 1;
    }
    qsort(items, count, sizeof *items, compare_passages);
    *out_items = items;
    return count;
}

/* --------------------------------------------------------------- spans --- */

static int compare_spans(const void *a, const void *b)
{
    const newsidx_span *left = a;
    const newsidx_span *right = b;

    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    return (left->end > right->end) - (left->end < right->end);
}

/* Cut `span` to `begin` and `end`; false if nothing is left. */
static bool clip(newsidx_span *span, size_t begin, size_t end)
{
    if (span->start >= end || span->end <= begin)
        return false;
    span->start = span->start > begin ? span->start - begin : 0;
    span->end = (span->end < end ? span->end : end) - begin;
    return true;
}

static size_t join_overlaps(newsidx_span *spans, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && spans[i].start < spans[kept - 1].end) {
            if (spans[i].end > spans[kept - 1].end)
                spans[kept - 1].end = spans[i].end;
        } else {
            spans[kept++] = spans[i];
        }
    }
    return kept;
}

size_t reference_spans(reference *of, const model_version *version,
                       size_t column, size_t begin, size_t end,
                       newsidx_span **out_spans)
{
    const model_column *in = &version->columns[column];
    newsidx_span *spans = nx_arena_array(
        of->arena, (in->count + 1) * (of->unit_count + 1), sizeof *spans);
    size_t count = 0;

    if (spans == NULL)
        model_fail("out of memory");
    for (size_t i = 0; i <= of->unit_count; i++) {
        const occurrences *all = reference_places(of, i, version);

        if (i < of->unit_count && of->units[i].repeats == 0)
            continue;
        for (size_t o = 0; o < all->count; o++) {
            const occurrence *at = &all->items[o];

            if (at->column != column)
                continue;
            spans[count].start = in->tokens[at->first].start;
            spans[count].end = at->end;
            count += clip(&spans[count], begin, end);
        }
    }
    qsort(spans, count, sizeof *spans, compare_spans);
    *out_spans = spans;
    return join_overlaps(spans, count);
}
