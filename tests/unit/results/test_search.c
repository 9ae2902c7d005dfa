/* Searches as a whole: pages, options, counts, explanations. */
#include "results/search.h"

#include "../rank/fixture.h"

#include "base/limits.h"

#include <math.h>
#define ARTICLES 130

static int open_index(void **state)
{
    fixture *in;
    uint64_t random = 9;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    EXPECT_OK(nx_store_begin(in->store, NX_DURABLE, &err));
    for (int i = 0; i < ARTICLES; i++) {
        newsidx_article article;
        char body[512] = "";
        char key[16];
        size_t used = 0;

        for (size_t j = random_below(&random, 30); j > 0; j--)
            used += (size_t)snprintf(body + used, sizeof body - used, "%s ",
                                     j % 7 == 3 ? "rain" : "word");
        snprintf(body + used, sizeof body - used, "The rain of al-Qaida.");
        snprintf(key, sizeof key, "key-%d", i);
        article = make_article(key, i % 3 == 0 ? "Rain" : "Dry", body);
        if (i % 4 != 0)
            article.published_at = 1000 + i % 10;
        store_article(in->store, &article);
    }
    EXPECT_OK(nx_store_commit(in->store, &err));
    return 0;
}

static newsidx_results *search(fixture *in, const char *query,
                               const newsidx_search_options *options)
{
    newsidx_results *results = NULL;

    parse_as(in, query, NEWSIDX_MATCH_ALL);
    EXPECT_OK(nx_search_run(in->store, in->frequencies, in->query, options,
                            &results, &err));
    assert_non_null(results);
    return results;
}

/* Pages by cursor and pages by offset are pieces of the one long page. */
static void check_pages(fixture *in, newsidx_shape shape, newsidx_order order,
                        uint32_t limit)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *whole;
    char cursor[2048] = "";
    size_t at = 0;
    bool is_last = false;

    options.shape = shape;
    options.order = order;
    options.limit = NX_LIMIT_HITS;
    whole = search(in, "rain", &options);
    assert_true(whole->hit_count >= ARTICLES);
    assert_null(whole->page);
    options.limit = limit;
    while (!is_last) {
        newsidx_search_options other = options;
        newsidx_results *page;
        newsidx_results *same;

        options.after = at > 0 ? cursor : NULL;
        other.after = NULL;
        other.offset = (uint32_t)at;
        page = search(in, "rain", &options);
        same = search(in, "rain", &other);
        assert_int_equal(page->hit_count, same->hit_count);
        for (size_t i = 0; i < page->hit_count; i++, at++) {
            const newsidx_hit *expected = &whole->hits[at].public;
            const newsidx_hit *hit = &page->hits[i].public;

            assert_int_equal(hit->rank, at + 1);
            assert_int_equal(hit->id, expected->id);
            assert_near(hit->score, expected->score);
            assert_int_equal(same->hits[i].public.id, expected->id);
        }
        is_last = page->page == NULL;
        if (!is_last)
            snprintf(cursor, sizeof cursor, "%s", page->page);
        assert_true(page->hit_count == limit || is_last);
        nx_results_free(page);
        nx_results_free(same);
    }
    assert_int_equal(at, whole->hit_count);
    nx_results_free(whole);
}

static void pages_continue_one_another(void **state)
{
    check_pages(*state, NEWSIDX_ARTICLES, NEWSIDX_BEST_FIRST, 7);
    check_pages(*state, NEWSIDX_ARTICLES, NEWSIDX_BEST_FIRST, 50);
    check_pages(*state, NEWSIDX_ARTICLES, NEWSIDX_BEST_FIRST, 101);
    check_pages(*state, NEWSIDX_ARTICLES, NEWSIDX_NEWEST_FIRST, 9);
    check_pages(*state, NEWSIDX_ARTICLES, NEWSIDX_OLDEST_FIRST, 65);
    check_pages(*state, NEWSIDX_IDS, NEWSIDX_BEST_FIRST, 13);
    check_pages(*state, NEWSIDX_IDS, NEWSIDX_BEST_FIRST, 130);
}

/* A list of passages ends with those of the window. */
static void pages_of_passages_end_with_the_window(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;

    options.shape = NEWSIDX_PASSAGES;
    options.limit = NX_LIMIT_WINDOW - 10;
    results = search(*state, "rain", &options);
    assert_int_equal(results->hit_count, options.limit);
    assert_non_null(results->page);
    nx_results_free(results);
    options.offset = options.limit;
    results = search(*state, "rain", &options);
    assert_int_equal(results->hit_count, 10);
    assert_null(results->page);
    assert_int_equal(results->summary.total, ARTICLES);
    nx_results_free(results);
}

