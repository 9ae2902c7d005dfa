/* What FTS5 is asked for some queries, and that it takes all of them. */
#include "rank/expression.h"

#include "fixture.h"

static int open_index(void **state)
{
    fixture *in;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    put(in, "1", "Talks in Geneva", "The talks of al-Qaida went on.");
    put(in, "2", "Weather", "Rain in Geneva. No talk at all.");
    return 0;
}

static void expect(fixture *in, const char *query, const char *expression)
{
    plan(in, query);
    assert_non_null(in->plan.expression);
    assert_string_equal(in->plan.expression, expression);
}

static void a_word_is_its_stem_and_what_has_the_stem(void **state)
{
    expect(*state, "talks", "(\"talk\" OR \"~talk\")");
    expect(*state, "=talks", "(\"talks\")");
}

static void a_phrase_is_a_sequence(void **state)
{
    expect(*state, "\"the talks\"", "(\"the talks\")");
}

static void a_hyphenated_word_has_its_joined_form_beside_it(void **state)
{
    expect(*state, "=al-Qaida", "(\"al qaida\" OR \"alqaida\")");
}

/* The phrase is looked at behind an OR that is true for every match. */
static void plain_words_also_look_for_their_phrase(void **state)
{
    expect(*state, "geneva rain",
           "(((\"geneva\" OR \"~geneva\") AND (\"rain\" OR \"~rain\"))) AND "
           "((\"geneva\" OR \"~geneva\") OR (\"geneva rain\"))");
}

static void an_exclusion_stands_behind_what_must_be_there(void **state)
{
    expect(*state, "=rain -=snow -=hail",
           "(((\"rain\")) NOT ((\"snow\") OR (\"hail\")))");
}

static void a_field_holds_its_words(void **state)
{
    expect(*state, "headline:=rain", "{headline}:(\"rain\")");
    expect(*state, "headline:=al-qaida",
           "{headline}:(\"al qaida\" OR \"alqaida\")");
}

/* Its branches may not be moved to a match, so all is looked at again. */
static void a_nested_query_looks_at_every_unit(void **state)
{
    expect(*state, "=a OR (=b =c)",
           "((((\"b\") AND (\"c\"))) OR (\"a\")) AND "
           "((\"a\") OR (\"b\") OR (\"c\"))");
}

static void a_flat_query_has_every_unit_once(void **state)
{
    fixture *in = *state;

    expect(in, "=a OR =b OR =a", "((\"a\") OR (\"b\"))");
    assert_int_equal(in->plan.phrase_count, 2);
    assert_int_equal(in->plan.phrase_units[0], 0);
    assert_int_equal(in->plan.phrase_units[1], 1);
}

static void words_without_a_letter_are_left_out(void **state)
{
    fixture *in = *state;

    plan(in, "=rain \xE2\x82\xAC");
    assert_non_null(in->plan.expression);
    assert_string_equal(in->plan.expression, "(\"rain\")");
    plan(in, "\xE2\x82\xAC");
    assert_null(in->plan.expression);
    plan(in, "");
    assert_null(in->plan.expression);
}

static void a_query_that_only_excludes_finds_nothing(void **state)
{
    static const char *const queries[] = {"-rain",
                                          "-rain -snow",
                                          "NOT (rain OR snow)",
                                          "\xE2\x82\xAC -rain",
                                          "-headline:rain",
                                          "-(rain -snow)"};
    fixture *in = *state;

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        plan(in, queries[i]);
        assert_null(in->plan.expression);
    }
}

/* The parser makes one NOT of them, below an AND. */
static void exclusions_stand_wherever_they_are_typed(void **state)
{
    expect(*state, "=rain -headline:=snow",
           "(((\"rain\")) NOT ({headline}:(\"snow\")))");
    expect(*state, "=rain -(-=snow)", "(((\"rain\") AND (\"snow\")))");
}

/* ------------------------------------------------------ verification ---- */

/* What is read of the matches, phrase by phrase: "0 1 -" is the first unit,
 * the second, and one that is not read. */
static void expect_roles(fixture *in, const char *query, const char *roles)
{
    char found[128] = "";
    size_t used = 0;

    plan(in, query);
    for (size_t i = 0; i < in->plan.phrase_count; i++) {
        const size_t unit = in->plan.phrase_units[i];
        char role[16] = "-";

        if (unit == NX_WHOLE_PHRASE)
            snprintf(role, sizeof role, "whole");
        else if (unit != NX_NO_UNIT)
            snprintf(role, sizeof role, "%d", (int)unit);
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s",
                                 i > 0 ? " " : "", role);
        assert_true(used < sizeof found);
    }
    if (strcmp(found, roles) != 0)
        fail_msg("%s reads %s, not %s", query, found, roles);
}

