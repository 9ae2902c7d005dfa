/* Blocks, chunks and impacts, held against the postings they were made of. */
#include "postings/block.h"

#include "../store/store_fixture.h"

#include "words/words.h"

#include <stdlib.h>

#define MOST NX_CHUNK_POSTINGS

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t random_state = 1;

static uint32_t random_below(uint32_t bound)
{
    uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % bound);
}

typedef struct sample {
    nx_posting postings[MOST];
    uint32_t lengths[MOST];
    size_t count;
    uint32_t base;
} sample;

/* Steps between ids of up to so many bits, and weights too. */
static void make_sample(sample *out, size_t count, uint32_t base, unsigned bits,
                        unsigned weight_bits)
{
    uint32_t id = base;

    out->count = count;
    out->base = base;
    for (size_t i = 0; i < count; i++) {
        id += 1 + random_below(UINT32_C(1) << bits);
        out->postings[i].id = id;
        out->postings[i].weight =
            NX_WEIGHT_LEAST + random_below(UINT32_C(1) << weight_bits);
        out->lengths[i] = random_below(2000);
    }
}

/* Bytes with the room behind them that readers ask for, and no more, so that a
 * sanitizer sees who looks too far. */
static char *copy_bytes(newsidx_text bytes)
{
    char *copy = calloc(bytes.length + NX_CHUNK_MARGIN, 1);

    assert_non_null(copy);
    if (bytes.length > 0)
        memcpy(copy, bytes.bytes, bytes.length);
    return copy;
}

static nx_bytes bytes_of(const char *copy, size_t length)
{
    return nx_bytes_of(nx_str_slice(copy, length));
}

/* Does one of the pairs stand for the posting? */
static bool covers(const nx_impacts *impacts, uint32_t weight, uint32_t length)
{
    for (size_t i = 0; i < impacts->count; i++)
        if (impacts->pairs[i].weight >= weight &&
            impacts->pairs[i].length <= length)
            return true;
    return false;
}

static void expect_sound(const nx_impacts *impacts)
{
    assert_in_range(impacts->count, 1, NX_IMPACTS);
    for (size_t i = 1; i < impacts->count; i++) {
        assert_true(impacts->pairs[i].weight < impacts->pairs[i - 1].weight);
        assert_true(impacts->pairs[i].length < impacts->pairs[i - 1].length);
    }
}

/* ----------------------------------------------------------- impacts ---- */

static void impacts_promise_no_less_than_a_posting_has(void **state)
{
    (void)state;
    for (int round = 0; round < 3000; round++) {
        const uint32_t count = 1 + random_below(60);
        const uint32_t most = 2 + random_below(round % 2 == 0 ? 8 : 1000);
        nx_impact all[60];
        nx_impacts impacts = {.count = 0};

        for (uint32_t i = 0; i < count; i++) {
            all[i] = (nx_impact){random_below(most), random_below(most)};
            nx_impacts_add(&impacts, all[i]);
            expect_sound(&impacts);
        }
        for (uint32_t i = 0; i < count; i++)
            assert_true(covers(&impacts, all[i].weight, all[i].length));
    }
}

static void impacts_that_fit_promise_no_more(void **state)
{
    static const nx_impact added[] = {{10, 50}, {5, 10}, {7, 20},
                                      {7, 30},  {5, 20}, {7, 20}};
    static const nx_impact kept[] = {{10, 50}, {7, 20}, {5, 10}};
    nx_impacts impacts = {.count = 0};

    (void)state;
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        nx_impacts_add(&impacts, added[i]);
    assert_int_equal(impacts.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(impacts.pairs[i].weight, kept[i].weight);
        assert_int_equal(impacts.pairs[i].length, kept[i].length);
    }
    nx_impacts_add(&impacts, (nx_impact){11, 1});
    assert_int_equal(impacts.count, 1);
}

