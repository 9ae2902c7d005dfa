/* The words of ranked lists, over all segments. */
#include "store/list_terms.h"

#include "lists_fixture.h"

#define PATH "list_terms.db"

/* As "rain 2, snow 1". */
static void expect_terms(nx_store *store, const char *first,
                         const char *expected)
{
    nx_list_terms terms;
    newsidx_text term;
    uint64_t versions;
    char got[1000] = "";
    size_t used = 0;

    EXPECT_OK(nx_store_begin_read(store, err));
    EXPECT_OK(nx_list_terms_open(&terms, store, nx_str(first), err));
    while (nx_list_terms_next(&terms, &term, &versions, NULL) == NEWSIDX_OK)
        used += (size_t)snprintf(got + used, sizeof got - used, "%s%.*s %d",
                                 used > 0 ? ", " : "", (int)term.length,
                                 term.bytes, (int)versions);
    nx_list_terms_finish(&terms);
    nx_store_end_read(store);
    assert_string_equal(got, expected);
}

static void words_of_all_segments_are_one_list(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    expect_terms(store, "", "");
    lists_put_sealed(store, "1", "rain talks");
    lists_put_sealed(store, "2", "snow");
    lists_put_sealed(store, "3", "rain al-Qaida");
    expect_terms(store, "",
                 "al 1, alqaida 1, qaida 1, rain 2, snow 1, talks 1");
    expect_terms(store, "rain", "rain 2, snow 1, talks 1");
    expect_terms(store, "raj", "snow 1, talks 1");
    expect_terms(store, "z", "");
    nx_store_close(store);
}

static void marks_and_stems_are_no_words(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    lists_put_sealed(store, "1", "U.S. talking");
    expect_terms(store, "", "talking 1, us 1");
    nx_store_close(store);
}

static void a_damaged_head_is_told(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_list_terms terms;
    newsidx_text term;
    uint64_t versions;

    (void)state;
    lists_put_sealed(store, "1", "rain");
    fixture_tamper(PATH, "UPDATE list_term SET exact = x'ff'");
    EXPECT_OK(nx_store_begin_read(store, err));
    EXPECT_OK(nx_list_terms_open(&terms, store, nx_str(""), err));
    EXPECT_FAIL(nx_list_terms_next(&terms, &term, &versions, err),
                NEWSIDX_ERR_CORRUPT, "damaged");
    nx_list_terms_finish(&terms);
    nx_store_end_read(store);
    nx_store_close(store);
}

static void a_damaged_spelling_is_told(void **state)
{
    static const char *const spellings[] = {
        "UPDATE list_term SET spelling = ''",
        "UPDATE list_term SET spelling = hex(zeroblob(100))"};
    nx_list_terms terms;

    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        nx_store *store = fixture_new(PATH);

        lists_put_sealed(store, "1", "rain");
        fixture_tamper(PATH, spellings[i]);
        EXPECT_OK(nx_store_begin_read(store, err));
        EXPECT_FAIL(nx_list_terms_open(&terms, store, nx_str(""), err),
                    NEWSIDX_ERR_CORRUPT, "damaged");
        nx_list_terms_finish(&terms);
        nx_store_end_read(store);
        nx_store_close(store);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_all_segments_are_one_list),
        cmocka_unit_test(marks_and_stems_are_no_words),
        cmocka_unit_test(a_damaged_head_is_told),
        cmocka_unit_test(a_damaged_spelling_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
