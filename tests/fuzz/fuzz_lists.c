/*
 * Any bytes as parts of a ranked list: what is taken has ids that rise to the
 * last one, and comes back as it was when it is written again.
 */
#include "postings/block.h"

#include "base/memory.h"
#include "base/str.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void expect(bool truth)
{
    if (!truth)
        abort();
}

/* What readers rely on, of a block that was taken. */
static bool read_block(const nx_block *block, nx_posting *out)
{
    uint32_t ids[NX_BLOCK_POSTINGS];
    uint32_t weights[NX_BLOCK_POSTINGS];
    uint32_t before = block->base;

    if (!nx_block_ids(block, ids))
        return false;
    nx_block_weights(block, weights);
    for (size_t i = 0; i < block->count; i++) {
        expect(ids[i] > before);
        expect(weights[i] == nx_block_weight(block, i));
        before = ids[i];
        out[i] = (nx_posting){ids[i], weights[i]};
    }
    expect(block->last == 0 || before == block->last);
    return true;
}

static void check_impacts(const nx_impacts *impacts)
{
    expect(impacts->count >= 1 && impacts->count <= NX_IMPACTS);
    for (size_t i = 1; i < impacts->count; i++)
        expect(impacts->pairs[i].weight <= impacts->pairs[i - 1].weight &&
               impacts->pairs[i].length <= impacts->pairs[i - 1].length);
}

/* Weights that wrapped around can't be written again. */
static bool can_write(const nx_posting *postings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (postings[i].weight < NX_WEIGHT_LEAST)
            return false;
    return true;
}

static void write_again(const nx_posting *postings, size_t count, uint32_t base)
{
    static const uint32_t lengths[NX_CHUNK_POSTINGS];
    static nx_posting again[NX_CHUNK_POSTINGS];
    nx_block blocks[NX_CHUNK_BLOCKS];
    size_t block_count;
    nx_impacts impacts;
    nx_bytes in;
    nx_buf out;

    nx_buf_init(&out, (size_t)1024 * 1024);
    nx_chunk_encode(postings, lengths, count, base, &out, &impacts);
    for (size_t i = 0; i < NX_CHUNK_MARGIN; i++)
        nx_buf_add_byte(&out, 0);
    expect(out.status == NEWSIDX_OK);
    in = nx_bytes_of(nx_str_slice(out.bytes, out.length - NX_CHUNK_MARGIN));
    block_count = nx_chunk_take(&in, base, postings[count - 1].id,
                                (uint32_t)count, blocks);
    expect(!in.is_bad);
    for (size_t i = 0; i < block_count; i++)
        expect(read_block(&blocks[i], &again[i * NX_BLOCK_POSTINGS]));
    expect(memcmp(again, postings, count * sizeof *postings) == 0);
    nx_buf_finish(&out);
}

static void read_chunk(nx_bytes *in, uint32_t base, uint32_t last,
                       uint32_t count)
{
    static nx_posting postings[NX_CHUNK_POSTINGS];
    nx_block blocks[NX_CHUNK_BLOCKS];
    const size_t block_count = nx_chunk_take(in, base, last, count, blocks);
    bool is_whole = !in->is_bad;

    for (size_t i = 0; i < block_count && is_whole; i++) {
        check_impacts(&blocks[i].impacts);
        is_whole = read_block(&blocks[i], &postings[i * NX_BLOCK_POSTINGS]);
    }
    if (is_whole && can_write(postings, count))
        write_again(postings, count, base);
}

static void read_bare(nx_bytes *in, uint32_t base, uint32_t count)
{
    nx_posting postings[NX_BLOCK_POSTINGS];
    nx_block block;

    nx_block_take(in, base, count, &block);
    if (!in->is_bad && read_block(&block, postings) &&
        can_write(postings, count))
        write_again(postings, count, base);
}

/* The bytes begin with what their row says of them: how many postings, the ids
 * before them and at their end. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    char *copy = nx_alloc(length + NX_CHUNK_MARGIN);
    uint32_t count;
    uint32_t base;
    uint32_t last;
    nx_bytes in;

    if (copy == NULL)
        return 0;
    if (length > 0)
        memcpy(copy, data, length);
    in = nx_bytes_of(nx_str_slice(copy, length));
    count = (uint32_t)nx_leb128_get_to(&in, NX_CHUNK_POSTINGS);
    base = (uint32_t)nx_leb128_get_to(&in, UINT32_MAX - 1);
    last = (uint32_t)nx_leb128_get_to(&in, UINT32_MAX - 1);
    if (!in.is_bad && count > 0) {
        if (last == 0 && count <= NX_BLOCK_POSTINGS)
            read_bare(&in, base, count);
        else
            read_chunk(&in, base, last, count);
    }
    nx_free(copy);
    return 0;
}
