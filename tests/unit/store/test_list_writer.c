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

/* A segment of all rows that is being made. */
typedef struct making {
    nx_list_writer writer;
    nx_list_encoder *encoder;
    nx_list_rows rows;
    uint32_t lengths[5000];
} making;

static making *make_writer(nx_store *store)
{
    static making made;

    for (uint32_t i = 0; i < 5000; i++)
        made.lengths[i] = i + 1;
    nx_list_rows_init(&made.rows);
    made.rows.first = 1;
    made.rows.last = 5000;
    EXPECT_OK(
        nx_list_encoder_new(1, made.lengths, &made.rows, &made.encoder, err));
    EXPECT_OK(nx_list_writer_open(&made.writer, store, err));
    return &made;
}

static void store_rows(making *in)
{
    EXPECT_OK(nx_list_writer_store(&in->writer, &in->rows, err));
    assert_int_equal(in->rows.terms.length + in->rows.chunks.length, 0);
}

static void close_writer(making *in)
{
    store_rows(in);
    EXPECT_OK(nx_list_writer_close(&in->writer, &in->rows, err));
    nx_list_encoder_free(in->encoder);
    nx_list_writer_finish(&in->writer);
    nx_list_rows_finish(&in->rows);
}

/* The first `count` postings, handed over in parts of `step`. */
static void write_list(making *in, const char *spelling, size_t count,
                       size_t step)
{
    nx_list_encoder_begin(in->encoder);
    for (size_t i = 0; i < count; i += step) {
        const nx_postings part = {&all[i], count - i < step ? count - i : step};

        nx_list_encoder_add(in->encoder, part);
    }
    nx_list_encoder_end(in->encoder, NX_LIST_EXACT);
    EXPECT_OK(nx_list_encoder_put(in->encoder, nx_str(spelling), err));
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
    nx_store *store = make_rows();
    making *in = make_writer(store);
    uint64_t sum = 0;
    char spelling[32];

    (void)state;
    for (size_t i = 0; i < count_count; i++)
        for (size_t j = 0; j < 3; j++) {
            snprintf(spelling, sizeof spelling, "%zu-%zu", counts[i], steps[j]);
            write_list(in, spelling, counts[i], steps[j]);
            sum += counts[i];
            /* Numbers of chunks go on after what was stored. */
            if (i % 5 == 4)
                store_rows(in);
        }
    close_writer(in);
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
    nx_store *store = make_rows();
    making *in = make_writer(store);

    (void)state;
    write_list(in, "a", 128, 128);
    store_rows(in);
    write_list(in, "b", 512, 512);
    store_rows(in);
    assert_int_equal(number_of(store, "SELECT count(*) FROM list_chunk"), 0);
    write_list(in, "c", 513, 513);
    store_rows(in);
    assert_int_equal(number_of(store, "SELECT count(*) FROM list_chunk"), 1);
    write_list(in, "d", 4097, 4097);
    store_rows(in);
    assert_int_equal(number_of(store, "SELECT count(*) FROM list_chunk"), 4);
    close_writer(in);
    assert_int_equal(
        number_of(store, "SELECT end_chunk - first_chunk FROM list_segment"),
        4);
    EXPECT_OK(nx_store_rollback(store, err));
    nx_store_close(store);
}

static void nothing_is_kept_of_a_list_without_postings(void **state)
{
    const nx_postings some = {all, 3};
    nx_store *store = make_rows();
    making *in = make_writer(store);

    (void)state;
    nx_list_encoder_begin(in->encoder);
    nx_list_encoder_end(in->encoder, NX_LIST_EXACT);
    nx_list_encoder_begin(in->encoder);
    nx_list_encoder_add(in->encoder, some);
    nx_list_encoder_end(in->encoder, NX_LIST_STEM);
    EXPECT_OK(nx_list_encoder_put(in->encoder, nx_str("rain"), err));
    close_writer(in);
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
