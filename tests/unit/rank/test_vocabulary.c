/* The terms that a prefix, a pattern or a slip of the finger stands for. */
#include "rank/vocabulary.h"

#include "fixture.h"

#include "base/buf.h"
#include "base/edits.h"

/* Check the first `most` of the wanted terms, written as "talk talks"; a "+"
 * at the end says that there are more. */
static void check(fixture *in, nx_likeness_kind kind, const char *text,
                  size_t edits, size_t most, const char *expected)
{
    const nx_likeness likeness = {kind, nx_str(text), edits};
    nx_expansion terms;
    nx_buf line;

    nx_buf_init(&line, 10000);
    EXPECT_OK(nx_store_begin_read(in->store, &err));
    EXPECT_OK(nx_vocabulary_expand(in->store, &likeness, most, &in->arena,
                                   &terms, &err));
    nx_store_end_read(in->store);
    assert_true(terms.count <= most);
    for (size_t i = 0; i < terms.count; i++) {
        nx_buf_add_string(&line, i > 0 ? " " : "");
        nx_buf_add_text(&line, terms.terms[i]);
    }
    nx_buf_add_string(&line, terms.is_cut ? "+" : "");
    assert_text(nx_buf_text(&line), expected);
    nx_buf_finish(&line);
}

static void check_prefix(fixture *in, const char *prefix, const char *expected)
{
    check(in, NX_LIKE_PREFIX, prefix, 0, 1000, expected);
}

static void check_pattern(fixture *in, const char *pattern,
                          const char *expected)
{
    check(in, NX_LIKE_PATTERN, pattern, 0, 1000, expected);
}

static void terms_come_in_order_and_are_exact_forms(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Talks", "Talking of U.S. talk. Al-Qaida talks. Tall tale.");
    check_prefix(&in, "tal", "tale talk talking talks tall");
    check_prefix(&in, "alq", "alqaida");
    check_prefix(&in, "zz", "");
    check_pattern(&in, "*al*", "al alqaida tale talk talking talks tall");
    check_pattern(&in, "u*", "us");
    fixture_close(&in);
}

static void new_words_are_seen(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    check_prefix(&in, "gen", "");
    put(&in, "1", "Geneva", "");
    check_prefix(&in, "gen", "geneva");
    put(&in, "2", "General Geneva", "");
    check_prefix(&in, "gen", "general geneva");
    fixture_close(&in);
}

/* The later articles have the earlier words. */
static void the_first_of_all_articles_are_taken(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "", "wg wf we wh");
    put(&in, "2", "", "wc wd wf wg");
    put(&in, "3", "", "wa wb wh wa");
    check(&in, NX_LIKE_PREFIX, "w", 0, 3, "wa wb wc+");
    check(&in, NX_LIKE_PREFIX, "w", 0, 7, "wa wb wc wd we wf wg+");
    check(&in, NX_LIKE_PREFIX, "w", 0, 8, "wa wb wc wd we wf wg wh");
    check(&in, NX_LIKE_PATTERN, "w?", 0, 1, "wa+");
    fixture_close(&in);
}

static void a_prefix_ends_at_a_byte(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "\xD0\xB4\xD0\xBE\xD0\xBC \xD0\xB4\xD0\xBE\xD0\xBC\xD0\xB0",
        "");
    check_prefix(&in, "\xD0\xB4\xD0\xBE\xD0\xBC",
                 "\xD0\xB4\xD0\xBE\xD0\xBC "
                 "\xD0\xB4\xD0\xBE\xD0\xBC\xD0\xB0");
    check_prefix(&in, "\xD0\xB4\xD0",
                 "\xD0\xB4\xD0\xBE\xD0\xBC "
                 "\xD0\xB4\xD0\xBE\xD0\xBC\xD0\xB0");
    fixture_close(&in);
}

static void wildcards_stand_for_characters(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "", "Woman women womn womeen color colour colors дом дым");
    check_pattern(&in, "wom?n", "woman women");
    check_pattern(&in, "wom*n", "woman womeen women womn");
    check_pattern(&in, "colo*r", "color colour");
    check_pattern(&in, "colo*r*", "color colors colour");
    check_pattern(&in, "д?м", "дом дым");
    check_pattern(&in, "*ors", "colors");
    fixture_close(&in);
}

static bool fits(const char *pattern, const char *word)
{
    return nx_vocabulary_fits(nx_str(pattern), nx_str(word));
}

static void a_pattern_fits_the_whole_word(void **state)
{
    (void)state;
    assert_true(fits("talk", "talk"));
    assert_false(fits("talk", "talks"));
    assert_false(fits("talks", "talk"));
    assert_true(fits("*", ""));
    assert_true(fits("", ""));
    assert_false(fits("?", ""));
    assert_false(fits("", "a"));
    assert_true(fits("a*a", "aa"));
    assert_false(fits("a*a", "a"));
    assert_true(fits("a*b*c", "abbcbc"));
    assert_false(fits("a*b*c", "abbcb"));
    assert_true(fits("*ab?d", "ababcabcd"));
    assert_true(fits("a***", "a"));
    assert_true(fits("中?", "中東"));
    assert_false(fits("?", "中東"));
    assert_true(fits("*?東", "中東"));
}