static void impacts_come_back_as_they_were(void **state)
{
    nx_buf out;

    (void)state;
    nx_buf_init(&out, 1000);
    for (int round = 0; round < 1000; round++) {
        nx_impacts impacts = {.count = 0};
        nx_impacts again;
        nx_bytes in;

        for (int i = 0; i <= round % 20; i++)
            nx_impacts_add(&impacts, (nx_impact){random_below(UINT32_MAX),
                                                 random_below(UINT32_MAX)});
        nx_buf_clear(&out);
        nx_impacts_encode(&impacts, &out);
        in = nx_bytes_of(nx_buf_text(&out));
        nx_impacts_decode(&in, &again);
        assert_false(in.is_bad);
        assert_int_equal(nx_bytes_left(&in), 0);
        assert_int_equal(again.count, impacts.count);
        assert_memory_equal(again.pairs, impacts.pairs,
                            impacts.count * sizeof *impacts.pairs);
    }
    nx_buf_finish(&out);
}

static void impacts_of_any_bytes_are_few(void **state)
{
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char bytes[24];
        nx_impacts impacts;
        nx_bytes in = nx_bytes_of(nx_str_slice(bytes, random_below(24)));

        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)random_below(round % 2 == 0 ? 256 : 8);
        nx_impacts_decode(&in, &impacts);
        assert_in_range(impacts.count, 1, NX_IMPACTS);
    }
}

/* ------------------------------------------------------------ blocks ---- */

static void expect_block(const nx_block *block, const nx_posting *postings)
{
    uint32_t ids[NX_BLOCK_POSTINGS];
    uint32_t weights[NX_BLOCK_POSTINGS];

    assert_true(nx_block_ids(block, ids));
    nx_block_weights(block, weights);
    for (size_t i = 0; i < block->count; i++) {
        assert_int_equal(ids[i], postings[i].id);
        assert_int_equal(weights[i], postings[i].weight);
        assert_int_equal(nx_block_weight(block, i), postings[i].weight);
    }
}

static void expect_block_back(const sample *of)
{
    nx_block block;
    nx_bytes in;
    char *copy;
    nx_buf out;

    nx_buf_init(&out, 10000);
    nx_block_encode(of->postings, of->count, of->base, &out);
    assert_int_equal(out.status, NEWSIDX_OK);
    copy = copy_bytes(nx_buf_text(&out));
    in = bytes_of(copy, out.length);
    nx_block_take(&in, of->base, (uint32_t)of->count, &block);
    assert_false(in.is_bad);
    assert_int_equal(nx_bytes_left(&in), 0);
    expect_block(&block, of->postings);
    block.last = of->postings[of->count - 1].id;
    expect_block(&block, of->postings);
    free(copy);
    nx_buf_finish(&out);
}

static void blocks_of_every_count_come_back(void **state)
{
    sample of;

    (void)state;
    for (size_t count = 1; count <= NX_BLOCK_POSTINGS; count++) {
        make_sample(&of, count, random_below(1000), (unsigned)(count % 24),
                    (unsigned)(count % 17));
        expect_block_back(&of);
    }
}

static void blocks_of_every_width_come_back(void **state)
{
    sample of;

    (void)state;
    for (unsigned bits = 0; bits <= 24; bits++)
        for (unsigned weight_bits = 0; weight_bits <= 31; weight_bits++) {
            make_sample(&of, NX_BLOCK_POSTINGS, 7, bits, weight_bits);
            expect_block_back(&of);
        }
    /* One step as wide as can be. */
    make_sample(&of, 3, 0, 0, 0);
    of.postings[2].id = UINT32_MAX - 1;
    of.postings[2].weight = UINT32_MAX;
    expect_block_back(&of);
    of.postings[1].id = UINT32_C(1) << 31;
    of.postings[1].weight = UINT32_C(1) << 31;
    expect_block_back(&of);
}

