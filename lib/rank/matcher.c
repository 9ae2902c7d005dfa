#include "rank/matcher.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/str.h"
#include "rank/spelling.h"
#include "text/acronym.h"

#include <inttypes.h>
#include <string.h>

/*
 * Each term that is looked for leads to its slots, the places in sequences
 * where it may stand:
 *
 *   table   talk ----> slot(unit 0, index 0)
 *           ~talk ---> slot(unit 0, index 0)
 *           center --> slot(unit 1, index 0) -> slot(unit 2, index 2)
 *
 * Sequences are followed by shift-and (Baeza-Yates and Gonnet, "A New Approach
 * to Text Searching", 1992): bit i of `live` says that the last i + 1 words are
 * the first i + 1 of the sequence.
 */
#define NO_SLOT ((size_t)-1)
#define JOINED                                                                 \
    ((size_t)-1) /* a slot's index: the whole unit in one position             \
                  */
#define RING 64  /* the longest sequence */

typedef struct slot {
    size_t unit;
    size_t index;
    size_t next; /* of the same term; NO_SLOT ends */
} slot;

typedef struct entry {
    newsidx_text term; /* {NULL, 0}: free */
    size_t first;
} entry;

typedef struct progress {
    uint64_t live;
    uint64_t mask;       /* of the word at hand */
    uint32_t position;   /* of the word that live and mask are of */
    uint32_t end;        /* bytes, of the longest form that ends the unit */
    uint32_t joined_end; /* the same, where it is the joined form */
    size_t joined;       /* its latest joined occurrence */
    bool has_joined;     /* there is one in this column */
    bool joins_here;     /* the word at hand is the joined form */
} progress;

struct nx_matcher {
    const nx_plan *plan;
    size_t unit_count; /* with the whole phrase */
    entry *entries;
    size_t entry_mask;
    slot *slots;
    size_t slot_count;
    progress *progress; /* of each unit */
    size_t *touched;    /* units that the word at hand is part of */
    size_t touched_count;
    uint8_t sketch[256];   /* of the terms: turns most words away */
    bool has_marks;        /* some term is one: ^us */
    size_t least[256];     /* the length of the shortest term that begins so,
                            * "~" and "^" aside */
    nx_skips skips;        /* words that are no part of any unit */
    nx_analyzer *analyzer; /* of the latest article, and the skips */
    /* The text at hand. */
    nx_reading *reading;
    nx_column column;
    newsidx_text text;
    uint32_t starts[RING]; /* bytes, of words that take part, by position */
    size_t passage;        /* the next one to begin */
    newsidx_status status;
};

static const nx_unit *unit_of(const nx_matcher *matcher, size_t number)
{
    const nx_plan *plan = matcher->plan;

    return number < plan->unit_count ? &plan->units[number]
                                     : plan->whole_phrase;
}

static bool takes_part(const nx_matcher *matcher, const nx_unit *unit)
{
    return !unit->is_dropped && !(matcher->plan->is_exact && unit->is_excluded);
}

void nx_reading_init(nx_reading *reading)
{
    memset(reading, 0, sizeof *reading);
    nx_boundaries_init(&reading->boundaries);
}

void nx_reading_finish(nx_reading *reading)
{
    nx_free(reading->occurrences);
    nx_free(reading->gaps);
    nx_boundaries_finish(&reading->boundaries);
    nx_reading_init(reading);
}

static entry *find_entry(const nx_matcher *matcher, newsidx_text term)
{
    size_t place = (size_t)nx_hash64(term.bytes, term.length, 0);

    for (;; place++) {
        entry *at = &matcher->entries[place & matcher->entry_mask];

        if (at->term.bytes == NULL || nx_str_equal(at->term, term))
            return at;
    }
}

/* A few of a term's bytes as one: words of a text rarely agree in it. */
static uint8_t sketch_of(newsidx_text term)
{
    const unsigned char *bytes = (const unsigned char *)term.bytes;
    const size_t middle = term.length / 2;

    return (uint8_t)(bytes[0] + 3U * bytes[middle] +
                     5U * bytes[term.length - 1] + 7U * term.length);
}

static void note_least(nx_matcher *matcher, newsidx_text term)
{
    const size_t from = term.bytes[0] == '~' || term.bytes[0] == '^' ? 1 : 0;
    size_t *least = &matcher->least[(unsigned char)term.bytes[from]];

    if (*least > term.length - from)
        *least = term.length - from;
}

