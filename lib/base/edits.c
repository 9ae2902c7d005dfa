#include "base/edits.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <stdbool.h>

/* A text as characters. */
typedef struct characters {
    int32_t at[NX_LIMIT_WORD_BYTES];
    size_t count;
} characters;

static void decode(newsidx_text text, characters *out)
{
    size_t step;

    out->count = 0;
    for (size_t i = 0; i < text.length; i += step) {
        if ((unsigned char)text.bytes[i] < 0x80) {
            out->at[out->count++] = (unsigned char)text.bytes[i];
            step = 1;
        } else {
            out->at[out->count++] =
                nx_utf8_decode(text.bytes + i, text.length - i, &step);
        }
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * The last three rows of the table of all beginnings of a and b: rows[i % 3][j]
 * is for i characters of a and j of b. What is further from the diagonal than
 * `most` is more than `most`, and only the cells that border on the band are
 * written.
 */
typedef struct table {
    size_t rows[3][NX_LIMIT_WORD_BYTES + 2];
    size_t most;
} table;

/* Returns the least of the row. */
static size_t fill_row(table *in, const characters *a, const characters *b,
                       size_t i)
{
    const size_t *before_last = in->rows[(i + 1) % 3];
    const size_t *last = in->rows[(i + 2) % 3];
    size_t *row = in->rows[i % 3];
    const size_t first = i > in->most ? i - in->most : 1;
    const size_t end = least(b->count, i + in->most);
    size_t least_of_row = first == 1 ? i : in->most + 1;

    row[first - 1] = least_of_row;
    for (size_t j = first; j <= end; j++) {
        size_t best = last[j - 1] + (a->at[i - 1] != b->at[j - 1]);

        best = least(best, last[j] + 1);
        best = least(best, row[j - 1] + 1);
        if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] &&
            a->at[i - 2] == b->at[j - 1])
            best = least(best, before_last[j - 2] + 1);
        row[j] = best;
        least_of_row = least(least_of_row, best);
    }
    row[end + 1] = in->most + 1;
    return least_of_row;
}

/* A bit for each letter of a text, and the highest if some of it isn't ASCII.
 */
static uint32_t letters_of(newsidx_text text)
{
    uint32_t letters = 0;

    for (size_t i = 0; i < text.length; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];

        letters |= (uint32_t)1 << (byte < 0x80 ? (byte & 0x1fu) % 31 : 31);
    }
    return letters;
}

/*
 * At a glance, for almost all words of a list: an edit takes away one letter at
 * most, and brings one. Of ASCII only, where a byte is a character.
 */
static bool are_too_far(newsidx_text a, newsidx_text b, size_t most)
{
    const uint32_t not_ascii = (uint32_t)1 << 31;
    const uint32_t left = letters_of(a);
    const uint32_t right = letters_of(b);
    size_t missing = 0;
    size_t added = 0;

    if (((left | right) & not_ascii) != 0)
        return false;
    if (a.length > b.length + most || b.length > a.length + most)
        return true;
    for (uint32_t bits = left & ~right; bits != 0; bits &= bits - 1)
        missing++;
    for (uint32_t bits = right & ~left; bits != 0; bits &= bits - 1)
        added++;
    return missing > most || added > most;
}

size_t nx_edits(newsidx_text a, newsidx_text b, size_t most)
{
    size_t least_before = 0;
    characters left;
    characters right;
    table in;

    if (a.length > NX_LIMIT_WORD_BYTES || b.length > NX_LIMIT_WORD_BYTES)
        return most + 1;
    if (are_too_far(a, b, most))
        return most + 1;
    decode(a, &left);
    decode(b, &right);
    if (left.count > right.count + most || right.count > left.count + most)
        return most + 1;
    in.most = most;
    for (size_t j = 0; j <= least(right.count, most); j++)
        in.rows[0][j] = j;
    in.rows[0][least(right.count, most) + 1] = most + 1;
    for (size_t i = 1; i <= left.count; i++) {
        const size_t least_now = fill_row(&in, &left, &right, i);

        /* An exchange steps over one row, never over two. */
        if (least_now > most && least_before > most)
            return most + 1;
        least_before = least_now;
    }
    return least(in.rows[left.count % 3][right.count], most + 1);
}
