/* Words without the differences that readers don't mean. */
#ifndef NX_TEXT_FOLD_H
#define NX_TEXT_FOLD_H

#include "base/limits.h"
#include "newsidx.h"

#include <stdbool.h>

/* No form of a word is longer. */
#define NX_FORM_BYTES NX_LIMIT_WORD_BYTES

typedef struct nx_form {
    char bytes[NX_FORM_BYTES];
    size_t length;
} nx_form;

/*
 * Copy a word as it stands in a text, without what no form of it has:
 * apostrophes and other signs inside it but those of numbers, invisible
 * characters, marks after the 30th in a row, and everything after 128 bytes
 * (then the result is false).
 * This comes before all other functions here, which are quadratic in a word's
 * length.
 */
bool nx_fold_clean(newsidx_text surface, nx_form *out);

/* NFKC, case-folded, without accents: the exact form of a clean word. */
void nx_fold_exact(const nx_form *clean, nx_form *out);

/*
 * NFKC in lower case with its accents: what stemmers take. False if there is
 * none, because it would be too long.
 */
bool nx_fold_lower(const nx_form *clean, bool is_turkish, nx_form *out);

/* nx_fold_clean() and nx_fold_exact() in one. */
void nx_fold_surface(newsidx_text surface, nx_form *out);

#endif
