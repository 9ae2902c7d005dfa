#include "postings/block.h"

#include <assert.h>
#include <string.h>

/* ----------------------------------------------------------- impacts ---- */

/* The share of weight and length that is given away if one pair stands for
 * `heavy` and for `light`, its right neighbour. */
static double loss_of(const nx_impact *heavy, const nx_impact *light)
{
    const double weight = heavy->weight;
    const double length = heavy->length;

    return (weight - light->weight) / (weight + 1.0) +
           (length - light->length) / (length + 1.0);
}

/* Too many: the two neighbours that lose least become one. */
static void reduce(nx_impacts *impacts)
{
    nx_impact *pairs = impacts->pairs;
    size_t best = 0;

    for (size_t i = 1; i + 1 < impacts->count; i++) {
        if (loss_of(&pairs[i], &pairs[i + 1]) <
            loss_of(&pairs[best], &pairs[best + 1]))
            best = i;
    }
    pairs[best].length = pairs[best + 1].length;
    memmove(&pairs[best + 1], &pairs[best + 2],
            (impacts->count - best - 2) * sizeof *pairs);
    impacts->count--;
}

void nx_impacts_add(nx_impacts *impacts, nx_impact added)
{
    nx_impact *pairs = impacts->pairs;
    size_t at = 0;
    size_t end;

    /* Those that are heavier stay, unless one of them is shorter too. */
    while (at < impacts->count && pairs[at].weight >= added.weight) {
        if (pairs[at].length <= added.length)
            return;
        at++;
    }
    if (at > 0 && pairs[at - 1].weight == added.weight)
        at--;
    /* Those that are lighter go, if they are not shorter. */
    end = at;
    while (end < impacts->count && pairs[end].length >= added.length)
        end++;
    memmove(&pairs[at + 1], &pairs[end],
            (impacts->count - end) * sizeof *pairs);
    pairs[at] = added;
    impacts->count += 1 - (end - at);
    if (impacts->count > NX_IMPACTS)
        reduce(impacts);
}

void nx_impacts_add_all(nx_impacts *impacts, const nx_impacts *added)
{
    for (size_t i = 0; i < added->count; i++)
        nx_impacts_add(impacts, added->pairs[i]);
}

/* One pair less than their number comes first: there is always one. */
void nx_impacts_encode(const nx_impacts *impacts, nx_buf *out)
{
    nx_impact before = impacts->pairs[0];

    nx_leb128_add(out, impacts->count - 1);
    nx_leb128_add(out, before.weight);
    nx_leb128_add(out, before.length);
    for (size_t i = 1; i < impacts->count; i++) {
        const nx_impact pair = impacts->pairs[i];

        nx_leb128_add(out, before.weight - pair.weight);
        nx_leb128_add(out, before.length - pair.length);
        before = pair;
    }
}

void nx_impacts_decode(nx_bytes *in, nx_impacts *out)
{
    const size_t count = 1 + (size_t)nx_leb128_get_to(in, NX_IMPACTS - 1);
    nx_impact pair;

    pair.weight = (uint32_t)nx_leb128_get_to(in, UINT32_MAX);
    pair.length = (uint32_t)nx_leb128_get_to(in, UINT32_MAX);
    out->pairs[0] = pair;
    for (size_t i = 1; i < count; i++) {
        pair.weight -= (uint32_t)nx_leb128_get_to(in, pair.weight);
        pair.length -= (uint32_t)nx_leb128_get_to(in, pair.length);
        out->pairs[i] = pair;
    }
    out->count = count;
}

/* ------------------------------------------------------------ blocks ---- */

#define MOST_BITS 32

/* All of a block: two numbers a posting. */
#define MOST_BLOCK_BYTES                                                       \
    (NX_BLOCK_HEADER + 2 * NX_BLOCK_POSTINGS * MOST_BITS / 8)

static unsigned bits_of(uint32_t number)
{
    unsigned bits = 0;

    for (; number != 0; number >>= 1)
        bits++;
    return bits;
}

static size_t packed_length(size_t count, unsigned bits)
{
    return (count * bits + 7) / 8;
}

/* Numbers of equal width, the lowest bit first. */
typedef struct packer {
    unsigned char *out; /* where the next byte goes */
    uint64_t pending;
    unsigned pending_bits; /* below 8 between two numbers */
} packer;

static void pack(packer *to, uint32_t number, unsigned bits)
{
    to->pending |= (uint64_t)number << to->pending_bits;
    to->pending_bits += bits;
    while (to->pending_bits >= 8) {
        *to->out++ = (unsigned char)to->pending;
        to->pending >>= 8;
        to->pending_bits -= 8;
    }
}

static void pack_rest(packer *to)
{
    if (to->pending_bits > 0)
        *to->out++ = (unsigned char)to->pending;
    to->pending = 0;
    to->pending_bits = 0;
}

