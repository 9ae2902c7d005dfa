#include "fixture.h"

/* What there is of nothing, and numbers that no option has. */
#define EXPECT_MISUSE(call) EXPECT_STATUS(NEWSIDX_ERR_MISUSE, call)

/* Not NULL, and never followed: functions must set it to NULL. */
#define SOME ((void *)&never_followed)

static char never_followed;

static int on_term(const newsidx_term *term, void *user)
{
    (void)term;
    (void)user;
    return 0;
}

static void nothing_has_nothing(void **state)
{
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_tally_sums sums = NEWSIDX_TALLY_SUMS_INIT;
    const newsidx_hit *hit = SOME;
    const newsidx_line *line = SOME;
    const newsidx_tally_line *tally_line = SOME;
    int64_t id = 7;

    (void)state;
    EXPECT_MISUSE(newsidx_results_next(NULL, &hit, &err));
    assert_null(hit);
    EXPECT_MISUSE(newsidx_results_summary(NULL, &summary, &err));
    assert_int_equal(newsidx_results_diagnostic_count(NULL), 0);
    assert_null(newsidx_results_diagnostic(NULL, 0));
    assert_null(newsidx_results_plan(NULL));
    assert_null(newsidx_results_page(NULL));
    assert_null(newsidx_hit_passage(NULL, 0));
    newsidx_results_free(NULL);
    assert_int_equal(newsidx_selection_next(NULL, &id), NEWSIDX_DONE);
    assert_int_equal(id, 0);
    assert_int_equal(newsidx_selection_count(NULL), 0);
    newsidx_selection_free(NULL);
    assert_int_equal(newsidx_tally_next(NULL, &tally_line), NEWSIDX_DONE);
    assert_null(tally_line);
    EXPECT_MISUSE(newsidx_tally_get_sums(NULL, &sums, &err));
    newsidx_tally_free(NULL);
    EXPECT_MISUSE(newsidx_lines_next(NULL, &line, &err));
    assert_null(newsidx_lines_results(NULL));
    newsidx_lines_free(NULL);
    assert_int_equal(newsidx_marks_count(NULL), 0);
    assert_null(newsidx_marks_get(NULL, 0));
    newsidx_marks_free(NULL);
    assert_null(newsidx_record_article(NULL));
    assert_int_equal(newsidx_record_version(NULL), 0);
    newsidx_record_free(NULL);
    assert_string_equal(newsidx_query_text(NULL), "");
    assert_string_equal(newsidx_query_tree(NULL), "");
    assert_int_equal(newsidx_query_diagnostic_count(NULL), 0);
    assert_null(newsidx_query_diagnostic(NULL, 0));
    newsidx_query_free(NULL);
}

static void an_analyzer_wants_a_language_and_a_listener(void **state)
{
    newsidx_analyzer *analyzer = SOME;
    newsidx_text endless = text_of("salt");

    (void)state;
    EXPECT_MISUSE(newsidx_analyzer_new("en", NULL, &err));
    EXPECT_MISUSE(newsidx_analyzer_new(NULL, &analyzer, &err));
    assert_null(analyzer);
    EXPECT_OK(newsidx_analyzer_new("en", &analyzer, &err));
    EXPECT_MISUSE(newsidx_analyze(NULL, text_of("salt"), on_term, NULL, &err));
    EXPECT_MISUSE(newsidx_analyze(analyzer, text_of("salt"), NULL, NULL, &err));
    if (SIZE_MAX > UINT32_MAX) {
        /* Its length is refused before a byte is read. */
        endless.length = (size_t)UINT32_MAX + 1;
        EXPECT_STATUS(NEWSIDX_ERR_LIMIT,
                      newsidx_analyze(analyzer, endless, on_term, NULL, &err));
    }
    newsidx_analyzer_free(analyzer);
    newsidx_analyzer_free(NULL);
}

static void unknown_numbers_of_options_are_refused(void **state)
{
    newsidx_open_options open_options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx_query_options query_options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx *index = SOME;
    newsidx_query *query = SOME;

    (void)state;
    open_options.mode = (newsidx_mode)99;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_open(INDEX_PATH, &open_options, &index, &err));
    assert_null(index);
    query_options.phrase = 2;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_query_parse("salt", NEWSIDX_WHOLE, &query_options,
                                      &query, &err));
    assert_null(query);
    query = SOME;
    query_options.phrase = 0;
    query_options.now = INT64_MAX;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_query_parse("salt", NEWSIDX_WHOLE, &query_options,
                                      &query, &err));
    assert_null(query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_has_nothing),
        cmocka_unit_test(an_analyzer_wants_a_language_and_a_listener),
        cmocka_unit_test(unknown_numbers_of_options_are_refused)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
