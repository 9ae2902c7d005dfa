/* How many versions have a term, and when the answer is asked for again. */
#include "rank/frequencies.h"

#include "fixture.h"

static uint64_t frequency(fixture *in, const char *expression)
{
    uint64_t count = 0;

    EXPECT_OK(nx_frequencies_get(in->frequencies, in->store, nx_str(expression),
                                 NULL, &count, &err));
    return count;
}

static void hidden_versions_count(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain", "In Geneva");
    put(&in, "1", "Rain", "In Bern");
    EXPECT_OK(nx_store_begin_read(in.store, &err));
    assert_int_equal(frequency(&in, "\"rain\""), 2);
    assert_int_equal(frequency(&in, "\"geneva|bern\""), 2);
    assert_int_equal(frequency(&in, "\"snow\""), 0);
    nx_store_end_read(in.store);
    fixture_close(&in);
}

static void a_commit_makes_them_new(void **state)
{
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain", "");
    assert_int_equal(frequency(&in, "\"rain\""), 1);
    put(&in, "2", "Rain", "");
    assert_int_equal(frequency(&in, "\"rain\""), 2);
    fixture_close(&in);
}

/* Within a transaction the revision stands still while the words change. */
static void a_transaction_sees_what_it_wrote(void **state)
{
    const newsidx_article second = make_article("2", "Rain", "");
    const newsidx_article third = make_article("3", "Rain", "");
    fixture in;

    (void)state;
    fixture_open(&in);
    put(&in, "1", "Rain", "");
    assert_int_equal(frequency(&in, "\"rain\""), 1);
    EXPECT_OK(nx_store_begin(in.store, NX_DURABLE, &err));
    store_article(in.store, &second);
    assert_int_equal(frequency(&in, "\"rain\""), 2);
    store_article(in.store, &third);
    assert_int_equal(frequency(&in, "\"rain\""), 3);
    EXPECT_OK(nx_store_rollback(in.store, &err));
    EXPECT_OK(nx_store_begin_read(in.store, &err));
    assert_int_equal(frequency(&in, "\"rain\""), 1);
    nx_store_end_read(in.store);
    fixture_close(&in);
}

/* More than there are places, so that some take each other's. */
static void words_that_share_a_place_are_told_apart(void **state)
{
    char expression[16];
    fixture in;
    nx_buf body;
    newsidx_article article;

    (void)state;
    fixture_open(&in);
    nx_buf_init(&body, 65536);
    for (int i = 0; i < 1500; i++)
        nx_buf_add_format(&body, "w%d ", i * 2);
    article = make_article("1", "Numbers", body.bytes);
    put_article(&in, &article);
    nx_buf_finish(&body);
    EXPECT_OK(nx_store_begin_read(in.store, &err));
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 3000; i++) {
            snprintf(expression, sizeof expression, "\"w%d\"", i);
            assert_int_equal(frequency(&in, expression), i % 2 == 0);
        }
    }
    nx_store_end_read(in.store);
    fixture_close(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hidden_versions_count),
        cmocka_unit_test(a_commit_makes_them_new),
        cmocka_unit_test(a_transaction_sees_what_it_wrote),
        cmocka_unit_test(words_that_share_a_place_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
