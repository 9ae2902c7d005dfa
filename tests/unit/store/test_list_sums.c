/* The check of ranked lists: a posting more, less or other is told. */
#include "store/list_sums.h"

#include "lists_fixture.h"

#define PATH "list_sums.db"

/* Some words in one segment, two articles behind it, one of them removed. */
static void make_index(void)
{
    nx_store *store = fixture_new(PATH);

    lists_put(store, "a", 300, "Rain fell");
    lists_put(store, "b", 5, "Rain snows snow");
    lists_seal(store);
    lists_put(store, "c", 2, "Hail");
    fixture_remove_key(store, "b-1");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void expect_fault(const char *sql, const char *piece)
{
    nx_store *store;

    make_index();
    fixture_tamper(PATH, sql);
    store = fixture_open(PATH);
    EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_CORRUPT,
                piece);
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void what_differs_from_the_words_is_told(void **state)
{
    (void)state;
    expect_fault("DELETE FROM list_term WHERE spelling = 'snow'",
                 "ranked lists");
    expect_fault("UPDATE list_term SET stem = NULL WHERE spelling = 'snow'",
                 "ranked lists");
    expect_fault("UPDATE list_term SET spelling = 'snowy' "
                 "WHERE spelling = 'snow'",
                 "ranked lists");
    expect_fault("UPDATE list_term SET exact = (SELECT exact FROM list_term "
                 "WHERE spelling = 'fell') WHERE spelling = 'rain'",
                 "ranked lists");
    expect_fault("INSERT INTO list_term(segment, spelling, exact) "
                 "SELECT segment, 'ra', exact FROM list_term "
                 "WHERE spelling = 'rain'",
                 "ranked lists");
    expect_fault("UPDATE list_term SET exact = x'0100' WHERE spelling = 'snow'",
                 "damaged");
    expect_fault("DELETE FROM list_term; DELETE FROM list_chunk",
                 "ranked lists");
}

/* What a block or a chunk promises is held against each posting: the weights
 * of the only block's pair become less than they are. */
static void promises_that_are_too_small_are_told(void **state)
{
    nx_posting postings[600];
    uint32_t lengths[600];
    nx_impacts impacts;
    nx_store *store;
    sqlite3_stmt *update = NULL;
    nx_buf head;

    (void)state;
    make_index();
    for (uint32_t i = 0; i < 305; i++) {
        postings[i] = (nx_posting){i + 1, NX_WEIGHT_HEADLINE};
        lengths[i] = 2000;
    }
    store = fixture_open(PATH);
    nx_buf_init(&head, 100000);
    nx_leb128_add(&head, 305);
    nx_chunk_encode(postings, lengths, 305, 0, &head, &impacts);
    assert_int_equal(sqlite3_prepare_v2(store->db,
                                        "UPDATE list_term SET exact = ?1 "
                                        "WHERE spelling = 'rain'",
                                        -1, &update, NULL),
                     SQLITE_OK);
    sqlite3_bind_blob64(update, 1, head.bytes, head.length, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(update), SQLITE_DONE);
    sqlite3_finalize(update);
    EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_CORRUPT,
                "promises less of article 1 than it has");
    nx_buf_finish(&head);
    nx_store_close(store);
}

static void articles_behind_the_segments_are_in_no_sum(void **state)
{
    nx_store *store;

    (void)state;
    make_index();
    store = fixture_open(PATH);
    assert_string_equal(lists_segments(store), "1-305");
    assert_string_equal(lists_postings(store, "hail", NX_LIST_EXACT), "");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_differs_from_the_words_is_told),
        cmocka_unit_test(promises_that_are_too_small_are_told),
        cmocka_unit_test(articles_behind_the_segments_are_in_no_sum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
