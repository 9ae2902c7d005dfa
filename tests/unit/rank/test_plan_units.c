/* The leaves of a query as units: equal ones joined, limits kept. */
#include "rank/plan_units.h"

#include "fixture.h"

#include "base/limits.h"

#define WORDS_OF_PREFIX 1100

/* An article with abc0000 abc0001 ..., more than a prefix may stand for. */
static void put_many_words(fixture *in)
{
    newsidx_article article = make_article("many", "Many words", "");
    nx_buf body;

    nx_buf_init(&body, 1024 * 1024);
    for (int i = 0; i < WORDS_OF_PREFIX; i++)
        nx_buf_add_format(&body, "abc%04d ", i);
    nx_buf_add_string(&body, "abd abdomen talk talks talking.");
    article.body = nx_buf_text(&body);
    put_article(in, &article);
    nx_buf_finish(&body);
}

static int open_index(void **state)
{
    fixture *in;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    put_many_words(in);
    return 0;
}

static void equal_words_are_one_unit_that_repeats(void **state)
{
    fixture *in = *state;

    plan(in, "talk rain talks");
    assert_int_equal(in->plan.unit_count, 2);
    assert_int_equal(in->plan.units[0].repeats, 2);
    assert_text(in->plan.units[0].label, "talk");
    assert_int_equal(in->plan.units[1].repeats, 1);
}

static void exact_and_stemmed_words_are_different_units(void **state)
{
    fixture *in = *state;

    plan(in, "talk =talk \"talk\" headline:talk");
    assert_int_equal(in->plan.unit_count, 3);
    assert_int_equal(in->plan.units[1].repeats, 2);
    assert_int_equal(in->plan.units[2].restriction.columns,
                     1U << NX_COLUMN_HEADLINE);
    assert_int_equal(in->plan.units[0].positions[0].term_count, 2);
    assert_int_equal(in->plan.units[1].positions[0].term_count, 1);
}

static void what_is_excluded_is_a_unit_of_its_own(void **state)
{
    fixture *in = *state;

    plan(in, "rain talk -(talk snow)");
    assert_int_equal(in->plan.unit_count, 4);
    assert_false(in->plan.units[1].is_excluded);
    assert_true(in->plan.units[2].is_excluded);
    assert_true(in->plan.units[3].is_excluded);
    assert_int_equal(in->plan.units[1].repeats, 1);
}

static void pairs_are_of_neighbours_that_say_something(void **state)
{
    fixture *in = *state;

    plan(in, "rain geneva snow");
    assert_int_equal(in->plan.pair_count, 2);
    assert_int_equal(in->plan.pairs[0].first, 0);
    assert_int_equal(in->plan.pairs[0].second, 1);
    assert_int_equal(in->plan.pairs[1].second, 2);
    plan(in, "rain the geneva");
    assert_int_equal(in->plan.pair_count, 0);
    plan(in, "rain \"in geneva\" snow");
    assert_int_equal(in->plan.pair_count, 0);
    plan(in, "rain OR geneva");
    assert_int_equal(in->plan.pair_count, 0);
    plan(in, "rain -geneva snow");
    assert_int_equal(in->plan.pair_count, 0);
    plan(in, "rain rain");
    assert_int_equal(in->plan.pair_count, 0);
}

static void a_pair_that_comes_again_repeats(void **state)
{
    fixture *in = *state;

    plan(in, "rain geneva rain geneva");
    assert_int_equal(in->plan.pair_count, 2);
    assert_int_equal(in->plan.pairs[0].repeats, 2);
    assert_int_equal(in->plan.pairs[1].first, 1);
    assert_int_equal(in->plan.pairs[1].second, 0);
    assert_int_equal(in->plan.pairs[1].repeats, 1);
}

static void pairs_of_any_words_too(void **state)
{
    fixture *in = *state;

    plan_as(in, "rain geneva the snow", NEWSIDX_MATCH_ANY);
    assert_int_equal(in->plan.pair_count, 1);
}

