#include "fixture.h"

/* What a caller forgot is said, and what was to be given is empty. */
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

static ptrdiff_t read_nothing(const char **bytes, void *user)
{
    (void)user;
    *bytes = "";
    return 0;
}

static void no_index_is_misuse(void **state)
{
    newsidx_article article = make_article("a", "Salt", "Salt is dear.");
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    const char *path = "a.txt";
    newsidx_record *record = SOME;
    int64_t id = 7;

    (void)state;
    newsidx_close(NULL);
    newsidx_interrupt(NULL);
    EXPECT_MISUSE(newsidx_get_info(NULL, &info, &err));
    EXPECT_MISUSE(newsidx_check(NULL, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_optimize(NULL, &err));
    EXPECT_MISUSE(newsidx_rebuild(NULL, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_backup(NULL, "b.db", NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_begin(NULL, &err));
    EXPECT_MISUSE(newsidx_commit(NULL, &err));
    EXPECT_MISUSE(newsidx_rollback(NULL, &err));
    EXPECT_MISUSE(newsidx_put(NULL, &article, &id, &err));
    EXPECT_MISUSE(newsidx_remove(NULL, text_of("a"), &err));
    EXPECT_MISUSE(newsidx_find(NULL, text_of("a"), &id, &err));
    EXPECT_MISUSE(newsidx_read(NULL, 1, &record, &err));
    assert_null(record);
    EXPECT_MISUSE(newsidx_import_paths(NULL, &path, 1, NULL, &counts, &err));
    EXPECT_MISUSE(newsidx_import_stream(NULL, "a", read_nothing, NULL, NULL,
                                        &counts, &err));
}

static void no_index_to_search_is_misuse(void **state)
{
    newsidx_query *query = parse("salt");
    newsidx_overview_options overview = NEWSIDX_OVERVIEW_OPTIONS_INIT;
    newsidx_results *results = SOME;
    newsidx_selection *selection = SOME;
    newsidx_lines *lines = SOME;
    newsidx_marks *marks = SOME;
    newsidx_tally *tally = SOME;
    uint64_t count = 7;

    (void)state;
    EXPECT_MISUSE(newsidx_search(NULL, query, NULL, &results, &err));
    assert_null(results);
    EXPECT_MISUSE(newsidx_count(NULL, query, NULL, &count, &err));
    assert_int_equal(count, 0);
    EXPECT_MISUSE(newsidx_select(NULL, query, NULL, &selection, &err));
    assert_null(selection);
    EXPECT_MISUSE(newsidx_kwic(NULL, query, NULL, &lines, &err));
    assert_null(lines);
    EXPECT_MISUSE(newsidx_highlight(NULL, query, NULL, 1, &marks, &err));
    assert_null(marks);
    EXPECT_MISUSE(newsidx_explain(NULL, query, NULL, 1, &tally, &err));
    assert_null(tally);
    tally = SOME;
    EXPECT_MISUSE(newsidx_facet(NULL, query, &overview, &tally, &err));
    assert_null(tally);
    tally = SOME;
    EXPECT_MISUSE(newsidx_timeline(NULL, query, &overview, &tally, &err));
    assert_null(tally);
    tally = SOME;
    EXPECT_MISUSE(newsidx_term_info(NULL, text_of("salt"), &tally, &err));
    assert_null(tally);
    tally = SOME;
    EXPECT_MISUSE(newsidx_list_boilerplate(NULL, &tally, &err));
    assert_null(tally);
    newsidx_query_free(query);
}

static void no_query_is_misuse(void **state)
{
    newsidx *index = open_new();
    newsidx_results *results = NULL;
    newsidx_selection *selection = NULL;
    newsidx_lines *lines = NULL;
    newsidx_marks *marks = NULL;
    newsidx_tally *tally = NULL;
    uint64_t count = 7;

    (void)state;
    EXPECT_MISUSE(newsidx_search(index, NULL, NULL, &results, &err));
    EXPECT_MISUSE(newsidx_count(index, NULL, NULL, &count, &err));
    EXPECT_MISUSE(newsidx_select(index, NULL, NULL, &selection, &err));
    EXPECT_MISUSE(newsidx_kwic(index, NULL, NULL, &lines, &err));
    EXPECT_MISUSE(newsidx_highlight(index, NULL, NULL, 1, &marks, &err));
    EXPECT_MISUSE(newsidx_explain(index, NULL, NULL, 1, &tally, &err));
    newsidx_close(index);
}

static void nowhere_to_put_what_is_found_is_misuse(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("salt");
    newsidx_results *results;

    (void)state;
    put(index, "a", "Salt", "Salt is dear.");
    EXPECT_MISUSE(newsidx_open(INDEX_PATH, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_get_info(index, NULL, &err));
    EXPECT_MISUSE(newsidx_find(index, text_of("a"), NULL, &err));
    EXPECT_MISUSE(newsidx_read(index, 1, NULL, &err));
    EXPECT_MISUSE(newsidx_query_parse("a", 1, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_search(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_count(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_select(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_kwic(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_highlight(index, query, NULL, 1, NULL, &err));
    EXPECT_MISUSE(newsidx_explain(index, query, NULL, 1, NULL, &err));
    EXPECT_MISUSE(newsidx_facet(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_timeline(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_term_info(index, text_of("salt"), NULL, &err));
    EXPECT_MISUSE(newsidx_list_boilerplate(index, NULL, &err));
    results = search(index, query, NULL);
    EXPECT_MISUSE(newsidx_results_next(results, NULL, &err));
    EXPECT_MISUSE(newsidx_results_summary(results, NULL, &err));
    assert_int_equal(newsidx_selection_next(NULL, NULL), NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_tally_next(NULL, NULL), NEWSIDX_ERR_MISUSE);
    EXPECT_MISUSE(newsidx_lines_next(NULL, NULL, &err));
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

/* What a search that failed left behind can be asked and freed. */
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
        cmocka_unit_test(no_index_is_misuse),
        cmocka_unit_test(no_index_to_search_is_misuse),
        cmocka_unit_test(no_query_is_misuse),
        cmocka_unit_test(nowhere_to_put_what_is_found_is_misuse),
        cmocka_unit_test(nothing_has_nothing),
        cmocka_unit_test(an_analyzer_wants_a_language_and_a_listener),
        cmocka_unit_test(unknown_numbers_of_options_are_refused)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