static void a_distance_asks_for_both_words(void **state)
{
    expect(*state, "=a w/5 =b", "(((\"a\") AND (\"b\")))");
    expect(*state, "=a pre/s =b", "(((\"a\") AND (\"b\")))");
    expect(*state, "(=a OR =b) w/2 (=c =d)",
           "((((\"a\") OR (\"b\")) AND (((\"c\") AND (\"d\")))))");
    expect(*state, "atleast2(=a)", "(((\"a\")))");
    expect_roles(*state, "=a w/5 =b", "0 1");
    expect_roles(*state, "(=a OR =b) w/2 (=c =d)", "0 1 2 3");
    expect_roles(*state, "al-qaida w/5 talks", "0 0 1 1");
}

/* What isn't near may stand elsewhere in a match. */
static void what_is_not_near_is_looked_at_and_not_asked_for(void **state)
{
    expect(*state, "=a NOT w/5 =b", "(((\"a\"))) AND ((\"a\") OR (\"b\"))");
    expect_roles(*state, "=a NOT w/5 =b", "- 0 1");
}

/* A superset must never be taken away. */
static void nothing_is_subtracted_where_something_is_verified(void **state)
{
    expect(*state, "=a -(=b w/2 =c)",
           "(((\"a\"))) AND ((\"a\") OR (\"b\") OR (\"c\"))");
    expect(*state, "=a -=b =c w/2 =d",
           "(((((\"c\") AND (\"d\"))) AND (\"a\"))) AND "
           "((\"a\") OR (\"b\") OR (\"c\") OR (\"d\"))");
    expect(*state, "=a -first1(=b)",
           "(((\"a\"))) AND ((\"a\") OR {headline body}:(\"b\"))");
    expect(*state, "=a -caps(b)", "(((\"a\"))) AND ((\"a\") OR (\"b\"))");
    expect(*state, "sentence(=a -=b)",
           "(((((\"a\"))))) AND ((\"a\") OR (\"b\"))");
    expect(*state, "=a w/2 (=b -=c)",
           "(((((\"b\"))) AND (\"a\"))) AND "
           "((\"a\") OR (\"b\") OR (\"c\"))");
}

static void a_filter_is_no_part_of_the_expression(void **state)
{
    expect(*state, "source:ap =a", "(((\"a\")))");
    expect(*state, "=a -source:ap", "(((\"a\")))");
    expect(*state, "=a w/2 (=b source:ap)", "(((((\"b\"))) AND (\"a\")))");
}

/* All others are found without FTS5. */
static void where_words_decide_nothing_they_are_looked_at(void **state)
{
    fixture *in = *state;

    expect(in, "source:ap OR =a", "((\"a\"))");
    assert_true(in->plan.scans_rest);
    expect(in, "* -=a", "((\"a\"))");
    assert_true(in->plan.scans_rest);
    assert_false(in->plan.has_scores);
    plan(in, "source:ap");
    assert_non_null(in->plan.condition);
    assert_null(in->plan.expression);
    assert_true(in->plan.scans_rest);
    plan(in, "*");
    assert_null(in->plan.expression);
    assert_true(in->plan.scans_rest);
}

static void what_is_asked_for_twice_is_written_once(void **state)
{
    expect(*state, "(=a w/1 =b) (=a w/2 =b)", "(((((\"a\") AND (\"b\")))))");
    expect(*state, "(=a w/1 =b) OR (=a w/2 =b)",
           "((((\"a\") AND (\"b\")))) AND ((\"a\") OR (\"b\"))");
    expect_roles(*state, "(=a w/1 =b) (=a w/2 =b)", "0 1");
    expect_roles(*state, "=a (=a w/2 =b)", "0 1 -");
}

static void a_branch_that_cannot_hold_is_left_out(void **state)
{
    fixture *in = *state;

    expect(in, "=a OR headline:byline:=b", "((\"a\"))");
    expect(in, "=a -headline:byline:=b", "(((\"a\")))");
    plan(in, "headline:byline:=a");
    assert_null(in->plan.expression);
    assert_null(in->plan.condition);
    plan(in, "=b headline:byline:=a");
    assert_null(in->plan.condition);
    plan(in, "=b w/2 headline:byline:=a");
    assert_null(in->plan.condition);
}