static void stop_words_of_any_words_are_dropped(void **state)
{
    fixture *in = *state;

    plan_as(in, "what of the talks", NEWSIDX_MATCH_ANY);
    assert_true(in->plan.units[0].is_dropped);
    assert_true(in->plan.units[2].is_dropped);
    assert_false(in->plan.units[3].is_dropped);
    assert_string_equal(in->plan.expression, "((\"talk\" OR \"~talk\"))");
    assert_false(in->plan.is_cut);
}

static void stop_words_stay_if_there_is_nothing_else(void **state)
{
    fixture *in = *state;

    plan_as(in, "to be or not to be", NEWSIDX_MATCH_ANY);
    assert_int_equal(in->plan.unit_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_false(in->plan.units[i].is_dropped);
    assert_int_equal(in->plan.units[0].repeats, 2);
}

static void stop_words_of_all_words_count(void **state)
{
    fixture *in = *state;

    plan(in, "the talks");
    assert_true(in->plan.units[0].is_stop_word);
    assert_false(in->plan.units[0].is_dropped);
}

static void make_words(nx_buf *out, int count)
{
    nx_buf_init(out, NX_LIMIT_QUERY_BYTES);
    for (int i = 0; i < count; i++)
        nx_buf_add_format(out, "=w%d ", i);
}

static void words_over_the_limit_are_left_out_and_told(void **state)
{
    fixture *in = *state;
    nx_buf text;

    make_words(&text, 66);
    plan(in, text.bytes);
    nx_buf_finish(&text);
    assert_int_equal(in->plan.unit_count, 64);
    assert_true(in->plan.is_cut);
    assert_int_equal(in->plan.diagnostic_count, 2);
    assert_string_equal(in->plan.diagnostics[0].code, "Q09");
    assert_text(in->plan.diagnostics[0].message,
                "more than 64 different words: w64 is left out");
    assert_text(in->plan.diagnostics[1].message,
                "more than 64 different words: w65 is left out");
    assert_true(in->plan.diagnostics[0].span.start <
                in->plan.diagnostics[1].span.start);
}

static void sixty_four_words_are_not_too_many(void **state)
{
    fixture *in = *state;
    nx_buf text;

    make_words(&text, 64);
    nx_buf_add_string(&text, "=w0 =w63");
    plan(in, text.bytes);
    nx_buf_finish(&text);
    assert_int_equal(in->plan.unit_count, 64);
    assert_false(in->plan.is_cut);
    assert_int_equal(in->plan.units[63].repeats, 2);
}

static void a_phrase_over_the_limit_is_left_out(void **state)
{
    fixture *in = *state;
    nx_buf text;

    nx_buf_init(&text, NX_LIMIT_QUERY_BYTES);
    nx_buf_add_string(&text, "rain \"");
    for (int i = 0; i < 64; i++)
        nx_buf_add_format(&text, "w%d ", i);
    nx_buf_add_string(&text, "\"");
    plan(in, text.bytes);
    nx_buf_finish(&text);
    assert_int_equal(in->plan.unit_count, 1);
    assert_true(in->plan.is_cut);
    assert_string_equal(in->plan.expression, "(\"rain\" OR \"~rain\")");
}

static void too_many_stop_words_are_cut_and_told(void **state)
{
    fixture *in = *state;

    plan_as(in,
            "a about above after again against all am an and any are as at be "
            "because been before being below between both but by can could "
            "did do does doing down during each few for from further had has "
            "have having he her here hers herself him himself his how i if in "
            "into is it its itself just me more most my myself no nor not now "
            "of off on once only or other our ours ourselves out over own",
            NEWSIDX_MATCH_ANY);
    assert_true(in->plan.unit_count > 64);
    assert_false(in->plan.units[63].is_dropped);
    assert_true(in->plan.units[64].is_dropped);
    assert_true(in->plan.is_cut);
    assert_true(in->plan.diagnostic_count > 0);
}

static void a_prefix_becomes_the_words_that_begin_so(void **state)
{
    fixture *in = *state;

    plan(in, "abd*");
    assert_int_equal(in->plan.units[0].positions[0].term_count, 2);
    assert_text(in->plan.units[0].positions[0].terms[0], "abd");
    assert_text(in->plan.units[0].positions[0].terms[1], "abdomen");
    assert_int_equal(in->plan.diagnostic_count, 0);
}

static void a_prefix_that_nothing_has_stays(void **state)
{
    fixture *in = *state;

    plan(in, "zzz*");
    assert_int_equal(in->plan.units[0].positions[0].term_count, 1);
    assert_text(in->plan.units[0].positions[0].terms[0], "zzz");
}

static void a_prefix_of_too_many_words_is_cut_and_told(void **state)
{
    fixture *in = *state;

    plan(in, "ab* rain");
    assert_int_equal(in->plan.units[0].positions[0].term_count,
                     NX_LIMIT_EXPANSIONS);
    assert_true(in->plan.is_cut);
    assert_int_equal(in->plan.diagnostic_count, 1);
    assert_text(in->plan.diagnostics[0].message,
                "ab* stands for more than 1000 words: the first 1000 were "
                "looked for");
    assert_int_equal(in->plan.diagnostics[0].span.start, 0);
}

static void a_prefix_that_comes_often_is_looked_up_once(void **state)
{
    fixture *in = *state;
    nx_buf text;

    nx_buf_init(&text, NX_LIMIT_QUERY_BYTES);
    for (int i = 0; i < 1600; i++)
        nx_buf_add_string(&text, "ab* ");
    plan(in, text.bytes);
    nx_buf_finish(&text);
    assert_int_equal(in->plan.unit_count, 1);
    assert_int_equal(in->plan.units[0].repeats, 1600);
    assert_int_equal(in->plan.diagnostic_count, 1);
}

/* What is written of them all is bounded, however often they come. */
static void many_prefixes_share_what_is_enough_for_sixteen(void **state)
{
    fixture *in = *state;
    nx_buf text;

    nx_buf_init(&text, NX_LIMIT_QUERY_BYTES);
    nx_buf_add_string(&text, "rain");
    for (int i = 0; i < 16; i++)
        nx_buf_add_string(&text, " OR (ab* snow)");
    plan(in, text.bytes);
    assert_int_equal(in->plan.units[1].positions[0].term_count, 1000);
    for (int i = 0; i < 144; i++)
        nx_buf_add_string(&text, " OR (ab* snow)");
    plan(in, text.bytes);
    assert_int_equal(in->plan.units[1].positions[0].term_count, 100);
    assert_text(in->plan.diagnostics[0].message,
                "ab* stands for more than 100 words: the first 100 were "
                "looked for");
    assert_true(strlen(in->plan.expression) < 1000000);
    nx_buf_finish(&text);
}

static void prefixes_over_the_limit_cost_nothing(void **state)
{
    fixture *in = *state;
    nx_buf text;

    make_words(&text, 64);
    for (int i = 0; i < 1000; i++)
        nx_buf_add_format(&text, "ab%03d* ", i);
    plan(in, text.bytes);
    nx_buf_finish(&text);
    assert_int_equal(in->plan.unit_count, 64);
    assert_int_equal(in->plan.diagnostic_count, 1000);
}

static void plain_words_are_a_phrase_too(void **state)
{
    fixture *in = *state;

    plan(in, "The Talks in Geneva");
    assert_non_null(in->plan.whole_phrase);
    assert_int_equal(in->plan.whole_phrase->position_count, 4);
    assert_text(in->plan.whole_phrase->positions[1].terms[0], "talks");
    assert_int_equal(in->plan.whole_phrase->positions[1].term_count, 1);
}

static void an_and_is_no_word_of_the_phrase(void **state)
{
    fixture *in = *state;

    plan(in, "talks AND geneva");
    assert_non_null(in->plan.whole_phrase);
    assert_int_equal(in->plan.whole_phrase->position_count, 2);
    assert_text(in->plan.whole_phrase->positions[1].terms[0], "geneva");
    plan(in, "  \xE2\x82\xAC talks,   U.S. ");
    assert_int_equal(in->plan.whole_phrase->position_count, 2);
    assert_text(in->plan.whole_phrase->positions[1].terms[0], "^us");
}

static void other_queries_are_no_phrase(void **state)
{
    static const char *const queries[] = {
        "talks",         "=rain snow", "rain -snow",        "rain OR snow",
        "\"in geneva\"", "rain sn*",   "headline:rain snow"};
    fixture *in = *state;

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        plan(in, queries[i]);
        assert_null(in->plan.whole_phrase);
    }
    plan_as(in, "rain snow", NEWSIDX_MATCH_ANY);
    assert_null(in->plan.whole_phrase);
}