static void a_page_behind_the_end_is_empty(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;

    for (int shape = 0; shape < 3; shape++) {
        options.shape = (newsidx_shape)shape;
        options.offset = NX_LIMIT_OFFSET;
        options.limit = NX_LIMIT_HITS;
        results = search(*state, "rain", &options);
        assert_int_equal(results->hit_count, 0);
        assert_int_equal(results->summary.total, ARTICLES);
        assert_null(results->page);
        nx_results_free(results);
    }
}

static void expect_refused(fixture *in, const newsidx_search_options *options,
                           newsidx_status expected)
{
    newsidx_results *results = (newsidx_results *)(void *)in;
    uint64_t count;

    parse_as(in, "rain", NEWSIDX_MATCH_ALL);
    EXPECT_STATUS(expected, nx_search_run(in->store, in->frequencies, in->query,
                                          options, &results, &err));
    assert_null(results);
    EXPECT_STATUS(expected,
                  nx_search_count(in->store, in->query, options, &count, &err));
}

static void options_out_of_bounds_are_refused(void **state)
{
    const newsidx_search_options defaults = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_search_options options = defaults;

    options.limit = NX_LIMIT_HITS + 1;
    expect_refused(*state, &options, NEWSIDX_ERR_LIMIT);
    options = defaults;
    options.offset = NX_LIMIT_OFFSET + 1;
    expect_refused(*state, &options, NEWSIDX_ERR_LIMIT);
    options = defaults;
    options.passages = NX_LIMIT_PASSAGES + 1;
    expect_refused(*state, &options, NEWSIDX_ERR_LIMIT);
    options = defaults;
    options.order = (newsidx_order)4;
    expect_refused(*state, &options, NEWSIDX_ERR_OPTIONS);
    options = defaults;
    options.shape = (newsidx_shape)3;
    expect_refused(*state, &options, NEWSIDX_ERR_OPTIONS);
    options = defaults;
    options.shape = NEWSIDX_PASSAGES;
    options.order = NEWSIDX_OLDEST_FIRST;
    expect_refused(*state, &options, NEWSIDX_ERR_MISUSE);
    options = defaults;
    options.language = "-";
    expect_refused(*state, &options, NEWSIDX_ERR_LANGUAGE);
    options = defaults;
    options.after = "1-10-0000000000000000";
    expect_refused(*state, &options, NEWSIDX_ERR_MISUSE);
    options = defaults;
    options.size = 3;
    expect_refused(*state, &options, NEWSIDX_ERR_MISUSE);
}

/* An older caller's struct ends before `language`. */
static void options_of_another_size_are_read(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;

    options.language = "not read";
    options.size = offsetof(newsidx_search_options, language);
    options.limit = 3;
    results = search(*state, "rain", &options);
    assert_int_equal(results->hit_count, 3);
    nx_results_free(results);
}

static void a_failed_search_leaves_the_index_free(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    fixture *in = *state;
    newsidx_results *results;

    options.language = "-";
    expect_refused(in, &options, NEWSIDX_ERR_LANGUAGE);
    results = search(in, "rain", NULL);
    assert_int_equal(results->hit_count, 10);
    nx_results_free(results);
    EXPECT_OK(nx_store_begin(in->store, NX_DURABLE, &err));
    EXPECT_OK(nx_store_commit(in->store, &err));
}

static void counting_counts_articles(void **state)
{
    fixture *in = *state;
    uint64_t count = 0;

    parse_as(in, "rain headline:dry", NEWSIDX_MATCH_ALL);
    EXPECT_OK(nx_search_count(in->store, in->query, NULL, &count, &err));
    assert_int_equal(count, ARTICLES - (ARTICLES + 2) / 3);
    parse_as(in, "nobody", NEWSIDX_MATCH_ALL);
    EXPECT_OK(nx_search_count(in->store, in->query, NULL, &count, &err));
    assert_int_equal(count, 0);
}

/* ------------------------------------------------- without any word ---- */

