/* What the operators of the query language find, on a few articles. */
#include "fixture.h"

#include <stdbool.h>

#define NOON_OF_2016_09_09 INT64_C(1473422400)
#define DAY INT64_C(86400)

/* An article for each letter; the tests below know what stands in them. */
static void put_lettered(newsidx *index, const newsidx_article *article)
{
    EXPECT_OK(newsidx_put(index, article, NULL, &err));
}

static void put_talks(newsidx *index)
{
    newsidx_article article = make_article(
        "a", "Kerry and Lavrov agree on Syria truce",
        "John Kerry said Lavrov agreed. The Joint Implementation Center will "
        "do intelligence sharing.");

    article.byline = text_of("By Matthew Lee");
    article.dateline = text_of("GENEVA (AP)");
    article.source = text_of("AP");
    article.section = text_of("World");
    article.published_at = NOON_OF_2016_09_09;
    put_lettered(index, &article);
    article = make_article(
        "b", "Joint Implementation Centre",
        "A center for joint work, with implementation in Syria later. Lavrov "
        "met reporters in Moscow on Friday; Kerry was not there.");
    article.source = text_of("Reuters");
    article.published_at = NOON_OF_2016_09_09 + 3 * DAY + DAY / 2 - 1;
    put_lettered(index, &article);
}

static void put_war(newsidx *index)
{
    newsidx_article article = make_article(
        "c", "Ceasefire in Aleppo",
        "Aleppo, Syria. Aleppo, Aleppo. In Aleppo a truce holds; Aleppo "
        "waits. The airstrikes hit a hospital.");

    article.source = text_of("Daily Star");
    article.published_at = NOON_OF_2016_09_09 + 4 * DAY;
    put_lettered(index, &article);
    article = make_article(
        "d", "Nusra Front",
        "The Nusra Front of al-Qaida fights in Homs. Some time later, after "
        "a long talk among friends, Nusra was alone.");
    put_lettered(index, &article);
    article = make_article("e", "Letter",
                           "It is between us and the US. An al-Qaeda leader "
                           "saw a woman. They agree; no agreement.");
    put_lettered(index, &article);
}

/* A long one, one that was corrected, and one more. */
static void put_others(newsidx *index)
{
    newsidx_article article = make_article("g", "Truce in Homs", "Homs truce");
    char body[8192] = "Kerry";
    size_t length = strlen(body);

    for (int i = 0; i < 900; i++)
        length +=
            (size_t)snprintf(body + length, sizeof body - length, " w%d", i);
    snprintf(body + length, sizeof body - length, " lavrov");
    article.source = text_of("dpa");
    article.updated_at = NOON_OF_2016_09_09 + 11 * DAY;
    article.published_at = NOON_OF_2016_09_09 + 23 * DAY;
    put_lettered(index, &article);
    article.body = text_of("A truce near Homs");
    put_lettered(index, &article);
    article = make_article("f", "Weather", body);
    article.section = text_of("world");
    put_lettered(index, &article);
    article = make_article("h", "Groups",
                           "Fighters of the Nusra Front, says the US.");
    put_lettered(index, &article);
}

static int open_articles(void **state)
{
    newsidx *index = open_new();

    put_talks(index);
    put_war(index);
    put_others(index);
    *state = index;
    return 0;
}

static int close_articles(void **state)
{
    newsidx_close(*state);
    return 0;
}

/* ---------------------------------------------------------- examples ---- */

/* The letters of all that is found, in their order; as many are counted. */
static void expect_letters_at(newsidx *index, const char *text, int64_t now,
                              const char *letters)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query;
    newsidx_results *results;
    const newsidx_hit *hit;
    bool is_found[26] = {false};
    char found[27] = "";
    size_t length = 0;
    uint64_t count;

    options.now = now;
    EXPECT_OK(newsidx_query_parse(text, NEWSIDX_WHOLE, &options, &query, &err));
    results = search(index, query, NULL);
    for (hit = next_hit(results); hit != NULL; hit = next_hit(results))
        is_found[hit->key.bytes[0] - 'a'] = true;
    for (size_t i = 0; i < 26; i++) {
        if (is_found[i])
            found[length++] = (char)('a' + (int)i);
    }
    found[length] = '\0';
    if (strcmp(found, letters) != 0)
        fail_msg("%s finds \"%s\", not \"%s\"", text, found, letters);
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    assert_int_equal(count, length);
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static void expect_letters(newsidx *index, const char *text,
                           const char *letters)
{
    expect_letters_at(index, text, 0, letters);
}