static void several_columns_stand_in_one_list(void **state)
{
    expect(*state, "hlead:=a", "{headline body}:(\"a\")");
    expect(*state, "first2(=a)", "{headline body}:(\"a\")");
    expect(*state, "tag:=a", "{keywords}:(\"a\")");
    expect(*state, "dateline:=a OR byline:=b",
           "({dateline}:(\"a\") OR {byline}:(\"b\"))");
}

static void exact_plans_are_decided_by_fts5(void **state)
{
    static const struct {
        const char *query;
        bool is_exact;
    } cases[] = {{"rain", true},
                 {"rain -snow", true},
                 {"rain*", true},
                 {"headline:rain", true},
                 {"tag:rain", true},
                 {"lead:rain", false},
                 {"hlead:rain", false},
                 {"first9(rain)", false},
                 {"caps(rain)", false},
                 {"verbatim(rain)", false},
                 {"rain w/2 snow", false},
                 {"rain id:7", true},
                 {"rain OR snow source:ap", true},
                 {"rain -(snow hail) -source:ap", true},
                 {"rain source:ap lang:en after:2016", true},
                 {"rain key:a", false},
                 {"rain -key:a", false},
                 {"rain OR source:ap", false},
                 {"rain -(snow source:ap)", false},
                 {"source:ap", false},
                 {"rain w/2 snow source:ap", false},
                 {"rain~1", true},
                 {"rain OR (snow hail)", false},
                 {"rain -lead:snow", false}};
    fixture *in = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plan(in, cases[i].query);
        if (in->plan.is_exact != cases[i].is_exact)
            fail_msg("%s: %d", cases[i].query, in->plan.is_exact);
    }
}

static void the_texts_are_needed_for_cases_and_bytes(void **state)
{
    fixture *in = *state;

    plan(in, "lead:rain w/2 snow");
    assert_false(in->plan.needs.text);
    plan(in, "snow -caps(rain)");
    assert_true(in->plan.needs.text);
    plan(in, "verbatim(rain)");
    assert_true(in->plan.needs.text);
}

/* ------------------------------------------------------------ narrow ---- */

static void a_part_of_a_plan_is_a_plan(void **state)
{
    fixture *in = *state;
    const nx_condition *all;
    nx_plan part;

    plan(in, "=a (=b w/2 =c) -=d");
    all = in->plan.condition;
    assert_int_equal(all->child_count, 3);
    EXPECT_OK(nx_plan_narrow(&in->plan, all->children[0], &part, &err));
    assert_string_equal(part.expression, "(\"a\")");
    assert_true(part.is_exact);
    assert_int_equal(part.phrase_count, 1);
    EXPECT_OK(nx_plan_narrow(&in->plan, all->children[1], &part, &err));
    assert_string_equal(part.expression, "(((\"b\") AND (\"c\")))");
    assert_false(part.is_exact);
    assert_int_equal(part.phrase_units[0], 1);
    assert_int_equal(part.phrase_units[1], 2);
}

static void a_part_needs_only_what_it_asks_for(void **state)
{
    fixture *in = *state;
    nx_plan part;

    plan(in, "(rain w/s snow) key:ap caps(hail)");
    assert_true(in->plan.needs.boundaries && in->plan.needs.key &&
                in->plan.needs.text);
    EXPECT_OK(nx_plan_narrow(&in->plan, in->plan.condition->children[1], &part,
                             &err));
    assert_true(part.needs.key);
    assert_false(part.needs.boundaries);
    assert_false(part.needs.text);
    assert_null(part.expression);
    assert_true(part.scans_rest);
    assert_false(part.has_scores);
    assert_int_equal(part.phrase_count, 0);
}

/* ---------------------------------------------------------------- random -- */

#define ROUNDS 3000

static void add_random(uint64_t *random, nx_buf *out, unsigned depth)
{
    static const char *const words[] = {
        "rain",          "=talks", "al-Qaida", "U.S.",   "ta*",
        "\"in geneva\"", "the",    "ra?n",     "rain~1", "caps(talks)"};
    static const char *const betweens[] = {
        " ",          " OR ",  " AND ",     " -",     " NOT ",
        " headline:", " w/5 ", " NOT w/2 ", " pre/s "};
    const size_t count = 1 + random_below(random, 4);

    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            nx_buf_add_string(out, betweens[random_below(random, 9)]);
        if (depth > 0 && random_below(random, 2) == 0) {
            nx_buf_add_byte(out, '(');
            add_random(random, out, depth - 1);
            nx_buf_add_byte(out, ')');
        } else {
            nx_buf_add_string(out, words[random_below(random, 10)]);
        }
    }
}

