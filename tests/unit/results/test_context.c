/* The sentences before and behind a passage. */
#include "../../api/fixture.h"

/* Three paragraphs of twenty words and more, so that each is a passage. */
static const char body[] =
    "One came here with a very long tale of the old town and the two rivers "
    "that run by it. One went.\n"
    "\n"
    "Two saw a truce in the old town by the river and told of it to all the "
    "people who would hear it. Two left.\n"
    "\n"
    "Three was late as ever and found the town as quiet as it had been when "
    "the last war was over. Three slept.\n";

static newsidx_results *find(newsidx *index, const char *text,
                             uint32_t sentences)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse(text);
    newsidx_results *results;

    options.context = sentences;
    options.passages = 1;
    results = search(index, query, &options);
    newsidx_query_free(query);
    return results;
}

static void expect_context(newsidx *index, const char *text, uint32_t sentences,
                           const char *before, const char *after)
{
    newsidx_results *results = find(index, text, sentences);
    const newsidx_passage *passage = newsidx_hit_passage(next_hit(results), 0);

    assert_non_null(passage);
    assert_string_equal(passage->before.bytes, before);
    assert_string_equal(passage->after.bytes, after);
    /* All three are one piece of the body. */
    assert_memory_equal(body + passage->offset - passage->before.length,
                        passage->before.bytes, passage->before.length);
    assert_memory_equal(body + passage->offset + passage->text.length,
                        passage->after.bytes, passage->after.length);
    newsidx_results_free(results);
}

static void so_many_sentences_stand_around_a_passage(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "a", "Head", body);
    expect_context(index, "truce", 1, "One went.\n\n",
                   "\n\nThree was late as ever and found the town as quiet as "
                   "it had been when the last war was over.");
    expect_context(index, "slept", 1, "Two left.\n\n", "");
    newsidx_close(index);
}

static void there_are_no_more_than_the_body_has(void **state)
{
    newsidx *index = open_new();
    newsidx_results *results;
    const newsidx_passage *passage;

    (void)state;
    put(index, "a", "Head", body);
    results = find(index, "truce", 100);
    passage = newsidx_hit_passage(next_hit(results), 0);
    assert_int_equal(passage->before.length, passage->offset);
    assert_int_equal(passage->offset + passage->text.length +
                         passage->after.length,
                     strlen(body) - 1);
    newsidx_results_free(results);
    newsidx_close(index);
}

static void without_the_option_there_is_none(void **state)
{
    newsidx *index = open_new();
    newsidx_results *results;
    const newsidx_passage *passage;

    (void)state;
    put(index, "a", "Head", body);
    results = find(index, "truce", 0);
    passage = newsidx_hit_passage(next_hit(results), 0);
    assert_int_equal(passage->before.length, 0);
    assert_int_equal(passage->after.length, 0);
    newsidx_results_free(results);
    newsidx_close(index);
}

static void too_many_are_refused(void **state)
{
    newsidx *index = open_new();
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse("truce");
    newsidx_results *results;

    (void)state;
    options.context = 101;
    EXPECT_STATUS(NEWSIDX_ERR_LIMIT,
                  newsidx_search(index, query, &options, &results, &err));
    newsidx_query_free(query);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_sentences_stand_around_a_passage),
        cmocka_unit_test(there_are_no_more_than_the_body_has),
        cmocka_unit_test(without_the_option_there_is_none),
        cmocka_unit_test(too_many_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