static void add_slot(nx_matcher *matcher, newsidx_text term, size_t unit,
                     size_t index)
{
    entry *at = find_entry(matcher, term);
    slot *added = &matcher->slots[matcher->slot_count];

    if (at->term.bytes == NULL) {
        at->term = term;
        at->first = NO_SLOT;
    }
    added->unit = unit;
    added->index = index;
    added->next = at->first;
    at->first = matcher->slot_count++;
    matcher->sketch[sketch_of(term)] = 1;
    matcher->has_marks = matcher->has_marks || term.bytes[0] == '^';
    note_least(matcher, term);
}

static void add_unit(nx_matcher *matcher, size_t number)
{
    const nx_unit *unit = unit_of(matcher, number);

    if (!takes_part(matcher, unit))
        return;
    for (size_t i = 0; i < unit->position_count; i++) {
        for (size_t j = 0; j < unit->positions[i].term_count; j++)
            add_slot(matcher, unit->positions[i].terms[j], number, i);
    }
    if (unit->joined.length > 0)
        add_slot(matcher, unit->joined, number, JOINED);
}

static size_t count_terms(const nx_matcher *matcher)
{
    size_t count = 0;

    for (size_t i = 0; i < matcher->unit_count; i++) {
        const nx_unit *unit = unit_of(matcher, i);

        count += unit->joined.length > 0;
        for (size_t j = 0; j < unit->position_count; j++)
            count += unit->positions[j].term_count;
    }
    return count;
}

newsidx_status nx_matcher_new(const nx_plan *plan, nx_matcher **out_matcher,
                              newsidx_error *err)
{
    nx_matcher *matcher = nx_new(nx_matcher);
    size_t entry_count = 16;
    size_t term_count;

    *out_matcher = NULL;
    if (matcher == NULL)
        return nx_fail_memory(err);
    matcher->plan = plan;
    matcher->unit_count = plan->unit_count + (plan->whole_phrase != NULL);
    term_count = count_terms(matcher);
    while (entry_count < 4 * term_count)
        entry_count *= 2;
    matcher->entry_mask = entry_count - 1;
    matcher->entries = nx_alloc_zeroed(entry_count, sizeof *matcher->entries);
    matcher->slots = nx_alloc_zeroed(term_count, sizeof *matcher->slots);
    matcher->progress =
        nx_alloc_zeroed(matcher->unit_count, sizeof *matcher->progress);
    matcher->touched =
        nx_alloc_zeroed(matcher->unit_count, sizeof *matcher->touched);
    if (matcher->entries == NULL || matcher->slots == NULL ||
        matcher->progress == NULL || matcher->touched == NULL) {
        nx_matcher_free(matcher);
        return nx_fail_memory(err);
    }
    for (size_t i = 0; i < sizeof matcher->least / sizeof *matcher->least; i++)
        matcher->least[i] = SIZE_MAX;
    for (size_t i = 0; i < matcher->unit_count; i++)
        add_unit(matcher, i);
    *out_matcher = matcher;
    return NEWSIDX_OK;
}

void nx_matcher_free(nx_matcher *matcher)
{
    if (matcher == NULL)
        return;
    nx_free(matcher->entries);
    nx_free(matcher->slots);
    nx_free(matcher->progress);
    nx_free(matcher->touched);
    nx_skips_finish(&matcher->skips);
    nx_free(matcher);
}

/* Note which units the word at hand is part of, in this form. */
static void touch(nx_matcher *matcher, newsidx_text form, uint32_t position,
                  uint32_t start, uint32_t end)
{
    newsidx_text term;
    const entry *at;

    if (form.length == 0)
        return;
    term = nx_plan_cut_term(form);
    if (matcher->sketch[sketch_of(term)] == 0)
        return;
    at = find_entry(matcher, term);
    if (at->term.bytes == NULL)
        return;
    for (size_t i = at->first; i != NO_SLOT; i = matcher->slots[i].next) {
        const slot *found = &matcher->slots[i];
        progress *unit = &matcher->progress[found->unit];
        const size_t position_count =
            unit_of(matcher, found->unit)->position_count;
        const bool is_new = unit->mask == 0 && !unit->joins_here;

        if (!nx_spelling_has_cases(unit_of(matcher, found->unit), matcher->text,
                                   start, end))
            continue;
        if (is_new)
            matcher->touched[matcher->touched_count++] = found->unit;
        if (is_new && unit->position + 1 != position)
            unit->live = 0;
        if (is_new)
            unit->end = 0;
        unit->position = position;
        if (found->index == JOINED) {
            unit->joins_here = true;
            unit->joined_end = end;
        } else {
            if (found->index + 1 == position_count && unit->end < end)
                unit->end = end;
            unit->mask |= UINT64_C(1) << found->index;
        }
    }
}

