#include "rank/score.h"

#include "base/memory.h"
#include "rank/bm25.h"

#include <string.h>

/*
 * The occurrences of the article at hand, sorted by unit; the whole phrase is
 * the last one, as in the reading:
 *
 *   first   0     2        3                  list_count + 1 offsets
 *   places  3 17 | 4      | 1 9 30 ...        column << 32 | position, rising
 */
struct nx_scorer {
    const nx_plan *plan;
    double average; /* length of all versions */
    size_t list_count;
    size_t *first;
    size_t *fill;
    uint64_t *places;
    size_t place_capacity;
    /* The article at hand. */
    const nx_reading *reading;
    uint32_t length;
    uint32_t lead;
};

/* Places from `start` up to, not including, `end`. */
typedef struct range {
    uint64_t start;
    uint64_t end;
} range;

static uint64_t place_of(nx_column column, uint32_t position)
{
    return (uint64_t)column << 32 | position;
}

static range column_range(nx_column column)
{
    const range all = {place_of(column, 0), place_of(column + 1, 0)};

    return all;
}

double nx_score_mix(const nx_score *score)
{
    return NX_MIX_ARTICLE * score->article + NX_MIX_PASSAGE * score->passage +
           NX_MIX_ORDERED * score->ordered +
           NX_MIX_UNORDERED * score->unordered;
}

void nx_score_age(nx_score *score, double freshness)
{
    score->passage *= freshness;
    score->ordered *= freshness;
    score->unordered *= freshness;
}

newsidx_status nx_scorer_new(const nx_plan *plan, nx_scorer **out_scorer,
                             newsidx_error *err)
{
    nx_scorer *scorer = nx_new(nx_scorer);

    *out_scorer = NULL;
    if (scorer == NULL)
        return nx_fail_memory(err);
    scorer->plan = plan;
    scorer->average = plan->version_count > 0 ? (double)plan->total_length /
                                                    (double)plan->version_count
                                              : 1.0;
    scorer->list_count = plan->unit_count + 1;
    scorer->first =
        nx_alloc_zeroed(scorer->list_count + 1, sizeof *scorer->first);
    scorer->fill = nx_alloc_zeroed(scorer->list_count, sizeof *scorer->fill);
    if (scorer->first == NULL || scorer->fill == NULL) {
        nx_scorer_free(scorer);
        return nx_fail_memory(err);
    }
    *out_scorer = scorer;
    return NEWSIDX_OK;
}

void nx_scorer_free(nx_scorer *scorer)
{
    if (scorer == NULL)
        return;
    nx_free(scorer->first);
    nx_free(scorer->fill);
    nx_free(scorer->places);
    nx_free(scorer);
}

/*
 * Places come in the order of their last words, so that one of a joined form,
 * which is a single word, may come before one that begins further to the left
 * (`no no-no no` has no-no three times). They are at most a unit apart.
 */
static void add_place(nx_scorer *scorer, size_t unit, uint64_t place)
{
    size_t at = scorer->fill[unit]++;

    while (at > scorer->first[unit] && scorer->places[at - 1] > place) {
        scorer->places[at] = scorer->places[at - 1];
        at--;
    }
    scorer->places[at] = place;
}

newsidx_status nx_scorer_load(nx_scorer *scorer, const nx_reading *reading,
                              uint32_t length, newsidx_error *err)
{
    const nx_boundaries *boundaries = &reading->boundaries;
    void *places = scorer->places;

    if (!nx_grow(&places, &scorer->place_capacity, reading->occurrence_count,
                 sizeof *scorer->places))
        return nx_fail_memory(err);
    scorer->places = places;
    scorer->reading = reading;
    scorer->length = length;
    scorer->lead = boundaries->passages.count > 1
                       ? boundaries->passages.positions[1]
                       : boundaries->token_count;
    if (scorer->lead > NX_LEAD_MOST)
        scorer->lead = NX_LEAD_MOST;
    memset(scorer->first, 0, (scorer->list_count + 1) * sizeof *scorer->first);
    for (size_t i = 0; i < reading->occurrence_count; i++)
        scorer->first[reading->occurrences[i].unit + 1]++;
    for (size_t i = 0; i < scorer->list_count; i++) {
        scorer->first[i + 1] += scorer->first[i];
        scorer->fill[i] = scorer->first[i];
    }
    for (size_t i = 0; i < reading->occurrence_count; i++) {
        const nx_occurrence *at = &reading->occurrences[i];

        add_place(scorer, at->unit, place_of(at->column, at->position));
    }
    return NEWSIDX_OK;
}

