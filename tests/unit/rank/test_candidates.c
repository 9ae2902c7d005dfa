/* Stage one: which articles match, how they weigh, and the best of them. */
#include "rank/candidates.h"

#include "fixture.h"

#include "rank/bm25.h"

#include <math.h>

#define HEADLINE ((double)NX_WEIGHT_HEADLINE / NX_WEIGHT_UNIT)
#define LEAD ((double)NX_WEIGHT_LEAD / NX_WEIGHT_UNIT)

static void expect_ids(fixture *in, const char *query, newsidx_match match,
                       newsidx_order order, const char *expected)
{
    const nx_wanted wanted = {.order = order, .count = 10};
    nx_candidates found;
    char ids[256] = "";
    size_t used = 0;

    find_by(in, query, match, &wanted, &found);
    for (size_t i = 0; i < found.best.count; i++)
        used +=
            (size_t)snprintf(ids + used, sizeof ids - used, "%s%d",
                             i > 0 ? " " : "", (int)found.best.entries[i].id);
    nx_candidates_finish(&found);
    assert_string_equal(ids, expected);
}

/* "rain" is once in the headline of 1 and twice in the body of 2. */
static void keys_are_the_formula_of_the_readme(void **state)
{
    const nx_wanted wanted = {
        .order = NEWSIDX_BEST_FIRST, .count = 10, .id = 2};
    const double idf = log(1.0 + 0.5 / 2.5); /* N = 2, n = 2 */
    double keys[3] = {0.0, 0.0, 0.0};
    nx_candidates found;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain", "Dry town here");
    put(&in, "2", "Town", "Rain, dry rain and a house");
    find_by(&in, "rain", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_int_equal(found.total, 2);
    /* Lengths 4 and 7, average 5.5; the whole body is lead. */
    for (size_t i = 0; i < 2; i++)
        keys[found.best.entries[i].id] = found.best.entries[i].key;
    assert_near(keys[1], idf * nx_bm25_article(HEADLINE, 4.0, 5.5));
    assert_near(keys[2], idf * nx_bm25_article(2.0 * LEAD, 7.0, 5.5));
    assert_int_equal(found.wanted.id, 2);
    assert_near(found.wanted.key, keys[2]);
    assert_true(found.best.entries[0].key >= found.best.entries[1].key);
    nx_candidates_finish(&found);
    fixture_close(&in);
}

static void repeated_words_count_again(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};
    nx_candidates once;
    nx_candidates twice;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain", "Dry town here");
    find_by(&in, "rain OR snow", NEWSIDX_MATCH_ALL, &wanted, &once);
    find_by(&in, "rain OR snow OR rains", NEWSIDX_MATCH_ALL, &wanted, &twice);
    assert_near(twice.best.entries[0].key, 2.0 * once.best.entries[0].key);
    nx_candidates_finish(&once);
    nx_candidates_finish(&twice);
    fixture_close(&in);
}

/* Where the sequence and the joined form both stand counts once. */
static void a_joined_form_is_not_counted_twice(void **state)
{
    static const char *const bodies[] = {"al-qaida went", "alqaida is gone",
                                         "al qaida went", "no-no no no-no"};
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};
    nx_candidates found;
    fixture in;

    (void)state;
    fixture_open(&in);
    for (size_t i = 0; i < 4; i++)
        put(&in, bodies[i], NULL, bodies[i]);
    find_by(&in, "=al-qaida", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_int_equal(found.total, 3);
    for (size_t i = 0; i < 3; i++)
        assert_near(found.best.entries[i].key, found.best.entries[0].key);
    nx_candidates_finish(&found);
    find_by(&in, "=no-no", NEWSIDX_MATCH_ALL, &wanted, &found);
    /* At 0, 1, 2 and 3 of five words; the average is 14 of four articles. */
    assert_near(found.best.entries[0].key,
                in.plan.units[0].idf *
                    nx_bm25_article(4.0 * LEAD, 5.0, 14.0 / 4.0));
    nx_candidates_finish(&found);
    fixture_close(&in);
}

