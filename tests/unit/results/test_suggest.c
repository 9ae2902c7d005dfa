/* Completions by words that a damaged file has. */
#include "results/suggest.h"

#include "../rank/listed_fixture.h"

/* As "rain 2 0, rayn 1 1". */
static void expect_suggestions(fixture *in, const char *text,
                               const char *expected)
{
    const newsidx_tally_line *line;
    newsidx_tally *words = NULL;
    nx_lexicon lexicon;
    size_t start = 0;
    nx_buf got;

    nx_lexicon_init(&lexicon);
    nx_buf_init(&got, 10000);
    EXPECT_OK(nx_suggest(in->store, &lexicon, nx_str(text), NULL, &start,
                         &words, &err));
    for (line = nx_tally_next(words); line != NULL;
         line = nx_tally_next(words)) {
        nx_buf_add_string(&got, got.length > 0 ? ", " : "");
        nx_buf_add_text(&got, line->label);
        nx_buf_add_format(&got, " %d %.0f", (int)line->count, line->weight);
    }
    assert_text(nx_buf_text(&got), expected);
    nx_tally_free(words);
    nx_buf_finish(&got);
    nx_lexicon_finish(&lexicon);
}

/* Continuation bytes without end are no one character. */
static void ill_formed_words_are_stepped_over(void **state)
{
    fixture *in = *state;
    sqlite3 *db = NULL;

    put(in, "1", "rain rayn filler", NULL);
    put(in, "2", "rain", NULL);
    seal(in);
    assert_int_equal(sqlite3_open(INDEX_PATH, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "UPDATE list_term SET spelling = CAST(x'72"
                     "80808080808080808080808080808080808080808080808080808080"
                     "80808080808080808080808080808080808080808080808080808080"
                     "696e' AS TEXT) WHERE spelling = 'filler'",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    expect_suggestions(in, "rain", "rain 2 0, rayn 1 1");
    expect_suggestions(in, "rxin", "rain 2 1");
    expect_suggestions(in, "rin", "rain 2 1");
}

static void long_words_are_cut_as_the_index_cuts_them(void **state)
{
    fixture *in = *state;
    char expected[140];
    char word[129];

    memset(word, 'q', 128);
    word[128] = '\0';
    put(in, "long", word, NULL);
    snprintf(expected, sizeof expected, "%.127s 1 0", word);
    expect_suggestions(in, word, expected);
    word[100] = '\0';
    expect_suggestions(in, word, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ill_formed_words_are_stepped_over),
        cmocka_unit_test(long_words_are_cut_as_the_index_cuts_them),
    };

    return cmocka_run_group_tests(tests, fixture_set_up, fixture_tear_down);
}
