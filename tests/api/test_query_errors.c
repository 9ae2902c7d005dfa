#include "fixture.h"

static void bad_arguments_are_misuse(void **state)
{
    newsidx_query *query = (newsidx_query *)&state;

    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_query_parse(NULL, 0, NULL, &query, &err));
    assert_null(query);
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_query_parse("a", NEWSIDX_WHOLE, NULL, NULL, &err));
}

static void an_unknown_way_to_match_is_an_option_error(void **state)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query = NULL;

    (void)state;
    options.match = (newsidx_match)7;
    EXPECT_STATUS(
        NEWSIDX_ERR_OPTIONS,
        newsidx_query_parse("a", NEWSIDX_WHOLE, &options, &query, &err));
    assert_null(query);
}

static void a_time_or_zone_that_is_none_is_an_option_error(void **state)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query = NULL;

    (void)state;
    options.time_zone = "Atlantis/Nowhere";
    EXPECT_STATUS(
        NEWSIDX_ERR_OPTIONS,
        newsidx_query_parse("a", NEWSIDX_WHOLE, &options, &query, &err));
    assert_null(query);
    options.time_zone = NULL;
    options.now = INT64_MAX;
    EXPECT_STATUS(
        NEWSIDX_ERR_OPTIONS,
        newsidx_query_parse("a", NEWSIDX_WHOLE, &options, &query, &err));
    assert_null(query);
}

static void days_are_those_of_the_time_zone(void **state)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query = NULL;

    (void)state;
    options.now = 1473978600; /* 2016-09-15T22:30:00Z */
    EXPECT_OK(newsidx_query_parse("date:today", NEWSIDX_WHOLE, &options, &query,
                                  &err));
    assert_string_equal(newsidx_query_text(query), "date:2016-09-15");
    newsidx_query_free(query);
    options.time_zone = "+02:00";
    EXPECT_OK(newsidx_query_parse("date:today", NEWSIDX_WHOLE, &options, &query,
                                  &err));
    assert_string_equal(newsidx_query_text(query), "date:2016-09-16");
    newsidx_query_free(query);
}

static void a_query_has_a_longest_length(void **state)
{
    char *text = malloc(8194);
    newsidx_query *query = NULL;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < 8193; i++)
        text[i] = i % 5 == 4 ? ' ' : 'a';
    text[8193] = '\0';
    EXPECT_STATUS(NEWSIDX_ERR_LIMIT,
                  newsidx_query_parse(text, 8193, NULL, &query, &err));
    assert_null(query);
    EXPECT_OK(newsidx_query_parse(text, 8192, NULL, &query, &err));
    assert_non_null(query);
    newsidx_query_free(query);
    free(text);
}

static const char *const odd_texts[] = {"\"",
                                        "\"river",
                                        "(",
                                        ")",
                                        "((((",
                                        "))))",
                                        "(river",
                                        "river)",
                                        "AND",
                                        "OR",
                                        "NOT",
                                        "AND AND",
                                        "river AND",
                                        "OR river",
                                        "-",
                                        "--",
                                        "- river",
                                        "-river",
                                        "=",
                                        "==river",
                                        "=\"",
                                        "*",
                                        "**",
                                        "r*",
                                        "ri*v",
                                        "river**",
                                        "headline:",
                                        "headline:(",
                                        "headline:\"",
                                        ":river",
                                        "a:b:c",
                                        "http://example.org/a?b=c",
                                        "river OR",
                                        "river OR OR flood",
                                        "NOT NOT river",
                                        "-(-(river))",
                                        "\"\"",
                                        "\"...\"",
                                        "()",
                                        "(())",
                                        "river AND ()",
                                        "() river",
                                        "\xFF\xFE",
                                        "river \xC3",
                                        "\xE2\x80\x9C",
                                        "\xE2\x80\x9Criver flood\xE2\x80\x9D",
                                        "'",
                                        "''",
                                        "river'",
                                        "'river",
                                        "U.S.",
                                        "U.S.A",
                                        "...",
                                        "river...",
                                        "a-b-c-d",
                                        "-a-b",
                                        "--a--b--",
                                        "{river}",
                                        "river + flood",
                                        "^river",
                                        "~river",
                                        "river NEAR flood",
                                        "words:river",
                                        "words MATCH river",
                                        "'; DROP TABLE article; --",
                                        "river\nflood",
                                        "\triver\r\n",
                                        "river \x01 flood"};