static void a_phrase_comes_first_by_score_but_not_by_date(void **state)
{
    newsidx_article article;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain town rain town", "Rain town rain. Town.");
    article = make_article("2", "Nothing", "The house of the rain house.");
    article.published_at = 100;
    put_article(&in, &article);
    article = make_article("3", "House, rain", "House and rain and house");
    article.published_at = 200;
    put_article(&in, &article);
    expect_ids(&in, "rain house", NEWSIDX_MATCH_ALL, NEWSIDX_BEST_FIRST, "2 3");
    expect_ids(&in, "rain house", NEWSIDX_MATCH_ALL, NEWSIDX_NEWEST_FIRST,
               "3 2");
    expect_ids(&in, "rain house", NEWSIDX_MATCH_ALL, NEWSIDX_OLDEST_FIRST,
               "2 3");
    expect_ids(&in, "rain", NEWSIDX_MATCH_ALL, NEWSIDX_OLDEST_FIRST, "2 3 1");
    expect_ids(&in, "rain", NEWSIDX_MATCH_ALL, NEWSIDX_NEWEST_FIRST, "3 2 1");
    fixture_close(&in);
}

static void by_date_the_phrase_is_told_too(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_NEWEST_FIRST, .count = 10};
    nx_candidates found;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain town", NULL);
    put(&in, "2", "Town, house, rain", NULL);
    find_by(&in, "rain town", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_int_equal(found.phrase_total, 1);
    assert_true(found.best.entries[0].has_phrase);
    assert_false(found.best.entries[1].has_phrase);
    nx_candidates_finish(&found);
    fixture_close(&in);
}

static void hidden_versions_are_not_found(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain", NULL);
    put(&in, "1", "Rain again", NULL);
    put(&in, "2", "Rain too", NULL);
    EXPECT_OK(nx_store_begin(in.store, NX_DURABLE, &err));
    EXPECT_OK(nx_store_remove(in.store, nx_str("2"), &err));
    EXPECT_OK(nx_store_commit(in.store, &err));
    expect_ids(&in, "rain", NEWSIDX_MATCH_ALL, NEWSIDX_BEST_FIRST, "2");
    fixture_close(&in);
}

static void only_counting_keeps_nothing(void **state)
{
    const nx_wanted nothing = {.order = NEWSIDX_BEST_FIRST};
    nx_candidates found;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain", NULL);
    put(&in, "2", "Rain", NULL);
    find_by(&in, "rain", NEWSIDX_MATCH_ALL, &nothing, &found);
    assert_int_equal(found.total, 2);
    assert_int_equal(found.best.count, 0);
    nx_candidates_finish(&found);
    fixture_close(&in);
}

static void an_empty_index_has_nothing(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    expect_ids(&in, "rain OR (snow hail)", NEWSIDX_MATCH_ALL,
               NEWSIDX_BEST_FIRST, "");
    put(&in, "1", "...", "!!!");
    expect_ids(&in, "rain", NEWSIDX_MATCH_ALL, NEWSIDX_BEST_FIRST, "");
    fixture_close(&in);
}

/* What would satisfy a branch that doesn't hold satisfies nothing. */
static void words_of_branches_that_do_not_hold_weigh_nothing(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};
    nx_candidates with;
    nx_candidates other;
    nx_candidates without;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain and snow", "Here");
    put(&in, "2", "Hail", "Here");
    find_by(&in, "rain OR (snow hail)", NEWSIDX_MATCH_ALL, &wanted, &with);
    find_by(&in, "rain OR (hail snow)", NEWSIDX_MATCH_ALL, &wanted, &other);
    find_by(&in, "rain", NEWSIDX_MATCH_ALL, &wanted, &without);
    assert_int_equal(with.total, 1);
    assert_near(with.best.entries[0].key, without.best.entries[0].key);
    assert_near(other.best.entries[0].key, without.best.entries[0].key);
    nx_candidates_finish(&with);
    nx_candidates_finish(&other);
    nx_candidates_finish(&without);
    fixture_close(&in);
}

/* Those without a word of the query are not FTS5's, whose clock stands still.
 */
