/* Scores of stage two, worked out by hand. */
#include "rank/score.h"

#include "fixture.h"

#include "rank/bm25.h"
#include "rank/verifier.h"

#include <stdlib.h>

/* The constants may be tuned; which of them counts where may not change. */
#define HEADLINE ((double)NX_WEIGHT_HEADLINE / NX_WEIGHT_UNIT)
#define LEAD ((double)NX_WEIGHT_LEAD / NX_WEIGHT_UNIT)
#define OTHER ((double)NX_WEIGHT_OTHER / NX_WEIGHT_UNIT)

typedef struct scored {
    fixture in;
    nx_reading reading;
    nx_scorer *scorer;
    uint32_t length;
} scored;

/* What doesn't satisfy the query isn't scored. */
static void refine(scored *with, int64_t id)
{
    nx_verifier *verifier;

    if (with->in.plan.is_exact)
        return;
    EXPECT_OK(nx_store_begin_read(with->in.store, &err));
    EXPECT_OK(nx_verifier_new(with->in.store, &with->in.plan, &verifier, &err));
    EXPECT_OK(nx_verifier_refine(verifier, id, &with->reading, &err));
    nx_verifier_free(verifier);
    nx_store_end_read(with->in.store);
}

/*
 * An index with one article, read and loaded for `query`. Freed by
 * scored_close().
 */
static void scored_open(scored *with, const newsidx_article *article,
                        const char *query)
{
    nx_analyzer *analyzer;
    nx_matcher *matcher;
    int64_t id;

    fixture_open(&with->in);
    id = put_article(&with->in, article);
    plan(&with->in, query);
    nx_reading_init(&with->reading);
    EXPECT_OK(nx_store_analyzer(with->in.store, nx_str(NULL), &analyzer, &err));
    EXPECT_OK(nx_matcher_new(&with->in.plan, &matcher, &err));
    read_as_stored(matcher, analyzer, article, &with->reading);
    nx_matcher_free(matcher);
    refine(with, id);
    with->length = nx_store_rows(with->in.store)->rows[id].length;
    EXPECT_OK(nx_scorer_new(&with->in.plan, &with->scorer, &err));
    EXPECT_OK(nx_scorer_load(with->scorer, &with->reading, with->length, &err));
}

static void scored_close(scored *with)
{
    nx_scorer_free(with->scorer);
    nx_reading_finish(&with->reading);
    fixture_close(&with->in);
}

static void the_mix_is_that_of_the_readme(void **state)
{
    const nx_score score = {10.0, 20.0, 30.0, 40.0};

    (void)state;
    assert_near(nx_score_mix(&score),
                10.0 * NX_MIX_ARTICLE + 20.0 * NX_MIX_PASSAGE +
                    30.0 * NX_MIX_ORDERED + 40.0 * NX_MIX_UNORDERED);
}

static void one_article_by_hand(void **state)
{
    newsidx_article article =
        make_article("1", "Rain in town", "Rain fell. A town, a rain town.");
    scored with;
    nx_score score = {0.0, 0.0, 0.0, 0.0};
    uint64_t count;
    double rain;
    double town;
    double average = 12.0; /* 3 + 7 + 2: it is the only one */
    double idf;

    (void)state;
    article.byline = nx_str("Ann Rain");
    scored_open(&with, &article, "rain town");
    assert_int_equal(with.length, 12);
    idf = with.in.plan.units[0].idf;
    assert_near(idf, nx_bm25_idf(1, 1));
    /* Both in the headline and twice in the body, which is all lead. */
    rain = nx_scorer_unit(with.scorer, 0, &count);
    assert_int_equal(count, 4);
    assert_near(rain, idf * nx_bm25_article(HEADLINE + OTHER + 2.0 * LEAD, 12.0,
                                            average));
    town = nx_scorer_unit(with.scorer, 1, &count);
    assert_int_equal(count, 3);
    assert_near(town,
                idf * nx_bm25_article(HEADLINE + 2.0 * LEAD, 12.0, average));
    assert_near(nx_scorer_article(with.scorer), rain + town);
    /* One passage of 7 words with a headline of 3; each word is there thrice.*/
    nx_scorer_whole(with.scorer, &score);
    assert_near(score.passage, 2.0 * idf * nx_bm25_passage(3.0, 10.0));
    /* In order: "rain town" once. Nearby: headline 1, body 2. */
    assert_near(score.ordered, idf * nx_bm25_article(1.0, 12.0, average));
    assert_near(score.unordered, idf * nx_bm25_article(3.0, 12.0, average));
    scored_close(&with);
}

static void nearby_ends_at_eight_words(void **state)
{
    static const char *const bodies[] = {
        "rain a b c d e f g town", "rain a b c d e f g h town",
        "town a b c d e f g rain", "town a b c d e f g h rain"};
    static const double expected[] = {1.0, 0.0, 1.0, 0.0};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const newsidx_article article = make_article("1", NULL, bodies[i]);
        nx_score score = {0.0, 0.0, 0.0, 0.0};
        scored with;

        scored_open(&with, &article, "rain town");
        nx_scorer_whole(with.scorer, &score);
        assert_near(score.ordered, 0.0);
        assert_near(score.unordered,
                    with.in.plan.units[0].idf *
                        nx_bm25_article(expected[i], 1.0, 1.0));
        scored_close(&with);
    }
}

