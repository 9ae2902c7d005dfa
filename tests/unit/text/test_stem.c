#include "text/stem.h"

#include "tokens.h"

#include <libstemmer.h>

static void check_stem(const char *language, const char *word,
                       const char *expected)
{
    const nx_language *known = nx_language_find(nx_str(language));
    nx_stemmer *stemmer;
    nx_form clean;
    nx_form lower;
    newsidx_text stem;

    assert_non_null(known);
    assert_int_equal(nx_stemmer_new(known, &stemmer, NULL), NEWSIDX_OK);
    assert_true(nx_fold_clean(nx_str(word), &clean));
    assert_true(nx_fold_lower(&clean, known->drops_after_apostrophe, &lower));
    assert_true(nx_stemmer_stem(stemmer, &lower, &stem));
    if (!nx_str_equal(stem, nx_str(expected)))
        fail_msg("%s: the stem of %s is %.*s, not %s", language, word,
                 (int)stem.length, stem.bytes, expected);
    nx_stemmer_free(stemmer);
}

/* The words of stems.tsv, some of every language. */
static void words_have_the_stems_of_snowball(void **state)
{
    FILE *file =
        fopen(NEWSIDX_TEST_SOURCE_DIR "/tests/unit/text/stems.tsv", "r");
    char line[300];
    size_t count = 0;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        char *word = strchr(line, '\t');
        char *stem = word != NULL ? strchr(word + 1, '\t') : NULL;

        if (line[0] == '#')
            continue;
        assert_non_null(stem);
        *word = '\0';
        *stem = '\0';
        stem[1 + strcspn(stem + 1, "\n")] = '\0';
        check_stem(line, word + 1, stem + 1);
        count++;
    }
    fclose(file);
    assert_in_range(count, 150, 10000);
}

/* Old character sets wrote Romanian with cedillas; both are one word. */
static void romanian_commas_and_cedillas_are_one(void **state)
{
    (void)state;
    check_stem("ro", "știrile", "ştir");
    check_stem("ro", "ştirile", "ştir");
    check_stem("ro", "orașelor", "oraş");
}

/* What libstemmer has and we don't offer is on purpose. */
static void every_algorithm_has_a_language(void **state)
{
    const char **names = sb_stemmer_list();

    (void)state;
    for (; *names != NULL; names++) {
        bool found = strcmp(*names, "porter") == 0;

        for (const char *const *code = nx_language_codes(); *code != NULL;
             code++)
            found = found || strcmp(nx_language_find(nx_str(*code))->algorithm,
                                    *names) == 0;
        if (!found)
            fail_msg("no language has Snowball's %s", *names);
    }
}

static void codes_are_found_in_all_their_forms(void **state)
{
    (void)state;
    assert_string_equal(nx_language_find(nx_str("deu"))->code, "de");
    assert_string_equal(nx_language_find(nx_str("ger"))->code, "de");
    assert_string_equal(nx_language_find(nx_str("de"))->code, "de");
    assert_null(nx_language_find(nx_str("d")));
    assert_null(nx_language_find(nx_str("xx")));
    assert_null(nx_language_find(nx_str("eu ")));
    assert_null(nx_language_find(nx_str("u g")));
    assert_null(nx_language_find(nx_str("")));
}

/* What nx_language.stems_shorten says. */
static void check_shortens(nx_stemmer *stemmer, const char *word)
{
    nx_form lower;
    newsidx_text stem;

    lower.length = strlen(word);
    memcpy(lower.bytes, word, lower.length);
    assert_true(nx_stemmer_stem(stemmer, &lower, &stem));
    if (stem.length == 0 || stem.length > lower.length ||
        stem.bytes[0] != word[0])
        fail_msg("the stem of %s is %.*s", word, (int)stem.length, stem.bytes);
}

/* All words of up to four letters, and many that are made of endings. */
static void english_stems_only_shorten(void **state)
{
    static const char *const endings[] = {
        "s",     "es",   "ies",   "ied",   "ed",     "ing",   "ly",   "edly",
        "eed",   "ing",  "sses",  "us",    "ss",     "y",     "e",    "tional",
        "enci",  "anci", "abli",  "entli", "izer",   "ation", "ator", "alism",
        "fulli", "ness", "ousli", "iviti", "biliti", "ogi",   "li",   "icate",
        "iciti", "ical", "ative", "alize", "ment",   "ion",   "ous",  "ll"};
    static const char letters[] = "aeiouybcdglnstzx09";
    nx_stemmer *stemmer;
    uint64_t random = 7;
    char word[64];

    (void)state;
    assert_int_equal(
        nx_stemmer_new(nx_language_find(nx_str("en")), &stemmer, NULL),
        NEWSIDX_OK);
    for (unsigned i = 0; i < 27 * 27 * 27 * 26; i++) {
        size_t length = 0;

        for (unsigned rest = i; rest > 0 || length == 0; rest /= 27)
            word[length++] = (char)('a' + (rest % 27 + 25) % 26);
        word[length] = '\0';
        check_shortens(stemmer, word);
    }
    for (unsigned i = 0; i < 200000; i++) {
        size_t length = 0;

        for (random = random * 6364136223846793005U + 1442695040888963407U;
             length < (random >> 60) % 5 + 1; length++)
            word[length] =
                letters[(random >> (length * 8)) % (sizeof letters - 1)];
        for (size_t j = 0; j < 3; j++)
            length +=
                (size_t)snprintf(word + length, sizeof word - length, "%s",
                                 endings[(random >> (20 + j * 9)) %
                                         (sizeof endings / sizeof *endings)]);
        check_shortens(stemmer, word);
    }
    nx_stemmer_free(stemmer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_the_stems_of_snowball),
        cmocka_unit_test(romanian_commas_and_cedillas_are_one),
        cmocka_unit_test(every_algorithm_has_a_language),
        cmocka_unit_test(codes_are_found_in_all_their_forms),
        cmocka_unit_test(english_stems_only_shorten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
