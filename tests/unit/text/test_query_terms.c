#include "text/query_terms.h"

#include "tokens.h"

/*
 * Check the positions of what was typed, written as "talk|~talk news*"; a "?"
 * after a position says that it is a pattern, "#" that it is fuzzy, "." that it
 * is a stop word, and " +x" ends with the joined form.
 */
static void check(const char *language, const char *text, nx_term_form form,
                  const char *expected)
{
    nx_analyzer *analyzer = analyzer_of(language);
    nx_arena arena;
    nx_query_terms terms;
    nx_buf line;

    nx_arena_init(&arena);
    nx_buf_init(&line, 10000);
    assert_int_equal(nx_query_terms_analyze(analyzer, nx_str(text), form, false,
                                            &arena, &terms, NULL),
                     NEWSIDX_OK);
    for (size_t i = 0; i < terms.count; i++) {
        const nx_query_position *position = &terms.positions[i];

        nx_buf_add_string(&line, i > 0 ? " " : "");
        for (size_t k = 0; k < position->term_count; k++) {
            nx_buf_add_string(&line, k > 0 ? "|" : "");
            nx_buf_add_text(&line, position->terms[k]);
        }
        nx_buf_add_string(&line, position->is_prefix ? "*" : "");
        nx_buf_add_string(&line, position->is_pattern ? "?" : "");
        nx_buf_add_string(&line, position->is_fuzzy ? "#" : "");
        nx_buf_add_string(&line, position->is_stop_word ? "." : "");
        assert_true(position->span.start < position->span.end);
    }
    if (terms.joined.bytes != NULL) {
        nx_buf_add_string(&line, " +");
        nx_buf_add_text(&line, terms.joined);
    }
    assert_string_equal(nx_buf_text(&line).bytes, expected);
    nx_buf_finish(&line);
    nx_arena_finish(&arena);
    nx_analyzer_free(analyzer);
}

static void a_word_asks_for_all_of_its_stem(void **state)
{
    (void)state;
    check("en", "talks", NX_FORM_STEM, "talk|~talk");
    check("en", "talk", NX_FORM_STEM, "talk|~talk");
    check("de", "Universitäten", NX_FORM_STEM, "universitat|~universitat");
    check("en", "the Talks", NX_FORM_STEM, "the|~the. talk|~talk");
}

static void an_exact_word_asks_for_itself(void **state)
{
    (void)state;
    check("en", "Talks", NX_FORM_EXACT, "talks");
    check("en", "Syria’s talks", NX_FORM_EXACT, "syria talks");
    check("pl", "talks", NX_FORM_STEM, "talks|~talks");
}

static void only_the_last_word_is_a_prefix(void **state)
{
    (void)state;
    check("en", "Univers*", NX_FORM_PATTERN, "univers*");
    check("en", "new univers*", NX_FORM_PATTERN, "new univers*");
    check("en", "al-Qai*", NX_FORM_PATTERN, "al qai* +alqai");
    check("en", "U.S.*", NX_FORM_PATTERN, "us*");
    check("en", "US*", NX_FORM_PATTERN, "us*");
    check("zh", "中東和*", NX_FORM_PATTERN, "中東 東和*");
    check("zh", "中*", NX_FORM_PATTERN, "中*");
    check("en", "the*", NX_FORM_PATTERN, "the*.");
    check("en", "*", NX_FORM_PATTERN, "");
}

static void words_with_wildcards_are_patterns(void **state)
{
    (void)state;
    check("en", "Wom?n", NX_FORM_PATTERN, "wom?n?");
    check("en", "col*r*", NX_FORM_PATTERN, "col*r*?");
    check("en", "Wał?sa", NX_FORM_PATTERN, "wal?sa?");
    check("ru", "Москв?", NX_FORM_PATTERN, "москв??");
    check("en", "20?6", NX_FORM_PATTERN, "20?6?");
    check("en", "*day", NX_FORM_PATTERN, "*day?");
}

static void what_parts_words_parts_patterns(void **state)
{
    (void)state;
    check("en", "al-Q?ida", NX_FORM_PATTERN, "al q?ida?");
    check("en", "cease-f?re-talks", NX_FORM_PATTERN, "cease f?re? talks");
    check("en", "U.S.-tro?ps", NX_FORM_PATTERN, "us tro?ps?");
    check("en", "ab?c.d*f", NX_FORM_PATTERN, "ab?c? d*f?");
    check("en", "O’Br*n’s", NX_FORM_PATTERN, "obr*n?");
    check("fr", "l’ambas?ade", NX_FORM_PATTERN, "l. ambas?ade?");
    check("en", "al-*-Qaida", NX_FORM_PATTERN, "al qaida");
    check("zh", "a?b 中東", NX_FORM_PATTERN, "a?b? 中東");
}

