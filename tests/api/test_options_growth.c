/*
 * Option structs grow at their end. A program that knows less than the library
 * gets the defaults for the rest; one that knows more is served as long as it
 * asks for nothing the library doesn't know.
 */
#include "fixture.h"

/* A struct of tomorrow: what we know today, and more. */
typedef struct grown_search {
    newsidx_search_options today;
    uint64_t tomorrow[2];
} grown_search;

typedef struct grown_query {
    newsidx_query_options today;
    uint64_t tomorrow;
} grown_query;

typedef struct grown_open {
    newsidx_open_options today;
    const char *tomorrow;
} grown_open;

typedef struct grown_info {
    newsidx_info today;
    uint64_t tomorrow[4];
} grown_info;

static newsidx *open_filled(void)
{
    newsidx *index = open_new();

    put(index, "a", "River", "The river.");
    put(index, "b", "River", "The other river.");
    return index;
}

static void a_longer_struct_may_end_in_zeros(void **state)
{
    static const newsidx_search_options init = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx *index = open_filled();
    newsidx_query *query = parse("river");
    newsidx_results *results = NULL;
    grown_search grown;

    (void)state;
    memset(&grown, 0, sizeof grown);
    grown.today = init;
    grown.today.size = sizeof grown;
    grown.today.limit = 1;
    results = search(index, query, &grown.today);
    assert_non_null(next_hit(results));
    assert_null(next_hit(results));
    newsidx_results_free(results);

    grown.tomorrow[1] = 1;
    results = NULL;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_search(index, query, &grown.today, &results, &err));
    assert_null(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void every_struct_refuses_what_it_does_not_know(void **state)
{
    static const newsidx_query_options query_init = NEWSIDX_QUERY_OPTIONS_INIT;
    static const newsidx_open_options open_init = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx_query *query = NULL;
    newsidx *index = NULL;
    grown_query for_query;
    grown_open for_open;

    (void)state;
    memset(&for_query, 0, sizeof for_query);
    for_query.today = query_init;
    for_query.today.size = sizeof for_query;
    EXPECT_OK(newsidx_query_parse("a", 1, &for_query.today, &query, &err));
    newsidx_query_free(query);
    for_query.tomorrow = 5;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_query_parse("a", 1, &for_query.today, &query, &err));

    memset(&for_open, 0, sizeof for_open);
    for_open.today = open_init;
    for_open.today.size = sizeof for_open;
    remove_index(INDEX_PATH);
    for_open.tomorrow = "something new";
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_open(INDEX_PATH, &for_open.today, &index, &err));
    for_open.tomorrow = NULL;
    EXPECT_OK(newsidx_open(INDEX_PATH, &for_open.today, &index, &err));
    newsidx_close(index);
}

static void a_shorter_struct_gets_the_defaults(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query = parse("river");
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;

    (void)state;
    /* Whatever lies behind the size that the caller gave is not looked at. */
    memset(&options, 0xA5, sizeof options);
    options.size = offsetof(newsidx_search_options, limit);
    options.order = NEWSIDX_BEST_FIRST;
    options.shape = NEWSIDX_IDS;
    results = search(index, query, &options);
    assert_non_null(next_hit(results));
    assert_non_null(next_hit(results));
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void a_size_that_cannot_be_is_misuse(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query = parse("river");
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results = NULL;
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_article article = make_article("c", "River", "More river.");

    (void)state;
    options.size = 0;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_search(index, query, &options, &results, &err));
    info.size = 0;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_get_info(index, &info, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_get_info(index, NULL, &err));
    article.size = 0;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_put(index, &article, NULL, &err));
    newsidx_query_free(query);
    newsidx_close(index);
}

static void structs_to_fill_in_are_filled_as_far_as_both_know(void **state)
{
    static const newsidx_info init = NEWSIDX_INFO_INIT;
    newsidx *index = open_filled();
    grown_info grown;
    newsidx_info small;

    (void)state;
    memset(&grown, 0xA5, sizeof grown);
    grown.today = init;
    grown.today.size = sizeof grown;
    EXPECT_OK(newsidx_get_info(index, &grown.today, &err));
    assert_int_equal(grown.today.size, sizeof grown);
    assert_int_equal(grown.today.article_count, 2);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(grown.tomorrow[i], 0);

    memset(&small, 0xA5, sizeof small);
    small.size = offsetof(newsidx_info, token_count);
    EXPECT_OK(newsidx_get_info(index, &small, &err));
    assert_int_equal(small.article_count, 2);
    assert_int_equal(small.version_count, 2);
    assert_int_equal(small.token_count, 0xA5A5A5A5A5A5A5A5U);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_longer_struct_may_end_in_zeros),
        cmocka_unit_test(every_struct_refuses_what_it_does_not_know),
        cmocka_unit_test(a_shorter_struct_gets_the_defaults),
        cmocka_unit_test(a_size_that_cannot_be_is_misuse),
        cmocka_unit_test(structs_to_fill_in_are_filled_as_far_as_both_know),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
