/* What a query means for one article, as a text with its marks in brackets. */
#ifndef NX_TESTS_RANK_MEANING_H
#define NX_TESTS_RANK_MEANING_H

#include "fixture.h"

#include "rank/evaluator.h"
#include "rank/matcher.h"
#include "rank/score.h"
#include "rank/verifier.h"

#include <stdlib.h>

#define MEANING_BYTES 4096

/*
 * Every expectation asks twice, of the text and of the index, and both must
 * say the same: whether the article matches, and what its words weigh.
 */
typedef struct meaning {
    fixture in;
    nx_reading reading;
    int64_t id;       /* of the article that was asked last */
    newsidx_text key; /* its key; {NULL, 0}: none was yet */
    char texts[NX_COLUMN_COUNT][MEANING_BYTES];
} meaning;

static inline int meaning_open(void **state)
{
    meaning *with = calloc(1, sizeof *with);

    if (with == NULL)
        return -1;
    fixture_open(&with->in);
    nx_reading_init(&with->reading);
    *state = with;
    return 0;
}

static inline int meaning_close(void **state)
{
    meaning *with = *state;

    nx_reading_finish(&with->reading);
    fixture_close(&with->in);
    free(with);
    return 0;
}

/* A test with an index of its own. */
#define MEANING_TEST(name)                                                     \
    cmocka_unit_test_setup_teardown(name, meaning_open, meaning_close)

/* "[kerry] met" is "kerry met", where kerry is expected to be marked. */
static inline newsidx_text without_brackets(meaning *with, nx_column column,
                                            newsidx_text marked)
{
    char *out = with->texts[column];
    size_t length = 0;

    assert_true(marked.length < MEANING_BYTES);
    if (marked.bytes == NULL)
        return marked;
    for (size_t i = 0; i < marked.length; i++) {
        if (marked.bytes[i] != '[' && marked.bytes[i] != ']')
            out[length++] = marked.bytes[i];
    }
    out[length] = '\0';
    return nx_str_slice(out, length);
}

static inline void plain_article(meaning *with, const newsidx_article *marked,
                                 newsidx_article *plain)
{
    *plain = *marked;
    plain->headline =
        without_brackets(with, NX_COLUMN_HEADLINE, marked->headline);
    plain->byline = without_brackets(with, NX_COLUMN_BYLINE, marked->byline);
    plain->dateline =
        without_brackets(with, NX_COLUMN_DATELINE, marked->dateline);
    plain->body = without_brackets(with, NX_COLUMN_BODY, marked->body);
    plain->keywords =
        without_brackets(with, NX_COLUMN_KEYWORDS, marked->keywords);
}

/* Compare a column with what is marked of it; overlapping marks are one. */
static inline void assert_marks(const meaning *with, nx_column column,
                                newsidx_text expected, const char *query)
{
    const char *plain = with->texts[column];
    const size_t plain_length = strlen(plain);
    bool covered[MEANING_BYTES + 1] = {false};
    char shown[3 * MEANING_BYTES];
    size_t length = 0;

    if (expected.bytes == NULL)
        return;
    for (size_t i = 0; i < with->reading.occurrence_count; i++) {
        const nx_occurrence *at = &with->reading.occurrences[i];

        for (size_t j = at->start; at->column == column && j < at->end; j++)
            covered[j] = true;
    }
    for (size_t i = 0; i <= plain_length; i++) {
        const bool before = i > 0 && covered[i - 1];

        if (covered[i] != before)
            shown[length++] = covered[i] ? '[' : ']';
        if (i < plain_length)
            shown[length++] = plain[i];
    }
    shown[length] = '\0';
    if (!nx_str_equal(nx_str_slice(shown, length), expected))
        fail_msg("%s marks \"%s\", not \"%s\"", query, shown, expected.bytes);
}

static inline void read_article(meaning *with, const nx_plan *plan,
                                nx_analyzer *analyzer,
                                const newsidx_article *plain)
{
    nx_matcher *matcher;

    EXPECT_OK(nx_matcher_new(plan, &matcher, &err));
    read_as_stored(matcher, analyzer, plain, &with->reading);
    nx_matcher_free(matcher);
}

/* Ask the text, by the evaluator alone, also where FTS5 decides. */
static inline bool holds_by_text(meaning *with, nx_analyzer *analyzer,
                                 const newsidx_article *plain)
{
    nx_store *store = with->in.store;
    const nx_row *row = &nx_store_rows(store)->rows[with->id];
    nx_plan all = with->in.plan;
    const nx_plan *plan = &all;
    nx_evaluator *evaluator;
    nx_facts facts;
    bool may_hold;
    bool holds;

    all.is_exact = false;
    read_article(with, plan, analyzer, plain);
    EXPECT_OK(nx_store_facts(store, with->id, &with->in.arena, &facts, &err));
    EXPECT_OK(nx_evaluator_new(store, plan, &evaluator, &err));
    nx_evaluator_begin(evaluator, with->id, row);
    may_hold = nx_evaluator_may_hold(evaluator);
    nx_evaluator_set_key(evaluator, facts.key);
    nx_evaluator_set_boundaries(evaluator, &with->reading.boundaries);
    for (size_t i = 0; i < with->reading.occurrence_count; i++) {
        const nx_occurrence *at = &with->reading.occurrences[i];
        const nx_interval place = {nx_place(at->column, at->position),
                                   nx_place(at->column, at->last)};

        if (at->unit < plan->unit_count)
            assert_true(nx_evaluator_add(evaluator, at->unit, place));
    }
    assert_non_null(nx_evaluator_sort(evaluator));
    nx_evaluator_settle(evaluator);
    EXPECT_OK(nx_evaluator_holds(evaluator, &holds, &err));
    assert_true(may_hold || !holds);
    nx_evaluator_free(evaluator);
    return holds;
}