static void blocks_that_end_early_are_bad(void **state)
{
    sample of;
    nx_buf out;

    (void)state;
    make_sample(&of, 100, 0, 5, 3);
    nx_buf_init(&out, 10000);
    nx_block_encode(of.postings, of.count, of.base, &out);
    for (size_t length = 0; length < out.length; length++) {
        char *copy = copy_bytes(nx_str_slice(out.bytes, length));
        nx_bytes in = bytes_of(copy, length);
        nx_block block;

        nx_block_take(&in, of.base, (uint32_t)of.count, &block);
        assert_true(in.is_bad);
        free(copy);
    }
    for (size_t i = 0; i < 2; i++) {
        char *copy = copy_bytes(nx_buf_text(&out));
        nx_bytes in = bytes_of(copy, out.length);
        nx_block block;

        copy[i] = 33;
        nx_block_take(&in, of.base, (uint32_t)of.count, &block);
        assert_true(in.is_bad);
        free(copy);
    }
    nx_buf_finish(&out);
}

static void ids_have_to_rise_to_the_last_one(void **state)
{
    uint32_t ids[NX_BLOCK_POSTINGS];
    nx_block block;
    sample of;
    nx_bytes in;
    char *copy;
    nx_buf out;

    (void)state;
    make_sample(&of, 50, 0, 4, 3);
    nx_buf_init(&out, 10000);
    nx_block_encode(of.postings, of.count, of.base, &out);
    copy = copy_bytes(nx_buf_text(&out));
    in = bytes_of(copy, out.length);
    nx_block_take(&in, of.base, (uint32_t)of.count, &block);
    assert_false(in.is_bad);
    block.last = of.postings[49].id + 1;
    assert_false(nx_block_ids(&block, ids));
    block.last = 0;
    block.base = UINT32_MAX - 10;
    assert_false(nx_block_ids(&block, ids));
    free(copy);
    nx_buf_finish(&out);
}

/* ------------------------------------------------------------ chunks ---- */

static size_t blocks_of(size_t count)
{
    return (count + NX_BLOCK_POSTINGS - 1) / NX_BLOCK_POSTINGS;
}

static void expect_chunk_back(const sample *of)
{
    const uint32_t last = of->postings[of->count - 1].id;
    nx_block blocks[NX_CHUNK_BLOCKS];
    nx_impacts impacts;
    nx_bytes in;
    char *copy;
    nx_buf out;

    nx_buf_init(&out, 100000);
    nx_chunk_encode(of->postings, of->lengths, of->count, of->base, &out,
                    &impacts);
    assert_int_equal(out.status, NEWSIDX_OK);
    expect_sound(&impacts);
    copy = copy_bytes(nx_buf_text(&out));
    in = bytes_of(copy, out.length);
    assert_int_equal(
        nx_chunk_take(&in, of->base, last, (uint32_t)of->count, blocks),
        blocks_of(of->count));
    assert_false(in.is_bad);
    for (size_t i = 0; i < of->count; i++) {
        const nx_block *block = &blocks[i / NX_BLOCK_POSTINGS];
        const uint32_t weight = of->postings[i].weight;

        assert_true(covers(&block->impacts, weight, of->lengths[i]));
        assert_true(covers(&impacts, weight, of->lengths[i]));
    }
    for (size_t i = 0; i < blocks_of(of->count); i++) {
        expect_sound(&blocks[i].impacts);
        expect_block(&blocks[i], &of->postings[i * NX_BLOCK_POSTINGS]);
    }
    in = bytes_of(copy, out.length);
    nx_chunk_take(&in, of->base, 0, (uint32_t)of->count, blocks);
    assert_false(in.is_bad);
    in = bytes_of(copy, out.length);
    nx_chunk_take(&in, of->base, last + 1, (uint32_t)of->count, blocks);
    assert_true(in.is_bad);
    free(copy);
    nx_buf_finish(&out);
}

