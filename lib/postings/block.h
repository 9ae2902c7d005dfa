/* Postings of a ranked list as bytes; FORMAT.md draws them. Pure. */
#ifndef NX_POSTINGS_BLOCK_H
#define NX_POSTINGS_BLOCK_H

#include "base/bytes.h"
#include "base/leb128.h"
#include "words/words.h"

/* Postings that are packed together, and blocks that are read together. */
#define NX_BLOCK_POSTINGS ((size_t)128)
#define NX_CHUNK_BLOCKS 16
#define NX_CHUNK_POSTINGS (NX_BLOCK_POSTINGS * NX_CHUNK_BLOCKS)

/* A list of so many is kept in its head: most lists are short. */
#define NX_LIST_INLINE_POSTINGS ((size_t)512)

/* Reading may look so far behind the last byte of a chunk: its buffer has room
 * for that. */
#define NX_CHUNK_MARGIN 8

/* An article and what a term weighs in it, see nx_words_weight(). */
typedef struct nx_posting {
    uint32_t id;
    uint32_t weight;
} nx_posting;

/*
 * The competitive (weight, length) pairs of some postings: for each posting
 * there is a pair that has no less weight and no greater length. BM25 grows
 * with the weight and falls with the length, so the best of the pairs is never
 * less than the best of the postings, whatever k1, b, the average length and
 * the number of articles are when somebody asks (Ding and Suel, "Faster Top-k
 * Document Retrieval Using Block-Max Indexes", 2011; pairs as in Lucene 8).
 * Weights fall and lengths fall.
 */
#define NX_IMPACTS 6

typedef struct nx_impact {
    uint32_t weight;
    uint32_t length;
} nx_impact;

typedef struct nx_impacts {
    nx_impact pairs[NX_IMPACTS + 1]; /* one more while it is added */
    size_t count;
} nx_impacts;

/* Add what a posting brings. Where there are too many pairs, two become one
 * that is no less than either. */
void nx_impacts_add(nx_impacts *impacts, nx_impact added);
void nx_impacts_add_all(nx_impacts *impacts, const nx_impacts *added);

/* ----------------------------------------------------------- writing ---- */

/* Append `count` postings, 1 to NX_BLOCK_POSTINGS, of rising ids above
 * `base`. */
void nx_block_encode(const nx_posting *postings, size_t count, uint32_t base,
                     nx_buf *out);

/* Append `count` postings, 1 to NX_CHUNK_POSTINGS, whose articles have
 * `lengths`, as a chunk; `*out_impacts` is of all of them. */
void nx_chunk_encode(const nx_posting *postings, const uint32_t *lengths,
                     size_t count, uint32_t base, nx_buf *out,
                     nx_impacts *out_impacts);

/* Pairs, for those who write and read the heads of lists. */
void nx_impacts_encode(const nx_impacts *impacts, nx_buf *out);

/* ----------------------------------------------------------- reading ---- */

void nx_impacts_decode(nx_bytes *in, nx_impacts *out);

/* Where the packed postings of a block are. Borrowed from the bytes, behind
 * which NX_CHUNK_MARGIN more may be read. */
typedef struct nx_block {
    const unsigned char *bytes;
    uint32_t base;  /* the last id before it */
    uint32_t last;  /* its own last id; 0: not known */
    uint32_t count; /* postings */
    nx_impacts impacts;
} nx_block;

/* The one block of a list that is no longer; its impacts are not known. */
void nx_block_take(nx_bytes *in, uint32_t base, uint32_t count, nx_block *out);

/* The blocks of a chunk of `count` postings, 1 to NX_CHUNK_POSTINGS, of which
 * the last has the id `last`; 0: not known. Returns how many there are. */
size_t nx_chunk_take(nx_bytes *in, uint32_t base, uint32_t last, uint32_t count,
                     nx_block out[NX_CHUNK_BLOCKS]);

/* False if the ids don't rise to the last one. `ids` has room for all of a
 * block. */
bool nx_block_ids(const nx_block *block, uint32_t *ids);

void nx_block_weights(const nx_block *block, uint32_t *weights);

/* A block begins with the widths of its two kinds of numbers, in bits. */
#define NX_BLOCK_HEADER 2

static inline const unsigned char *nx_block_weights_at(const nx_block *block)
{
    return block->bytes + NX_BLOCK_HEADER +
           ((size_t)block->count * block->bytes[0] + 7) / 8;
}

/* The number at `index` of those of `bits` bits that begin at `at`. */
static inline uint32_t nx_unpack(const unsigned char *at, size_t index,
                                 unsigned bits)
{
    const size_t bit = index * bits;

    return (uint32_t)(nx_bytes_load64(at + bit / 8) >> (bit % 8) &
                      ((UINT64_C(1) << bits) - 1));
}

/* Of one posting, without a look at the others. */
static inline uint32_t nx_block_weight(const nx_block *block, size_t number)
{
    return NX_WEIGHT_LEAST +
           nx_unpack(nx_block_weights_at(block), number, block->bytes[1]);
}

#endif