void nx_block_encode(const nx_posting *postings, size_t count, uint32_t base,
                     nx_buf *out)
{
    unsigned char bytes[MOST_BLOCK_BYTES];
    packer to = {bytes, 0, 0};
    uint32_t steps = 0;
    uint32_t weights = 0;
    uint32_t before = base;
    unsigned id_bits;
    unsigned weight_bits;

    assert(count > 0 && count <= NX_BLOCK_POSTINGS);
    for (size_t i = 0; i < count; i++) {
        assert(postings[i].id > before);
        assert(postings[i].weight >= NX_WEIGHT_LEAST);
        steps |= postings[i].id - before - 1;
        weights |= postings[i].weight - NX_WEIGHT_LEAST;
        before = postings[i].id;
    }
    id_bits = bits_of(steps);
    weight_bits = bits_of(weights);
    *to.out++ = (unsigned char)id_bits;
    *to.out++ = (unsigned char)weight_bits;
    before = base;
    for (size_t i = 0; i < count; i++) {
        pack(&to, postings[i].id - before - 1, id_bits);
        before = postings[i].id;
    }
    pack_rest(&to);
    for (size_t i = 0; i < count; i++)
        pack(&to, postings[i].weight - NX_WEIGHT_LEAST, weight_bits);
    pack_rest(&to);
    nx_buf_add(out, bytes, (size_t)(to.out - bytes));
}

/* Take the bytes of a block that says itself how long it is. */
static void take_block(nx_bytes *in, nx_block *block)
{
    size_t length;

    block->bytes = in->at;
    if (nx_bytes_left(in) < NX_BLOCK_HEADER || in->at[0] > MOST_BITS ||
        in->at[1] > MOST_BITS) {
        in->is_bad = true;
        return;
    }
    length = NX_BLOCK_HEADER + packed_length(block->count, in->at[0]) +
             packed_length(block->count, in->at[1]);
    if (nx_bytes_left(in) < length)
        in->is_bad = true;
    else
        in->at += length;
}

void nx_block_take(nx_bytes *in, uint32_t base, uint32_t count, nx_block *out)
{
    assert(count > 0 && count <= NX_BLOCK_POSTINGS);
    out->base = base;
    out->last = 0;
    out->count = count;
    out->impacts.count = 0;
    take_block(in, out);
}

bool nx_block_ids(const nx_block *block, uint32_t *ids)
{
    const unsigned bits = block->bytes[0];
    const unsigned char *at = block->bytes + NX_BLOCK_HEADER;
    uint64_t id = block->base;

    for (size_t i = 0; i < block->count; i++) {
        id += (uint64_t)nx_unpack(at, i, bits) + 1;
        ids[i] = (uint32_t)id;
    }
    return id <= UINT32_MAX && (block->last == 0 || id == block->last);
}

void nx_block_weights(const nx_block *block, uint32_t *weights)
{
    const unsigned bits = block->bytes[1];
    const unsigned char *at = nx_block_weights_at(block);

    for (size_t i = 0; i < block->count; i++)
        weights[i] = NX_WEIGHT_LEAST + nx_unpack(at, i, bits);
}

/* ------------------------------------------------------------ chunks ---- */

static size_t block_length(size_t count, size_t number)
{
    const size_t left = count - number * NX_BLOCK_POSTINGS;

    return left < NX_BLOCK_POSTINGS ? left : NX_BLOCK_POSTINGS;
}

/* Last ids and impacts of the blocks, then the blocks. */
void nx_chunk_encode(const nx_posting *postings, const uint32_t *lengths,
                     size_t count, uint32_t base, nx_buf *out,
                     nx_impacts *out_impacts)
{
    const size_t block_count =
        (count + NX_BLOCK_POSTINGS - 1) / NX_BLOCK_POSTINGS;
    uint32_t before = base;

    assert(count > 0 && count <= NX_CHUNK_POSTINGS);
    out_impacts->count = 0;
    for (size_t i = 0; i < block_count; i++) {
        const size_t first = i * NX_BLOCK_POSTINGS;
        const size_t length = block_length(count, i);
        const uint32_t last = postings[first + length - 1].id;
        nx_impacts impacts = {.count = 0};

        for (size_t j = first; j < first + length; j++) {
            const nx_impact pair = {postings[j].weight, lengths[j]};

            nx_impacts_add(&impacts, pair);
        }
        nx_leb128_add(out, last - before);
        nx_impacts_encode(&impacts, out);
        nx_impacts_add_all(out_impacts, &impacts);
        before = last;
    }
    before = base;
    for (size_t i = 0; i < block_count; i++) {
        const nx_posting *first = &postings[i * NX_BLOCK_POSTINGS];
        const size_t length = block_length(count, i);

        nx_block_encode(first, length, before, out);
        before = first[length - 1].id;
    }
}

size_t nx_chunk_take(nx_bytes *in, uint32_t base, uint32_t last, uint32_t count,
                     nx_block out[NX_CHUNK_BLOCKS])
{
    const size_t block_count =
        (count + NX_BLOCK_POSTINGS - 1) / NX_BLOCK_POSTINGS;
    uint32_t before = base;

    assert(count > 0 && count <= NX_CHUNK_POSTINGS);
    for (size_t i = 0; i < block_count; i++) {
        nx_block *block = &out[i];

        block->base = before;
        block->count = (uint32_t)block_length(count, i);
        before += (uint32_t)nx_leb128_get_to(in, UINT32_MAX - before);
        block->last = before;
        if (before == block->base)
            in->is_bad = true;
        nx_impacts_decode(in, &block->impacts);
    }
    for (size_t i = 0; i < block_count; i++)
        take_block(in, &out[i]);
    if (nx_bytes_left(in) > 0 || (last != 0 && before != last))
        in->is_bad = true;
    return block_count;
}