/* Does the unit count here, as far as this word alone tells? */
static bool counts(const nx_matcher *matcher, const nx_unit *unit,
                   uint32_t start)
{
    return (unit->restriction.columns >> matcher->column & 1U) != 0 &&
           nx_spelling_has_bytes(unit, matcher->text, start);
}

static void add_occurrence(nx_matcher *matcher, const nx_occurrence *added)
{
    nx_reading *reading = matcher->reading;
    void *occurrences = reading->occurrences;

    if (!nx_grow(&occurrences, &reading->occurrence_capacity,
                 reading->occurrence_count + 1, sizeof *added)) {
        matcher->status = NEWSIDX_ERR_MEMORY;
        return;
    }
    reading->occurrences = occurrences;
    reading->occurrences[reading->occurrence_count++] = *added;
}

/* Let one unit take the word that was noted for it. */
static void step(nx_matcher *matcher, size_t number, const nx_token *token)
{
    const nx_unit *unit = unit_of(matcher, number);
    progress *at = &matcher->progress[number];
    const uint32_t last = (uint32_t)unit->position_count - 1;
    nx_occurrence found = {number,          matcher->column, token->position,
                           token->position, token->start,    at->joined_end};

    at->live = (at->live << 1 | 1) & at->mask;
    if (at->joins_here && counts(matcher, unit, found.start)) {
        at->joined = matcher->reading->occurrence_count;
        at->has_joined = true;
        add_occurrence(matcher, &found);
    }
    if ((at->live >> last & 1) != 0) {
        nx_occurrence *joined =
            at->has_joined ? &matcher->reading->occurrences[at->joined] : NULL;

        found.position = token->position - last;
        found.start = matcher->starts[found.position % RING];
        found.end = at->end;
        /* al-Qaida is both; the sequence knows where it ends. */
        if (joined != NULL && joined->position == found.position) {
            joined->last = found.last;
            joined->end = found.end;
        } else if (counts(matcher, unit, found.start)) {
            add_occurrence(matcher, &found);
        }
    }
    at->mask = 0;
    at->joins_here = false;
}

/* A word with its forms. */
static void take_word(nx_matcher *matcher, const nx_token *token)
{
    matcher->touched_count = 0;
    touch(matcher, token->exact, token->position, token->start, token->end);
    touch(matcher, token->stem, token->position, token->start, token->end);
    touch(matcher, token->mark, token->position, token->start, token->end);
    touch(matcher, token->joined, token->position, token->start,
          token->joined_end);
    touch(matcher, token->joined_stem, token->position, token->start,
          token->joined_end);
    for (size_t i = 0; i < matcher->touched_count; i++)
        step(matcher, matcher->touched[i], token);
}

/* May the word have a mark that is looked for? What stands around it tells. */
static bool may_be_marked(const nx_matcher *matcher, const nx_token *token)
{
    return matcher->has_marks &&
           nx_acronym_is_capitals(nx_str_slice(
               matcher->text.bytes + token->start, token->end - token->start));
}

/* May a word without forms have one that is looked for, as far as a glance
 * tells? The bit makes small letters of capitals. */
static bool may_be_sought(const nx_matcher *matcher, const nx_token *token)
{
    const unsigned char first =
        (unsigned char)matcher->text.bytes[token->start];

    return !nx_analyzer_shortens(matcher->analyzer) ||
           token->end - token->start >= matcher->least[first | 0x20];
}

/* A word without forms, which from now on is skipped if it's no part of any
 * unit. */
