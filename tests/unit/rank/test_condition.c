/* What is known of a condition before an article is looked at. */
#include "rank/condition.h"

#include "fixture.h"

static const nx_condition *condition_of(fixture *in, const char *query)
{
    plan(in, query);
    assert_non_null(in->plan.condition);
    return in->plan.condition;
}

static void children_make_a_condition_deeper(void **state)
{
    fixture *in = *state;
    nx_condition_maker maker = {&in->arena, 0};
    nx_condition *some = nx_condition_new(&maker, NX_CONDITION_OR, NULL, 2);
    nx_condition *all = nx_condition_new(&maker, NX_CONDITION_AND, NULL, 1);
    nx_condition *unit = nx_condition_new(&maker, NX_CONDITION_UNIT, NULL, 0);

    assert_int_equal(maker.count, 3);
    assert_int_equal(unit->number, 2);
    assert_int_equal(unit->depth, 1);
    nx_condition_add(all, unit);
    nx_condition_add(some, all);
    nx_condition_add(some, unit);
    assert_int_equal(some->child_count, 2);
    assert_int_equal(all->depth, 2);
    assert_int_equal(some->depth, 3);
}

static void the_operand_that_says_more_is_asked(void **state)
{
    static const struct {
        const char *query;
        bool asks_left;
        bool is_of_pairs;
    } cases[] = {
        {"a w/5 b", false, true},
        {"(a OR b) w/5 (c OR d)", false, true},
        {"a w/5 (b c)", false, false},
        {"(a b) w/5 c", true, false},
        {"(a -b) w/5 c", true, false},
        {"a w/5 (b source:ap)", false, false},
        {"a NOT w/5 b", false, false},
        {"a NOT w/5 (b c)", false, false},
        {"a w/5 (b w/5 (c d))", false, true},
    };
    fixture *in = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const nx_condition *near = condition_of(in, cases[i].query);

        assert_int_equal(near->kind, NX_CONDITION_NEAR);
        if (near->asks_left != cases[i].asks_left ||
            near->is_of_pairs != cases[i].is_of_pairs)
            fail_msg("%s", cases[i].query);
    }
}

static void what_a_plan_needs_is_what_its_parts_ask_for(void **state)
{
    static const struct {
        const char *query;
        nx_condition_needs needs;
    } cases[] = {
        {"rain snow", {false, false, false, false}},
        {"rain w/5 snow", {false, false, false, false}},
        {"rain w/s snow", {true, false, false, false}},
        {"hail OR (rain pre/p snow)", {true, false, false, false}},
        {"sentence(rain snow)", {true, false, false, false}},
        {"hail -paragraph(rain snow)", {true, false, false, false}},
        {"rain date:2016", {false, false, true, false}},
        {"rain id:7", {false, false, true, false}},
        {"rain length>7", {false, false, true, false}},
        {"rain source:ap", {false, false, true, false}},
        {"rain section:world", {false, false, true, false}},
        {"rain lang:en", {false, false, true, false}},
        {"rain status:corrected", {false, false, true, false}},
        {"rain key:k", {false, true, true, false}},
        {"rain updated:2016", {false, false, true, false}},
        {"rain ingested:2016", {false, false, true, false}},
    };
    fixture *in = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nx_condition_needs needs = {false, false, false, false};

        nx_condition_look(condition_of(in, cases[i].query), &needs);
        if (needs.boundaries != cases[i].needs.boundaries ||
            needs.key != cases[i].needs.key ||
            needs.filters != cases[i].needs.filters || needs.text)
            fail_msg("%s", cases[i].query);
    }
}

static void what_is_plain_is_an_and_of_ors_of_words(void **state)
{
    static const char *const plain[] = {
        "rain",
        "rain snow",
        "rain OR snow",
        "rain (snow OR hail)",
        "rain -snow",
        "rain -(snow hail)",
        "rain -(snow OR (hail frost))",
        "rain -(snow -hail)",
        "headline:rain snow",
        "rain source:ap",
        "rain -source:ap",
        "rain (snow OR hail) -frost source:ap date:2016",
    };
    static const char *const others[] = {
        "rain OR (snow hail)",
        "rain w/5 snow",
        "rain (snow w/5 hail)",
        "rain -(snow w/5 hail)",
        "sentence(rain)",
        "atleast2(rain)",
        "rain key:k",
        "* -rain",
        "rain -key:k",
        "rain OR source:ap",
        "source:ap",
        "rain -(source:ap date:2016)",
    };
    fixture *in = *state;

    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (!nx_condition_is_plain(condition_of(in, plain[i])))
            fail_msg("%s is plain", plain[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (nx_condition_is_plain(condition_of(in, others[i])))
            fail_msg("%s isn't plain", others[i]);
    }
}

static void some_conditions_hold_without_a_word(void **state)
{
    static const char *const without[] = {
        "*",
        "* -rain",
        "source:ap",
        "source:ap -rain",
        "source:ap OR rain",
        "source:ap -(rain source:ap)",
        "lang:en (source:ap OR rain)",
    };
    static const char *const with[] = {
        "rain",
        "rain source:ap",
        "rain -source:ap",
        "rain w/5 (snow source:ap)",
        "rain NOT w/5 snow",
        "atleast2(rain)",
        "sentence(rain source:ap)",
        "sentence(source:ap -rain)",
        "source:ap (rain OR snow)",
    };
    fixture *in = *state;

    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        if (!nx_condition_holds_without_units(condition_of(in, without[i])))
            fail_msg("%s needs no word", without[i]);
    }
    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        if (nx_condition_holds_without_units(condition_of(in, with[i])))
            fail_msg("%s needs a word", with[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(children_make_a_condition_deeper),
        cmocka_unit_test(the_operand_that_says_more_is_asked),
        cmocka_unit_test(what_a_plan_needs_is_what_its_parts_ask_for),
        cmocka_unit_test(what_is_plain_is_an_and_of_ors_of_words),
        cmocka_unit_test(some_conditions_hold_without_a_word),
    };

    return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
