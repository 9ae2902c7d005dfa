/* What each word of an article weighs: made on any thread. */
#ifndef NX_WORDS_WEIGHTS_H
#define NX_WORDS_WEIGHTS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A spelling S has two lists:
 *
 *   EXACT  the articles that have the word S (or, for ^us, the mark)
 *   STEM   those that have S or ~S: a word of that stem
 *
 * Under STEM stands here only what ~S adds: a position that has S and ~S weighs
 * once, as S.
 */
typedef enum nx_list_kind { NX_LIST_EXACT, NX_LIST_STEM } nx_list_kind;
#define NX_LIST_KINDS 2

/*
 * The spellings of one article, each of a kind once:
 *
 *   packed  [kind << 7 | length] spelling [weight, 4 bytes] ...
 *   table   hash -> where in packed, + 1; 0 is free
 */
typedef struct nx_weights {
    nx_buf packed;
    uint32_t *table;
    size_t table_length;
    size_t count;
} nx_weights;

void nx_weights_init(nx_weights *weights);
void nx_weights_finish(nx_weights *weights);

/* Forget the last article, keep the memory. */
void nx_weights_clear(nx_weights *weights);

/* More forms than one position has: exact, stem, joined, its stem, mark. */
#define NX_WEIGHTS_FORMS 8

/* All forms of one position, as words.h packs them, weigh `weight` more. */
newsidx_status nx_weights_add(nx_weights *weights, const newsidx_text *forms,
                              size_t form_count, uint32_t weight);

/* One of them. */
typedef struct nx_weight {
    newsidx_text spelling;
    nx_list_kind kind;
    uint32_t weight; /* fifths, see nx_words_weight() */
} nx_weight;

/* The one that begins at byte `*at` of `packed`, as above, from 0; false behind
 * the last. Borrowed from it. */
bool nx_weights_next(newsidx_text packed, size_t *at, nx_weight *out);

#endif