/* What stage one made of the index is what stage two makes of the text. */
static inline void assert_same_score(meaning *with, double key)
{
    const nx_rows *rows = nx_store_rows(with->in.store);
    nx_scorer *scorer;

    EXPECT_OK(nx_scorer_new(&with->in.plan, &scorer, &err));
    EXPECT_OK(nx_scorer_load(scorer, &with->reading,
                             rows->rows[with->id].length, &err));
    assert_near(nx_scorer_article(scorer), key);
    nx_scorer_free(scorer);
}

/* Leave the marks in the reading. */
static inline void read_marks(meaning *with, nx_analyzer *analyzer,
                              const newsidx_article *plain)
{
    nx_verifier *verifier;

    read_article(with, &with->in.plan, analyzer, plain);
    if (with->in.plan.is_exact)
        return;
    EXPECT_OK(nx_verifier_new(with->in.store, &with->in.plan, &verifier, &err));
    EXPECT_OK(nx_verifier_refine(verifier, with->id, &with->reading, &err));
    nx_verifier_free(verifier);
}

/* Store the article instead of the one before. */
static inline void replace_article(meaning *with,
                                   const newsidx_article *article)
{
    EXPECT_OK(nx_store_begin(with->in.store, NX_BULK, &err));
    if (with->key.bytes != NULL)
        EXPECT_OK(nx_store_remove(with->in.store, with->key, &err));
    with->id = store_article(with->in.store, article);
    EXPECT_OK(nx_store_commit(with->in.store, &err));
    with->key = article->key;
}

/* Is the article found? Then its marks are left in the reading. */
static inline bool is_found(meaning *with, const char *query,
                            const newsidx_article *plain)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 1};
    nx_analyzer *analyzer;
    nx_candidates found;
    bool holds;

    nx_arena_reset(&with->in.arena);
    replace_article(with, plain);
    plan(&with->in, query);
    EXPECT_OK(nx_store_begin_read(with->in.store, &err));
    EXPECT_OK(nx_candidates_find(with->in.store, &with->in.plan, &wanted,
                                 &found, &err));
    EXPECT_OK(
        nx_store_analyzer(with->in.store, plain->language, &analyzer, &err));
    holds =
        with->in.plan.condition != NULL && holds_by_text(with, analyzer, plain);
    if (found.total != (holds ? 1U : 0U))
        fail_msg("%s: the index finds %d and the text %d in \"%s\"", query,
                 (int)found.total, holds, plain->body.bytes);
    if (holds) {
        read_marks(with, analyzer, plain);
        assert_same_score(with, found.best.entries[0].key);
    }
    nx_candidates_finish(&found);
    nx_store_end_read(with->in.store);
    return holds;
}

static inline void expect_article(meaning *with, const char *query,
                                  const newsidx_article *marked)
{
    newsidx_article plain;

    plain_article(with, marked, &plain);
    if (!is_found(with, query, &plain))
        fail_msg("%s finds nothing in \"%s\"", query, plain.body.bytes);
    assert_marks(with, NX_COLUMN_HEADLINE, marked->headline, query);
    assert_marks(with, NX_COLUMN_BYLINE, marked->byline, query);
    assert_marks(with, NX_COLUMN_DATELINE, marked->dateline, query);
    assert_marks(with, NX_COLUMN_BODY, marked->body, query);
    assert_marks(with, NX_COLUMN_KEYWORDS, marked->keywords, query);
}

/* The query finds an article of this body, and marks what is in brackets. */
static inline void expect(meaning *with, const char *query, const char *body)
{
    const newsidx_article article = make_article("k", NULL, body);

    expect_article(with, query, &article);
}

static inline void expect_both(meaning *with, const char *query,
                               const char *headline, const char *body)
{
    const newsidx_article article = make_article("k", headline, body);

    expect_article(with, query, &article);
}

static inline void expect_not_in(meaning *with, const char *query,
                                 const newsidx_article *article)
{
    if (is_found(with, query, article))
        fail_msg("%s finds \"%s\"", query, article->body.bytes);
}

static inline void expect_not(meaning *with, const char *query,
                              const char *body)
{
    const newsidx_article article = make_article("k", NULL, body);

    expect_not_in(with, query, &article);
}

#endif
