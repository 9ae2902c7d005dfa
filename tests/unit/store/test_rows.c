#include "store/rows.h"

#include "store_fixture.h"

static const nx_row sample = {7, 3, NX_STATE_CURRENT, 0, -2};

static void a_row_is_sixteen_bytes_little_endian(void **state)
{
    static const unsigned char expected[] = {
        0, 0, 0, 0, 0, 0, 7, 0, 0,    0,    0,    0,    0,    0,    0,    0x80,
        7, 0, 0, 0, 3, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    nx_row_table table;
    nx_buf blob;

    (void)state;
    nx_rows_init(&table);
    nx_buf_init(&blob, 100000);
    assert_int_equal(nx_chunks_count(&table.chunks), 0);
    EXPECT_OK(nx_rows_set(&table, 1, &sample, err));
    assert_int_equal(nx_chunks_count(&table.chunks), 1);
    assert_true(table.chunks.dirty[0]);
    nx_chunks_encode(&table.chunks, 0, &blob);
    assert_int_equal(blob.length, sizeof expected);
    assert_memory_equal(blob.bytes, expected, sizeof expected);
    nx_chunks_clean(&table.chunks);
    assert_false(table.chunks.dirty[0]);
    nx_rows_finish(&table);
    nx_buf_finish(&blob);
}

static void chunks_come_back_as_they_were(void **state)
{
    enum { COUNT = 2 * NX_ROWS_PER_CHUNK + 5 };
    nx_row_table table, other;
    int64_t last;
    nx_buf blob;

    (void)state;
    nx_rows_init(&table);
    nx_rows_init(&other);
    nx_buf_init(&blob, 100000);
    for (int64_t id = 1; id <= COUNT; id++) {
        nx_row row = sample;

        row.length = (uint32_t)id;
        row.published_at = -id;
        EXPECT_OK(nx_rows_set(&table, id, &row, err));
    }
    nx_rows_set_state(&table, COUNT / 2, NX_STATE_REMOVED);
    last = (int64_t)nx_chunks_count(&table.chunks) - 1;
    assert_int_equal(last, COUNT / NX_ROWS_PER_CHUNK);
    for (int64_t chunk = 0; chunk <= last; chunk++) {
        nx_chunks_encode(&table.chunks, (size_t)chunk, &blob);
        EXPECT_OK(nx_rows_decode(&other, chunk, nx_buf_text(&blob), err));
    }
    assert_int_equal(other.view.last_id, COUNT);
    assert_int_equal(other.view.version_count, COUNT);
    assert_int_equal(other.view.article_count, COUNT - 1);
    assert_int_equal(other.view.total_length, table.view.total_length);
    for (int64_t id = 1; id <= COUNT; id++) {
        assert_int_equal(other.view.rows[id].length, id);
        assert_int_equal(other.view.rows[id].published_at, -id);
    }
    /* The same chunk again replaces, it doesn't add. */
    EXPECT_OK(nx_rows_decode(&other, last, nx_buf_text(&blob), err));
    assert_int_equal(other.view.version_count, COUNT);
    nx_rows_forget(&other);
    assert_int_equal(other.view.last_id, 0);
    assert_int_equal(other.view.total_length, 0);
    nx_rows_finish(&other);
    nx_rows_finish(&table);
    nx_buf_finish(&blob);
}

static void what_an_embargo_means_is_not_in_the_file(void **state)
{
    nx_row_table table, other;
    nx_buf blob;

    (void)state;
    nx_rows_init(&table);
    nx_rows_init(&other);
    nx_buf_init(&blob, 100000);
    EXPECT_OK(nx_rows_set(&table, 1, &sample, err));
    EXPECT_OK(nx_rows_set(&table, 2, &sample, err));
    nx_rows_set_state(&table, 2, NX_STATE_EMBARGOED);
    assert_int_equal(table.view.article_count, 1);
    nx_chunks_clean(&table.chunks);
    nx_rows_show(&table, 2, NX_STATE_CURRENT);
    assert_int_equal(table.view.article_count, 2);
    /* What has no embargo isn't shown or hidden by one, nor what isn't there.
     */
    nx_rows_show(&table, 1, NX_STATE_SUPERSEDED);
    nx_rows_show(&table, 0, NX_STATE_CURRENT);
    nx_rows_show(&table, 3, NX_STATE_CURRENT);
    assert_int_equal(table.view.article_count, 2);
    assert_int_equal(table.view.rows[1].state, NX_STATE_CURRENT);
    assert_false(table.chunks.dirty[0]);
    nx_chunks_encode(&table.chunks, 0, &blob);
    EXPECT_OK(nx_rows_decode(&other, 0, nx_buf_text(&blob), err));
    assert_true(other.embargoes_changed);
    assert_int_equal(other.view.rows[2].state, NX_STATE_EMBARGOED);
    assert_int_equal(other.view.article_count, 1);
    /* The one that was there has gone: that is a change too. */
    other.embargoes_changed = false;
    nx_rows_set_state(&table, 2, NX_STATE_CURRENT);
    nx_chunks_encode(&table.chunks, 0, &blob);
    EXPECT_OK(nx_rows_decode(&other, 0, nx_buf_text(&blob), err));
    assert_true(other.embargoes_changed);
    other.embargoes_changed = false;
    EXPECT_OK(nx_rows_decode(&other, 0, nx_buf_text(&blob), err));
    assert_false(other.embargoes_changed);
    nx_rows_finish(&other);
    nx_rows_finish(&table);
    nx_buf_finish(&blob);
}

static void hostile_chunks_are_refused(void **state)
{
    static const char zeros[NX_ROW_BYTES * 2];
    static char large[NX_ROW_BYTES * (NX_ROWS_PER_CHUNK + 1)];
    nx_row_table table;

    (void)state;
    nx_rows_init(&table);
    EXPECT_FAIL(nx_rows_decode(&table, 0, nx_str_slice(zeros, 15), err),
                NEWSIDX_ERR_CORRUPT, "15 bytes");
    EXPECT_FAIL(nx_rows_decode(&table, 0, nx_str_slice(zeros, 0), err),
                NEWSIDX_ERR_CORRUPT, "0 bytes");
    EXPECT_FAIL(nx_rows_decode(&table, 1, nx_str_slice(zeros, 16), err),
                NEWSIDX_ERR_CORRUPT, "none before it");
    EXPECT_FAIL(nx_rows_decode(&table, -1, nx_str_slice(zeros, 16), err),
                NEWSIDX_ERR_CORRUPT, "chunk -1");
    EXPECT_FAIL(nx_rows_decode(&table, INT64_MAX, nx_str_slice(zeros, 16), err),
                NEWSIDX_ERR_CORRUPT, "chunk");
    EXPECT_FAIL(nx_rows_decode(&table, 0, nx_str_slice(zeros, 32), err),
                NEWSIDX_ERR_CORRUPT, "unknown state 0");
    EXPECT_FAIL(
        nx_rows_decode(&table, 0, nx_str_slice(large, sizeof large), err),
        NEWSIDX_ERR_CORRUPT, "bytes");
    memset(large, 9, sizeof large);
    EXPECT_FAIL(nx_rows_decode(&table, 0, nx_str_slice(large, 32), err),
                NEWSIDX_ERR_CORRUPT, "unknown state 9");
    nx_rows_finish(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_sixteen_bytes_little_endian),
        cmocka_unit_test(chunks_come_back_as_they_were),
        cmocka_unit_test(what_an_embargo_means_is_not_in_the_file),
        cmocka_unit_test(hostile_chunks_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
