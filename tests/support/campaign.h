/* The long form of a test: how long it runs, from which seed, what came of it.
 * tests/campaign.sh starts it. */
#ifndef NX_TESTS_CAMPAIGN_H
#define NX_TESTS_CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is this the long form? NEWSIDX_CAMPAIGN_SECONDS says so. */
bool campaign_is_on(void);

/* NEWSIDX_CAMPAIGN_SEED, or `fixed` without one. */
uint64_t campaign_seed(uint64_t fixed);

/* In the long form: is there time left? Else: is `done` less than `rounds`? */
bool campaign_goes_on(size_t done, size_t rounds);

/* The next of a row of random numbers, which `*state` goes along. */
uint64_t campaign_random(uint64_t *state);

/* Say in the last line what was found, with figures of what was done. Returns
 * the program's exit status. */
int campaign_end(size_t findings, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
