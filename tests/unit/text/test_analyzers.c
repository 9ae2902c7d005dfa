#include "text/analyzers.h"

#include "tokens.h"

static void a_language_has_one_analyzer(void **state)
{
    static const char *const names[] = {"en", "en-GB", "EN", "eng", "en_US"};
    nx_analyzers analyzers;
    nx_analyzer *first;

    (void)state;
    nx_analyzers_init(&analyzers);
    assert_int_equal(nx_analyzers_get(&analyzers, nx_str("en"), &first, NULL),
                     NEWSIDX_OK);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        nx_analyzer *again;

        assert_int_equal(
            nx_analyzers_get(&analyzers, nx_str(names[i]), &again, NULL),
            NEWSIDX_OK);
        assert_ptr_equal(first, again);
    }
    assert_int_equal(analyzers.count, 1);
    nx_analyzers_finish(&analyzers);
}

static void other_languages_have_others(void **state)
{
    nx_analyzers analyzers;
    nx_analyzer *english;
    nx_analyzer *polish;
    nx_analyzer *none;

    (void)state;
    nx_analyzers_init(&analyzers);
    assert_int_equal(nx_analyzers_get(&analyzers, nx_str("en"), &english, NULL),
                     NEWSIDX_OK);
    assert_int_equal(nx_analyzers_get(&analyzers, nx_str("pl"), &polish, NULL),
                     NEWSIDX_OK);
    assert_ptr_not_equal(english, polish);
    assert_int_equal(
        nx_analyzers_get(&analyzers, nx_str("english"), &none, NULL),
        NEWSIDX_ERR_LANGUAGE);
    assert_null(none);
    assert_int_equal(analyzers.count, 2);
    nx_analyzers_finish(&analyzers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_language_has_one_analyzer),
        cmocka_unit_test(other_languages_have_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
