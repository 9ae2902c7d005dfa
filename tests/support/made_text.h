/* Texts out of numbers: much like one another, and no two alike. */
#ifndef NX_TESTS_MADE_TEXT_H
#define NX_TESTS_MADE_TEXT_H

#include <stddef.h>

/* Sentences of made words, the same for the same number, in `length` bytes with
 * the NUL. */
void made_text(char *out, size_t length, unsigned number);

#endif
