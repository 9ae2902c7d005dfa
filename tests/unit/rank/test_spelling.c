/* How words are written: letter cases, bytes, and the places that are left. */
#include "rank/spelling.h"

#include "fixture.h"

#include <stdlib.h>

static void expect_cases(unsigned cases, const char *word, bool expected)
{
    nx_unit unit;

    memset(&unit, 0, sizeof unit);
    unit.restriction.cases = cases;
    if (nx_spelling_has_cases(&unit, nx_str(word), 0, (uint32_t)strlen(word)) !=
        expected)
        fail_msg("%u: %s", cases, word);
}

static void letter_cases_are_of_all_letters_of_a_word(void **state)
{
    const unsigned caps = 1U << NX_CASE_CAPS;
    const unsigned allcaps = 1U << NX_CASE_ALLCAPS;
    const unsigned nocaps = 1U << NX_CASE_NOCAPS;

    (void)state;
    expect_cases(0, "Us", true);
    expect_cases(caps, "Us", true);
    expect_cases(caps, "iPhone", true);
    expect_cases(caps, "us", false);
    expect_cases(caps, "48", false);
    expect_cases(allcaps, "US", true);
    expect_cases(allcaps, "U.S.", true);
    expect_cases(allcaps, "F16", true);
    expect_cases(allcaps, "Us", false);
    expect_cases(allcaps, "48", false);
    expect_cases(nocaps, "us", true);
    expect_cases(nocaps, "48", true);
    expect_cases(nocaps, "Us", false);
    expect_cases(nocaps, "\xC3\x89t\xC3\xA9", false);
    expect_cases(caps, "\xC3\x89t\xC3\xA9", true);
    expect_cases(caps | nocaps, "Us", false);
    expect_cases(caps | allcaps, "US", true);
    expect_cases(caps | allcaps, "Us", false);
}

static void expect_bytes(const char *typed, size_t first_word, const char *text,
                         uint32_t start, bool expected)
{
    nx_unit unit;

    memset(&unit, 0, sizeof unit);
    unit.restriction.verbatim = nx_str(typed);
    unit.first_word = first_word;
    if (nx_spelling_has_bytes(&unit, nx_str(text), start) != expected)
        fail_msg("%s at %u of %s", typed, (unsigned)start, text);
}

static void bytes_are_compared_from_the_first_word_both_ways(void **state)
{
    (void)state;
    expect_bytes("New York", 0, "In New York.", 3, true);
    expect_bytes("New York", 0, "In New york.", 3, false);
    expect_bytes("New York", 0, "In New Yor", 3, false);
    expect_bytes("(no) way", 1, "a (no) way", 3, true);
    expect_bytes("(no) way", 1, "no) way", 0, false);
    expect_bytes("- no", 2, "a - no", 4, true);
    expect_bytes("- no", 2, "a -no", 3, false);
    expect_bytes("no!", 0, "no!", 0, true);
    expect_bytes("no!", 0, "no", 0, false);
}

static void a_blank_is_any_run_of_white_space(void **state)
{
    (void)state;
    expect_bytes("New York", 0, "New \t\r\n York", 0, true);
    expect_bytes("New York", 0, "NewYork", 0, false);
    expect_bytes("- no", 2, "-\n\n no", 4, true);
    expect_bytes("NewYork", 0, "New York", 0, false);
}

static void without_bytes_anything_will_do(void **state)
{
    nx_unit unit;

    (void)state;
    memset(&unit, 0, sizeof unit);
    assert_true(nx_spelling_has_bytes(&unit, nx_str("no"), 0));
}

/* ----------------------------------------------------------- speller ---- */

/* Which of the body's places "first-last" of unit 0 are left. */
static void expect_kept(fixture *in, const char *query, const char *body,
                        const char *places, const char *expected)
{
    const newsidx_article article = make_article("k", "Rain", body);
    nx_intervals sets[2] = {{NULL, 0, 0, 0}, {NULL, 0, 0, 0}};
    nx_analyzer *analyzer;
    nx_speller *speller;
    char left[256] = "";
    size_t used = 0;

    plan(in, query);
    assert_int_equal(in->plan.unit_count, 1);
    while (*places != '\0') {
        char *end;
        const uint32_t first = (uint32_t)strtoul(places, &end, 10);
        const uint32_t last = (uint32_t)strtoul(end + 1, &end, 10);
        const nx_interval place = {nx_place(NX_COLUMN_BODY, first),
                                   nx_place(NX_COLUMN_BODY, last)};

        assert_true(nx_intervals_add(&sets[0], place));
        places = *end == ' ' ? end + 1 : end;
    }
    EXPECT_OK(nx_store_analyzer(in->store, nx_str(NULL), &analyzer, &err));
    EXPECT_OK(nx_speller_new(&in->plan, &speller, &err));
    EXPECT_OK(nx_speller_keep(speller, analyzer, &article, sets, &err));
    nx_speller_free(speller);
    for (size_t i = 0; i < sets[0].count; i++)
        used += (size_t)snprintf(
            left + used, sizeof left - used, "%s%u-%u", i > 0 ? " " : "",
            (unsigned)nx_place_position(sets[0].items[i].first),
            (unsigned)nx_place_position(sets[0].items[i].last));
    nx_intervals_finish(&sets[0]);
    if (strcmp(left, expected) != 0)
        fail_msg("%s keeps %s, not %s", query, left, expected);
}

static void places_of_other_letter_cases_are_taken_out(void **state)
{
    expect_kept(*state, "caps(rain)", "rain Rain RAIN rain", "0-0 1-1 2-2 3-3",
                "1-1 2-2");
    expect_kept(*state, "allcaps(us)", "us Us US U.S. end", "0-0 1-1 2-2 3-3",
                "2-2 3-3");
    expect_kept(*state, "caps(\"new york\")", "New York New york new York",
                "0-1 2-3 4-5", "0-1");
}

static void a_joined_form_has_the_case_of_the_whole(void **state)
{
    expect_kept(*state, "caps(al-qaida)", "al-Qaida Al-Qaida Alqaida alqaida",
                "0-0 0-1 2-2 2-3 4-4 5-5", "0-0 2-2 2-3 4-4");
    expect_kept(*state, "nocaps(al-qaida)", "al-Qaida al-qaida",
                "0-0 0-1 "
                "2-2 2-3",
                "2-2 2-3");
}

static void overlapping_places_are_each_looked_at(void **state)
{
    expect_kept(*state, "caps(\"a a\")", "A A a A A", "0-1 1-2 2-3 3-4",
                "0-1 3-4");
}

static void places_of_other_bytes_are_taken_out(void **state)
{
    expect_kept(*state, "verbatim(\"New York\")",
                "New York. New, York. New  York", "0-1 2-3 4-5", "0-1 4-5");
}

static void units_that_ask_for_nothing_keep_all(void **state)
{
    expect_kept(*state, "=rain", "rain Rain", "0-0 1-1", "0-0 1-1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letter_cases_are_of_all_letters_of_a_word),
        cmocka_unit_test(bytes_are_compared_from_the_first_word_both_ways),
        cmocka_unit_test(a_blank_is_any_run_of_white_space),
        cmocka_unit_test(without_bytes_anything_will_do),
        cmocka_unit_test(places_of_other_letter_cases_are_taken_out),
        cmocka_unit_test(a_joined_form_has_the_case_of_the_whole),
        cmocka_unit_test(overlapping_places_are_each_looked_at),
        cmocka_unit_test(places_of_other_bytes_are_taken_out),
        cmocka_unit_test(units_that_ask_for_nothing_keep_all),
    };

    return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
