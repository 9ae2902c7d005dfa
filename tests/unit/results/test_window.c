/* Stage two: the window's order, and what stands behind it. */
#include "results/window.h"

#include "../rank/fixture.h"

#include "base/clock.h"
#include "base/limits.h"
#include "rank/bm25.h"

#include <math.h>

#define ARTICLES 150

/* "rain" in all, more often in some; every tenth has "rain town" in a row. */
static void put_articles(fixture *in)
{
    uint64_t random = 5;
    nx_buf body;

    nx_buf_init(&body, 65536);
    EXPECT_OK(nx_store_begin(in->store, NX_DURABLE, &err));
    for (int i = 0; i < ARTICLES; i++) {
        newsidx_article article;
        char key[16];

        nx_buf_clear(&body);
        for (size_t j = random_below(&random, 400); j > 0; j--)
            nx_buf_add_string(&body, j % 29 == 0   ? "Dry.\n\n"
                                     : j % 17 == 0 ? "rain "
                                                   : "word ");
        nx_buf_add_string(&body,
                          i % 10 == 0 ? " rain town." : " town of rain.");
        snprintf(key, sizeof key, "%d", i);
        article = make_article(key, "Weather", body.bytes);
        article.published_at = 1000 - i;
        store_article(in->store, &article);
    }
    EXPECT_OK(nx_store_commit(in->store, &err));
    nx_buf_finish(&body);
}

static int open_index(void **state)
{
    fixture *in;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    put_articles(in);
    return 0;
}

static void rank(fixture *in, const char *query,
                 const newsidx_search_options *options, size_t count,
                 int64_t deadline_ms, nx_candidates *found, nx_ranking *out)
{
    const nx_recency recency = {options->half_life_days, options->now};
    const nx_wanted wanted = {
        .order = options->order, .count = count, .recency = recency};
    nx_examiner examiner;

    plan(in, query);
    EXPECT_OK(nx_store_begin_read(in->store, &err));
    EXPECT_OK(nx_candidates_find(in->store, &in->plan, &wanted, found, &err));
    EXPECT_OK(
        nx_examiner_init(&examiner, in->store, &in->plan, &recency, &err));
    EXPECT_OK(nx_window_rank(&examiner, found, options, deadline_ms, &in->arena,
                             out, &err));
    nx_examiner_finish(&examiner);
    nx_store_end_read(in->store);
}

/* Phrase, then score, then id. */
static void assert_order(const nx_standing *a, const nx_standing *b)
{
    assert_true(a->has_phrase >= b->has_phrase);
    if (a->has_phrase != b->has_phrase)
        return;
    assert_true(a->score >= b->score);
    if (a->score > b->score)
        return;
    assert_true(a->id < b->id || (a->id == b->id && a->passage < b->passage));
}

static void the_window_is_sorted_again_and_the_rest_follows(void **state)
{
    const newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    bool has_moved = false;
    nx_candidates found;
    nx_ranking ranking;

    rank(*state, "rain town", &options, ARTICLES, 0, &found, &ranking);
    assert_int_equal(ranking.count, ARTICLES);
    assert_false(ranking.is_partial);
    for (size_t i = 0; i < ranking.count; i++) {
        const nx_standing *at = &ranking.standings[i];

        if (i > 0)
            assert_order(at - 1, at);
        has_moved = has_moved || at->id != found.best.entries[i].id;
        if (i >= NX_LIMIT_WINDOW) {
            assert_int_equal(at->id, found.best.entries[i].id);
            assert_near(at->score, NX_MIX_ARTICLE * found.best.entries[i].key);
        }
        assert_int_equal(at->has_phrase, (at->id - 1) % 10 == 0);
    }
    assert_true(has_moved);
    nx_candidates_finish(&found);
}

/* However long the page, the first hundred are the same. */
static void every_page_has_the_same_window(void **state)
{
    const newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    nx_candidates few;
    nx_candidates all;
    nx_ranking short_ranking;
    nx_ranking long_ranking;

    rank(*state, "rain town", &options, NX_LIMIT_WINDOW, 0, &few,
         &short_ranking);
    rank(*state, "rain town", &options, ARTICLES, 0, &all, &long_ranking);
    assert_int_equal(short_ranking.count, NX_LIMIT_WINDOW);
    for (size_t i = 0; i < NX_LIMIT_WINDOW; i++) {
        assert_int_equal(short_ranking.standings[i].id,
                         long_ranking.standings[i].id);
        assert_near(short_ranking.standings[i].score,
                    long_ranking.standings[i].score);
    }
    nx_candidates_finish(&few);
    nx_candidates_finish(&all);
}

