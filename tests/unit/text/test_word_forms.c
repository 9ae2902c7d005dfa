#include "text/word_forms.h"

#include "tokens.h"

typedef struct word_book {
    nx_stemmer *stemmer;
    nx_word_forms *words;
} word_book;

static word_book open_book(const char *language)
{
    const nx_language *known = nx_language_find(nx_str(language));
    word_book result;

    assert_int_equal(nx_stemmer_new(known, &result.stemmer, NULL), NEWSIDX_OK);
    assert_int_equal(
        nx_word_forms_new(known, result.stemmer, &result.words, NULL),
        NEWSIDX_OK);
    return result;
}

static void close_book(word_book *book)
{
    nx_word_forms_free(book->words);
    nx_stemmer_free(book->stemmer);
}

/* Twice: made first, from the cache then. */
static void check_forms(word_book *book, const char *surface,
                        nx_token_kind kind, const char *expected_exact,
                        const char *expected_stem)
{
    bool is_plain = true;

    for (const char *c = surface; *c != '\0'; c++)
        is_plain = is_plain && (nx_is_alpha(*c) || nx_is_digit(*c));
    for (int i = 0; i < 2; i++) {
        newsidx_text exact;
        newsidx_text stem;

        assert_true(nx_word_forms_find(book->words, nx_str(surface), kind,
                                       is_plain, &exact, &stem));
        assert_true(nx_str_equal(exact, nx_str(expected_exact)));
        assert_true(nx_str_equal(stem, nx_str(expected_stem)));
    }
}

static void forms_are_exact_and_stem(void **state)
{
    word_book en = open_book("en");

    (void)state;
    check_forms(&en, "Talks", NX_TOKEN_WORD, "talks", "~talk");
    check_forms(&en, "talk", NX_TOKEN_WORD, "talk", NULL);
    check_forms(&en, "happy", NX_TOKEN_WORD, "happy", "~happi");
    check_forms(&en, "HAPPY", NX_TOKEN_WORD, "happy", "~happi");
    check_forms(&en,
                "Fa\xC3\xA7"
                "ades",
                NX_TOKEN_WORD, "facades", "~facad");
    check_forms(&en, "O'Brien", NX_TOKEN_WORD, "obrien", NULL);
    close_book(&en);
}

/* Longer than a place of the cache, with and without a word to share. */
static void words_too_long_for_the_cache_have_forms_too(void **state)
{
    word_book de = open_book("de");

    (void)state;
    check_forms(&de,
                "Donaudampfschifffahrtselektrizit\xC3\xA4tenhauptbetriebswerk"
                "bauunterbeamtengesellschaften",
                NX_TOKEN_WORD,
                "donaudampfschifffahrtselektrizitatenhauptbetriebswerk"
                "bauunterbeamtengesellschaften",
                "~donaudampfschifffahrtselektrizitatenhauptbetriebswerk"
                "bauunterbeamtengesellschaft");
    check_forms(&de, "\xC3\x84rzteversammlungsprotokolle", NX_TOKEN_WORD,
                "arzteversammlungsprotokolle", "~arzteversammlungsprotokoll");
    close_book(&de);
}

static void signs_of_numbers_and_acronyms_go(void **state)
{
    word_book en = open_book("en");
    word_book de = open_book("de");

    (void)state;
    check_forms(&en, "1,200.50", NX_TOKEN_NUMBER, "1200.50", NULL);
    check_forms(&de, "1.200,50", NX_TOKEN_NUMBER, "1200.50", NULL);
    check_forms(&de, "1.200", NX_TOKEN_NUMBER, "1200", NULL);
    check_forms(&de, "1.200.000", NX_TOKEN_NUMBER, "1200000", NULL);
    check_forms(&de, "3.5", NX_TOKEN_NUMBER, "3.5", NULL);
    check_forms(&en, "U.S.A.", NX_TOKEN_ACRONYM, "usa", NULL);
    check_forms(&en, "10ths", NX_TOKEN_NUMBER, "10ths", NULL);
    close_book(&en);
    close_book(&de);
}

/* A plain word finds the forms of its other spellings. */
static void case_makes_no_other_word(void **state)
{
    word_book en = open_book("en");
    word_book tr = open_book("tr");

    (void)state;
    check_forms(&en, "hoping", NX_TOKEN_WORD, "hoping", "~hope");
    check_forms(&en, "HOPING", NX_TOKEN_WORD, "hoping", "~hope");
    check_forms(&en, "Hoping", NX_TOKEN_WORD, "hoping", "~hope");
    check_forms(&en, "F16", NX_TOKEN_NUMBER, "f16", NULL);
    check_forms(&en, "f16", NX_TOKEN_NUMBER, "f16", NULL);
    /* But a Turkish I is not the capital of i: they are stemmed apart. */
    check_forms(&tr, "ALDIK", NX_TOKEN_WORD, "aldik", "~al");
    check_forms(&tr, "aldik", NX_TOKEN_WORD, "aldik", NULL);
    close_book(&en);
    close_book(&tr);
}

/* Lengths at which comparing bytes takes another way. */
static void words_of_all_lengths_are_told_apart(void **state)
{
    word_book en = open_book("en");

    (void)state;
    for (size_t length = 1; length <= 40; length++) {
        for (size_t at = 0; at < length; at++) {
            char word[41] = "";

            memset(word, 'z', length);
            word[at] = 'b';
            check_forms(&en, word, NX_TOKEN_NUMBER, word, NULL);
        }
    }
    close_book(&en);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_exact_and_stem),
        cmocka_unit_test(words_too_long_for_the_cache_have_forms_too),
        cmocka_unit_test(signs_of_numbers_and_acronyms_go),
        cmocka_unit_test(case_makes_no_other_word),
        cmocka_unit_test(words_of_all_lengths_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