/* ------------------------------------------------------ restrictions ---- */

static const nx_restriction *restriction_of(fixture *in, const char *query)
{
    plan(in, query);
    assert_int_equal(in->plan.unit_count, 1);
    return &in->plan.units[0].restriction;
}

static unsigned bits(nx_column a, nx_column b)
{
    return 1U << a | 1U << b;
}

static void fields_restrict_to_columns(void **state)
{
    static const struct {
        const char *query;
        nx_column column;
    } cases[] = {{"headline:rain", NX_COLUMN_HEADLINE},
                 {"byline:rain", NX_COLUMN_BYLINE},
                 {"dateline:rain", NX_COLUMN_DATELINE},
                 {"body:rain", NX_COLUMN_BODY},
                 {"lead:rain", NX_COLUMN_BODY},
                 {"tag:rain", NX_COLUMN_KEYWORDS}};
    fixture *in = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const nx_restriction *restriction = restriction_of(in, cases[i].query);

        assert_int_equal(restriction->columns, 1U << cases[i].column);
        assert_int_equal(restriction->body_words, NX_NO_LIMIT);
        assert_int_equal(restriction->in_lead,
                         strncmp(cases[i].query, "lead", 4) == 0);
        assert_false(nx_restriction_needs_text(restriction));
    }
    assert_int_equal(restriction_of(in, "rain")->columns, NX_ALL_COLUMNS);
    assert_int_equal(restriction_of(in, "hlead:rain")->columns,
                     bits(NX_COLUMN_HEADLINE, NX_COLUMN_BODY));
    assert_true(restriction_of(in, "hlead:rain")->in_lead);
}

