/* ANDs with a rare word, article by article. */
#include "rank/ranking.h"

#include "listed_fixture.h"

static int set_up(void **state)
{
    fixture *in;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    /* w97 is so rare beside w1 that leaps are worth their price. */
    put_divided(in, 1, 3000, 97);
    seal(in);
    put_divided(in, 3001, 2900, 97);
    seal(in);
    hide(in, "97");
    hide(in, "5820");
    return 0;
}

static void the_rarest_word_leads(void **state)
{
    static const char *const queries[] = {
        "w97 w1",
        "w97 w1 w2",
        "w89 w1 (w2 OR w3)",
        "(w97 OR w89) w1",
        "(w97 OR w89) w1 (w1 OR w2)",
        "(w97 OR w89) (w97 OR w1)",
        "w97 w1 -w2",
        "w97 w1 -(w2 w5)",
        "w97 w89 w1",
        "w97 w1 nowhere",
    };

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        expect_same_always(*state, queries[i], NEWSIDX_MATCH_ALL);
}

static void fewer_are_looked_at_than_have_the_common_word(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 5};
    nx_candidates found;
    fixture *in = *state;

    find_by(in, "w97 w1", NEWSIDX_MATCH_ALL, &wanted, &found);
    assert_int_equal(found.looked_at, 60);
    assert_int_equal(found.total, 58);
    nx_candidates_finish(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rarest_word_leads),
        cmocka_unit_test(fewer_are_looked_at_than_have_the_common_word),
    };

    return cmocka_run_group_tests(tests, set_up, fixture_tear_down);
}
