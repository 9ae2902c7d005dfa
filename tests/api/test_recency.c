#include "fixture.h"

#include <math.h>

#define DAY INT64_C(86400)
#define NOW (20000 * DAY)

static void put_dated(newsidx *index, const char *key, const char *body,
                      int64_t published_at)
{
    newsidx_article article = make_article(key, "News", body);

    article.published_at = published_at;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
}

static newsidx *open_filled(void)
{
    newsidx *index = open_new();

    put_dated(index, "old", "Rain in the town.", NOW - 700 * DAY);
    put_dated(index, "undated", "Rain in the town.", NEWSIDX_NO_TIME);
    put_dated(index, "new", "Rain in the town.", NOW - DAY);
    put_dated(index, "week", "Rain in the town.", NOW - 7 * DAY);
    put_dated(index, "rain", "Rain, rain, rain.", NOW - 700 * DAY);
    put_dated(index, "phrase", "Nothing of the town rain.", NEWSIDX_NO_TIME);
    return index;
}

static newsidx_search_options options_of(double half_life_days)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.half_life_days = half_life_days;
    options.now = NOW;
    return options;
}

static void expect_keys(newsidx *index, const char *text,
                        const newsidx_search_options *options,
                        const char *expected)
{
    newsidx_query *query = parse(text);
    newsidx_results *results = search(index, query, options);
    char keys[256];

    list_keys(results, keys, sizeof keys);
    assert_string_equal(keys, expected);
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static void of_what_is_as_good_the_newer_comes_first(void **state)
{
    newsidx_search_options options = options_of(7.0);
    newsidx *index = open_filled();

    (void)state;
    expect_keys(index, "=rain", NULL, "rain old undated new week phrase");
    expect_keys(index, "=rain", &options, "new week rain old undated phrase");
    options.shape = NEWSIDX_IDS;
    expect_keys(index, "=rain", &options, "new rain week old undated phrase");
    newsidx_close(index);
}

static void a_phrase_comes_first_at_any_age(void **state)
{
    const newsidx_search_options options = options_of(7.0);
    newsidx *index = open_filled();

    (void)state;
    expect_keys(index, "town rain", &options, "phrase new week old undated");
    newsidx_close(index);
}

static void an_order_by_date_does_not_ask_for_age(void **state)
{
    newsidx_search_options options = options_of(7.0);
    newsidx *index = open_filled();

    (void)state;
    options.order = NEWSIDX_OLDEST_FIRST;
    expect_keys(index, "=rain", &options, "old rain week new undated phrase");
    newsidx_close(index);
}

static void what_is_no_half_life_is_misuse(void **state)
{
    static const double refused[] = {-1.0, (double)NAN, (double)INFINITY};
    newsidx *index = open_filled();
    newsidx_query *query = parse("rain");
    newsidx_results *results = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const newsidx_search_options options = options_of(refused[i]);

        EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                      newsidx_search(index, query, &options, &results, &err));
        assert_null(results);
    }
    newsidx_query_free(query);
    newsidx_close(index);
}

/* Of an article that is a half-life old, age takes a quarter. */
static void an_explanation_says_what_age_takes(void **state)
{
    const newsidx_search_options options = options_of(7.0);
    newsidx *index = open_filled();
    newsidx_query *query = parse("rain town");
    const newsidx_tally_line *line;
    newsidx_tally *tally;
    double sum = 0.0;
    double aged = 0.0;
    int64_t id = 0;

    (void)state;
    EXPECT_OK(newsidx_find(index, text_of("week"), &id, &err));
    EXPECT_OK(newsidx_explain(index, query, &options, id, &tally, &err));
    while (newsidx_tally_next(tally, &line) == NEWSIDX_OK) {
        if (strcmp(line->label.bytes, "age in days") == 0) {
            assert_int_equal(line->count, 7);
            assert_true(fabs(line->weight + sum / 4.0) < 1e-9);
            aged = sum + line->weight;
        }
        if (strcmp(line->label.bytes, "score") == 0)
            assert_true(fabs(line->weight - aged) < 1e-9);
        sum += line->weight;
    }
    assert_true(aged > 0.0);
    newsidx_tally_free(tally);
    newsidx_query_free(query);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_what_is_as_good_the_newer_comes_first),
        cmocka_unit_test(a_phrase_comes_first_at_any_age),
        cmocka_unit_test(an_order_by_date_does_not_ask_for_age),
        cmocka_unit_test(what_is_no_half_life_is_misuse),
        cmocka_unit_test(an_explanation_says_what_age_takes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
