#include "ingest/agency.h"

#include "reading.h"

static void expect(const char *text, const char *name)
{
    newsidx_text found = {NULL, 0};

    assert_int_equal(nx_agency_find(nx_str(text), &found), name != NULL);
    assert_true(nx_str_equal(found, nx_str(name)));
}

static void agencies_are_known_in_full_and_short(void **state)
{
    (void)state;
    expect("Associated Press", "Associated Press");
    expect("ASSOCIATED PRESS", "ASSOCIATED PRESS");
    expect(" Reuters ", "Reuters");
    expect("AP", "AP");
    expect("dpa", "dpa");
}

static void words_around_the_name_are_left(void **state)
{
    (void)state;
    expect("The Associated Press", "Associated Press");
    expect("Associated Press Writer", "Associated Press");
    expect("Reuters Staff", "Reuters");
}

static void other_words_are_no_agency(void **state)
{
    (void)state;
    expect("", NULL);
    expect("The", NULL);
    expect("ap", NULL);
    expect("Geneva", NULL);
    expect("Staff", NULL);
}

static void papers_are_guessed_from_their_names(void **state)
{
    (void)state;
    assert_true(nx_agency_guess(nx_str("Northern Wire Service")));
    assert_true(nx_agency_guess(nx_str("CAPITAL DISPATCH")));
    assert_true(nx_agency_guess(nx_str("Agence Littorale")));
    assert_false(nx_agency_guess(nx_str("Press")));
    assert_false(nx_agency_guess(nx_str("")));
    assert_false(nx_agency_guess(nx_str("the morning news")));
    assert_false(nx_agency_guess(nx_str("Miriam Tolland, Meridian News")));
    assert_false(nx_agency_guess(nx_str("A B C D E F News")));
    assert_false(nx_agency_guess(nx_str("Matthew Lee")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agencies_are_known_in_full_and_short),
        cmocka_unit_test(words_around_the_name_are_left),
        cmocka_unit_test(other_words_are_no_agency),
        cmocka_unit_test(papers_are_guessed_from_their_names)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
