/* The terms that a prefix stands for. */
#include "rank/vocabulary.h"

#include "fixture.h"

#include "base/limits.h"

static void expand(fixture *in, const char *prefix, newsidx_text **terms,
                   size_t *count)
{
    bool is_cut;

    EXPECT_OK(nx_store_begin_read(in->store, &err));
    EXPECT_OK(nx_vocabulary_expand(in->store, nx_str(prefix), 1000, &in->arena,
                                   terms, count, &is_cut, &err));
    nx_store_end_read(in->store);
    assert_false(is_cut);
}

static void terms_come_in_order_and_are_exact_forms(void **state)
{
    newsidx_text *terms;
    size_t count;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Talks", "Talking of U.S. talk. Al-Qaida talks. Tall tale.");
    expand(&in, "tal", &terms, &count);
    assert_int_equal(count, 5);
    assert_text(terms[0], "tale");
    assert_text(terms[1], "talk");
    assert_text(terms[2], "talking");
    assert_text(terms[3], "talks");
    assert_text(terms[4], "tall");
    expand(&in, "alq", &terms, &count);
    assert_int_equal(count, 1);
    expand(&in, "zz", &terms, &count);
    assert_int_equal(count, 0);
    fixture_close(&in);
}

/* The list is made once for a connection, and shows what came later. */
static void new_words_are_seen(void **state)
{
    newsidx_text *terms;
    size_t count;
    fixture in;

    (void)state;
    fixture_open(&in);
    expand(&in, "gen", &terms, &count);
    assert_int_equal(count, 0);
    put(&in, "1", "Geneva", "");
    expand(&in, "gen", &terms, &count);
    assert_int_equal(count, 1);
    fixture_close(&in);
}

static void a_prefix_ends_at_a_byte(void **state)
{
    newsidx_text *terms;
    size_t count;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "\xD0\xB4\xD0\xBE\xD0\xBC \xD0\xB4\xD0\xBE\xD0\xBC\xD0\xB0",
        "");
    expand(&in, "\xD0\xB4\xD0\xBE\xD0\xBC", &terms, &count);
    assert_int_equal(count, 2);
    expand(&in, "\xD0\xB4\xD0", &terms, &count);
    assert_int_equal(count, 2);
    fixture_close(&in);
}

static void a_reader_can_have_it_too(void **state)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *reader = NULL;
    newsidx_text *terms;
    size_t count;
    bool is_cut;
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Geneva", "");
    options.mode = NEWSIDX_READ_ONLY;
    EXPECT_OK(nx_store_open(INDEX_PATH, &options, &reader, &err));
    EXPECT_OK(nx_store_begin_read(reader, &err));
    EXPECT_OK(nx_vocabulary_expand(reader, nx_str("g"), 1, &in.arena, &terms,
                                   &count, &is_cut, &err));
    assert_int_equal(count, 1);
    nx_store_end_read(reader);
    nx_store_close(reader);
    fixture_close(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_come_in_order_and_are_exact_forms),
        cmocka_unit_test(new_words_are_seen),
        cmocka_unit_test(a_prefix_ends_at_a_byte),
        cmocka_unit_test(a_reader_can_have_it_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