static void words_and_phrases(void **state)
{
    expect_hits(*state, "Joint Implementation Center", "a b");
    expect_letters(*state, "\"Joint Implementation Center\"", "a");
    expect_letters(*state, "\"Joint Implementation (Center|Centre)\"", "ab");
    expect_letters(*state, "=agreed", "a");
}

static void boolean_operators(void **state)
{
    expect_letters(*state, "lavrov kerry -geneva", "bf");
    expect_letters(*state, "truce OR ceasefire aleppo", "c");
}

static void distances(void **state)
{
    expect_letters(*state, "kerry w/5 lavrov", "a");
    expect_letters(*state, "kerry pre/3 said", "a");
    expect_letters(
        *state, "\"joint implementation center\" w/10 \"intelligence sharing\"",
        "a");
    expect_letters(*state, "truce OR ceasefire w/5 (aleppo OR homs)", "cg");
    expect_letters(*state, "nusra NOT w/3 front", "d");
}

static void sentences_and_paragraphs(void **state)
{
    expect_letters(*state, "kerry w/s lavrov", "ab");
    expect_letters(*state, "airstrike! w/p (hospital OR clinic)", "c");
}

static void functions(void **state)
{
    expect_letters(*state, "atleast5(aleppo)", "c");
    expect_letters(*state, "hlead(syria AND truce)", "ac");
    expect_letters(*state, "first50(lavrov)", "ab");
    expect_letters(*state, "allcaps(US) -nocaps(us)", "h");
}

static void fields_and_sources(void **state)
{
    expect_letters(*state, "hd:\"truce\" source:AP,Reuters", "a");
    expect_letters(*state, "by:lee dateline:geneva", "a");
}

static void patterns_and_spellings(void **state)
{
    expect_letters(*state, "ceas*fire", "c");
    expect_letters(*state, "wom?n", "e");
    expect_letters(*state, "lavrof~1", "abf");
    expect_letters(*state, "al-qaida", "de");
    expect_letters(*state, "=al-qaida", "d");
    expect_letters(*state, "exact(al-qaida)", "d");
}

static void dates(void **state)
{
    const int64_t ninth = NOON_OF_2016_09_09;

    expect_letters(*state, "syria date:2016-09-09..2016-09-12", "ab");
    expect_letters_at(*state, "syria date:7d..", ninth + 9 * DAY, "bc");
    expect_letters_at(*state, "date:yesterday", ninth + 5 * DAY, "c");
    expect_letters(*state, "after:2016-09-01 before:2016-10-01", "abc");
}

static void lengths_sections_and_corrections(void **state)
{
    expect_letters(*state, "kerry length>800 section:world", "f");
    expect_letters(*state, "status:corrected updated:2016-09", "g");
}

static void expect_refused(const char *text, size_t offset, const char *name)
{
    newsidx_query *query = NULL;
    newsidx_error failure;

    assert_int_equal(
        newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, &failure),
        NEWSIDX_ERR_QUERY);
    assert_null(query);
    assert_int_equal(failure.offset, offset);
    if (strstr(failure.message, name) == NULL)
        fail_msg("%s doesn't name %s", failure.message, name);
}

static void names_of_later_versions_are_refused_by_name(void **state)
{
    (void)state;
    expect_refused("truce asof:2016-09-10T14:00Z", 6, "asof");
    expect_refused("saved:syria-desk -saved:sport", 0, "saved");
    expect_refused("story:{hd:truce} source:\"Daily Star\"", 0, "story");
}

/* ------------------------------------------------------------- marks ---- */

static void only_what_is_near_is_marked(void **state)
{
    newsidx_query *query = parse("nusra NOT w/3 front");
    newsidx_results *results = search(*state, query, NULL);
    const newsidx_hit *hit = next_hit(results);
    const newsidx_passage *passage = newsidx_hit_passage(hit, 0);

    assert_int_equal(hit->headline_span_count, 0);
    assert_int_equal(passage->span_count, 1);
    assert_memory_equal(passage->text.bytes + passage->spans[0].start,
                        "Nusra was", 9);
    newsidx_results_free(results);
    newsidx_query_free(query);
}

