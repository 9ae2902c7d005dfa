#include "fixture.h"

/* Terms as "0:talks 0:~talk 1:on", with the position before each. */
typedef struct written {
    char text[4096];
    size_t length;
    size_t stop_after;
    size_t count;
} written;

static int write_term(const newsidx_term *term, void *user)
{
    written *to = user;

    assert_true(term->start < term->end);
    assert_true(term->term.length > 0);
    to->length += (size_t)snprintf(to->text + to->length,
                                   sizeof to->text - to->length, "%s%zu:%.*s",
                                   to->length > 0 ? " " : "", term->position,
                                   (int)term->term.length, term->term.bytes);
    assert_true(to->length < sizeof to->text);
    to->count++;
    return to->stop_after > 0 && to->count >= to->stop_after;
}

static void expect_terms(const char *language, const char *text,
                         const char *terms)
{
    newsidx_analyzer *analyzer = NULL;
    written to;

    memset(&to, 0, sizeof to);
    EXPECT_OK(newsidx_analyzer_new(language, &analyzer, &err));
    EXPECT_OK(newsidx_analyze(analyzer, text_of(text), write_term, &to, &err));
    newsidx_analyzer_free(analyzer);
    if (strcmp(to.text, terms) != 0)
        fail_msg("\"%s\" gives \"%s\", not \"%s\"", text, to.text, terms);
}

static void a_word_gives_itself_and_its_stem(void **state)
{
    (void)state;
    expect_terms("en", "Talks talk", "0:talks 0:~talk 1:talk");
    expect_terms("de", "H\xC3\xA4user", "0:hauser 0:~haus");
}

static void names_numbers_and_acronyms_are_words_of_their_own(void **state)
{
    (void)state;
    expect_terms("en", "1,200 cats", "0:1200 1:cats 1:~cat");
    expect_terms("en", "in the U.S. today", "0:in 1:the 2:us 2:^us 3:today");
    expect_terms("en", "Kerry\xE2\x80\x99s plan", "0:kerry 0:~kerri 1:plan");
    expect_terms("en", "", "");
    expect_terms("en", " ... \xE2\x80\x94 ", "");
}

static void spans_are_bytes_of_the_text(void **state)
{
    newsidx_analyzer *analyzer = NULL;
    written to;

    (void)state;
    memset(&to, 0, sizeof to);
    EXPECT_OK(newsidx_analyzer_new("en", &analyzer, &err));
    EXPECT_OK(newsidx_analyze(
        analyzer, text_of("\xC3\xA9t\xC3\xA9 \xF0\x9F\x97\x9E na\xC3\xAFve"),
        write_term, &to, &err));
    assert_non_null(strstr(to.text, "0:ete"));
    assert_non_null(strstr(to.text, "1:naive"));
    newsidx_analyzer_free(analyzer);
}

static void a_callback_can_stop(void **state)
{
    newsidx_analyzer *analyzer = NULL;
    written to;

    (void)state;
    memset(&to, 0, sizeof to);
    to.stop_after = 2;
    EXPECT_OK(newsidx_analyzer_new("en", &analyzer, &err));
    EXPECT_STATUS(
        NEWSIDX_ERR_CANCELLED,
        newsidx_analyze(analyzer, text_of("a b c d"), write_term, &to, &err));
    assert_int_equal(to.count, 2);
    newsidx_analyzer_free(analyzer);
}

static void every_language_named_has_an_analyzer(void **state)
{
    const char *const *languages = newsidx_languages();
    int has_english = 0;
    size_t count = 0;

    (void)state;
    for (; languages[count] != NULL; count++) {
        newsidx_analyzer *analyzer = NULL;

        EXPECT_OK(newsidx_analyzer_new(languages[count], &analyzer, &err));
        newsidx_analyzer_free(analyzer);
        has_english += strcmp(languages[count], "en") == 0;
        if (count > 0)
            assert_true(strcmp(languages[count - 1], languages[count]) < 0);
    }
    assert_true(count >= 20);
    assert_int_equal(has_english, 1);
}

static void what_cannot_be_a_language_is_refused(void **state)
{
    static const char *const names[] = {"", "english please", "e", "12"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        newsidx_analyzer *analyzer = (newsidx_analyzer *)&i;

        EXPECT_STATUS(NEWSIDX_ERR_LANGUAGE,
                      newsidx_analyzer_new(names[i], &analyzer, &err));
        assert_null(analyzer);
    }
}

static void an_index_holds_the_very_same_terms(void **state)
{
    static const char text[] =
        "The U.S. and al-Qaida's 1,200 fighters talked of caf\xC3\xA9s.";
    static const char *const found[] = {"=us",     "=qaida", "=alqaida",
                                        "=1200",   "talk",   "=fighters",
                                        "fighter", "=cafes"};
    newsidx *index = open_new();

    (void)state;
    put(index, "a", NULL, text);
    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        expect_hits(index, found[i], "a");
    expect_hits(index, "=talk", "");
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_gives_itself_and_its_stem),
        cmocka_unit_test(names_numbers_and_acronyms_are_words_of_their_own),
        cmocka_unit_test(spans_are_bytes_of_the_text),
        cmocka_unit_test(a_callback_can_stop),
        cmocka_unit_test(every_language_named_has_an_analyzer),
        cmocka_unit_test(what_cannot_be_a_language_is_refused),
        cmocka_unit_test(an_index_holds_the_very_same_terms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
