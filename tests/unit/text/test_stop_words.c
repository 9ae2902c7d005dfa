#include "text/stop_words.h"

#include "text/fold.h"
#include "tokens.h"

static const struct {
    const char *language;
    const char *word;
} listed[] = {
#include "generated/stop_words.inc"
};

static const char *const abbreviations[] = {
#include "generated/abbreviations.inc"
};

static void common_words_are_stop_words(void **state)
{
    (void)state;
    assert_true(nx_stop_words_has("en", nx_str("the")));
    assert_true(nx_stop_words_has("en", nx_str("who")));
    assert_false(nx_stop_words_has("en", nx_str("syria")));
    assert_false(nx_stop_words_has("en", nx_str("")));
    assert_false(nx_stop_words_has("en", nx_str("th")));
}

/* The lists have "aren't" and "für"; the index has arent and fur. */
static void stop_words_are_known_by_their_exact_form(void **state)
{
    (void)state;
    assert_true(nx_stop_words_has("en", nx_str("arent")));
    assert_true(nx_stop_words_has("de", nx_str("fur")));
    assert_true(nx_stop_words_has("ru", nx_str("и")));
    assert_false(nx_stop_words_has("en", nx_str("fur")));
}

static void every_word_of_the_lists_is_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof listed / sizeof listed[0]; i++) {
        nx_form exact;

        nx_fold_surface(nx_str(listed[i].word), &exact);
        if (!nx_stop_words_has(listed[i].language,
                               nx_str_slice(exact.bytes, exact.length)))
            fail_msg("%s", listed[i].word);
    }
}

static void languages_without_a_list_have_none(void **state)
{
    (void)state;
    assert_false(nx_stop_words_has("xx", nx_str("the")));
    assert_false(nx_stop_words_has("", nx_str("the")));
    assert_false(nx_stop_words_has("zz", nx_str("the")));
}

/* Sentences look abbreviations up by halves. */
static void abbreviations_are_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; i < sizeof abbreviations / sizeof abbreviations[0]; i++)
        assert_true(strcmp(abbreviations[i - 1], abbreviations[i]) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(common_words_are_stop_words),
        cmocka_unit_test(stop_words_are_known_by_their_exact_form),
        cmocka_unit_test(every_word_of_the_lists_is_one),
        cmocka_unit_test(languages_without_a_list_have_none),
        cmocka_unit_test(abbreviations_are_sorted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