static void take_place(nx_matcher *matcher, const nx_token *place)
{
    newsidx_status status;

    if (!may_be_sought(matcher, place)) {
        nx_skips_add(&matcher->skips, matcher->text, place->start, place->end);
        return;
    }

    nx_token token = *place;

    status = nx_analyze_forms(matcher->analyzer, matcher->text, &token, NULL);
    if (status < 0) {
        matcher->status = status;
        return;
    }
    take_word(matcher, &token);
    if (matcher->touched_count == 0 && !may_be_marked(matcher, &token))
        nx_skips_add(&matcher->skips, matcher->text, token.start, token.end);
}

/* Keep the bytes of words beside which a passage begins, none of which may be
 * skipped. */
static void note_gap(nx_matcher *matcher, const nx_token *token)
{
    const nx_starts *passages = &matcher->reading->boundaries.passages;
    nx_gap *gaps = matcher->reading->gaps;
    size_t *at = &matcher->passage;

    if (token->position != matcher->skips.except)
        return;
    if (token->position == passages->positions[*at])
        gaps[(*at)++].end = token->start;
    if (*at == passages->count) {
        matcher->skips.except = NX_SKIPS_NEVER;
        return;
    }
    matcher->skips.except = passages->positions[*at] - 1;
    if (token->position == matcher->skips.except) {
        gaps[*at].start = token->end;
        matcher->skips.except++;
    }
}

static int on_token(const nx_token *token, void *user)
{
    nx_matcher *matcher = user;

    note_gap(matcher, token);
    matcher->starts[token->position % RING] = token->start;
    if (token->exact.length > 0)
        take_word(matcher, token);
    else
        take_place(matcher, token);
    return matcher->status < 0;
}

static newsidx_status read_column(nx_matcher *matcher, nx_column column,
                                  newsidx_text text, newsidx_error *err)
{
    const nx_starts *passages = &matcher->reading->boundaries.passages;
    newsidx_status status;

    matcher->column = column;
    matcher->text = text;
    matcher->skips.except = NX_SKIPS_NEVER;
    if (column == NX_COLUMN_BODY && passages->count > 1) {
        matcher->passage = 1;
        matcher->skips.except = passages->positions[1] - 1;
    }
    memset(matcher->progress, 0,
           matcher->unit_count * sizeof *matcher->progress);
    status = nx_analyze_places(matcher->analyzer, text, &matcher->skips,
                               on_token, matcher, err);
    matcher->reading->counts[column] = matcher->skips.position;
    if (matcher->status < 0)
        return nx_fail(err, matcher->status, "reading an article: %s",
                       nx_status_text(matcher->status));
    return status;
}

/* Which words can be skipped is known of one analyzer at a time. */
static newsidx_status set_analyzer(nx_matcher *matcher, nx_analyzer *analyzer,
                                   newsidx_error *err)
{
    if (matcher->analyzer == analyzer)
        return NEWSIDX_OK;
    if (!nx_skips_begin(&matcher->skips))
        return nx_fail_memory(err);
    matcher->analyzer = analyzer;
    return NEWSIDX_OK;
}

/* Read the boundaries, and make room for what is between passages. */
static newsidx_status read_boundaries(nx_reading *reading, newsidx_text blob,
                                      newsidx_error *err)
{
    const newsidx_status status =
        nx_boundaries_decode(&reading->boundaries, blob, err);
    void *gaps = reading->gaps;

    if (status < 0)
        return status;
    if (!nx_grow(&gaps, &reading->gap_capacity,
                 reading->boundaries.passages.count, sizeof *reading->gaps))
        return nx_fail_memory(err);
    reading->gaps = gaps;
    return NEWSIDX_OK;
}

newsidx_status nx_matcher_read(nx_matcher *matcher, nx_analyzer *analyzer,
                               const nx_stored *stored, nx_reading *reading,
                               newsidx_error *err)
{
    newsidx_status status = set_analyzer(matcher, analyzer, err);

    if (status < 0)
        return status;
    matcher->reading = reading;
    matcher->status = NEWSIDX_OK;
    reading->occurrence_count = 0;
    memset(reading->counts, 0, sizeof reading->counts);
    status = read_boundaries(reading, stored->boundaries, err);
    for (nx_column i = 0; i < NX_COLUMN_COUNT && status >= 0; i++)
        status =
            read_column(matcher, i, nx_words_column(&stored->article, i), err);
    if (status >= 0 &&
        reading->counts[NX_COLUMN_BODY] != reading->boundaries.token_count)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "the boundaries of article %" PRId64
                       " are not those of its text",
                       stored->id);
    return status;
}