/* Whoever tried all ways to share the word out would be at it for years. */
static void many_wildcards_take_no_longer(void **state)
{
    char pattern[121];
    char word[121];

    (void)state;
    for (size_t i = 0; i < 120; i++) {
        pattern[i] = i % 2 == 0 ? 'a' : '*';
        word[i] = 'a';
    }
    pattern[120] = '\0';
    word[120] = '\0';
    assert_true(fits(pattern, word));
    pattern[119] = 'b';
    assert_false(fits(pattern, word));
}

static void misspelt_words_have_the_same_first_letter(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "", "Geneva Genera Geneve Jeneva Genf Genvea Genevas Élan");
    check(&in, NX_LIKE_SPELLING, "geneva", 1, 1000,
          "genera geneva genevas geneve genvea");
    check(&in, NX_LIKE_SPELLING, "genva", 1, 1000, "geneva genvea");
    check(&in, NX_LIKE_SPELLING, "genv", 2, 1000, "geneva geneve genf genvea");
    check(&in, NX_LIKE_SPELLING, "elam", 1, 1000, "elan");
    check(&in, NX_LIKE_SPELLING, "geneva", 1, 2, "genera geneva+");
    fixture_close(&in);
}

/* Check neighbours written as "geneva 2 genera 1", with their counts. */
static void check_nearest(fixture *in, const char *word, size_t most,
                          const char *expected)
{
    nx_neighbour *neighbours;
    size_t count;
    nx_buf line;

    nx_buf_init(&line, 10000);
    EXPECT_OK(nx_store_begin_read(in->store, &err));
    EXPECT_OK(nx_vocabulary_nearest(in->store, in->frequencies, nx_str(word),
                                    most, &in->arena, &neighbours, &count,
                                    &err));
    nx_store_end_read(in->store);
    for (size_t i = 0; i < count; i++) {
        char number[32];

        nx_buf_add_string(&line, i > 0 ? " " : "");
        nx_buf_add_text(&line, neighbours[i].term);
        snprintf(number, sizeof number, " %d", (int)neighbours[i].count);
        nx_buf_add_string(&line, number);
        assert_int_equal(neighbours[i].edits,
                         nx_edits(nx_str(word), neighbours[i].term, 9));
    }
    assert_text(nx_buf_text(&line), expected);
    nx_buf_finish(&line);
}

static void the_nearest_words_come_first_and_then_the_commonest(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Geneva", "general");
    put(&in, "2", "Geneva", "genera general");
    put(&in, "3", "Geneve", "general of the jeneva");
    put(&in, "4", "Genevo", "Geneva Geneva");
    check_nearest(&in, "genevu", 9, "geneva 3 geneve 1 genevo 1 genera 1");
    check_nearest(&in, "genevu", 3, "geneva 3 geneve 1 genevo 1");
    check_nearest(&in, "genevu", 2, "geneva 3 geneve 1");
    check_nearest(&in, "genevra", 9,
                  "geneva 3 genera 1 general 3 geneve 1 genevo 1");
    fixture_close(&in);
}

static void a_word_is_not_its_own_neighbour(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Geneva", "Geneve");
    check_nearest(&in, "geneva", 9, "geneve 1");
    fixture_close(&in);
}

static void short_words_may_differ_less(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "", "talk talks tall to tea домик");
    check_nearest(&in, "talx", 9, "talk 1 tall 1");
    check_nearest(&in, "talxs", 9, "talks 1");
    check_nearest(&in, "talxx", 9, "");
    check_nearest(&in, "tx", 9, "");
    check_nearest(&in, "дымык", 9, "");
    check_nearest(&in, "домок", 9, "домик 1");
    fixture_close(&in);
}

static void a_reader_can_have_it_too(void **state)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    const nx_likeness likeness = {NX_LIKE_PREFIX, nx_str("g"), 0};
    nx_store *reader = NULL;
    nx_expansion terms;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Geneva", "");
    options.mode = NEWSIDX_READ_ONLY;
    EXPECT_OK(nx_store_open(INDEX_PATH, &options, &reader, &err));
    EXPECT_OK(nx_store_begin_read(reader, &err));
    EXPECT_OK(
        nx_vocabulary_expand(reader, &likeness, 1, &in.arena, &terms, &err));
    assert_int_equal(terms.count, 1);
    nx_store_end_read(reader);
    nx_store_close(reader);
    fixture_close(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_come_in_order_and_are_exact_forms),
        cmocka_unit_test(new_words_are_seen),
        cmocka_unit_test(the_first_of_all_articles_are_taken),
        cmocka_unit_test(a_prefix_ends_at_a_byte),
        cmocka_unit_test(wildcards_stand_for_characters),
        cmocka_unit_test(a_pattern_fits_the_whole_word),
        cmocka_unit_test(many_wildcards_take_no_longer),
        cmocka_unit_test(misspelt_words_have_the_same_first_letter),
        cmocka_unit_test(the_nearest_words_come_first_and_then_the_commonest),
        cmocka_unit_test(a_word_is_not_its_own_neighbour),
        cmocka_unit_test(short_words_may_differ_less),
        cmocka_unit_test(a_reader_can_have_it_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