/* The first place of `unit` that is not before `place`. */
static size_t find_place(const nx_scorer *scorer, size_t unit, uint64_t place)
{
    size_t low = scorer->first[unit];
    size_t high = scorer->first[unit + 1];

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (scorer->places[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t count_places(const nx_scorer *scorer, size_t unit, range in)
{
    return find_place(scorer, unit, in.end) -
           find_place(scorer, unit, in.start);
}

static double unit_weight(const nx_scorer *scorer, size_t unit)
{
    uint64_t fifths = 0;

    for (size_t i = scorer->first[unit]; i < scorer->first[unit + 1]; i++)
        fifths += nx_words_weight((nx_column)(scorer->places[i] >> 32),
                                  (uint32_t)scorer->places[i], scorer->lead);
    return (double)fifths / NX_WEIGHT_UNIT;
}

double nx_scorer_unit(nx_scorer *scorer, size_t unit, uint64_t *out_count)
{
    const nx_unit *of = &scorer->plan->units[unit];

    *out_count = scorer->first[unit + 1] - scorer->first[unit];
    return of->repeats * of->idf *
           nx_bm25_article(unit_weight(scorer, unit), scorer->length,
                           scorer->average);
}

double nx_scorer_article(nx_scorer *scorer)
{
    double sum = 0.0;
    uint64_t count;

    for (size_t i = 0; i < scorer->plan->unit_count; i++)
        sum += nx_scorer_unit(scorer, i, &count);
    return sum;
}

static range passage_range(const nx_scorer *scorer, size_t number)
{
    const nx_boundaries *boundaries = &scorer->reading->boundaries;
    const nx_starts *passages = &boundaries->passages;
    range in = {0, 0};

    if (number < passages->count) {
        in.start = place_of(NX_COLUMN_BODY, passages->positions[number]);
        in.end = place_of(NX_COLUMN_BODY, number + 1 < passages->count
                                              ? passages->positions[number + 1]
                                              : boundaries->token_count);
    }
    return in;
}

double nx_scorer_passage(nx_scorer *scorer, size_t number)
{
    const range in = passage_range(scorer, number);
    const double length = (double)(in.end - in.start) +
                          (double)scorer->reading->counts[NX_COLUMN_HEADLINE];
    double sum = 0.0;

    for (size_t i = 0; i < scorer->plan->unit_count; i++) {
        const nx_unit *unit = &scorer->plan->units[i];
        const size_t count =
            count_places(scorer, i, in) +
            count_places(scorer, i, column_range(NX_COLUMN_HEADLINE));

        if (count > 0)
            sum += unit->repeats * unit->idf *
                   nx_bm25_passage((double)count, length);
    }
    return sum;
}

bool nx_scorer_has(const nx_scorer *scorer, size_t number)
{
    const range in = passage_range(scorer, number);

    for (size_t i = 0; i < scorer->plan->unit_count; i++) {
        if (count_places(scorer, i, in) > 0)
            return true;
    }
    return false;
}

bool nx_scorer_has_phrase(const nx_scorer *scorer, size_t number)
{
    return count_places(scorer, scorer->plan->unit_count,
                        passage_range(scorer, number)) > 0;
}

/* Is there a place of `unit` from `low` to `high`, both included? */
static bool has_place(const nx_scorer *scorer, size_t unit, uint64_t low,
                      uint64_t high)
{
    const size_t at = find_place(scorer, unit, low);

    return at < scorer->first[unit + 1] && scorer->places[at] <= high;
}

/* How often the second is right behind the first, and near it, in `in`. */
static void count_pair(const nx_scorer *scorer, const nx_pair *pair, range in,
                       size_t *ordered, size_t *unordered)
{
    const size_t end = find_place(scorer, pair->first, in.end);

    for (size_t i = find_place(scorer, pair->first, in.start); i < end; i++) {
        const uint64_t place = scorer->places[i];
        const uint64_t low = place - in.start < NX_PAIR_DISTANCE
                                 ? in.start
                                 : place - NX_PAIR_DISTANCE;
        const uint64_t high = in.end - 1 - place < NX_PAIR_DISTANCE
                                  ? in.end - 1
                                  : place + NX_PAIR_DISTANCE;

        if (!has_place(scorer, pair->second, low, high))
            continue;
        (*unordered)++;
        if (place < high &&
            has_place(scorer, pair->second, place + 1, place + 1))
            (*ordered)++;
    }
}

static void score_pairs(const nx_scorer *scorer, const range *ranges,
                        size_t range_count, nx_score *score)
{
    const nx_plan *plan = scorer->plan;

    score->ordered = 0.0;
    score->unordered = 0.0;
    for (size_t i = 0; i < plan->pair_count; i++) {
        const nx_pair *pair = &plan->pairs[i];
        const double first = plan->units[pair->first].idf;
        const double second = plan->units[pair->second].idf;
        const double idf = pair->repeats * (first < second ? first : second);
        size_t ordered = 0;
        size_t unordered = 0;

        for (size_t j = 0; j < range_count; j++)
            count_pair(scorer, pair, ranges[j], &ordered, &unordered);
        score->ordered += idf * nx_bm25_article((double)ordered, scorer->length,
                                                scorer->average);
        score->unordered +=
            idf *
            nx_bm25_article((double)unordered, scorer->length, scorer->average);
    }
}

void nx_scorer_whole(nx_scorer *scorer, nx_score *score)
{
    const range ranges[] = {column_range(NX_COLUMN_HEADLINE),
                            column_range(NX_COLUMN_BODY)};
    const size_t count = scorer->reading->boundaries.passages.count;

    score->passage = nx_scorer_passage(scorer, 0);
    for (size_t i = 1; i < count; i++) {
        const double passage = nx_scorer_passage(scorer, i);

        if (passage > score->passage)
            score->passage = passage;
    }
    score_pairs(scorer, ranges, 2, score);
}

void nx_scorer_one(nx_scorer *scorer, size_t number, nx_score *score)
{
    const range in = passage_range(scorer, number);

    score->passage = nx_scorer_passage(scorer, number);
    score_pairs(scorer, &in, 1, score);
}
