/*
 * Five wire-service articles as they came off web pages, in seeds/ of the
 * folder that NEWSIDX_CORPORA names: what a first user of newsidx tries.
 */
#include "fixture.h"

#include <stdbool.h>

static char seeds[512];

static newsidx_import_counts import_seeds(newsidx *index)
{
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    const char *path = seeds;

    EXPECT_OK(newsidx_import_paths(index, &path, 1, NULL, &counts, &err));
    assert_int_equal(counts.skipped, 0);
    return counts;
}

static int open_seeds(void **state)
{
    newsidx *index = open_new();

    *state = index;
    return import_seeds(index).added == 5 ? 0 : -1;
}

static int close_seeds(void **state)
{
    newsidx_close(*state);
    return 0;
}

/* The number of a seed, as in ".../003_0c77783f0de8cc39.txt". */
static int number_of(const newsidx_hit *hit)
{
    const char *slash = strrchr(hit->key.bytes, '/');

    assert_non_null(slash);
    return (int)strtol(slash + 1, NULL, 10);
}

/* The numbers of the seeds that are found, best first, as "3 0 4". */
static void list_numbers(newsidx *index, const char *text, char *out,
                         size_t room)
{
    newsidx_query *query = parse(text);
    newsidx_results *results = search(index, query, NULL);
    const newsidx_hit *hit;
    size_t used = 0;

    out[0] = '\0';
    for (hit = next_hit(results); hit != NULL; hit = next_hit(results))
        used += (size_t)snprintf(out + used, room - used, "%s%d",
                                 used > 0 ? " " : "", number_of(hit));
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static bool finds(newsidx *index, const char *text, int number)
{
    char numbers[64];

    list_numbers(index, text, numbers, sizeof numbers);
    return strchr(numbers, '0' + number) != NULL;
}

static void expect_all(newsidx *index, const char *text, const char *numbers)
{
    for (int number = 0; number < 5; number++) {
        bool is_wanted = strchr(numbers, '0' + number) != NULL;

        if (finds(index, text, number) != is_wanted)
            fail_msg("%s %s %03d", text, is_wanted ? "doesn't find" : "finds",
                     number);
    }
}

static void the_phrase_is_first_and_its_quotation_marked(void **state)
{
    static const char phrase[] = "Joint Implementation Center";
    newsidx_query *query = parse(phrase);
    newsidx_results *results = search(*state, query, NULL);
    const newsidx_hit *hit = next_hit(results);
    const newsidx_passage *passage;
    const newsidx_span *span;

    assert_non_null(hit);
    assert_int_equal(number_of(hit), 3);
    assert_int_equal(hit->has_phrase, 1);
    /* It has none, and none is made up. */
    assert_int_equal(hit->headline.length, 0);
    passage = newsidx_hit_passage(hit, 0);
    assert_non_null(passage);
    assert_non_null(strstr(passage->text.bytes, "The secretary made clear"));
    assert_non_null(strstr(passage->text.bytes, "Kirby said"));
    assert_null(strstr(passage->text.bytes, "key requirement"));
    assert_int_equal(passage->span_count, 1);
    span = &passage->spans[0];
    assert_int_equal(span->end - span->start, strlen(phrase));
    assert_memory_equal(passage->text.bytes + span->start, phrase,
                        strlen(phrase));
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static void a_quotation_finds_both_who_carry_it(void **state)
{
    expect_all(*state, "\"vast majority\"", "14");
}

static void the_country_is_found_and_the_pronoun_is_not(void **state)
{
    newsidx *index = *state;

    /* 003 and 004 write U.S., U.S.to and US; "us a list" stands in 003. */
    expect_all(index, "US", "01234");
    assert_true(finds(index, "\"U.S. to step up\"", 4));
    assert_true(finds(index, "\"US to step up\"", 4));
    assert_true(finds(index, "\"sent us a list\"", 3));
    assert_false(finds(index, "\"sent US a list\"", 3));
}

static void an_exact_word_is_exact_and_a_stem_is_not(void **state)
{
    newsidx *index = *state;

    expect_all(index, "=talk", "");
    expect_all(index, "talk", "0124");
    expect_all(index, "=talks", "0124");
}

static void hyphens_and_apostrophes_do_not_matter(void **state)
{
    newsidx *index = *state;
    char straight[64];
    char curly[64];

    assert_true(finds(index, "al-Qaida", 0));
    assert_true(finds(index, "al-Qaida", 1));
    assert_true(finds(index, "\"al Qaida\"", 0));
    list_numbers(index, "Syria's", straight, sizeof straight);
    list_numbers(index, "Syria\xE2\x80\x99s", curly, sizeof curly);
    assert_string_equal(straight, curly);
    assert_true(strlen(straight) > 0);
    /* One wire writes cease-fire, the other ceasefire. */
    expect_all(index, "cease-fire", "01234");
    expect_all(index, "ceasefire", "01234");
}

static void page_furniture_is_not_found(void **state)
{
    newsidx *index = *state;

    expect_all(index, "=Advertisement", "");
    expect_all(index, "=Share", "");
    expect_all(index, "=block", "");
    assert_true(finds(index, "=blocked", 2));
    assert_true(finds(index, "=sharing", 4));
}

static void run_together_sentences_are_words_again(void **state)
{
    newsidx *index = *state;

    assert_true(finds(index, "\"hundreds of thousands\"", 1));
    assert_true(finds(index, "\"after meeting off\"", 1));
    assert_true(finds(index, "=thousands", 1));
}

static void the_same_folder_again_changes_nothing(void **state)
{
    newsidx *index = *state;
    newsidx_info before = get_info(index);
    newsidx_info after;
    newsidx_import_counts counts = import_seeds(index);

    assert_int_equal(counts.added, 0);
    assert_int_equal(counts.replaced, 0);
    assert_int_equal(counts.unchanged, 5);
    after = get_info(index);
    assert_int_equal(after.version_count, before.version_count);
    assert_int_equal(after.token_count, before.token_count);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_phrase_is_first_and_its_quotation_marked),
        cmocka_unit_test(a_quotation_finds_both_who_carry_it),
        cmocka_unit_test(the_country_is_found_and_the_pronoun_is_not),
        cmocka_unit_test(an_exact_word_is_exact_and_a_stem_is_not),
        cmocka_unit_test(hyphens_and_apostrophes_do_not_matter),
        cmocka_unit_test(page_furniture_is_not_found),
        cmocka_unit_test(run_together_sentences_are_words_again),
        cmocka_unit_test(the_same_folder_again_changes_nothing),
    };
    const char *corpora = getenv("NEWSIDX_CORPORA");

    if (corpora == NULL) {
        printf("skipped: NEWSIDX_CORPORA is not set\n");
        return 77;
    }
    snprintf(seeds, sizeof seeds, "%s/seeds", corpora);
    if (access(seeds, R_OK) != 0) {
        printf("skipped: %s is not there\n", seeds);
        return 77;
    }
    return cmocka_run_group_tests(tests, open_seeds, close_seeds);
}