/* There is nothing to score, so it is as if the newest had been asked for. */
static void what_only_filters_goes_by_date(void **state)
{
    static const char *const queries[] = {"length<1000", "*", "* -snow",
                                          "length<1000 -snow"};
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.limit = ARTICLES;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        newsidx_results *results;
        newsidx_results *newest;

        options.order = NEWSIDX_BEST_FIRST;
        results = search(*state, queries[i], &options);
        options.order = NEWSIDX_NEWEST_FIRST;
        newest = search(*state, queries[i], &options);
        assert_int_equal(results->hit_count, ARTICLES);
        assert_int_equal(results->hits[0].public.published_at, 1009);
        for (size_t j = 0; j < ARTICLES; j++)
            assert_int_equal(results->hits[j].public.id,
                             newest->hits[j].public.id);
        nx_results_free(results);
        nx_results_free(newest);
    }
}

/* The cursor is of what was asked for, not of what came of it. */
static void its_pages_continue_one_another_too(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *first;
    newsidx_results *second;
    newsidx_results *both;

    options.limit = 20;
    both = search(*state, "length<1000", &options);
    options.limit = 10;
    first = search(*state, "length<1000", &options);
    options.after = first->page;
    assert_non_null(options.after);
    second = search(*state, "length<1000", &options);
    assert_int_equal(second->hit_count, 10);
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(second->hits[i].public.id,
                         both->hits[10 + i].public.id);
    nx_results_free(first);
    nx_results_free(second);
    nx_results_free(both);
}

/* ------------------------------------------------- plans and advice ---- */

static void the_account_is_kept_if_it_was_asked_for(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results = search(*state, "rain w/5 word", &options);

    assert_null(results->plan);
    nx_results_free(results);
    options.explain = 1;
    results = search(*state, "rain w/5 word", &options);
    assert_non_null(results->plan);
    assert_non_null(strstr(results->plan, "candidates: "));
    nx_results_free(results);
}

static void
advice_is_given_where_it_is_asked_for_and_nothing_found(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results = search(*state, "rain w/1 nobody", NULL);

    assert_int_equal(results->summary.total, 0);
    assert_int_equal(results->diagnostic_count, 0);
    nx_results_free(results);
    options.advise = 1;
    results = search(*state, "rain w/1 nobody", &options);
    assert_true(results->diagnostic_count > 0);
    assert_string_equal(results->diagnostics[0].code, "Q14");
    nx_results_free(results);
    results = search(*state, "rain", &options);
    assert_int_equal(results->diagnostic_count, 0);
    nx_results_free(results);
}

/* What a limit left out may be the reason. */
static void no_advice_is_given_where_something_was_cut(void **state)
{
    newsidx_results *results;
    nx_buf query;

    nx_buf_init(&query, NX_LIMIT_QUERY_BYTES);
    for (int i = 0; i < 70; i++)
        nx_buf_add_format(&query, "nobody%d ", i);
    results = search(*state, query.bytes, NULL);
    nx_buf_finish(&query);
    assert_int_equal(results->summary.total, 0);
    assert_int_equal(results->summary.is_partial, 1);
    assert_true(results->diagnostic_count > 0);
    for (size_t i = 0; i < results->diagnostic_count; i++)
        assert_string_equal(results->diagnostics[i].code, "Q09");
    nx_results_free(results);
}

/* Occurrences that satisfy nothing are not marked. */
static void only_what_satisfies_the_query_is_marked(void **state)
{
    fixture *in = *state;
    newsidx_results *results;
    const newsidx_article article =
        make_article("marks", "Hail", "Hail a snow. b c d Hail, frost e snow.");

    EXPECT_OK(nx_store_begin(in->store, NX_DURABLE, &err));
    store_article(in->store, &article);
    results = search(in, "hail w/1 frost", NULL);
    assert_int_equal(results->hit_count, 1);
    assert_int_equal(results->hits[0].public.headline_span_count, 0);
    assert_int_equal(results->hits[0].passages[0].span_count, 2);
    assert_int_equal(results->hits[0].passages[0].spans[0].start, 19);
    assert_int_equal(results->hits[0].passages[0].spans[1].start, 25);
    nx_results_free(results);
    EXPECT_OK(nx_store_rollback(in->store, &err));
}

/* ------------------------------------------------------------- explain --- */

