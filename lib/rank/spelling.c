#include "rank/spelling.h"

#include "base/memory.h"
#include "base/str.h"
#include "text/letters.h"

#include <string.h>

bool nx_spelling_has_cases(const nx_unit *unit, newsidx_text text,
                           uint32_t start, uint32_t end)
{
    const unsigned cases = unit->restriction.cases;
    unsigned letters;

    if (cases == 0)
        return true;
    letters = nx_letters_of(nx_str_slice(text.bytes + start, end - start));
    if ((cases & (1U << NX_CASE_NOCAPS)) != 0 &&
        (letters & NX_LETTERS_CAPITAL) != 0)
        return false;
    if ((cases & (1U << NX_CASE_ALLCAPS)) != 0 &&
        (letters & NX_LETTERS_SMALL) != 0)
        return false;
    return (cases & (1U << NX_CASE_CAPS | 1U << NX_CASE_ALLCAPS)) == 0 ||
           (letters & NX_LETTERS_CAPITAL) != 0;
}

/* The typed bytes from `from` on against the text from `at` on. */
static bool reads_on(newsidx_text text, size_t at, newsidx_text typed,
                     size_t from)
{
    for (size_t i = from; i < typed.length; i++) {
        const size_t start = at;

        if (typed.bytes[i] != ' ') {
            if (at >= text.length || text.bytes[at++] != typed.bytes[i])
                return false;
            continue;
        }
        while (at < text.length && nx_is_space(text.bytes[at]))
            at++;
        if (at == start)
            return false;
    }
    return true;
}

/* The typed bytes before `from` against the text before `at`. */
static bool reads_back(newsidx_text text, size_t at, newsidx_text typed,
                       size_t from)
{
    for (size_t i = from; i > 0; i--) {
        const size_t start = at;

        if (typed.bytes[i - 1] != ' ') {
            if (at == 0 || text.bytes[--at] != typed.bytes[i - 1])
                return false;
            continue;
        }
        while (at > 0 && nx_is_space(text.bytes[at - 1]))
            at--;
        if (at == start)
            return false;
    }
    return true;
}

bool nx_spelling_has_bytes(const nx_unit *unit, newsidx_text text,
                           uint32_t start)
{
    const newsidx_text typed = unit->restriction.verbatim;

    return typed.bytes == NULL ||
           (reads_on(text, start, typed, unit->first_word) &&
            reads_back(text, start, typed, unit->first_word));
}

/* ----------------------------------------------------------- speller ---- */

/*
 * The places of one unit in the column at hand, while its words come by:
 *
 *   places   [3,4]  [7,8]  [8,9]  [20,21]      the word at 8
 *                   ^ next
 */
typedef struct watch {
    const nx_intervals *places;
    uint8_t *is_wrong; /* of each place */
    size_t capacity;
    size_t next; /* the first that doesn't end before the word at hand */
} watch;

struct nx_speller {
    const nx_plan *plan;
    watch *watches; /* of each unit */
    /* The column at hand. */
    nx_column column;
    newsidx_text text;
    uint64_t last; /* where the last of all places ends */
};

newsidx_status nx_speller_new(const nx_plan *plan, nx_speller **out_speller,
                              newsidx_error *err)
{
    nx_speller *speller = nx_new(nx_speller);

    *out_speller = NULL;
    if (speller == NULL)
        return nx_fail_memory(err);
    speller->plan = plan;
    speller->watches =
        nx_alloc_zeroed(plan->unit_count, sizeof *speller->watches);
    if (speller->watches == NULL) {
        nx_speller_free(speller);
        return nx_fail_memory(err);
    }
    *out_speller = speller;
    return NEWSIDX_OK;
}

void nx_speller_free(nx_speller *speller)
{
    if (speller == NULL)
        return;
    for (size_t i = 0; i < speller->plan->unit_count; i++) {
        if (speller->watches != NULL)
            nx_free(speller->watches[i].is_wrong);
    }
    nx_free(speller->watches);
    nx_free(speller);
}

static bool is_watched(const nx_speller *speller, size_t unit)
{
    return nx_restriction_needs_text(&speller->plan->units[unit].restriction);
}

static bool is_one_of(newsidx_text form, const newsidx_text *terms,
                      size_t count)
{
    for (size_t i = 0; i < count && form.length > 0; i++) {
        if (nx_str_equal(nx_plan_cut_term(form), terms[i]))
            return true;
    }
    return false;
}

/* Is the word written so in that form of it which is one of the terms? A word
 * without forms has but one. */
