/* The lines that tell what an index has of a word. */
#include "results/term_info.h"

#include "../rank/listed_fixture.h"

static void both_lists_are_told_with_the_tail(void **state)
{
    static const char *const labels[] = {
        "exact",
        "exact 1-2 postings",
        "exact 1-2 chunks",
        "exact 1-2 blocks",
        "exact 1-2 bytes",
        "exact 1-2 first id",
        "exact 1-2 last id",
        "exact 1-2 impact",
        "stem",
        "stem 1-2 postings",
    };
    static const uint64_t counts[] = {2, 1, 1, 1, 4, 1, 1, 1, 3, 2};
    fixture *in = *state;
    newsidx_tally *lines = NULL;

    put(in, "1", "Talk", NULL);
    put(in, "2", "Talks", NULL);
    seal(in);
    put(in, "3", "Talk", NULL);
    EXPECT_OK(
        nx_term_info(in->store, in->frequencies, nx_str("talk"), &lines, &err));
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        const newsidx_tally_line *line = nx_tally_next(lines);

        assert_text(line->label, labels[i]);
        assert_int_equal(line->count, counts[i]);
    }
    nx_tally_free(lines);
}

static void what_ends_words_is_in_none(void **state)
{
    static const char *const terms[] = {"", "a b", "a\"b", "a|b", "a\tb"};
    fixture *in = *state;
    newsidx_tally *lines = NULL;

    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        EXPECT_STATUS(NEWSIDX_ERR_INPUT,
                      nx_term_info(in->store, in->frequencies, nx_str(terms[i]),
                                   &lines, &err));
        assert_null(lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_lists_are_told_with_the_tail),
        cmocka_unit_test(what_ends_words_is_in_none),
    };

    return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
