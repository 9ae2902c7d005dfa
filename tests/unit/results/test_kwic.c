/* Lines of matches: which, in which order, with what around them. */
#include "../../api/fixture.h"

static newsidx_lines *open_lines(newsidx *index, const char *text,
                                 const newsidx_kwic_options *options)
{
    newsidx_query *query = parse(text);
    newsidx_lines *lines = NULL;

    EXPECT_OK(newsidx_kwic(index, query, options, &lines, &err));
    assert_non_null(lines);
    newsidx_query_free(query);
    return lines;
}

/* NULL behind the last one. */
static const newsidx_line *next_line(newsidx_lines *lines)
{
    const newsidx_line *line = NULL;
    newsidx_error failure;
    const newsidx_status status = newsidx_lines_next(lines, &line, &failure);

    if (status < 0)
        fail_msg("newsidx_lines_next: %s", failure.message);
    assert_true((status == NEWSIDX_OK) == (line != NULL));
    return line;
}

static void expect_line(newsidx_lines *lines, const char *field,
                        const char *left, const char *match, const char *right)
{
    const newsidx_line *line = next_line(lines);

    assert_non_null(line);
    assert_string_equal(newsidx_field_name(line->field), field);
    assert_string_equal(line->left.bytes, left);
    assert_string_equal(line->match.bytes, match);
    assert_string_equal(line->right.bytes, right);
    assert_int_equal(line->left.length, strlen(left));
    assert_int_equal(line->match.length, strlen(match));
    assert_int_equal(line->right.length, strlen(right));
}

static void every_match_has_a_line_in_the_order_of_the_text(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("a", "Truce holds",
                                           "No truce. A\n"
                                           "truce, then.");
    newsidx_lines *lines;

    (void)state;
    article.byline = text_of("Ann Truce");
    article.keywords = text_of("truces, war");
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    put(index, "b", "Nothing", "of the kind");
    lines = open_lines(index, "truce", NULL);
    expect_line(lines, "headline", "", "Truce", " holds");
    expect_line(lines, "byline", "Ann ", "Truce", "");
    expect_line(lines, "body", "No ", "truce", ". A\ntruce, then.");
    expect_line(lines, "body", "No truce. A\n", "truce", ", then.");
    expect_line(lines, "keywords", "", "truces", ", war");
    assert_null(next_line(lines));
    assert_null(next_line(lines));
    newsidx_lines_free(lines);
    newsidx_close(index);
}

static void a_phrase_is_one_match(void **state)
{
    newsidx *index = open_new();
    newsidx_lines *lines;

    (void)state;
    put(index, "a", "Joint center",
        "The joint center. A center, joint or not.");
    lines = open_lines(index, "\"joint center\"", NULL);
    expect_line(lines, "headline", "", "Joint center", "");
    expect_line(lines, "body", "The ", "joint center",
                ". A center, joint or not.");
    assert_null(next_line(lines));
    newsidx_lines_free(lines);
    newsidx_close(index);
}

static void texts_are_cut_between_characters(void **state)
{
    newsidx *index = open_new();
    newsidx_kwic_options options = NEWSIDX_KWIC_OPTIONS_INIT;
    newsidx_lines *lines;

    (void)state;
    put(index, "a", "x", "\303\244\303\266\303\274 truce \303\244\303\266");
    options.context_bytes = 4;
    lines = open_lines(index, "truce", &options);
    expect_line(lines, "body", "\303\274 ", "truce", " \303\244");
    newsidx_lines_free(lines);
    options.context_bytes = 3;
    lines = open_lines(index, "truce", &options);
    expect_line(lines, "body", "\303\274 ", "truce", " \303\244");
    newsidx_lines_free(lines);
    newsidx_close(index);
}

static void more_articles_than_a_page_or_a_batch_have_their_lines(void **state)
{
    newsidx *index = open_new();
    newsidx_kwic_options options = NEWSIDX_KWIC_OPTIONS_INIT;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_lines *lines;
    const newsidx_line *line;
    uint64_t count = 0;
    int64_t before = INT64_MAX;

    (void)state;
    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = 0; i < 300; i++) {
        newsidx_article article;
        char key[16];

        snprintf(key, sizeof key, "key-%d", i);
        article = make_article(key, "Truce", "A truce.");
        article.published_at = 1000 + i;
        EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    }
    EXPECT_OK(newsidx_commit(index, &err));
    options.order = NEWSIDX_NEWEST_FIRST;
    lines = open_lines(index, "truce", &options);
    for (line = next_line(lines); line != NULL; line = next_line(lines)) {
        assert_true(line->published_at <= before);
        assert_int_equal(line->article, count / 2 + 1);
        before = line->published_at;
        count++;
    }
    assert_int_equal(count, 600);
    EXPECT_OK(
        newsidx_results_summary(newsidx_lines_results(lines), &summary, &err));
    assert_int_equal(summary.total, 300);
    newsidx_lines_free(lines);
    newsidx_close(index);
}

/* Between two lines the index is free for everything. */
static void what_is_removed_meanwhile_is_passed_over(void **state)
{
    newsidx *index = open_new();
    newsidx_lines *lines;
    newsidx_query *query = parse("truce");
    uint64_t count = 0;

    (void)state;
    put(index, "a", "Truce", "One.");
    put(index, "b", "Truce", "Two.");
    lines = open_lines(index, "truce", NULL);
    EXPECT_OK(newsidx_remove(index, text_of("a"), &err));
    put(index, "c", "Truce", "Three.");
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    assert_int_equal(count, 2);
    expect_line(lines, "headline", "", "Truce", "");
    assert_null(next_line(lines));
    newsidx_lines_free(lines);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void an_interrupt_between_two_calls_ends_the_lines(void **state)
{
    newsidx *index = open_new();
    newsidx_lines *lines;
    const newsidx_line *line;

    (void)state;
    put(index, "a", "Truce", "One.");
    lines = open_lines(index, "truce", NULL);
    newsidx_interrupt(index);
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_lines_next(lines, &line, &err));
    newsidx_lines_free(lines);
    newsidx_close(index);
}

static void what_breaks_the_contract_is_refused(void **state)
{
    newsidx *index = open_new();
    newsidx_kwic_options options = NEWSIDX_KWIC_OPTIONS_INIT;
    newsidx_query *query = parse("truce");
    newsidx_lines *lines;
    const newsidx_line *line;

    (void)state;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_kwic(NULL, query, NULL, &lines, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_kwic(index, NULL, NULL, &lines, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_kwic(index, query, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_lines_next(NULL, &line, &err));
    options.context_bytes = 65537;
    EXPECT_STATUS(NEWSIDX_ERR_LIMIT,
                  newsidx_kwic(index, query, &options, &lines, &err));
    assert_null(lines);
    options.context_bytes = 1;
    options.order = (newsidx_order)9;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_kwic(index, query, &options, &lines, &err));
    newsidx_lines_free(NULL);
    assert_null(newsidx_lines_results(NULL));
    newsidx_query_free(query);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_match_has_a_line_in_the_order_of_the_text),
        cmocka_unit_test(a_phrase_is_one_match),
        cmocka_unit_test(texts_are_cut_between_characters),
        cmocka_unit_test(more_articles_than_a_page_or_a_batch_have_their_lines),
        cmocka_unit_test(what_is_removed_meanwhile_is_passed_over),
        cmocka_unit_test(an_interrupt_between_two_calls_ends_the_lines),
        cmocka_unit_test(what_breaks_the_contract_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
