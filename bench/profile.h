/* What must be known of the articles to ask about them. */
#ifndef BENCH_PROFILE_H
#define BENCH_PROFILE_H

#include "queries.h"

#include <stdint.h>

#define BENCH_DAY_BYTES 11 /* "2016-09-09" and a NUL */

/* When an article was published, and by whom; "" if that isn't known. */
typedef struct bench_dated {
    char day[BENCH_DAY_BYTES];
    char *source;
} bench_dated;

/* How many articles have a word, in this form. */
typedef struct bench_word {
    const char *word; /* of the queries; NULL: no word here */
    uint64_t articles;
    uint64_t last; /* the last of them, from 1 */
} bench_word;

typedef struct bench_profile {
    uint64_t articles;
    uint64_t text_bytes;
    bench_dated *dated; /* some articles of all times, the oldest first */
    size_t dated_count;
    bench_word *words; /* a hash table of the queries' words */
    size_t slots;      /* a power of two */
} bench_profile;

/* Reads all articles once. The queries must live as long as the profile. */
void bench_profile_read(bench_profile *profile, const char *articles_path,
                        const bench_queries *queries);
void bench_profile_finish(bench_profile *profile);

/* How many articles have a word of the queries. */
uint64_t bench_profile_with(const bench_profile *profile, const char *word);

#endif
