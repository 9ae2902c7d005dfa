#include "results/cursor.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* "2-", a number of 10 digits and three of 20, each with "-", and the hash. */
#define CURSOR_LENGTH 96

/* What a unit weighs, as the bits of a double. */
#define IDF_DIGITS 16
#define MOST_IDFS 256

/* A word's is the logarithm of a number of articles, or of little more than 1;
 * what is less than that would make a scale that isn't finite. */
#define LARGEST_IDF 1e5
#define SMALLEST_IDF 1e-20

/* What must be the same for pages to continue one another. */
static uint64_t identify(const newsidx_query *query,
                         const newsidx_search_options *options)
{
    const int32_t kinds[] = {(int32_t)query->match, (int32_t)options->order,
                             (int32_t)options->shape};
    uint64_t hash = nx_hash64(query->canonical, strlen(query->canonical), 1);

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        hash = hash * 31 + (uint64_t)kinds[i];
    if (options->language != NULL)
        hash = nx_hash64(options->language, strlen(options->language), hash);
    if (options->half_life_days > 0.0) {
        hash = nx_hash64(&options->half_life_days,
                         sizeof options->half_life_days, hash);
        hash = nx_hash64(&options->now, sizeof options->now, hash);
    }
    return hash;
}

/* So that nobody makes one up: what it says of the index is in its name. */
static uint64_t sign(uint64_t identity, const nx_cursor *cursor)
{
    const uint64_t numbers[] = {(uint64_t)cursor->last_id,
                                cursor->version_count, cursor->total_length};
    uint64_t hash = nx_hash64(numbers, sizeof numbers, identity);

    if (cursor->idf_count > 0)
        hash = nx_hash64(cursor->idfs, cursor->idf_count * sizeof *cursor->idfs,
                         hash);
    return hash;
}

static const char *write_cursor(nx_arena *arena, uint64_t identity,
                                const nx_cursor *cursor)
{
    const size_t room =
        CURSOR_LENGTH + cursor->idf_count * (IDF_DIGITS + 1) + 1;
    char *text = nx_arena_array(arena, room, 1);
    size_t length;

    if (text == NULL)
        return NULL;
    length = (size_t)snprintf(
        text, room,
        "2-%" PRIu32 "-%" PRId64 "-%" PRIu64 "-%" PRIu64 "-%016" PRIx64,
        cursor->hits_before, cursor->last_id, cursor->version_count,
        cursor->total_length, sign(identity, cursor));
    for (size_t i = 0; i < cursor->idf_count; i++) {
        uint64_t bits;

        memcpy(&bits, &cursor->idfs[i], sizeof bits);
        length += (size_t)snprintf(text + length, room - length, "-%016" PRIx64,
                                   bits);
    }
    return text;
}

const char *nx_cursor_make(nx_arena *arena, const newsidx_query *query,
                           const newsidx_search_options *options,
                           const nx_cursor *cursor)
{
    nx_cursor kept = *cursor;

    /* A query has fewer words that are weighed; its forms may be more. */
    if (kept.idf_count > MOST_IDFS)
        kept.idf_count = 0;
    return write_cursor(arena, identify(query, options), &kept);
}

/* A number before a "-", at most `most`; past it, one more. */
static uint64_t read_number(const char **at, uint64_t most)
{
    uint64_t number = 0;

    while (nx_is_digit(**at) && number <= most) {
        const uint64_t digit = (uint64_t)(*(*at)++ - '0');

        number = number > (UINT64_MAX - digit) / 10 ? UINT64_MAX
                                                    : number * 10 + digit;
    }
    if (**at == '-')
        (*at)++;
    return number <= most ? number : most + 1;
}

static uint64_t read_bits(const char *at)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < IDF_DIGITS; i++) {
        const char *digit = strchr("0123456789abcdef", at[i]);

        bits = bits << 4;
        if (at[i] != '\0' && digit != NULL)
            bits |= (uint64_t)(digit - "0123456789abcdef");
    }
    return bits;
}

/* What units weigh, behind the hash at `at`. */
static newsidx_status read_idfs(const char *at, nx_arena *arena, nx_cursor *out,
                                newsidx_error *err)
{
    const size_t length = strlen(at);
    double *idfs;

    out->idfs = NULL;
    out->idf_count =
        length > IDF_DIGITS ? (length - IDF_DIGITS) / (IDF_DIGITS + 1) : 0;
    if (out->idf_count > MOST_IDFS)
        out->idf_count = 0;
    if (out->idf_count == 0)
        return NEWSIDX_OK;
    idfs = nx_arena_array(arena, out->idf_count, sizeof *idfs);
    if (idfs == NULL) {
        out->idf_count = 0;
        return nx_fail_memory(err);
    }
    for (size_t i = 0; i < out->idf_count; i++) {
        const uint64_t bits =
            read_bits(at + IDF_DIGITS + 1 + i * (IDF_DIGITS + 1));

        memcpy(&idfs[i], &bits, sizeof bits);
    }
    out->idfs = idfs;
    return NEWSIDX_OK;
}

static bool is_sound(const nx_cursor *cursor)
{
    for (size_t i = 0; i < cursor->idf_count; i++) {
        const double idf = cursor->idfs[i];

        if (idf != 0.0 && !(idf >= SMALLEST_IDF && idf <= LARGEST_IDF))
            return false;
    }
    return cursor->last_id >= 0;
}

newsidx_status nx_cursor_read(const char *text, const newsidx_query *query,
                              const newsidx_search_options *options,
                              nx_arena *arena, nx_cursor *out,
                              newsidx_error *err)
{
    const char *at = text;
    const char *expected;
    newsidx_status status;

    memset(out, 0, sizeof *out);
    if (strncmp(at, "2-", 2) == 0)
        at += 2;
    out->hits_before = (uint32_t)read_number(&at, NX_LIMIT_OFFSET);
    if (out->hits_before > NX_LIMIT_OFFSET)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "hits end at number %d",
                       NX_LIMIT_OFFSET);
    out->last_id = (int64_t)read_number(&at, INT64_MAX - 1);
    out->version_count = read_number(&at, INT64_MAX - 1);
    out->total_length = read_number(&at, INT64_MAX - 1);
    status = read_idfs(at, arena, out, err);
    if (status < 0)
        return status;
    /* Only what we would write ourselves is a cursor of this search. */
    expected = write_cursor(arena, identify(query, options), out);
    if (expected == NULL)
        return nx_fail_memory(err);
    if (strcmp(text, expected) != 0 || !is_sound(out))
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "the cursor is not of this search");
    return NEWSIDX_OK;
}
