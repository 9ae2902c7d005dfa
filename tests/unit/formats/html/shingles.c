#include "shingles.h"

#include "base/hash.h"
#include "base/str.h"
#include "text/chars.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define RUN 4

typedef struct shingles {
    uint64_t *hashes;
    size_t count;
} shingles;

static int compare(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* The hash of the next word from *at on; false if there's none. */
static bool next_word(newsidx_text text, size_t *at, uint64_t *out_hash)
{
    size_t start = text.length;
    size_t step;

    for (; *at < text.length; *at += step) {
        const bool is_word =
            (nx_char_class_at(text.bytes, text.length, *at, &step) &
             NX_CHAR_WORD) != 0 ||
            text.bytes[*at] == '_';

        if (is_word && start == text.length)
            start = *at;
        if (!is_word && start < text.length)
            break;
    }
    if (start == text.length)
        return false;
    *out_hash = nx_hash64(text.bytes + start, *at - start, 0);
    return true;
}

static shingles make(newsidx_text text)
{
    shingles made = {malloc((text.length + 1) * sizeof *made.hashes), 0};
    size_t words = 0;
    size_t at = 0;

    while (made.hashes != NULL && next_word(text, &at, &made.hashes[words]))
        words++;
    if (words == 0)
        return made;
    made.count = words < RUN ? 1 : words - RUN + 1;
    for (size_t i = 0; i < made.count; i++)
        made.hashes[i] =
            nx_hash64(&made.hashes[i],
                      (words < RUN ? words : RUN) * sizeof *made.hashes, 1);
    qsort(made.hashes, made.count, sizeof *made.hashes, compare);
    return made;
}

shingle_score shingles_compare(newsidx_text wanted, newsidx_text found)
{
    shingles a = make(wanted);
    shingles b = make(found);
    shingle_score score = {1.0, 1.0};
    size_t both = 0;
    size_t i = 0;
    size_t k = 0;

    while (i < a.count && k < b.count) {
        if (a.hashes[i] == b.hashes[k]) {
            both++;
            i++;
            k++;
        } else if (a.hashes[i] < b.hashes[k]) {
            i++;
        } else {
            k++;
        }
    }
    if (a.count > 0 || b.count > 0) {
        score.precision = b.count > 0 ? (double)both / (double)b.count : 0.0;
        score.recall = a.count > 0 ? (double)both / (double)a.count : 0.0;
    }
    free(a.hashes);
    free(b.hashes);
    return score;
}