/* -------------------------------------------------------- diagnostics ---- */

/* What is told of a search that finds nothing, line by line. */
static void expect_advice(newsidx *index, const char *text,
                          const char *const *lines, size_t count)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse(text);
    newsidx_results *results;

    results = search(index, query, NULL);
    assert_int_equal(newsidx_results_diagnostic_count(results), 0);
    newsidx_results_free(results);
    options.advise = 1;
    results = search(index, query, &options);
    assert_int_equal(newsidx_results_diagnostic_count(results), count);
    for (size_t i = 0; i < count; i++) {
        const newsidx_diagnostic *line = newsidx_results_diagnostic(results, i);

        assert_string_equal(line->code, "Q14");
        assert_string_equal(line->message.bytes, lines[i]);
    }
    assert_null(newsidx_results_diagnostic(results, count));
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static void a_search_that_finds_nothing_says_why(void **state)
{
    static const char *const unknown[] = {
        "each alone: kerry 3, alepo 0",
        "no article has alepo; similar: aleppo 1"};
    static const char *const apart[] = {
        "1 article has both, but not as near as aleppo w/1 hospital"};
    static const char *const together[] = {
        "each alone: aleppo 1, nusra 2; together: none"};

    expect_advice(*state, "kerry alepo", unknown, 2);
    expect_advice(*state, "aleppo w/1 hospital", apart, 1);
    expect_advice(*state, "aleppo nusra", together, 1);
}

static void a_misspelt_word_has_a_suggestion(void **state)
{
    newsidx_query *query = parse("alepo");
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;

    options.advise = 1;
    results = search(*state, query, &options);
    assert_int_equal(newsidx_results_diagnostic_count(results), 2);
    for (size_t i = 0; i < 2; i++) {
        const newsidx_diagnostic *line = newsidx_results_diagnostic(results, i);

        assert_string_equal(line->code, i == 0 ? "Q14" : "Q15");
        assert_string_equal(line->suggestion.bytes, "aleppo");
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static void a_search_that_finds_something_says_nothing(void **state)
{
    newsidx_query *query = parse("aleppo");
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;

    options.advise = 1;
    results = search(*state, query, &options);
    assert_int_equal(newsidx_results_diagnostic_count(results), 0);
    newsidx_results_free(results);
    newsidx_query_free(query);
}

/* -------------------------------------------------------------- plan ---- */

static void a_plan_is_kept_only_for_those_who_ask(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse("kerry w/5 lavro*");
    newsidx_results *results = search(*state, query, &options);
    const char *account;

    assert_null(newsidx_results_plan(results));
    newsidx_results_free(results);
    options.explain = 1;
    results = search(*state, query, &options);
    account = newsidx_results_plan(results);
    assert_non_null(account);
    assert_non_null(strstr(account, "  lavro*: lavrov"));
    assert_non_null(strstr(account, "FTS5: "));
    assert_non_null(strstr(account, "candidates: 3, matches: 1\n"));
    assert_non_null(strstr(account, "phases: "));
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static void what_finds_nothing_has_a_plan_as_well(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse("");
    newsidx_results *results;

    options.explain = 1;
    results = search(*state, query, &options);
    assert_non_null(strstr(newsidx_results_plan(results), "nothing can match"));
    newsidx_results_free(results);
    newsidx_query_free(query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_phrases),
        cmocka_unit_test(boolean_operators),
        cmocka_unit_test(distances),
        cmocka_unit_test(sentences_and_paragraphs),
        cmocka_unit_test(functions),
        cmocka_unit_test(fields_and_sources),
        cmocka_unit_test(patterns_and_spellings),
        cmocka_unit_test(dates),
        cmocka_unit_test(lengths_sections_and_corrections),
        cmocka_unit_test(names_of_later_versions_are_refused_by_name),
        cmocka_unit_test(only_what_is_near_is_marked),
        cmocka_unit_test(a_search_that_finds_nothing_says_why),
        cmocka_unit_test(a_misspelt_word_has_a_suggestion),
        cmocka_unit_test(a_search_that_finds_something_says_nothing),
        cmocka_unit_test(a_plan_is_kept_only_for_those_who_ask),
        cmocka_unit_test(what_finds_nothing_has_a_plan_as_well),
    };

    return cmocka_run_group_tests(tests, open_articles, close_articles);
}
