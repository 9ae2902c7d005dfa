/* Where a unit counts, and what it weighs. */
#include "rank/plan.h"

#include "meaning.h"

#include "rank/bm25.h"

/* --------------------------------------------------------- restrictions -- */

static void fields_hold_each_word_below_them(void **state)
{
    newsidx_article article = make_article("k", "[truce]", "truce");

    article.byline = nx_str("Truce");
    article.dateline = nx_str("TRUCE");
    article.keywords = nx_str("truce");
    expect_article(*state, "headline:truce", &article);
    article.headline = nx_str("truce");
    article.byline = nx_str("[Truce]");
    expect_article(*state, "byline:truce", &article);
    article.byline = nx_str("Truce");
    article.dateline = nx_str("[TRUCE]");
    expect_article(*state, "dateline:truce", &article);
    article.dateline = nx_str("TRUCE");
    article.keywords = nx_str("[truce]");
    expect_article(*state, "tag:truce", &article);
    article.keywords = nx_str("truce");
    article.body = nx_str("[truce]");
    expect_article(*state, "body:truce", &article);
}

static void a_distance_in_a_field_is_of_that_field(void **state)
{
    expect_both(*state, "headline:(kerry w/2 lavrov)", "[Kerry], [Lavrov]",
                "Kerry, Lavrov");
    expect_both(*state, "headline:kerry lavrov", "[Kerry]", "[Lavrov]");
}

static void columns_that_exclude_one_another_hold_nothing(void **state)
{
    newsidx_article article = make_article("k", "truce", "truce a");

    article.byline = nx_str("truce");
    expect_not_in(*state, "headline:byline:truce", &article);
    article = make_article("k", "truce", "[rain] truce");
    expect_article(*state, "rain OR headline:byline:truce", &article);
    expect_article(*state, "rain -headline:byline:truce", &article);
}

static void
the_first_words_are_the_headline_and_so_many_of_the_body(void **state)
{
    expect_both(*state, "first3(kerry)", "[Kerry] is back",
                "a b [kerry] kerry");
    expect_not(*state, "first3(kerry)", "a b c kerry");
    expect_not(*state, "first3(\"kerry said\")", "a b kerry said");
    expect(*state, "first4(\"kerry said\")", "a b [kerry said]");
    expect(*state, "first9(first2(kerry))", "a [kerry] kerry");
    expect(*state, "kerry OR first1(lavrov)", "a lavrov [kerry]");
}

static void the_lead_is_the_first_passage(void **state)
{
    nx_buf body;

    nx_buf_init(&body, MEANING_BYTES);
    nx_buf_add_string(&body, "[Kerry]");
    for (int i = 0; i < 30; i++)
        nx_buf_add_format(&body, " w%d", i);
    nx_buf_add_string(&body, ".\n\nLater kerry");
    for (int i = 0; i < 30; i++)
        nx_buf_add_format(&body, " v%d", i);
    expect(*state, "lead:kerry", body.bytes);
    expect_both(*state, "hlead:kerry", "[Kerry]", body.bytes);
    expect_both(*state, "lead:kerry", "Kerry", body.bytes);
    expect_not(*state, "lead:later", "Nothing");
    nx_buf_add_string(&body, ".");
    expect(*state, "hlead(kerry -later)", body.bytes);
    nx_buf_finish(&body);
}

static void letter_cases_are_those_of_the_text(void **state)
{
    expect(*state, "caps(apple)", "[Apple] apple [APPLE] [aPPle]");
    expect(*state, "allcaps(us)", "[US] us Us [U.S.]");
    expect(*state, "nocaps(us)", "US [us] Us");
    expect_not(*state, "allcaps(us)", "Us and us");
    expect(*state, "caps(\"new york\")", "[New York] New york new York");
    expect(*state, "caps(apple) nocaps(apple)", "[Apple] [apple]");
    expect_not(*state, "allcaps(nocaps(us))", "US us");
    expect(*state, "allcaps(us) -nocaps(us)", "[US] and Us");
    expect_not(*state, "allcaps(us) -nocaps(us)", "US and us");
}

/* Each part is a word of its own; joined, one capital is enough. */
static void letter_cases_of_hyphenated_words(void **state)
{
    expect(*state, "nocaps(al-qaida)", "al-Qaida [al-qaida]");
    expect(*state, "caps(al-qaida)", "[Al-Qaida] al-qaida [Alqaida]");
    expect(*state, "caps(alqaida)", "[al-Qaida] al-qaida");
    expect(*state, "allcaps(al-qaida)", "[AL-QAIDA] Al-Qaida");
}

static void verbatim_compares_bytes(void **state)
{
    expect(*state, "verbatim(\"Al-Qaida\")", "[Al-Qaida] al-Qaida Al Qaida");
    expect(*state, "verbatim(\"New York\")",
           "[New York] [New \t\n York] new York");
    expect_not(*state, "verbatim(\"New York\")", "NewYork New-York");
    expect(*state, "verbatim(\"said: no\")", "said no, [said: no]");
    expect_not(*state, "verbatim(\"(no)\")", "no (no");
    expect(*state, "verbatim(\"(no)\")", "no ([no])");
    expect(*state, "rain -verbatim(\"New York\")", "[rain] in new york");
    expect_not(*state, "rain -verbatim(\"New York\")", "rain in New York");
}