/* The parts are those of the search's score, to the last digit shown. */
static void explanations_add_up_to_the_score(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    fixture *in = *state;
    newsidx_results *results;

    options.limit = ARTICLES;
    results = search(in, "rain word headline:dry -snow", &options);
    assert_true(results->hit_count > 20);
    for (size_t i = 0; i < results->hit_count; i++) {
        const newsidx_hit *hit = &results->hits[i].public;
        const newsidx_tally_line *line;
        newsidx_tally *tally;
        double sum = 0.0;
        double last = 0.0;

        EXPECT_OK(nx_search_explain(in->store, in->frequencies, in->query, NULL,
                                    hit->id, &tally, &err));
        for (line = nx_tally_next(tally); line != NULL;
             line = nx_tally_next(tally)) {
            sum += last;
            last = line->weight;
        }
        assert_near(sum, last);
        assert_near(last, hit->score);
        nx_tally_free(tally);
    }
    nx_results_free(results);
}

/* Beyond the window there are units and their sum. */
static void explanations_beyond_the_window_are_shorter(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    fixture *in = *state;
    newsidx_results *results;
    const newsidx_tally_line *line;
    newsidx_tally *tally;

    options.limit = 1;
    options.offset = ARTICLES - 1;
    results = search(in, "rain", &options);
    EXPECT_OK(nx_search_explain(in->store, in->frequencies, in->query, NULL,
                                results->hits[0].public.id, &tally, &err));
    line = nx_tally_next(tally);
    assert_text(line->label, "rain");
    assert_true(line->count > 0);
    line = nx_tally_next(tally);
    assert_near(line->weight, results->hits[0].public.score);
    assert_null(nx_tally_next(tally));
    nx_tally_free(tally);
    nx_results_free(results);
}

static void what_does_not_match_has_no_explanation(void **state)
{
    static const int64_t ids[] = {0, -1, 2, 100000, INT64_MAX, INT64_MIN};
    fixture *in = *state;

    parse_as(in, "headline:rain", NEWSIDX_MATCH_ALL);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        newsidx_tally *tally = (newsidx_tally *)(void *)in;

        EXPECT_STATUS(NEWSIDX_NOT_FOUND,
                      nx_search_explain(in->store, in->frequencies, in->query,
                                        NULL, ids[i], &tally, &err));
        assert_null(tally);
    }
}

/* Inside a transaction a search sees what was written, and scores it. */
static void a_transaction_searches_its_own_articles(void **state)
{
    const newsidx_article article =
        make_article("new", "Hail storm", "Hail of rain.");
    fixture *in = *state;
    newsidx_results *inside;
    newsidx_results *outside;

    EXPECT_OK(nx_store_begin(in->store, NX_DURABLE, &err));
    store_article(in->store, &article);
    inside = search(in, "hail rain", NULL);
    assert_int_equal(inside->hit_count, 1);
    assert_true(nx_store_is_writing(in->store));
    EXPECT_OK(nx_store_rollback(in->store, &err));
    outside = search(in, "hail rain", NULL);
    assert_int_equal(outside->hit_count, 0);
    nx_results_free(outside);
    put_article(in, &article);
    outside = search(in, "hail rain", NULL);
    assert_int_equal(outside->hit_count, 1);
    assert_near(outside->hits[0].public.score, inside->hits[0].public.score);
    nx_results_free(inside);
    nx_results_free(outside);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_continue_one_another),
        cmocka_unit_test(pages_of_passages_end_with_the_window),
        cmocka_unit_test(a_page_behind_the_end_is_empty),
        cmocka_unit_test(options_out_of_bounds_are_refused),
        cmocka_unit_test(options_of_another_size_are_read),
        cmocka_unit_test(a_failed_search_leaves_the_index_free),
        cmocka_unit_test(counting_counts_articles),
        cmocka_unit_test(what_only_filters_goes_by_date),
        cmocka_unit_test(its_pages_continue_one_another_too),
        cmocka_unit_test(the_account_is_kept_if_it_was_asked_for),
        cmocka_unit_test(
            advice_is_given_where_it_is_asked_for_and_nothing_found),
        cmocka_unit_test(no_advice_is_given_where_something_was_cut),
        cmocka_unit_test(only_what_satisfies_the_query_is_marked),
        cmocka_unit_test(explanations_add_up_to_the_score),
        cmocka_unit_test(explanations_beyond_the_window_are_shorter),
        cmocka_unit_test(what_does_not_match_has_no_explanation),
        cmocka_unit_test(a_transaction_searches_its_own_articles),
    };

    return cmocka_run_group_tests(tests, open_index, fixture_tear_down);
}
