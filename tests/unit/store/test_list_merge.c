/* Segments that become one. */
#include "store/lists.h"

#include "lists_fixture.h"

#define PATH "list_merge.db"

static void merge(nx_store *store, size_t first, size_t count)
{
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(nx_lists_merge(store, first, count, err));
    EXPECT_OK(nx_lists_sweep(store, err));
    EXPECT_OK(nx_store_commit(store, err));
}

static int64_t number_of(nx_store *store, const char *sql)
{
    int64_t number = 0;

    EXPECT_OK(nx_db_number(store->db, sql, "asking", &number, err));
    return number;
}

static void a_stem_of_one_segment_is_joined_with_words_of_another(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    lists_put_sealed(store, "1", "bomb aleppo");
    lists_put_sealed(store, "2", "bombs");
    lists_put_sealed(store, "3", "aleppo bomb");
    lists_put_sealed(store, "4", "bomb bombing");
    merge(store, 0, 4);
    assert_string_equal(lists_segments(store), "1-4");
    assert_string_equal(lists_postings(store, "bomb", NX_LIST_EXACT),
                        "1:8 3:8 4:8");
    assert_string_equal(lists_postings(store, "bomb", NX_LIST_STEM),
                        "1:8 2:8 3:8 4:16");
    assert_string_equal(lists_postings(store, "bombs", NX_LIST_EXACT), "2:8");
    assert_string_equal(lists_postings(store, "aleppo", NX_LIST_STEM),
                        "1:8 3:8");
    /* Of a word without other forms there is one list. */
    assert_int_equal(number_of(store, "SELECT count(*) FROM list_term WHERE "
                                      "stem IS NOT NULL"),
                     1);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void a_stem_may_have_no_word_of_its_own(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    lists_put_sealed(store, "1", "bombs");
    lists_put_sealed(store, "2", "bombing");
    merge(store, 0, 2);
    assert_string_equal(lists_postings(store, "bomb", NX_LIST_EXACT), "");
    assert_string_equal(lists_postings(store, "bomb", NX_LIST_STEM), "1:8 2:8");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void neighbours_in_the_middle_are_merged_alone(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    for (int i = 1; i <= 5; i++) {
        char key[8];

        snprintf(key, sizeof key, "%d", i);
        lists_put_sealed(store, key, i % 2 == 0 ? "rain" : "rain snow");
    }
    merge(store, 1, 3);
    /* They are read in the order of their ids, not of their numbers. */
    assert_string_equal(lists_segments(store), "1-1 2-4 5-5");
    assert_string_equal(lists_postings(store, "rain", NX_LIST_EXACT),
                        "1:8 2:8 3:8 4:8 5:8");
    assert_string_equal(lists_postings(store, "snow", NX_LIST_EXACT),
                        "1:8 3:8 5:8");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void long_lists_are_joined_and_old_chunks_go(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    lists_put(store, "a", 1000, "rain");
    lists_put(store, "b", 3000, "rain");
    assert_int_equal(number_of(store, "SELECT count(*) FROM list_chunk"), 3);
    merge(store, 0, 2);
    assert_int_equal(number_of(store, "SELECT count(*) FROM list_chunk"), 2);
    assert_int_equal(number_of(store, "SELECT min(id) FROM list_chunk"), 4);
    assert_int_equal(number_of(store, "SELECT postings FROM list_segment"),
                     4000);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void lists_that_are_damaged_are_not_merged(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    lists_put(store, "a", 1000, "rain");
    lists_put(store, "b", 1000, "rain");
    fixture_tamper(PATH, "UPDATE list_chunk SET data = zeroblob(400) "
                         "WHERE id = 2");
    EXPECT_FAIL(nx_store_optimize(store, err), NEWSIDX_ERR_CORRUPT,
                "ranked list");
    assert_string_equal(lists_segments(store), "1-1000 1001-2000");
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stem_of_one_segment_is_joined_with_words_of_another),
        cmocka_unit_test(a_stem_may_have_no_word_of_its_own),
        cmocka_unit_test(neighbours_in_the_middle_are_merged_alone),
        cmocka_unit_test(long_lists_are_joined_and_old_chunks_go),
        cmocka_unit_test(lists_that_are_damaged_are_not_merged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
