#include "fixture.h"

#define ARTICLES 230

/* Enough that the window of stage two ends within the list. */
static newsidx *open_filled(void)
{
    newsidx *index = open_new();

    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = 0; i < ARTICLES; i++) {
        char key[16];
        char body[256];
        size_t used = 0;

        snprintf(key, sizeof key, "k%03d", i);
        for (int word = 0; word <= i % 7; word++)
            used += (size_t)snprintf(body + used, sizeof body - used, "%s ",
                                     i % 3 == 0 ? "harbour" : "ship harbour");
        snprintf(body + used, sizeof body - used, "and number %d.", i);
        put(index, key, i % 5 == 0 ? "Harbour news" : "Other news", body);
    }
    EXPECT_OK(newsidx_commit(index, &err));
    return index;
}

/* All keys of the query on one page. */
static char *list_whole(newsidx *index, const newsidx_query *query,
                        newsidx_shape shape)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;
    char *keys = malloc(8192);

    assert_non_null(keys);
    options.shape = shape;
    options.limit = 10000;
    results = search(index, query, &options);
    list_keys(results, keys, 8192);
    assert_null(newsidx_results_page(results));
    newsidx_results_free(results);
    return keys;
}

/* The same, page after page; `limit` hits on each. */
static char *list_pages(newsidx *index, const newsidx_query *query,
                        newsidx_shape shape, uint32_t limit, int by_cursor)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    char *keys = malloc(8192);
    char cursor[2048];
    size_t used = 0;

    assert_non_null(keys);
    keys[0] = '\0';
    options.shape = shape;
    options.limit = limit;
    for (;;) {
        newsidx_results *results = search(index, query, &options);
        const newsidx_hit *hit;
        int is_last = newsidx_results_page(results) == NULL;
        uint32_t count = 0;

        for (hit = next_hit(results); hit != NULL; hit = next_hit(results)) {
            used += (size_t)snprintf(keys + used, 8192 - used, "%s%s",
                                     used > 0 ? " " : "", hit->key.bytes);
            count++;
        }
        assert_true(count <= limit);
        if (!is_last) {
            assert_int_equal(count, limit);
            snprintf(cursor, sizeof cursor, "%s",
                     newsidx_results_page(results));
        }
        newsidx_results_free(results);
        if (is_last)
            break;
        options.after = by_cursor ? cursor : NULL;
        options.offset += by_cursor ? 0 : limit;
    }
    return keys;
}

static void pages_continue_one_another(void **state)
{
    static const uint32_t limits[] = {1, 7, 49, 50, 51, 100, 229, 230, 5000};
    newsidx *index = open_filled();
    newsidx_query *query = parse("harbour ship");

    (void)state;
    for (int shape = 0; shape <= NEWSIDX_IDS; shape++) {
        char *whole = list_whole(index, query, (newsidx_shape)shape);

        for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
            for (int by_cursor = 0; by_cursor < 2; by_cursor++) {
                char *pages = list_pages(index, query, (newsidx_shape)shape,
                                         limits[i], by_cursor);

                assert_string_equal(pages, whole);
                free(pages);
            }
        }
        free(whole);
    }
    newsidx_query_free(query);
    newsidx_close(index);
}

/* Between the pages come articles that would be the best, the oldest, the
 * newest, the longest; that make one of the words common; and enough of them to
 * change what lengths weigh. */
static void add_others(newsidx *index, int page)
{
    char body[4096] = "";

    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = 0; i < 40; i++) {
        newsidx_article article = NEWSIDX_ARTICLE_INIT;
        char key[32];

        snprintf(key, sizeof key, "new-%d-%d", page, i);
        if (i == 30)
            for (size_t used = 0; used < 4000; used += 5)
                memcpy(body + used, "word ", 6);
        article.key = text_of(key);
        article.headline = text_of("Harbour ship harbour");
        article.body = text_of(i < 30 ? "Ship harbour." : body);
        article.published_at = i % 2 == 0 ? 1 : INT64_C(4000000000);
        EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    }
    EXPECT_OK(newsidx_commit(index, &err));
}

