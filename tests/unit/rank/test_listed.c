/* Which queries the ranked lists can answer. */
#include "rank/listed.h"

#include "fixture.h"

static void expect_listed(fixture *in, const char *query, bool expected)
{
    plan(in, query);
    if (nx_listed_plan(&in->plan) != expected)
        fail_msg("%s is %slisted", query, expected ? "not " : "");
}

static void words_and_their_ors_and_exclusions_are_listed(void **state)
{
    static const char *const queries[] = {
        "rain",
        "=rain",
        "rain OR snow",
        "rain snow",
        "rain (snow OR hail) (=wind OR town)",
        "rain -snow",
        "rain (snow OR hail) -(wind OR (town hall))",
        "rain -(snow -hail)",
        "US",
        "rain source:AP -lang:de",
    };

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        expect_listed(*state, queries[i], true);
}

static void what_needs_places_or_facts_is_not_listed(void **state)
{
    static const char *const queries[] = {
        "\"rain in\"",
        "rain w/3 snow",
        "headline:rain",
        "source:AP OR rain",
        "caps(rain)",
        "first5(rain)",
        "sentence(rain in)",
        "(rain snow) OR hail",
        "rai*",
        "rain -\"in town\"",
        "al-Qaida",
        "atleast2(rain)",
        "*",
    };

    /* A prefix of several words. */
    put(*state, "1", "Rain raids", NULL);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        expect_listed(*state, queries[i], false);
}

static void a_stem_has_the_list_of_its_word(void **state)
{
    static newsidx_text both[2];
    const nx_unit_position position = {both, 2};
    nx_listed listed;

    (void)state;
    both[0] = nx_str("talk");
    both[1] = nx_str("~talk");
    assert_true(nx_listed_position(&position, &listed));
    assert_text(listed.spelling, "talk");
    assert_int_equal(listed.kind, NX_LIST_STEM);
    both[1] = nx_str("~talks");
    assert_false(nx_listed_position(&position, &listed));
    both[1] = nx_str("~tal");
    assert_false(nx_listed_position(&position, &listed));
    both[1] = nx_str("talk");
    assert_false(nx_listed_position(&position, &listed));
}

static void one_term_has_the_list_of_its_spelling(void **state)
{
    newsidx_text term = nx_str("^us");
    nx_unit_position position = {&term, 1};
    nx_listed listed;

    (void)state;
    assert_true(nx_listed_position(&position, &listed));
    assert_text(listed.spelling, "^us");
    assert_int_equal(listed.kind, NX_LIST_EXACT);
    term = nx_str("~talk");
    assert_false(nx_listed_position(&position, &listed));
    term = nx_str("");
    assert_false(nx_listed_position(&position, &listed));
    position.term_count = 0;
    assert_false(nx_listed_position(&position, &listed));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_their_ors_and_exclusions_are_listed),
        cmocka_unit_test(what_needs_places_or_facts_is_not_listed),
        cmocka_unit_test(a_stem_has_the_list_of_its_word),
        cmocka_unit_test(one_term_has_the_list_of_its_spelling),
    };

    return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
