/* What newsidx_term_info() and newsidx_get_info() tell of ranked lists. */
#include "fixture.h"

static newsidx_tally *info_of(newsidx *index, const char *term)
{
    newsidx_tally *lines = NULL;

    EXPECT_OK(newsidx_term_info(index, text_of(term), &lines, &err));
    return lines;
}

static void expect_line(newsidx_tally *lines, const char *label, uint64_t count,
                        double weight)
{
    const newsidx_tally_line *line = NULL;

    assert_int_equal(newsidx_tally_next(lines, &line), NEWSIDX_OK);
    assert_string_equal(line->label.bytes, label);
    assert_int_equal(line->count, count);
    assert_true(line->weight == weight);
}

static void expect_end(newsidx_tally *lines)
{
    const newsidx_tally_line *line = NULL;

    assert_int_equal(newsidx_tally_next(lines, &line), NEWSIDX_DONE);
    newsidx_tally_free(lines);
}

static void expect_versions(newsidx *index, const char *term, uint64_t exact,
                            uint64_t stem)
{
    newsidx_tally *lines = info_of(index, term);

    expect_line(lines, "exact", exact, 0.0);
    expect_line(lines, "stem", stem, 0.0);
    expect_end(lines);
}

static void words_without_lists_have_their_versions(void **state)
{
    newsidx *index = open_new();

    (void)state;
    expect_versions(index, "talk", 0, 0);
    put(index, "1", "Talks", NULL);
    put(index, "2", "Talk", NULL);
    put(index, "2", "Talking", NULL);
    expect_versions(index, "talk", 1, 3);
    expect_versions(index, "talks", 1, 1);
    expect_versions(index, "nowhere", 0, 0);
    newsidx_close(index);
}

static void lists_are_told_segment_by_segment(void **state)
{
    newsidx *index = open_new();
    newsidx_tally *lines;

    (void)state;
    put(index, "1", "Talks", NULL);
    put(index, "2", "Talk of rain", "Talk");
    EXPECT_OK(newsidx_optimize(index, &err));
    put(index, "3", "Talk", NULL);
    lines = info_of(index, "talk");
    expect_line(lines, "exact", 2, 0.0);
    expect_line(lines, "exact 1-2 postings", 1, 0.0);
    expect_line(lines, "exact 1-2 chunks", 1, 0.0);
    expect_line(lines, "exact 1-2 blocks", 1, 0.0);
    /* Count, two widths, and what takes one byte each. */
    expect_line(lines, "exact 1-2 bytes", 5, 0.0);
    expect_line(lines, "exact 1-2 first id", 2, 0.0);
    expect_line(lines, "exact 1-2 last id", 2, 0.0);
    expect_line(lines, "exact 1-2 impact", 4, 2.8);
    expect_line(lines, "stem", 3, 0.0);
    expect_line(lines, "stem 1-2 postings", 2, 0.0);
    newsidx_tally_free(lines);
    newsidx_close(index);
}

static void what_is_no_word_is_refused(void **state)
{
    static const char *const terms[] = {"",    "two words", "a\"b",
                                        "a|b", "\xff",      "\n"};
    newsidx *index = open_new();
    newsidx_tally *lines = NULL;
    char longer[500];

    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        EXPECT_STATUS(
            NEWSIDX_ERR_INPUT,
            newsidx_term_info(index, text_of(terms[i]), &lines, &err));
        assert_null(lines);
    }
    EXPECT_STATUS(NEWSIDX_ERR_INPUT,
                  newsidx_term_info(index, text_of(NULL), &lines, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_term_info(NULL, text_of("a"), &lines, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_term_info(index, text_of("a"), NULL, &err));
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    put(index, "1", longer, NULL);
    expect_versions(index, longer, 1, 1);
    newsidx_close(index);
}

static void info_sums_the_lists_up(void **state)
{
    newsidx *index = open_new();
    newsidx_info info = get_info(index);

    (void)state;
    assert_int_equal(info.list_segments, 0);
    assert_int_equal(info.listed_articles, 0);
    assert_int_equal(info.lists_damaged, 0);
    put(index, "1", "Talks", NULL);
    put(index, "2", "Rain", NULL);
    EXPECT_OK(newsidx_optimize(index, &err));
    put(index, "3", "Snow", NULL);
    info = get_info(index);
    assert_int_equal(info.list_segments, 1);
    assert_int_equal(info.listed_articles, 2);
    /* talks, the stem of talk, and rain. */
    assert_int_equal(info.list_postings, 3);
    assert_true(info.list_bytes > 0);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_without_lists_have_their_versions),
        cmocka_unit_test(lists_are_told_segment_by_segment),
        cmocka_unit_test(what_is_no_word_is_refused),
        cmocka_unit_test(info_sums_the_lists_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