static void nested_restrictions_all_hold(void **state)
{
    const nx_restriction *restriction;

    restriction = restriction_of(*state, "headline(first9(first7(rain)))");
    assert_int_equal(restriction->columns, 1U << NX_COLUMN_HEADLINE);
    assert_int_equal(restriction->body_words, 7);
    restriction = restriction_of(*state, "headline:byline:rain");
    assert_int_equal(restriction->columns, 0);
    restriction = restriction_of(*state, "hlead:body:rain");
    assert_int_equal(restriction->columns, 1U << NX_COLUMN_BODY);
    assert_true(restriction->in_lead);
    restriction = restriction_of(*state, "caps(nocaps(rain))");
    assert_int_equal(restriction->cases,
                     1U << NX_CASE_CAPS | 1U << NX_CASE_NOCAPS);
    assert_true(nx_restriction_needs_text(restriction));
    restriction = restriction_of(*state, "verbatim(\"the  rain\")");
    assert_text(restriction->verbatim, "the rain");
    assert_true(nx_restriction_needs_text(restriction));
}

static void units_that_are_restricted_otherwise_are_others(void **state)
{
    fixture *in = *state;

    plan(in, "=rain headline:=rain lead:=rain body:=rain first2(=rain) "
             "first3(=rain) caps(rain) nocaps(rain) verbatim(rain)");
    assert_int_equal(in->plan.unit_count, 9);
    plan(in, "headline:rain headline(rain) -headline:rain");
    assert_int_equal(in->plan.unit_count, 2);
    assert_int_equal(in->plan.units[0].repeats, 2);
}