static void pairs_do_not_cross_a_column(void **state)
{
    const newsidx_article article = make_article("1", "Big rain", "Town hall");
    nx_score score = {0.0, 0.0, 0.0, 0.0};
    scored with;

    (void)state;
    scored_open(&with, &article, "rain town");
    nx_scorer_whole(with.scorer, &score);
    assert_near(score.ordered + score.unordered, 0.0);
    scored_close(&with);
}

static void an_article_without_a_body_is_its_headline(void **state)
{
    const newsidx_article article = make_article("1", "Rain in town", NULL);
    nx_score score = {0.0, 0.0, 0.0, 0.0};
    scored with;

    (void)state;
    scored_open(&with, &article, "rain");
    nx_scorer_whole(with.scorer, &score);
    assert_near(score.passage,
                with.in.plan.units[0].idf * nx_bm25_passage(1.0, 3.0));
    assert_false(nx_scorer_has(with.scorer, 0));
    scored_close(&with);
}

/* Passages of 30 words: "word" and what is at the end of each. */
static void fill_passages(nx_buf *body, const char *const *ends, size_t count)
{
    nx_buf_init(body, 65536);
    for (size_t i = 0; i < count; i++) {
        nx_buf_add_string(body, "The ");
        for (int j = 0; j < 160; j++)
            nx_buf_add_format(body, "w%d ", j);
        nx_buf_add_format(body, "%s.\n\n", ends[i]);
    }
}

static void the_best_passage_counts_and_each_knows_its_own(void **state)
{
    static const char *const ends[] = {"town", "rain rain town", "snow"};
    nx_score score = {0.0, 0.0, 0.0, 0.0};
    newsidx_article article;
    size_t count;
    double best = 0.0;
    nx_buf body;
    scored with;

    (void)state;
    fill_passages(&body, ends, 3);
    article = make_article("1", "Nothing", body.bytes);
    scored_open(&with, &article, "rain town");
    count = with.reading.boundaries.passages.count;
    assert_true(count >= 3);
    for (size_t i = 0; i < count; i++) {
        const double passage = nx_scorer_passage(with.scorer, i);

        assert_int_equal(nx_scorer_has(with.scorer, i), passage > 0.0);
        best = passage > best ? passage : best;
    }
    nx_scorer_whole(with.scorer, &score);
    assert_near(score.passage, best);
    assert_near(score.ordered,
                with.in.plan.units[0].idf * nx_bm25_article(1.0, 1.0, 1.0));
    for (size_t i = 0; i < count; i++) {
        nx_scorer_one(with.scorer, i, &score);
        assert_near(score.passage, nx_scorer_passage(with.scorer, i));
        assert_int_equal(score.ordered > 0.0,
                         nx_scorer_has_phrase(with.scorer, i));
    }
    scored_close(&with);
    nx_buf_finish(&body);
}

/* Places of joined forms come out of order; halving needs them in order. */
static void joined_places_are_sorted(void **state)
{
    const newsidx_article article =
        make_article("1", NULL, "no no-no no a-a-a a a-a-a");
    uint64_t count;
    scored with;

    (void)state;
    scored_open(&with, &article, "=no-no OR =a-a-a");
    nx_scorer_unit(with.scorer, 0, &count);
    assert_int_equal(count, 3);
    assert_near(nx_scorer_passage(with.scorer, 0),
                with.in.plan.units[0].idf * nx_bm25_passage(3.0, 11.0) +
                    with.in.plan.units[1].idf * nx_bm25_passage(5.0, 11.0));
    scored_close(&with);
}

/* What stage one made of the index, stage two makes of the text. */
static void stage_one_and_two_agree(void **state)
{
    static const char *const queries[] = {
        "rain",          "rain town",     "=no-no",
        "a OR (rain b)", "\"rain town\"", "headline:rain rain",
        "to* rain",      "U.S. rain",     "rain -snow",
        "rain w/2 town", "first1(rain)",  "sentence(rain town)"};
    const nx_wanted wanted = {
        .order = NEWSIDX_BEST_FIRST, .count = 10, .id = 1};
    newsidx_article article =
        make_article("1", "Rain: no no-no no in U.S. town",
                     "A rain town. No-no. Tall towns, rains in the US.");

    (void)state;
    article.keywords = nx_str("rain, towns");
    article.dateline = nx_str("TOWN (AP)");
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        nx_candidates found;
        scored with;

        scored_open(&with, &article, queries[i]);
        EXPECT_OK(nx_store_begin_read(with.in.store, &err));
        EXPECT_OK(nx_candidates_find(with.in.store, &with.in.plan, &wanted,
                                     &found, &err));
        nx_store_end_read(with.in.store);
        if (found.total != 1)
            fail_msg("%s doesn't match", queries[i]);
        assert_near(nx_scorer_article(with.scorer), found.wanted.key);
        nx_candidates_finish(&found);
        scored_close(&with);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mix_is_that_of_the_readme),
        cmocka_unit_test(one_article_by_hand),
        cmocka_unit_test(nearby_ends_at_eight_words),
        cmocka_unit_test(pairs_do_not_cross_a_column),
        cmocka_unit_test(an_article_without_a_body_is_its_headline),
        cmocka_unit_test(the_best_passage_counts_and_each_knows_its_own),
        cmocka_unit_test(joined_places_are_sorted),
        cmocka_unit_test(stage_one_and_two_agree),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