/* Every string is a query; whatever it means, asking it does no harm. */
static void any_bytes_can_be_searched_for(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "a", "River flood", "A river and a flood, in the U.S.");
    for (size_t i = 0; i < sizeof odd_texts / sizeof *odd_texts; i++) {
        newsidx_query *query = NULL;
        newsidx_query *again = NULL;
        newsidx_results *results = NULL;
        newsidx_error failure;
        newsidx_status status = newsidx_query_parse(odd_texts[i], NEWSIDX_WHOLE,
                                                    NULL, &query, &failure);

        if (status == NEWSIDX_ERR_QUERY) {
            assert_null(query);
            assert_true(failure.offset <= strlen(odd_texts[i]));
            continue;
        }
        if (status != NEWSIDX_OK)
            fail_msg("%s: %s", odd_texts[i], failure.message);
        status = newsidx_search(index, query, NULL, &results, &failure);
        /* Nothing but an exclusion is no query; all else is. */
        if (status != NEWSIDX_OK && status != NEWSIDX_ERR_QUERY)
            fail_msg("%s: %s", odd_texts[i], failure.message);
        newsidx_results_free(results);
        EXPECT_OK(newsidx_query_parse(newsidx_query_text(query), NEWSIDX_WHOLE,
                                      NULL, &again, &err));
        assert_string_equal(newsidx_query_text(again),
                            newsidx_query_text(query));
        assert_non_null(newsidx_query_tree(query));
        newsidx_query_free(again);
        newsidx_query_free(query);
    }
    newsidx_close(index);
}

static void bytes_behind_the_length_are_not_read(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = NULL;
    uint64_t count = 0;

    (void)state;
    put(index, "a", "River", "The river.");
    EXPECT_OK(newsidx_query_parse("river zebra", 5, NULL, &query, &err));
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    assert_int_equal(count, 1);
    newsidx_query_free(query);
    newsidx_close(index);
}

/* Each within the text, with a code and a message, in the text's order. */
static void expect_diagnostic(const char *text, const char *code)
{
    newsidx_query *query = parse(text);
    size_t count = newsidx_query_diagnostic_count(query);
    size_t last = 0;
    int found = 0;

    for (size_t i = 0; i < count; i++) {
        const newsidx_diagnostic *one = newsidx_query_diagnostic(query, i);

        assert_non_null(one);
        assert_int_equal(one->code[3], '\0');
        assert_true(one->span.start <= one->span.end);
        assert_true(one->span.end <= strlen(text));
        assert_true(one->span.start >= last);
        assert_true(one->message.length > 0);
        last = one->span.start;
        found = found || strcmp(one->code, code) == 0;
    }
    assert_null(newsidx_query_diagnostic(query, count));
    if (!found)
        fail_msg("%s gives no %s", text, code);
    newsidx_query_free(query);
}

static void what_is_read_otherwise_than_meant_is_told(void **state)
{
    newsidx_query *query;

    (void)state;
    expect_diagnostic("", "Q01");
    expect_diagnostic("...", "Q01");
    expect_diagnostic("\"river flood", "Q02");
    expect_diagnostic("(river flood", "Q03");
    expect_diagnostic("river) flood", "Q03");
    expect_diagnostic("river AND", "Q04");
    expect_diagnostic("truce or ceasefire", "Q10");
    query = parse("river flood");
    assert_int_equal(newsidx_query_diagnostic_count(query), 0);
    newsidx_query_free(query);
}