static void a_deadline_also_ends_a_walk_over_all_articles(void **state)
{
    nx_wanted wanted = {
        .order = NEWSIDX_NEWEST_FIRST, .count = 10, .deadline_ms = 1};
    nx_candidates found;
    fixture in;

    (void)state;
    fixture_open(&in);
    EXPECT_OK(nx_store_begin(in.store, NX_DURABLE, &err));
    for (int i = 0; i < 600; i++) {
        char key[16];
        newsidx_article article;

        snprintf(key, sizeof key, "%d", i);
        article = make_article(key, "Rain", NULL);
        store_article(in.store, &article);
    }
    EXPECT_OK(nx_store_commit(in.store, &err));
    find_by(&in, "* -snow", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_true(found.is_partial);
    assert_true(found.total < 600);
    nx_candidates_finish(&found);
    wanted.deadline_ms = 0;
    find_by(&in, "* -snow", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_false(found.is_partial);
    assert_int_equal(found.total, 600);
    assert_int_equal(found.looked_at, 600);
    nx_candidates_finish(&found);
    fixture_close(&in);
}

/* Articles in which rain is near snow, and others, in a random order. */
static void put_weather(fixture *in)
{
    uint64_t random = 3;

    EXPECT_OK(nx_store_begin(in->store, NX_DURABLE, &err));
    for (int i = 0; i < 60; i++) {
        newsidx_article article;
        char body[512] = "";
        char key[16];
        size_t used = 0;

        for (size_t j = 2 + random_below(&random, 40); j > 0; j--)
            used += (size_t)snprintf(body + used, sizeof body - used, "%s ",
                                     random_below(&random, 4) == 0   ? "rain"
                                     : random_below(&random, 4) == 0 ? "snow"
                                                                     : "dry");
        snprintf(key, sizeof key, "%d", i);
        article = make_article(key, i % 5 == 0 ? "Rain" : NULL, body);
        article.published_at = (int64_t)random_below(&random, 9);
        store_article(in->store, &article);
    }
    EXPECT_OK(nx_store_commit(in->store, &err));
}

/* What can't come among the best isn't weighed; it is counted all the same. */
static void the_few_that_are_wanted_are_the_best_of_all(void **state)
{
    static const char *const queries[] = {"rain w/1 snow", "rain NOT w/1 snow",
                                          "rain OR (snow w/2 dry)",
                                          "* -(rain w/2 snow)"};
    fixture in;

    (void)state;
    fixture_open(&in);
    put_weather(&in);
    for (size_t i = 0; i < 12; i++) {
        nx_wanted wanted = {.order = (newsidx_order)(i % 3), .count = 100};
        nx_candidates all;
        nx_candidates few;

        find_by(&in, queries[i / 3], NEWSIDX_MATCH_ALL, &wanted, &all);
        assert_true(all.total > 5);
        wanted.count = 5;
        wanted.id = all.best.entries[all.total - 1].id;
        find_by(&in, queries[i / 3], NEWSIDX_MATCH_ALL, &wanted, &few);
        assert_int_equal(few.total, all.total);
        assert_int_equal(few.best.count, 5);
        for (size_t j = 0; j < 5; j++) {
            assert_int_equal(few.best.entries[j].id, all.best.entries[j].id);
            assert_near(few.best.entries[j].key, all.best.entries[j].key);
        }
        assert_int_equal(few.wanted.id, wanted.id);
        assert_near(few.wanted.key, all.best.entries[all.total - 1].key);
        nx_candidates_finish(&few);
        nx_candidates_finish(&all);
    }
    fixture_close(&in);
}

static void a_deadline_that_passed_makes_it_partial(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};
    nx_candidates found;
    fixture in;

    (void)state;
    fixture_open(&in);
    EXPECT_OK(nx_store_begin(in.store, NX_DURABLE, &err));
    for (int i = 0; i < 500; i++) {
        char key[16];
        newsidx_article article;

        snprintf(key, sizeof key, "%d", i);
        article = make_article(key, "Rain", "Snow");
        store_article(in.store, &article);
    }
    EXPECT_OK(nx_store_commit(in.store, &err));
    plan(&in, "rain snow");
    EXPECT_OK(nx_store_begin_read(in.store, &err));
    nx_store_set_deadline(in.store, 1);
    EXPECT_OK(nx_candidates_find(in.store, &in.plan, &wanted, &found, &err));
    nx_store_set_deadline(in.store, 0);
    assert_true(found.is_partial);
    assert_true(found.total < 500);
    nx_candidates_finish(&found);
    EXPECT_OK(nx_candidates_find(in.store, &in.plan, &wanted, &found, &err));
    assert_false(found.is_partial);
    assert_int_equal(found.total, 500);
    assert_int_equal(found.best.count, 10);
    nx_candidates_finish(&found);
    nx_store_end_read(in.store);
    /* While it was planned: what isn't found may be there. */
    nx_store_set_deadline(in.store, 1);
    plan(&in, "rai* sno*");
    nx_store_set_deadline(in.store, 0);
    assert_true(in.plan.is_late);
    EXPECT_OK(nx_store_begin_read(in.store, &err));
    EXPECT_OK(nx_candidates_find(in.store, &in.plan, &wanted, &found, &err));
    assert_true(found.is_partial);
    assert_int_equal(found.total, 0);
    nx_candidates_finish(&found);
    nx_store_end_read(in.store);
    fixture_close(&in);
}

/* The same of an index with ranked lists, asked by them and without. */
static void expect_both_ways(fixture *in, const char *query, bool is_listed,
                             uint64_t expected)
{
    for (int way = 0; way < 6; way++) {
        const nx_wanted wanted = {.order = way % 3 == 1 ? NEWSIDX_NEWEST_FIRST
                                                        : NEWSIDX_BEST_FIRST,
                                  .count = way % 3 == 2 ? 0 : 100,
                                  .no_lists = way >= 3};
        nx_candidates found;

        find_by(in, query, NEWSIDX_MATCH_ALL, &wanted, &found);
        if (found.total != expected)
            fail_msg("%s, way %d: %d", query, way, (int)found.total);
        if ((found.listed > 0) != (is_listed && way < 3))
            fail_msg("%s, way %d: listed %d", query, way, (int)found.listed);
        assert_int_equal(found.best.count, wanted.count > 0 ? expected : 0);
        nx_candidates_finish(&found);
    }
}

/* Of 60 articles every second is of AP, every third has snow. */
static void filters_choose_among_what_words_find(void **state)
{
    newsidx_article article;
    char key[16];
    fixture in;

    (void)state;
    fixture_open(&in);
    EXPECT_OK(nx_store_begin(in.store, NX_BULK, &err));
    for (int i = 1; i <= 60; i++) {
        snprintf(key, sizeof key, "%d", i);
        article = make_article(key, "Rain", i % 3 == 0 ? "Snow." : "Hail.");
        article.source = nx_str(i % 2 == 0 ? "AP" : "Reuters");
        article.published_at = i;
        (void)store_article(in.store, &article);
    }
    EXPECT_OK(nx_store_commit(in.store, &err));
    EXPECT_OK(nx_store_optimize(in.store, &err));
    expect_both_ways(&in, "rain", true, 60);
    expect_both_ways(&in, "rain source:ap", true, 30);
    expect_both_ways(&in, "rain -source:ap", true, 30);
    expect_both_ways(&in, "snow source:ap", true, 10);
    expect_both_ways(&in, "(snow OR hail) source:ap", true, 30);
    expect_both_ways(&in, "(snow OR hail) -source:ap", true, 30);
    expect_both_ways(&in, "rain -snow source:ap id:2,3,4", true, 2);
    expect_both_ways(&in, "rain source:dpa", true, 0);
    expect_both_ways(&in, "rain key:6", false, 1);
    expect_both_ways(&in, "source:ap", false, 30);
    expect_both_ways(&in, "source:ap -id:2,3", false, 29);
    expect_both_ways(&in, "* -source:ap", false, 30);
    expect_both_ways(&in, "source:ap OR snow", false, 40);
    expect_both_ways(&in, "source:ap -snow", false, 20);
    fixture_close(&in);
}

/* Words as common as each other, and some much rarer, of any age. */
static void put_dated(fixture *in)
{
    uint64_t random = 11;
    char body[256];
    char key[16];

    EXPECT_OK(nx_store_begin(in->store, NX_BULK, &err));
    for (int i = 1; i <= 3000; i++) {
        newsidx_article article;
        size_t used = 0;

        for (size_t j = 0; j < 1 + random_below(&random, 12); j++)
            used += (size_t)snprintf(body + used, sizeof body - used, "%s ",
                                     random_below(&random, 3) == 0   ? "rain"
                                     : random_below(&random, 2) == 0 ? "snow"
                                                                     : "dry");
        snprintf(key, sizeof key, "%d", i);
        article = make_article(key, i % 100 == 0 ? "Hail" : "Fog", body);
        if (random_below(&random, 10) > 0)
            article.published_at = (int64_t)random_below(&random, 9000000);
        (void)store_article(in->store, &article);
    }
    EXPECT_OK(nx_store_commit(in->store, &err));
    EXPECT_OK(nx_store_optimize(in->store, &err));
}

/* By lists, by lists that need not count, and without them: to the bit. */
static void expect_aged_alike(fixture *in, const char *query, double days)
{
    nx_candidates found[3];

    for (int way = 0; way < 3; way++) {
        const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST,
                                  .count = 40,
                                  .at_least = way == 1,
                                  .no_lists = way == 2,
                                  .recency = {days, 8000000}};

        find_by(in, query, NEWSIDX_MATCH_ALL, &wanted, &found[way]);
        assert_int_equal(found[way].listed > 0, way < 2);
        assert_int_equal(found[way].best.count, found[0].best.count);
        for (size_t i = 0; i < found[0].best.count; i++) {
            const nx_candidate *one = &found[0].best.entries[i];
            const nx_candidate *other = &found[way].best.entries[i];

            if (one->id != other->id || one->key < other->key ||
                one->key > other->key)
                fail_msg("%s, half-life %g, way %d, hit %d: %d and %d", query,
                         days, way, (int)i, (int)one->id, (int)other->id);
        }
    }
    assert_true(found[0].best.count > 5);
    assert_int_equal(found[2].total, found[0].total);
    for (int way = 0; way < 3; way++)
        nx_candidates_finish(&found[way]);
}