static void spans_of_patterns_are_those_of_the_typed_text(void **state)
{
    nx_analyzer *analyzer = analyzer_of("en");
    nx_arena arena;
    nx_query_terms terms;

    (void)state;
    nx_arena_init(&arena);
    assert_int_equal(nx_query_terms_analyze(analyzer, nx_str("a?b-cd-*e?-fg"),
                                            NX_FORM_PATTERN, false, &arena,
                                            &terms, NULL),
                     NEWSIDX_OK);
    assert_int_equal(terms.count, 4);
    assert_int_equal(terms.positions[0].span.start, 0);
    assert_int_equal(terms.positions[0].span.end, 3);
    assert_int_equal(terms.positions[1].span.start, 4);
    assert_int_equal(terms.positions[1].span.end, 6);
    assert_int_equal(terms.positions[2].span.start, 7);
    assert_int_equal(terms.positions[2].span.end, 10);
    assert_int_equal(terms.positions[3].span.start, 11);
    assert_int_equal(terms.positions[3].span.end, 13);
    nx_arena_finish(&arena);
    nx_analyzer_free(analyzer);
}

static void wildcards_are_signs_in_other_forms(void **state)
{
    (void)state;
    check("en", "wom?n", NX_FORM_EXACT, "wom n");
    check("en", "col*r", NX_FORM_STEM, "col|~col r|~r");
}

static void any_case_asks_for_no_mark(void **state)
{
    (void)state;
    check("en", "US", NX_FORM_ANY_CASE, "us");
    check("en", "U.S.", NX_FORM_ANY_CASE, "us");
    check("en", "the Talks", NX_FORM_ANY_CASE, "the. talks");
    check("en", "al-Qaida", NX_FORM_ANY_CASE, "al qaida +alqaida");
}

static void words_may_be_misspelt(void **state)
{
    (void)state;
    check("en", "talks", NX_FORM_FUZZY, "talk|~talk#");
    check("en", "US", NX_FORM_FUZZY, "us|~us#");
    check("en", "U.S.", NX_FORM_FUZZY, "us");
    check("en", "al-Nahyan", NX_FORM_FUZZY,
          "al|~al# nahyan|~nahyan# +alnahyan");
    check("en", "10th", NX_FORM_FUZZY, "10th");
    check("zh", "中東", NX_FORM_FUZZY, "中東");
}

static void check_typed(const char *text, nx_term_form form,
                        const char *expected)
{
    nx_analyzer *analyzer = analyzer_of("en");
    nx_arena arena;
    nx_query_terms terms;

    nx_arena_init(&arena);
    assert_int_equal(nx_query_terms_analyze(analyzer, nx_str(text), form, false,
                                            &arena, &terms, NULL),
                     NEWSIDX_OK);
    assert_int_equal(terms.count, 1);
    assert_true(nx_str_equal(terms.positions[0].typed, nx_str(expected)));
    nx_arena_finish(&arena);
    nx_analyzer_free(analyzer);
}

static void what_was_typed_is_kept(void **state)
{
    (void)state;
    check_typed("Talks", NX_FORM_STEM, "talks");
    check_typed("Talks", NX_FORM_FUZZY, "talks");
    check_typed("Talks", NX_FORM_EXACT, "talks");
    check_typed("US", NX_FORM_EXACT, NULL);
    check_typed("10th", NX_FORM_STEM, NULL);
    check_typed("t?lks", NX_FORM_PATTERN, NULL);
}

static void english_names_have_all_their_spellings(void **state)
{
    (void)state;
    check("en", "Qaeda", NX_FORM_STEM, "qaeda|~qaeda|qaida|~qaida");
    check("en", "al-Qaida", NX_FORM_STEM,
          "al|~al qaida|~qaida|qaeda|~qaeda +alqaida");
    check("en", "Qaida", NX_FORM_FUZZY, "qaida|~qaida|qaeda|~qaeda#");
    check("en", "Hizbullah", NX_FORM_STEM,
          "hizbullah|~hizbullah|hezbollah|~hezbollah|hezballah|~hezballah|"
          "hizballah|~hizballah|hizbollah|~hizbollah");
    check("en", "Qaida", NX_FORM_EXACT, "qaida");
    check("en", "Qaida", NX_FORM_ANY_CASE, "qaida");
    check("pl", "Qaida", NX_FORM_STEM, "qaida|~qaida");
}

/* Tchaikovsky is tchaikovski by Snowball. */
static void spellings_of_one_stem_come_once(void **state)
{
    (void)state;
    check("en", "Tchaikovsky", NX_FORM_STEM, "tchaikovski|~tchaikovski");
}

