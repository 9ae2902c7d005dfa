/* An array in chunks: which of them change, and what is between ids. */
#include "disk/chunks.h"

#include "../store/store_fixture.h"

static void encode(const void *item, unsigned char *out)
{
    nx_put_little_endian(out, *(const uint32_t *)item, 2);
}

static const uint32_t absent = 0x107;

static const nx_chunk_format format = {"pair", 4,       sizeof(uint32_t),
                                       2,      &absent, encode};

static void ids_that_are_left_out_are_absent(void **state)
{
    nx_chunks chunks;
    nx_buf blob;

    (void)state;
    nx_chunks_init(&chunks, &format);
    nx_buf_init(&blob, 100);
    assert_int_equal(nx_chunks_count(&chunks), 0);
    EXPECT_OK(nx_chunks_reserve(&chunks, 5, err));
    ((uint32_t *)chunks.items)[5] = 0x302;
    nx_chunks_touch(&chunks, 5);
    assert_int_equal(nx_chunks_count(&chunks), 2);
    assert_false(chunks.dirty[0]);
    assert_true(chunks.dirty[1]);
    nx_chunks_encode(&chunks, 1, &blob);
    assert_int_equal(blob.length, 4);
    assert_memory_equal(blob.bytes, "\x07\x01\x02\x03", 4);
    nx_chunks_clean(&chunks);
    assert_false(chunks.dirty[1]);
    nx_chunks_finish(&chunks);
    nx_buf_finish(&blob);
}

static void what_was_forgotten_is_absent_again(void **state)
{
    nx_chunks chunks;

    (void)state;
    nx_chunks_init(&chunks, &format);
    EXPECT_OK(nx_chunks_reserve(&chunks, 9, err));
    ((uint32_t *)chunks.items)[9] = 1;
    nx_chunks_touch(&chunks, 9);
    nx_chunks_forget(&chunks);
    assert_int_equal(chunks.last_id, 0);
    EXPECT_OK(nx_chunks_reserve(&chunks, 9, err));
    assert_int_equal(((uint32_t *)chunks.items)[9], absent);
    assert_false(chunks.dirty[2]);
    /* Less than there is changes nothing. */
    EXPECT_OK(nx_chunks_reserve(&chunks, 3, err));
    assert_int_equal(chunks.last_id, 9);
    nx_chunks_finish(&chunks);
}

static void a_chunk_comes_behind_the_one_before(void **state)
{
    nx_chunks chunks;
    size_t first;
    size_t count;

    (void)state;
    nx_chunks_init(&chunks, &format);
    EXPECT_FAIL(nx_chunks_take(&chunks, 1, 2, &first, &count, err),
                NEWSIDX_ERR_CORRUPT, "pair chunk 1 has 2 bytes or none");
    EXPECT_OK(nx_chunks_take(&chunks, 0, 8, &first, &count, err));
    assert_int_equal(first, 0);
    assert_int_equal(count, 4);
    EXPECT_OK(nx_chunks_take(&chunks, 1, 2, &first, &count, err));
    assert_int_equal(first, 4);
    assert_int_equal(count, 1);
    assert_int_equal(chunks.last_id, 4);
    EXPECT_FAIL(nx_chunks_take(&chunks, 1, 10, &first, &count, err),
                NEWSIDX_ERR_CORRUPT, "10 bytes");
    EXPECT_FAIL(nx_chunks_take(&chunks, 1, 3, &first, &count, err),
                NEWSIDX_ERR_CORRUPT, "3 bytes");
    nx_chunks_finish(&chunks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_that_are_left_out_are_absent),
        cmocka_unit_test(what_was_forgotten_is_absent_again),
        cmocka_unit_test(a_chunk_comes_behind_the_one_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