/* Many a distance between groups is too long when spelled out. */
static bool can_parse(fixture *in, const char *text)
{
    const newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_status status;

    nx_query_free(in->query);
    in->query = NULL;
    status = nx_query_parse(nx_str(text), &options, &in->query, NULL);
    assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_LIMIT);
    return status == NEWSIDX_OK;
}

static void fts5_takes_whatever_is_asked(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};
    fixture *in = *state;
    uint64_t random = 7;
    nx_buf text;

    nx_buf_init(&text, 8192);
    for (int round = 0; round < ROUNDS; round++) {
        nx_candidates found;

        nx_buf_clear(&text);
        add_random(&random, &text, (unsigned)random_below(&random, 6));
        if (text.status < 0)
            continue;
        if (!can_parse(in, text.bytes))
            continue;
        nx_arena_reset(&in->arena);
        EXPECT_OK(nx_store_begin_read(in->store, &err));
        EXPECT_OK(nx_plan_make(in->store, in->frequencies, in->query,
                               nx_str(NULL), &in->arena, &in->plan, &err));
        EXPECT_OK(
            nx_candidates_find(in->store, &in->plan, &wanted, &found, &err));
        nx_candidates_finish(&found);
        nx_store_end_read(in->store);
    }
    nx_buf_finish(&text);
}

/* FTS5's parser has a stack of 100, and its trees a height of 256. */
static void the_deepest_query_that_parses_is_taken(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};
    fixture *in = *state;
    nx_candidates found;
    nx_buf text;

    for (int kind = 0; kind < 2; kind++) {
        nx_buf_init(&text, 8192);
        for (int i = 0; i < 40; i++)
            nx_buf_add_string(&text, kind == 0 ? "=rain (geneva OR ("
                                               : "geneva OR =rain OR (=in (");
        nx_buf_add_string(&text, "talks");
        for (int i = 0; i < 40; i++)
            nx_buf_add_string(&text, "))");
        plan(in, text.bytes);
        EXPECT_OK(nx_store_begin_read(in->store, &err));
        EXPECT_OK(
            nx_candidates_find(in->store, &in->plan, &wanted, &found, &err));
        nx_store_end_read(in->store);
        assert_int_equal(found.total, kind == 0 ? 1 : 2);
        nx_candidates_finish(&found);
        nx_buf_finish(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_its_stem_and_what_has_the_stem),
        cmocka_unit_test(a_phrase_is_a_sequence),
        cmocka_unit_test(a_hyphenated_word_has_its_joined_form_beside_it),
        cmocka_unit_test(plain_words_also_look_for_their_phrase),
        cmocka_unit_test(an_exclusion_stands_behind_what_must_be_there),
        cmocka_unit_test(a_field_holds_its_words),
        cmocka_unit_test(a_nested_query_looks_at_every_unit),
        cmocka_unit_test(a_flat_query_has_every_unit_once),
        cmocka_unit_test(words_without_a_letter_are_left_out),
        cmocka_unit_test(a_query_that_only_excludes_finds_nothing),
        cmocka_unit_test(exclusions_stand_wherever_they_are_typed),
        cmocka_unit_test(a_distance_asks_for_both_words),
        cmocka_unit_test(what_is_not_near_is_looked_at_and_not_asked_for),
        cmocka_unit_test(nothing_is_subtracted_where_something_is_verified),
        cmocka_unit_test(a_filter_is_no_part_of_the_expression),
        cmocka_unit_test(where_words_decide_nothing_they_are_looked_at),
        cmocka_unit_test(what_is_asked_for_twice_is_written_once),
        cmocka_unit_test(a_branch_that_cannot_hold_is_left_out),
        cmocka_unit_test(several_columns_stand_in_one_list),
        cmocka_unit_test(exact_plans_are_decided_by_fts5),
        cmocka_unit_test(the_texts_are_needed_for_cases_and_bytes),
        cmocka_unit_test(a_part_of_a_plan_is_a_plan),
        cmocka_unit_test(a_part_needs_only_what_it_asks_for),
        cmocka_unit_test(fts5_takes_whatever_is_asked),
        cmocka_unit_test(the_deepest_query_that_parses_is_taken),
    };

    return cmocka_run_group_tests(tests, open_index, fixture_tear_down);
}