static void chunks_of_many_counts_come_back(void **state)
{
    static const size_t counts[] = {1,   2,   127,  128,  129,  255,  256,
                                    257, 512, 1000, 2045, 2046, 2047, 2048};
    static sample of;

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (unsigned bits = 0; bits <= 20; bits += 5) {
            make_sample(&of, counts[i], random_below(100), bits, bits / 2);
            expect_chunk_back(&of);
        }
}

static void a_chunk_may_reach_to_the_highest_id(void **state)
{
    static sample of;

    (void)state;
    make_sample(&of, 300, UINT32_MAX - 301, 0, 4);
    assert_int_equal(of.postings[299].id, UINT32_MAX - 1);
    expect_chunk_back(&of);
}

static void chunks_that_end_early_or_late_are_bad(void **state)
{
    static sample of;
    nx_impacts impacts;
    nx_buf out;

    (void)state;
    make_sample(&of, 300, 0, 6, 3);
    nx_buf_init(&out, 10000);
    nx_chunk_encode(of.postings, of.lengths, of.count, of.base, &out, &impacts);
    for (size_t length = 0; length <= out.length + 1; length++) {
        const size_t whole = length < out.length ? length : out.length;
        char *copy = calloc(length + NX_CHUNK_MARGIN, 1);
        nx_bytes in = bytes_of(copy, length);
        nx_block blocks[NX_CHUNK_BLOCKS];

        assert_non_null(copy);
        memcpy(copy, out.bytes, whole);
        nx_chunk_take(&in, 0, of.postings[299].id, 300, blocks);
        assert_int_equal(in.is_bad, length != out.length);
        free(copy);
    }
    nx_buf_finish(&out);
}

/* What is wrong and isn't noticed has ids that rise all the same, up to the
 * last one: nobody looks beside the rows by them. */
static void changed_bytes_of_a_chunk_do_no_harm(void **state)
{
    static sample of;
    nx_impacts impacts;
    size_t noticed = 0;
    nx_buf out;

    (void)state;
    make_sample(&of, 300, 0, 6, 3);
    nx_buf_init(&out, 10000);
    nx_chunk_encode(of.postings, of.lengths, of.count, of.base, &out, &impacts);
    for (size_t bit = 0; bit < out.length * 8; bit++) {
        const uint32_t last = of.postings[299].id;
        char *copy = copy_bytes(nx_buf_text(&out));
        nx_bytes in = bytes_of(copy, out.length);
        nx_block blocks[NX_CHUNK_BLOCKS];
        size_t count;

        copy[bit / 8] = (char)(copy[bit / 8] ^ (1 << bit % 8));
        count = nx_chunk_take(&in, 0, last, 300, blocks);
        noticed += in.is_bad;
        for (size_t i = 0; i < count && !in.is_bad; i++) {
            uint32_t ids[NX_BLOCK_POSTINGS];
            uint32_t weights[NX_BLOCK_POSTINGS];

            nx_block_weights(&blocks[i], weights);
            if (nx_block_ids(&blocks[i], ids))
                assert_true(ids[blocks[i].count - 1] <= last);
        }
        free(copy);
    }
    assert_true(noticed > 0);
    nx_buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(impacts_promise_no_less_than_a_posting_has),
        cmocka_unit_test(impacts_that_fit_promise_no_more),
        cmocka_unit_test(impacts_come_back_as_they_were),
        cmocka_unit_test(impacts_of_any_bytes_are_few),
        cmocka_unit_test(blocks_of_every_count_come_back),
        cmocka_unit_test(blocks_of_every_width_come_back),
        cmocka_unit_test(blocks_that_end_early_are_bad),
        cmocka_unit_test(ids_have_to_rise_to_the_last_one),
        cmocka_unit_test(chunks_of_many_counts_come_back),
        cmocka_unit_test(a_chunk_may_reach_to_the_highest_id),
        cmocka_unit_test(chunks_that_end_early_or_late_are_bad),
        cmocka_unit_test(changed_bytes_of_a_chunk_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
