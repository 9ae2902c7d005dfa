#include "text/boundaries.h"

#include "base/leb128.h"
#include "base/memory.h"

#include <assert.h>
#include <string.h>

/* A sentence of more words is a table or a list: it is cut, so that passages
 * have a greatest length. */
#define SENTENCE_MOST_WORDS (2 * NX_PASSAGE_MOST_WORDS)

void nx_boundaries_init(nx_boundaries *boundaries)
{
    memset(boundaries, 0, sizeof *boundaries);
}

void nx_boundaries_finish(nx_boundaries *boundaries)
{
    nx_free(boundaries->sentences.positions);
    nx_free(boundaries->paragraphs.positions);
    nx_free(boundaries->passages.positions);
    nx_boundaries_init(boundaries);
}

void nx_boundaries_clear(nx_boundaries *boundaries)
{
    boundaries->sentences.count = 0;
    boundaries->paragraphs.count = 0;
    boundaries->passages.count = 0;
    boundaries->token_count = 0;
}

static bool add_start(nx_starts *starts, uint32_t position)
{
    void *array = starts->positions;

    if (!nx_grow(&array, &starts->capacity, starts->count + 1,
                 sizeof starts->positions[0]))
        return false;
    starts->positions = array;
    starts->positions[starts->count++] = position;
    return true;
}

newsidx_status nx_boundaries_add(nx_boundaries *boundaries,
                                 const nx_token *token)
{
    const uint32_t position = boundaries->token_count;
    const nx_starts *sentences = &boundaries->sentences;
    const bool begins_paragraph = token->begins_paragraph || position == 0;
    const bool begins_sentence =
        begins_paragraph || token->begins_sentence ||
        position - sentences->positions[sentences->count - 1] >=
            SENTENCE_MOST_WORDS;

    assert(token->position == position);
    if (begins_sentence && !add_start(&boundaries->sentences, position))
        return NEWSIDX_ERR_MEMORY;
    if (begins_paragraph && !add_start(&boundaries->paragraphs, position))
        return NEWSIDX_ERR_MEMORY;
    boundaries->token_count = position + 1;
    return NEWSIDX_OK;
}

/*
 * Where to cut words [start, end), which are too many: the sentence start
 * nearest to `start` + 100 that leaves enough on both sides. `end` if there is
 * none. `*from` is the first sentence start that may come into question; it
 * only goes forward, so a body costs one pass over its sentences.
 */
static uint32_t find_cut(const nx_starts *sentences, size_t *from,
                         uint32_t start, uint32_t end)
{
    const uint32_t good = start + NX_PASSAGE_GOOD_WORDS;
    uint32_t best = end;
    size_t i = *from;

    while (i < sentences->count &&
           sentences->positions[i] < start + NX_PASSAGE_LEAST_WORDS)
        i++;
    *from = i;
    for (; i < sentences->count; i++) {
        const uint32_t position = sentences->positions[i];

        if (position + NX_PASSAGE_LEAST_WORDS > end)
            break;
        if (position <= good || best == end || position - good < good - best)
            best = position;
        if (position >= good)
            break;
    }
    return best;
}

/* Make passages of words [start, end), which are whole paragraphs. */
static bool cut_paragraphs(nx_boundaries *boundaries, size_t *from,
                           uint32_t start, uint32_t end)
{
    if (!add_start(&boundaries->passages, start))
        return false;
    while (end - start > NX_PASSAGE_MOST_WORDS) {
        start = find_cut(&boundaries->sentences, from, start, end);
        if (start == end)
            return true;
        if (!add_start(&boundaries->passages, start))
            return false;
    }
    return true;
}

newsidx_status nx_boundaries_cut(nx_boundaries *boundaries)
{
    const nx_starts *paragraphs = &boundaries->paragraphs;
    size_t from = 0;
    uint32_t start = 0;

    boundaries->passages.count = 0;
    for (size_t i = 1; i <= paragraphs->count; i++) {
        const bool is_last = i == paragraphs->count;
        const uint32_t end =
            is_last ? boundaries->token_count : paragraphs->positions[i];

        if (end - start < NX_PASSAGE_LEAST_WORDS &&
            (!is_last || boundaries->passages.count > 0))
            continue;
        if (!cut_paragraphs(boundaries, &from, start, end))
            return NEWSIDX_ERR_MEMORY;
        start = end;
    }
    return NEWSIDX_OK;
}

size_t nx_starts_find(const nx_starts *starts, uint32_t position)
{
    size_t low = 0;
    size_t high = starts->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (starts->positions[middle] <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

/* -------------------------------------------------------------- blob ---- */

static void encode_starts(const nx_starts *starts, nx_buf *out)
{
    uint32_t before = 0;

    nx_leb128_add(out, (uint32_t)starts->count);
    for (size_t i = 0; i < starts->count; i++) {
        nx_leb128_add(out, starts->positions[i] - before);
        before = starts->positions[i];
    }
}

void nx_boundaries_encode(const nx_boundaries *boundaries, nx_buf *out)
{
    nx_leb128_add(out, boundaries->token_count);
    encode_starts(&boundaries->sentences, out);
    encode_starts(&boundaries->paragraphs, out);
    encode_starts(&boundaries->passages, out);
}

/* Read starts below `token_count`, each one of `all` if that isn't NULL. */
static newsidx_status decode_starts(nx_bytes *in, uint32_t token_count,
                                    const nx_starts *all, nx_starts *out)
{
    /* A start takes a byte at least: no room is made for what isn't there. */
    const uint64_t count = nx_leb128_get_to(in, token_count);
    uint32_t position = 0;
    size_t at = 0;

    if (in->is_bad || count > nx_bytes_left(in) ||
        (count == 0) != (token_count == 0))
        return NEWSIDX_ERR_CORRUPT;
    for (uint64_t i = 0; i < count; i++) {
        const uint64_t step = nx_leb128_get(in);

        if (in->is_bad || (step == 0) != (i == 0) ||
            step >= token_count - position)
            return NEWSIDX_ERR_CORRUPT;
        position += (uint32_t)step;
        while (all != NULL && at < all->count && all->positions[at] < position)
            at++;
        if (all != NULL && (at == all->count || all->positions[at] != position))
            return NEWSIDX_ERR_CORRUPT;
        if (!add_start(out, position))
            return NEWSIDX_ERR_MEMORY;
    }
    return NEWSIDX_OK;
}

newsidx_status nx_boundaries_decode(nx_boundaries *boundaries,
                                    newsidx_text blob, newsidx_error *err)
{
    nx_bytes in = nx_bytes_of(blob);
    const uint32_t token_count = (uint32_t)nx_leb128_get_to(&in, UINT32_MAX);
    newsidx_status status = NEWSIDX_ERR_CORRUPT;

    nx_boundaries_clear(boundaries);
    if (!in.is_bad)
        status = decode_starts(&in, token_count, NULL, &boundaries->sentences);
    if (status == NEWSIDX_OK)
        status = decode_starts(&in, token_count, &boundaries->sentences,
                               &boundaries->paragraphs);
    if (status == NEWSIDX_OK)
        status = decode_starts(&in, token_count, &boundaries->sentences,
                               &boundaries->passages);
    if (status == NEWSIDX_OK && nx_bytes_left(&in) > 0)
        status = NEWSIDX_ERR_CORRUPT;
    if (status == NEWSIDX_OK) {
        boundaries->token_count = token_count;
        return NEWSIDX_OK;
    }
    nx_boundaries_clear(boundaries);
    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    return nx_fail(err, status, "the boundaries of an article are damaged");
}
