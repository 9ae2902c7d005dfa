#include "formats/charset/language.h"

#include "reading.h"

typedef struct sample {
    const char *language; /* NULL: not to be guessed */
    const char *body;
} sample;

/* Of an index whose articles are English. */
static const sample samples[] = {
    {NULL, "The minister said on Monday that the law will be passed before the "
           "summer, and that the towns will have what is due to them."},
    {NULL, "Too short for a guess."},
    {NULL, ""},
    {"de", "Die Ministerin sagte am Montag, dass das Gesetz vor dem Sommer "
           "verabschiedet wird und die Gemeinden das Geld bekommen, das ihnen "
           "zusteht."},
    {"fr", "La ministre a d\xC3\xA9"
           "clar\xC3\xA9 lundi que la loi sera adopt\xC3\xA9"
           "e avant l\xE2\x80\x99\xC3\xA9t\xC3\xA9 et que les communes "
           "recevront l\xE2\x80\x99"
           "argent qui leur est d\xC3\xBB pour les travaux."},
    {"es", "La ministra dijo el lunes que la ley se aprobar\xC3\xA1 antes del "
           "verano y que los ayuntamientos recibir\xC3\xA1n el dinero que les "
           "corresponde. Las obras de la l\xC3\xADnea de metro no han de "
           "costar m\xC3\xA1s de lo previsto en el presupuesto de la ciudad."},
    {"da", "Statsministeren meddelte, at loven bliver vedtaget inden sommeren, "
           "og at kommunerne f\xC3\xA5r de penge, som de har krav p\xC3\xA5. "
           "If\xC3\xB8lge ministeren begynder arbejdet p\xC3\xA5 metrolinjen "
           "til efter\xC3\xA5ret."},
    /* Neighbours without a stemmer of their own, or too near to be told. */
    {NULL,
     "Die president het aangekondig dat die wet voor die somer goedgekeur "
     "sal word en dat die munisipaliteite die geld sal kry wat aan hulle "
     "behoort. Volgens die minister sal die werk aan die spoorlyn in "
     "die herfs begin."},
    {NULL,
     "O presidente da Xunta anunciou que a lei ser\xC3\xA1 aprobada antes "
     "do ver\xC3\xA1n e que os concellos recibir\xC3\xA1n os cartos que "
     "lles corresponden. Segundo a conselleira, as obras da "
     "li\xC3\xB1"
     "a de metro comezar\xC3\xA1n no outono e non custar\xC3\xA1n "
     "m\xC3\xA1is do que estaba previsto no orzamento da cidade."},
    /* Names and figures are in no language. */
    {NULL, "Smith 3, Jones 2; Garcia 4, Lopez 1; Muller 2, Schmidt 0; Rossi 1, "
           "Bianchi 1; Ivanov 5, Petrov 3; Hansen 2, Olsen 2; Novak 1."}};

/* Danish needs libexttextcat's data, which a system may lack. */
static bool needs_data(const char *language)
{
    return language != NULL &&
           (strcmp(language, "da") == 0 || strcmp(language, "es") == 0);
}

static void articles_are_in_the_language_of_their_words(void **state)
{
    nx_languages *languages;

    (void)state;
    assert_int_equal(nx_languages_new(nx_str("en"), &languages, NULL),
                     NEWSIDX_OK);
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        newsidx_article article = NEWSIDX_ARTICLE_INIT;
        const char *language;

        article.body = nx_str(samples[i].body);
        language = nx_languages_guess(languages, &article);
        if (samples[i].language == NULL) {
            assert_null(language);
        } else if (language != NULL || !needs_data(samples[i].language)) {
            assert_non_null(language);
            assert_string_equal(language, samples[i].language);
        }
    }
    nx_languages_free(languages);
    nx_languages_free(NULL);
}

static void the_default_is_not_guessed(void **state)
{
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    nx_languages *languages;

    (void)state;
    assert_int_equal(nx_languages_new(nx_str("de-AT"), &languages, NULL),
                     NEWSIDX_OK);
    article.headline = nx_str(samples[3].body); /* it has no body */
    assert_null(nx_languages_guess(languages, &article));
    article.body = nx_str(samples[0].body);
    assert_string_equal(nx_languages_guess(languages, &article), "en");
    nx_languages_free(languages);
}

static void what_is_guessed_is_filled_in(void **state)
{
    nx_languages *languages;
    reading r;

    (void)state;
    assert_int_equal(nx_languages_new(nx_str("en"), &languages, NULL),
                     NEWSIDX_OK);
    reading_plain(&r, "Gesetz verabschiedet\n\n"
                      "Die Ministerin sagte am Montag, dass das Gesetz vor dem "
                      "Sommer verabschiedet wird und die Gemeinden das Geld "
                      "bekommen, das ihnen zusteht.\n");
    assert_int_equal(nx_languages_fill_in(languages, &r.item, NULL),
                     NEWSIDX_OK);
    assert_text(r.item.article.language, "de");
    r.item.article.language = nx_str("fr");
    assert_int_equal(nx_languages_fill_in(languages, &r.item, NULL),
                     NEWSIDX_OK);
    assert_text(r.item.article.language, "fr");
    reading_end(&r);
    nx_languages_free(languages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_are_in_the_language_of_their_words),
        cmocka_unit_test(the_default_is_not_guessed),
        cmocka_unit_test(what_is_guessed_is_filled_in)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
