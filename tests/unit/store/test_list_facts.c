/* What there is of a list, segment by segment. */
#include "store/list_facts.h"

#include "lists_fixture.h"

#define PATH "list_facts.db"

static nx_list_facts look(nx_store *store, size_t number, const char *spelling)
{
    nx_list_facts facts;

    EXPECT_OK(nx_store_begin_read(store, err));
    EXPECT_OK(nx_list_look(store, number, nx_str(spelling), NX_LIST_EXACT,
                           &facts, err));
    nx_store_end_read(store);
    return facts;
}

static void chunks_and_blocks_are_counted(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_list_facts facts;
    int64_t chunk_bytes = 0;

    (void)state;
    lists_put(store, "a", 3, "snow");
    lists_put(store, "b", 2200, "rain");
    facts = look(store, 0, "rain");
    assert_int_equal(facts.first, 1);
    assert_int_equal(facts.last, 2203);
    assert_int_equal(facts.posting_count, 2200);
    assert_int_equal(facts.chunk_count, 2);
    assert_int_equal(facts.block_count, 16 + 2);
    assert_int_equal(facts.first_posting, 4);
    assert_int_equal(facts.last_posting, 2203);
    assert_int_equal(facts.impacts.count, 1);
    assert_int_equal(facts.impacts.pairs[0].weight, NX_WEIGHT_HEADLINE);
    EXPECT_OK(nx_db_number(store->db,
                           "SELECT sum(length(data)) FROM list_chunk",
                           "measuring", &chunk_bytes, err));
    assert_true(facts.byte_count > (uint64_t)chunk_bytes);
    assert_true(facts.byte_count < (uint64_t)chunk_bytes + 30);
    nx_store_close(store);
}

static void a_segment_without_the_list_has_none(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_list_facts facts;

    (void)state;
    lists_put_sealed(store, "1", "rain");
    lists_put_sealed(store, "2", "snow");
    facts = look(store, 0, "snow");
    assert_int_equal(facts.posting_count, 0);
    assert_int_equal(facts.byte_count, 0);
    facts = look(store, 1, "snow");
    assert_int_equal(facts.first, 2);
    assert_int_equal(facts.posting_count, 1);
    EXPECT_OK(nx_store_begin_read(store, err));
    assert_int_equal(
        nx_list_look(store, 2, nx_str("snow"), NX_LIST_EXACT, &facts, NULL),
        NEWSIDX_DONE);
    nx_store_end_read(store);
    nx_store_close(store);
}

static void damaged_heads_are_told(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_list_facts facts;

    (void)state;
    lists_put_sealed(store, "1", "rain");
    fixture_tamper(PATH, "UPDATE list_term SET exact = x'09'");
    EXPECT_OK(nx_store_begin_read(store, err));
    EXPECT_FAIL(
        nx_list_look(store, 0, nx_str("rain"), NX_LIST_EXACT, &facts, err),
        NEWSIDX_ERR_CORRUPT, "damaged");
    nx_store_end_read(store);
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunks_and_blocks_are_counted),
        cmocka_unit_test(a_segment_without_the_list_has_none),
        cmocka_unit_test(damaged_heads_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