/* Places that don't count must exclude nothing, while the texts are not read
 * yet. */
static void what_is_excluded_counts_where_it_may_stand(void **state)
{
    expect(*state, "caps(snow) NOT w/2 first2(rain)", "[Snow] a Rain");
    expect_not(*state, "caps(snow) NOT w/2 first2(rain)", "Snow rain");
    expect(*state, "caps(snow) -first2(rain)", "[Snow] a rain");
    expect(*state, "caps(b) NOT w/5 =a-b", "a-[B]");
    expect(*state, "caps(snow) -lead:rain", "[Snow]");
}

static void restrictions_allow_what_ends_in_time(void **state)
{
    const nx_restriction early = {
        1U << NX_COLUMN_HEADLINE | 1U << NX_COLUMN_BODY, 5, true, 0, {NULL, 0}};

    (void)state;
    assert_true(nx_restriction_allows(&early, NX_COLUMN_BODY, 4, 9));
    assert_false(nx_restriction_allows(&early, NX_COLUMN_BODY, 5, 9));
    assert_true(nx_restriction_allows(&early, NX_COLUMN_BODY, 2, 3));
    assert_false(nx_restriction_allows(&early, NX_COLUMN_BODY, 3, 3));
    assert_true(nx_restriction_allows(&early, NX_COLUMN_HEADLINE, 99, 3));
    assert_false(nx_restriction_allows(&early, NX_COLUMN_BYLINE, 0, 3));
}

/* ----------------------------------------------------------- weights ---- */

static void a_units_idf_is_the_sum_over_its_positions(void **state)
{
    meaning *with = *state;
    const nx_plan *made = &with->in.plan;

    put(&with->in, "1", NULL, "rain snow");
    put(&with->in, "2", NULL, "rain");
    put(&with->in, "3", NULL, "frost");
    plan(&with->in, "=rain \"rain snow\" headline:=rain");
    assert_near(made->units[0].idf, nx_bm25_idf(3, 2));
    assert_near(made->units[1].idf, nx_bm25_idf(3, 2) + nx_bm25_idf(3, 1));
    assert_near(made->units[2].idf, nx_bm25_idf(3, 2));
}

static void what_is_excluded_has_no_idf(void **state)
{
    meaning *with = *state;

    put(&with->in, "1", NULL, "rain");
    plan(&with->in, "rain -snow");
    assert_true(with->in.plan.units[0].idf > 0.0);
    assert_near(with->in.plan.units[1].idf, 0.0);
}

static void who_only_counts_needs_no_weights(void **state)
{
    meaning *with = *state;

    put(&with->in, "1", NULL, "rain");
    parse_as(&with->in, "rain", NEWSIDX_MATCH_ALL);
    EXPECT_OK(nx_store_begin_read(with->in.store, &err));
    EXPECT_OK(nx_plan_make(with->in.store, NULL, with->in.query, nx_str(NULL),
                           &with->in.arena, &with->in.plan, &err));
    nx_store_end_read(with->in.store);
    assert_non_null(with->in.plan.expression);
    assert_near(with->in.plan.units[0].idf, 0.0);
}

static void a_language_that_is_none_is_refused(void **state)
{
    meaning *with = *state;

    parse_as(&with->in, "rain", NEWSIDX_MATCH_ALL);
    EXPECT_OK(nx_store_begin_read(with->in.store, &err));
    EXPECT_STATUS(NEWSIDX_ERR_LANGUAGE,
                  nx_plan_make(with->in.store, with->in.frequencies,
                               with->in.query, nx_str("-"), &with->in.arena,
                               &with->in.plan, &err));
    nx_store_end_read(with->in.store);
}

static void terms_are_cut_at_a_whole_character(void **state)
{
    char term[131];

    (void)state;
    memset(term, 'a', sizeof term);
    memcpy(term + 126, "\xC3\xA9", 2);
    assert_int_equal(nx_plan_cut_term(nx_str_slice(term, 127)).length, 127);
    assert_int_equal(nx_plan_cut_term(nx_str_slice(term, 130)).length, 126);
    assert_int_equal(nx_plan_cut_term(nx_str_slice(term, 3)).length, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MEANING_TEST(fields_hold_each_word_below_them),
        MEANING_TEST(a_distance_in_a_field_is_of_that_field),
        MEANING_TEST(columns_that_exclude_one_another_hold_nothing),
        MEANING_TEST(the_first_words_are_the_headline_and_so_many_of_the_body),
        MEANING_TEST(the_lead_is_the_first_passage),
        MEANING_TEST(letter_cases_are_those_of_the_text),
        MEANING_TEST(letter_cases_of_hyphenated_words),
        MEANING_TEST(verbatim_compares_bytes),
        MEANING_TEST(what_is_excluded_counts_where_it_may_stand),
        MEANING_TEST(restrictions_allow_what_ends_in_time),
        MEANING_TEST(a_units_idf_is_the_sum_over_its_positions),
        MEANING_TEST(what_is_excluded_has_no_idf),
        MEANING_TEST(who_only_counts_needs_no_weights),
        MEANING_TEST(a_language_that_is_none_is_refused),
        MEANING_TEST(terms_are_cut_at_a_whole_character),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
