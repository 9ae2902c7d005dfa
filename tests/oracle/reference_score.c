/* The half of the reference that is about scores and their order. */
#include "reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
        return 1.6;
    if (at->column == COLUMN_KEYWORDS)
        return 1.2;
    reference_range(in, 0, &begin, &end);
    return at->column == COLUMN_BODY && at->first < end ? 1.2 : 1.0;
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
    return at->column == column && at->first >= begin && at->first < end;
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
            size_t distance = right->first > left->first
                                  ? right->first - left->first
                                  : left->first - right->first;

            if (!occurrence_is_in(right, column, begin, end))
                continue;
            is_behind = is_behind || right->first == left->first + 1;
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

double reference_freshness(const reference *of, const model_version *version)
{
    double days = ((double)of->now - (double)version->published_at) / 86400.0;

    if (of->half_life_days <= 0.0)
        return 1.0;
    if (version->published_at == NEWSIDX_NO_TIME)
        return 0.5;
    return (1.0 + pow(2.0, -fmax(days, 0.0) / of->half_life_days)) / 2.0;
}

static void stage_two(reference *of, found *one)
{
    size_t count = one->version->boundaries.passages.count;

    one->passage = reference_passage(of, one->version, 0);
    for (size_t i = 1; i < count; i++)
        one->passage =
            fmax(one->passage, reference_passage(of, one->version, i));
    reference_pairs(of, one->version, NO_PASSAGE, one);
    one->score = 0.6 * one->article +
                 one->freshness * (0.4 * one->passage + 0.3 * one->ordered +
                                   0.1 * one->unordered);
}

/* ------------------------------------------------------------- ordering -- */

/* Newest first; no date is before all dates. */
static int compare_dated(const void *a, const void *b)
{
    const found *left = a;
    const found *right = b;

    if (left->version->published_at != right->version->published_at)
        return left->version->published_at > right->version->published_at ? -1
                                                                          : 1;
    return left->version->id < right->version->id ? -1 : 1;
}

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
        found one = {version, false, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0};

        if (!of->is_match[v])
            continue;
        one.has_phrase =
            of->has_whole &&
            reference_places(of, of->unit_count, version)->count > 0;
        one.freshness = reference_freshness(of, version);
        one.article = one.freshness * article_score(of, version);
        one.score = 0.6 * one.article;
        out->phrase_count += one.has_phrase;
        out->items[out->count++] = one;
    }
    qsort(out->items, out->count, sizeof *out->items,
          reference_has_words(of) ? compare_found : compare_dated);
    if (ids_only || !reference_has_words(of))
        return;
    window = out->count < WINDOW ? out->count : WINDOW;
    for (size_t i = 0; i < window; i++)
        stage_two(of, &out->items[i]);
    qsort(out->items, window, sizeof *out->items, compare_found);
}
