#include "rank/matcher.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/str.h"
#include "rank/spelling.h"

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
    uint8_t first_bytes[256]; /* some term begins so: turns most words away */
    /* The text at hand. */
    nx_reading *reading;
    nx_column column;
    newsidx_text text;
    uint32_t starts[RING]; /* bytes, of the latest words, by position */
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
    nx_free(reading->words);
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
    matcher->first_bytes[(unsigned char)term.bytes[0]] = 1;
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
    nx_free(matcher);
}

/* Note which units the word at hand is part of, in this form. */
static void touch(nx_matcher *matcher, newsidx_text form, uint32_t position,
                  uint32_t start, uint32_t end)
{
    const entry *at;

    if (form.length == 0 || !matcher->first_bytes[(unsigned char)form.bytes[0]])
        return;
    at = find_entry(matcher, nx_plan_cut_term(form));
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

static int on_token(const nx_token *token, void *user)
{
    nx_matcher *matcher = user;

    matcher->starts[token->position % RING] = token->start;
    matcher->reading->counts[matcher->column] = token->position + 1;
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
    return matcher->status < 0;
}

static int on_body_token(const nx_token *token, void *user)
{
    nx_matcher *matcher = user;
    nx_reading *reading = matcher->reading;
    void *words = reading->words;

    if (!nx_grow(&words, &reading->word_capacity, token->position + 1,
                 sizeof *reading->words)) {
        matcher->status = NEWSIDX_ERR_MEMORY;
        return 1;
    }
    reading->words = words;
    reading->words[token->position].start = token->start;
    reading->words[token->position].end = token->end;
    matcher->status = nx_boundaries_add(&reading->boundaries, token);
    if (matcher->status < 0)
        return 1;
    return on_token(token, user);
}

static newsidx_status read_column(nx_matcher *matcher, nx_analyzer *analyzer,
                                  nx_column column, newsidx_text text,
                                  newsidx_error *err)
{
    newsidx_status status;

    matcher->column = column;
    matcher->text = text;
    memset(matcher->progress, 0,
           matcher->unit_count * sizeof *matcher->progress);
    status = nx_analyze(analyzer, text,
                        column == NX_COLUMN_BODY ? on_body_token : on_token,
                        matcher, err);
    if (matcher->status < 0)
        return nx_fail(err, matcher->status, "reading an article: %s",
                       nx_status_text(matcher->status));
    return status;
}

newsidx_status nx_matcher_read(nx_matcher *matcher, nx_analyzer *analyzer,
                               const newsidx_article *article,
                               nx_reading *reading, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    matcher->reading = reading;
    matcher->status = NEWSIDX_OK;
    reading->occurrence_count = 0;
    memset(reading->counts, 0, sizeof reading->counts);
    nx_boundaries_clear(&reading->boundaries);
    for (nx_column i = 0; i < NX_COLUMN_COUNT && status >= 0; i++)
        status =
            read_column(matcher, analyzer, i, nx_words_column(article, i), err);
    if (status < 0)
        return status;
    status = nx_boundaries_cut(&reading->boundaries);
    return status < 0 ? nx_fail_memory(err) : NEWSIDX_OK;
}
