#include "fixture.h"

#define ARTICLES 230

static newsidx *open_filled(void)
{
    newsidx *index = open_new();

    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = 0; i < ARTICLES; i++) {
        char key[16];
        char body[160];

        snprintf(key, sizeof key, "k%03d", i);
        snprintf(body, sizeof body, "The %s came in, number %d%s.",
                 i % 3 == 0 ? "harbour" : "ship", i,
                 i % 7 == 0 ? ", ship after ship" : "");
        put(index, key, i % 5 == 0 ? "Ship news" : "Other news", body);
    }
    EXPECT_OK(newsidx_commit(index, &err));
    return index;
}

static newsidx_selection *select_all(newsidx *index, const char *text,
                                     const newsidx_search_options *options)
{
    newsidx_query *query = parse(text);
    newsidx_selection *selection;

    EXPECT_OK(newsidx_select(index, query, options, &selection, &err));
    newsidx_query_free(query);
    return selection;
}

/* Of every query, in every order, the ids of one page with all hits. */
static void the_ids_are_those_of_a_search_in_its_order(void **state)
{
    static const char *const texts[] = {
        "ship", "harbour OR ship", "*", "* -ship", "\"ship news\"", "zeppelin"};
    newsidx *index = open_filled();

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        newsidx_query *query = parse(texts[i]);

        for (int order = 0; order <= NEWSIDX_LONGEST_FIRST; order++) {
            newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
            newsidx_selection *selection;
            newsidx_results *results;
            const newsidx_hit *hit;
            uint64_t count = 0;
            int64_t id;

            options.order = (newsidx_order)order;
            options.limit = 10000;
            results = search(index, query, &options);
            selection = select_all(index, texts[i], &options);
            for (hit = next_hit(results); hit != NULL;
                 hit = next_hit(results)) {
                assert_int_equal(newsidx_selection_next(selection, &id),
                                 NEWSIDX_OK);
                assert_int_equal(id, hit->id);
                count++;
            }
            assert_int_equal(newsidx_selection_next(selection, &id),
                             NEWSIDX_DONE);
            assert_int_equal(newsidx_selection_next(selection, &id),
                             NEWSIDX_DONE);
            assert_int_equal(id, 0);
            assert_int_equal(newsidx_selection_count(selection), count);
            newsidx_selection_free(selection);
            newsidx_results_free(results);
        }
        newsidx_query_free(query);
    }
    newsidx_close(index);
}

static void pages_and_their_limits_mean_nothing_to_it(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx *index = open_filled();
    newsidx_selection *selection;

    (void)state;
    options.limit = 1;
    options.offset = 7;
    options.shape = NEWSIDX_PASSAGES;
    options.after = "no cursor";
    selection = select_all(index, "*", &options);
    assert_int_equal(newsidx_selection_count(selection), ARTICLES);
    newsidx_selection_free(selection);
    newsidx_close(index);
}

static void it_is_of_one_moment_and_replaced_versions_can_be_read(void **state)
{
    newsidx *index = open_filled();
    newsidx_selection *selection = select_all(index, "*", NULL);
    newsidx_text removed = {"k001", 4};
    newsidx_record *record;
    uint64_t gone = 0;
    int64_t id;

    (void)state;
    put(index, "k000", "Ship news", "Another text.");
    put(index, "new", "Ship news", "A new one.");
    EXPECT_OK(newsidx_remove(index, removed, &err));
    assert_int_equal(newsidx_selection_count(selection), ARTICLES);
    while (newsidx_selection_next(selection, &id) == NEWSIDX_OK) {
        gone += newsidx_read(index, id, &record, NULL) == NEWSIDX_NOT_FOUND;
        newsidx_record_free(record);
    }
    assert_int_equal(gone, 1);
    newsidx_selection_free(selection);
    newsidx_close(index);
}

static void an_empty_index_gives_none(void **state)
{
    newsidx *index = open_new();
    newsidx_selection *selection = select_all(index, "*", NULL);
    int64_t id;

    (void)state;
    assert_int_equal(newsidx_selection_count(selection), 0);
    assert_int_equal(newsidx_selection_next(selection, &id), NEWSIDX_DONE);
    newsidx_selection_free(selection);
    newsidx_close(index);
}

static void misuse_is_told(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("ship");
    newsidx_selection *selection;
    int64_t id;

    (void)state;
    assert_int_equal(newsidx_select(index, NULL, NULL, &selection, NULL),
                     NEWSIDX_ERR_MISUSE);
    assert_null(selection);
    assert_int_equal(newsidx_select(NULL, query, NULL, &selection, NULL),
                     NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_select(index, query, NULL, NULL, NULL),
                     NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_selection_next(NULL, &id), NEWSIDX_DONE);
    assert_int_equal(newsidx_selection_next(NULL, NULL), NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_selection_count(NULL), 0);
    newsidx_selection_free(NULL);
    newsidx_query_free(query);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ids_are_those_of_a_search_in_its_order),
        cmocka_unit_test(pages_and_their_limits_mean_nothing_to_it),
        cmocka_unit_test(it_is_of_one_moment_and_replaced_versions_can_be_read),
        cmocka_unit_test(an_empty_index_gives_none),
        cmocka_unit_test(misuse_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