/* ---------------------------------------------------------- conditions -- */

/* "(and 0 (not (near 1 2)))" */
static void add_condition(nx_buf *out, const nx_condition *condition)
{
    static const char *const names[] = {
        [NX_CONDITION_ALL] = "all",       [NX_CONDITION_UNIT] = "unit",
        [NX_CONDITION_AND] = "and",       [NX_CONDITION_OR] = "or",
        [NX_CONDITION_NOT] = "not",       [NX_CONDITION_NEAR] = "near",
        [NX_CONDITION_SCOPE] = "scope",   [NX_CONDITION_ATLEAST] = "atleast",
        [NX_CONDITION_FILTER] = "filter",
    };

    if (condition->kind == NX_CONDITION_UNIT) {
        nx_buf_add_format(out, "%zu", condition->unit);
        return;
    }
    nx_buf_add_format(out, "(%s", names[condition->kind]);
    for (size_t i = 0; i < condition->child_count; i++) {
        nx_buf_add_byte(out, ' ');
        add_condition(out, condition->children[i]);
    }
    nx_buf_add_byte(out, ')');
}

static void expect_condition(fixture *in, const char *query,
                             const char *expected)
{
    nx_buf found;

    plan(in, query);
    nx_buf_init(&found, 65536);
    if (in->plan.condition != NULL)
        add_condition(&found, in->plan.condition);
    if (!nx_str_equal(nx_buf_text(&found), nx_str(expected)))
        fail_msg("%s is %s, not %s", query, found.bytes, expected);
    nx_buf_finish(&found);
}

static void a_condition_is_the_query_in_units(void **state)
{
    expect_condition(*state, "rain w/2 (snow -hail)",
                     "(near 0 (and 1 (not 2)))");
    expect_condition(*state, "headline:(rain OR caps(snow)) source:ap",
                     "(and (or 0 1) (filter))");
    expect_condition(*state, "atleast2(rain OR snow)", "(atleast (or 0 1))");
    expect_condition(*state, "rain w/2 rain", "(near 0 0)");
    expect_condition(*state, "* -rain", "(and (all) (not 0))");
    expect_condition(*state, "sentence(rain snow)", "(scope (and 0 1))");
}

static void a_word_says_no_more_twice(void **state)
{
    expect_condition(*state, "rain rain", "0");
    expect_condition(*state, "rain snow rain", "(and 0 1)");
    expect_condition(*state, "rain OR rains OR snow", "(or 0 1)");
}

/* A euro sign is a word to the parser, and none to an index. */
static void what_has_no_word_vanishes(void **state)
{
    expect_condition(*state, "rain \xE2\x82\xAC", "0");
    expect_condition(*state, "rain w/2 \"\xE2\x82\xAC\"", "0");
    expect_condition(*state, "\"\xE2\x82\xAC\" NOT w/2 rain", "");
    expect_condition(*state, "rain NOT w/2 \"\xE2\x82\xAC\"", "0");
    expect_condition(*state, "rain -\"\xE2\x82\xAC\"", "0");
    expect_condition(*state, "atleast2(\"\xE2\x82\xAC\") rain", "0");
    expect_condition(*state, "sentence(\"\xE2\x82\xAC\" -rain)", "");
}