static void age_changes_the_order_by_either_driver_alike(void **state)
{
    static const char *const queries[] = {
        "rain",      "rain OR snow",        "rain snow",
        "hail rain", "hail (rain OR snow)", "rain date:1970-02"};
    static const double days[] = {0.0, 0.01, 1.0, 30.0, 10000.0};
    fixture in;

    (void)state;
    fixture_open(&in);
    put_dated(&in);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        for (size_t j = 0; j < sizeof days / sizeof *days; j++)
            expect_aged_alike(&in, queries[i], days[j]);
    }
    fixture_close(&in);
}

/* The same text newer, older and without a date, and a better one. */
static void what_is_as_relevant_goes_by_age_and_no_further(void **state)
{
    const nx_wanted wanted = {
        .order = NEWSIDX_BEST_FIRST, .count = 10, .recency = {2.0, 10 * 86400}};
    newsidx_article article;
    nx_candidates found;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain town", "Town");
    article = make_article("2", "Rain town", "Town");
    article.published_at = 6 * 86400;
    put_article(&in, &article);
    article.key = nx_str("3");
    article.published_at = 8 * 86400;
    put_article(&in, &article);
    put(&in, "4", "Rain and snow", "Snow");
    find_by(&in, "rain OR snow", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_int_equal(found.best.count, 4);
    /* Age takes half at most, and one of them is more than twice as good. */
    assert_int_equal(found.best.entries[0].id, 4);
    assert_int_equal(found.best.entries[1].id, 3);
    assert_int_equal(found.best.entries[2].id, 2);
    assert_int_equal(found.best.entries[3].id, 1);
    assert_near(found.best.entries[1].key / 0.75,
                found.best.entries[2].key / 0.625);
    assert_near(found.best.entries[1].key / 0.75,
                found.best.entries[3].key / 0.5);
    nx_candidates_finish(&found);
    fixture_close(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_the_formula_of_the_readme),
        cmocka_unit_test(repeated_words_count_again),
        cmocka_unit_test(a_joined_form_is_not_counted_twice),
        cmocka_unit_test(a_phrase_comes_first_by_score_but_not_by_date),
        cmocka_unit_test(by_date_the_phrase_is_told_too),
        cmocka_unit_test(hidden_versions_are_not_found),
        cmocka_unit_test(only_counting_keeps_nothing),
        cmocka_unit_test(an_empty_index_has_nothing),
        cmocka_unit_test(words_of_branches_that_do_not_hold_weigh_nothing),
        cmocka_unit_test(a_deadline_also_ends_a_walk_over_all_articles),
        cmocka_unit_test(the_few_that_are_wanted_are_the_best_of_all),
        cmocka_unit_test(a_deadline_that_passed_makes_it_partial),
        cmocka_unit_test(filters_choose_among_what_words_find),
        cmocka_unit_test(age_changes_the_order_by_either_driver_alike),
        cmocka_unit_test(what_is_as_relevant_goes_by_age_and_no_further),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