static void numbers_have_no_stem(void **state)
{
    (void)state;
    check("en", "1,200 10th", NX_FORM_STEM, "1200 10th");
}

static void acronyms_ask_for_their_mark(void **state)
{
    (void)state;
    check("en", "U.S.", NX_FORM_STEM, "^us");
    check("en", "U.S", NX_FORM_EXACT, "^us");
    check("en", "US", NX_FORM_STEM, "^us");
    check("en", "IT WHO", NX_FORM_STEM, "^it ^who");
    check("en", "US troops", NX_FORM_EXACT, "^us troops");
}

static void other_capitals_are_words(void **state)
{
    (void)state;
    check("en", "UN", NX_FORM_STEM, "un|~un");
    check("en", "us", NX_FORM_STEM, "us|~us");
    check("en", "Us", NX_FORM_EXACT, "us");
    check("en", "A", NX_FORM_EXACT, "a.");
}

static void who_shouts_means_no_acronyms(void **state)
{
    nx_analyzer *analyzer = analyzer_of("en");
    nx_arena arena;
    nx_query_terms terms;

    (void)state;
    nx_arena_init(&arena);
    assert_int_equal(nx_query_terms_analyze(analyzer, nx_str("IT IS US"),
                                            NX_FORM_EXACT, true, &arena, &terms,
                                            NULL),
                     NEWSIDX_OK);
    assert_int_equal(terms.count, 3);
    assert_string_equal(terms.positions[0].terms[0].bytes, "it");
    assert_string_equal(terms.positions[2].terms[0].bytes, "us");
    nx_arena_finish(&arena);
    nx_analyzer_free(analyzer);
}

static void a_chain_of_hyphens_is_also_one_word(void **state)
{
    (void)state;
    check("en", "al-Qaida", NX_FORM_EXACT, "al qaida +alqaida");
    check("en", "cease-fires", NX_FORM_STEM,
          "ceas|~ceas fire|~fire +ceasefires");
    check("en", "al-Qaida man", NX_FORM_EXACT, "al qaida man");
    check("en", "the al-Qaida", NX_FORM_EXACT, "the. al qaida");
    check("en", "48-hour", NX_FORM_EXACT, "48 hour");
}

static void the_last_of_a_run_is_left_out(void **state)
{
    (void)state;
    check("zh", "中東", NX_FORM_STEM, "中東");
    check("zh", "中東和平", NX_FORM_EXACT, "中東 東和 和平");
    check("zh", "中東。", NX_FORM_EXACT, "中東");
    check("zh", "中東 news", NX_FORM_EXACT, "中東 東 news");
}

static void a_character_alone_is_a_prefix(void **state)
{
    (void)state;
    check("zh", "中", NX_FORM_EXACT, "中*");
    check("zh", "news 中", NX_FORM_STEM, "news|~news 中*");
}

static void no_word_gives_no_position(void **state)
{
    (void)state;
    check("en", "", NX_FORM_STEM, "");
    check("en", "... \" | ^ ~ *", NX_FORM_EXACT, "");
}

static void long_phrases_have_all_their_words(void **state)
{
    (void)state;
    check("en", "a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16 a17",
          NX_FORM_EXACT,
          "a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16 a17");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_asks_for_all_of_its_stem),
        cmocka_unit_test(an_exact_word_asks_for_itself),
        cmocka_unit_test(only_the_last_word_is_a_prefix),
        cmocka_unit_test(words_with_wildcards_are_patterns),
        cmocka_unit_test(what_parts_words_parts_patterns),
        cmocka_unit_test(spans_of_patterns_are_those_of_the_typed_text),
        cmocka_unit_test(wildcards_are_signs_in_other_forms),
        cmocka_unit_test(any_case_asks_for_no_mark),
        cmocka_unit_test(words_may_be_misspelt),
        cmocka_unit_test(what_was_typed_is_kept),
        cmocka_unit_test(english_names_have_all_their_spellings),
        cmocka_unit_test(spellings_of_one_stem_come_once),
        cmocka_unit_test(numbers_have_no_stem),
        cmocka_unit_test(acronyms_ask_for_their_mark),
        cmocka_unit_test(other_capitals_are_words),
        cmocka_unit_test(who_shouts_means_no_acronyms),
        cmocka_unit_test(a_chain_of_hyphens_is_also_one_word),
        cmocka_unit_test(the_last_of_a_run_is_left_out),
        cmocka_unit_test(a_character_alone_is_a_prefix),
        cmocka_unit_test(no_word_gives_no_position),
        cmocka_unit_test(long_phrases_have_all_their_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
