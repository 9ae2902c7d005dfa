#include "fixture.h"

/* Four articles that most of the tests below search. */
static newsidx *open_filled(void)
{
    newsidx *index = open_new();
    newsidx_article article;

    article = make_article("flood", "River flood warning issued",
                           "The river rose by two metres on Monday.\n\n"
                           "People along the river were told to leave.");
    article.source = text_of("AP");
    article.byline = text_of("Ann Writer");
    article.dateline = text_of("GENEVA (AP)");
    article.section = text_of("World");
    article.url = text_of("https://example.org/flood");
    article.published_at = 1000;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    article = make_article("match", "River Plate wins again",
                           "The players talked of a flood of goals.");
    article.published_at = 3000;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    article = make_article("talks", "Talks fail",
                           "They talk, they talked, they go on talking. The "
                           "flood warning came too late.");
    article.published_at = 2000;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    put(index, "undated", "Nothing new", "Warning: this has no date at all.");
    return index;
}

static void an_empty_index_finds_nothing(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("anything at all");
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_results *results;
    uint64_t count = 7;

    (void)state;
    results = search(index, query, NULL);
    EXPECT_OK(newsidx_results_summary(results, &summary, &err));
    assert_int_equal(summary.total, 0);
    assert_null(next_hit(results));
    assert_null(next_hit(results));
    assert_null(newsidx_results_page(results));
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    assert_int_equal(count, 0);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void words_phrases_and_operators_find_what_they_say(void **state)
{
    newsidx *index = open_filled();

    (void)state;
    expect_hits(index, "metres", "flood");
    expect_hits(index, "METRES", "flood");
    expect_hits(index, "river -warning", "match");
    expect_hits(index, "river NOT warning", "match");
    expect_hits(index, "\"flood of goals\"", "match");
    expect_hits(index, "\"goals of flood\"", "");
    expect_hits(index, "metres OR goals", "match flood");
    expect_hits(index, "(metres OR goals) AND plate", "match");
    expect_hits(index, "headline:talks", "talks");
    expect_hits(index, "headline:metres", "");
    expect_hits(index, "met*", "flood");
    expect_hits(index, "zebra", "");
    newsidx_close(index);
}

static void stems_match_and_exact_words_do_not(void **state)
{
    newsidx *index = open_filled();

    (void)state;
    expect_hits(index, "talking headline:talks", "talks");
    expect_hits(index, "=talking", "talks");
    expect_hits(index, "=talks", "talks");
    expect_hits(index, "=goal", "");
    expect_hits(index, "goal", "match");
    expect_hits(index, "\"flood of goal\"", "");
    newsidx_close(index);
}

static void a_phrase_stays_within_one_field_but_crosses_sentences(void **state)
{
    newsidx *index = open_filled();

    (void)state;
    expect_hits(index, "\"issued the river\"", "");
    expect_hits(index, "\"talking the flood\"", "talks");
    expect_hits(index, "\"monday people\"", "flood");
    newsidx_close(index);
}

static void a_hit_carries_the_article_and_what_matched(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query = parse("river people");
    newsidx_results *results = search(index, query, NULL);
    const newsidx_hit *hit = next_hit(results);
    const newsidx_passage *passage;

    (void)state;
    assert_string_equal(hit->key.bytes, "flood");
    assert_string_equal(hit->headline.bytes, "River flood warning issued");
    assert_string_equal(hit->source.bytes, "AP");
    assert_string_equal(hit->byline.bytes, "Ann Writer");
    assert_string_equal(hit->dateline.bytes, "GENEVA (AP)");
    assert_string_equal(hit->section.bytes, "World");
    assert_string_equal(hit->url.bytes, "https://example.org/flood");
    assert_int_equal(hit->published_at, 1000);
    assert_int_equal(hit->rank, 1);
    assert_int_equal(hit->has_phrase, 0);
    assert_true(hit->score > 0.0);
    assert_int_equal(hit->headline_span_count, 1);
    assert_int_equal(hit->headline_spans[0].start, 0);
    assert_int_equal(hit->headline_spans[0].end, 5);

    /* Both paragraphs are short, so they are one passage. */
    assert_int_equal(hit->passage_count, 1);
    passage = newsidx_hit_passage(hit, 0);
    assert_non_null(passage);
    assert_int_equal(passage->number, 0);
    assert_int_equal(passage->offset, 0);
    assert_int_equal(passage->span_count, 3);
    for (size_t i = 0; i < passage->span_count; i++) {
        const newsidx_span *span = &passage->spans[i];
        const char *word = i == 1 ? "People" : "river";

        assert_int_equal(span->end - span->start, strlen(word));
        assert_memory_equal(passage->text.bytes + span->start, word,
                            strlen(word));
    }
    assert_null(newsidx_hit_passage(hit, 1));
    assert_null(newsidx_hit_passage(hit, (size_t)-1));
    assert_null(next_hit(results));
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void ids_carry_no_text(void **state)
{
    newsidx *index = open_filled();
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse("river people");
    newsidx_results *results;
    const newsidx_hit *hit;

    (void)state;
    options.shape = NEWSIDX_IDS;
    results = search(index, query, &options);
    hit = next_hit(results);
    assert_non_null(hit);
    assert_string_equal(hit->key.bytes, "flood");
    assert_true(hit->score > 0.0);
    assert_int_equal(hit->passage_count, 0);
    assert_null(hit->headline.bytes);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void passages_of_one_article_may_be_hits_apart(void **state)
{
    static const char body[] =
        "The first paragraph is about the harbour, and it goes on for a while "
        "so that it is a passage by itself and not joined to the next one.\n\n"
        "The second paragraph is about something else, and it also goes on for "
        "a while so that it stands alone and is joined to no other one.\n\n"
        "The third paragraph is about the harbour again, the harbour and the "
        "ships in the harbour, and nobody knows why it has to be so long.";
    newsidx *index = open_new();
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse("harbour");
    newsidx_results *results;
    const newsidx_hit *hit;

    (void)state;
    put(index, "port", "Ships", body);
    options.shape = NEWSIDX_PASSAGES;
    results = search(index, query, &options);
    hit = next_hit(results);
    assert_non_null(hit);
    assert_int_equal(hit->passage_count, 1);
    assert_int_equal(newsidx_hit_passage(hit, 0)->number, 2);
    assert_int_equal(newsidx_hit_passage(hit, 0)->span_count, 3);
    assert_int_equal(hit->rank, 1);
    hit = next_hit(results);
    assert_non_null(hit);
    assert_int_equal(newsidx_hit_passage(hit, 0)->number, 0);
    assert_int_equal(hit->rank, 2);
    assert_null(next_hit(results));
    newsidx_results_free(results);

    options.shape = NEWSIDX_ARTICLES;
    options.passages = 1;
    results = search(index, query, &options);
    hit = next_hit(results);
    assert_int_equal(hit->passage_count, 1);
    assert_int_equal(newsidx_hit_passage(hit, 0)->number, 2);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void dates_order_hits_and_undated_ones_come_last(void **state)
{
    newsidx *index = open_filled();
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    (void)state;
    options.order = NEWSIDX_NEWEST_FIRST;
    expect_hits_with(index, "flood OR warning", NEWSIDX_MATCH_ALL, &options,
                     "match talks flood undated");
    options.order = NEWSIDX_OLDEST_FIRST;
    expect_hits_with(index, "flood OR warning", NEWSIDX_MATCH_ALL, &options,
                     "flood talks match undated");
    options.shape = NEWSIDX_IDS;
    expect_hits_with(index, "flood OR warning", NEWSIDX_MATCH_ALL, &options,
                     "flood talks match undated");
    newsidx_close(index);
}

static void the_phrase_of_plain_words_comes_first(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query = parse("flood warning");
    newsidx_results *results = search(index, query, NULL);
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    const newsidx_hit *hit = next_hit(results);

    (void)state;
    assert_non_null(hit);
    assert_int_equal(hit->has_phrase, 1);
    EXPECT_OK(newsidx_results_summary(results, &summary, &err));
    assert_int_equal(summary.total, 2);
    assert_int_equal(summary.phrase_total, 2);
    assert_int_equal(summary.has_phrase_total, 1);
    assert_int_equal(summary.is_partial, 0);
    assert_int_equal(summary.revision, get_info(index).revision);
    newsidx_results_free(results);
    newsidx_query_free(query);

    put(index, "apart", "Flood flood flood warning",
        "Warning. Warning of a flood.");
    put(index, "crowd", "Warning on floods", "Warning! A flood! A warning!");
    query = parse("flood warning");
    results = search(index, query, NULL);
    EXPECT_OK(newsidx_results_summary(results, &summary, &err));
    assert_int_equal(summary.total, 4);
    assert_int_equal(summary.phrase_total, 3);
    for (int i = 0; i < 4; i++) {
        hit = next_hit(results);
        assert_non_null(hit);
        assert_int_equal(hit->has_phrase, i < 3);
    }
    assert_string_equal(hit->key.bytes, "crowd");
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void an_and_between_words_says_what_a_blank_says(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query = parse("flood AND warning");
    newsidx_results *results;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;

    (void)state;
    put(index, "and", "Flood and warning", "One and the other.");
    assert_string_equal(newsidx_query_text(query), "flood warning");
    results = search(index, query, NULL);
    EXPECT_OK(newsidx_results_summary(results, &summary, &err));
    assert_int_equal(summary.total, 3);
    assert_int_equal(summary.phrase_total, 2);
    assert_int_equal(summary.has_phrase_total, 1);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void any_word_may_match_and_stop_words_do_not_count(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query =
        parse_as("the metres of the plate", NEWSIDX_MATCH_ANY, 0);
    uint64_t count = 0;

    (void)state;
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    assert_int_equal(count, 2);
    newsidx_query_free(query);
    query = parse_as("the", NEWSIDX_MATCH_ANY, 0);
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    assert_int_equal(count, 3);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void the_phrase_option_takes_all_words_as_one(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query = parse_as("flood of goals", NEWSIDX_MATCH_ALL, 1);
    uint64_t count = 0;

    (void)state;
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    assert_int_equal(count, 1);
    newsidx_query_free(query);
    query = parse_as("goals flood", NEWSIDX_MATCH_ALL, 1);
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    assert_int_equal(count, 0);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void search_fails(newsidx *index, const newsidx_query *query,
                         const newsidx_search_options *options,
                         newsidx_status expected)
{
    newsidx_results *results = (newsidx_results *)&expected;

    EXPECT_STATUS(expected,
                  newsidx_search(index, query, options, &results, &err));
    assert_null(results);
}

static void wrong_options_are_told(void **state)
{
    static const newsidx_search_options init = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx *index = open_filled();
    newsidx_search_options options = init;
    newsidx_query *query = parse("river");

    (void)state;
    options.limit = 10001;
    search_fails(index, query, &options, NEWSIDX_ERR_LIMIT);
    options = init;
    options.offset = 100001;
    search_fails(index, query, &options, NEWSIDX_ERR_LIMIT);
    options = init;
    options.passages = 101;
    search_fails(index, query, &options, NEWSIDX_ERR_LIMIT);
    options = init;
    options.shape = NEWSIDX_PASSAGES;
    options.order = NEWSIDX_NEWEST_FIRST;
    search_fails(index, query, &options, NEWSIDX_ERR_MISUSE);
    options = init;
    options.shape = (newsidx_shape)9;
    search_fails(index, query, &options, NEWSIDX_ERR_OPTIONS);
    options = init;
    options.order = (newsidx_order)9;
    search_fails(index, query, &options, NEWSIDX_ERR_OPTIONS);
    options = init;
    options.language = "no language";
    search_fails(index, query, &options, NEWSIDX_ERR_LANGUAGE);
    search_fails(index, NULL, NULL, NEWSIDX_ERR_MISUSE);
    search_fails(NULL, query, NULL, NEWSIDX_ERR_MISUSE);
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_search(index, query, NULL, NULL, &err));
    expect_hits(index, "metres", "flood");
    newsidx_query_free(query);
    newsidx_close(index);
}

static void an_explanation_adds_up(void **state)
{
    newsidx *index = open_filled();
    newsidx_query *query = parse("river flood");
    newsidx_results *results = search(index, query, NULL);
    const newsidx_hit *hit = next_hit(results);
    const newsidx_tally_line *line;
    newsidx_tally *tally = NULL;
    double sum = 0.0;
    double last = 0.0;
    size_t count = 0;

    (void)state;
    assert_non_null(hit);
    EXPECT_OK(newsidx_explain(index, query, NULL, hit->id, &tally, &err));
    while (newsidx_tally_next(tally, &line) == NEWSIDX_OK) {
        if (count == 0)
            assert_string_equal(line->label.bytes, "river");
        sum += last;
        last = line->weight;
        count++;
    }
    assert_int_equal(newsidx_tally_next(tally, &line), NEWSIDX_DONE);
    assert_true(count >= 5);
    assert_true(last > hit->score * 0.999999 && last < hit->score * 1.000001);
    assert_true(sum > hit->score * 0.999999 && sum < hit->score * 1.000001);
    newsidx_tally_free(tally);
    EXPECT_STATUS(NEWSIDX_NOT_FOUND,
                  newsidx_explain(index, query, NULL, 999, &tally, &err));
    assert_null(tally);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void an_empty_query_finds_nothing(void **state)
{
    newsidx *index = open_filled();

    (void)state;
    expect_hits(index, "", "");
    expect_hits(index, "   ", "");
    expect_hits(index, "... !!!", "");
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_index_finds_nothing),
        cmocka_unit_test(words_phrases_and_operators_find_what_they_say),
        cmocka_unit_test(stems_match_and_exact_words_do_not),
        cmocka_unit_test(a_phrase_stays_within_one_field_but_crosses_sentences),
        cmocka_unit_test(a_hit_carries_the_article_and_what_matched),
        cmocka_unit_test(ids_carry_no_text),
        cmocka_unit_test(passages_of_one_article_may_be_hits_apart),
        cmocka_unit_test(dates_order_hits_and_undated_ones_come_last),
        cmocka_unit_test(the_phrase_of_plain_words_comes_first),
        cmocka_unit_test(an_and_between_words_says_what_a_blank_says),
        cmocka_unit_test(any_word_may_match_and_stop_words_do_not_count),
        cmocka_unit_test(the_phrase_option_takes_all_words_as_one),
        cmocka_unit_test(wrong_options_are_told),
        cmocka_unit_test(an_explanation_adds_up),
        cmocka_unit_test(an_empty_query_finds_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
