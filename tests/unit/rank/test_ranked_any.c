/* The best of an OR, found without a look at all that match. */
#include "rank/ranking.h"

#include "listed_fixture.h"

static int set_up(void **state)
{
    fixture *in;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    /* Five segments that lie in two or three windows. */
    for (int i = 0; i < 5; i++)
        put_divided(in, 1 + i * 1000, 1000, 20);
    hide(in, "840");
    hide(in, "1680");
    return 0;
}

static void ors_of_common_and_rare_words_are_found(void **state)
{
    static const char *const queries[] = {
        "w1 OR w2",
        "w19 OR w20",
        "w1 OR w17 OR w20",
        "w2 OR w3 OR w5 OR w7 OR w11 OR w13",
        "w1 OR w2 OR w3 OR w4 OR w5 OR w6 OR w7 OR w8 OR w9 OR w10",
        "w20 OR nowhere",
        "=w16 OR w18 OR w18 OR w16",
    };

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        expect_same_always(*state, queries[i], NEWSIDX_MATCH_ALL);
        expect_same_always(*state, queries[i], NEWSIDX_MATCH_ANY);
    }
}

static void an_exclusion_is_no_part_of_the_or(void **state)
{
    static const char *const queries[] = {
        "(w3 OR w5) -w2",
        "(w3 OR w5) -(w2 w7)",
        "(w13 OR w17) -(w1 w2)",
        "(w3 OR w5) -(w2 OR w7)",
        "(w3 OR w5 OR w7) -w3 -(w5 w7)",
    };

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        expect_same_always(*state, queries[i], NEWSIDX_MATCH_ALL);
}

/* Where the best are known, the rest is not even looked at. */
static void what_cannot_enter_is_not_looked_at(void **state)
{
    const nx_wanted wanted = {
        .order = NEWSIDX_BEST_FIRST, .count = 5, .at_least = true};
    nx_candidates found;
    fixture *in = *state;

    find_by(in, "w1 OR w20", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_true(found.is_bound);
    assert_true(found.total < 2000);
    assert_true(found.looked_at < 2000);
    nx_candidates_finish(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ors_of_common_and_rare_words_are_found),
        cmocka_unit_test(an_exclusion_is_no_part_of_the_or),
        cmocka_unit_test(what_cannot_enter_is_not_looked_at),
    };

    return cmocka_run_group_tests(tests, set_up, fixture_tear_down);
}