static bool has_cases_as(const nx_speller *speller, const nx_unit *unit,
                         const nx_token *token, const newsidx_text *terms,
                         size_t count)
{
    const newsidx_text text = speller->text;

    if (token->exact.length == 0)
        return nx_spelling_has_cases(unit, text, token->start, token->end);
    if ((is_one_of(token->exact, terms, count) ||
         is_one_of(token->stem, terms, count) ||
         is_one_of(token->mark, terms, count)) &&
        nx_spelling_has_cases(unit, text, token->start, token->end))
        return true;
    return (is_one_of(token->joined, terms, count) ||
            is_one_of(token->joined_stem, terms, count)) &&
           nx_spelling_has_cases(unit, text, token->start, token->joined_end);
}

/* Is the word of a place written as its unit asks? */
static bool is_right(const nx_speller *speller, const nx_unit *unit,
                     nx_interval place, const nx_token *token)
{
    const uint32_t first = nx_place_position(place.first);
    const nx_unit_position *position =
        &unit->positions[token->position - first];

    if (token->position == first &&
        !nx_spelling_has_bytes(unit, speller->text, token->start))
        return false;
    /* One place of a unit of several is its joined form. */
    if (place.first == place.last && unit->position_count > 1)
        return has_cases_as(speller, unit, token, &unit->joined, 1);
    return has_cases_as(speller, unit, token, position->terms,
                        position->term_count);
}

static int on_token(const nx_token *token, void *user)
{
    nx_speller *speller = user;
    const uint64_t at = nx_place(speller->column, token->position);

    for (size_t i = 0; i < speller->plan->unit_count; i++) {
        watch *of = &speller->watches[i];

        if (of->places == NULL)
            continue;
        while (of->next < of->places->count &&
               of->places->items[of->next].last < at)
            of->next++;
        for (size_t j = of->next;
             j < of->places->count && of->places->items[j].first <= at; j++) {
            if (of->places->items[j].last >= at &&
                !is_right(speller, &speller->plan->units[i],
                          of->places->items[j], token))
                of->is_wrong[j] = 1;
        }
    }
    return at >= speller->last;
}

static newsidx_status watch_places(nx_speller *speller,
                                   const nx_intervals *places,
                                   newsidx_error *err)
{
    for (size_t i = 0; i < speller->plan->unit_count; i++) {
        watch *of = &speller->watches[i];
        void *is_wrong = of->is_wrong;

        of->places = NULL;
        of->next = 0;
        if (!is_watched(speller, i) || places[i].count == 0)
            continue;
        if (!nx_grow(&is_wrong, &of->capacity, places[i].count, 1))
            return nx_fail_memory(err);
        of->is_wrong = is_wrong;
        of->places = &places[i];
        memset(of->is_wrong, 0, places[i].count);
    }
    return NEWSIDX_OK;
}

/* Where the last place of the column ends; 0 if there is none in it. */
static uint64_t find_last(const nx_speller *speller, nx_column column)
{
    uint64_t last = 0;

    for (size_t i = 0; i < speller->plan->unit_count; i++) {
        const nx_intervals *places = speller->watches[i].places;
        size_t end;

        if (places == NULL)
            continue;
        end = nx_intervals_find(places, nx_place(column + 1, 0));
        for (size_t j = end; j > 0; j--) {
            const nx_interval *at = &places->items[j - 1];

            if (at->first < nx_place(column, 0) ||
                at->first + places->longest < last)
                break;
            if (at->last > last)
                last = at->last;
        }
    }
    return last;
}

static void drop_wrong(nx_speller *speller, nx_intervals *places)
{
    for (size_t i = 0; i < speller->plan->unit_count; i++) {
        const watch *of = &speller->watches[i];
        size_t kept = 0;

        if (of->places == NULL)
            continue;
        for (size_t j = 0; j < places[i].count; j++) {
            if (of->is_wrong[j] == 0)
                places[i].items[kept++] = places[i].items[j];
        }
        places[i].count = kept;
    }
}

newsidx_status nx_speller_keep(nx_speller *speller, nx_analyzer *analyzer,
                               const newsidx_article *article,
                               nx_intervals *places, newsidx_error *err)
{
    newsidx_status status = watch_places(speller, places, err);

    for (nx_column i = 0; i < NX_COLUMN_COUNT && status >= 0; i++) {
        speller->last = find_last(speller, i);
        if (speller->last == 0 && nx_place(i, 0) > 0)
            continue;
        speller->column = i;
        speller->text = nx_words_column(article, i);
        status = nx_analyze_places(analyzer, speller->text, NULL, on_token,
                                   speller, err);
        /* After the last place there is nothing to look at. */
        if (status == NEWSIDX_ERR_CANCELLED)
            status = NEWSIDX_OK;
    }
    if (status >= 0)
        drop_wrong(speller, places);
    return status;
}