/* Two hundred articles of several lengths and days. */
static newsidx *open_dated(void)
{
    newsidx *index = open_new();

    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = 0; i < 200; i++) {
        newsidx_article article = NEWSIDX_ARTICLE_INIT;
        char key[16];
        char body[512];
        size_t used = 0;

        snprintf(key, sizeof key, "k%03d", i);
        for (int word = 0; word <= i * 7 % 23; word++)
            used += (size_t)snprintf(body + used, sizeof body - used, "%s ",
                                     (i + word) % 5 == 0 ? "harbour"
                                     : i % 3 == 0        ? "ship"
                                                         : "sea");
        article.key = text_of(key);
        article.headline = text_of(i % 4 == 0 ? "Harbour" : "Ship");
        article.body = text_of(body);
        if (i % 11 != 0)
            article.published_at = 1000000 + i * 7919 % 200 * 86400;
        EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    }
    EXPECT_OK(newsidx_commit(index, &err));
    return index;
}

/* All keys on one page, or on pages of 17 between which others are added. */
static char *list_dated(newsidx *index, const char *text,
                        newsidx_search_options options, int is_paged)
{
    newsidx_query *query = parse(text);
    char *keys = malloc(8192);
    char cursor[2048];
    size_t used = 0;

    assert_non_null(keys);
    keys[0] = '\0';
    options.limit = is_paged ? 17 : 10000;
    options.now = INT64_C(2000000000);
    for (int page = 0;; page++) {
        newsidx_results *results = search(index, query, &options);
        const newsidx_hit *hit;
        int is_last = newsidx_results_page(results) == NULL;

        while ((hit = next_hit(results)) != NULL)
            used += (size_t)snprintf(keys + used, 8192 - used, "%u:%s ",
                                     (unsigned)hit->rank, hit->key.bytes);
        if (!is_last)
            snprintf(cursor, sizeof cursor, "%s",
                     newsidx_results_page(results));
        newsidx_results_free(results);
        if (is_last)
            break;
        options.after = cursor;
        add_others(index, page);
    }
    newsidx_query_free(query);
    return keys;
}

static void articles_that_come_between_pages_move_nothing(void **state)
{
    static const char *const texts[] = {"harbour ship",
                                        "harbour OR ship OR sea", "ship*",
                                        "* -sea", "harbour w/9 ship"};

    (void)state;
    for (int shape = 0; shape <= NEWSIDX_IDS; shape++) {
        for (int order = 0; order <= NEWSIDX_LONGEST_FIRST; order++) {
            const size_t which = (size_t)(shape + order * 2);
            newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

            if (shape == NEWSIDX_PASSAGES && order > 0)
                continue;
            options.shape = (newsidx_shape)shape;
            options.order = (newsidx_order)order;
            if (order == NEWSIDX_BEST_FIRST && shape == NEWSIDX_IDS)
                options.half_life_days = 100.0;
            for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
                newsidx *index;
                char *whole;
                char *pages;

                /* All of the best, and two each of the other orders. */
                if (order > 0 && i % 3 != which % 3)
                    continue;
                index = open_dated();
                whole = list_dated(index, texts[i], options, 0);
                pages = list_dated(index, texts[i], options, 1);
                assert_string_equal(pages, whole);
                free(pages);
                free(whole);
                newsidx_close(index);
            }
        }
    }
}