static void operators_of_the_future_fail_at_their_place(void **state)
{
    static const char *const texts[] = {"river person:flood", "copies:2",
                                        "saved:river", "story:river"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        newsidx_query *query = NULL;
        newsidx_error err;
        newsidx_status status =
            newsidx_query_parse(texts[i], NEWSIDX_WHOLE, NULL, &query, &err);

        if (status != NEWSIDX_ERR_QUERY)
            fail_msg("%s: %s", texts[i], newsidx_status_name(status));
        assert_null(query);
        assert_int_equal(err.offset, i == 0 ? 6 : 0);
        assert_true(strlen(err.message) > 0);
    }
}

static void only_an_exclusion_finds_nothing_and_is_told(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("-river");

    (void)state;
    put(index, "a", "River", "The river.");
    put(index, "b", "Flood", "The flood.");
    assert_true(newsidx_query_diagnostic_count(query) > 0);
    newsidx_query_free(query);
    expect_hits(index, "-river", "");
    expect_hits(index, "-(river OR flood)", "");
    /* What excludes an exclusion asks for it. */
    expect_hits(index, "-(river OR -flood)", "b");
    newsidx_close(index);
}

static void very_long_and_deep_queries_are_answered(void **state)
{
    char *text = malloc(8193);
    newsidx *index = open_new();
    newsidx_query *query = NULL;
    newsidx_results *results = NULL;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_tally *tally = NULL;
    size_t used = 0;

    (void)state;
    assert_non_null(text);
    put(index, "a", "River", "The river w7 has w8.");
    put(index, "b", "River", "This one has w999.");
    for (int i = 0; used < 8100; i++)
        used += (size_t)snprintf(text + used, 8193 - used, "%sw%d",
                                 i > 0 ? " OR " : "", i);
    query = parse(text);
    results = search(index, query, NULL);
    EXPECT_OK(newsidx_results_summary(results, &summary, &err));
    assert_int_equal(summary.is_partial, 1);
    assert_int_equal(summary.total, 1);
    assert_true(newsidx_results_diagnostic_count(results) > 0);
    assert_string_equal(newsidx_results_diagnostic(results, 0)->code, "Q09");
    newsidx_results_free(results);
    /* What was left out may be what the second has. */
    EXPECT_STATUS(NEWSIDX_ERR_LIMIT,
                  newsidx_explain(index, query, NULL, 2, &tally, &err));
    newsidx_query_free(query);

    memset(text, '(', 4000);
    memcpy(text + 4000, "river", 5);
    memset(text + 4005, ')', 4000);
    text[8005] = '\0';
    query = parse(text);
    results = search(index, query, NULL);
    newsidx_results_free(results);
    newsidx_query_free(query);

    for (used = 0; used + 16 < 8192;)
        used += (size_t)snprintf(text + used, 8193 - used, "(river OR -(x ");
    query = NULL;
    if (newsidx_query_parse(text, used, NULL, &query, NULL) == NEWSIDX_OK) {
        results = NULL;
        newsidx_search(index, query, NULL, &results, NULL);
        newsidx_results_free(results);
        newsidx_query_free(query);
    }
    newsidx_close(index);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_arguments_are_misuse),
        cmocka_unit_test(an_unknown_way_to_match_is_an_option_error),
        cmocka_unit_test(a_time_or_zone_that_is_none_is_an_option_error),
        cmocka_unit_test(days_are_those_of_the_time_zone),
        cmocka_unit_test(a_query_has_a_longest_length),
        cmocka_unit_test(any_bytes_can_be_searched_for),
        cmocka_unit_test(bytes_behind_the_length_are_not_read),
        cmocka_unit_test(what_is_read_otherwise_than_meant_is_told),
        cmocka_unit_test(operators_of_the_future_fail_at_their_place),
        cmocka_unit_test(only_an_exclusion_finds_nothing_and_is_told),
        cmocka_unit_test(very_long_and_deep_queries_are_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