/* All of a score ages alike, whichever stage it comes from. */
static void age_takes_its_share_of_both_stages(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    double fresh[ARTICLES + 1];
    const int64_t shapes[] = {NEWSIDX_ARTICLES, NEWSIDX_IDS};
    nx_candidates found;
    nx_ranking ranking;

    options.now = 1000;
    for (size_t i = 0; i < 2; i++) {
        options.shape = (newsidx_shape)shapes[i];
        options.half_life_days = 0.0;
        rank(*state, "rain", &options, NX_LIMIT_WINDOW, 0, &found, &ranking);
        memset(fresh, 0, sizeof fresh);
        for (size_t j = 0; j < ranking.count; j++)
            fresh[ranking.standings[j].id] = ranking.standings[j].score;
        nx_candidates_finish(&found);
        /* Article n is n - 1 seconds old. */
        options.half_life_days = 20.0 / 86400.0;
        rank(*state, "rain", &options, ARTICLES, 0, &found, &ranking);
        for (size_t j = 0; j < ranking.count; j++) {
            const nx_standing *at = &ranking.standings[j];
            const double age = (double)(at->id - 1);

            if (j < NX_LIMIT_WINDOW && fresh[at->id] > 0.0)
                assert_near(at->score,
                            fresh[at->id] * (1.0 + exp2(-age / 20.0)) / 2.0);
        }
        nx_candidates_finish(&found);
    }
}

static void ids_stop_after_stage_one(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    nx_candidates found;
    nx_ranking ranking;

    options.shape = NEWSIDX_IDS;
    rank(*state, "rain town", &options, 20, 0, &found, &ranking);
    assert_int_equal(ranking.count, 20);
    for (size_t i = 0; i < 20; i++) {
        assert_int_equal(ranking.standings[i].id, found.best.entries[i].id);
        assert_near(ranking.standings[i].score,
                    NX_MIX_ARTICLE * found.best.entries[i].key);
    }
    nx_candidates_finish(&found);
}

static void by_date_there_is_no_score(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    nx_candidates found;
    nx_ranking ranking;

    options.order = NEWSIDX_NEWEST_FIRST;
    rank(*state, "rain town", &options, 20, 0, &found, &ranking);
    for (size_t i = 0; i < 20; i++) {
        assert_int_equal(ranking.standings[i].id, i + 1);
        assert_near(ranking.standings[i].score, 0.0);
        assert_int_equal(ranking.standings[i].has_phrase, i % 10 == 0);
    }
    nx_candidates_finish(&found);
}

static void a_deadline_leaves_the_rest_as_it_is(void **state)
{
    const newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    nx_candidates found;
    nx_ranking ranking;

    rank(*state, "rain town", &options, ARTICLES, 1, &found, &ranking);
    assert_true(ranking.is_partial);
    assert_int_equal(ranking.count, ARTICLES);
    for (size_t i = 0; i < ranking.count; i++) {
        assert_int_equal(ranking.standings[i].id, found.best.entries[i].id);
        assert_near(ranking.standings[i].score,
                    NX_MIX_ARTICLE * found.best.entries[i].key);
    }
    nx_candidates_finish(&found);
}

static void passages_are_ranked_one_by_one(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    nx_candidates found;
    nx_ranking ranking;
    bool recurs = false;

    options.shape = NEWSIDX_PASSAGES;
    rank(*state, "rain town", &options, NX_LIMIT_WINDOW, 0, &found, &ranking);
    assert_true(ranking.count > NX_LIMIT_WINDOW);
    for (size_t i = 1; i < ranking.count; i++) {
        assert_order(&ranking.standings[i - 1], &ranking.standings[i]);
        recurs =
            recurs || ranking.standings[i].id == ranking.standings[i - 1].id;
    }
    assert_true(recurs);
    nx_candidates_finish(&found);
    rank(*state, "rain town", &options, NX_LIMIT_WINDOW, 1, &found, &ranking);
    assert_true(ranking.is_partial);
    assert_int_equal(ranking.count, 0);
    nx_candidates_finish(&found);
}

/* An article found by its headline has its first passage in the list. */
static void an_article_of_no_passage_has_its_first(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    nx_candidates found;
    nx_ranking ranking;

    put(*state, "snow", "Snow", "Nothing here.");
    put(*state, "bare", "Snow alone", NULL);
    options.shape = NEWSIDX_PASSAGES;
    rank(*state, "snow", &options, NX_LIMIT_WINDOW, 0, &found, &ranking);
    assert_int_equal(ranking.count, 2);
    assert_int_equal(ranking.standings[0].passage, 0);
    assert_int_equal(ranking.standings[1].passage, 0);
    assert_true(ranking.standings[1].score > 0.0);
    nx_candidates_finish(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_is_sorted_again_and_the_rest_follows),
        cmocka_unit_test(every_page_has_the_same_window),
        cmocka_unit_test(age_takes_its_share_of_both_stages),
        cmocka_unit_test(ids_stop_after_stage_one),
        cmocka_unit_test(by_date_there_is_no_score),
        cmocka_unit_test(a_deadline_leaves_the_rest_as_it_is),
        cmocka_unit_test(passages_are_ranked_one_by_one),
        cmocka_unit_test(an_article_of_no_passage_has_its_first),
    };

    return cmocka_run_group_tests(tests, open_index, fixture_tear_down);
}