/* A NEAR without its anchor says something of the article, but not where. */
static void what_has_no_place_vanishes_where_one_is_needed(void **state)
{
    expect_condition(*state, "\"\xE2\x82\xAC\" w/2 (rain snow)", "(and 0 1)");
    expect_condition(*state, "atleast2(\"\xE2\x82\xAC\" w/2 (rain snow)) hail",
                     "2");
    expect_condition(*state, "(\"\xE2\x82\xAC\" w/2 (rain snow)) w/3 hail",
                     "2");
    expect_condition(*state,
                     "hail w/3 (rain OR (\"\xE2\x82\xAC\" w/2 (snow lang:en)))",
                     "(near 0 1)");
    expect_condition(*state, "hail w/3 (rain (\"\xE2\x82\xAC\" w/2 (a -b)))",
                     "(near 0 (and 1 (and 2 (not 3))))");
    expect_condition(*state, "atleast2(\"\xE2\x82\xAC\" w/2 (rain OR snow))",
                     "(atleast (or 0 1))");
}

static void what_is_not_near_is_excluded(void **state)
{
    fixture *in = *state;

    plan(in, "rain NOT w/2 (snow hail)");
    assert_false(in->plan.units[0].is_excluded);
    assert_true(in->plan.units[1].is_excluded);
    assert_true(in->plan.units[2].is_excluded);
}

/* The index keeps 127 bytes of a word; so must who looks for it. */
static void a_word_of_the_greatest_length_is_found(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};
    fixture *in = *state;
    nx_candidates found;
    char word[161];

    for (size_t length = 120; length < sizeof word; length++) {
        memset(word, 'q', length);
        word[0] = (char)('a' + length % 26);
        word[length] = '\0';
        put(in, word, word, "Nothing else.");
        plan(in, word);
        EXPECT_OK(nx_store_begin_read(in->store, &err));
        EXPECT_OK(
            nx_candidates_find(in->store, &in->plan, &wanted, &found, &err));
        nx_store_end_read(in->store);
        assert_true(found.total >= 1);
        nx_candidates_finish(&found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_words_are_one_unit_that_repeats),
        cmocka_unit_test(exact_and_stemmed_words_are_different_units),
        cmocka_unit_test(what_is_excluded_is_a_unit_of_its_own),
        cmocka_unit_test(pairs_are_of_neighbours_that_say_something),
        cmocka_unit_test(a_pair_that_comes_again_repeats),
        cmocka_unit_test(pairs_of_any_words_too),
        cmocka_unit_test(stop_words_of_any_words_are_dropped),
        cmocka_unit_test(stop_words_stay_if_there_is_nothing_else),
        cmocka_unit_test(stop_words_of_all_words_count),
        cmocka_unit_test(words_over_the_limit_are_left_out_and_told),
        cmocka_unit_test(sixty_four_words_are_not_too_many),
        cmocka_unit_test(a_phrase_over_the_limit_is_left_out),
        cmocka_unit_test(too_many_stop_words_are_cut_and_told),
        cmocka_unit_test(a_prefix_becomes_the_words_that_begin_so),
        cmocka_unit_test(a_prefix_that_nothing_has_stays),
        cmocka_unit_test(a_prefix_of_too_many_words_is_cut_and_told),
        cmocka_unit_test(a_prefix_that_comes_often_is_looked_up_once),
        cmocka_unit_test(many_prefixes_share_what_is_enough_for_sixteen),
        cmocka_unit_test(prefixes_over_the_limit_cost_nothing),
        cmocka_unit_test(plain_words_are_a_phrase_too),
        cmocka_unit_test(an_and_is_no_word_of_the_phrase),
        cmocka_unit_test(other_queries_are_no_phrase),
        cmocka_unit_test(fields_restrict_to_columns),
        cmocka_unit_test(nested_restrictions_all_hold),
        cmocka_unit_test(units_that_are_restricted_otherwise_are_others),
        cmocka_unit_test(a_condition_is_the_query_in_units),
        cmocka_unit_test(a_word_says_no_more_twice),
        cmocka_unit_test(what_has_no_word_vanishes),
        cmocka_unit_test(what_has_no_place_vanishes_where_one_is_needed),
        cmocka_unit_test(what_is_not_near_is_excluded),
        cmocka_unit_test(a_word_of_the_greatest_length_is_found),
    };

    return cmocka_run_group_tests(tests, open_index, fixture_tear_down);
}
