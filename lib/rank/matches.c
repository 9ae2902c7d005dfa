#include "rank/matches.h"

#include "base/bits.h"
#include "base/memory.h"

#include <string.h>

newsidx_status nx_matches_init(nx_matches *matches, int64_t last_id,
                               newsidx_error *err)
{
    matches->word_count = (size_t)(last_id / 64) + 1;
    matches->words =
        nx_alloc_zeroed(matches->word_count, sizeof *matches->words);
    if (matches->words == NULL) {
        matches->word_count = 0;
        return nx_fail_memory(err);
    }
    return NEWSIDX_OK;
}

void nx_matches_finish(nx_matches *matches)
{
    nx_free(matches->words);
    matches->words = NULL;
    matches->word_count = 0;
}

void nx_matches_clear(nx_matches *matches)
{
    if (matches->word_count > 0)
        memset(matches->words, 0, matches->word_count * sizeof *matches->words);
}

bool nx_matches_next(const nx_matches *matches, int64_t *id)
{
    const int64_t from = *id + 1;
    size_t at = (size_t)(from / 64);
    uint64_t bits;

    if (at >= matches->word_count)
        return false;
    bits = matches->words[at] & (UINT64_MAX << (uint64_t)from % 64);
    while (bits == 0) {
        if (++at == matches->word_count)
            return false;
        bits = matches->words[at];
    }
    *id = (int64_t)at * 64 + nx_lowest_bit(bits);
    return true;
}
