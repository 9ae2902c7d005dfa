/* An index to be damaged, and what is in it. */
#ifndef NX_TESTS_DAMAGE_H
#define NX_TESTS_DAMAGE_H

#include "../api/fixture.h"

#include <stdbool.h>

#define DAMAGED_PATH "damaged.db"
#define DAMAGE_PAGE ((size_t)16384)

/* As one of its articles is stored, in SQL's own spelling: what can be said of
 * its content, and of its place among the versions of its key. */
typedef struct damage_truth {
    char *key;
    char *content;
    char *place; /* version, state, since, until */
    bool *pages; /* by page, from 0: is a piece of it there? Of samples only */
} damage_truth;

/*
 * Articles with all fields, of one page and of several, in versions, removed,
 * embargoed, withheld, outdated; the ranked lists know all but the last.
 */
typedef struct damage_sample {
    char *bytes;
    size_t length;
    bool *is_text;        /* by byte: of what an article says */
    damage_truth *truths; /* by id, from 1 */
    size_t count;
    char *readings; /* all that can be read and searched */
} damage_sample;

/* For cmocka's group: `*state` becomes the sample. */
int damage_make_sample(void **state);
int damage_free_sample(void **state);

/* Put a file of these bytes at DAMAGED_PATH, and nothing beside it. */
void damage_write(const char *bytes, size_t length);

/* Is there anything but zeros about the byte? */
bool damage_is_used(const damage_sample *sample, size_t offset);

/* Does DAMAGED_PATH read as the sample did? */
bool damage_reads_the_same(const damage_sample *sample);

/* What the index at `path` has of its articles; the caller frees it. */
damage_truth *damage_read_truths(const char *path, size_t *out_count);
void damage_free_truths(damage_truth *truths, size_t count);

#endif
