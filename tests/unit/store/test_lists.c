/* When articles go into lists, and how segments become fewer. */
#include "store/lists.h"

#include "lists_fixture.h"

#define PATH "lists.db"

static void a_tail_is_sealed_when_it_is_long(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    lists_put(store, "a", 999, "rain");
    assert_string_equal(lists_segments(store), "");
    assert_int_equal(nx_store_listed(store), 0);
    lists_put(store, "b", 1, "snow");
    assert_string_equal(lists_segments(store), "1-1000");
    assert_int_equal(nx_store_listed(store), 1000);
    lists_put(store, "c", 2500, "snow");
    assert_string_equal(lists_segments(store), "1-1000 1001-3500");
    lists_put(store, "d", 10, "snow");
    assert_string_equal(lists_segments(store), "1-1000 1001-3500");
    assert_string_equal(lists_postings(store, "nowhere", NX_LIST_EXACT), "");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void a_load_leaves_a_short_tail(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    for (int i = 0; i < 2; i++) {
        EXPECT_OK(nx_store_begin(store, NX_BULK, err));
        for (int j = 0; j < 60; j++) {
            nx_put_result put = {0, 0};
            newsidx_article article;
            char key[32];

            snprintf(key, sizeof key, "%d-%d", i, j);
            article = make_article(key, "rain", NULL);
            EXPECT_OK(fixture_try_put(store, &article, &put, err));
        }
        EXPECT_OK(nx_store_commit(store, err));
        assert_string_equal(lists_segments(store), "");
    }
    EXPECT_OK(nx_store_sync(store, err));
    assert_string_equal(lists_segments(store), "1-120");
    lists_put(store, "more", 99, "rain");
    EXPECT_OK(nx_store_sync(store, err));
    assert_string_equal(lists_segments(store), "1-120");
    nx_store_close(store);
}

/* Who seals has not seen the articles of the tail: it reads them again. */
static void a_tail_of_another_handle_is_sealed_too(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_store *other = fixture_open(PATH);

    (void)state;
    fixture_put(store, "1", "bombs", "Rain");
    fixture_put(other, "2", "bomb", NULL);
    fixture_put(store, "3", "bombing", NULL);
    lists_seal(store);
    assert_string_equal(lists_segments(other), "1-3");
    assert_string_equal(lists_postings(other, "bomb", NX_LIST_STEM),
                        "1:8 2:8 3:8");
    assert_string_equal(lists_postings(other, "rain", NX_LIST_EXACT), "1:6");
    fixture_put(other, "4", "rain", NULL);
    nx_store_close(other);
    lists_seal(store);
    assert_string_equal(lists_postings(store, "rain", NX_LIST_EXACT),
                        "1:6 4:8");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void what_was_rolled_back_is_in_no_list(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_article article = make_article("x", "hail", NULL);
    nx_put_result put = {0, 0};

    (void)state;
    fixture_put(store, "1", "rain", NULL);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_lists_seal(store, NX_TAIL_NONE, err));
    EXPECT_OK(nx_store_rollback(store, err));
    assert_string_equal(lists_segments(store), "");
    fixture_put(store, "2", "snow", NULL);
    lists_seal(store);
    assert_string_equal(lists_segments(store), "1-2");
    assert_string_equal(lists_postings(store, "hail", NX_LIST_EXACT), "");
    assert_string_equal(lists_postings(store, "snow", NX_LIST_EXACT), "2:8");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void twelve_segments_of_a_size_become_one(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    for (int i = 0; i < 11; i++) {
        char name[16];

        snprintf(name, sizeof name, "%d", i);
        lists_put(store, name, 3, "rain");
        lists_seal(store);
    }
    assert_string_equal(lists_segments(store),
                        "1-3 4-6 7-9 10-12 13-15 16-18 19-21 22-24 25-27 28-30 "
                        "31-33");
    lists_put(store, "last", 3, "rain");
    lists_seal(store);
    assert_string_equal(lists_segments(store), "1-36");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void larger_segments_wait_for_their_like(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    lists_put(store, "large", 12000, "rain");
    assert_string_equal(lists_segments(store), "1-12000");
    for (int i = 0; i < 12; i++) {
        char name[16];

        snprintf(name, sizeof name, "%d", i);
        lists_put_sealed(store, name, "rain");
    }
    assert_string_equal(lists_segments(store), "1-12000 12001-12012");
    EXPECT_OK(nx_store_optimize(store, err));
    assert_string_equal(lists_segments(store), "1-12012");
    EXPECT_OK(nx_store_optimize(store, err));
    assert_string_equal(lists_segments(store), "1-12012");
    nx_store_close(store);
}

static void dropped_lists_are_made_anew(void **state)
{
    nx_store *store = fixture_new(PATH);
    int64_t rows = -1;

    (void)state;
    lists_put(store, "a", 600, "rain");
    lists_seal(store);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(nx_lists_drop(store, err));
    EXPECT_OK(nx_db_number(store->db,
                           "SELECT (SELECT count(*) FROM list_segment) + "
                           "(SELECT count(*) FROM list_term) + "
                           "(SELECT count(*) FROM list_chunk)",
                           "counting", &rows, err));
    assert_int_equal(rows, 0);
    assert_int_equal(nx_store_listed(store), 0);
    EXPECT_OK(nx_lists_seal(store, NX_TAIL_NONE, err));
    assert_int_equal(nx_store_listed(store), 600);
    EXPECT_OK(nx_store_commit(store, err));
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void segments_with_gaps_are_not_used(void **state)
{
    static const char *const damages[] = {
        "UPDATE list_segment SET first = 2 WHERE segment = 1",
        "UPDATE list_segment SET first = 3 WHERE segment = 2",
        "UPDATE list_segment SET last = 77 WHERE segment = 2",
        "UPDATE list_segment SET last = 0 WHERE segment = 2",
        "UPDATE list_segment SET last = 4294967297 WHERE segment = 2",
        "UPDATE list_segment SET first = -1 WHERE segment = 1",
        "DELETE FROM list_segment WHERE segment = 1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        nx_store *store = fixture_new(PATH);

        lists_put_sealed(store, "1", "rain");
        lists_put_sealed(store, "2", "rain");
        nx_store_close(store);
        fixture_tamper(PATH, damages[i]);
        store = fixture_open(PATH);
        EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_CORRUPT,
                    "gaps");
        assert_int_equal(nx_store_listed(store), 0);
        /* Writing goes on, and leaves them as they are. */
        lists_put(store, "more", 1200, "snow");
        assert_int_equal(nx_store_listed(store), 0);
        EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
        EXPECT_OK(nx_store_check(store, NULL, NULL, err));
        assert_string_equal(lists_segments(store), "1-1202");
        nx_store_close(store);
    }
}

/* Lists follow from the articles: no article is refused for their sake. */
static void what_cannot_be_merged_is_left_alone(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    for (int i = 0; i < 11; i++) {
        char key[16];

        snprintf(key, sizeof key, "%d", i);
        lists_put_sealed(store, key, "rain");
    }
    nx_store_close(store);
    fixture_tamper(PATH, "UPDATE list_term SET exact = x'01' "
                         "WHERE segment = 3 AND spelling = 'rain'");
    store = fixture_open(PATH);
    lists_put(store, "more", 1200, "rain");
    assert_int_equal(fixture_matches(store, "rain"), 1211);
    assert_int_equal(nx_store_listed(store), 0);
    lists_put(store, "yet more", 1200, "rain");
    EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_CORRUPT,
                "damaged");
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    assert_string_equal(lists_segments(store), "1-2411");
    nx_store_close(store);
}

static void a_tail_that_cannot_be_read_is_left_alone(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    lists_put(store, "first", 600, "rain");
    nx_store_close(store);
    fixture_tamper(PATH, "DELETE FROM article WHERE id = 5");
    store = fixture_open(PATH);
    lists_put(store, "more", 600, "rain");
    assert_int_equal(fixture_matches(store, "rain"), 1200);
    assert_string_equal(lists_segments(store), "");
    nx_store_close(store);
}

static void
distrusted_lists_are_not_used_until_they_are_read_again(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    lists_put_sealed(store, "1", "rain");
    nx_store_distrust_lists(store);
    assert_int_equal(nx_store_listed(store), 0);
    lists_seal(store);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    assert_int_equal(nx_store_listed(store), 1);
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tail_is_sealed_when_it_is_long),
        cmocka_unit_test(a_load_leaves_a_short_tail),
        cmocka_unit_test(a_tail_of_another_handle_is_sealed_too),
        cmocka_unit_test(what_was_rolled_back_is_in_no_list),
        cmocka_unit_test(twelve_segments_of_a_size_become_one),
        cmocka_unit_test(larger_segments_wait_for_their_like),
        cmocka_unit_test(what_cannot_be_merged_is_left_alone),
        cmocka_unit_test(a_tail_that_cannot_be_read_is_left_alone),
        cmocka_unit_test(dropped_lists_are_made_anew),
        cmocka_unit_test(segments_with_gaps_are_not_used),
        cmocka_unit_test(
            distrusted_lists_are_not_used_until_they_are_read_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
