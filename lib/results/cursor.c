#include "results/cursor.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* "1-" 10 digits "-" 16 digits and the NUL. */
#define CURSOR_LENGTH 32

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

static void write_cursor(char out[CURSOR_LENGTH], uint64_t hash,
                         uint64_t hits_before)
{
    snprintf(out, CURSOR_LENGTH, "1-%" PRIu32 "-%016" PRIx64,
             (uint32_t)hits_before, hash);
}

const char *nx_cursor_make(nx_arena *arena, const newsidx_query *query,
                           const newsidx_search_options *options,
                           uint64_t hits_before)
{
    char cursor[CURSOR_LENGTH];

    write_cursor(cursor, identify(query, options), hits_before);
    return nx_arena_text(arena, nx_str(cursor)).bytes;
}

newsidx_status nx_cursor_read(const char *cursor, const newsidx_query *query,
                              const newsidx_search_options *options,
                              uint32_t *out_hits_before, newsidx_error *err)
{
    const char *at = cursor;
    uint64_t hits_before = 0;
    char expected[CURSOR_LENGTH];

    if (strncmp(at, "1-", 2) == 0)
        at += 2;
    while (nx_is_digit(*at) && hits_before <= NX_LIMIT_OFFSET)
        hits_before = hits_before * 10 + (uint64_t)(*at++ - '0');
    if (hits_before > NX_LIMIT_OFFSET)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "hits end at number %d",
                       NX_LIMIT_OFFSET);
    /* Only what we would write ourselves is a cursor of this search. */
    write_cursor(expected, identify(query, options), hits_before);
    if (strcmp(cursor, expected) != 0)
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "the cursor is not of this search");
    *out_hits_before = (uint32_t)hits_before;
    return NEWSIDX_OK;
}
