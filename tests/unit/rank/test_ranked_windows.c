/* ANDs of words of a size, window by window. */
#include "rank/ranking.h"

#include "listed_fixture.h"

static int set_up(void **state)
{
    fixture *in;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    put_divided(in, 1, 4300, 8);
    seal(in);
    return 0;
}

static const char *const queries[] = {
    "w2",
    "w2 w3",
    "w2 w3 w4",
    "w4 (w3 OR w5)",
    "(w2 OR w3) (w5 OR w7)",
    "(w2 OR w3) (w3 OR w5)", /* one list in two groups */
    "w3 (w3 OR w5)",
    "(w2 OR w3) (w5 OR nowhere)",
    "(w2 OR w3) (w5 OR w7) -w4",
    "w2 w3 -(w4 w5)",
};

static void articles_of_all_groups_are_found(void **state)
{
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        expect_same_always(*state, queries[i], NEWSIDX_MATCH_ALL);
}

static void hidden_ones_are_neither_found_nor_counted(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};
    fixture *in = *state;
    const uint64_t before = expect_same(in, "w2 w3", NEWSIDX_MATCH_ALL, wanted);

    hide(in, "6");
    hide(in, "2052");
    hide(in, "7");
    assert_int_equal(expect_same(in, "w2 w3", NEWSIDX_MATCH_ALL, wanted),
                     before - 2);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        expect_same_always(in, queries[i], NEWSIDX_MATCH_ALL);
}

static void an_or_is_counted_by_its_bits(void **state)
{
    const nx_wanted none = {.order = NEWSIDX_BEST_FIRST, .count = 0};

    expect_same(*state, "w2 OR w3 OR w5", NEWSIDX_MATCH_ALL, none);
    expect_same(*state, "w2 w3 w5", NEWSIDX_MATCH_ANY, none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_of_all_groups_are_found),
        cmocka_unit_test(an_or_is_counted_by_its_bits),
        cmocka_unit_test(hidden_ones_are_neither_found_nor_counted),
    };

    return cmocka_run_group_tests(tests, set_up, fixture_tear_down);
}