/* Words of all fields; of equals the first that came. */
static void the_longest_come_first(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("dam");
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;
    char keys[64];

    (void)state;
    put(index, "a", "A dam", "It held.");
    put(index, "b", "A dam", "It held for one more day than was feared.");
    put(index, "c", "A dam that holds", "Yes.");
    put(index, "d", "No", "It held for one more day than anybody had feared.");
    put(index, "e", "The dam broke", "");
    options.order = NEWSIDX_LONGEST_FIRST;
    results = search(index, query, &options);
    list_keys(results, keys, sizeof keys);
    assert_string_equal(keys, "b c a e");
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

/* What isn't counted may be on a later page all the same: here the first are
 * the best, and nothing else is looked at. */
static void pages_go_on_where_the_total_is_a_bound(void **state)
{
    static const uint32_t limits[] = {7, 10, 50};
    newsidx *index = open_new();
    newsidx_query *query = parse("harbour OR ship");
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    char cursor[2048];

    (void)state;
    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = 0; i < ARTICLES; i++) {
        char key[16];

        snprintf(key, sizeof key, "k%03d", i);
        put(index, key, "Harbour", "A ship.");
    }
    EXPECT_OK(newsidx_commit(index, &err));
    EXPECT_OK(newsidx_optimize(index, &err));
    for (size_t i = 0; i < 3; i++) {
        for (int shape = NEWSIDX_ARTICLES; shape <= NEWSIDX_IDS; shape += 2) {
            int count = 0;

            options.shape = (newsidx_shape)shape;
            options.limit = limits[i];
            options.at_least = 1;
            for (options.after = NULL;; options.after = cursor) {
                newsidx_results *results = search(index, query, &options);
                const char *next = newsidx_results_page(results);

                while (next_hit(results) != NULL)
                    count++;
                if (next != NULL)
                    snprintf(cursor, sizeof cursor, "%s", next);
                newsidx_results_free(results);
                if (next == NULL)
                    break;
            }
            assert_int_equal(count, ARTICLES);
        }
    }
    newsidx_query_free(query);
    newsidx_close(index);
}

static void a_page_past_the_end_is_empty(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query = parse("harbour");
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_results *results;

    (void)state;
    options.offset = ARTICLES;
    results = search(index, query, &options);
    assert_null(next_hit(results));
    assert_null(newsidx_results_page(results));
    EXPECT_OK(newsidx_results_summary(results, &summary, &err));
    assert_int_equal(summary.total, ARTICLES);
    newsidx_results_free(results);
    options.offset = 100000;
    results = search(index, query, &options);
    assert_null(next_hit(results));
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void ten_hits_are_the_default(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query = parse("harbour");
    newsidx_results *results = search(index, query, NULL);
    uint32_t count = 0;
    const newsidx_hit *hit;

    (void)state;
    for (hit = next_hit(results); hit != NULL; hit = next_hit(results))
        assert_int_equal(hit->rank, ++count);
    assert_int_equal(count, 10);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void expect_misuse(newsidx *index, const newsidx_query *query,
                          const newsidx_search_options *options)
{
    newsidx_results *results = NULL;

    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_search(index, query, options, &results, &err));
    assert_null(results);
}

static void a_cursor_is_of_one_search_only(void **state)
{
    static const char *const wrong[] = {"",
                                        "1",
                                        "1-",
                                        "nonsense",
                                        "1-10-0000000000000000",
                                        "2-10-9f86d081884c7d65"};
    newsidx *index = open_filled();
    newsidx_query *query = parse("harbour");
    newsidx_query *other = parse("ship");
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results = search(index, query, NULL);
    newsidx_results *next;

    (void)state;
    options.after = newsidx_results_page(results);
    assert_non_null(options.after);
    next = search(index, query, &options);
    assert_int_equal(next_hit(next)->rank, 11);
    newsidx_results_free(next);
    expect_misuse(index, other, &options);
    options.order = NEWSIDX_NEWEST_FIRST;
    expect_misuse(index, query, &options);
    options.order = NEWSIDX_BEST_FIRST;
    options.shape = NEWSIDX_IDS;
    expect_misuse(index, query, &options);
    options.shape = NEWSIDX_ARTICLES;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        options.after = wrong[i];
        expect_misuse(index, query, &options);
    }
    newsidx_results_free(results);
    newsidx_query_free(other);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void equal_scores_are_ordered_by_id(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "c", "Same words", "Same words here.");
    put(index, "a", "Same words", "Same words here.");
    put(index, "b", "Same words", "Same words here.");
    expect_hits(index, "same", "c a b");
    expect_hits(index, "same words", "c a b");
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_continue_one_another),
        cmocka_unit_test(articles_that_come_between_pages_move_nothing),
        cmocka_unit_test(the_longest_come_first),
        cmocka_unit_test(pages_go_on_where_the_total_is_a_bound),
        cmocka_unit_test(a_page_past_the_end_is_empty),
        cmocka_unit_test(ten_hits_are_the_default),
        cmocka_unit_test(a_cursor_is_of_one_search_only),
        cmocka_unit_test(equal_scores_are_ordered_by_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
