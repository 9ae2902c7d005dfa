/* The ranked driver as a whole, beside the one that asks the words. */
#include "rank/ranked.h"

#include "listed_fixture.h"

/* 2,500 articles in three segments, and a tail of 40. */
static int set_up(void **state)
{
    fixture *in;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    put_divided(in, 1, 1500, 12);
    put_divided(in, 1501, 30, 12);
    seal(in);
    put_divided(in, 1531, 970, 12);
    seal(in);
    hide(in, "12");
    hide(in, "1200");
    hide(in, "2310");
    put_divided(in, 2501, 40, 12);
    return 0;
}

static void exclusions_are_asked_of_each_match(void **state)
{
    static const char *const queries[] = {
        "w2 -w3",
        "w2 -(w3 w4)",
        "w2 -(w3 OR w4)",
        "(w5 OR w7) -w2",
        "(w5 OR w7) -(w2 w3)",
        "(w5 OR w7) -(w2 -w3)",
        "(w5 OR w7) -(w5 w7)",
        "w1 -w1",
        "(w9 OR w11) -w9 -w11",
        "w2 -nowhere",
    };

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        expect_same_always(*state, queries[i], NEWSIDX_MATCH_ALL);
}

static void words_that_are_nowhere_find_nothing(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};

    assert_int_equal(expect_same(*state, "nowhere", NEWSIDX_MATCH_ALL, wanted),
                     0);
    assert_int_equal(
        expect_same(*state, "w1 nowhere", NEWSIDX_MATCH_ALL, wanted), 0);
    assert_int_equal(
        expect_same(*state, "nowhere OR nothing", NEWSIDX_MATCH_ALL, wanted),
        0);
}

static void the_tail_is_found_by_its_words(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 3000};
    nx_candidates found;
    fixture *in = *state;

    find_by(in, "w1", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_int_equal(found.listed, 2500);
    assert_int_equal(found.total, 2537);
    nx_candidates_finish(&found);
}

static void one_article_is_asked_of_the_words(void **state)
{
    const nx_wanted wanted = {
        .order = NEWSIDX_BEST_FIRST, .count = 10, .id = 6};
    nx_candidates found;
    fixture *in = *state;

    find_by(in, "w2 OR w3", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_int_equal(found.listed, 0);
    assert_int_equal(found.wanted.id, 6);
    nx_candidates_finish(&found);
}

static void the_time_may_be_over(void **state)
{
    const nx_wanted wanted = {
        .order = NEWSIDX_BEST_FIRST, .count = 10, .deadline_ms = 1};
    nx_candidates found;
    fixture *in = *state;

    /* There are too few windows for a look at the clock. */
    find_by(in, "w2 OR w3", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_true(found.total > 0);
    nx_candidates_finish(&found);
}

/* What is damaged is noticed while it is read, and then the words are asked. */
static void damaged_lists_are_left_alone(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};
    fixture *in = *state;
    nx_candidates found;
    char *message = NULL;
    uint64_t total;

    total = expect_same(in, "w2 OR w3", NEWSIDX_MATCH_ALL, wanted);
    sqlite3_exec(nx_store_db(in->store),
                 "UPDATE list_chunk SET data = zeroblob(300)", NULL, NULL,
                 &message);
    assert_null(message);
    find_by(in, "w2 OR w3", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_int_equal(found.listed, 0);
    assert_int_equal(found.total, total);
    assert_int_equal(found.best.count, 10);
    nx_candidates_finish(&found);
    assert_int_equal(nx_store_listed(in->store), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exclusions_are_asked_of_each_match),
        cmocka_unit_test(words_that_are_nowhere_find_nothing),
        cmocka_unit_test(the_tail_is_found_by_its_words),
        cmocka_unit_test(one_article_is_asked_of_the_words),
        cmocka_unit_test(the_time_may_be_over),
        cmocka_unit_test(damaged_lists_are_left_alone),
    };

    return cmocka_run_group_tests(tests, set_up, fixture_tear_down);
}
