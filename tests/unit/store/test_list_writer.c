/* Segments as they come into the file: heads of three sizes. */
#include "store/list_writer.h"

#include "lists_fixture.h"

#define PATH "list_writer.db"

static nx_posting all[5000];

static int64_t number_of(nx_store *store, const char *sql)
{
    int64_t number = 0;

    EXPECT_OK(nx_db_number(store->db, sql, "asking", &number, err));
    return number;
}

/* A store of 5,000 rows without words, whose lengths are their ids. */
static nx_store *make_rows(void)
{
    nx_store *store = fixture_new(PATH);

    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    for (uint32_t id = 1; id <= 5000; id++) {
        const nx_row row = {id, 0, NX_STATE_CURRENT, 0, 0};

        EXPECT_OK(nx_rows_set(&store->rows, id, &row, err));
        all[id - 1] = (nx_posting){id, NX_WEIGHT_LEAST + id % 7};
    }
    return store;
}

/* The first `count` postings, handed over in parts of `step`. */
static void write_list(nx_list_writer *writer, const char *spelling,
                       size_t count, size_t step)
{
    nx_list_writer_begin(writer);
    for (size_t i = 0; i < count; i += step) {
        const nx_postings part = {&all[i], count - i < step ? count - i : step};

        EXPECT_OK(nx_list_writer_add(writer, part, err));
    }
    EXPECT_OK(nx_list_writer_end(writer, NX_LIST_EXACT, err));
    EXPECT_OK(nx_list_writer_put(writer, nx_str(spelling), err));
}

static void expect_list(nx_store *store, const char *spelling, size_t count)
{
    uint32_t id = 0;
    nx_list list;

    EXPECT_OK(nx_list_open(&list, store, nx_str(spelling), NX_LIST_EXACT, err));
    assert_int_equal(list.count, count);
    for (size_t i = 0; i < count; i++) {
        EXPECT_OK(nx_list_seek(&list, id + 1, &id, err));
        assert_int_equal(id, all[i].id);
        assert_int_equal(nx_list_weight(&list), all[i].weight);
    }
    EXPECT_OK(nx_list_seek(&list, id + 1, &id, err));
    assert_int_equal(id, NX_LIST_END);
    nx_list_finish(&list);
}

static void lists_of_every_size_come_back(void **state)
{
    static const size_t counts[] = {1,   127,  128,  129,  511,  512, 513,
                                    640, 2047, 2048, 2049, 4096, 4999};
    static const size_t steps[] = {1, 100, 5000};
    const size_t count_count = sizeof counts / sizeof *counts;
    nx_list_writer *writer = NULL;
    nx_store *store = make_rows();
    uint64_t sum = 0;
    char spelling[32];

    (void)state;
    EXPECT_OK(nx_list_writer_open(store, 1, &writer, err));
    for (size_t i = 0; i < count_count; i++)
        for (size_t j = 0; j < 3; j++) {
            snprintf(spelling, sizeof spelling, "%zu-%zu", counts[i], steps[j]);
            write_list(writer, spelling, counts[i], steps[j]);
            sum += counts[i];
        }
    EXPECT_OK(nx_list_writer_close(writer, 5000, err));
    EXPECT_OK(nx_lists_load(store, err));
    assert_int_equal(store->lists.segment_count, 1);
    assert_int_equal(store->lists.segments[0].posting_count, sum);
    assert_false(store->lists.are_damaged);
    for (size_t i = 0; i < count_count; i++)
        for (size_t j = 0; j < 3; j++) {
            snprintf(spelling, sizeof spelling, "%zu-%zu", counts[i], steps[j]);
            expect_list(store, spelling, counts[i]);
        }
    EXPECT_OK(nx_store_rollback(store, err));
    nx_store_close(store);
}

static void short_lists_need_no_chunks(void **state)
{
    nx_list_writer *writer = NULL;
    nx_store *store = make_rows();

    (void)state;
    EXPECT_OK(nx_list_writer_open(store, 1, &writer, err));
    write_list(writer, "a", 128, 128);
    write_list(writer, "b", 512, 512);
    assert_int_equal(number_of(store, "SELECT count(*) FROM list_chunk"), 0);
    write_list(writer, "c", 513, 513);
    assert_int_equal(number_of(store, "SELECT count(*) FROM list_chunk"), 1);
    write_list(writer, "d", 4097, 4097);
    assert_int_equal(number_of(store, "SELECT count(*) FROM list_chunk"), 4);
    EXPECT_OK(nx_list_writer_close(writer, 5000, err));
    assert_int_equal(
        number_of(store, "SELECT end_chunk - first_chunk FROM list_segment"),
        4);
    EXPECT_OK(nx_store_rollback(store, err));
    nx_store_close(store);
}

static void nothing_is_kept_of_a_list_without_postings(void **state)
{
    const nx_postings some = {all, 3};
    nx_list_writer *writer = NULL;
    nx_store *store = make_rows();

    (void)state;
    EXPECT_OK(nx_list_writer_open(store, 1, &writer, err));
    nx_list_writer_begin(writer);
    EXPECT_OK(nx_list_writer_end(writer, NX_LIST_EXACT, err));
    nx_list_writer_begin(writer);
    EXPECT_OK(nx_list_writer_add(writer, some, err));
    EXPECT_OK(nx_list_writer_end(writer, NX_LIST_STEM, err));
    EXPECT_OK(nx_list_writer_put(writer, nx_str("rain"), err));
    EXPECT_OK(nx_list_writer_close(writer, 5000, err));
    assert_int_equal(number_of(store, "SELECT exact IS NULL AND stem IS NOT "
                                      "NULL FROM list_term"),
                     1);
    EXPECT_OK(nx_store_rollback(store, err));
    nx_store_close(store);
}

static void a_segment_makes_a_new_revision(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_info info = NEWSIDX_INFO_INIT;
    uint64_t revision;

    (void)state;
    fixture_put(store, "1", "rain", NULL);
    EXPECT_OK(nx_store_info(store, &info, err));
    revision = info.revision;
    lists_seal(store);
    EXPECT_OK(nx_store_info(store, &info, err));
    assert_int_equal(info.revision, revision + 1);
    lists_seal(store);
    EXPECT_OK(nx_store_info(store, &info, err));
    assert_int_equal(info.revision, revision + 1);
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_every_size_come_back),
        cmocka_unit_test(short_lists_need_no_chunks),
        cmocka_unit_test(nothing_is_kept_of_a_list_without_postings),
        cmocka_unit_test(a_segment_makes_a_new_revision),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
